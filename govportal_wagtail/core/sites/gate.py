"""Who may see a site that is not live, and in which language a host answers.

A site in preparation answers 503 and a closed one 410, or leads to its successor, whatever the
address: pages, feeds, lists, the API, the sitemap, even the page for what is not found. Who works
on the site in the admin sees it as it will be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page, Site

from .. import caching, page_cache
from ..address_language import prefix_language
from ..models import PortalSite, SiteState
from .resolution import portal_site_for

#: When a client may ask again, in seconds.
RETRY_AFTER: Final = 3600
_ALWAYS: Final = ("/healthz",)
_PASSED: Final = "_govportal_gate_passed"
_FACTS: Final = "_govportal_site_facts"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a request must know of its site."""

    state: str
    language: str
    name: str
    portal_name: str = ""
    portal_url: str = ""
    #: Where readers of a closed site find its agency's successor.
    successor_url: str = ""


class PortalSiteMiddleware:
    """Keeps sites that are not live from the public and answers each host in its language.

    Stands after ``AuthenticationMiddleware``, since it asks who reads.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the host or address, or say that the site is not there."""
        if request.path in _ALWAYS:
            return self.get_response(request)
        prefer_own_roots(request)
        if page_cache.is_admin_path(request.path):
            return self.get_response(request)
        facts = facts_of(request)
        if facts is None:
            return self.get_response(request)
        with translation.override(prefix_language(request) or facts.language):
            response = refusal(request) or self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


@hooks.register("before_serve_page", order=-100)
def keep_page_of_unlaunched_site(page: Page, request: HttpRequest, *args: Any) -> Any:
    """The same for pages where the middleware is not installed."""
    return refusal(request)


@hooks.register("before_serve_document", order=-100)
def keep_file_of_unlaunched_site(document: Any, request: HttpRequest) -> Any:
    """The same for files served through Wagtail."""
    return refusal(request)


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer that the request gets in place of content; None where the site may be seen."""
    if getattr(request, _PASSED, False) or getattr(request, "is_dummy", False):
        return None
    facts = facts_of(request)
    if facts is None or facts.state == SiteState.LIVE or _works_here(request):
        setattr(request, _PASSED, True)
        return None
    if facts.state == SiteState.CLOSED and facts.successor_url:
        response: HttpResponse = HttpResponseRedirect(facts.successor_url)
    else:
        is_closed = facts.state == SiteState.CLOSED
        name = "site_closed" if is_closed else "site_preparing"
        response = render(
            request,
            f"govportal/errors/{name}.html",
            {"facts": facts},
            status=410 if is_closed else 503,
        )
        if not is_closed:
            response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def facts_of(request: HttpRequest) -> SiteFacts | None:
    """What is known of the request's site; None for one that is no portal site."""
    if hasattr(request, _FACTS):
        known: SiteFacts | None = getattr(request, _FACTS)
        return known
    site_id = caching.site_id_of(request)
    facts = None
    if site_id is not None:
        facts = caching.remember(site_id, "portal-site", lambda: _read(request))
    setattr(request, _FACTS, facts)
    return facts


def _read(request: HttpRequest) -> SiteFacts | None:
    site = Site.find_for_request(request)
    found = portal_site_for(site)
    if site is None or found is None:
        return None
    portal = found.portal
    return SiteFacts(
        state=found.state,
        language=_language(site),
        name=site.site_name or site.hostname,
        portal_name=str(portal) if portal else "",
        portal_url=f"{portal.site.root_url}/" if portal else "",
        successor_url=_successor_url(found),
    )


def _language(site: Site) -> str:
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return settings.LANGUAGE_CODE
    return str(site.root_page.locale.language_code)


def _successor_url(portal_site: PortalSite) -> str:
    """The live site of the agency that took over, where there is one."""
    if portal_site.state != SiteState.CLOSED or portal_site.agency.successor_id is None:
        return ""
    sites = PortalSite.objects.filter(
        agency=portal_site.agency.successor_id, state=SiteState.LIVE
    ).exclude(pk=portal_site.pk)
    successor = sites.select_related("site").first()
    return f"{successor.site.root_url}/" if successor else ""


def _works_here(request: HttpRequest) -> bool:
    """Whether the reader may add to or change the site in the admin."""
    user = getattr(request, "user", None)
    site = Site.find_for_request(request)
    if user is None or site is None or not user.is_authenticated or not user.is_active:
        return False
    allowed = site.root_page.permissions_for_user(user)
    return bool(allowed.can_edit() or allowed.can_add_subpage() or allowed.can_publish())


def prefer_own_roots(request: HttpRequest) -> None:
    """Let addresses of pages point to the host of their language.

    Wagtail counts a translation of a home page as a second root of the site it is a translation
    of, also where it is the home page of a site of its own; a link to an English page would then
    be one to the Vietnamese host. The list is put where Wagtail keeps it during a request.
    """
    site_id = caching.site_id_of(request)
    if site_id is None or not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return
    languages = caching.remember(site_id, "languages-of-sites", _languages_of_sites)
    roots = Site.get_site_root_paths()
    own = {root.root_path for root in roots if languages.get(root.site_id) == root.language_code}
    preferred = [
        root
        for root in roots
        if languages.get(root.site_id) == root.language_code or root.root_path not in own
    ]
    request._wagtail_cached_site_root_paths = preferred  # type: ignore[attr-defined]


def _languages_of_sites() -> dict[int, str]:
    return dict(Site.objects.order_by().values_list("pk", "root_page__locale__language_code"))
