"""Who governs, from the edges: terms, mergers, focal officers, odd registers."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, AgencyKind, Post
from govportal_wagtail.pages.organisation import chart as charts
from govportal_wagtail.pages.organisation.search import texts_of
from tests import builders
from tests.pages import organisation_builders as make
from tests.pages import organisation_world as world

pytestmark = pytest.mark.django_db
#: Half past midnight of 23 November in Việt Nam, still the evening before in London.
AFTER_MIDNIGHT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def home():
    return Page.objects.get(pk=builders.make_site().root_page_id)


@pytest.fixture
def agency():
    return builders.make_agency(phone="0290 3831 000")


@pytest.fixture
def leaders(home, agency):
    return make.make_leaders(home, agency)


@pytest.fixture
def night(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AFTER_MIDNIGHT)


def names(client, page, query=""):
    cache.clear()
    response = client.get(f"{page.url}{query}")
    assert response.status_code == 200
    return [each.name for each in response.context["leaders"]]


def text_of(client, address):
    cache.clear()
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue().decode()


class TermTests:
    """Days of terms are days in Việt Nam; a post does not outlive its agency."""

    def test_a_term_begins_and_ends_at_midnight_in_viet_nam(self, client, leaders, agency, night):
        make.make_post(agency, "Nhận hôm nay", starts_on=TODAY)
        make.make_post(agency, "Nhận ngày mai", starts_on=TODAY + timedelta(days=1))
        make.make_post(agency, "Thôi hôm qua", ends_on=TODAY - timedelta(days=1))
        make.make_post(agency, "Ngày cuối", ends_on=TODAY)
        assert names(client, leaders) == ["Nhận hôm nay", "Ngày cuối"]
        assert names(client, leaders, "?former=1") == ["Thôi hôm qua"]

    def test_nobody_is_in_office_in_an_agency_that_has_ended(self, client, leaders, agency, night):
        post = make.make_post(agency, "An", phone="0290 2222")
        page = make.make_leader(leaders, post.person)
        Agency.objects.filter(pk=agency.pk).update(valid_to=TODAY - timedelta(days=1))
        assert names(client, leaders) == []
        assert names(client, leaders, "?former=1") == ["An"]
        assert "22/11/2026" in text_of(client, f"{leaders.url}?former=1")
        html = text_of(client, page.url)
        assert "gp-profile__former" in html
        assert "0290 2222" not in html
        assert client.get(f"/du-lieu/lanh-dao/{page.pk}.vcf").status_code == 404

    def test_nobody_is_in_office_before_the_agency_exists(self, client, leaders, agency, night):
        make.make_post(agency, "An", starts_on=None)
        Agency.objects.filter(pk=agency.pk).update(valid_from=TODAY + timedelta(days=1))
        assert names(client, leaders) == []
        assert names(client, leaders, "?former=1") == []

    def test_a_post_to_come_is_not_found_by_the_search(self, leaders, agency):
        post = make.make_post(agency, "An")
        page = make.make_leader(leaders, post.person)
        tomorrow = timezone.localdate() + timedelta(days=1)
        make.make_post(agency, "", "Chủ nhiệm", person=post.person, starts_on=tomorrow)
        texts = " ".join(texts_of([page])[page.pk])
        assert "Phó Chủ tịch" in texts
        assert "Chủ nhiệm" not in texts


class MergerTests:
    """The archive goes on where agencies were merged."""

    def merge(self, into, code, name, ended=date(2025, 6, 30)):
        return make.make_unit(None, code, name, valid_to=ended, successor=into)

    def test_leaders_of_merged_agencies_are_in_the_archive(self, client, leaders, agency):
        north = self.merge(agency, "ubnd-bac", "Ủy ban nhân dân tỉnh Bắc")
        older = self.merge(north, "ubnd-bac-cu", "Ủy ban nhân dân tỉnh Bắc cũ", date(1996, 12, 31))
        last = date(2025, 6, 30)
        split = make.make_unit(None, "ubnd-nam", "Ủy ban nhân dân tỉnh Nam", valid_to=last)
        split.further_successors.add(agency)
        make.make_post(north, "Bắc", "Chủ tịch", is_head=True)
        make.make_post(older, "Xưa", ends_on=date(1990, 1, 1), starts_on=date(1985, 1, 1))
        make.make_post(split, "Nam", ends_on=date(2024, 1, 1))
        make.make_post(north, "Giấu", is_public=False)
        other = make.make_unit(None, "khac", "Khác")
        make.make_post(other, "Khác", ends_on=date(2024, 1, 1))
        assert names(client, leaders, "?former=1") == ["Bắc", "Nam", "Xưa"]
        html = text_of(client, f"{leaders.url}?former=1")
        assert "Ủy ban nhân dân tỉnh Bắc cũ" in html
        assert "30/06/2025" in html
        assert "former=1" in text_of(client, leaders.url)
        assert names(client, leaders) == []

    def test_an_agency_that_goes_on_beside_its_successor_keeps_its_leaders(
        self, client, leaders, agency
    ):
        split = make.make_unit(None, "so-cu", "Sở cũ")
        split.further_successors.add(agency)
        make.make_post(split, "Đương nhiệm ở đó")
        make.make_post(split, "Đã thôi ở đó", ends_on=date(2020, 1, 1), starts_on=None)
        assert names(client, leaders, "?former=1") == []

    def test_a_circle_of_successors_ends(self, client, leaders, agency):
        one = self.merge(agency, "mot", "Một")
        Agency.objects.filter(pk=agency.pk).update(successor=one)
        make.make_post(one, "An", ends_on=date(2020, 1, 1), starts_on=None)
        assert names(client, leaders, "?former=1") == ["An"]

    def test_the_archive_costs_the_same_whatever_was_merged(self, client, leaders, agency):
        def cost():
            client.get(f"{leaders.url}?former=1")
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{leaders.url}?former=1")
            return len(queries)

        def add(first, last):
            for number in range(first, last):
                old = self.merge(agency, f"cu-{number}", f"Xã cũ {number}")
                make.make_post(old, f"Người {number}")

        add(0, 2)
        few = cost()
        add(2, 9)
        assert cost() == few


class FocalOfficerTests:
    """Who merely supplies information for the portal is no leader, on no page."""

    def test_not_on_the_page_of_an_agency(self, client, home, agency):
        chart = world.make_chart(home, agency)
        page = world.make_agency_page(chart, agency)
        make.make_post(agency, "Chủ tịch A", is_head=True, is_focal_officer=True)
        make.make_post(agency, "Chuyên viên B", "Chuyên viên", is_focal_officer=True, rank=100)
        html = text_of(client, page.url)
        assert "Chủ tịch A" in html
        assert "Chuyên viên B" not in html


class ChartTests:
    """Units of odd registers are neither lost nor shown twice."""

    def test_a_unit_below_one_that_has_ended_stands_below_the_next(self, client, home, agency):
        chart = world.make_chart(home, agency)
        gone = world.make_unit(agency, "Sở cũ", valid_to=date(2025, 6, 30))
        world.make_unit(gone, "Trung tâm còn lại", AgencyKind.PUBLIC_SERVICE_UNIT)
        html = text_of(client, chart.url)
        assert "Trung tâm còn lại" in html
        assert "Sở cũ" not in html

    def test_a_unit_below_the_chairperson_is_not_lost(self, client, home, agency):
        chart = world.make_chart(home, agency)
        chair = world.make_unit(agency, "Chủ tịch", AgencyKind.CHAIR)
        world.make_unit(chair, "Ban Chỉ đạo", AgencyKind.INTERNAL_UNIT)
        assert "Ban Chỉ đạo" in text_of(client, chart.url)

    def test_ended_agencies_in_a_circle_are_walked_once(self, client, home, agency):
        chart = world.make_chart(home, agency)
        one = world.make_unit(agency, "Một", valid_to=date(2020, 1, 1))
        two = world.make_unit(one, "Hai", valid_to=date(2020, 1, 1))
        Agency.objects.filter(pk=one.pk).update(parent=two)
        world.make_unit(two, "Ba")
        assert "Một" not in text_of(client, chart.url)

    def test_a_level_that_is_too_large_is_counted_not_denied(
        self, client, home, agency, monkeypatch
    ):
        chart = world.make_chart(home, agency)
        for number in range(4):
            world.make_unit(agency, f"Sở {number}")
        monkeypatch.setattr(charts, "MAX_UNITS", 3)
        response = client.get(chart.url)
        assert response.context["total"] == 4
        assert "gp-chart__more" in response.content.decode()
        assert "gp-empty" not in response.content.decode()

    def test_three_hundred_units_cost_what_three_do(self, client, home, agency):
        chart = world.make_chart(home, agency)

        def add(count):
            for number in range(count):
                unit = world.make_unit(agency, f"Sở {number}")
                world.make_head(unit, f"Người {number}")

        add(3)
        few = world.cost(client, chart.url)
        add(297)
        cache.clear()
        assert world.cost(client, chart.url) == few


class HostileTests:
    """What somebody typed is text, and a file that is gone is no error."""

    NASTY = "</title><script>alert(1)</script>\r\nX-Bad: 1 {{ 7|add:7 }} =1+1"

    def test_titles_names_and_posts_are_text(self, client, leaders, agency):
        post = make.make_post(agency, self.NASTY[:110], self.NASTY)
        page = make.make_leader(leaders, post.person, title=self.NASTY, slug="la")
        directory = make.make_directory(leaders.get_parent(), agency, title=self.NASTY, slug="dba")
        chart = world.make_chart(leaders.get_parent(), agency)
        own = world.make_agency_page(chart, agency, title=self.NASTY, slug="cq")
        for each in (leaders, page, directory, chart, own):
            html = text_of(client, each.url)
            assert "<script>alert" not in html, each
            assert "X-Bad" not in client.get(each.url).headers
        card = client.get(f"/du-lieu/lanh-dao/{page.pk}.vcf")
        lines = card.getvalue().decode().split("\r\n")
        assert not any(line.startswith("X-Bad") for line in lines)

    def test_a_portrait_whose_file_is_gone_is_no_error(self, client, leaders, agency):
        post = make.make_post(agency, "An")
        photo = builders.make_image("chan-dung.png")
        page = make.make_leader(leaders, post.person, photo=photo)
        Path(photo.file.path).unlink()
        for each in (leaders, page):
            assert "An" in text_of(client, each.url)

    def test_a_map_whose_files_are_gone_is_no_error(self, client, home, agency):
        image, file = builders.make_image("ban-do.png"), builders.make_file("Bản đồ")
        page = world.make_map(home, agency, image=image, image_alt="Bản đồ", document=file)
        Path(image.file.path).unlink()
        Path(file.file.path).unlink()
        assert "Bản đồ" in text_of(client, page.url)


class DownloadTests:
    """Three thousand people leave the portal in pieces."""

    @pytest.fixture
    def directory(self, home, agency):
        return make.make_directory(home, agency)

    def test_csv_and_cards_are_streamed_whole(self, client, directory, agency):
        people = type(make.make_post(agency, "Người đầu").person)
        made = people.objects.bulk_create(
            [people(name=f"Người {number}", agency=agency) for number in range(3000)]
        )
        Post.objects.bulk_create(
            [Post(person=each, agency=agency, title="Chuyên viên chính") for each in made]
        )
        base = f"/du-lieu/danh-ba/{directory.pk}"
        response = client.get(f"{base}.csv")
        assert isinstance(response, StreamingHttpResponse)
        rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
        assert len(rows) == 3002
        assert rows[0][0] == "Họ và tên"
        cards = client.get(f"{base}.vcf").getvalue().decode()
        assert cards.count("BEGIN:VCARD") == cards.count("END:VCARD") == 3001
        page = client.get(f"{directory.url}?q=người 2999")
        assert page.context["total"] == 1

    def test_headings_are_in_the_language_of_the_page(self, client, home, directory, agency):
        make.make_post(agency, "An", "Chủ tịch", title_en="Chairperson")
        english = home.copy_for_translation(builders.make_locale("en"))
        builders.publish_page(english)
        page = make.make_directory(english, agency)
        text = client.get(f"/du-lieu/danh-ba/{page.pk}.csv").getvalue().decode("utf-8-sig")
        assert text.splitlines()[0].startswith("Full name,")
        assert "Chairperson" in text

    def test_somebody_in_two_agencies_has_one_card(self, client, directory, agency):
        first = make.make_post(agency, "An", "Chủ tịch")
        unit = make.make_unit(agency, "so-yt", "Sở Y tế")
        make.make_post(unit, "Bình")
        make.make_post(unit, "", "Giám đốc", person=first.person, rank=9)
        text = client.get(f"/du-lieu/danh-ba/{directory.pk}.vcf").getvalue().decode()
        assert text.count("BEGIN:VCARD") == 2
        assert text.count("FN:An\r\n") == 1


class StalenessTests:
    """A change of the register shows at once."""

    @pytest.fixture(autouse=True)
    def _kept(self, settings):
        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 600

    def test_a_further_successor(self, client, home, agency, django_capture_on_commit_callbacks):
        chart = world.make_chart(home, agency)
        old = world.make_unit(agency, "Sở cũ", valid_to=date(2025, 6, 30))
        new = world.make_unit(agency, "Sở mới")
        page = world.make_agency_page(chart, old)
        assert "Sở mới" not in client.get(page.url).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            old.further_successors.add(new)
        assert "Sở mới" in client.get(page.url).content.decode()


def test_nothing_is_marked_as_vietnamese_on_a_vietnamese_page(client, leaders, agency):
    make.make_post(agency, "Bình", "Phó Chủ tịch")
    assert '<span lang="vi">' not in text_of(client, leaders.url)
