"""A plain Wagtail site becomes a portal by the steps of the how-to, and keeps its own pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs/how-to/install-into-your-site.md"
MOST_CHANGED_LINES = 9

OWN_PAGE = """
from django.test import Client
from wagtail.models import Site
from home.models import HomePage
root = Site.objects.get(is_default_site=True).root_page
assert root.specific_class is HomePage, root.specific_class
child = root.add_child(instance=HomePage(title="Trang riêng", slug="trang-rieng"))
for path in {paths!r}:
    response = Client(headers={{"host": "localhost"}}).get(path, follow=True)
    print(path, response.status_code)
    assert response.status_code == 200, path
"""


def diffs() -> list[str]:
    """The changes that the how-to tells its reader to make, as unified diffs."""
    return re.findall(r"```diff\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)


def manage(site: Path, *arguments: str, stdin: str | None = None) -> str:
    """Run a management command of the plain site."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "mysite.settings.dev"}
    environment["PYTHONPATH"] = str(ROOT)
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=site,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture
def site(tmp_path) -> Path:
    """A copy of the site as ``wagtail start`` makes it, already in use."""
    folder = tmp_path / "site"
    shutil.copytree(ROOT / "tests/projects/plain_site", folder)
    manage(folder, "migrate", "-v0")
    return folder


def follow_how_to(site: Path, *, leave_out: str = "") -> None:
    """Apply the how-to's changes, optionally without one sub-app."""
    for diff in diffs():
        patch = subprocess.run(
            ["git", "apply", "--unidiff-zero", "--recount", "-"],
            cwd=site,
            input=diff,
            text=True,
            capture_output=True,
            check=False,
        )
        assert patch.returncode == 0, patch.stderr
    if leave_out:
        settings = site / "mysite/settings/base.py"
        with settings.open("a", encoding="utf-8") as file:
            file.write(f"\nINSTALLED_APPS.remove({leave_out!r})\n")


def test_how_to_changes_few_lines():
    added = [
        line for diff in diffs() for line in diff.splitlines() if re.match(r"\+(?!\+\+)", line)
    ]
    assert 0 < len(added) <= MOST_CHANGED_LINES


def test_plain_site_becomes_a_portal(site):
    follow_how_to(site)
    manage(site, "migrate", "-v0")
    manage(site, "govportal_setup")
    manage(site, "check", "--fail-level", "WARNING")
    paths = ["/", "/trang-rieng/", "/van-ban/", "/search/?query=a", "/tim-kiem/?q=a", "/admin/"]
    manage(site, "shell", stdin=OWN_PAGE.format(paths=paths))


def test_plain_site_takes_the_pages_alone(site):
    follow_how_to(site, leave_out="govportal_wagtail.legal")
    manage(site, "migrate", "-v0")
    manage(site, "govportal_setup")
    manage(site, "check", "--fail-level", "WARNING")
    manage(site, "shell", stdin=OWN_PAGE.format(paths=["/", "/trang-rieng/", "/tim-kiem/?q=a"]))
