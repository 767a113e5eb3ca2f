"""What a site still lacks: which parts are asked for, by whom, how far their pages have come."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import AgencyKind, SiteState
from govportal_wagtail.core.models.portal_sites import SitePart
from govportal_wagtail.core.registries import part_contents
from govportal_wagtail.core.sites import completeness, launch, parts
from govportal_wagtail.core.sites.completeness import PartState
from govportal_wagtail.pages.models import (
    AdministrativeMapPage,
    LeaderPage,
    LeadersPage,
    OfficialDirectoryPage,
    OrganisationPage,
    SectionPage,
    StandardPage,
)
from tests import builders
from tests.core.portal_builders import (
    make_commune,
    make_component,
    make_department,
    make_officer,
    make_portal,
    publish_parts,
)
from tests.pages.organisation_builders import make_leader
from tests.pages.organisation_world import make_agency_page, make_head, make_unit
from tests.questions.builders import make_answer, make_answer_section
from tests.schedules.builders import make_week

pytestmark = pytest.mark.django_db
DECREE = "224/2026/NĐ-CP"


@pytest.fixture
def portal():
    return make_portal("backan-2018")


@pytest.fixture
def component(portal):
    return make_component()


def status_of(portal_site, code):
    found = {each.code: each for each in completeness.statuses(portal_site)}
    return found.get(code)


def part_of(portal_site, code):
    page = parts.page_of(portal_site, code)
    assert page is not None
    return page.specific


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"govportal_sites:{name}", args=args)


class AskedForTests:
    def test_the_regulation_of_the_site_and_the_decree_ask(self, portal):
        status = status_of(portal, "leaders")
        assert [each.instrument for each in status.bases][-1] == DECREE
        assert len(status.bases) == 2
        assert "Điều 9" in str(status.bases[-1])

    def test_what_only_the_decree_asks_for_is_asked_too(self, portal):
        found = {each.code for each in completeness.statuses(portal)}
        assert {"disclosure", "map", "nature_history"} <= found
        assert "disclosure" not in parts.codes_for(
            launch.profiles_of([portal], timezone.localdate())[portal.pk], "portal"
        )

    def test_before_its_first_day_the_decree_asks_for_nothing(self, portal, monkeypatch):
        monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 6, 30))
        assert status_of(portal, "disclosure") is None
        assert [each.instrument for each in status_of(portal, "leaders").bases] != [DECREE]

    def test_a_department_must_state_its_functions_and_a_commune_its_map(self, component):
        department = make_component(make_department(), "skhcn.localhost")
        asked = {
            each: {
                status.code
                for status in completeness.statuses(each)
                if any(basis.instrument == DECREE for basis in status.bases)
            }
            for each in (component, department)
        }
        assert "functions" in asked[department] and "map" not in asked[department]
        assert "map" in asked[component] and "functions" not in asked[component]

    def test_the_decree_does_not_keep_a_site_from_its_launch(self, component):
        gaps = {each.code for each in launch.missing(component)}
        only_asked = {
            each.code
            for each in completeness.statuses(component)
            if all(basis.instrument == DECREE for basis in each.bases)
        }
        assert only_asked
        assert not {f"page.{code}" for code in only_asked} & gaps


class StateTests:
    def test_a_page_that_was_deleted_is_missing(self, portal):
        part_of(portal, "map").delete()
        assert status_of(portal, "map").state == PartState.MISSING
        assert status_of(portal, "map").page is None

    def test_a_page_that_was_never_published_is_a_draft(self, portal):
        assert status_of(portal, "map").state == PartState.DRAFT

    def test_a_page_on_no_record_is_found_by_its_address_or_its_title(self, portal):
        home = Page.objects.get(pk=portal.site.root_page_id)
        SitePart.objects.filter(portal_site=portal, code="map").delete()
        part_of_old = Page.objects.get(slug="ban-do-hanh-chinh")
        assert status_of(portal, "map").page == part_of_old
        part_of_old.delete()
        own = builders.make_standard(home, title="BẢN ĐỒ HÀNH CHÍNH", slug="khac")
        assert status_of(portal, "map").page.pk == own.pk

    def test_a_page_of_another_site_is_not_found(self, portal, component):
        SitePart.objects.filter(code="map").delete()
        Page.objects.filter(slug="ban-do-hanh-chinh").first().specific.delete()
        builders.make_standard(portal.site.root_page, title="Bản đồ", slug="ban-do-hanh-chinh")
        page = status_of(component, "map").page
        assert page is None or page.path.startswith(component.site.root_page.path)

    def test_a_section_is_complete_with_something_to_read(self, portal):
        section = part_of(portal, "news")
        assert status_of(portal, "news").state == PartState.EMPTY
        article = builders.make_article(
            builders.make_section(section, title="Kinh tế"), publish=False
        )
        assert status_of(portal, "news").state == PartState.EMPTY
        builders.publish_page(article)
        assert status_of(portal, "news").state == PartState.COMPLETE

    def test_what_lies_beside_a_section_does_not_fill_it(self, portal):
        builders.make_article(part_of(portal, "notices"))
        assert status_of(portal, "notices").state == PartState.COMPLETE
        assert status_of(portal, "news").state == PartState.EMPTY

    def test_a_section_that_shows_other_sites_counts_as_filled(self, portal):
        publish(part_of(portal, "news"), reach="components")
        assert status_of(portal, "news").state == PartState.COMPLETE

    def test_a_page_without_text_is_not_complete(self, portal):
        page = publish(part_of(portal, "functions"))
        assert isinstance(page, StandardPage)
        assert status_of(portal, "functions").state == PartState.EMPTY
        publish(page, body=[("paragraph", "<p>Chức năng</p>")])
        assert status_of(portal, "functions").state == PartState.COMPLETE

    def test_the_page_about_the_own_agency_states_its_functions(self, portal):
        part_of(portal, "functions").delete()
        chart = publish(part_of(portal, "organisation"))
        other = make_unit(portal.agency, "Sở Tư pháp")
        make_agency_page(chart, other, functions="<p>Tham mưu</p>")
        own = make_agency_page(chart, portal.agency)
        assert status_of(portal, "functions").state == PartState.MISSING
        own.functions = "<p>Quản lý nhà nước</p>"
        own.save()
        status = status_of(portal, "functions")
        assert (status.state, status.page.pk) == (PartState.COMPLETE, own.pk)

    def test_a_chart_needs_units_and_a_head(self, portal):
        publish(part_of(portal, "organisation"))
        first = status_of(portal, "organisation")
        make_unit(portal.agency, "Sở Tư pháp")
        second = status_of(portal, "organisation")
        make_head(portal.agency)
        assert (first.state, second.state) == (PartState.EMPTY, PartState.EMPTY)
        assert first.gap != second.gap
        assert status_of(portal, "organisation").state == PartState.COMPLETE

    def test_every_leader_needs_biography_and_duties(self, portal):
        leaders = publish(part_of(portal, "leaders"))
        assert status_of(portal, "leaders").state == PartState.EMPTY
        person = make_head(portal.agency, "Lê Thị Hoa").person
        page = LeaderPage(
            title="Lê Thị Hoa",
            slug="hoa",
            person=person,
            photo=builders.make_image(),
            biography="<p>Sinh năm 1975</p>",
        )
        Page.objects.get(pk=leaders.pk).add_child(instance=page)
        status = status_of(portal, "leaders")
        assert status.state == PartState.EMPTY
        assert "Lê Thị Hoa" in str(status.gap)
        page.duties = "<p>Phụ trách chung</p>"
        page.save()
        assert status_of(portal, "leaders").state == PartState.COMPLETE

    def test_a_map_needs_a_picture_and_words(self, portal):
        page = publish(part_of(portal, "map"))
        assert status_of(portal, "map").state == PartState.EMPTY
        page.image, page.image_alt = builders.make_image(), "Bản đồ tỉnh"
        page.save()
        assert status_of(portal, "map").state == PartState.EMPTY
        page.description = "<p>Phía bắc giáp tỉnh bạn</p>"
        page.save()
        assert status_of(portal, "map").state == PartState.COMPLETE

    def test_a_directory_needs_somebody_in_the_agency_or_below(self, portal):
        page = publish(part_of(portal, "contacts"), with_units=True)
        assert status_of(portal, "contacts").state == PartState.EMPTY
        make_head(make_unit(portal.agency, "Sở Tư pháp"))
        assert status_of(portal, "contacts").state == PartState.COMPLETE
        page.with_units = False
        page.save()
        assert status_of(portal, "contacts").state == PartState.EMPTY

    def test_posts_that_are_not_public_do_not_count(self, portal):
        publish(part_of(portal, "contacts"))
        make_head(portal.agency, is_public=False)
        assert status_of(portal, "contacts").state == PartState.EMPTY

    def test_a_page_of_a_kind_that_nobody_judges_is_complete_when_it_is_live(
        self, portal, monkeypatch
    ):
        monkeypatch.setattr(part_contents, "_entries", {})
        assert status_of(portal, "questions").state == PartState.COMPLETE

    def test_a_section_of_questions_needs_an_answer(self, portal):
        section = part_of(portal, "questions")
        assert not isinstance(section, SectionPage)
        assert status_of(portal, "questions").state == PartState.EMPTY
        answer = make_answer(section, publish=False)
        assert status_of(portal, "questions").state == PartState.EMPTY
        builders.publish_page(answer)
        assert status_of(portal, "questions").state == PartState.COMPLETE

    def test_an_answer_of_another_section_does_not_count(self, portal):
        make_answer(make_answer_section(portal.site.root_page, slug="hoi-dap-khac"))
        assert status_of(portal, "questions").state == PartState.EMPTY

    def test_a_page_that_only_some_may_read_is_not_complete(self, portal):
        library = part_of(portal, "legal_documents")
        builders.make_document(library)
        lock = PageViewRestriction.objects.create(
            page=library.get_parent(), restriction_type="login"
        )
        assert status_of(portal, "legal_documents").state == PartState.EMPTY
        lock.delete()
        assert status_of(portal, "legal_documents").state == PartState.COMPLETE

    def test_an_empty_paragraph_is_no_text(self, portal):
        publish(part_of(portal, "functions"), body=[("paragraph", "<p> &nbsp;</p>")])
        assert status_of(portal, "functions").state == PartState.EMPTY

    def test_the_chairperson_is_no_unit_of_a_chart(self, portal):
        publish(part_of(portal, "organisation"))
        make_head(portal.agency)
        make_unit(portal.agency, "Chủ tịch", AgencyKind.CHAIR)
        assert status_of(portal, "organisation").state == PartState.EMPTY

    def test_pages_of_former_leaders_are_not_enough_and_need_no_duties(self, portal):
        leaders = publish(part_of(portal, "leaders"))
        former = make_head(portal.agency, "Trần Cũ", ends_on=date(2020, 1, 1)).person
        text = "<p>Có</p>"
        make_leader(leaders, former, biography=text)
        assert status_of(portal, "leaders").state == PartState.EMPTY
        head = make_head(portal.agency, "Lê Thị Hoa").person
        assert status_of(portal, "leaders").state == PartState.EMPTY
        make_leader(leaders, head, biography=text, duties=text)
        assert status_of(portal, "leaders").state == PartState.COMPLETE
        make_head(portal.agency, "Phạm Phó", is_head=False, rank=2)
        assert "Phạm Phó" in str(status_of(portal, "leaders").gap)

    def test_a_library_needs_a_public_document(self, portal):
        library = part_of(portal, "legal_documents")
        assert status_of(portal, "legal_documents").state == PartState.EMPTY
        builders.make_document(library)
        assert status_of(portal, "legal_documents").state == PartState.COMPLETE

    def test_a_schedule_needs_a_week(self, portal):
        schedule = part_of(portal, "schedules")
        assert status_of(portal, "schedules").state == PartState.EMPTY
        make_week(schedule)
        assert status_of(portal, "schedules").state == PartState.COMPLETE


class NewSiteTests:
    KINDS = {
        "organisation": OrganisationPage,
        "leaders": LeadersPage,
        "map": AdministrativeMapPage,
        "contacts": OfficialDirectoryPage,
        "functions": StandardPage,
        "introduction": SectionPage,
    }

    @pytest.mark.parametrize("code", KINDS)
    def test_a_new_site_gets_the_page_that_is_made_for_the_part(self, portal, code):
        page = part_of(portal, code)
        assert type(page) is self.KINDS[code]
        assert getattr(page, "agency", portal.agency) == portal.agency
        assert page.live == isinstance(page, SectionPage)

    def test_pages_that_exist_count_and_stay_as_they_are(self):
        site = builders.make_site()
        home = site.root_page
        about = builders.make_section(home, title="Giới thiệu", slug="gioi-thieu")
        pages = [
            builders.make_standard(about, title="Sơ đồ", slug="co-cau-to-chuc"),
            builders.make_standard(about, title="Bản đồ hành chính", slug="ban-do"),
            builders.make_standard(home, title="Liên hệ", slug="lien-he"),
        ]
        before = list(Page.objects.filter(pk__in=[each.pk for each in pages]).values())
        setup.run(profile="backan-2018")
        portal = site.govportal
        kept = {code: part_of(portal, code) for code in ("organisation", "map", "contacts")}
        assert list(kept.values()) == pages
        after = list(Page.objects.filter(pk__in=[each.pk for each in pages]).values())
        assert after == before
        assert type(part_of(portal, "leaders")) is LeadersPage


class ScreenTests:
    @pytest.fixture
    def office(self, portal):
        return client_of(make_officer("van-phong", portal, "site_admin"))

    def test_the_list_says_how_many_parts_are_complete(self, component, office):
        page = office.get(url("content")).content.decode()
        assert str(component) in page
        assert url("site_content", component.pk) in page

    def test_the_list_is_filtered_by_kind_and_words(self, component, office):
        make_component(make_department(), "skhcn.localhost")
        found = office.get(url("content"), {"body": "commune"}).context_data["rows"]
        assert [row["site"] for row in found] == [component]
        found = office.get(url("content"), {"q": "khoa hoc"}).context_data["rows"]
        assert [row["site"].site.hostname for row in found] == ["skhcn.localhost"]

    @pytest.mark.parametrize("query", [{"body": "x"}, {"p": "-7"}, {"q": "\x00"}])
    def test_absurd_filters_are_no_error(self, component, office, query):
        assert office.get(url("content"), query).status_code == 200

    def test_the_page_of_a_site_names_article_state_and_gap(self, portal, office):
        publish(part_of(portal, "map"))
        page = office.get(url("site_content", portal.pk)).content.decode()
        for text in (DECREE, "điểm c khoản 1 Điều 9", str(PartState.DRAFT.label)):
            assert text in page
        assert str(status_of(portal, "map").gap) in page

    def test_the_queries_of_the_list_do_not_grow(self, portal, office):
        def make(first, last):
            for number in range(first, last):
                site = make_component(
                    make_commune(f"Ủy ban nhân dân xã Tây {number} Nam", f"xa-{number}")
                )
                publish_parts(site)

        def cost():
            office.get(url("content"))
            with CaptureQueriesContext(connection) as queries:
                assert office.get(url("content")).status_code == 200
            return len(queries)

        make(0, 2)
        few = cost()
        make(2, 5)
        assert cost() == few

    def test_others_see_their_own_sites_only(self, component):
        other = make_component(make_department(), "skhcn.localhost")
        client = client_of(make_officer("quan-tri-xa", component, "site_admin"))
        assert [row["site"] for row in client.get(url("content")).context_data["rows"]] == [
            component
        ]
        assert client.get(url("site_content", component.pk)).status_code == 200
        for method, name, args in (
            (client.get, "site_content", [other.pk]),
            (client.post, "make_part", [other.pk, "map"]),
        ):
            assert method(url(name, *args)).status_code in (302, 403)
        assert status_of(other, "introduction") is None or not parts.page_of(other, "map")

    def test_strangers_get_in_nowhere(self, component):
        stranger = client_of(builders.make_user("la"))
        for address in (url("content"), url("site_content", component.pk)):
            assert stranger.get(address).status_code in (302, 403)
            assert Client().get(address).status_code == 302

    def test_a_missing_page_is_made_as_a_draft_on_record_and_logged(self, portal, office):
        part_of(portal, "map").delete()
        response = office.post(url("make_part", portal.pk, "map"))
        assert response.status_code == 302
        page = part_of(portal, "map")
        assert type(page) is AdministrativeMapPage and not page.live
        entries = log_registry.get_logs_for_instance(portal).filter(action=parts.PART_MADE)
        assert [entry.data["code"] for entry in entries] == ["map"]

    def test_making_it_twice_makes_it_once(self, portal, office):
        part_of(portal, "map").delete()
        for _attempt in range(2):
            office.post(url("make_part", portal.pk, "map"))
        assert AdministrativeMapPage.objects.count() == 1
        entries = log_registry.get_logs_for_instance(portal).filter(action=parts.PART_MADE)
        assert entries.count() == 1

    def test_a_new_section_of_a_live_site_is_a_draft(self, portal, office):
        publish_parts(portal)
        builders.make_article(part_of(portal, "notices"))
        assert portal.state == SiteState.LIVE
        part_of(portal, "statistics").delete()
        office.post(url("make_part", portal.pk, "statistics"))
        assert not part_of(portal, "statistics").live

    def test_what_nobody_asks_for_is_not_made(self, portal, office):
        count = Page.objects.count()
        for code in ("khong-co", "home", "foreign"):
            assert office.post(url("make_part", portal.pk, code)).status_code == 404
        assert Page.objects.count() == count

    def test_nothing_is_made_by_reading(self, portal, office):
        part_of(portal, "map").delete()
        assert office.get(url("make_part", portal.pk, "map")).status_code == 405
        assert parts.page_of(portal, "map") is None

    @pytest.mark.parametrize("role", ["contributor", "full_time_editor", "board_member"])
    def test_who_does_not_administer_reads_and_makes_nothing(self, portal, role):
        part_of(portal, "map").delete()
        client = client_of(make_officer("ai-do", portal, role))
        page = client.get(url("site_content", portal.pk))
        assert page.status_code == 200
        assert url("make_part", portal.pk, "map") not in page.content.decode()
        assert client.post(url("make_part", portal.pk, "map")).status_code in (302, 403)
        assert parts.page_of(portal, "map") is None
