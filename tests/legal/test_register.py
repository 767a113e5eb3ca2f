"""The register holds one row for each published document and follows every change of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.legal import register
from govportal_wagtail.legal.models import DocumentRelation, LegalDocumentPage, RegisterEntry
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 1)


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


def entry(page) -> RegisterEntry:
    return RegisterEntry.objects.get(pk=page.pk)


def status(page, on: date = TODAY) -> str:
    return RegisterEntry.objects.with_status(on=on).get(pk=page.pk).status


def repealing(target, **values):
    return {"kind": "repeals", "target": target, **values}


class RowTests:
    def test_publishing_writes_the_particulars(self, library):
        field = builders.make_field()
        page = builders.make_document(
            library, "68/2026/QĐ-UBND", signer="Nguyễn Văn An", fields_of_administration=[field]
        )
        row = entry(page)
        assert (row.symbol_key, row.number, row.year) == (page.symbol_key, 68, 2026)
        assert row.signer_key == "nguyen-van-an"
        assert (row.library_id, row.path, row.url_path) == (library.pk, page.path, page.url_path)
        assert list(row.administrative_fields.all()) == [field]
        assert row.is_public and not row.has_files

    def test_publishing_again_writes_the_row_again(self, library):
        page = builders.make_document(library, fields_of_administration=[builders.make_field()])
        page.abstract = "Về việc khác"
        page.administrative_fields = []
        builders.publish_page(page)
        assert entry(page).abstract == "Về việc khác"
        assert not entry(page).administrative_fields.exists()

    def test_a_page_that_was_never_published_has_no_row(self, library):
        page = builders.make_document(library, publish=False)
        register.refresh(page)
        assert not RegisterEntry.objects.filter(pk=page.pk).exists()

    def test_a_later_draft_does_not_change_the_row(self, library):
        page = builders.make_document(library, abstract="Đã ban hành")
        page.abstract = "Đang sửa"
        page.save_revision()
        register.rebuild()
        assert entry(page).abstract == "Đã ban hành"

    def test_withdrawing_and_deleting_take_the_row_away(self, library):
        withdrawn, deleted = builders.make_document(library), builders.make_document(library)
        withdrawn.unpublish()
        deleted.delete()
        assert not RegisterEntry.objects.exists()

    def test_the_address_is_that_of_the_page(self, library, rf):
        page = builders.make_document(library)
        assert entry(page).get_url() == page.get_url()
        assert entry(page).get_url(rf.get("/")) == page.get_url(rf.get("/"))

    def test_addresses_of_many_rows_cost_no_query_each(self, library, rf):
        for _n in range(4):
            builders.make_document(library)
        rows, request = list(RegisterEntry.objects.all()), rf.get("/")
        rows[0].get_url(request)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert all(row.get_url(request).startswith("/") for row in rows)
        assert len(queries) == 0

    def test_each_language_has_its_own_row(self, library):
        page = builders.make_document(library)
        english = builders.make_locale("en")
        builders.publish_page(library.get_parent().specific.copy_for_translation(english))
        builders.publish_page(library.copy_for_translation(english))
        translated = page.copy_for_translation(english)
        builders.publish_page(translated)
        rows = RegisterEntry.objects.values_list("pk", "locale__language_code")
        assert set(rows) == {(page.pk, "vi"), (translated.pk, "en")}


class TreeTests:
    def test_a_renamed_library_takes_its_rows_along(
        self, library, django_capture_on_commit_callbacks
    ):
        page = builders.make_document(library)
        with django_capture_on_commit_callbacks(execute=True):
            library.slug = "van-ban-moi"
            builders.publish_page(library)
        page.refresh_from_db()
        assert "van-ban-moi" in entry(page).url_path
        assert entry(page).url_path == page.url_path

    def test_moving_a_page_keeps_the_paths_of_its_neighbours_right(self, library):
        page = builders.make_document(library)
        home = library.get_parent()
        section = builders.make_section(home)
        section.move(home, pos="first-child")
        page.refresh_from_db()
        assert entry(page).path == page.path
        assert register.audit().is_clean

    def test_a_document_moved_to_another_library_belongs_to_it(self, library):
        page = builders.make_document(library)
        other = builders.make_library(library.get_parent(), "Văn bản chỉ đạo")
        page.move(other, pos="last-child")
        assert entry(page).library_id == other.pk

    def test_a_closed_branch_is_not_public_until_it_is_opened(self, library):
        page = builders.make_document(library)
        restriction = PageViewRestriction.objects.create(page=library, restriction_type="login")
        assert not entry(page).is_public
        later = builders.make_document(library)
        assert not entry(later).is_public
        restriction.delete()
        assert entry(page).is_public and entry(later).is_public

    def test_one_site_does_not_see_the_rows_of_another(self, library):
        builders.make_document(library)
        other = builders.make_site("so.example.vn")
        assert not RegisterEntry.objects.below(other.root_page).exists()
        assert RegisterEntry.objects.below(library.get_parent()).count() == 1


class EffectTests:
    def test_a_replacement_ends_its_target_on_its_day_without_another_save(self, library):
        old = builders.make_document(library, effective_on=date(2020, 1, 1))
        builders.make_document(library, effective_on=date(2027, 3, 1), relations=[repealing(old)])
        assert status(old, date(2027, 2, 28)) == "in_force"
        assert status(old, date(2027, 3, 1)) == "expired"

    def test_withdrawing_the_acting_document_revives_its_target(self, library):
        old = builders.make_document(library)
        acting = builders.make_document(library, relations=[repealing(old)])
        assert status(old) == "expired"
        acting.unpublish()
        assert status(old) == "in_force"

    def test_deleting_the_acting_document_revives_its_target(self, library):
        old = builders.make_document(library)
        acting = builders.make_document(library, relations=[repealing(old)])
        acting.delete()
        assert status(old) == "in_force"

    def test_deleting_the_library_of_the_acting_document_revives_its_target(self, library):
        other = builders.make_library(library.get_parent(), "Khác")
        old = builders.make_document(library)
        builders.make_document(other, relations=[repealing(old)])
        Page.objects.get(pk=other.pk).delete()
        assert status(old) == "in_force"
        assert register.audit().is_clean

    def test_dropping_the_relation_revives_its_target(self, library):
        old = builders.make_document(library)
        acting = builders.make_document(library, relations=[repealing(old)])
        acting.relations = []
        builders.publish_page(acting)
        assert status(old) == "in_force"

    def test_pointing_the_relation_elsewhere_revives_its_target(self, library):
        old, other = builders.make_document(library), builders.make_document(library)
        acting = builders.make_document(library, relations=[repealing(old)])
        row = acting.relations.get()
        row.target, row.target_symbol, row.target_key = other, "", ""
        acting.relations = [row]
        builders.publish_page(acting)
        assert (status(old), status(other)) == ("in_force", "expired")

    @pytest.mark.parametrize("values", [{"publish": False}, {"is_draft": True, "symbol": ""}])
    def test_neither_an_unpublished_page_nor_a_draft_ends_anything(self, library, values):
        old = builders.make_document(library)
        builders.make_document(library, relations=[repealing(old)], **values)
        assert status(old) == "in_force"

    def test_a_relation_in_a_later_draft_does_not_count_yet(self, library):
        old, acting = builders.make_document(library), builders.make_document(library)
        acting.relations = [DocumentRelation(kind="repeals", target=old)]
        acting.save_revision()
        register.rebuild()
        assert status(old) == "in_force"

    def test_the_copy_in_another_library_ends_too(self, library):
        other = builders.make_library(library.get_parent(), "Bản sao")
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        copy = builders.make_document(other, "5/2020/QĐ-UBND")
        builders.make_document(library, relations=[repealing(old)])
        assert (status(old), status(copy)) == ("expired", "expired")

    def test_the_translation_ends_too(self, library):
        old = builders.make_document(library)
        english = builders.make_locale("en")
        builders.publish_page(library.get_parent().specific.copy_for_translation(english))
        builders.publish_page(library.copy_for_translation(english))
        translated = old.copy_for_translation(english)
        builders.publish_page(translated)
        builders.make_document(library, relations=[repealing(old)])
        assert status(translated) == "expired"

    def test_a_suspension_ends_with_the_document_that_ordered_it(self, library):
        target = builders.make_document(library)
        order = builders.make_document(
            library,
            effective_on=date(2026, 11, 1),
            relations=[{"kind": "suspends", "target": target}],
        )
        assert status(target) == "suspended"
        builders.make_document(
            library, effective_on=date(2026, 12, 1), relations=[repealing(order)]
        )
        assert status(target, date(2026, 11, 30)) == "suspended"
        assert status(target, date(2026, 12, 1)) == "in_force"

    def test_two_documents_that_replace_each_other_leave_one_in_force(self, library):
        first = builders.make_document(library, effective_on=date(2026, 10, 1))
        second = builders.make_document(
            library, effective_on=date(2026, 11, 1), relations=[repealing(first)]
        )
        first.relations = [DocumentRelation(kind="repeals", target=second)]
        builders.publish_page(first)
        assert (status(first), status(second)) == ("expired", "in_force")

    def test_three_documents_in_a_circle_come_to_rest(self, library):
        pages = [
            builders.make_document(library, effective_on=date(2026, month, 1))
            for month in (10, 11, 12)
        ]
        for index, page in enumerate(pages):
            page.relations = [DocumentRelation(kind="replaces", target=pages[index - 1])]
            builders.publish_page(page)
        found = [status(page) for page in pages]
        register.rebuild()
        assert found == [status(page) for page in pages]
        assert "in_force" in found


class RebuildTests:
    def test_rebuilding_from_nothing_gives_the_same_rows(self, library):
        a = builders.make_document(library, fields_of_administration=[builders.make_field()])
        b = builders.make_document(
            library, effective_on=date(2026, 11, 1), relations=[repealing(a)]
        )
        builders.make_document(library, effective_on=date(2026, 10, 20), relations=[repealing(b)])
        columns = [f.name for f in RegisterEntry._meta.concrete_fields if f.name != "updated_at"]
        before = list(RegisterEntry.objects.order_by("pk").values(*columns))
        RegisterEntry.objects.all().delete()
        assert register.rebuild() == 3
        assert list(RegisterEntry.objects.order_by("pk").values(*columns)) == before
        assert status(a) == "in_force"
        assert entry(a).administrative_fields.count() == 1

    def test_rows_without_a_document_go_and_progress_is_told(self, library):
        page, gone = builders.make_document(library), builders.make_document(library)
        LegalDocumentPage.objects.filter(pk=gone.pk).update(live=False)
        assert register.audit().orphaned == (gone.pk,)
        told: list[tuple[int, int]] = []
        register.rebuild(library, progress=lambda done, total: told.append((done, total)))
        assert list(RegisterEntry.objects.values_list("pk", flat=True)) == [page.pk]
        assert told[0] == (1, 1)

    def test_the_number_of_queries_does_not_grow_with_the_documents(self, library):
        def queries_of_rebuild() -> int:
            with CaptureQueriesContext(connection) as queries:
                register.rebuild()
            return len(queries)

        builders.make_document(library)
        few = queries_of_rebuild()
        for _n in range(8):
            builders.make_document(library)
        assert queries_of_rebuild() == few

    def test_the_command_writes_checks_and_refuses(self, library, capsys):
        page = builders.make_document(library)
        RegisterEntry.objects.all().delete()
        with pytest.raises(CommandError):
            call_command("govportal_rebuild_register", check=True)
        assert f"missing: {page.pk}" in capsys.readouterr().out
        call_command("govportal_rebuild_register", units=True, library=library.pk)
        call_command("govportal_rebuild_register", check=True)
        with pytest.raises(CommandError):
            call_command("govportal_rebuild_register", library=0)


class SearchTests:
    @pytest.fixture
    def pages(self, library):
        return {
            symbol: builders.make_document(library, symbol, title=symbol, abstract=abstract)
            for symbol, abstract in (
                ("68/2026/QĐ-UBND", "Ban hành Quy chế hoạt động"),
                ("168/2026/QĐ-UBND", "Quy định hạn mức giao đất"),
                ("12/2025/QĐ-UBND", "Sửa đổi Quyết định số 68/2026/QĐ-UBND"),
            )
        }

    def found(self, query: str) -> list[str]:
        return [row.symbol for row in RegisterEntry.objects.search(query)]

    @pytest.mark.parametrize("query", ["68/2026/QĐ-UBND", "68/2026/qd-ubnd"])
    def test_the_exact_symbol_comes_first(self, pages, query):
        assert self.found(query) == ["68/2026/QĐ-UBND", "12/2025/QĐ-UBND"]

    def test_a_number_finds_the_document_of_that_number(self, pages):
        assert self.found("quyết định 68")[0] == "68/2026/QĐ-UBND"
        assert self.found("168") == ["168/2026/QĐ-UBND"]

    @pytest.mark.parametrize("query", ["hạn mức giao đất", "HAN MUC", "giao da"])
    def test_words_are_found_with_and_without_marks_and_unfinished(self, pages, query):
        assert self.found(query) == ["168/2026/QĐ-UBND"]

    def test_whole_words_are_meant_before_the_last(self, pages):
        assert self.found("ha muc") == []

    @pytest.mark.parametrize("query", ["", "  ", "%", "_", "'\"", "\x00"])
    def test_a_query_without_words_finds_nothing(self, pages, query):
        assert self.found(query) == []
