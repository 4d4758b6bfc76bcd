"""Design forms and send them out, within the burden budget."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.formats import number
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.core.templatetags.formats import language
from kientoan.figures import access
from kientoan.figures.models import FormIssue, FormItem, FormTemplate, Indicator, Submission
from kientoan.figures.queries import burden
from kientoan.orgs.models import Unit


def make_form(
    *,
    by: User,
    code: str,
    name_vi: str,
    period: str,
    asked_of: Sequence[str],
    indicators: Sequence[Indicator],
    instrument: str,
    sectors: Sequence[str] = (),
    name_en: str = "",
    over_budget_reason: str = "",
) -> FormTemplate:
    """Make a form; more figures than the budget need a reason, and every form names the document behind it."""
    access.check_issue(by)
    if FormTemplate.objects.filter(code=code).exists():
        raise Refused(_("There is already a form with the code “%(code)s”.") % {"code": code})
    form = FormTemplate(code=code)
    _describe(form, name_vi, name_en, period, asked_of, sectors, instrument, over_budget_reason)
    return _save(form, indicators, by=by, verb="figures.make_form")


def change_form(
    *,
    by: User,
    form: FormTemplate,
    name_vi: str,
    period: str,
    asked_of: Sequence[str],
    indicators: Sequence[Indicator],
    instrument: str,
    sectors: Sequence[str] = (),
    name_en: str = "",
    over_budget_reason: str = "",
    reason: str = "",
) -> FormTemplate:
    """Change a form; refused for its figures once it is out and not all of it is back, so that no unit answers another form."""
    access.check_issue(by)
    open_issue = form.issues.filter(due__gte=clock.today()).first()
    old = list(form.items.values_list("indicator_id", flat=True))
    if open_issue and old != [indicator.pk for indicator in indicators]:
        raise Refused(
            _("The form is out for %(period)s until %(due)s; change its figures after that day.")
            % {"period": open_issue.period.label(), "due": f"{open_issue.due:%d/%m/%Y}"}
        )
    _describe(form, name_vi, name_en, period, asked_of, sectors, instrument, over_budget_reason)
    return _save(form, indicators, by=by, verb="figures.change_form", reason=reason)


def _describe(
    form: FormTemplate,
    name_vi: str,
    name_en: str,
    period: str,
    asked_of: Sequence[str],
    sectors: Sequence[str],
    instrument: str,
    over_budget_reason: str,
) -> None:
    form.name_vi, form.name_en, form.period = name_vi, name_en, period
    form.asked_of, form.sectors = list(asked_of), list(sectors)
    form.instrument, form.over_budget_reason = instrument, over_budget_reason


def _save(
    form: FormTemplate, indicators: Sequence[Indicator], *, by: User, verb: str, reason: str = ""
) -> FormTemplate:
    errors = _faults(form, indicators)
    if errors:
        raise Refused(_("The form cannot be saved."), errors=tuple(errors))
    with recorded(verb, by=by, reason=reason) as action:
        form.save()
        action.about(form)
        FormItem.objects.filter(form=form).delete()
        FormItem.objects.bulk_create(
            FormItem(form=form, indicator=indicator, position=position)
            for position, indicator in enumerate(indicators, 1)
        )
    return form


def _faults(form: FormTemplate, indicators: Sequence[Indicator]) -> list[str]:
    errors = []
    if not indicators:
        errors.append(_("Choose at least one figure."))
    if len({indicator.pk for indicator in indicators}) != len(indicators):
        errors.append(_("A figure is asked for twice."))
    if not form.instrument.strip():
        errors.append(_("Name the rule or document that asks for this form."))
    if not form.asked_of:
        errors.append(_("Choose the kinds of units that the form asks."))
    errors += [
        _("“%(name)s” is no longer asked for.") % {"name": indicator.name}
        for indicator in indicators
        if indicator.retired_on
    ]
    load = burden.of_form(form, [indicator.code for indicator in indicators])
    if load.alone_over and not form.over_budget_reason.strip():
        errors.append(
            _(
                "The form alone asks for %(count)s figures a month; the budget is %(budget)s. Take figures out, or say why."
            )
            % {"count": number(float(load.alone), language=language()), "budget": load.budget}
        )
    return errors


def retire_form(*, by: User, form: FormTemplate, reason: str) -> FormTemplate:
    """Send the form out no longer; what came back stays."""
    access.check_issue(by)
    if not reason.strip():
        raise Refused(_("Say why it is no longer asked for."))
    if form.retired_on is not None:
        raise Refused(_("“%(name)s” is no longer sent out already.") % {"name": form.name})
    form.retired_on = clock.today()
    with recorded("figures.retire_form", by=by, reason=reason, on=[form]):
        form.save(update_fields=["retired_on"])
    return form


def issue_form(
    *,
    form: FormTemplate,
    period: Period,
    due: date,
    decision: str,
    units: Iterable[Unit],
    by: User,
    over_budget_reason: str = "",
) -> FormIssue:
    """Send a form out to units for a period; each owes an answer by the due day.

    Refused when the form was sent out for the period already, asks another kind of period, or asks its units for more
    figures a month than the budget without a reason.
    """
    units = list(units)
    access.check_issue(by, units)
    errors = _issue_faults(form, period, units, over_budget_reason)
    if errors:
        raise Refused(_("The form cannot be sent out."), errors=tuple(errors))
    with recorded("figures.issue_form", by=by, reason=over_budget_reason, on=[form]) as action:
        issue = FormIssue.objects.create(
            form=form, period_code=period.code, due=due, decision=decision, issued_at=action.at, issued_by=by
        )
        Submission.objects.bulk_create(Submission(issue=issue, unit=unit) for unit in units)
        action.about(issue)
        action.note(period=period.code, units=len(units))
    return issue


def _issue_faults(form: FormTemplate, period: Period, units: list[Unit], over_budget_reason: str) -> list[str]:
    errors = []
    if form.retired_on:
        errors.append(_("The form is no longer in use."))
    if period.kind != form.period:
        errors.append(_("%(period)s is not a period of this form.") % {"period": period.label()})
    if not units:
        errors.append(_("No unit is asked: none of the kinds and sectors of the form exists here."))
    if form.issues.filter(period_code=period.code).exists():
        errors.append(_("The form has been sent out for %(period)s.") % {"period": period.label()})
    load = burden.with_issue(form, period, units)
    if load.together_over and not over_budget_reason.strip():
        errors.append(
            _(
                "With the forms already out these units would be asked for %(count)s figures a month; the budget is %(budget)s. Say why it must be."
            )
            % {"count": number(float(load.together), language=language()), "budget": load.budget}
        )
    return errors
