"""Creating, editing and publishing documents through the real forms of the admin."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from govportal_wagtail.core.models import FileFacts
from govportal_wagtail.legal.models import DocumentRelation, LegalDocumentPage, RegisterEntry
from govportal_wagtail.legal.staff.checks import findings_of
from tests import builders
from tests.legal.editors import form_of, make_editor

pytestmark = pytest.mark.django_db

TEXT = (
    "QUYẾT ĐỊNH\nVề việc ban hành Quy chế\n"
    "Căn cứ Nghị định số 42/2022/NĐ-CP ngày 24 tháng 6 năm 2022 của Chính phủ;\n"
    "Điều 1. Ban hành Quy chế\nBan hành kèm theo Quyết định này Quy chế.\n"
    "Điều 2. Hiệu lực\nQuyết định này thay thế Quyết định số 10/2020/QĐ-UBND ngày 1 tháng 2 năm "
    "2020.\n"
)


@pytest.fixture(autouse=True)
def _publishing_by_the_form(settings):
    """These are about what the forms do when they publish; who may, the editorial tests say."""
    settings.GOVPORTAL_EMERGENCY_PUBLISHING = True


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


@pytest.fixture
def other(library):
    return builders.make_library(library.get_parent(), "Thư viện khác")


@pytest.fixture
def editor(client, library):
    client.force_login(make_editor(library))
    return client


def add_url(library) -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["govportal_legal", "legaldocumentpage", library.pk]
    )


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def errors(response) -> dict:
    form = response.context["form"]
    return {**form.errors, **{k: v.errors for k, v in form.formsets.items() if any(v.errors)}}


def create(client, library, **fields):
    response = client.post(add_url(library), form_of(**fields))
    assert response.status_code == 302, errors(response)
    return LegalDocumentPage.objects.latest("pk")


def texts(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def codes(page, user) -> set[str]:
    return {finding.code for finding in findings_of(page, user)}


def test_forms_open_with_their_tabs(editor, library):
    response = editor.get(add_url(library))
    assert len(response.context["edit_handler"].visible_children) == 5
    html = response.content.decode()
    assert "govportal-symbol-check" in html
    assert "govportal/admin/js/symbol_check.js" in html
    page = builders.make_document(library, full_text=TEXT)
    html = editor.get(edit_url(page)).content.decode()
    assert "Điều 1." in html
    assert "10/2020/QĐ-UBND" in html


def test_title_and_slug_follow_from_type_and_symbol(editor, library):
    page = create(editor, library)
    assert page.title == "Quyết định 68/2026/QĐ-UBND"
    assert page.slug == "quyet-dinh-68-2026-qd-ubnd"
    again = create(editor, library)
    assert again.slug == "quyet-dinh-68-2026-qd-ubnd-2"
    dispatch = create(editor, library, symbol="68/QĐ-UBND")
    assert dispatch.slug == "quyet-dinh-68-qd-ubnd-2026"


def test_a_derived_title_follows_a_corrected_symbol(editor, library):
    page = create(editor, library, symbol="6/2026/QĐ-UBND")
    fields = form_of(title=page.title, slug=page.slug, symbol="68/2026/QĐ-UBND")
    assert editor.post(edit_url(page), fields).status_code == 302
    page.refresh_from_db()
    assert page.title == "Quyết định 68/2026/QĐ-UBND"
    assert page.slug == "quyet-dinh-68-2026-qd-ubnd"


def test_a_title_that_was_written_stays(editor, library):
    page = create(editor, library, title="Quy chế Cổng thông tin", slug="quy-che")
    fields = form_of(title=page.title, slug=page.slug, symbol="69/2026/QĐ-UBND")
    editor.post(edit_url(page), fields)
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Quy chế Cổng thông tin", "quy-che")


def test_the_address_of_a_published_document_stays(editor, library):
    page = create(editor, library, **{"action-publish": "1"})
    fields = form_of(
        title=page.title, slug=page.slug, symbol="69/2026/QĐ-UBND", **{"action-publish": "1"}
    )
    editor.post(edit_url(page), fields)
    page.refresh_from_db()
    assert page.title == "Quyết định 69/2026/QĐ-UBND"
    assert page.slug == "quyet-dinh-68-2026-qd-ubnd"


def test_a_draft_without_a_number_is_named_by_its_abstract(editor, library):
    page = create(editor, library, symbol="", is_draft="on", abstract="Dự thảo bảng giá đất")
    assert page.title == "Quyết định: Dự thảo bảng giá đất"


def test_a_document_without_any_name_is_refused_with_words(editor, library):
    response = editor.post(add_url(library), form_of(symbol="", abstract="", title=""))
    assert response.status_code == 200
    assert "title" in response.context["form"].errors


def test_publishing_writes_the_register(editor, library):
    page = create(editor, library, **{"action-publish": "1"})
    page.refresh_from_db()
    assert page.live
    assert RegisterEntry.objects.get(pk=page.pk).symbol == "68/2026/QĐ-UBND"


def test_a_draft_may_be_unfinished_but_is_not_published_so(editor, library):
    unfinished = {"status_override": "expired", "status_override_reason": ""}
    page = create(editor, library, **unfinished)
    assert not page.live
    fields = form_of(title=page.title, slug=page.slug, **unfinished)
    response = editor.post(edit_url(page), {**fields, "action-publish": "1"})
    assert response.status_code == 200
    assert "status_override_reason" in response.context["form"].errors
    page.refresh_from_db()
    assert not page.live


def test_saving_in_the_background_is_silent(editor, library):
    response = editor.post(add_url(library), form_of(), headers={"accept": "application/json"})
    assert response.json()["success"], response.content
    page = LegalDocumentPage.objects.get()
    assert "10/2020" not in texts(editor.get(edit_url(page)))
    assert texts(editor.get(edit_url(page))) == ""


def test_after_saving_the_editor_is_told_what_to_look_at(editor, library):
    builders.make_document(library, "68/2026/QĐ-UBND", title="Bản có trước")
    response = editor.post(add_url(library), form_of(), follow=True)
    told = texts(response)
    first = LegalDocumentPage.objects.get(title="Bản có trước")
    assert edit_url(first) in told
    assert LegalDocumentPage.objects.filter(symbol_key=first.symbol_key).count() == 2
    # The same stands in the panel of the page.
    assert response.content.decode().count(edit_url(first)) >= 2


class ChecksTests:
    """Findings that ask the database."""

    def test_duplicates_are_of_the_same_series(self, library):
        user = builders.make_user("x", superuser=True)
        page = builders.make_document(library, "68/QĐ-UBND", normativity="administrative")
        assert "already_exists" not in codes(page, user)
        builders.make_document(library, "68a/QĐ-UBND", normativity="administrative")
        builders.make_document(library, "68/2026/QĐ-UBND", normativity="normative")
        builders.make_document(
            library, "68/QĐ-UBND", normativity="administrative", issued_on=date(2025, 1, 1)
        )
        assert "already_exists" not in codes(page, user)
        builders.make_document(library, "068/QĐ-UBND", normativity="administrative", publish=False)
        assert "already_exists" in codes(page, user)

    def test_duplicates_that_are_hidden_are_not_told(self, library, other):
        page = builders.make_document(library, "68/2026/QĐ-UBND")
        builders.make_document(other, "68/2026/QĐ-UBND", publish=False)
        assert "already_exists" not in codes(page, make_editor(library))
        assert "already_exists" in codes(page, builders.make_user("x", superuser=True))

    def test_circles_of_replacement_are_found(self, library):
        user = builders.make_user("x", superuser=True)
        first, second = builders.make_document(library), builders.make_document(library)
        third = builders.make_document(library)
        for page, target in ((first, second), (second, third)):
            page.relations.add(DocumentRelation(kind="replaces", target=target))
            builders.publish_page(page)
        assert "circular" not in codes(first, user)
        third.relations.add(DocumentRelation(kind="repeals", target=first))
        assert "circular" in codes(third, user)
        third.relations = [DocumentRelation(kind="repeals", target=first, scope="articles")]
        assert "circular" not in codes(third, user)

    def test_text_and_files_are_asked_for(self, library):
        user = builders.make_user("x", superuser=True)
        bare = builders.make_document(library)
        assert {"no_full_text", "no_files"} <= codes(bare, user)
        letter = builders.make_document(library, "1/UBND-VP", normativity="administrative")
        assert "no_full_text" not in codes(letter, user)
        file = builders.make_file()
        FileFacts.objects.update_or_create(
            document=file, defaults={"state": "done", "text": "", "has_text_layer": False}
        )
        scan = builders.make_document(library, files=[file])
        assert {"no_full_text", "no_text_layer"} <= codes(scan, user)
        FileFacts.objects.filter(document=file).update(text="Điều 1. Tên", has_text_layer=True)
        assert not {"no_full_text", "no_text_layer", "no_files"} & codes(scan, user)


class RelationTests:
    """Relations in the form."""

    def row(self, **fields):
        return {
            "kind": "replaces",
            "target": "",
            "target_symbol": "",
            "target_title": "",
            "scope": "whole",
            "articles": "",
            "note": "",
            "effective_on": "",
            **fields,
        }

    def test_a_chosen_document_is_kept_as_a_page(self, editor, library):
        target = builders.make_document(library, "1/2020/QĐ-UBND")
        page = create(
            editor, library, relations=[self.row(target=target.pk)], **{"action-publish": "1"}
        )
        assert page.relations.get().target_id == target.pk

    @pytest.mark.parametrize("kind", ["hidden", "section", "nothing"])
    def test_other_pages_and_hidden_drafts_are_refused(self, editor, library, other, kind):
        pk = {
            "hidden": builders.make_document(other, publish=False).pk,
            "section": builders.make_section(library.get_parent()).pk,
            "nothing": 999999,
        }[kind]
        response = editor.post(add_url(library), form_of(relations=[self.row(target=pk)]))
        assert response.status_code == 200
        assert "target" in response.context["form"].formsets["relations"].errors[0]
        assert not DocumentRelation.objects.exists()

    def test_a_hidden_target_is_kept_but_not_named(self, client, library, other):
        hidden = builders.make_document(other, "99/2026/QĐ-UBND", publish=False, abstract="Bí mật")
        page = builders.make_document(
            library, relations=[{"kind": "replaces", "target": hidden, "target_title": "Văn bản"}]
        )
        client.force_login(make_editor(library))
        html = client.get(edit_url(page)).content.decode()
        assert "Bí mật" not in html
        assert edit_url(hidden) not in html
        relation = page.relations.get()
        fields = form_of(
            title=page.title,
            slug=page.slug,
            symbol=page.symbol,
            relations=[self.row(id=relation.pk, target=hidden.pk, target_title="Văn bản khác")],
            **{"action-publish": "1"},
        )
        response = client.post(edit_url(page), fields)
        assert response.status_code == 302, errors(response)
        relation.refresh_from_db()
        assert relation.target_id == hidden.pk
        assert relation.target_title == "Văn bản khác"


class PermissionTests:
    """An editor of one library has no hold on another."""

    def test_other_libraries_are_closed(self, editor, other):
        page = builders.make_document(other, "5/2026/QĐ-UBND", publish=False, full_text=TEXT)
        before = page.title
        assert editor.get(add_url(other)).status_code == 302
        assert editor.post(add_url(other), form_of()).status_code == 302
        assert editor.get(edit_url(page)).status_code == 302
        editor.post(edit_url(page), form_of(title="Đổi", slug="doi", **{"action-publish": "1"}))
        page.refresh_from_db()
        assert (page.title, page.live) == (before, False)
        assert LegalDocumentPage.objects.count() == 1

    def test_who_may_not_publish_saves_a_draft(self, client, library):
        client.force_login(make_editor(library, "add", "change"))
        page = create(client, library, **{"action-publish": "1"})
        page.refresh_from_db()
        assert not page.live


class FoundRelationsTests:
    """Relations found in the text are added by hand."""

    def url(self, page) -> str:
        return reverse("govportal_legal_admin:found_relations", args=[page.pk])

    def keys(self, response) -> list[str]:
        return [each.key for each in response.context["proposals"]]

    def test_chosen_relations_are_added_to_the_draft(self, editor, library):
        page = builders.make_document(library, "68/2026/QĐ-UBND", full_text=TEXT)
        response = editor.get(self.url(page))
        assert "42/2022/NĐ-CP" in response.content.decode()
        wanted = [
            each.key for each in response.context["proposals"] if each.name == "10/2020/QĐ-UBND"
        ]
        assert len(wanted) == 1
        assert editor.post(self.url(page), {"relation": wanted}).status_code == 302
        page.refresh_from_db()
        assert not page.relations.exists()
        draft = page.get_latest_revision_as_object()
        (relation,) = draft.relations.all()
        assert (relation.kind, relation.target_symbol) == ("replaces", "10/2020/QĐ-UBND")
        assert page.has_unpublished_changes
        assert PageLogEntry.objects.filter(
            page=page.pk, action="govportal_legal.add_relations"
        ).exists()

    def test_a_relation_is_not_added_twice(self, editor, library):
        page = builders.make_document(library, "68/2026/QĐ-UBND", full_text=TEXT)
        keys = self.keys(editor.get(self.url(page)))
        for _time in range(2):
            editor.post(self.url(page), {"relation": keys})
        draft = LegalDocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert len(draft.relations.all()) == len(keys)
        revisions = page.revisions.count()
        editor.post(self.url(page), {"relation": ["nonsense"]})
        assert page.revisions.count() == revisions

    def test_documents_of_others_and_locked_ones_are_refused(self, editor, client, library, other):
        theirs = builders.make_document(other, full_text=TEXT)
        before = theirs.revisions.count()
        assert editor.get(self.url(theirs)).status_code in {302, 403}
        assert editor.post(self.url(theirs), {"relation": ["x"]}).status_code in {302, 403}
        assert theirs.revisions.count() == before
        locked = builders.make_document(library, full_text=TEXT)
        Page.objects.filter(pk=locked.pk).update(
            locked=True, locked_by=builders.make_user("x", superuser=True)
        )
        assert editor.get(self.url(locked)).status_code in {302, 403}
        assert editor.get(self.url(library)).status_code == 404
