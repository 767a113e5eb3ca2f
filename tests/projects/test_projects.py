"""Other installs than the full one: fewer sub-apps, a province's own media and user models."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LOOK_AROUND = """
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from govportal_wagtail.pages.models import StandardPage
from wagtail.models import Site
from wagtail.test.utils.form_data import querydict_from_html
site = Site.objects.get(is_default_site=True)
assert site.root_page.specific.__class__.__name__ == "HomePage", site.root_page.specific_class
get_user_model().objects.create_superuser("quantri", "a@example.org", "mat-khau")
visitor, clerk = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
assert clerk.login(username="quantri", password="mat-khau")
has_legal = apps.is_installed("govportal_wagtail.legal")
for path in ("/", "/tim-kiem/?query=a", "/so-do-cong/", "/sitemap.xml", "/healthz"):
    assert visitor.get(path).status_code == 200, path
assert (visitor.get("/api/v2/legal-documents/").status_code == 200) is has_legal
library = visitor.get("/van-ban/")
assert (library.status_code == 200) is has_legal
for path in ("/admin/", f"/admin/pages/{site.root_page.pk}/"):
    page = clerk.get(path)
    assert page.status_code == 200, path
    assert has_legal or "legal" not in page.content.decode().lower(), path
draft = site.root_page.add_child(
    instance=StandardPage(title="Trang nháp", slug="trang-nhap", live=False)
)
draft.save_revision()
editor = f"/admin/pages/{draft.pk}/edit/"
form = querydict_from_html(clerk.get(editor).content.decode(), form_id="page-edit-form").copy()
clerk.post(editor, form | {"body-count": "0", "action-publish": "1"})
draft.refresh_from_db()
# Without the editorial flow Wagtail publishes as it does; with it, nobody past an approval.
assert draft.live is not apps.is_installed("govportal_wagtail.editorial")
assert (visitor.get("/trang-nhap/").status_code == 200) is draft.live
print("looked around")
"""


@pytest.mark.parametrize("name", ["minimal", "custom_media"])
def test_project_is_set_up_from_nothing(name, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": f"tests.projects.{name}.settings",
        "PYTHONPATH": str(ROOT),
        "PORTAL_VAR": str(tmp_path),
    }
    environment.pop("DATABASE_URL", None)

    def manage(*arguments: str, stdin: str | None = None) -> str:
        result = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            cwd=ROOT,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    manage("check", "--fail-level", "WARNING")
    manage("migrate", "-v0")
    manage("govportal_setup")
    manage("govportal_setup")
    assert "looked around" in manage("shell", stdin=LOOK_AROUND)
