"""What the record says of the demo: which steps are done, and what they found."""

from kientoan.core.models import Action
from kientoan.sample.rules.part import Size


def done(step: str) -> dict[str, object] | None:
    """Give what a step found, or None where it is still to be done."""
    action = Action.objects.filter(verb=f"sample.{step}").order_by("-at").first()
    return None if action is None else dict(action.detail)


def size() -> Size | None:
    """Give the seed and size of the sample city in this database, None where there is none."""
    detail = done("begin")
    return None if detail is None else Size(int(str(detail["seed"])), int(str(detail["districts"])))
