"""The importer in the admin: upload, preview, trial, import, report, and who may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from config.urls import urlpatterns as portal_urls
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import include, path, reverse
from wagtail.admin.auth import require_admin_access
from wagtail.models import GroupPagePermission, Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from govportal_wagtail.core.models import ImportState
from govportal_wagtail.legal.models import ImportRun, LegalDocumentPage
from govportal_wagtail.legal.staff.import_views import ImportMenuItem, get_admin_urls
from tests import builders

urlpatterns = [
    path("admin/", include(decorate_urlpatterns(get_admin_urls(), require_admin_access))),
    *portal_urls,
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

ROWS = [
    {"symbol": "1/QĐ-UBND", "abstract": "Về <b>việc</b>", "issuer": "ubnd-tinh"},
    {"symbol": "2/QĐ-UBND", "abstract": "", "issuer": "ubnd-tinh"},
]


@pytest.fixture
def library() -> Any:
    builders.make_agency()
    return builders.make_library(builders.make_site().root_page)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(builders.make_user(superuser=True))
    return client


def editor(*, page: Page | None = None, codenames: tuple[str, ...] = ()) -> Any:
    """A user who may enter the admin and has the given permissions at a page."""
    user = builders.make_user(f"u{len(codenames)}-{page.pk if page else 0}")
    group = Group.objects.create(name=user.username)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user


def upload(
    client: Client, library: Page, content: bytes | None = None, name: str = "so.json", **data: Any
) -> Any:
    content = json.dumps(ROWS).encode() if content is None else content
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("govportal_imports:upload"), {"library": library.pk, "file": file} | data
    )


def test_upload_trial_import_and_report(admin: Client, library: Page) -> None:
    assert admin.get(reverse("govportal_imports:upload")).status_code == 200
    response = upload(admin, library)
    run = ImportRun.objects.get()
    detail = reverse("govportal_imports:detail", args=[run.pk])
    assert (response.status_code, response["Location"]) == (302, detail)
    assert run.state == ImportState.UPLOADED

    preview = admin.get(detail)
    assert preview.status_code == 200
    assert "1/QĐ-UBND" in preview.content.decode()
    assert not LegalDocumentPage.objects.exists()

    start = reverse("govportal_imports:start", args=[run.pk])
    assert admin.post(start, {"action": "trial"}).status_code == 302
    run.refresh_from_db()
    assert (run.state, run.counts) == (ImportState.DONE, {"created": 1, "refused": 1})
    assert not LegalDocumentPage.objects.exists()

    response = admin.post(start, {"action": "import"}, follow=True)
    real = ImportRun.objects.get(dry_run=False)
    assert response.redirect_chain[-1][0] == reverse("govportal_imports:detail", args=[real.pk])
    page = LegalDocumentPage.objects.get()
    assert page.live
    assert (page.abstract, page.owner.username) == ("Về việc", "bien-tap")
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in response.content.decode()

    for suffix in ("xlsx", "json"):
        report = admin.get(reverse("govportal_imports:report", args=[real.pk, suffix]))
        assert report.status_code == 200
        assert "attachment" in report["Content-Disposition"]
    assert admin.get(f"/admin/document-imports/{real.pk}/report.exe").status_code == 404
    assert "so.json" in admin.get(reverse("govportal_imports:index")).content.decode()


def test_a_run_cannot_be_started_twice(admin: Client, library: Page) -> None:
    upload(admin, library)
    start = reverse("govportal_imports:start", args=[ImportRun.objects.get().pk])
    admin.post(start, {"action": "import"})
    admin.post(start, {"action": "import"})
    admin.post(start, {"action": "nonsense"})
    assert ImportRun.objects.count() == 1
    assert LegalDocumentPage.objects.count() == 1
    assert admin.get(start).status_code == 405


def test_a_stopped_run_is_continued(admin: Client, library: Page) -> None:
    upload(admin, library)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=ImportState.FAILED, dry_run=False)
    admin.post(reverse("govportal_imports:start", args=[run.pk]), {"action": "continue"})
    run.refresh_from_db()
    assert run.state == ImportState.DONE


def test_the_result_is_paginated_and_filtered(admin: Client, library: Page) -> None:
    rows = [ROWS[0] | {"symbol": f"{number}/QĐ-UBND"} for number in range(1, 61)] + [ROWS[1]]
    upload(admin, library, json.dumps(rows).encode())
    run = ImportRun.objects.get()
    admin.post(reverse("govportal_imports:start", args=[run.pk]), {"action": "trial"})
    detail = reverse("govportal_imports:detail", args=[run.pk])
    assert len(admin.get(detail).context["rows"]) == 50
    assert len(admin.get(detail, {"p": "2"}).context["rows"]) == 11
    assert len(admin.get(detail, {"p": "x", "outcome": "refused"}).context["rows"]) == 1
    assert len(admin.get(detail, {"outcome": "nonsense"}).context["rows"]) == 50


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n", "so.json"),
        (b"MZ\x90\x00" + b"\0" * 100, "so.csv"),
        (b"PK\x03\x04 broken", "so.xlsx"),
        (b"[{", "so.json"),
        (b"a;b\n1;2\n", "so.csv"),
        (b"{}", "so.exe"),
        (b"", "so.json"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_the_form(
    admin: Client, library: Page, content: bytes, name: str
) -> None:
    response = upload(admin, library, content, name)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_refused(admin: Client, library: Page, settings: Any) -> None:
    settings.GOVPORTAL_UPLOAD_MAX_BYTES = 20
    assert upload(admin, library).context["form"].errors["file"]


def test_a_wrong_mapping_is_explained_at_its_field(admin: Client, library: Page) -> None:
    mapping = SimpleUploadedFile("m.toml", b"[columns]\nsymbol = 1")
    response = upload(admin, library, mapping="own", mapping_file=mapping)
    assert "columns.symbol" in str(response.context["form"].errors["mapping_file"])
    assert upload(admin, library, mapping="own").context["form"].errors["mapping_file"]
    assert upload(admin, library, mapping="son-la").context["form"].errors["file"]


def test_a_file_that_vanished_is_explained(admin: Client, library: Page) -> None:
    upload(admin, library)
    run = ImportRun.objects.get()
    run.file.storage.delete(run.file.name)
    response = admin.get(reverse("govportal_imports:detail", args=[run.pk]))
    assert response.status_code == 200
    assert "so.json" in response.context["problem"]
    admin.post(reverse("govportal_imports:start", args=[run.pk]), {"action": "import"})
    run.refresh_from_db()
    assert run.state == ImportState.FAILED


@pytest.mark.parametrize("codenames", [(), ("add_page",), ("publish_page",), ("change_page",)])
def test_who_may_not_add_and_publish_there_may_not_import(
    client: Client, library: Page, codenames: tuple[str, ...]
) -> None:
    other = builders.make_library(library.get_parent(), title="Khác")
    client.force_login(builders.make_user(superuser=True))
    upload(client, library)
    run = ImportRun.objects.get()
    user = editor(page=library, codenames=codenames)
    client.force_login(user)
    home = reverse("wagtailadmin_home")
    for name in ("detail", "start", "report"):
        arguments = [run.pk, "json"] if name == "report" else [run.pk]
        address = reverse(f"govportal_imports:{name}", args=arguments)
        response = (
            client.post(address, {"action": "import"}) if name == "start" else client.get(address)
        )
        assert (response.status_code, response["Location"]) == (302, home)
    assert upload(client, library)["Location"] == home
    assert ImportRun.objects.count() == 1
    assert not LegalDocumentPage.objects.exists()
    assert other.get_children().count() == 0


def test_mapping_that_adds_agencies_needs_that_permission(client: Client, library: Page) -> None:
    user = editor(page=library, codenames=("add_page", "change_page", "publish_page"))
    client.force_login(user)
    mapping = """
        [columns.symbol]
        column = "symbol"
        [columns.abstract]
        column = "abstract"
        [columns.issuer]
        column = "issuer"
        [agencies.so-moi]
        name = "Sở Mới"
        kind = "department"
    """
    own = SimpleUploadedFile("m.toml", mapping.encode())
    response = upload(client, library, mapping="own", mapping_file=own)
    assert response.status_code == 200
    assert "mapping" in response.context["form"].errors
    assert not ImportRun.objects.exists()

    user.user_permissions.add(Permission.objects.get(codename="add_agency"))
    own.seek(0)
    assert upload(client, library, mapping="own", mapping_file=own).status_code == 302


def test_permission_counts_for_one_library_only(client: Client, library: Page) -> None:
    other = builders.make_library(library.get_parent(), title="Khác")
    client.force_login(editor(page=library, codenames=("add_page", "publish_page")))
    response = upload(client, other)
    assert response.context["form"].errors["library"]
    assert upload(client, library).status_code == 302


def test_visitors_are_sent_to_the_login(client: Client, library: Page) -> None:
    response = client.get(reverse("govportal_imports:index"))
    assert reverse("wagtailadmin_login") in response["Location"]


def test_the_menu_shows_the_importer_to_those_who_may(rf: Any, library: Page) -> None:
    request = rf.get("/")
    request.user = editor(page=library, codenames=("add_page", "publish_page"))
    assert ImportMenuItem().is_shown(request)
    request.user = editor()
    assert not ImportMenuItem().is_shown(request)
