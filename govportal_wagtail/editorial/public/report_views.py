"""Reports of readers: the form, and what became of a report by its code."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page, Site

from ...core.models import PortalSite
from ...core.navigation import current_home
from ...core.sites.resolution import portal_site_for
from .. import reports, spam, tracking
from ..afterwards_access import portal_site_of
from ..models import PageReport, ReportState
from .report_form import ReportForm

_TEMPLATES: Final = "govportal/editorial/public"
#: Longer numbers are no page, and some databases refuse them.
_DIGITS: Final = 18


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Report an error or a violation on the page that ``?trang=`` names, else on the home page.

    Raises:
        Http404: for what is no public page of this site.
    """
    portal_site = _portal_site(request)
    page = _page(request, portal_site)
    form = ReportForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST":
        if form.is_flooded():
            return spam.mark_limited(_form(request, form, page, 429))
        if form.is_valid():
            sent = reports.submit(page, portal_site, **form.cleaned_data)
            form.count_accepted()
            return redirect("govportal_editorial:report_status", sent.tracking_code)
        return _form(request, form, page, 422)
    return _form(request, form, page, 200)


@never_cache
@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """What became of a report: its state and the answer, nothing of what it said.

    Raises:
        Http404: for a code that no report of this site has.
    """
    typed = tracking.typed(code)
    found = PageReport.objects.filter(
        tracking_code=typed, portal_site=_portal_site(request)
    ).select_related("page")
    sent = found.first() if typed else None
    if sent is None:
        raise Http404
    context = {
        "report": sent,
        "code": tracking.readable(sent.tracking_code),
        "is_new": sent.state == ReportState.NEW,
        "page_url": sent.page.get_url(request) if sent.page and sent.page.live else "",
        "robots": "noindex",
    }
    response = render(request, f"{_TEMPLATES}/report_status.html", context)
    # The code is in the address: it goes to no other site.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _form(request: HttpRequest, form: ReportForm, page: Page, status: int) -> HttpResponse:
    context = {
        "form": form,
        "subject": page,
        "subject_url": page.get_url(request),
        "robots": "noindex",
    }
    return render(request, f"{_TEMPLATES}/report_form.html", context, status=status)


def _portal_site(request: HttpRequest) -> PortalSite:
    found = portal_site_for(Site.find_for_request(request))
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, portal_site: PortalSite) -> Page:
    number = request.GET.get("trang", "")
    if not number:
        home = current_home(request)
        number = str(home.page_id) if home else ""
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise Http404
    page = Page.objects.live().filter(pk=int(number)).first()
    if page is None or page.get_view_restrictions().exists():
        raise Http404
    site = portal_site_of(page)
    if site is None or site.pk != portal_site.pk:
        raise Http404
    return page
