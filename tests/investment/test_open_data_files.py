"""Open data of a register as files: what they hold, that programs read them, what they refuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from govportal_wagtail import conf
from govportal_wagtail.investment.models import ProjectState, ProjectStatus
from govportal_wagtail.investment.money import MoneyUnit, unit_in_header
from govportal_wagtail.investment.public import exports
from govportal_wagtail.investment.public.columns import PROJECT_COLUMNS
from govportal_wagtail.investment.public.part_columns import PART_KEYS, PARTS
from tests import builders
from tests.core.portal_builders import make_component
from tests.investment.builders import (
    BILLION,
    capital,
    decision,
    make_project,
    make_register,
    package,
)
from tests.investment.open_data_helpers import (
    address,
    body,
    read_csv,
    read_json,
    read_xlsx,
    records,
)

pytestmark = pytest.mark.django_db
FILES = (".csv", ".xlsx", ".json", ".geojson")
TABLES = ("/von.csv", "/quyet-dinh.csv", "/goi-thau.csv", "/tinh-trang.csv")
ALL = (*FILES, *TABLES, "/tu-dien.csv", "/dcat.jsonld", "/ban-do.geojson")
NAME = "Cầu Lam Kiều 2, “giai đoạn 1”; nâng cấp"


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    """Each answer is made anew, so that its queries can be counted."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def bridge(register, sources, communes):
    """A project with something in every table."""
    return make_project(
        register,
        title=NAME,
        code="0012345",
        communes=communes,
        progress=Decimal("45.50"),
        progress_on=date(2026, 6, 30),
        land_area=Decimal("1.2340"),
        latitude=Decimal("18.700000"),
        longitude=Decimal("105.712345"),
        total_investment=1_234_567_890_123,
        scale="Dài 1.234,5 m",
        capital=[
            capital(2025, sources[0], planned=30 * BILLION, disbursed=10 * BILLION),
            capital(2026, sources[0], planned=1, allocated=0),
            capital(2026, sources[1], disbursed=5),
        ],
        decisions=[decision("123/QĐ-UBND", issued_on=date(2025, 1, 2), abstract="Phê duyệt")],
        packages=[package("Xây lắp", state="awarded", contractor="Công ty Cầu", result=9)],
        states=[ProjectState(status=ProjectStatus.PREPARING, since="2024")],
    )


def one(client, register):
    (row,) = records(client, register, PROJECT_COLUMNS, ".csv")
    return row


class CsvTests:
    def test_letters_and_numbers_arrive_as_they_are(self, client, register, bridge):
        data = body(client.get(address(register, ".csv")))
        assert data.startswith(b"\xef\xbb\xbf")
        row = one(client, register)
        assert row["name"] == NAME
        assert row["code"] == "0012345"
        assert row["total_investment"] == "1234567890123"
        assert (row["progress"], row["land_area"]) == ("45.50", "1.2340")
        assert (row["latitude"], row["longitude"]) == ("18.700000", "105.712345")
        assert (row["planned_start"], row["progress_on"]) == ("2025-01", "2026-06-30")
        assert (row["status_code"], row["kind_code"]) == ("in_progress", "public_investment")
        assert row["scale"] == "Dài 1.234,5 m"
        assert row["commune_codes"] == "xa-hoa-ninh; xa-song-phu"
        assert row["url"] == f"http://localhost{bridge.get_url()}"
        assert row["id"] == str(bridge.pk)

    def test_sums_and_rate_rest_on_what_is_stated(self, client, register, bridge):
        row = one(client, register)
        assert (row["planned"], row["allocated"]) == (str(30 * BILLION + 1), "0")
        assert row["disbursed"] == str(10 * BILLION + 5)
        assert row["disbursement_rate"] == "33.3"

    def test_what_is_not_stated_is_empty_and_not_nought(self, client, register):
        make_project(register, total_investment=None)
        row = one(client, register)
        assert [row[name] for name in ("total_investment", "planned", "progress")] == [""] * 3
        assert row["disbursement_rate"] == ""

    def test_every_column_has_its_own_heading_and_money_its_unit(self, client, register):
        for language in ("vi", "en"):
            with translation.override(language):
                for columns in (PROJECT_COLUMNS, *(part.columns for part in PARTS.values())):
                    headings = [str(column.heading) for column in columns]
                    assert len(set(headings)) == len(headings)
                    units = [unit_in_header(heading) for heading in headings]
                    stated = [MoneyUnit.DONG if each.kind == "amount" else None for each in columns]
                    assert units == stated

    def test_headings_are_in_the_language_of_the_register(self, client, register):
        headings, _rows = read_csv(client, register, HTTP_ACCEPT_LANGUAGE="en")
        with translation.override("vi"):
            assert headings == [str(column.heading) for column in PROJECT_COLUMNS]

    def test_a_cell_that_a_program_would_run_is_text(self, client, register):
        formula = '=HYPERLINK("https://example.com","Xem")'
        make_project(register, title=formula, objective="+84 dự án", donor="@nhà tài trợ")
        row = one(client, register)
        assert row["name"] == f"'{formula}"
        assert row["objective"].startswith("'+") and row["donor"].startswith("'@")

    def test_the_file_has_a_name_and_is_no_page(self, client, register, bridge):
        response = client.get(address(register, ".csv"))
        assert response["Content-Disposition"] == 'attachment; filename="du-an.csv"'
        assert response["Content-Type"] == "text/csv; charset=utf-8"


class PartTests:
    def part(self, client, register, code):
        columns = (*PART_KEYS, *PARTS[code].columns)
        return records(client, register, columns, f"/{PARTS[code].slug}.csv")

    def test_capital_by_year_and_source(self, client, register, bridge):
        rows = self.part(client, register, "capital")
        assert {row["project_code"] for row in rows} == {"0012345"}
        told = [
            (row["year"], row["source_code"], row["planned"], row["allocated"], row["disbursed"])
            for row in rows
        ]
        assert told == [
            ("2025", "provincial-budget", str(30 * BILLION), "", str(10 * BILLION)),
            ("2026", "central-budget", "", "", "5"),
            ("2026", "provincial-budget", "1", "0", ""),
        ]

    def test_decisions_packages_and_states(self, client, register, bridge):
        (paper,) = self.part(client, register, "decisions")
        assert (paper["symbol"], paper["issued_on"]) == ("123/QĐ-UBND", "2025-01-02")
        (won,) = self.part(client, register, "packages")
        assert (won["contractor"], won["result"], won["price"]) == ("Công ty Cầu", "9", "")
        states = [
            (row["status_code"], row["since"]) for row in self.part(client, register, "states")
        ]
        assert ("preparing", "2024") in states
        assert ("in_progress", "2025-03") in states

    def test_the_dictionary_names_every_column(self, client, register):
        _headings, rows = read_csv(client, register, "/tu-dien.csv")
        codes = [row[1] for row in rows]
        assert codes[: len(PROJECT_COLUMNS)] == [column.code for column in PROJECT_COLUMNS]
        assert all(row[2] and row[3] and row[5] for row in rows)


class WorkbookTests:
    def test_numbers_are_numbers_and_codes_are_text(self, client, register, bridge):
        book = read_xlsx(client, register)
        assert len(book.sheetnames) == 3 + len(PARTS)
        sheet = book.worksheets[0]
        codes = [column.code for column in PROJECT_COLUMNS]
        row = dict(zip(codes, (cell.value for cell in sheet[2]), strict=True))
        assert row["total_investment"] == 1_234_567_890_123
        assert row["code"] == "0012345"
        assert row["name"] == NAME
        assert row["progress"] == 45.5
        assert row["progress_on"].date() == date(2026, 6, 30)
        capital_sheet = book.worksheets[1]
        assert [cell.value for cell in capital_sheet[2]][3] == 2025

    def test_no_cell_is_a_formula(self, client, register):
        make_project(register, title="=1+1", objective='=cmd|"/c calc"!A1', place="-2+3")
        book = read_xlsx(client, register)
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert [cell for cell in cells if cell.data_type in ("f", "e")] == []
        assert [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))] == []

    def test_too_many_projects_are_refused_in_words(self, client, register, monkeypatch):
        make_project(register)
        make_project(register)
        monkeypatch.setattr(exports, "MOST_IN_WORKBOOK", 1)
        response = client.get(address(register, ".xlsx"))
        assert response.status_code == 400
        assert "CSV" in response.content.decode()
        assert client.get(address(register, ".xlsx"), {"nhom": "c"}).status_code == 200


class JsonTests:
    def test_it_says_what_it_is_and_holds_everything(self, client, register, bridge):
        data = read_json(client, register)
        assert data["licence"] == conf.API_LICENCE
        assert data["title"] == register.title
        assert data["source"] == f"http://localhost{register.get_url()}"
        assert data["total"] == 1
        (project,) = data["projects"]
        assert set(project) == {column.code for column in PROJECT_COLUMNS} | set(PARTS)
        assert project["name"] == NAME
        assert project["total_investment"] == 1_234_567_890_123
        assert (project["progress"], project["disbursement_rate"]) == (45.5, 33.3)
        assert project["commune_codes"] == ["xa-hoa-ninh", "xa-song-phu"]
        assert project["planned_end"] == "2027-12"
        for code, part in PARTS.items():
            assert project[code], code
            assert set(project[code][0]) == {column.code for column in part.columns}

    def test_terms_of_the_register_take_the_place_of_the_usual_ones(self, client, portal):
        register = make_register(portal, licence="Ghi rõ nguồn")
        assert read_json(client, register)["terms"] == "Ghi rõ nguồn"


class FilterTests:
    def test_files_hold_what_the_filters_find_in_their_order(self, client, register, sources):
        make_project(register, title="B", code="B1", total_investment=2 * BILLION)
        make_project(register, title="A", code="A1", total_investment=3 * BILLION)
        make_project(register, title="C", code="C1", status=ProjectStatus.CALLING)

        def codes(**asked):
            return [
                row["code"] for row in records(client, register, PROJECT_COLUMNS, ".csv", **asked)
            ]

        assert codes(**{"sap-xep": "ten"}) == ["A1", "B1", "C1"]
        assert codes(**{"trang-thai": "calling"}) == ["C1"]
        assert codes(xem="keu-goi") == ["C1"]
        assert codes(den="3", **{"sap-xep": "von-giam"}) == ["A1", "B1"]
        assert codes(q="khong co") == []

    def test_parts_follow_the_filters(self, client, register, bridge):
        assert len(read_csv(client, register, "/von.csv", q="0012345")[1]) == 3
        assert read_csv(client, register, "/von.csv", q="khac")[1] == []

    @pytest.mark.parametrize(
        "asked",
        [{"trang-thai": "x"}, {"nam": "abc"}, {"tu": "-1"}, {"tu": "5", "den": "1"}],
    )
    def test_filters_that_are_not_understood_are_refused(self, client, register, asked):
        for ending in ALL:
            response = client.get(address(register, ending), asked)
            assert response.status_code == 400, ending
            assert response["Content-Type"].startswith("text/plain")

    def test_only_reading_is_allowed(self, client, register):
        for ending in ALL:
            assert client.post(address(register, ending)).status_code == 405, ending
            assert client.head(address(register, ending)).status_code == 200, ending


class ReachTests:
    def test_drafts_and_closed_branches_are_not_told(self, client, register, bridge):
        make_project(register, title="Bản nháp", publish=False)
        hidden = make_project(register, title="Kín", communes=[])
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        for ending in (".csv", ".json", ".geojson", *TABLES):
            data = body(client.get(address(register, ending)))
            assert "Kín".encode() not in data, ending
            assert "Bản nháp".encode() not in data, ending
        assert [row[1] for row in read_csv(client, register)[1]] == ["0012345"]

    def test_a_draft_of_a_project_is_not_told(self, client, register, bridge):
        version = bridge.get_latest_revision_as_object()
        version.scale = "Chưa công bố"
        version.save_revision()
        assert one(client, register)["scale"] == "Dài 1.234,5 m"

    def test_a_closed_register_has_no_files(self, client, register):
        PageViewRestriction.objects.create(page=register, restriction_type="login")
        for ending in ALL:
            assert client.get(address(register, ending)).status_code == 404, ending

    def test_a_register_answers_on_its_own_site_only(self, client, register, bridge):
        builders.make_site("so.example.vn")
        for ending in ALL:
            found = client.get(address(register, ending), HTTP_HOST="so.example.vn")
            assert found.status_code == 404, ending

    def test_projects_of_another_site_are_not_in_it(self, client, register, bridge):
        other = make_register(make_component())
        make_project(other, title="Của xã", code="XA-1")
        assert len(read_csv(client, register)[1]) == 1

    def test_what_is_no_register_is_not_there(self, client, register, bridge):
        for key in (bridge.pk, 999_999_999):
            assert client.get(f"/du-lieu/du-an/{key}.csv").status_code == 404


class CostTests:
    def test_queries_do_not_grow_with_projects(self, client, register, sources, communes):
        def fill(number):
            for each in range(number):
                make_project(
                    register,
                    communes=communes,
                    latitude=Decimal("18.7"),
                    longitude=Decimal("105.7") + Decimal(each) / 1000,
                    capital=[capital(2025, source, planned=1) for source in sources],
                    decisions=[decision()],
                    packages=[package()],
                )

        def counted():
            counts = {}
            for ending in ALL:
                with CaptureQueriesContext(connection) as captured:
                    body(client.get(address(register, ending)))
                counts[ending] = len(captured)
            return counts

        fill(10)
        counted()
        few = counted()
        fill(50)
        assert counted() == few
        assert max(few.values()) < 30

    def test_rows_are_limited(self, client, register, settings):
        settings.GOVPORTAL_EXPORT_MAX_ROWS = 1
        make_project(register)
        make_project(register)
        assert len(read_csv(client, register)[1]) == 1

    def test_calls_are_limited(self, client, register, settings):
        settings.GOVPORTAL_API_THROTTLE_RATE = "2/min"
        answers = [client.get(address(register, ".csv")) for _ in range(3)]
        assert [each.status_code for each in answers] == [200, 200, 429]
        assert int(answers[-1]["Retry-After"]) > 0

    def test_what_has_not_changed_is_not_sent_again(self, client, register, bridge):
        tags = {ending: client.get(address(register, ending))["ETag"] for ending in ALL}
        for ending, tag in tags.items():
            again = client.get(address(register, ending), HTTP_IF_NONE_MATCH=tag)
            assert again.status_code == 304, ending
        make_project(register)
        for ending, tag in tags.items():
            changed = client.get(address(register, ending), HTTP_IF_NONE_MATCH=tag)
            assert changed.status_code == 200, ending
