"""Security headers by prefix, and which answers the whole-page cache keeps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.utils import translation
from wagtail.models import PageViewRestriction

from govportal_wagtail.core import page_cache
from govportal_wagtail.core.middleware import PageCacheMiddleware, SecurityHeadersMiddleware
from govportal_wagtail.pages.models import StandardPage
from tests import builders

pytestmark = pytest.mark.django_db
STATE = "X-Portal-Cache"


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def page(site):
    return builders.make_standard(site.root_page, title="Tổng quan", slug="tong-quan")


@pytest.fixture
def editor(site):
    client = Client()
    client.force_login(builders.make_user(superuser=True))
    return client


def with_locale_middleware(middleware: list[str]) -> list[str]:
    """Middleware of a site that takes the language from the browser or the address."""
    ours = "govportal_wagtail.core.language.ContentLanguageMiddleware"
    return [
        "django.middleware.locale.LocaleMiddleware" if name == ours else name for name in middleware
    ]


class WholePageTests:
    def test_the_second_reader_gets_the_kept_page_without_a_query(
        self, page, client, django_assert_num_queries
    ):
        first = client.get(page.url)
        assert first[STATE] == "miss"
        with django_assert_num_queries(0):
            second = client.get(page.url)
        assert second[STATE] == "hit"
        assert second.content == first.content
        assert second["Content-Type"] == first["Content-Type"]
        assert "Tổng quan" in second.content.decode()

    def test_publishing_shows_at_once(self, page, client, django_capture_on_commit_callbacks):
        client.get(page.url)
        with django_capture_on_commit_callbacks(execute=True):
            page.title = "Tổng quan mới"
            page.save_revision().publish()
        response = client.get(page.url)
        assert response[STATE] == "miss"
        assert "Tổng quan mới" in response.content.decode()

    def test_a_new_section_is_in_the_menu_of_every_page(
        self, page, client, django_capture_on_commit_callbacks
    ):
        client.get(page.url)
        with django_capture_on_commit_callbacks(execute=True):
            builders.make_section(page.get_parent(), title="Chuyên mục mới")
        assert "Chuyên mục mới" in client.get(page.url).content.decode()

    def test_a_head_request_is_served_from_but_does_not_fill_the_cache(self, page, client):
        assert client.head(page.url)[STATE] == "miss"
        assert client.get(page.url)[STATE] == "miss"
        assert client.head(page.url)[STATE] == "hit"

    def test_a_browser_that_has_the_page_gets_304(self, page, client):
        etag = client.get(page.url)["ETag"]
        response = client.get(page.url, headers={"If-None-Match": etag})
        assert response.status_code == 304
        assert response.content == b""
        assert response[STATE] == "hit"

    def test_browsers_keep_but_ask_each_time(self, page, client):
        assert client.get(page.url)["Cache-Control"] == "public, max-age=0, must-revalidate"

    def test_hosts_do_not_share_pages(self, page, client):
        other = builders.make_site("so.example.vn")
        builders.make_standard(other.root_page, title="Trang của sở", slug="tong-quan")
        client.get("/tong-quan/")
        response = client.get("/tong-quan/", headers={"Host": "so.example.vn"})
        assert response[STATE] == "miss"
        assert "Trang của sở" in response.content.decode()

    def test_a_site_named_with_another_port_is_not_served_the_page(self, page, client):
        client.get(page.url)
        assert client.get(page.url, headers={"Host": "testserver:8080"})[STATE] == "miss"

    def test_a_page_keeps_its_language_whatever_the_browser_wants(self, page, client):
        client.get("/so-do-cong/", headers={"Accept-Language": "vi"})
        response = client.get("/so-do-cong/", headers={"Accept-Language": "en"})
        assert response[STATE] == "hit"
        assert response["Content-Language"] == "vi"
        assert 'lang="vi"' in response.content.decode()

    def test_no_language_is_left_behind_for_the_next_request(self, site, client):
        english = builders.make_locale("en")
        page = builders.make_standard(site.root_page, title="About", slug="about")
        type(page).objects.filter(pk=page.pk).update(locale=english)
        assert 'lang="en"' in client.get(page.url).content.decode()
        assert 'lang="vi"' in client.get("/so-do-cong/").content.decode()

    def test_a_request_starts_in_the_language_of_the_portal(self, site, client):
        translation.activate("en")
        assert '<html lang="vi"' in client.get("/admin/login/").content.decode()
        assert 'lang="vi"' in client.get("/so-do-cong/").content.decode()

    def test_languages_do_not_share_pages(self, page, client, settings):
        settings.MIDDLEWARE = with_locale_middleware(settings.MIDDLEWARE)
        vietnamese, english = {"Accept-Language": "vi"}, {"Accept-Language": "en"}
        client.get("/so-do-cong/", headers=vietnamese)
        assert client.get("/so-do-cong/", headers=english)[STATE] == "miss"
        assert 'lang="en"' in client.get("/so-do-cong/", headers=english).content.decode()
        response = client.get("/so-do-cong/", headers=vietnamese)
        assert response[STATE] == "hit"
        assert 'lang="vi"' in response.content.decode()

    @pytest.mark.urls("tests.core.prefixed_urls")
    def test_languages_of_addresses_do_not_depend_on_the_browser(self, site, client, settings):
        settings.MIDDLEWARE = with_locale_middleware(settings.MIDDLEWARE)
        client.get("/plain/", headers={"Accept-Language": "vi"})
        assert client.get("/plain/", headers={"Accept-Language": "en"})[STATE] == "hit"
        english = client.get("/en/plain/", headers={"Accept-Language": "vi"})
        assert english[STATE] == "miss"
        assert english.content == b"en"

    def test_a_page_is_kept_for_its_day(self, page, client, monkeypatch):
        client.get(page.url)
        assert client.get(page.url)[STATE] == "hit"
        day = datetime(2031, 1, 1, tzinfo=UTC).date()
        monkeypatch.setattr(page_cache.timezone, "localdate", lambda: day)
        assert client.get(page.url)[STATE] == "miss"

    def test_zero_seconds_switch_it_off(self, page, client, settings):
        settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
        client.get(page.url)
        assert client.get(page.url)[STATE] == "bypass"

    def test_it_is_off_while_debugging(self, page, client, settings):
        settings.DEBUG = True
        client.get(page.url)
        assert client.get(page.url)[STATE] == "bypass"

    def test_404_is_not_kept(self, site, client):
        assert client.get("/khong-co/").status_code == 404
        assert client.get("/khong-co/")[STATE] == "bypass"

    def test_feeds_and_sitemaps_are_kept(self, site, client):
        for address in ("/feeds/tin-tuc.atom", "/sitemap.xml", "/robots.txt"):
            assert client.get(address)[STATE] == "miss", address
            assert client.get(address)[STATE] == "hit", address


class QueryStringTests:
    def test_the_order_of_parameters_does_not_matter(self, page, client):
        client.get(page.url, {"a": "1", "b": "2"})
        assert client.get(f"{page.url}?b=2&a=1")[STATE] == "hit"

    def test_different_values_are_different_pages(self, page, client):
        client.get(page.url, {"a": "1"})
        assert client.get(page.url, {"a": "2"})[STATE] == "miss"
        assert client.get(f"{page.url}?a=2&a=1")[STATE] == "miss"
        assert client.get(f"{page.url}?a=1&a=2")[STATE] == "miss"

    @pytest.mark.parametrize(
        "query", ["q=" + "x" * 600, "&".join(f"p{n}=1" for n in range(30))], ids=["long", "many"]
    )
    def test_an_absurd_query_is_answered_but_not_kept(self, page, client, query):
        client.get(f"{page.url}?{query}")
        response = client.get(f"{page.url}?{query}")
        assert response.status_code == 200
        assert response[STATE] == "bypass"

    def test_marks_of_other_sites_neither_miss_nor_fill_the_cache(self, page, client):
        assert client.get(page.url, {"fbclid": "x1"})[STATE] == "miss"
        assert client.get(page.url)[STATE] == "miss"
        assert client.get(page.url, {"fbclid": "x2", "utm_source": "zalo"})[STATE] == "hit"


class PersonalTests:
    def test_a_session_cookie_is_enough_to_pass_by(self, page, client):
        client.get(page.url)
        client.cookies[django_settings.SESSION_COOKIE_NAME] = "anything"
        assert client.get(page.url)[STATE] == "bypass"

    def test_what_an_editor_sees_is_not_kept_for_others(self, page, client, editor):
        response = editor.get(page.url)
        assert response[STATE] == "bypass"
        assert "private" in response["Cache-Control"]
        assert client.get(page.url)[STATE] == "miss"

    def test_the_admin_is_never_kept(self, editor, client, site):
        assert client.get("/admin/login/")[STATE] == "bypass"
        assert client.get("/admin/login/")[STATE] == "bypass"
        assert editor.get("/admin/")[STATE] == "bypass"

    def test_a_page_behind_a_password_is_not_kept(self, page, client):
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
        client.get(page.url)
        assert client.get(page.url)[STATE] == "bypass"

    def test_a_restricted_page_that_was_let_through_is_not_kept(self, page, rf):
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
        request = rf.get(page.url)
        request._wagtail_route_for_request = (page, [], {})
        assert not page_cache.may_store(request, HttpResponse("x"))

    def test_a_page_that_forbids_it_is_not_kept(self, page, client, monkeypatch):
        monkeypatch.setattr(StandardPage, "page_cache_allowed", False)
        client.get(page.url)
        assert client.get(page.url)[STATE] == "bypass"

    def test_a_draft_is_not_kept(self, page, editor, client):
        page.title = "Bản nháp chưa đăng"
        page.save_revision()
        response = editor.get(f"/admin/pages/{page.pk}/view_draft/")
        assert "Bản nháp chưa đăng" in response.content.decode()
        assert response[STATE] == "bypass"
        assert "Bản nháp" not in client.get(page.url).content.decode()

    def test_the_preview_beside_the_editor_may_be_framed_by_the_admin(self, page, editor, client):
        address = f"/admin/pages/{page.pk}/edit/preview/"
        form = {"title": "Đang sửa", "slug": page.slug, "lead": "", "body-count": "0"}
        assert editor.post(address, form).json()["is_valid"]
        response = editor.get(address, {"in_preview_panel": "true"})
        assert "Đang sửa" in response.content.decode()
        assert response[STATE] == "bypass"
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert "'unsafe-inline'" in response["Content-Security-Policy"]
        assert "Đang sửa" not in client.get(page.url).content.decode()


def answer(view, rf, **kwargs):
    """What the whole chain of session, CSRF and page cache does with a view, asked twice."""
    from django.contrib.auth.middleware import AuthenticationMiddleware
    from django.contrib.sessions.middleware import SessionMiddleware
    from django.middleware.csrf import CsrfViewMiddleware

    handler = PageCacheMiddleware(
        SessionMiddleware(CsrfViewMiddleware(AuthenticationMiddleware(view)))
    )
    handler(rf.get("/x/", **kwargs))
    return handler(rf.get("/x/", **kwargs))[STATE]


class PersonalFragmentTests:
    """An answer for which a view looked at the person is not kept, whoever the person was."""

    @pytest.fixture(autouse=True)
    def _site(self, site):
        pass

    def test_a_plain_view_is_kept(self, rf):
        assert answer(lambda request: HttpResponse("x"), rf) == "hit"

    def test_a_view_that_looked_at_the_user_is_not(self, rf):
        def view(request):
            assert isinstance(request.user, AnonymousUser) or not request.user.is_authenticated
            return HttpResponse("hello")

        assert answer(view, rf) == "bypass"

    def test_a_view_that_looked_into_the_session_is_not(self, rf):
        assert answer(lambda r: HttpResponse(r.session.get("name", "nobody")), rf) == "bypass"

    def test_a_view_with_a_form_is_not(self, rf):
        assert answer(lambda request: HttpResponse(get_token(request)), rf) == "bypass"

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cache-Control": "private"},
            {"Cache-Control": "no-store"},
            {"Cache-Control": "max-age=0, no-cache"},
            {"Vary": "Accept"},
            {"Vary": "*"},
            {"Content-Disposition": "attachment"},
            {"Content-Type": "application/json"},
        ],
        ids=str,
    )
    def test_a_view_that_says_so_is_not(self, rf, headers):
        assert answer(lambda request: HttpResponse("x", headers=headers), rf) == "bypass"

    def test_a_view_that_sets_a_cookie_is_not(self, rf):
        def view(request):
            response = HttpResponse("x")
            response.set_cookie("choice", "1")
            return response

        assert answer(view, rf) == "bypass"

    def test_a_stream_is_not(self, rf):
        assert answer(lambda request: StreamingHttpResponse(["x"]), rf) == "bypass"

    def test_an_answer_to_a_script_is_not(self, rf):
        view = lambda request: HttpResponse("x")  # noqa: E731
        assert answer(view, rf, headers={"X-Requested-With": "XMLHttpRequest"}) == "bypass"

    def test_other_methods_pass_by(self, rf):
        handler = PageCacheMiddleware(lambda request: HttpResponse("x"))
        handler(rf.get("/x/"))
        assert handler(rf.post("/x/"))[STATE] == "bypass"


class SecurityHeadersTests:
    def test_public_pages_get_the_strict_policy(self, page, client):
        for _ in range(2):  # computed, then from the cache
            response = client.get(page.url)
            policy = response["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "unsafe-inline" not in policy
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Referrer-Policy"]
            assert "camera=()" in response["Permissions-Policy"]

    def test_error_pages_get_it_too(self, site, client):
        assert "default-src 'self'" in client.get("/khong-co/")["Content-Security-Policy"]

    def test_the_admin_gets_its_own(self, site, client):
        policy = client.get("/admin/login/")["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-inline'" in policy

    def test_a_public_page_whose_path_only_begins_like_the_admin_stays_strict(self, rf):
        handler = SecurityHeadersMiddleware(lambda request: HttpResponse("x"))
        policy = handler(rf.get("/administration/"))["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-inline" in handler(rf.get("/admin"))["Content-Security-Policy"]

    def test_the_policies_can_be_set(self, rf, settings):
        settings.GOVPORTAL_CSP_PUBLIC = "default-src 'none'"
        settings.GOVPORTAL_ADMIN_PREFIXES = ["/quan-tri/"]
        settings.GOVPORTAL_CSP_ADMIN = ""
        handler = SecurityHeadersMiddleware(lambda request: HttpResponse("x"))
        assert handler(rf.get("/"))["Content-Security-Policy"] == "default-src 'none'"
        assert "Content-Security-Policy" not in handler(rf.get("/quan-tri/"))

    def test_what_a_view_set_stays(self, rf):
        own = {"Content-Security-Policy": "sandbox", "Referrer-Policy": "no-referrer"}
        handler = SecurityHeadersMiddleware(lambda request: HttpResponse("x", headers=own))
        response = handler(rf.get("/"))
        assert response["Content-Security-Policy"] == "sandbox"
        assert response["Referrer-Policy"] == "no-referrer"
