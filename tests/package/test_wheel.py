"""The wheel carries all that a province needs and none of what it does not."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    """Paths inside the wheel built from this tree."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = out.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.parametrize(
    "path",
    [
        "govportal_wagtail/py.typed",
        "govportal_wagtail/locale/vi/LC_MESSAGES/django.mo",
        "govportal_wagtail/locale/ru/LC_MESSAGES/django.mo",
        "govportal_wagtail/core/migrations/0001_initial.py",
        "govportal_wagtail/legal/migrations/0001_initial.py",
        "govportal_wagtail/pages/migrations/0001_initial.py",
        "govportal_wagtail/core/templates/govportal/base.html",
        "govportal_wagtail/legal/templates/govportal/legal/legal_document_page.html",
        "govportal_wagtail/legal/data/mappings/son-la.toml",
    ],
)
def test_wheel_holds(names, path):
    assert path in names


def test_wheel_holds_every_file_of_the_package(names):
    package = ROOT / "govportal_wagtail"
    files = {
        str(path.relative_to(ROOT))
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - names == set()


def test_wheel_holds_no_tests_and_no_example(names):
    assert [
        name for name in names if name.startswith(("tests/", "example_project/", "docs/"))
    ] == []
