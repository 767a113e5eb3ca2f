"""The information on a page is rated, without an account, a cookie or a token."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page, Site

from ...core.models import PortalSite
from ...core.sites.resolution import portal_site_for
from ...editorial import spam
from ...editorial.afterwards_access import portal_site_of
from .. import ratings

_TEMPLATES: Final = "govportal/questions/public"
#: Larger numbers are no page, and some databases refuse them.
_LARGEST: Final = 2**31 - 1


# The form stands on cached pages, which carry no token; nobody's identity can be abused by it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Rate a page: the form by itself, or what was sent by the form below the page.

    Raises:
        Http404: for what is no public page of this site.
        PermissionDenied: for a form of another site.
    """
    page, portal_site = _page(request, page_pk)
    if request.method != "POST":
        return _form(request, page, is_empty=False, status=200)
    if _is_foreign(request):
        raise PermissionDenied
    if ratings.is_flooded(request, page):
        with translation.override(page.locale.language_code):
            return spam.too_many(request)
    marks = ratings.typed(request.POST)
    if not marks:
        return _form(request, page, is_empty=True, status=422)
    ratings.rate(page, portal_site, marks)
    return redirect("govportal_questions:rating_thanks", page.pk)


@never_cache
@require_safe
def thanks(request: HttpRequest, page_pk: int) -> HttpResponse:
    """That a rating was stored, with the way back to the page.

    Raises:
        Http404: for what is no public page of this site.
    """
    page, _portal_site = _page(request, page_pk)
    with translation.override(page.locale.language_code):
        context = {
            "subject": page,
            "subject_url": page.get_url(request),
            "robots": "noindex",
        }
        return render(request, f"{_TEMPLATES}/rating_thanks.html", context)


def _form(request: HttpRequest, page: Page, *, is_empty: bool, status: int) -> HttpResponse:
    with translation.override(page.locale.language_code):
        context = {
            "subject": page,
            "subject_url": page.get_url(request),
            "aspects": ratings.labels(),
            "marks": ratings.MARKS,
            "is_empty": is_empty,
            "robots": "noindex",
        }
        return render(request, f"{_TEMPLATES}/rating_form.html", context, status=status)


def _page(request: HttpRequest, number: int) -> tuple[Page, PortalSite]:
    site = portal_site_for(Site.find_for_request(request))
    found = Page.objects.live().filter(pk=number) if number <= _LARGEST else Page.objects.none()
    page = found.select_related("locale").first()
    if site is None or page is None or page.get_view_restrictions().exists():
        raise Http404
    of_page = portal_site_of(page)
    if of_page is None or of_page.pk != site.pk:
        raise Http404
    return page, site


def _is_foreign(request: HttpRequest) -> bool:
    """Whether another site sends its visitors' browsers here; old browsers do not tell."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc.lower() != request.get_host().lower()
