"""What public pages say of themselves after publication: notices, archive, where to report."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from ..core import caching
from ..core.registries import (
    PageAbsence,
    PageNote,
    page_absences,
    page_notes,
)
from . import corrections, takedowns
from .models import Correction, PageReview

_TEMPLATES: Final = "govportal/editorial/notes"
_MARKED: Final = "pages-with-notices"
_ARCHIVED: Final = "archived-pages"


def notices(page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """Corrections and updates, newest first; a preview also shows those that wait."""
    if not page.pk:
        return None
    is_preview = bool(getattr(request, "is_preview", False))
    waiting = list(corrections.waiting(page)) if is_preview else []
    public = list(corrections.public(page)) if is_preview or _is_marked(page, request) else []
    if not waiting and not public:
        return None
    newest, earlier = public[:1], public[1:]
    return {"waiting": waiting, "newest": newest, "earlier": earlier}


def archived(page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """That the page is no longer kept up, and since when."""
    if not page.pk:
        return None
    since = _remember(request, _ARCHIVED, _archived_pages).get(page.alias_of_id or page.pk)
    return {"since": since} if since else None


def report_link(page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """Where readers report an error or a violation on this page; not in a preview."""
    if not page.pk or not page.live or getattr(request, "is_preview", False):
        return None
    try:
        address = reverse("govportal_editorial:report")
    except NoReverseMatch:
        # The project leaves out the public addresses.
        return None
    return {"address": f"{address}?trang={page.pk}"}


def _is_marked(page: Page, request: HttpRequest) -> bool:
    return (page.alias_of_id or page.pk) in _remember(request, _MARKED, _pages_with_notices)


def _remember(request: HttpRequest, name: str, build: Any) -> Any:
    """Small sets of page numbers, kept so that a page without notices asks nothing."""
    site_id = caching.site_id_of(request)
    return caching.remember(site_id, name, build) if site_id else build()


def _pages_with_notices() -> set[int]:
    rows = Correction.objects.filter(published_at__isnull=False).order_by()
    return set(rows.values_list("page_id", flat=True).distinct())


def _archived_pages() -> dict[int, Any]:
    rows = PageReview.objects.filter(archived_on__isnull=False).order_by()
    return dict(rows.values_list("page_id", "archived_on"))


page_notes.register(
    "archived", PageNote("archived", f"{_TEMPLATES}/archived.html", archived, order=10)
)
page_notes.register("notices", PageNote("notices", f"{_TEMPLATES}/notices.html", notices, order=20))
page_notes.register(
    "report", PageNote("report", f"{_TEMPLATES}/report.html", report_link, order=90, is_below=True)
)
page_absences.register("takedown", PageAbsence("takedown", takedowns.notice_for))
