"""Migrations match the models, also in projects with their own image and document model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOSTS = [
    "tests.settings",
    "tests.projects.custom_media.settings",
    "tests.projects.minimal.settings",
]


@pytest.mark.parametrize("settings_module", HOSTS)
def test_no_model_change_is_without_migration(settings_module):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings_module}
    environment.pop("DATABASE_URL", None)
    labels = ["govportal_regulation", "govportal_core", "govportal_pages"]
    if "minimal" not in settings_module:
        labels += ["govportal_legal", "govportal_questions", "govportal_schedules"]
        labels += ["govportal_editorial", "govportal_investment"]
    result = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", *labels],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


#: From the top of the layers to the ground.
LABELS = (
    "govportal_translation",
    "govportal_investment",
    "govportal_legal",
    "govportal_pages",
    "govportal_questions",
    "govportal_schedules",
    "govportal_editorial",
    "govportal_core",
    "govportal_regulation",
)

ROUND_TRIP = """
import json
import django
from django.core.management import call_command
from django.db import connection

django.setup()


def schema():
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        # An index that SQLite makes for a constraint has no statement, and a number in its name.
        return [list(row) for row in cursor.fetchall() if row[2]]


def migrate(*arguments):
    call_command("migrate", *arguments, verbosity=0, interactive=False)


migrate()
found = {"first": schema(), "zero": {}}
for label in {LABELS}:
    migrate(label, "zero")
    found["zero"][label] = [name for _kind, name, sql in schema() if f"{label}_" in name + sql]
found["left"] = [name for _kind, name, _sql in schema() if "govportal" in name]
migrate()
found["again"] = schema()
print(json.dumps(found))
"""


def test_each_app_migrates_to_zero_and_back(tmp_path):
    """Taking an app out leaves nothing behind, and putting it in again gives the same tables."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORTAL_VAR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    result = subprocess.run(
        [sys.executable, "-c", ROUND_TRIP.replace("{LABELS}", repr(LABELS))],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout.splitlines()[-1])
    tables = {name for kind, name, _sql in found["first"] if kind == "table"}
    for label in LABELS:
        assert any(name.startswith(f"{label}_") for name in tables)
    assert found["zero"] == {label: [] for label in LABELS}
    assert found["left"] == []
    assert sorted(map(str, found["again"])) == sorted(map(str, found["first"]))
