"""Migrations match the models, also in projects with their own image and document model."""

from __future__ import annotations

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
    labels = ["govportal_core", "govportal_pages"]
    if "minimal" not in settings_module:
        labels.append("govportal_legal")
    result = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", *labels],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
