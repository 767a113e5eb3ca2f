"""Readers rate the information on a page: four marks and the day, nothing of the reader.

Lạng Sơn 40/2024, Article 3.8.d: interface, content, quality of information, support; Decree
224/2026/NĐ-CP, Article 10.3.b: the privacy of who rates. The form below a page is the same for
everybody, so that the page can be kept in the cache; no cookie is set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.models import Page

from .. import conf
from ..core import caching
from ..core.models import PortalSite
from ..core.registries import PageNote, page_notes
from ..core.restrictions import restricted_paths
from ..editorial import spam_rates
from .models import PageRating

#: What is rated, in the order of the form.
ASPECTS: Final = ("interface", "content", "quality", "support")
#: From bad to good.
MARKS: Final = (1, 2, 3, 4, 5)
_CLOSED: Final = "paths-not-rated"


def labels() -> list[tuple[str, str | Promise]]:
    """The names of what is rated."""
    names = {each.name: each.verbose_name for each in PageRating._meta.fields}
    return [(name, names[name]) for name in ASPECTS]


def typed(data: Mapping[str, Any]) -> dict[str, int]:
    """The marks that a form holds; what is no mark is left out."""
    found = {name: str(data.get(name, "")) for name in ASPECTS}
    known = {str(mark): mark for mark in MARKS}
    return {name: known[text] for name, text in found.items() if text in known}


def rate(page: Page, portal_site: PortalSite, marks: Mapping[str, int]) -> PageRating:
    """Store the marks of one reader; with the day and not the time, which tells two apart.

    Raises:
        ValueError: without any mark.
    """
    if not marks:
        raise ValueError("nothing was rated")
    return PageRating.objects.create(
        page=page, portal_site=portal_site, rated_on=timezone.localdate(), **marks
    )


def is_flooded(request: HttpRequest, page: Page) -> bool:
    """Count one more, and whether too many came from the same range of addresses.

    For one page sooner than for all. A cache that does not answer stops nobody.
    """
    sender = spam_rates.sender_key(request)
    if not sender:
        return False
    try:
        every = spam_rates.add(f"rating:{sender}", conf.FORM_LIMIT)
        same = spam_rates.add(f"rating:{page.pk}:{sender}", conf.FORM_RATE)
    except spam_rates.CacheDownError:
        return False
    return bool(every > conf.FORM_LIMIT[0] or same > conf.FORM_RATE[0])


def widget(page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """The form below a public page; not in a preview, and not where not everybody may read."""
    if not page.pk or not page.live or getattr(request, "is_preview", False):
        return None
    try:
        address = reverse("govportal_questions:rating", args=[page.pk])
    except NoReverseMatch:
        # The project leaves out the public addresses.
        return None
    site = caching.site_id_of(request)
    closed = caching.remember(site, _CLOSED, restricted_paths) if site else restricted_paths()
    if page.path.startswith(tuple(closed)):
        return None
    return {"address": address, "aspects": labels(), "marks": MARKS}


page_notes.register(
    "rating",
    PageNote(
        "rating", "govportal/questions/public/rating_note.html", widget, order=80, is_below=True
    ),
)
