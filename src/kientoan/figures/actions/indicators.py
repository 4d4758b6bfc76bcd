"""Take over the starting list of indicators and forms, define one's own, retire them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock, params
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.figures import access
from kientoan.figures.models import FormItem, FormTemplate, Indicator, Observation
from kientoan.figures.rules.definitions import Definition, FormDefinition, forms_at, indicators_at


@dataclass
class Synced:
    """What taking over the starting list did, by code."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.forms)


def sync_starting_list(*, by: User, day: date | None = None, parameters: params.ParameterSet | None = None) -> Synced:
    """Bring the table of indicators to what the parameters say on the day, and add forms that are not there yet.

    Indicators of the office's own and forms changed by it are left alone; a second run changes nothing.
    """
    access.check_define(by)
    parameters = parameters or params.current()
    day = day or clock.today()
    synced = Synced()
    present = {indicator.code: indicator for indicator in Indicator.objects.all()}
    plan = [(one, present.get(one.code)) for one in indicators_at(parameters, day)]
    changes = [(one, now) for one, now in plan if now is None or _differs(one, now)]
    here = set(FormTemplate.objects.values_list("code", flat=True))
    forms = [form for form in forms_at(parameters, day) if form.code not in here]
    if not changes and not forms:
        return synced
    with recorded("figures.sync_starting_list", by=by, detail={"day": day.isoformat()}) as action:
        for one, now in changes:
            indicator = now or Indicator(code=one.code)
            for name, value in _fields(one).items():
                setattr(indicator, name, value)
            indicator.save()
            (synced.changed if now else synced.added).append(one.code)
        by_code = {indicator.code: indicator for indicator in Indicator.objects.all()}
        for form in forms:
            action.about(_add_form(form, by_code))
            synced.forms.append(form.code)
        action.note(added=len(synced.added), changed=synced.changed, forms=synced.forms)
    return synced


def _differs(one: Definition, now: Indicator) -> bool:
    if now.origin == Indicator.Origin.OWN:
        return False
    return any(getattr(now, name) != value for name, value in _fields(one).items())


def _fields(one: Definition) -> dict[str, Any]:
    return {
        "name_vi": one.title["vi"],
        "name_en": one.title.get("en", ""),
        "measure_vi": one.measure["vi"],
        "measure_en": one.measure.get("en", ""),
        "definition_vi": one.definition["vi"],
        "definition_en": one.definition.get("en", ""),
        "kind": one.kind,
        "direction": one.direction,
        "period": one.period,
        "over_time": one.over_time,
        "up_the_tree": one.up_the_tree,
        "asked_of": list(one.asked_of),
        "reporter": one.by,
        "since": one.since,
        "instrument": one.instrument,
        "article": one.article,
        "signed": one.signed,
        "confidence": one.confidence,
        "origin": Indicator.Origin.PARAMETERS,
    }


def _add_form(one: FormDefinition, indicators: dict[str, Indicator]) -> FormTemplate:
    form = FormTemplate.objects.create(
        code=one.code,
        name_vi=one.title["vi"],
        name_en=one.title.get("en", ""),
        period=one.period,
        asked_of=list(one.asked_of),
        sectors=list(one.sectors),
        instrument=one.instrument,
    )
    FormItem.objects.bulk_create(
        FormItem(form=form, indicator=indicators[code], position=position)
        for position, code in enumerate(one.indicators, 1)
    )
    return form


def define_indicator(*, by: User, code: str, reason: str = "", **fields: Any) -> Indicator:
    """Add an indicator of the office's own, or change one; it must name the document that asks for it."""
    access.check_define(by)
    if not str(fields.get("instrument", "")).strip():
        raise Refused(_("Name the rule or document that asks for this figure."))
    indicator = Indicator.objects.filter(code=code).first()
    if indicator is not None and indicator.origin != Indicator.Origin.OWN:
        raise Refused(
            _("“%(code)s” belongs to the starting list; change it in the customer's parameters.") % {"code": code}
        )
    _hold_kind(indicator, fields.get("kind"))
    indicator = indicator or Indicator(code=code, origin=Indicator.Origin.OWN)
    fields.setdefault("since", clock.today())
    for name, value in fields.items():
        setattr(indicator, name, value)
    with recorded("figures.define_indicator", by=by, reason=reason) as action:
        indicator.save()
        action.about(indicator)
    return indicator


def _hold_kind(indicator: Indicator | None, kind: str | None) -> None:
    """Refuse another kind of value once the ledger holds figures of the indicator: they would no longer be read rightly."""
    if indicator is None or kind in (None, indicator.kind):
        return
    if Observation.objects.filter(indicator=indicator).exists():
        raise Refused(
            _("Figures of “%(name)s” are recorded already; its kind stays. Make another indicator and retire this one.")
            % {"name": indicator.name}
        )


def retire_indicator(*, by: User, indicator: Indicator, reason: str) -> Indicator:
    """Ask for the indicator no longer; its figures stay. Refused while a form in use asks for it."""
    access.check_define(by)
    if not reason.strip():
        raise Refused(_("Say why it is no longer asked for."))
    if indicator.retired_on is not None:
        raise Refused(_("“%(name)s” is no longer asked for already.") % {"name": indicator.name})
    using = FormTemplate.objects.in_use().filter(items__indicator=indicator)
    if using.exists():
        raise Refused(
            _("Forms in use still ask for “%(name)s”: %(forms)s. Take it out of them first.")
            % {"name": indicator.name, "forms": ", ".join(form.name for form in using)}
        )
    indicator.retired_on = clock.today()
    with recorded("figures.retire_indicator", by=by, reason=reason, on=[indicator]):
        indicator.save(update_fields=["retired_on"])
    return indicator
