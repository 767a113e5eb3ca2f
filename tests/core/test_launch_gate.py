from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page, Site

from govportal_wagtail.core.models import PortalSite, SiteState
from govportal_wagtail.core.sites import launch as launching
from tests.builders import make_file, make_site, make_standard, make_user
from tests.core.portal_builders import (
    make_commune,
    make_component,
    make_officer,
    make_portal,
    publish_parts,
    seat_head,
)

pytestmark = pytest.mark.django_db
GATE = "govportal_wagtail.core.sites.gate.PortalSiteMiddleware"
AUTH = "django.contrib.auth.middleware.AuthenticationMiddleware"
HOST = "songphu.localhost"
#: Pages, feeds, lists, the API, the sitemap, what is not found, and what only one method reads.
PATHS = [
    "/",
    "/tin-tuc/",
    "/tim-kiem/?query=tin",
    "/tim-kiem/goi-y/?query=tin",
    "/api/v2/search/?query=tin",
    "/so-do-cong/",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/feeds/tin-tuc.atom",
    "/api/v2/legal-documents/",
    "/api/v2/openapi.json",
    "/tro-nang/",
    "/khong-co-trang-nay/",
]


@pytest.fixture(autouse=True)
def _gate(settings) -> None:
    """The middleware stands where the documentation puts it."""
    if GATE not in settings.MIDDLEWARE:
        middleware = list(settings.MIDDLEWARE)
        middleware.insert(middleware.index(AUTH) + 1, GATE)
        settings.MIDDLEWARE = middleware


@pytest.fixture
def portal() -> PortalSite:
    return make_portal()


@pytest.fixture
def component(portal) -> PortalSite:
    return make_component(host=HOST)


@pytest.fixture
def ready(component) -> PortalSite:
    seat_head(component)
    publish_parts(component)
    return component


def ask(path: str = "/", host: str = HOST, client: Client | None = None, **options):
    return (client or Client()).get(path, headers={"host": host}, **options)


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_site_without_board_and_pages_says_what_is_missing(component):
    part = component.parts.get(code="news")
    part.page.specific.unpublish()
    found = {gap.code for gap in launching.missing(component)}
    assert found == {"board", "page.news"}
    with pytest.raises(ValidationError) as caught:
        launching.launch(component, None)
    assert len(caught.value.messages) == 2
    component.refresh_from_db()
    assert component.state == SiteState.PREPARING


def test_missing_board_names_the_article_of_the_profile():
    make_portal("khanhhoa-2018-draft")
    component = make_component(host=HOST)
    gap = next(gap for gap in launching.missing(component) if gap.code == "board")
    assert gap.article.startswith("6.")


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(None, None, True), (-5, 0, True), (1, None, False), (-9, -1, False)],
)
def test_head_must_be_in_office_today(component, starts, ends, holds):
    today = timezone.localdate()

    def day(offset):
        return None if offset is None else today + timedelta(days=offset)

    seat_head(component, starts_on=day(starts), ends_on=day(ends))
    assert ("board" not in {gap.code for gap in launching.missing(component)}) is holds


def test_head_of_a_dissolved_board_does_not_count(component):
    member = seat_head(component)
    member.board.ends_on = timezone.localdate() - timedelta(days=1)
    member.board.save()
    assert "board" in {gap.code for gap in launching.missing(component)}


def test_launch_is_dated_logged_and_done_once(ready):
    user = make_user("van-phong")
    launched = launching.launch(ready, user)
    assert (launched.state, launched.launched_on) == (SiteState.LIVE, timezone.localdate())
    entry = log_registry.get_logs_for_instance(ready).filter(action=launching.LAUNCHED).get()
    assert entry.user == user
    with pytest.raises(ValidationError):
        launching.launch(ready, user)


def test_nothing_of_a_site_in_preparation_is_shown(ready):
    for path in PATHS:
        response = ask(path)
        assert response.status_code == 503, path
        assert response.headers["Retry-After"], path
        assert response.headers["Cache-Control"] == "no-store", path
        assert response.headers["X-Portal-Cache"] == "bypass", path
        text = response.content.decode()
        assert "tin-tuc" not in text and "van-ban" not in text, path


def test_other_methods_are_answered_alike(ready):
    for method in ("head", "post", "options"):
        response = getattr(Client(), method)("/", headers={"host": HOST})
        assert response.status_code == 503, method


def test_file_of_the_library_is_not_served_on_the_host(ready):
    file = make_file()
    assert ask(f"/documents/{file.pk}/tep.txt").status_code == 503
    assert get_document_model().objects.filter(pk=file.pk).exists()


def test_page_is_kept_back_without_the_middleware(ready, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != GATE]
    assert ask("/").status_code == 503
    assert ask(f"/documents/{make_file().pk}/tep.txt").status_code == 503


def test_launched_site_answers_at_once_and_closed_one_no_more(
    ready, django_capture_on_commit_callbacks
):
    assert ask("/").status_code == 503
    with django_capture_on_commit_callbacks(execute=True):
        launched = launching.launch(ready, None)
    assert ask("/").status_code == 200
    assert ask("/").headers["X-Portal-Cache"] in ("miss", "hit")
    assert ask("/tin-tuc/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        launching.close(launched, None, "Sáp nhập")
    for path in PATHS:
        assert ask(path).status_code == 410, path


def test_closing_needs_a_reason(ready):
    launched = launching.launch(ready, None)
    with pytest.raises(ValidationError) as caught:
        launching.close(launched, None, " ")
    assert "reason" in caught.value.message_dict
    launching.close(launched, None, "Sáp nhập")
    entry = log_registry.get_logs_for_instance(ready).filter(action=launching.CLOSED).get()
    assert entry.data["reason"] == "Sáp nhập"


def test_portal_itself_cannot_be_closed(portal):
    with pytest.raises(ValidationError):
        launching.close(portal, None, "vì")


def test_closed_site_leads_to_its_successor(ready):
    heir = make_commune("Ủy ban nhân dân xã Tân Phú", "xa-tan-phu")
    successor = make_component(heir, "tanphu.localhost")
    seat_head(successor)
    publish_parts(successor)
    launching.launch(successor, None)
    ready.agency.successor = heir
    ready.agency.save()
    launching.close(launching.launch(ready, None), None, "Sáp nhập")
    response = ask("/tin-tuc/")
    assert (response.status_code, response["Location"]) == (302, "http://tanphu.localhost/")


def test_who_works_on_the_site_sees_it(ready):
    officer = make_officer("hoa", ready, "board_member")
    assert ask("/", client=logged_in(officer)).status_code == 200
    assert ask("/feeds/tin-tuc.atom", client=logged_in(officer)).status_code == 200
    assert ask("/").status_code == 503
    assert ask("/", client=logged_in(make_user("sep", superuser=True))).status_code == 200


def test_other_people_with_an_account_do_not(ready):
    other = make_component(make_commune("Ủy ban nhân dân xã Tân Phú", "xa-tan-phu"))
    stranger = make_officer("la", other, "board_head")
    assert ask("/", client=logged_in(stranger)).status_code == 503
    assert ask("/", client=logged_in(make_user("khach"))).status_code == 503


def test_admin_and_health_answer_on_every_host(ready):
    assert ask("/admin/login/").status_code == 200
    assert ask("/healthz").status_code == 200


def test_ordinary_sites_are_left_alone():
    make_site()
    make_site("khac.localhost", is_default_site=False)
    assert ask("/", "khac.localhost").status_code == 200
    assert ask("/khong-co/", "khac.localhost").status_code == 404


def test_portal_shows_nothing_of_a_site_in_preparation(ready, portal):
    page = make_standard(ready.site.root_page, "Chuyện của xã Song Phú")
    listing = ask("/so-do-cong/", "localhost").content.decode()
    found = ask("/tim-kiem/?query=song+phu", "localhost").content.decode()
    sitemap = ask("/sitemap-pages.xml", "localhost").content.decode()
    assert page.title not in listing
    assert page.slug not in found and page.slug not in sitemap


@pytest.fixture
def bilingual(portal) -> PortalSite:
    component = make_component(host=HOST, languages=("en",))
    seat_head(component)
    publish_parts(component)
    return launching.launch(component, None)


def test_each_host_answers_in_its_language(bilingual):
    english = ask("/", "english.songphu.localhost")
    assert english.status_code == 200
    assert english.headers["Content-Language"] == "en"
    assert '<html lang="en"' in english.content.decode()
    assert ask("/").headers["Content-Language"] == "vi"
    missing = ask("/khong-co/", "english.songphu.localhost")
    assert (missing.status_code, missing.headers["Content-Language"]) == (404, "en")


def test_links_between_languages_lead_to_the_other_host(bilingual):
    vietnamese = ask("/").content.decode()
    english = ask("/", "english.songphu.localhost").content.decode()
    assert 'href="http://english.songphu.localhost/"' in vietnamese
    assert 'href="http://songphu.localhost/"' in english


def test_foreign_host_is_kept_back_too(portal):
    make_component(host=HOST, languages=("en",))
    assert ask("/", "english.songphu.localhost").status_code == 503
    assert ask("/feeds/tin-tuc.atom", "english.songphu.localhost").status_code == 503


def test_missing_for_many_asks_no_more_than_for_one(portal, django_assert_num_queries):
    for number in range(4):
        make_component(make_commune(f"Ủy ban nhân dân xã Số {number} Nam", f"xa-{number}"))
    sites = list(PortalSite.objects.exclude(portal=None).select_related("site"))
    with CaptureQueriesContext(connection) as one:
        launching.missing_for(sites[:1])
    with django_assert_num_queries(len(one)):
        assert len(launching.missing_for(sites)) == 4


def test_no_page_of_a_component_lies_below_the_portal(component, portal):
    assert not Page.objects.filter(
        path__startswith=portal.site.root_page.path, pk=component.site.root_page_id
    ).exists()
    assert Site.objects.filter(is_default_site=True).get() == portal.site
