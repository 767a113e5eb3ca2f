"""The directory of competent officials: whom it lists, filters, downloads."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core.models import Agency, AgencyKind, Person
from govportal_wagtail.pages.models import OfficialDirectoryPage
from tests import builders
from tests.pages import organisation_builders as make
from tests.pages.test_vcard import properties

pytestmark = pytest.mark.django_db
#: Types of cells that no spreadsheet computes; an empty one is a number without a value.
TEXT = {"s", "inlineStr", "n"}


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def home():
    return Page.objects.get(pk=builders.make_site().root_page_id)


@pytest.fixture
def agency():
    return builders.make_agency(address="Số 1, đường Hùng Vương; phường 1")


@pytest.fixture
def directory(home, agency):
    return make.make_directory(home, agency)


def shown(client, directory, **query):
    """Names in the order of the page."""
    response = client.get(directory.url, query)
    assert response.status_code == 200
    groups = response.context["groups"]
    return [official.name for _agency, officials in groups for official in officials]


def rows(client, page, query=""):
    response = client.get(f"/du-lieu/danh-ba/{page.pk}.csv{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


class ListTests:
    """Who is listed, and in which order."""

    def test_the_agency_then_its_units_as_in_the_tree(self, client, directory, agency):
        second = make.make_unit(agency, "so-yt", "Sở Y tế")
        first = make.make_unit(agency, "so-cong-thuong", "Sở Công Thương")
        below = make.make_unit(first, "phong-tm", "Phòng Thương mại", level="province")
        make.make_post(second, "Giám đốc Y tế")
        make.make_post(below, "Trưởng phòng")
        make.make_post(first, "Phó Giám đốc Công Thương", rank=2)
        make.make_post(first, "Giám đốc Công Thương", is_head=True, rank=9)
        make.make_post(agency, "Chủ tịch")
        assert shown(client, directory) == [
            *("Chủ tịch", "Giám đốc Công Thương", "Phó Giám đốc Công Thương"),
            *("Trưởng phòng", "Giám đốc Y tế"),
        ]

    def test_the_official_mailbox_of_an_agency_stands_with_its_name(
        self, client, directory, agency
    ):
        # Khánh Hòa, Article 8.7: the official e-mail addresses of agencies and units.
        unit = make.make_unit(agency, "so-yt", "Sở Y tế")
        Agency.objects.filter(pk=unit.pk).update(email="soyte@thanhgiang.example")
        make.make_post(unit, "Giám đốc Y tế")
        html = client.get(directory.url).content.decode()
        assert '<a href="mailto:soyte@thanhgiang.example">' in html

    def test_only_the_agency_itself_where_the_page_says_so(self, client, home, agency):
        page = make.make_directory(home, agency, with_units=False)
        make.make_post(agency, "Chủ tịch")
        make.make_post(make.make_unit(agency, "so-yt", "Sở Y tế"), "Giám đốc")
        assert shown(client, page) == ["Chủ tịch"]

    def test_of_other_agencies_of_other_days_and_hidden_nobody(self, client, directory, agency):
        today = timezone.localdate()
        make.make_post(agency, "Đã thôi", ends_on=today - timedelta(days=1))
        make.make_post(agency, "Sắp nhận", starts_on=today + timedelta(days=1))
        make.make_post(agency, "Không công khai", is_public=False)
        make.make_post(builders.make_agency("tinh-khac", name="Tỉnh khác"), "Người khác")
        ended = make.make_unit(agency, "so-cu", "Sở cũ", valid_to=today - timedelta(days=1))
        make.make_post(ended, "Của sở đã giải thể")
        unit = make.make_unit(ended, "trung-tam", "Trung tâm của sở cũ")
        make.make_post(unit, "Giám đốc trung tâm")
        assert shown(client, directory) == ["Giám đốc trung tâm"]

    def test_a_register_that_bites_its_tail_ends(self, client, directory, agency):
        unit = make.make_unit(agency, "so-yt", "Sở Y tế")
        Agency.objects.filter(pk=agency.pk).update(parent=unit)
        make.make_post(unit, "Giám đốc")
        make.make_post(agency, "Chủ tịch")
        assert shown(client, directory) == ["Chủ tịch", "Giám đốc"]

    def test_contacts_with_ways_to_use_them(self, client, home, directory, agency):
        post = make.make_post(agency, "Nguyễn Văn An", phone="0290.3831.111")
        make.make_post(agency, "Bình", phone="0290.3831111 - 0290.3831112", rank=3)
        leader = make.make_leader(make.make_leaders(home, agency), post.person)
        html = client.get(directory.url).content.decode()
        assert f'<a href="{leader.url}">Nguyễn Văn An</a>' in html
        assert 'href="tel:02903831111"' in html
        assert html.count("tel:0290") == 1
        assert f"/du-lieu/danh-ba/{directory.pk}/{post.person_id}.vcf" in html

    def test_pages_and_what_is_none(self, client, directory, agency, settings):
        settings.GOVPORTAL_PAGE_SIZE = 2
        for rank in range(1, 4):
            make.make_post(agency, f"Người {rank}", rank=rank)
        assert shown(client, directory) == ["Người 1", "Người 2"]
        assert shown(client, directory, page=2, q="nguoi") == ["Người 3"]
        for number in ("3", "0", "x", "-1"):
            assert client.get(directory.url, {"page": number}).status_code == 404
        html = client.get(directory.url, {"q": "người"}).content.decode()
        assert "q=ng%C6%B0%E1%BB%9Di&amp;page=2" in html

    def test_an_empty_directory_says_so(self, client, directory):
        html = client.get(directory.url).content.decode()
        assert "gp-empty" in html
        assert 'role="search" aria-label' not in html.split("<main")[1]

    def test_a_preview_before_the_first_saving(self, rf, home):
        page = OfficialDirectoryPage(title="Mới", locale=home.locale)
        assert page.get_context(rf.get("/"))["groups"] == []


class FilterTests:
    """Words and agencies."""

    @pytest.fixture(autouse=True)
    def _officials(self, agency):
        self.unit = make.make_unit(
            agency, "so-yt", "Sở Y tế", abbreviation="SYT", name_en="Department of Health"
        )
        self.division = builders.make_agency(
            "phong-nvy", name="Phòng Nghiệp vụ y", parent=self.unit, kind=AgencyKind.INTERNAL_UNIT
        )
        make.make_post(agency, "Nguyễn Đức Ấn", "Chủ tịch", title_en="Chairperson")
        make.make_post(self.unit, "Trần Thị Bình", "Giám đốc")
        make.make_post(self.division, "Lê Văn Ân", "Trưởng phòng")

    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("duc an", ["Nguyễn Đức Ấn"]),
            ("ẤN ĐỨC", ["Nguyễn Đức Ấn"]),
            ("giam doc y te", ["Trần Thị Bình"]),
            ("syt", ["Trần Thị Bình"]),
            ("chairperson", ["Nguyễn Đức Ấn"]),
            ("health", ["Trần Thị Bình"]),
            ("an", ["Nguyễn Đức Ấn", "Lê Văn Ân"]),
            ("không có ai", []),
            ("'; DROP TABLE --", []),
            ("--", []),
            ("uyễn", []),
            ("\x00", ["Nguyễn Đức Ấn", "Trần Thị Bình", "Lê Văn Ân"]),
        ],
    )
    def test_words(self, client, directory, words, names):
        assert shown(client, directory, q=words) == names

    def test_an_agency_with_what_is_below_it(self, client, directory):
        assert shown(client, directory, agency=self.unit.pk) == ["Trần Thị Bình", "Lê Văn Ân"]
        assert shown(client, directory, agency=self.division.pk) == ["Lê Văn Ân"]
        assert shown(client, directory, agency=self.unit.pk, q="an") == ["Lê Văn Ân"]
        html = client.get(directory.url, {"agency": self.unit.pk}).content.decode()
        assert f'<option value="{self.unit.pk}" selected>' in html
        assert f".csv?agency={self.unit.pk}" in html

    @pytest.mark.parametrize("value", ["0", "999999999", "9" * 30, "-1", "x", "１", "1;2"])
    def test_an_agency_that_is_none_leaves_nobody(self, client, directory, value):
        assert shown(client, directory, agency=value) == []

    def test_an_agency_elsewhere_leaves_nobody(self, client, directory):
        other = builders.make_agency("tinh-khac", name="Tỉnh khác")
        make.make_post(other, "Người khác")
        assert shown(client, directory, agency=other.pk) == []

    def test_what_was_typed_is_shown_as_text(self, client, directory):
        html = client.get(directory.url, {"q": '"><script>x'}).content.decode()
        assert "<script>x" not in html
        assert "&quot;&gt;&lt;script&gt;x" in html


class DownloadTests:
    """The list as CSV, XLSX and business cards."""

    def test_csv_has_what_the_page_shows(self, client, directory, agency):
        make.make_post(agency, "An", "Chủ tịch", phone="0290 1", fax="0290 2", email="a@b.vn")
        unit = make.make_unit(agency, "so-yt", "Sở Y tế")
        make.make_post(unit, "Bình", "Giám đốc")
        head, *found = rows(client, directory)
        address = "Số 1, đường Hùng Vương; phường 1"
        assert len(head) == 7
        assert found == [
            ["An", "Chủ tịch", agency.name, "0290 1", "0290 2", "a@b.vn", address],
            ["Bình", "Giám đốc", "Sở Y tế", "", "", "", ""],
        ]
        assert [row[0] for row in rows(client, directory, f"?agency={unit.pk}")[1:]] == ["Bình"]
        response = client.get(f"/du-lieu/danh-ba/{directory.pk}.csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="{directory.slug}.csv"'

    def test_xlsx_has_the_same(self, client, directory, agency):
        make.make_post(agency, "An", "Chủ tịch", phone="0290 1")
        response = client.get(f"/du-lieu/danh-ba/{directory.pk}.xlsx")
        sheet = load_workbook(io.BytesIO(response.getvalue())).active
        found = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert found == rows(client, directory)
        assert sheet.freeze_panes == "A2"

    def test_no_spreadsheet_runs_what_is_in_a_cell(self, client, directory, agency):
        make.make_post(agency, '=HYPERLINK("http://x")', "+1", phone="+84 290 1")
        (_head, row) = rows(client, directory)
        assert row[:2] == ['\'=HYPERLINK("http://x")', "'+1"]
        response = client.get(f"/du-lieu/danh-ba/{directory.pk}.xlsx")
        sheet = load_workbook(io.BytesIO(response.getvalue())).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= TEXT
        assert sheet["A2"].value.startswith("'=")

    def test_a_sign_that_no_table_holds_costs_nothing(self, client, directory, agency):
        make.make_post(agency, "An\x0bBình\x01")
        assert client.get(f"/du-lieu/danh-ba/{directory.pk}.xlsx").status_code == 200
        assert client.get(f"/du-lieu/danh-ba/{directory.pk}.vcf").status_code == 200

    def test_all_cards_one_for_each_person(self, client, directory, agency):
        post = make.make_post(agency, "Nguyễn Văn An", "Chủ tịch", phone="0290 1")
        unit = make.make_unit(agency, "ban-cds", "Ban Chỉ đạo; chuyển đổi số")
        make.make_post(unit, "", "Trưởng ban", person=post.person)
        make.make_post(unit, "Bình", "Ủy viên", rank=9)
        response = client.get(f"/du-lieu/danh-ba/{directory.pk}.vcf")
        found = properties(response.getvalue())
        assert [value for _group, name, value in found if name == "FN"] == [
            ["Nguyễn Văn An"],
            ["Bình"],
        ]
        titles = [(group, value) for group, name, value in found if name == "TITLE"]
        assert titles == [
            ("post1", ["Chủ tịch"]),
            ("post2", ["Trưởng ban"]),
            ("post1", ["Ủy viên"]),
        ]
        assert ("post1", "ADR;TYPE=work", ["", "", agency.address, "", "", "", ""]) in found

    def test_a_card_keeps_its_identity_on_a_site(self, client, home, directory, agency):
        post = make.make_post(agency, "An")
        make.make_post(agency, "Bình")
        leader = make.make_leader(make.make_leaders(home, agency), post.person)
        addresses = (
            f"/du-lieu/danh-ba/{directory.pk}/{post.person_id}.vcf",
            f"/du-lieu/lanh-dao/{leader.pk}.vcf",
        )
        uids = set()
        for address in addresses:
            response = client.get(address)
            assert response["Content-Type"] == "text/vcard; charset=utf-8"
            found = properties(response.getvalue())
            uids |= {value[0] for _group, name, value in found if name == "UID"}
            assert [value for _group, name, value in found if name == "FN"] == [["An"]]
        assert len(uids) == 1
        assert uids.pop().startswith("urn:uuid:")
        everybody = properties(client.get(f"/du-lieu/danh-ba/{directory.pk}.vcf").getvalue())
        assert len({value[0] for _group, name, value in everybody if name == "UID"}) == 2

    def test_nobody_has_a_card_whom_the_directory_does_not_list(self, client, directory, agency):
        hidden = make.make_post(agency, "Không công khai", is_public=False)
        other = make.make_post(builders.make_agency("khac", name="Khác"), "Người khác")
        for number in (hidden.person_id, other.person_id, 0, 999_999_999, 10**20):
            address = f"/du-lieu/danh-ba/{directory.pk}/{number}.vcf"
            assert client.get(address).status_code == 404

    def test_nothing_else_of_the_register_leaves(self, client, directory, agency):
        post = make.make_post(agency, "An", phone="0290 1")
        Person.objects.filter(pk=post.person_id).update(note="CCCD 096123456789")
        secret = {"person": post.person, "is_public": False, "phone": "0913 999 999"}
        make.make_post(agency, "", "Bí thư chi bộ", email="rieng@example.vn", **secret)
        base = f"/du-lieu/danh-ba/{directory.pk}"
        addresses = [
            *(directory.url, f"{base}.csv", f"{base}.vcf", f"{base}/{post.person_id}.vcf"),
            *(f"{directory.url}?q=bí thư", f"{base}.csv?q=CCCD"),
        ]
        for address in addresses:
            text = client.get(address).getvalue().decode().replace('value="bí thư"', "")
            for word in ("096123456789", "0913", "Bí thư", "rieng@"):
                assert word not in text, (address, word)
        sheet = load_workbook(io.BytesIO(client.get(f"{base}.xlsx").getvalue())).active
        cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
        assert not any("0913" in cell or "096123" in cell for cell in cells)

    def test_what_is_no_public_directory_of_the_site_gives_nothing(
        self, client, home, directory, agency
    ):
        post = make.make_post(agency, "An")
        draft = OfficialDirectoryPage(title="Nháp", agency=agency)
        builders.add_page(home, draft, publish=False)
        closed = make.make_directory(home, agency)
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        other = make.make_directory(builders.make_site("so.example.vn").root_page, agency)
        for number in (draft.pk, closed.pk, other.pk, home.pk, 0, 999_999_999, 10**20):
            for ending in (".csv", ".xlsx", ".vcf", f"/{post.person_id}.vcf"):
                address = f"/du-lieu/danh-ba/{number}{ending}"
                assert client.get(address).status_code == 404, address
        assert client.get(f"/du-lieu/danh-ba/{directory.pk}.json").status_code == 404
        assert client.post(f"/du-lieu/danh-ba/{directory.pk}.csv").status_code == 405

    def test_a_restricted_directory_offers_no_downloads(self, client, directory, agency):
        make.make_post(agency, "An")
        group = PageViewRestriction.objects.create(page=directory, restriction_type="login")
        client.force_login(builders.make_user())
        html = client.get(directory.url).content.decode()
        assert "An" in html
        assert "/du-lieu/danh-ba/" not in html
        group.delete()
        assert "/du-lieu/danh-ba/" in client.get(directory.url).content.decode()

    def test_posts_and_agencies_are_in_the_language_of_the_page(self, client, home, agency):
        Agency.objects.update(name_en="Provincial People's Committee")
        make.make_post(agency, "An", "Chủ tịch", title_en="Chairperson")
        english = home.copy_for_translation(builders.make_locale("en"))
        builders.publish_page(english)
        page = make.make_directory(english, agency)
        with translation.override("vi"):
            (_head, row) = rows(client, page)
        assert row[1:3] == ["Chairperson", "Provincial People's Committee"]


class BudgetTests:
    """The number of queries does not depend on how many officials there are."""

    @staticmethod
    def cost(client, address):
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).getvalue()
        return len(queries)

    @staticmethod
    def add(agency, leaders, count):
        for _number in range(count):
            place = Agency.objects.count()
            unit = make.make_unit(agency, f"so-{place}", f"Sở {place}")
            post = make.make_post(unit, f"Giám đốc {place}")
            make.make_leader(leaders, post.person)
            make.make_post(unit, f"Phó {place}")

    def test_page_and_downloads(self, client, home, directory, agency):
        leaders = make.make_leaders(home, agency)
        self.add(agency, leaders, 2)
        base = f"/du-lieu/danh-ba/{directory.pk}"
        addresses = (
            *(directory.url, f"{directory.url}?q=giam", f"{base}.csv"),
            *(f"{base}.xlsx", f"{base}.vcf"),
        )
        before = [self.cost(client, address) for address in addresses]
        self.add(agency, leaders, 8)
        assert [self.cost(client, address) for address in addresses] == before
        assert max(before) < 45
