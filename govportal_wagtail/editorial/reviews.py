"""When posted pages are to be looked at again, and pages that are no longer kept up.

Lasting information is reviewed periodically, everything else on change or on the board's request
(Vĩnh Long 2021, Article 21; Cà Mau 68/2026, Article 15). What is one of many in a list, an article
or a document, therefore has no date of its own until somebody asks for a review of it.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from ..core import caching
from ..core.models import PortalPageMixin, PortalSite
from ..regulation.adoption import profile_for
from ..regulation.schema import Profile
from ..regulation.vocabulary import CycleSubject, Period
from . import afterwards_access as access
from . import ledger
from .errors import FlowError
from .models import PageReview
from .vocabulary import EventKind

#: Where a regulation only says "periodically", or says nothing.
DEFAULT_MONTHS: Final = 12
_MONTHS_OF: Final = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_CYCLE: Final = "review"
_CYCLE_FOREIGN: Final = "review_foreign"


def months_for(profile: Profile, *, is_foreign: bool = False) -> int:
    """Every how many months the regulation has lasting information reviewed; at least 1."""
    cycle = (profile.cycles.get(_CYCLE_FOREIGN) if is_foreign else None) or profile.cycles.get(
        _CYCLE
    )
    if cycle is None or cycle.subject != CycleSubject.REVIEW:
        return DEFAULT_MONTHS
    months = _MONTHS_OF.get(cycle.period, 0) * cycle.every // max(cycle.times, 1)
    return max(months, 1) if cycle.period in _MONTHS_OF else DEFAULT_MONTHS


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_lasting(page: Page) -> bool:
    """Whether a page holds lasting information and is not one of many in a list."""
    return isinstance(page, PortalPageMixin) and bool(type(page).allowed_subpage_models())


def follow_publication(page: Page, revision: Revision | None) -> None:
    """Set the next review of a page that was posted: the board has just looked at it."""
    known = PageReview.objects.filter(page=page.pk).first()
    if known is None and not is_lasting(page):
        return
    portal_site = access.portal_site_of(page)
    if portal_site is None or access.is_home(page, portal_site):
        return
    if known is not None and _is_older(revision, known.archived_on):
        # Restored as it was, and it was archived.
        return
    months = known.months if known else _months_of(page, portal_site)
    next_on = add_months(timezone.localdate(), months) if is_lasting(page) else None
    values = {"portal_site": portal_site, "next_on": next_on, "archived_on": None}
    PageReview.objects.update_or_create(
        page_id=page.pk, defaults=values, create_defaults={**values, "months": months}
    )


def visible(user: Any) -> QuerySet[PageReview]:
    """The reviews of the sites in whose newsroom the user works, of pages that are public."""
    sites = access.newsroom_sites(user)
    return PageReview.objects.filter(portal_site__in=sites, page__live=True)


def due(on: date) -> QuerySet[PageReview]:
    """Reviews whose last day is on or before the given day, of public pages, earliest first."""
    waiting = PageReview.objects.filter(next_on__lte=on, archived_on=None, page__live=True)
    return waiting.select_related("page", "portal_site__site").order_by("next_on", "pk")


def still_correct(review: PageReview, user: Any) -> PageReview:
    """Somebody of the newsroom looked at the page and found it right.

    Raises:
        PermissionDenied: for who does not work in the newsroom of the site.
        FlowError: if the page is archived or not public any more.
    """
    with transaction.atomic():
        current = _locked(review, user)
        if current.archived_on:
            raise FlowError(_("This page is archived and no longer reviewed."))
        today = timezone.localdate()
        current.last_on, current.last_by = today, user
        current.next_on = add_months(today, current.months)
        current.save(update_fields=["last_on", "last_by", "next_on"])
        _record(EventKind.REVIEWED, current, user, next_on=current.next_on.isoformat())
    return current


def archive(review: PageReview, user: Any, *, reason: str = "") -> PageReview:
    """The page stays at its address and says that it is no longer kept up.

    Raises:
        PermissionDenied: for who does not work in the newsroom of the site.
        FlowError: if it is archived already or not public any more.
    """
    with transaction.atomic():
        current = _locked(review, user)
        if current.archived_on:
            raise FlowError(_("This page is archived already."))
        current.archived_on, current.next_on = timezone.localdate(), None
        current.save(update_fields=["archived_on", "next_on"])
        _record(EventKind.ARCHIVED, current, user, reason=reason)
        caching.bump_url_path(current.page.url_path)
    return current


def keep_up_again(review: PageReview, user: Any) -> PageReview:
    """Take the page out of the archive and set its next review.

    Raises:
        PermissionDenied: for who does not work in the newsroom of the site.
        FlowError: if it is not archived or not public any more.
    """
    with transaction.atomic():
        current = _locked(review, user)
        if not current.archived_on:
            raise FlowError(_("This page is not archived."))
        today = timezone.localdate()
        current.archived_on, current.last_on, current.last_by = None, today, user
        current.next_on = add_months(today, current.months)
        current.save(update_fields=["archived_on", "last_on", "last_by", "next_on"])
        _record(EventKind.REVIEWED, current, user, next_on=current.next_on.isoformat())
        caching.bump_url_path(current.page.url_path)
    return current


def ask(page: Page, user: Any, *, next_on: date, reason: str) -> PageReview:
    """Have a page of any kind reviewed by a day, on change or on the board's request.

    Raises:
        PermissionDenied: for who does not work in the newsroom of the site.
        FlowError: if the page is archived, not public any more or of no portal site.
    """
    with transaction.atomic():
        current = _locked(review_of(page, user), user)
        if current.archived_on:
            raise FlowError(_("This page is archived and no longer reviewed."))
        current.next_on = next_on
        current.save(update_fields=["next_on"])
        _record(EventKind.DESCRIBED, current, user, reason=reason, review_by=next_on.isoformat())
    return current


def review_of(page: Page, user: Any) -> PageReview:
    """The review of a page of any kind, made where the page has none yet.

    Raises:
        PermissionDenied: for who does not work in the newsroom of the site.
        FlowError: for a page of no portal site.
    """
    portal_site = access.portal_site_of(page)
    if not access.is_of_newsroom(user, portal_site):
        raise PermissionDenied
    if portal_site is None:
        raise FlowError(_("This page stands on no site of the portal."))
    months = _months_of(page, portal_site)
    defaults = {"portal_site": portal_site, "months": months}
    return PageReview.objects.get_or_create(page=page, defaults=defaults)[0]


def _months_of(page: Page, portal_site: PortalSite) -> int:
    own = portal_site.site.root_page.locale_id
    profile = profile_for(portal_site.site)
    return months_for(profile, is_foreign=page.locale_id != own)


def _is_older(revision: Revision | None, day: date | None) -> bool:
    if revision is None or day is None:
        return False
    return timezone.localtime(revision.created_at).date() < day


def _locked(review: PageReview, user: Any) -> PageReview:
    rows = PageReview.objects.select_for_update(of=("self",))
    current = rows.select_related("page", "portal_site__site").get(pk=review.pk)
    if not access.is_of_newsroom(user, current.portal_site):
        raise PermissionDenied
    if not current.page.live:
        raise FlowError(_("This page is not public any more; somebody has hidden it."))
    return current


def _record(kind: EventKind, review: PageReview, user: Any, **details: Any) -> None:
    ledger.record(kind, user=user, page=review.page, portal_site=review.portal_site, **details)
