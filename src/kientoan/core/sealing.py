"""The hash chain: laid after commit, checked link by link, personal values outside of it.

Inside the action's transaction a chain would make all writers wait for one another; so a short
job seals what has been committed, and `verify` names the tail that is not sealed yet.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from pghistory.models import Event

from kientoan.core import clock
from kientoan.core.models import Action, ActionTarget, Seal
from kientoan.core.registry import Registry

_LOCK = 7_340_033  # advisory lock of the sealing job; any number of ours
_START = "0" * 64

Content = dict[str, Any]  # {"tables": {table: {"rows", "columns", "digest"}}, "targets": [...]}
_ledgers: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {}


def seal_ledger(model: type[models.Model], *, action_column: str, except_columns: tuple[str, ...] = ()) -> None:
    """Let the seal of an action cover the rows of a ledger that bear its id."""
    _ledgers[model] = (action_column, except_columns)


@dataclass(frozen=True)
class Sealed:
    """A table whose rows belong to an action."""

    table: str
    action_column: str
    order_column: str
    columns: tuple[str, ...]


# → each fault found, as a sentence
BESIDES: Registry[Callable[[], Iterator[str]]] = Registry("what is proved besides the record, such as kept files")


@dataclass
class Verdict:
    """What `verify` found: how many links hold, where the first fault is, what is unsealed."""

    checked: int = 0
    faults: list[str] = field(default_factory=list)
    unsealed: list[str] = field(default_factory=list)
    last: str = ""
    """Number and hash of the last seal: kept elsewhere, it shows a chain whose end was cut off."""

    @property
    def whole(self) -> bool:
        """True when nothing was taken out or changed."""
        return not self.faults


def sealed_tables() -> Iterator[Sealed]:
    """Row histories and ledgers, in a stable order."""
    found: dict[str, Sealed] = {}
    for model in apps.get_models():
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy:
            columns = _columns(model)
            found[model._meta.db_table] = Sealed(model._meta.db_table, "pgh_context_id", "pgh_id", columns)
    for model, (action_column, without) in _ledgers.items():
        columns = _columns(model, without)
        found[model._meta.db_table] = Sealed(model._meta.db_table, action_column, str(model._meta.pk.column), columns)
    return iter([found[table] for table in sorted(found)])


def _columns(model: type[models.Model], without: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(sorted(str(f.column) for f in model._meta.concrete_fields if f.column not in without))


def seal(limit: int = 10_000) -> int:
    """Seal committed actions that have no seal yet, oldest first; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        waiting = list(Action.objects.filter(seal__isnull=True).order_by("at", "id")[:limit])
        if not waiting:
            return 0
        last = Seal.objects.order_by("-id").first()
        previous = last.hash if last else _START
        contents = _contents([str(action.id) for action in waiting])
        seals = []
        for action in waiting:
            content = contents[str(action.id)]
            digest = _link(previous, action, content)
            seals.append(
                Seal(
                    action=action,
                    content=content,
                    previous=previous,
                    hash=digest,
                    sealed_at=clock.now(),
                )
            )
            previous = digest
        Seal.objects.bulk_create(seals)
    return len(seals)


def verify() -> Verdict:
    """Walk the chain: each link, and the rows it covers, must be as they were sealed."""
    verdict = Verdict()
    previous = _START
    expected_id: int | None = None
    for batch in _batches():
        now = _contents([str(s.action_id) for s in batch], shapes={str(s.action_id): s.content for s in batch})
        for one in batch:
            verdict.checked += 1
            place = f"#{one.id} {one.action.verb} {one.action.at:%Y-%m-%d %H:%M:%S} ({one.action_id})"
            if one.previous != previous or (expected_id is not None and one.id < expected_id):
                verdict.faults.append(f"{place}: a link before it was taken out or changed")
            changed = [
                table
                for table, was in one.content["tables"].items()
                if now[str(one.action_id)]["tables"].get(table) != was
            ]
            if changed:
                verdict.faults.append(f"{place}: rows changed in {', '.join(sorted(changed))}")
            elif now[str(one.action_id)]["targets"] != one.content["targets"]:
                verdict.faults.append(f"{place}: what it was about has changed")
            elif _link(one.previous, one.action, one.content) != one.hash:
                verdict.faults.append(f"{place}: the action itself was changed")
            previous = one.hash
            verdict.last = f"{one.id} {one.hash}"
            expected_id = one.id + 1
    verdict.faults.extend(_orphans())
    verdict.unsealed = [
        f"{a.verb} {a.at:%Y-%m-%d %H:%M:%S} ({a.id})"
        for a in Action.objects.filter(seal__isnull=True).order_by("at", "id")[:100]
    ]
    return verdict


def _batches(size: int = 500) -> Iterator[list[Seal]]:
    after = 0
    while batch := list(Seal.objects.filter(id__gt=after).select_related("action").order_by("id")[:size]):
        yield batch
        after = batch[-1].id


def _link(previous: str, action: Action, content: Content) -> str:
    body = json.dumps(
        {
            "id": str(action.id),
            "verb": action.verb,
            "by": action.by_id,
            "at": action.at.isoformat(),
            "reason": action.reason,
            "detail": action.detail,
            "parent": str(action.parent) if action.parent else None,
            "content": content,
        },
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _contents(ids: list[str], shapes: dict[str, Content] | None = None) -> dict[str, Content]:
    """Per action and table: how many rows, which columns, their digest; and its targets."""
    found: dict[str, Content] = {i: {"tables": {}, "targets": []} for i in ids}
    targets = ActionTarget.objects.filter(action_id__in=ids).order_by("model", "key")
    for target in targets:
        found[str(target.action_id)]["targets"].append(f"{target.model}:{target.key}")
    for sealed in sealed_tables():
        for columns, group in _by_shape(sealed, ids, shapes).items():
            for action_id, count, digest in _digests(sealed, columns, group):
                found[str(action_id)]["tables"][sealed.table] = {
                    "rows": count,
                    "columns": list(columns),
                    "digest": digest,
                }
    return found


def _by_shape(sealed: Sealed, ids: list[str], shapes: dict[str, Content] | None) -> dict[tuple[str, ...], list[str]]:
    """Group actions by the columns under which the table was sealed for them."""
    if shapes is None:
        return {sealed.columns: ids}
    groups: dict[tuple[str, ...], list[str]] = {}
    for action_id in ids:
        tables = shapes[action_id]["tables"]
        was = tables.get(sealed.table)
        columns = tuple(was["columns"]) if was else sealed.columns
        groups.setdefault(columns, []).append(action_id)
    return groups


def _digests(sealed: Sealed, columns: tuple[str, ...], ids: list[str]) -> list[tuple[object, int, str]]:
    present = set(sealed.columns)
    body = ", ".join(f'e."{c}"::text' if c in present else "NULL::text" for c in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT e."{sealed.action_column}", count(*),
                   encode(sha256(convert_to(string_agg(
                     array_to_string(ARRAY[{body}], '|', '∅'), E'\n'
                     ORDER BY e."{sealed.order_column}"), 'UTF8')), 'hex')
            FROM "{sealed.table}" e WHERE e."{sealed.action_column}" = ANY(%s::uuid[])
            GROUP BY 1
            """,  # noqa: S608  names come from the model registry
            [ids],
        )
        return list(cursor.fetchall())


def _orphans() -> list[str]:
    """Rows that name an action which is not in the record."""
    faults = []
    for sealed in sealed_tables():
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT DISTINCT e."{sealed.action_column}" FROM "{sealed.table}" e
                LEFT JOIN core_action a ON a.id = e."{sealed.action_column}"
                WHERE a.id IS NULL LIMIT 5
                """  # noqa: S608
            )
            faults += [
                f"{sealed.table}: rows of action {row[0]} that is not in the record" for row in cursor.fetchall()
            ]
    return faults
