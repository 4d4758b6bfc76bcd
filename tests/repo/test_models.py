"""What must hold for every table: each field has a privacy class, history holds nothing personal, keys point downwards."""

from collections.abc import Iterator

import pghistory.models
import pytest
from django.apps import apps
from django.db import models

from kientoan.core.privacy import Privacy, Unclassified, personal_fields, privacy_of
from tools.contracts import DOMAINS

UPWARDS = {"core.Action.by → accounts": "who did it; named by settings.AUTH_USER_MODEL, so core imports nothing"}
HEIGHT = {domain: number for number, row in enumerate(reversed(DOMAINS)) for domain in row}


def domain_of(model: type[models.Model]) -> str | None:
    """The domain that a model belongs to; None for a package's."""
    name = apps.get_app_config(model._meta.app_label).name
    return name.split(".")[1] if name.startswith("kientoan.") else None


OURS = [model for model in apps.get_models() if domain_of(model)]
EVENTS = [model for model in OURS if issubclass(model, pghistory.models.Event)]
TABLES = [model for model in OURS if model not in EVENTS]
LABEL = {"ids": lambda model: model._meta.label}


def unclassified(model: type[models.Model]) -> list[str]:
    """Fields without a privacy class, and classes given to fields that are not there."""
    found = []
    for field in model._meta.concrete_fields:
        try:
            privacy_of(model, field.name)
        except Unclassified:
            found.append(field.name)
    stated = getattr(model, "privacy", {})
    if not isinstance(stated, Privacy):
        found += sorted(set(stated) - {field.name for field in model._meta.concrete_fields} - {"*"})
    return found


def wrong_way(model: type[models.Model]) -> Iterator[str]:
    """Relations of a model to a domain that is higher than its own, or beside it."""
    own = domain_of(model)
    for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many):
        other = domain_of(field.related_model) if isinstance(field.related_model, type) else None
        if other and own and other != own and HEIGHT[other] >= HEIGHT[own]:
            yield f"{model._meta.label}.{field.name} → {other}"


@pytest.mark.parametrize("model", TABLES, **LABEL)
def test_every_field_has_a_privacy_class(model):
    assert unclassified(model) == [], "state it in the model's `privacy` (core/privacy.py)"


@pytest.mark.parametrize("model", EVENTS, **LABEL)
def test_history_holds_no_personal_value(model):
    kept = {field.name for field in model._meta.concrete_fields}
    personal = set(personal_fields(model.pgh_tracked_model))
    assert kept & personal == set(), "exclude them: @tracked(exclude=[…])"


def test_there_is_history_to_look_at():
    assert EVENTS


@pytest.mark.parametrize("model", TABLES, **LABEL)
def test_keys_point_to_lower_domains(model):
    assert [relation for relation in wrong_way(model) if relation not in UPWARDS] == []


@pytest.mark.parametrize("model", TABLES, **LABEL)
def test_a_constraint_has_a_sentence_for_the_person(model):
    silent = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and str(constraint.violation_error_message)
        == str(models.CheckConstraint.default_violation_error_message) % {"name": constraint.name}
    ]
    assert silent == [], "give it violation_error_message"


def test_a_field_without_a_class_a_field_that_is_gone_and_a_key_upwards_are_seen():
    from django.test.utils import isolate_apps

    with isolate_apps("kientoan.core"):

        class Thing(models.Model):
            name = models.CharField(max_length=5)
            unit = models.ForeignKey(apps.get_model("orgs", "Unit"), on_delete=models.PROTECT)
            privacy = {"id": Privacy.NONE, "unit": Privacy.NONE, "gone": Privacy.ORDINARY}

            class Meta:
                app_label = "core"

        assert unclassified(Thing) == ["name", "gone"]
        assert list(wrong_way(Thing)) == ["core.Thing.unit → orgs"]
