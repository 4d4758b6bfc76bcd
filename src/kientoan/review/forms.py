"""Forms of the review: filters of a run, what to run, what a rule shall be from a day."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import formats
from kientoan.core.periods import NotAPeriod, Period
from kientoan.core.templatetags.formats import language
from kientoan.orgs import queries as orgs
from kientoan.review.actions import Concluding
from kientoan.review.models import ClassRun, Conclusion, Run
from kientoan.review.models.classes import ClassRunQuerySet
from kientoan.review.queries import outcome_word, parents_of, tier_word
from kientoan.review.queries.classes import OPEN
from kientoan.review.queries.wording import reason_titles
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.tiers import Tier

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

    def __init__(self, *args: Any, run: Run, compared: bool, tongue: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        era = orgs.pack().at(run.as_of)
        choices: dict[str, Choices] = {
            "outcome": [*_outcomes(), ("all", _("every unit reviewed"))],
            "tier": _any([(tier.value, tier_word(tier, run)) for tier in Tier]),
            "sector": _any([(code, sector.label(tongue)) for code, sector in era.sectors.items()]),
            "parent": _any(parents_of(run)),
            "reason": _any(reason_titles(run, tongue)),
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
    run = forms.ChoiceField(label=gettext_lazy("Run"), required=False)

    def __init__(self, *args: Any, grades: Choices, last: int, runs: ClassRunQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._runs = runs.filter(year=self._year_asked())
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
            "run": [("", _("the newest")), *((str(run.pk), _run_word(run)) for run in self._runs)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def _year_asked(self) -> int:
        """The year whose runs can be chosen; 0, which has none, where the address holds no year."""
        text = str(self.data.get("year", ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0

    def chosen_run(self) -> ClassRun | None:
        """The run asked for; None for the newest."""
        asked = self.cleaned_data.get("run")
        return self._runs.filter(pk=int(asked)).first() if asked else None


def _run_word(run: ClassRun) -> str:
    given = {"run": run.pk, "unit": run.unit.code, "day": formats.day_short(run.as_of, language())}
    return _("%(run)d: %(unit)s as of %(day)s") % given


class StartClassesForm(forms.Form):
    """The classes of which year shall be proposed, as of which day."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1976, max_value=2200)
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "A day of that year; without it the last one, or today. The tree of this day is classed."
        ),
    )


class DecideForm(forms.Form):
    """The class that was decided for a unit, by which decision, resting on which conclusion."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1976)
    body = forms.ChoiceField(label=gettext_lazy("Whose class"), required=False)
    grade = forms.ChoiceField(label=gettext_lazy("Decided class"))
    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=80)
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    rule = forms.ChoiceField(label=gettext_lazy("Rests on a conclusion of"), required=False)
    number = forms.CharField(
        label=gettext_lazy("Number of the conclusion"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("K1 and K2 count only with the number of the conclusion that states them."),
    )
    day = forms.DateField(
        label=gettext_lazy("Day of the conclusion"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, grades: Choices, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Choices] = {
            "body": [("", _("the organisation itself")), *bodies],
            "grade": [("", _("choose a class")), *grades],
            "rule": [("", _("none")), *((code, f"{code}: {word}") for code, word in Conclusion.Rule.choices)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A conclusion is given whole or not at all."""
        given = super().clean() or {}
        told = {"rule": given.get("rule"), "number": (given.get("number") or "").strip(), "day": given.get("day")}
        if any(told.values()):
            for name in (name for name, value in told.items() if not value and name not in self.errors):
                self.add_error(name, _("A conclusion needs its rule, its number and its day."))
        return given

    @property
    def concluding(self) -> Concluding | None:
        """The conclusion that the class rests on, if one is given."""
        given = self.cleaned_data
        return Concluding(given["rule"], given["number"], given["day"]) if given["rule"] else None


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
