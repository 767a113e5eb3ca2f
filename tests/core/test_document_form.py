"""Uploads through the admin: refused with a message next to the file, or warned about."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, GroupCollectionPermission

from govportal_wagtail.core import file_wording
from govportal_wagtail.core.files import RefusedFile, inspect
from govportal_wagtail.core.forms import CheckedDocumentForm
from govportal_wagtail.core.models import FileFacts, InspectionState
from tests import builders
from tests.core import file_samples as samples

pytestmark = pytest.mark.django_db
GOOD = samples.pdf_with_text(["Dieu 1. Pham vi dieu chinh cua quy che nay"] * 5)
AJAX = {"X-Requested-With": "XMLHttpRequest"}


def upload(content: bytes = GOOD, name: str = "quy-che.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(content: bytes, name: str) -> str:
    """The message of the file checks, in the language of the page."""
    with pytest.raises(RefusedFile) as caught:
        inspect(upload(content, name), name)
    with translation.override("vi"):
        return caught.value.text


@pytest.fixture
def admin(client):
    builders.make_site()
    client.force_login(builders.make_user(superuser=True))
    return client


def documents() -> list[str]:
    return list(get_document_model().objects.order_by("pk").values_list("title", flat=True))


class SingleTests:
    """One file by the form of its own."""

    url = "/admin/documents/add/"

    def post(self, admin, file, title="Quy chế"):
        return admin.post(self.url, {"title": title, "file": file, "tags": "moi"}, follow=True)

    def test_a_good_file_is_saved_with_its_facts(self, admin):
        response = self.post(admin, upload())
        assert response.status_code == 200
        facts = FileFacts.objects.get(document__title="Quy chế")
        assert (facts.kind, facts.state) == ("pdf", InspectionState.PENDING)

    def test_a_disguised_file_is_refused_next_to_the_field(self, admin):
        response = self.post(admin, upload(GOOD, "quy-che.docx"), title="Tên đã gõ")
        assert documents() == []
        form = response.context["form"]
        assert form.errors["file"] == [refusal(GOOD, "quy-che.docx")]
        content = response.content.decode()
        assert escape(form.errors["file"][0]) in content
        assert "Tên đã gõ" in content
        assert "moi" in content

    def test_a_file_that_is_too_large_or_of_another_ending_is_refused(self, admin, settings):
        settings.GOVPORTAL_UPLOAD_MAX_BYTES = 100
        assert "file" in self.post(admin, upload()).context["form"].errors
        settings.GOVPORTAL_UPLOAD_EXTENSIONS = ["txt"]
        assert "file" in self.post(admin, upload()).context["form"].errors
        assert documents() == []

    def test_a_copy_is_saved_with_a_warning(self, admin):
        self.post(admin, upload(), title="<b>Bản đầu</b>")
        response = self.post(admin, upload(name="ten-khac.pdf"), title="Bản sau")
        assert documents() == ["<b>Bản đầu</b>", "Bản sau"]
        shown = [message for message in response.context["messages"] if "Bản đầu" in str(message)]
        assert [message.level_tag for message in shown] == ["warning"]
        assert "<b>Bản đầu" not in response.content.decode()

    def test_the_edit_form_shows_the_facts_and_keeps_the_file(self, admin):
        document = builders.make_file("Hai trang", name="a.pdf", content=samples.pdf_from_scan(2))
        builders.make_file("Bản sao", name="b.pdf", content=samples.pdf_from_scan(2))
        url = reverse("wagtaildocs:edit", args=[document.pk])
        content = admin.get(url).content.decode()
        assert "“Bản sao”" in content
        with translation.override("vi"):
            assert escape(file_wording.text_label(document.govportal_facts)) in content
        admin.post(url, {"title": "Tên mới", "tags": ""})
        document.refresh_from_db()
        assert document.title == "Tên mới"
        assert document.govportal_facts.page_count == 2

    def test_a_refused_replacement_keeps_the_old_file(self, admin):
        document = builders.make_file("Cũ", name="a.pdf", content=GOOD)
        url = reverse("wagtaildocs:edit", args=[document.pk])
        response = admin.post(url, {"title": "Cũ", "file": upload(b"MZ\x00\x00" * 30, "b.pdf")})
        assert "file" in response.context["form"].errors
        document.refresh_from_db()
        assert document.file.read() == GOOD

    def test_a_replacement_gets_facts_of_its_own(self, admin):
        document = builders.make_file("Cũ", name="a.pdf", content=GOOD)
        url = reverse("wagtaildocs:edit", args=[document.pk])
        admin.post(url, {"title": "Cũ", "file": upload(samples.pdf_from_scan(3), "a.pdf")})
        assert FileFacts.objects.get(document=document).page_count == 3


class MultipleTests:
    """Many files at once, by requests of a script."""

    def post(self, admin, file):
        response = admin.post(reverse("wagtaildocs:add_multiple"), {"files[]": file}, headers=AJAX)
        assert response.status_code == 200
        return json.loads(response.content)

    def test_a_good_file_is_saved(self, admin):
        answer = self.post(admin, upload())
        assert answer["success"] is True
        assert FileFacts.objects.get(document_id=answer["doc_id"]).kind == "pdf"

    def test_a_disguised_file_is_refused_with_the_message(self, admin):
        answer = self.post(admin, upload(GOOD, "quy-che.docx"))
        assert answer == {"success": False, "error_message": refusal(GOOD, "quy-che.docx")}
        assert documents() == []

    def test_the_form_of_a_copy_says_so(self, admin):
        builders.make_file("Bản đầu", name="a.pdf", content=GOOD)
        answer = self.post(admin, upload())
        assert answer["success"] is True
        assert "“Bản đầu”" in answer["form"]


class ChooserTests:
    """A file uploaded while a page is edited."""

    def post(self, admin, file):
        name = "document-chooser-upload"
        data = {f"{name}-title": "Đính kèm", f"{name}-file": file, f"{name}-tags": ""}
        response = admin.post(reverse("wagtaildocs_chooser:create"), data)
        assert response.status_code == 200
        return json.loads(response.content)

    def test_a_good_file_is_chosen(self, admin):
        answer = self.post(admin, upload())
        assert answer["step"] == "chosen"
        assert documents() == ["Đính kèm"]

    def test_a_disguised_file_is_refused_in_the_form(self, admin):
        answer = self.post(admin, upload(GOOD, "quy-che.docx"))
        assert answer["step"] == "reshow_creation_form"
        assert escape(refusal(GOOD, "quy-che.docx")) in answer["htmlFragment"]
        assert "Đính kèm" in answer["htmlFragment"]
        assert documents() == []

    def test_a_copy_is_warned_about_on_the_next_page(self, admin):
        builders.make_file("Bản đầu", name="a.pdf", content=GOOD)
        assert self.post(admin, upload())["step"] == "chosen"
        assert "“Bản đầu”" in admin.get("/admin/").content.decode()


def test_nobody_learns_of_files_that_they_may_not_see(client):
    builders.make_site()
    root = Collection.get_first_root_node()
    own, secret = root.add_child(name="Của mình"), root.add_child(name="Mật")
    builders.make_file("Bản mật", name="a.pdf", content=GOOD)
    get_document_model().objects.update(collection=secret)
    group = Group.objects.create(name="Cộng tác viên")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("add_document", "change_document"):
        GroupCollectionPermission.objects.create(
            group=group, collection=own, permission=Permission.objects.get(codename=name)
        )
    user = builders.make_user("cong-tac")
    user.groups.add(group)
    client.force_login(user)
    response = client.post(
        "/admin/documents/add/", {"title": "Bản khác", "file": upload(), "tags": ""}, follow=True
    )
    assert "Bản khác" in documents()
    assert "Bản mật" not in response.content.decode()


def test_the_upload_views_stay_closed_to_strangers(client):
    builders.make_site()
    for url in ("/admin/documents/add/", "/admin/documents/chooser/create/"):
        response = client.post(url, {"title": "x", "file": upload()})
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]
    assert documents() == []


def test_the_form_is_used_for_any_document_model():
    form = get_document_form(get_document_model())
    assert issubclass(form, CheckedDocumentForm)
    assert form(user=None).fields["file"].label
