"""Forms of the review: filters of a run, what to run, what a rule shall be from a day."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.periods import NotAPeriod, Period
from kientoan.orgs import queries as orgs
from kientoan.review.models import Conclusion, Run
from kientoan.review.queries import outcome_word, parents_of, tier_word
from kientoan.review.queries.wording import reason_titles
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.tiers import Tier

OPEN = "open"
Choices = list[tuple[str, str]]


def _any(choices: Choices) -> Choices:
    return [("", _("all")), *choices]


class ResultFilter(forms.Form):
    """Which units of a run are shown."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False)
    tier = forms.ChoiceField(label=gettext_lazy("Tier"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    change = forms.ChoiceField(label=gettext_lazy("Against the run before"), required=False)
    parent = forms.ChoiceField(label=gettext_lazy("Directly under"), required=False)

    def __init__(self, *args: Any, run: Run, compared: bool, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        era = orgs.pack().at(run.as_of)
        choices: dict[str, Choices] = {
            "outcome": [*_outcomes(), ("all", _("every unit reviewed"))],
            "tier": _any([(tier.value, tier_word(tier, run)) for tier in Tier]),
            "sector": _any([(code, sector.label(language)) for code, sector in era.sectors.items()]),
            "parent": _any(parents_of(run)),
            "reason": _any(reason_titles(run, language)),
            "change": _any([("in", _("came in")), ("still", _("still proposed")), ("out", _("went out"))]),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        if not compared:
            del self.fields["change"]


def _outcomes() -> Choices:
    return [
        (one.value, outcome_word(one.value)) for one in sorted(Outcome, key=lambda one: one is not Outcome.PROPOSED)
    ]


class StartForm(forms.Form):
    """What shall be reviewed."""

    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=8,
        help_text=gettext_lazy("For example 2017-H1 (first half), 2017-Q2, 2017-06 or 2017."),
    )
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The tree and the rules of this day count."),
    )

    def clean_period(self) -> Period:
        """The period, or the sentence how to write one."""
        try:
            return Period.parse(self.cleaned_data["period"])
        except NotAPeriod as error:
            raise forms.ValidationError(_("Write the period as 2017-H1, 2017-Q2, 2017-06 or 2017.")) from error


class RuleForm(forms.Form):
    """What a sign or a listing criterion shall be from a day, by which document."""

    since = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    threshold = forms.DecimalField(label=gettext_lazy("Threshold"), localize=True)
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=[("1", gettext_lazy("1 light")), ("2", gettext_lazy("2 clear")), ("3", gettext_lazy("3 grave"))],
    )
    disabled = forms.BooleanField(label=gettext_lazy("Not used from this day"), required=False)
    instrument = forms.CharField(
        label=gettext_lazy("Document that decides it"),
        max_length=200,
        help_text=gettext_lazy("Number and date, as it will be cited beside every reason."),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)

    def __init__(self, *args: Any, sign: bool, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = day
        if not sign:
            self.fields["threshold"].label = _("Value")
            del self.fields["severity"], self.fields["disabled"]


class ClassFilter(forms.Form):
    """Which year classes are shown."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1976)
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    grade = forms.ChoiceField(label=gettext_lazy("Proposed class"), required=False)
    tier = forms.ChoiceField(label=gettext_lazy("Tier"), required=False)
    decided = forms.ChoiceField(label=gettext_lazy("Decision"), required=False)

    def __init__(self, *args: Any, grades: Choices, last: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].max_value = last  # type: ignore[attr-defined]
        self.fields["year"].validators.append(MaxValueValidator(last))
        choices: dict[str, Choices] = {
            "grade": _any([*grades, (OPEN, _("not yet decidable"))]),
            "tier": [
                ("", _("base organisations and above")),
                ("above", _("above the base")),
                ("commune", _("communes, wards and towns")),
                ("base", _("other base organisations")),
                ("cell", _("cells below the base")),
            ],
            "decided": _any([("none", _("not decided")), ("as", _("as proposed")), ("departs", _("departs"))]),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]


class ConclusionForm(forms.Form):
    """That a numbered conclusion states division or degradation."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"), choices=Conclusion.Rule.choices)
    day = forms.DateField(
        label=gettext_lazy("Day of the conclusion"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the conclusion"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Without a number it is kept as a sign only and does not count for the class."),
    )


class WithdrawForm(forms.Form):
    """Why a conclusion is taken back."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)
