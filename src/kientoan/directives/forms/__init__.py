"""Requests of the pages of directives, parsed."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.directives import actions
from kientoan.directives.forms.fields import day_field
from kientoan.directives.forms.recurring import RhythmFields
from kientoan.directives.models import Directive, labels
from kientoan.directives.models.answers import Channel
from kientoan.directives.queries.lists import own_of
from kientoan.directives.queries.written import heads_of, units_written, watchers_of
from kientoan.documents.models import Document
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.queries import children_of
from kientoan.orgs.queries.life import names_on
from kientoan.people.models import Post

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_ANY = ("", "–")


def _any(choices: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [_ANY, *choices]


class ListFilter(forms.Form):
    """What a list of tasks is narrowed to."""

    list = forms.ChoiceField(label=gettext_lazy("List"), required=False, choices=labels.InList.choices)
    q = forms.CharField(label=gettext_lazy("Words of the work"), required=False, max_length=120)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=_any(labels.WorkState.choices))
    time = forms.ChoiceField(label=gettext_lazy("Time"), required=False, choices=_any(labels.TimeState.choices))
    key = forms.BooleanField(label=gettext_lazy("Key tasks only"), required=False)


class OrderFilter(forms.Form):
    """What the list of directives is narrowed to."""

    q = forms.CharField(label=gettext_lazy("Words of the work"), required=False, max_length=120)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=_any(labels.Standing.choices))
    every = forms.BooleanField(label=gettext_lazy("Recurring work only"), required=False)


class SaveFilterForm(forms.Form):
    """A name for the list as it stands."""

    name = forms.CharField(label=gettext_lazy("Name of the list"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, max_length=400)


class DraftForm(RhythmFields):
    """A directive as it is drafted: origin, work, product, time, units."""

    keeper = forms.ChoiceField(label=gettext_lazy("In the name of"))
    document = forms.CharField(
        label=gettext_lazy("Document, by its number and symbol"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("As it stands in the register, such as 15-NQ/TU."),
    )
    issuer = forms.ChoiceField(label=gettext_lazy("Body that orders it"), required=False)
    issuer_text = forms.CharField(label=gettext_lazy("Issuer as written"), required=False, max_length=300)
    spoken_by = forms.CharField(label=gettext_lazy("Said by, if by word of mouth"), required=False, max_length=200)
    spoken_on = day_field(label=gettext_lazy("Said on"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The sentence that orders it"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    title = forms.CharField(label=gettext_lazy("Work"), max_length=500)
    product_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of product"), required=False, choices=_any(labels.ProductKind.choices)
    )
    product = forms.CharField(label=gettext_lazy("Product"), required=False, max_length=500)
    quantity = forms.DecimalField(
        label=gettext_lazy("Quantity"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    measure = forms.CharField(label=gettext_lazy("Unit of measure"), required=False, max_length=60)
    proof = forms.CharField(label=gettext_lazy("Proof that will be accepted"), required=False, max_length=500)
    time = forms.ChoiceField(
        label=gettext_lazy("Deadline"),
        choices=[
            ("stated", gettext_lazy("a day, below")),
            ("default", gettext_lazy("not stated: by the default rule, from the day of issue")),
            ("recurs", gettext_lazy("recurring: a day in each period, below")),
            ("none", gettext_lazy("none: standing work")),
        ],
        initial="stated",
    )
    deadline_day = day_field(label=gettext_lazy("Day"), required=False)
    deadline_op = forms.ChoiceField(
        label=gettext_lazy("How the day is meant"), choices=labels.DeadlineOp.choices, initial="by"
    )
    deadline_text = forms.CharField(label=gettext_lazy("Deadline as written"), required=False, max_length=200)
    recurrence = forms.CharField(label=gettext_lazy("Recurs, as written"), required=False, max_length=60)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), choices=labels.Urgency.choices, initial=labels.Urgency.NORMAL
    )
    is_key = forms.BooleanField(label=gettext_lazy("Key task"), required=False)
    watcher = forms.ModelChoiceField(
        label=gettext_lazy("Who follows it"), required=False, queryset=User.objects.none(), empty_label="–"
    )
    leads = forms.CharField(
        label=gettext_lazy("Units that lead, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("By code or by name. Each unit gets a task of its own."),
    )
    all_below = forms.BooleanField(label=gettext_lazy("Every unit directly below, too"), required=False)
    helpers = forms.CharField(
        label=gettext_lazy("Units that help, one a line"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, user: User, day: date, keepers: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.day = user, day
        self.keepers = {unit.code: unit for unit in keepers}
        names = names_on([unit.pk for unit in keepers], day)
        self.fields["keeper"].choices = [(unit.code, names.get(unit.pk, unit.code)) for unit in keepers]  # type: ignore[attr-defined]
        self.fields["watcher"].queryset = watchers_of(keepers, day)  # type: ignore[attr-defined]
        bodies = Body.objects.as_of(day).filter(unit__in=keepers).order_by("unit__code", "name")[:200]
        self.bodies = {str(body.pk): body for body in bodies}
        choices = [(key, body.name) for key, body in self.bodies.items()]
        self.fields["issuer"].choices = _any(choices)  # type: ignore[attr-defined]

    def clean_document(self) -> Document | None:
        """Find the document by its number among those that the person may see; the latest where several bear it."""
        written = self.cleaned_data["document"].strip()
        if not written:
            return None
        found = Document.objects.visible_to(self.user).filter(written__iexact=written, withdrawn_on__isnull=True)
        document = found.order_by("-dated", "-pk").first()
        if document is None:
            raise forms.ValidationError(
                _("There is no document “%(written)s” among those you may see.") % {"written": written}
            )
        return document

    def clean(self) -> dict[str, Any]:
        """A deadline that is a day has the day; lines of units name units."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("time") == "stated" and not found.get("deadline_day"):
            self.add_error("deadline_day", _("Give the day, or say that none is stated."))
        self.check_rhythm(found)
        for name in ("leads", "helpers"):
            written = units_written(self.user, found.get(name, ""), self.day)
            for fault in written.faults:
                self.add_error(name, fault)
            found[name] = list(written.units)
        keeper = self.keepers.get(found.get("keeper", ""))
        if keeper is not None and found.get("all_below"):
            below = Unit.objects.filter(code__in=[node.code for node in children_of(keeper, self.day, self.user)])
            found["leads"] = list(dict.fromkeys([*found["leads"], *below.order_by("code")]))
        return found

    def said(self) -> dict[str, Any]:
        """What `draft_directive` and `change_draft` take."""
        found = self.cleaned_data
        names = (
            "document",
            "issuer_text",
            "spoken_by",
            "spoken_on",
            "title",
            "product_kind",
            "product",
            "quantity",
            "measure",
            "proof",
            "recurrence",
            "urgency",
            "is_key",
            "watcher",
        )
        heads = heads_of(found["leads"], self.day)
        leads = [
            actions.Lead(unit, helpers=[one for one in found["helpers"] if one != unit], accountable=heads.get(unit.pk))
            for unit in found["leads"]
        ]
        return {
            **{name: found[name] for name in names},
            "issuer": self.bodies.get(found["issuer"]),
            "leads": leads,
            "due": self._due(),
        }

    def _due(self) -> actions.Due:
        found = self.cleaned_data
        if found["time"] == "recurs":
            return actions.Due(text=found["deadline_text"], rhythm=self.rhythm(), until=found["every_until"])
        if found["time"] != "stated":
            return actions.Due(text=found["deadline_text"], origin=found["time"])
        return actions.Due(found["deadline_day"], found["deadline_op"], found["deadline_text"], "stated")


def draft_initial(directive: Directive) -> dict[str, Any]:
    """What the form shows of a draft that is changed."""
    tasks = list(directive.tasks.select_related("lead").prefetch_related("helpers__unit").order_by("pk"))
    origin = directive.deadline_origin
    return {
        **{
            name: getattr(directive, name)
            for name in (
                "issuer_text",
                "spoken_by",
                "spoken_on",
                "quote",
                "title",
                "product_kind",
                "product",
                "quantity",
                "measure",
                "proof",
                "deadline_day",
                "deadline_text",
                "every",
                "every_day",
                "every_month",
                "every_until",
                "recurrence",
                "urgency",
                "is_key",
                "watcher",
            )
        },
        "keeper": directive.keeper.code,
        "document": directive.document.written if directive.document else "",
        "issuer": str(directive.issuer_id or ""),
        "time": "recurs" if directive.every else origin if origin in ("default", "none") else "stated",
        "deadline_op": directive.deadline_op or "by",
        "leads": "\n".join(task.lead.code for task in tasks),
        "helpers": "\n".join(dict.fromkeys(one.unit.code for task in tasks for one in task.helpers.all())),
    }


def keepers_of(user: User, day: date) -> list[Unit]:
    """The units in whose name a person gives tasks: those that a grant names itself; for the machine all tops."""
    units = Unit.objects.filter(pk__in=own_of(user, day).gives)
    if user.is_service:
        units = Unit.objects.filter(spans__valid__contains=day, spans__parent__isnull=True)
    return list(units.order_by("code"))


class ReasonForm(forms.Form):
    """A reason, in words."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class SeveralFiles(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleans to a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each file."""
        several = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in several]


class SubmitForm(forms.Form):
    """What was done, with its proof."""

    words = forms.CharField(
        label=gettext_lazy("What was done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    quantity = forms.DecimalField(
        label=gettext_lazy("Quantity reached"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    product_text = forms.CharField(label=gettext_lazy("Number and date of the product"), required=False, max_length=300)
    attached = FilesField(label=gettext_lazy("Files of proof"), required=False)

    def proof(self) -> actions.Proof:
        """What `submit_task` takes as proof."""
        files: list[UploadedFile] = self.cleaned_data["attached"] or []
        return actions.Proof(
            files=[(str(file.name), file.read()) for file in files], product_text=self.cleaned_data["product_text"]
        )


class AcceptForm(forms.Form):
    """Words of acceptance, and why it was late where it was."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=1000)
    late_because = forms.CharField(label=gettext_lazy("Why it was late"), required=False, max_length=300)


class ExtensionForm(forms.Form):
    """A later deadline and why."""

    new_day = day_field(label=gettext_lazy("New deadline"))
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class HandBackForm(forms.Form):
    """Why a task is handed back."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=labels.HandBackKind.choices)
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class DecideForm(forms.Form):
    """Agreed or not, and in which words; a task handed back may be given to another unit."""

    agreed = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=[("yes", gettext_lazy("agree")), ("no", gettext_lazy("do not agree"))]
    )
    words = forms.CharField(label=gettext_lazy("Words of the decision"), required=False, max_length=1000)
    instead = forms.CharField(
        label=gettext_lazy("Unit that gets it instead, by code or name"), required=False, max_length=200
    )


class UrgeForm(forms.Form):
    """How a unit was urged."""

    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=Channel.choices)
    letter = forms.CharField(label=gettext_lazy("Number of the letter"), required=False, max_length=120)
    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=1000)


class PeopleForm(forms.Form):
    """Who answers for a task and who advises."""

    accountable = forms.ChoiceField(label=gettext_lazy("Who is accountable"), required=False)
    adviser = forms.ChoiceField(label=gettext_lazy("Who advises"), required=False)

    def __init__(self, *args: Any, own: Sequence[Post], others: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in (*own, *others)}
        word = [(str(post.pk), f"{post.title} · {post.body.name}") for post in own]
        more = [(str(post.pk), f"{post.title} · {post.body.name}") for post in others]
        self.fields["accountable"].choices = _any(word)  # type: ignore[attr-defined]
        self.fields["adviser"].choices = _any([*word, *more])  # type: ignore[attr-defined]

    def post(self, name: str) -> Post | None:
        """The post chosen in a field."""
        return self.posts.get(self.cleaned_data[name])


class ProgressFilter(forms.Form):
    """What the progress report is about."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Tasks"),
        required=False,
        choices=[("given", gettext_lazy("given by the unit")), ("received", gettext_lazy("received in its branch"))],
    )
    since = day_field(label=gettext_lazy("Given from"), required=False)
    until = day_field(label=gettext_lazy("Given until"), required=False)
    key = forms.BooleanField(label=gettext_lazy("Key tasks only"), required=False)


def _count(label: Any, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=0, max_value=10_000_000)


class StatedForm(forms.Form):
    """The totals of a report as printed, to see whether they close."""

    total = _count(gettext_lazy("Total"), required=True)
    done = _count(gettext_lazy("Done"))
    done_on_time = _count(gettext_lazy("done on time"))
    done_late = _count(gettext_lazy("done late"))
    open = _count(gettext_lazy("Not done"))
    open_in_time = _count(gettext_lazy("open, in time"))
    open_overdue = _count(gettext_lazy("open, overdue"))
    open_no_deadline = _count(gettext_lazy("open, no deadline"))
    suspended = _count(gettext_lazy("suspended"))
    refused = _count(gettext_lazy("handed back"))


class SignForm(forms.Form):
    """The number under which a report goes out."""

    number = forms.CharField(label=gettext_lazy("Number and symbol"), max_length=80)
