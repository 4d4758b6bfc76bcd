"""What the record and the register say of the demo."""

from kientoan.sample.queries.steps import done, size

__all__ = ["done", "size"]
