"""Requests of the pages of meetings, parsed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kientoan.accounts.models import User
from kientoan.directives.models import Directive
from kientoan.documents.models import Document
from kientoan.meetings.models import Face, Meeting
from kientoan.meetings.models.labels import AdviceKind, ItemKind, Kind, Part, Presence, State
from kientoan.orgs.access import units_with
from kientoan.orgs.forms import UnitCodeField
from kientoan.orgs.models import Body, Portfolio, Unit
from kientoan.orgs.rules.roles import Right

MANY = 300


def day_field(**given: Any) -> forms.DateField:
    """A day, picked from a calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DocumentField(forms.CharField):
    """The number and symbol of a document among those the person may see; cleans to the document, the latest of that number."""

    user: User | None = None

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"max_length": 80, "required": False, **given})

    def clean(self, value: Any) -> Any:
        """The document, None where nothing is written, or the sentence that there is none."""
        written = super().clean(value).strip()
        if not written or self.user is None:
            return None
        rows = Document.objects.visible_to(self.user).filter(written__iexact=written, withdrawn_on__isnull=True)
        found = rows.order_by("-dated", "-pk").first()
        if found is None:
            raise forms.ValidationError(
                _("There is no document “%(written)s” among those you may see.") % {"written": written}
            )
        return found


class ForUser(forms.Form):
    """A form whose units and documents are those that the person may see."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = user
        for field in self.fields.values():
            if isinstance(field, UnitCodeField | DocumentField):
                field.user = user


def choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set what may be chosen in a field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class MeetingFilter(forms.Form):
    """What the list of meetings is narrowed to."""

    q = forms.CharField(label=gettext_lazy("Words of the subject"), required=False, max_length=120)
    kind = forms.ChoiceField(
        label=pgettext_lazy("a meeting", "Kind"), required=False, choices=[("", gettext_lazy("all")), *Kind.choices]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all")), *State.choices]
    )


class MeetingForm(ForUser):
    """A meeting as it is planned."""

    organiser = UnitCodeField(label=gettext_lazy("Held by (code)"))
    kind = forms.ChoiceField(label=pgettext_lazy("a meeting", "Kind"), choices=Kind.choices)
    title = forms.CharField(label=gettext_lazy("About"), max_length=300)
    held_on = day_field(label=pgettext_lazy("a meeting", "Held on"))
    begins = forms.TimeField(
        label=gettext_lazy("Begins at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.CharField(label=pgettext_lazy("a meeting", "Place"), required=False, max_length=200)
    host = UnitCodeField(
        label=gettext_lazy("Hosted by, if another unit (code)"),
        required=False,
    )
    body = forms.ChoiceField(label=gettext_lazy("Body in whose name it is held"), required=False)
    block = forms.ChoiceField(
        label=gettext_lazy("Block of units"),
        required=False,
        help_text=gettext_lazy("Of a briefing of a block; all its units are asked."),
    )
    chair = forms.CharField(label=gettext_lazy("In the chair"), required=False, max_length=120)
    chair_post = forms.CharField(label=gettext_lazy("Post of the chair"), required=False, max_length=200)
    follows = forms.ChoiceField(
        label=gettext_lazy("Follows the meeting"),
        required=False,
        help_text=gettext_lazy("The meeting then opens with the state of everything that one concluded."),
    )
    report = DocumentField(
        label=gettext_lazy("Report read, by its number and symbol"),
        help_text=gettext_lazy("As it stands in the register, such as 88-BC/BTCTU."),
    )
    report_reader = forms.CharField(label=gettext_lazy("Read by"), required=False, max_length=200)

    def __init__(self, *args: Any, user: User, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        own = units_with(user, Right.KEEP_MEETINGS)
        if meeting is not None:
            del self.fields["organiser"], self.fields["kind"], self.fields["block"]
        else:
            blocks = Portfolio.objects.filter(units__in=own).distinct().order_by("name")[:MANY]
            self.blocks = {str(one.pk): one for one in blocks}
            choose(self, "block", [("", "–"), *((key, one.name) for key, one in self.blocks.items())])
        every = Body.objects.order_by("unit__code", "name")
        bodies = every.filter(unit=meeting.organiser_id) if meeting else every.filter(unit__in=own)
        self.bodies = {str(one.pk): one for one in bodies[:MANY]}
        choose(self, "body", [("", "–"), *((key, one.name) for key, one in self.bodies.items())])
        rows = Meeting.objects.filter(organiser__in=own, state=State.CONCLUDED)
        before = rows.exclude(pk=meeting.pk) if meeting else rows
        self.before = {str(one.pk): one for one in before[:MANY]}
        choose(
            self,
            "follows",
            [("", "–"), *((key, f"{one.title} ({one.held_on:%d/%m/%Y})") for key, one in self.before.items())],
        )

    def said(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        given = dict(self.cleaned_data)
        given["body"] = self.bodies.get(given["body"])
        given["follows"] = self.before.get(given["follows"])
        if "block" in given:
            given["block"] = self.blocks.get(given["block"])
        return given


class ItemForm(forms.Form):
    """An item of the agenda."""

    title = forms.CharField(label=gettext_lazy("Item"), max_length=300)
    presenter = forms.CharField(label=gettext_lazy("Presented by"), required=False, max_length=200)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes given"), required=False, min_value=1, max_value=600)


class PaperForm(ForUser):
    """A document laid before the meeting."""

    document = DocumentField(label=gettext_lazy("Document, by its number and symbol"), required=True)


class PersonForm(ForUser):
    """Someone who is asked to the meeting."""

    unit = UnitCodeField(label=gettext_lazy("Unit (code)"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    post_text = forms.CharField(label=gettext_lazy("Post"), required=False, max_length=200)
    part = forms.ChoiceField(label=gettext_lazy("Attends as"), choices=Part.choices, initial=Part.MEMBER)


class PresenceForm(forms.Form):
    """Whether someone came."""

    presence = forms.ChoiceField(label=gettext_lazy("Came"), choices=Presence.choices)
    because = forms.CharField(label=gettext_lazy("Why absent"), required=False, max_length=200)


class StatementForm(ForUser):
    """A statement."""

    speaker = forms.CharField(label=gettext_lazy("Speaker"), max_length=120)
    post = forms.CharField(label=gettext_lazy("Post"), required=False, max_length=200)
    unit = UnitCodeField(label=gettext_lazy("Unit (code)"), required=False)
    issue = forms.CharField(label=gettext_lazy("What it raises"), required=False, widget=_lines(3), max_length=20000)
    asked_of = UnitCodeField(label=gettext_lazy("Who must answer it (code)"), required=False)


class AnswerForm(ForUser):
    """The answer to a statement or a proposal."""

    answer = forms.CharField(label=gettext_lazy("Answer"), required=False, widget=_lines(4), max_length=20000)
    document = DocumentField(label=gettext_lazy("Answered by the document (number and symbol)"))


class WordForm(forms.Form):
    """A word that goes with a step."""

    said = forms.CharField(label=gettext_lazy("In words"), required=False, widget=_lines(3), max_length=20000)


class ReasonForm(forms.Form):
    """The reason for a step."""

    reason = forms.CharField(label=gettext_lazy("Reason, for the record"), max_length=300)


class ConclusionForm(forms.Form):
    """An item of the conclusion."""

    kind = forms.ChoiceField(label=pgettext_lazy("a meeting", "Kind"), choices=ItemKind.choices, initial=ItemKind.TASK)
    text = forms.CharField(label=gettext_lazy("In words"), widget=_lines(3), max_length=20000)
    lead = forms.CharField(label=gettext_lazy("Who leads, as said"), required=False, max_length=300)
    by_when = forms.CharField(label=gettext_lazy("By when, as said"), required=False, max_length=200)
    is_key = forms.BooleanField(label=gettext_lazy("Key task"), required=False)


class SummingUpForm(forms.Form):
    """The overall assessment and the response, which are no list."""

    overall = forms.CharField(
        label=gettext_lazy("Overall assessment"), required=False, widget=_lines(4), max_length=20000
    )
    responder = forms.CharField(label=gettext_lazy("Who responded"), required=False, max_length=200)
    response = forms.CharField(
        label=gettext_lazy("Response to the conclusion"), required=False, widget=_lines(4), max_length=20000
    )


class UnitsForm(forms.Form):
    """The units that are given a task of the conclusion; each gets a task of its own."""

    units = forms.CharField(
        label=gettext_lazy("Units that lead (codes)"),
        max_length=2000,
        help_text=gettext_lazy("Apart by commas. Each unit gets a task of its own."),
    )
    deadline = day_field(label=gettext_lazy("By the day"), required=False)
    product = forms.CharField(label=gettext_lazy("Product"), required=False, max_length=500)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = user

    def clean_units(self) -> list[Unit]:
        """The units, or the sentence that names the codes that there are not."""
        codes = list(dict.fromkeys(self.cleaned_data["units"].replace(",", " ").replace(";", " ").split()))
        found = {one.code: one for one in Unit.objects.visible_to(self.asker).filter(code__in=codes)}
        if missing := [code for code in codes if code not in found]:
            raise forms.ValidationError(
                _("There are no such units among those you may see: %(codes)s.") % {"codes": ", ".join(missing)}
            )
        return [found[code] for code in codes]


class LinkForm(forms.Form):
    """A directive that there is already."""

    directive = forms.ChoiceField(label=gettext_lazy("Directive"))

    def __init__(self, *args: Any, user: User, keeper: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Directive.objects.visible_to(user).filter(keeper=keeper, secrecy="").order_by("-pk")[:MANY]
        self.known = {str(one.pk): one for one in rows}
        choose(self, "directive", [(key, one.title[:120]) for key, one in self.known.items()])


class KeepForm(forms.Form):
    """The number and symbol under which a paper is kept."""

    written = forms.CharField(label=gettext_lazy("Number and symbol"), required=False, max_length=80)
    dated = day_field(label=gettext_lazy("Dated"), required=False)


class FaceForm(forms.ModelForm):
    """How the papers are addressed and signed."""

    recipients = forms.CharField(
        label=gettext_lazy("Recipients, one a line"), required=False, widget=_lines(4), max_length=4000
    )

    class Meta:
        model = Face
        fields = (
            "regime", "superior", "issuer", "org_code", "place", "authority", "on_behalf_of", "position", "signer",
            "recipients", "archive",
        )  # fmt: skip

    def clean_recipients(self) -> list[str]:
        """The recipients as a list."""
        return [line.strip() for line in self.cleaned_data["recipients"].splitlines() if line.strip()]


class ProposalForm(ForUser):
    """A proposal to send up."""

    unit = UnitCodeField(label=gettext_lazy("Proposed by (code)"))
    sent_to = forms.CharField(
        label=gettext_lazy("Sent to (code)"), max_length=40, help_text=gettext_lazy("A unit above.")
    )
    text = forms.CharField(label=gettext_lazy("What is proposed"), widget=_lines(5), max_length=20000)
    document = DocumentField(label=gettext_lazy("With the document (number and symbol)"))

    def clean_sent_to(self) -> Unit:
        """The unit above; it need not be within one's own reach."""
        found = Unit.objects.filter(code=self.cleaned_data["sent_to"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is no unit of that code."))
        return found


class AdviceForm(ForUser):
    """A submission or guidance."""

    kind = forms.ChoiceField(label=pgettext_lazy("a meeting", "Kind"), choices=AdviceKind.choices)
    author = forms.ChoiceField(label=gettext_lazy("Advising body"))
    addressee = forms.ChoiceField(label=gettext_lazy("Addressed to"))
    title = forms.CharField(label=gettext_lazy("About"), max_length=300)
    document = DocumentField(label=gettext_lazy("The paper, by its number and symbol"))

    def __init__(self, *args: Any, user: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        bodies = Body.objects.visible_to(user).as_of(day).order_by("unit__code", "name")[: 2 * MANY]
        self.bodies = {str(one.pk): one for one in bodies}
        own = set(units_with(user, Right.KEEP_MEETINGS).values_list("pk", flat=True))
        named = [(key, one.name) for key, one in self.bodies.items()]
        choose(self, "author", [(key, one.name) for key, one in self.bodies.items() if one.unit_id in own])
        choose(self, "addressee", named)

    def said(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        given = dict(self.cleaned_data)
        return given | {"author": self.bodies[given["author"]], "addressee": self.bodies[given["addressee"]]}


class TableForm(forms.Form):
    """The session at which a submission is considered."""

    meeting = forms.ChoiceField(label=gettext_lazy("Session"))

    def __init__(self, *args: Any, sessions: Sequence[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(one.pk): one for one in sessions}
        choose(
            self,
            "meeting",
            [(key, f"{one.title} ({one.held_on:%d/%m/%Y})") for key, one in self.sessions.items()],
        )
