"""Where the page about somebody in office is, for lists of people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from ...core.placeholders import without_placeholders
from .models import LeaderPage

__all__ = ["addresses", "leading", "pages_below", "pages_on_site"]

#: The place that the register gives a post for which nobody set one.
_UNPLACED: Final = 100


def pages_below(page: Page, *, is_open: bool) -> PageQuerySet:
    """Published pages of leaders below a page; of one that is open, those that anyone may read."""
    if not page.path:
        return LeaderPage.objects.none()
    # Not child_of(): for its condition on the depth SQLite would walk all pages of the site.
    found = without_placeholders(LeaderPage.objects.filter(path__startswith=page.path).live())
    if is_open:
        found = found.public()
    images = get_image_model().objects.prefetch_renditions()
    return found.prefetch_related(Prefetch("photo", queryset=images)).order_by("-path")


def leading(pages: QuerySet[Any]) -> Q:
    """Posts of leaders: without those who merely supply information for the portal.

    A focal officer stands among the leaders as head, with a place in the order, or with one of the
    pages.
    """
    leads = Q(is_focal_officer=False) | Q(is_head=True) | Q(rank__lt=_UNPLACED)
    return leads | Q(person__in=pages.order_by().values("person"))


def pages_on_site(page: Page) -> PageQuerySet:
    """Public pages of leaders on the site of a page, in its language."""
    site = page.get_site() if page.path else None
    if site is None:
        return LeaderPage.objects.none()
    below = LeaderPage.objects.filter(path__startswith=site.root_page.localized.path)
    return without_placeholders(below.live().public())


def addresses(people: Iterable[int], page: Page, request: HttpRequest) -> dict[int, str]:
    """Addresses of the public pages about these people on the site of a page, in its language.

    Two queries at most, however many people.
    """
    wanted = set(people)
    if not wanted:
        return {}
    found = pages_on_site(page).filter(person__in=wanted).order_by("-path")
    return {each.person_id: each.get_url(request) or "" for each in found}
