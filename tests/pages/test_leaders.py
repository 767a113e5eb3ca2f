"""Leaders of an agency: those in office, earlier terms, the page of one leader."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core.models import Person, Post
from govportal_wagtail.core.registries import RelatedPart, person_parts
from govportal_wagtail.core.search import search
from govportal_wagtail.editorial import requirements
from govportal_wagtail.pages.models import LeaderPage
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.core.portal_builders import make_commune, make_component, make_officer, make_portal
from tests.pages import organisation_builders as make

pytestmark = pytest.mark.django_db


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def home():
    return Page.objects.get(pk=builders.make_site().root_page_id)


@pytest.fixture
def agency():
    return builders.make_agency(phone="0290 3831 000")


@pytest.fixture
def leaders(home, agency):
    return make.make_leaders(home, agency)


def shown(client, page, query=""):
    """Names in the order of the list."""
    response = client.get(f"{page.url}{query}")
    assert response.status_code == 200
    return [each.name for each in response.context["leaders"]]


class InOfficeTests:
    """Those who hold a post today."""

    def test_the_order_is_that_of_protocol(self, client, leaders, agency):
        make.make_post(agency, "Ba", rank=3)
        make.make_post(agency, "Hai", rank=2)
        make.make_post(agency, "Một", "Chủ tịch", rank=9, is_head=True)
        assert shown(client, leaders) == ["Một", "Hai", "Ba"]

    def test_whoever_has_left_comes_later_or_is_hidden_is_not_there(self, client, leaders, agency):
        make.make_post(agency, "Hôm nay", ends_on=timezone.localdate())
        make.make_post(agency, "Đã thôi", ends_on=yesterday())
        make.make_post(agency, "Sắp nhận", starts_on=tomorrow())
        make.make_post(agency, "Không công khai", is_public=False)
        unit = make.make_unit(agency, "so-nv", "Sở Nội vụ")
        make.make_post(unit, "Giám đốc sở")
        assert shown(client, leaders) == ["Hôm nay"]

    def test_a_focal_officer_is_no_leader_unless_something_says_so(self, client, leaders, agency):
        focal = {"is_focal_officer": True, "rank": 100}
        make.make_post(agency, "Chuyên viên", **focal)
        make.make_post(agency, "Chánh Văn phòng", **{**focal, "rank": 50})
        make.make_post(agency, "Thủ trưởng", **focal, is_head=True)
        with_page = make.make_post(agency, "Có trang", **focal)
        make.make_leader(leaders, with_page.person)
        found = shown(client, leaders)
        assert found == ["Thủ trưởng", "Chánh Văn phòng", "Có trang"]

    def test_a_person_with_two_posts_stands_once_with_both(self, client, leaders, agency):
        first = make.make_post(agency, "An", "Chủ tịch", is_head=True)
        make.make_post(agency, "", "Trưởng Ban Chỉ đạo", person=first.person, rank=5)
        make.make_post(agency, "Bình")
        response = client.get(leaders.url)
        found = response.context["leaders"]
        assert [each.name for each in found] == ["An", "Bình"]
        assert [term.title for term in found[0].terms] == ["Chủ tịch", "Trưởng Ban Chỉ đạo"]

    def test_name_photo_and_contact_are_shown_with_a_way_to_the_page(self, client, leaders, agency):
        post = make.make_post(agency, "An", phone="0290.3831 111", email="an@example.vn")
        photo = builders.make_image("tệp-ảnh.png")
        page = make.make_leader(leaders, post.person, photo=photo)
        html = client.get(leaders.url).content.decode()
        assert f'<a href="{page.url}">An</a>' in html
        assert 'href="tel:02903831111"' in html
        assert "mailto:an@example.vn" in html
        assert "<picture>" in html

    def test_drafts_and_restricted_pages_are_not_linked(self, client, leaders, agency):
        one, two = make.make_post(agency, "An"), make.make_post(agency, "Bình")
        draft = make.make_leader(leaders, one.person, publish=False)
        closed = make.make_leader(leaders, two.person)
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        html = client.get(leaders.url).content.decode()
        assert draft.url not in html
        assert closed.url not in html
        assert "Bình" in html

    def test_an_empty_list_says_so(self, client, leaders):
        assert "gp-empty" in client.get(leaders.url).content.decode()

    def test_the_list_has_pages(self, client, leaders, agency, settings):
        settings.GOVPORTAL_PAGE_SIZE = 2
        for rank in range(1, 4):
            make.make_post(agency, f"Người {rank}", rank=rank)
        assert shown(client, leaders) == ["Người 1", "Người 2"]
        assert shown(client, leaders, "?page=2") == ["Người 3"]
        assert client.get(f"{leaders.url}?page=3").status_code == 404
        assert client.get(f"{leaders.url}?page=x").status_code == 404

    def test_a_change_in_the_register_shows_at_once(
        self, client, leaders, agency, django_capture_on_commit_callbacks
    ):
        post = make.make_post(agency, "An")
        assert shown(client, leaders) == ["An"]
        with django_capture_on_commit_callbacks(execute=True):
            Post.objects.get(pk=post.pk).delete()
        assert "An</" not in client.get(leaders.url).content.decode()


class FormerTests:
    """Earlier terms."""

    def test_the_latest_come_first_with_their_terms(self, client, leaders, agency):
        make.make_post(agency, "Cũ", starts_on=date(2011, 1, 1), ends_on=date(2016, 6, 30))
        make.make_post(agency, "Mới", ends_on=date(2025, 6, 30))
        make.make_post(agency, "Xưa", starts_on=None, ends_on=date(2010, 12, 31))
        make.make_post(agency, "Giấu", ends_on=date(2024, 1, 1), is_public=False)
        make.make_post(agency, "Đương nhiệm")
        assert shown(client, leaders, "?former=1") == ["Mới", "Cũ", "Xưa"]
        html = client.get(f"{leaders.url}?former=1").content.decode()
        assert "01/01/2011" in html
        assert "30/06/2016" in html
        assert "Giấu" not in html

    def test_without_any_there_is_no_way_to_them(self, client, leaders, agency):
        make.make_post(agency, "An")
        assert "former=1" not in client.get(leaders.url).content.decode()
        assert client.get(f"{leaders.url}?former=1").status_code == 200
        make.make_post(agency, "Bình", ends_on=yesterday())
        cache.clear()
        assert "former=1" in client.get(leaders.url).content.decode()

    def test_pages_of_the_list_keep_which_list_it_is(self, client, leaders, agency, settings):
        settings.GOVPORTAL_PAGE_SIZE = 1
        for year in (2010, 2020):
            make.make_post(agency, f"Năm {year}", ends_on=date(year, 1, 1), starts_on=None)
        assert shown(client, leaders, "?former=1&page=2") == ["Năm 2010"]
        html = client.get(f"{leaders.url}?former=1").content.decode()
        assert "?former=1&amp;page=2" in html


class LeaderPageTests:
    """The page of one leader."""

    def test_posts_contact_and_texts(self, client, leaders, agency):
        party = make.make_unit(agency, "ban-tc", "Ban Tổ chức")
        old = make.make_post(party, "Nguyễn Văn An", "Phó Trưởng ban", ends_on=date(2024, 12, 31))
        make.make_post(party, "", "Ủy viên", person=old.person, rank=1)
        now = make.make_post(agency, "", "Chủ tịch", person=old.person, fax="0290 3 831 112")
        page = make.make_leader(
            leaders, now.person, duties="<p>Phụ trách chung.</p>", duties_basis="QĐ 12/QĐ-UBND"
        )
        response = client.get(page.url)
        terms = response.context["terms"]
        # The posts of the agency of the list come first.
        assert [term.title for term in terms] == ["Chủ tịch", "Ủy viên"]
        assert [term.title for term in response.context["former_terms"]] == ["Phó Trưởng ban"]
        html = response.content.decode()
        for text in ("Cử nhân Luật.", "Phụ trách chung.", "QĐ 12/QĐ-UBND", "0290 3 831 112"):
            assert text in html

    def test_the_portrait_has_the_name_as_its_alternative(self, client, leaders, agency):
        post = make.make_post(agency, "Nguyễn Văn An")
        photo = builders.make_image("IMG_2034.JPG")
        page = make.make_leader(leaders, post.person, photo=photo, title="Đồng chí An")
        html = client.get(page.url).content.decode()
        assert 'alt="Nguyễn Văn An"' in html
        assert "IMG_2034" not in html

    def test_without_an_own_contact_that_of_the_agency_is_named(self, client, leaders, agency):
        post = make.make_post(agency, "An")
        page = make.make_leader(leaders, post.person)
        (contact,) = client.get(page.url).context["contacts"]
        assert (contact.phone, contact.via) == ("0290 3831 000", "Ủy ban nhân dân tỉnh")

    def test_nothing_else_of_the_register_is_told(self, client, leaders, agency):
        post = make.make_post(agency, "An", phone="0290 1111")
        person = post.person
        Person.objects.filter(pk=person.pk).update(note="CCCD 096123456789")
        hidden = {"person": person, "is_public": False, "phone": "0913 999 999"}
        make.make_post(agency, "", "Bí thư chi bộ", email="rieng@example.vn", **hidden)
        make.make_post(agency, "", "Chức vụ cũ", ends_on=yesterday(), **hidden)
        coming = {"person": person, "starts_on": tomorrow(), "phone": "0913 888 888"}
        make.make_post(agency, "", "Chức vụ tới", **coming)
        page = make.make_leader(leaders, person)
        card = reverse("govportal_pages:leader_card", args=[page.pk])
        for address in (leaders.url, f"{leaders.url}?former=1", page.url, card):
            text = client.get(address).content.decode()
            assert "An" in text or "former" in address
            for secret in (
                *("096123456789", "Bí thư", "0913", "rieng@", "Chức vụ cũ", "Chức vụ tới"),
            ):
                assert secret not in text, (address, secret)

    def test_somebody_no_longer_in_office_is_said_to_be_so(self, client, leaders, agency):
        post = make.make_post(agency, "An", ends_on=yesterday(), phone="0290 2222")
        page = make.make_leader(leaders, post.person)
        response = client.get(page.url)
        html = response.content.decode()
        assert "gp-profile__former" in html
        assert "0290 2222" not in html
        assert response.context["card_url"] == ""
        card = reverse("govportal_pages:leader_card", args=[page.pk])
        assert client.get(card).status_code == 404

    def test_what_other_apps_know_is_shown_in_order(self, client, leaders, agency, monkeypatch):
        post = make.make_post(agency, "An")
        page = make.make_leader(leaders, post.person)
        template = "govportal/components/badge.html"

        def part(code, order, context):
            return RelatedPart(code, f"Mục {code}", template, context, order)

        asked = []

        def second(person, shown_on, request):
            asked.append((person, shown_on.pk))
            return {"code": "b", "label": "<b>hai</b>"}

        parts = {
            "b": part("b", 2, second),
            "a": part("a", 1, lambda *args: {"code": "a", "label": "một"}),
            "c": part("c", 3, lambda *args: None),
        }
        monkeypatch.setattr(person_parts, "_entries", parts)
        html = client.get(page.url).content.decode()
        assert html.index("Mục a") < html.index("Mục b")
        assert "&lt;b&gt;hai" in html
        assert "Mục c" not in html
        assert asked == [(post.person, page.pk)]

    def test_the_business_card(self, client, leaders, agency):
        post = make.make_post(agency, "Nguyễn Văn An", "Chủ tịch", phone="0290 3831 111")
        page = make.make_leader(leaders, post.person)
        response = client.get(client.get(page.url).context["card_url"])
        assert response["Content-Type"] == "text/vcard; charset=utf-8"
        assert response["Content-Disposition"] == f'attachment; filename="{page.slug}.vcf"'
        text = response.content.decode()
        assert "FN:Nguyễn Văn An\r\n" in text
        assert "TEL;TYPE=work,voice:0290 3831 111\r\n" in text
        assert f"URL:http://testserver{page.url}\r\n" in text

    def test_cards_of_what_is_not_public_are_not_there(self, client, leaders, agency):
        post = make.make_post(agency, "An")
        draft = make.make_leader(leaders, post.person, publish=False)
        closed = make.make_leader(leaders, post.person)
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        other = builders.make_site("so.example.vn").root_page
        elsewhere = make.make_leader(make.make_leaders(other, agency), post.person)
        for number in (draft.pk, closed.pk, elsewhere.pk, leaders.pk, 0, 999_999_999, 10**20):
            assert client.get(f"/du-lieu/lanh-dao/{number}.vcf").status_code == 404, number

    def test_a_preview_before_the_first_saving(self, rf, leaders, agency):
        post = make.make_post(agency, "An")
        new = {"title": "Mới", "locale": leaders.locale}
        for unsaved in (LeaderPage(**new), LeaderPage(**new, person=post.person)):
            context = unsaved.get_context(rf.get("/"))
            assert context["parts"] == []
        assert [term.title for term in context["terms"]] == ["Phó Chủ tịch"]
        assert type(leaders)(**new).get_context(rf.get("/"))["leaders"].object_list == []


class PostingTests:
    """What a page needs to be posted, and its form."""

    @staticmethod
    def codes(page):
        return {each.code for each in requirements.shortfalls(page)}

    def test_a_post_and_a_text_are_needed(self, leaders, agency):
        post = make.make_post(agency, "An")
        page = make.make_leader(leaders, post.person)
        assert not {"no_post", "no_biography"} & self.codes(page)
        page.biography = "<p> </p><p><br/></p>"
        assert "no_biography" in self.codes(page)
        page.duties = "<p>Phụ trách chung.</p>"
        assert "no_biography" not in self.codes(page)
        Post.objects.update(is_public=False)
        assert "no_post" in self.codes(page)
        assert "no_person" in self.codes(LeaderPage(title="An"))

    def test_the_name_is_the_title_where_none_was_written(self, client, leaders, agency):
        post = make.make_post(agency, "Nguyễn Văn An")
        client.force_login(builders.make_user(superuser=True))
        add = reverse("wagtailadmin_pages:add", args=["govportal_pages", "leaderpage", leaders.pk])
        assert client.get(add).status_code == 200
        empty = ("photo", "duties_basis", "seo_title", "search_description", "title")
        data = {
            **dict.fromkeys((*empty, "go_live_at", "expire_at"), ""),
            "slug": "nguyen-van-an",
            "person": post.person.pk,
            "biography": "null",
            "duties": "null",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
        }
        response = client.post(add, data)
        page = LeaderPage.objects.get()
        assert response.status_code == 302
        assert (page.title, page.draft_title) == ("Nguyễn Văn An", "Nguyễn Văn An")
        nobody = client.post(add, {**data, "slug": "khac", "person": ""})
        assert nobody.status_code == 200
        assert {"title", "person"} <= set(nobody.context["form"].errors)

    def test_an_editor_chooses_from_public_posts_of_the_own_site(self, client):
        portal = make_portal()
        commune = make_component(make_commune())
        mine = make.make_post(commune.agency, "Người của xã")
        hidden = make.make_post(commune.agency, "Không công khai", is_public=False)
        other = make.make_post(portal.agency, "Người của tỉnh")
        client.force_login(make_officer("bien-tap", commune, RoleCode.FULL_TIME_EDITOR.value))
        chooser = "govportal_people_in_public_posts"
        html = client.get(reverse(f"{chooser}:choose")).json()["html"]
        assert "Người của xã" in html
        assert "Phó Chủ tịch" in html
        assert "Không công khai" not in html
        assert "Người của tỉnh" not in html
        results = reverse(f"{chooser}:choose_results")
        assert "Người của xã" in client.get(results, {"q": "nguoi xa"}).content.decode()
        assert "Người của xã" not in client.get(results, {"q": "tinh"}).content.decode()
        for post, status in ((mine, 200), (hidden, 404), (other, 404)):
            chosen = reverse(f"{chooser}:chosen", args=[post.person_id])
            assert client.get(chosen).status_code == status
        page = make.make_leaders(commune.site.root_page, commune.agency)
        add = reverse("wagtailadmin_pages:add", args=["govportal_pages", "leaderpage", page.pk])
        form = client.get(add).context["form"]
        assert set(form.fields["person"].queryset) == {mine.person}


class SearchTests:
    """Pages on leaders among what is found."""

    @staticmethod
    def found(page, query):
        results = search(query, site=page.get_site(), locale=page.locale)
        return [hit.page_id for hit in results.hits]

    def test_duties_and_public_posts_are_found(self, leaders, agency):
        post = make.make_post(agency, "Nguyễn Văn An", "Chánh Thanh tra")
        make.make_post(agency, "", "Thủ quỹ", person=post.person, is_public=False)
        page = make.make_leader(leaders, post.person, duties="<p>Phụ trách <b>thủy sản</b></p>")
        assert self.found(page, "thuy san") == [page.pk]
        assert self.found(page, "Chánh Thanh tra An") == [page.pk]
        assert self.found(page, "thủ quỹ") == []

    def test_the_register_is_followed(self, leaders, agency):
        post = make.make_post(agency, "An", "Chánh Thanh tra")
        page = make.make_leader(leaders, post.person)
        draft = make.make_leader(leaders, post.person, publish=False)
        post.title = "Kiểm toán trưởng"
        post.save()
        assert self.found(page, "kiểm toán trưởng") == [page.pk]
        assert self.found(draft, "chánh thanh tra") == []
        post.person.name = "Hoàng Oanh"
        post.person.save()
        assert self.found(page, "Hoàng Oanh") == [page.pk]
        post.is_public = False
        post.save()
        assert self.found(page, "kiểm toán trưởng") == []


class BudgetsTests:
    """The number of queries does not depend on how many leaders there are."""

    @pytest.fixture(autouse=True)
    def _no_page_cache(self, settings):
        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0

    @staticmethod
    def cost(client, address):
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    @staticmethod
    def add(leaders, agency, count, **fields):
        for number in range(count):
            post = make.make_post(agency, f"Người {number}", **fields)
            photo = builders.make_image(size=(60, 80))
            make.make_leader(leaders, post.person, photo=photo)

    @pytest.mark.parametrize("query", ["", "?former=1"])
    def test_lists(self, client, leaders, agency, query):
        fields = {"ends_on": date(2025, 1, 1)} if query else {}
        self.add(leaders, agency, 2, **fields)
        before = self.cost(client, f"{leaders.url}{query}")
        self.add(leaders, agency, 9, **fields)
        assert self.cost(client, f"{leaders.url}{query}") == before

    def test_page(self, client, leaders, agency):
        post = make.make_post(agency, "An")
        page = make.make_leader(leaders, post.person)
        before = self.cost(client, page.url)
        for number in range(9):
            unit = make.make_unit(agency, f"so-{number}", f"Sở {number}")
            ended = {"ends_on": yesterday()} if number % 2 else {}
            make.make_post(unit, "", person=post.person, **ended)
        assert self.cost(client, page.url) == before
