"""Migrations say what the models say, in one named line for each domain."""

import re

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("kientoan.")]
NAMELESS = re.compile(r"auto_\d|_more$|_and_\w+_and_|^\d{4}_(initial|migration|merge)")


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def faults(graph: MigrationGraph, app: str) -> list[str]:
    """What is wrong with the line of an app's migrations."""
    names = sorted(name for label, name in graph.nodes if label == app)
    found = [f"{name}: name it for what it does" for name in names if NAMELESS.search(name)]
    found += [
        f"{name}: expected number {number:04}"
        for number, name in enumerate(names, 1)
        if not name.startswith(f"{number:04}_")
    ]
    leaves = sorted(name for _, name in graph.leaf_nodes(app))
    if len(leaves) > 1:
        found.append(
            f"{' and '.join(leaves)} both end the line: renumber the later landed and let it depend on the other"
        )
    return found


def test_models_and_migrations_agree(loader):
    with translation.override(None):  # migrations hold the English sentences, as makemigrations writes them
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = {
            app: [operation.describe() for migration in migrations for operation in migration.operations]
            for app, migrations in detector.changes(graph=loader.graph).items()
            if app in OURS
        }
    assert changes == {}, "run `kientoan makemigrations -n what_it_does`"


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_one_named_line(loader, app):
    assert faults(loader.graph, app) == []


def test_twins_gaps_and_nameless_ones_are_seen():
    graph = MigrationGraph()
    for name in ("0001_units", "0002_auto_20261122_1200", "0002_portfolios"):
        graph.add_node(("orgs", name), None)
    graph.add_dependency(None, ("orgs", "0002_auto_20261122_1200"), ("orgs", "0001_units"))
    graph.add_dependency(None, ("orgs", "0002_portfolios"), ("orgs", "0001_units"))
    said = "\n".join(faults(graph, "orgs"))
    assert "0002_auto_20261122_1200: name it" in said
    assert "expected number 0003" in said
    assert "both end the line" in said
