"""The editors' list of documents: what it finds, filters, exports and hides."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from govportal_wagtail.legal.models import LegalDocumentPage
from tests import builders
from tests.legal.editors import make_editor

pytestmark = pytest.mark.django_db

LIST = "govportal_documents:index"


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page, "Văn bản của tỉnh")


@pytest.fixture
def boss(client):
    client.force_login(builders.make_user("boss", superuser=True))
    return client


def listed(client, **query) -> list[str]:
    """Symbols, or titles of documents without one, in the order of the list."""
    response = client.get(reverse(LIST), query)
    assert response.status_code == 200
    return [each.symbol or each.title for each in response.context["object_list"]]


def test_list_shows_what_an_editor_needs(boss, library):
    builders.make_document(library, "68/2026/QĐ-UBND")
    html = boss.get(reverse(LIST)).content.decode()
    for text in (
        "68/2026/QĐ-UBND",
        "Ban hành Quy chế",
        "Quyết định",
        "Ủy ban nhân dân tỉnh",
        "Văn bản của tỉnh",
    ):
        assert text in html


@pytest.mark.parametrize(
    "query",
    ["68/2026/QĐ-UBND", "68/2026/qd-ubnd", "682026qdubnd", "quyết định 68", "68 2026", "68"],
)
@pytest.mark.parametrize("publish", [True, False], ids=["live", "draft"])
def test_a_number_is_found_in_any_spelling(boss, library, query, publish):
    builders.make_document(library, "68/2026/QĐ-UBND", publish=publish)
    builders.make_document(library, "12/2025/QĐ-UBND")
    assert listed(boss, q=query) == ["68/2026/QĐ-UBND"]


@pytest.mark.parametrize("publish", [True, False], ids=["live", "draft"])
@pytest.mark.parametrize("query", ["bảng giá đất", "BANG GIA", "giá đ"])
def test_words_of_the_abstract_are_found_with_and_without_marks(boss, library, query, publish):
    builders.make_document(library, "1/2026/QĐ-UBND", abstract="Bảng giá đất", publish=publish)
    builders.make_document(library, "2/2026/QĐ-UBND", abstract="Phí và lệ phí", publish=publish)
    assert listed(boss, q=query) == ["1/2026/QĐ-UBND"]


def test_the_exact_number_stands_first(boss, library):
    builders.make_document(library, "680/2026/QĐ-UBND", issued_on=date(2026, 11, 1))
    builders.make_document(
        library, "9/2026/QĐ-UBND", abstract="Thay thế 68/2026/QĐ-UBND", issued_on=date(2026, 11, 2)
    )
    builders.make_document(library, "68/2026/QĐ-UBND", issued_on=date(2026, 1, 1))
    assert listed(boss, q="68/2026/QĐ-UBND")[0] == "68/2026/QĐ-UBND"


def test_a_query_without_a_word_finds_nothing(boss, library):
    builders.make_document(library, publish=False)
    assert listed(boss, q="///") == []


def test_filters_narrow_the_list(boss, library):
    kept = builders.make_document(
        library,
        "1/2026/NQ-HĐND",
        doc_type=builders.make_doc_type("nghi-quyet", name="Nghị quyết", abbreviation="NQ"),
        issuer=builders.make_agency("hdnd", name="Hội đồng nhân dân", issuer_code="HĐND"),
        signer="Trần Thị Bình",
        fields_of_administration=[builders.make_field()],
        files=[builders.make_file()],
        full_text="Điều 1. Nội dung",
        expires_on=date(2026, 10, 20),
    )
    builders.make_document(
        library,
        "2/QĐ-UBND",
        normativity="administrative",
        issued_on=date(2020, 1, 1),
        publish=False,
    )
    other = builders.make_library(library.get_parent(), "Thư viện khác")
    builders.make_document(other, "3/QĐ-UBND", normativity="administrative", issued_on=None)
    for query in (
        {"doc_type": kept.doc_type_id},
        {"issuer": kept.issuer_id},
        {"administrative_fields": builders.make_field().pk},
        {"validity": "expired"},
        {"normativity": "normative"},
        {"signer": "binh"},
        {"signer": "Bình"},
        {"files": "with"},
        {"text": "with"},
        {"year": 2026, "library": library.pk},
        {"state": "live", "library": library.pk},
        {"issued_on_from": "2026-01-01"},
    ):
        assert listed(boss, **query) == ["1/2026/NQ-HĐND"], query
    assert listed(boss, state="draft") == ["2/QĐ-UBND"]
    assert set(listed(boss, files="without")) == {"2/QĐ-UBND", "3/QĐ-UBND"}
    assert set(listed(boss, text="without")) == {"2/QĐ-UBND", "3/QĐ-UBND"}
    assert listed(boss, library=other.pk) == ["3/QĐ-UBND"]


def test_filters_and_search_work_together(boss, library):
    builders.make_document(library, "1/2026/QĐ-UBND", abstract="Bảng giá đất")
    builders.make_document(library, "2/2026/QĐ-UBND", abstract="Bảng giá đất", publish=False)
    assert listed(boss, q="giá đất", state="draft") == ["2/2026/QĐ-UBND"]


def test_a_value_that_is_not_understood_is_no_error(boss, library):
    builders.make_document(library)
    for query in ({"year": "x"}, {"validity": "x"}, {"library": "x"}, {"q": "\x00"}, {"p": "x"}):
        assert boss.get(reverse(LIST), query).status_code == 200


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [("number", ["3", "10", "2"]), ("-number", ["2", "10", "3"]), ("issued_on", ["2", "3", "10"])],
)
def test_the_list_is_sorted_by_number_and_day(boss, library, ordering, expected):
    for number, year, day in (
        ("10", 2025, date(2025, 5, 2)),
        ("3", 2025, date(2025, 5, 1)),
        ("2", 2026, date(2024, 1, 1)),
    ):
        builders.make_document(library, f"{number}/{year}/QĐ-UBND", issued_on=day)
    assert [symbol.split("/")[0] for symbol in listed(boss, ordering=ordering)] == expected


def test_documents_without_the_sorted_value_stand_last(boss, library):
    builders.make_document(library, "1/QĐ-UBND", issued_on=None)
    builders.make_document(library, "2/QĐ-UBND")
    assert listed(boss, ordering="issued_on")[-1] == "1/QĐ-UBND"
    assert listed(boss, ordering="-issued_on")[-1] == "1/QĐ-UBND"


def test_an_editor_sees_the_documents_of_their_library_only(client, library):
    other = builders.make_library(library.get_parent(), "Thư viện khác")
    builders.make_document(library, "1/2026/QĐ-UBND")
    builders.make_document(other, "2/2026/QĐ-UBND")
    builders.make_document(other, "3/2026/QĐ-UBND", publish=False)
    client.force_login(make_editor(library))
    assert listed(client) == ["1/2026/QĐ-UBND"]
    assert listed(client, q="2026") == ["1/2026/QĐ-UBND"]
    assert listed(client, library=other.pk) == ["1/2026/QĐ-UBND"]
    exported = client.get(reverse(LIST), {"export": "csv"}).getvalue().decode()
    assert "1/2026" in exported
    assert "2/2026" not in exported
    assert "Thư viện khác" not in client.get(reverse("govportal_libraries:index")).content.decode()


def test_an_author_sees_their_own_documents_only(client, library):
    author = make_editor(library, "add")
    builders.make_document(library, "1/2026/QĐ-UBND")
    builders.make_document(library, "2/2026/QĐ-UBND", owner=author, publish=False)
    client.force_login(author)
    assert listed(client) == ["2/2026/QĐ-UBND"]


def test_a_user_without_rights_on_pages_is_sent_away(client, library):
    user = make_editor(library, "add")
    user.groups.get().page_permissions.all().delete()
    client.force_login(user)
    assert client.get(reverse(LIST)).status_code == 302
    assert reverse(LIST) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_bulk_actions_are_offered_without_all_pages_of_the_portal(boss, library):
    for _number in range(60):
        builders.make_document(library, publish=False)
    html = boss.get(reverse(LIST)).content.decode()
    assert "/bulk/wagtailcore/page/publish/" in html.replace("&amp;", "&")
    assert "data-bulk-action-num-objects-in-listing" not in html


def test_bulk_publish_of_ticked_documents_keeps_the_permissions(client, library, settings):
    # Without the emergency nobody publishes so; with it, only where Wagtail lets them.
    settings.GOVPORTAL_EMERGENCY_PUBLISHING = True
    other = builders.make_library(library.get_parent(), "Thư viện khác")
    mine = builders.make_document(library, publish=False)
    theirs = builders.make_document(other, publish=False)
    client.force_login(make_editor(library))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?id={mine.pk}&id={theirs.pk}")
    live = LegalDocumentPage.objects.live().values_list("pk", flat=True)
    assert mine.pk in live
    assert theirs.pk not in live


def test_csv_has_every_field_and_no_formula(boss, library):
    builders.make_document(
        library,
        "68/2026/QĐ-UBND",
        abstract="=HYPERLINK(1)",
        signer="Trần Thị Bình",
        fields_of_administration=[builders.make_field()],
        files=[builders.make_file()],
    )
    response = boss.get(reverse(LIST), {"export": "csv"})
    text = response.getvalue().decode("utf-8")
    assert text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    values = list(row.values())
    assert "'=HYPERLINK(1)" in values
    for value in ("68/2026/QĐ-UBND", "Trần Thị Bình", "Đất đai", "2026-10-01", "Văn bản của tỉnh"):
        assert value in values


def test_xlsx_survives_control_characters(boss, library):
    document = builders.make_document(library, "68/2026/QĐ-UBND", publish=False)
    LegalDocumentPage.objects.filter(pk=document.pk).update(abstract="Quy\x0b chế")
    response = boss.get(reverse(LIST), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "Quy chế" in rows[1]
    assert any(getattr(value, "year", None) == 2026 for value in rows[1])


def test_export_follows_search_and_filters(boss, library):
    builders.make_document(library, "1/2026/QĐ-UBND")
    builders.make_document(library, "2/2026/QĐ-UBND")
    text = boss.get(reverse(LIST), {"export": "csv", "q": "2/2026"}).getvalue().decode()
    assert "2/2026/QĐ-UBND" in text
    assert "1/2026/QĐ-UBND" not in text


def test_menu_holds_the_screens_of_documents(boss, library):
    html = boss.get(reverse("wagtailadmin_home")).content.decode()
    for name in (LIST, "govportal_libraries:index", "govportal_imports:index"):
        assert reverse(name) in html
    assert boss.get(reverse("govportal_libraries:index")).status_code == 200
    assert boss.get("/admin/snippets/govportal_legal/documenttype/").status_code == 200
    assert "/admin/snippets/govportal_legal/documenttype/" in html
