"""Foreign keys and migrations keep to the same order of layers as imports do."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]


def layer_ranks() -> dict[str, int]:
    """Rank of each package in the contract; a later layer has a higher rank."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    lines = parser["importlinter:contract:layers"]["layers"].split("\n")
    layers = [re.split(r"\s*\|\s*", line.strip()) for line in lines if line.strip()]
    return {name: rank for rank, names in enumerate(reversed(layers)) for name in names}


def may_depend(ours: str, theirs: str) -> bool:
    """Whether one app may point at another: itself or an earlier layer."""
    ranks = layer_ranks()
    return ours == theirs or ranks[theirs] < ranks[ours]


def our_apps() -> list[str]:
    """Names of the installed sub-apps."""
    prefix = "govportal_wagtail."
    return [
        config.name.removeprefix(prefix)
        for config in apps.get_app_configs()
        if config.name.startswith(prefix)
    ]


def test_every_sub_app_has_a_place_in_the_contract():
    folders = {path.parent.name for path in (ROOT / "govportal_wagtail").glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / "govportal_wagtail").glob("*.py")}
    placed = set(layer_ranks())
    assert folders <= placed
    assert placed - folders - modules == set()


def test_labels_are_prefixed():
    for name in our_apps():
        assert apps.get_app_config(f"govportal_{name}").name == f"govportal_wagtail.{name}"


def test_foreign_keys_point_at_the_same_or_an_earlier_layer():
    checked = 0
    for name in our_apps():
        for model in apps.get_app_config(f"govportal_{name}").get_models():
            for field in model._meta.get_fields():
                target = field.related_model if getattr(field, "concrete", False) else None
                label = getattr(getattr(target, "_meta", None), "app_label", "")
                if label.startswith("govportal_"):
                    checked += 1
                    assert may_depend(name, label.removeprefix("govportal_")), field
    assert checked > 10


@pytest.mark.django_db  # The loader asks which migrations were applied.
def test_migrations_depend_on_the_same_or_an_earlier_layer():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    checked = 0
    for (label, migration_name), migration in loader.disk_migrations.items():
        if not label.startswith("govportal_"):
            continue
        for dependency, _ in migration.dependencies:
            if dependency.startswith("govportal_"):
                checked += 1
                ours, theirs = (x.removeprefix("govportal_") for x in (label, dependency))
                assert may_depend(ours, theirs), (label, migration_name, dependency)
    assert checked
