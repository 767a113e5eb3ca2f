"""The right to post on one's own pages without the board (Bắc Kạn 17/2018, Articles 5.5, 6.1.b).

Only where the regulation of the site knows it, given by decision of the board's head or deputy to
a named person for a page and all below it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.models import PortalSite
from ..core.sites.resolution import sites_of
from ..regulation.adoption import profile_for
from . import ledger
from .models import Delegation
from .roles import LEADING, roles_by_site, roles_on
from .vocabulary import EventKind

#: The question of the regulation, and the answer under which pages are delegated.
POLICY: Final = "direct_publishing"
ALLOWED: Final = "delegated_pages"
_CACHE: Final = "_govportal_holds_delegations"


def current(*, on: date | None = None) -> QuerySet[Delegation]:
    """The delegations in force on a day; today where none is given."""
    day = on or timezone.localdate()
    return Delegation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
    )


def current_for(user: Any, page: Page) -> Delegation | None:
    """The delegation of the user over the page or a page above it; the nearest one.

    Whether the regulation of the site still allows delegations is not asked here.
    """
    if not getattr(user, "is_active", False) or not page.path:
        return None
    ends = range(Page.steplen, len(page.path) + 1, Page.steplen)
    above = [page.path[:end] for end in ends]
    found = current().filter(user=user.pk, page__path__in=above)
    nearest: Delegation | None = found.select_related("page").order_by("-page__depth").first()
    return nearest


def holds_any(user: Any) -> bool:
    """Whether the user has any delegation in force; read once for each user object.

    For what the admin shows. The guards ask ``current_for``, which always reads.
    """
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, current().filter(user=user.pk).exists())
    return bool(getattr(user, _CACHE))


def is_offered(portal_site: PortalSite) -> bool:
    """Whether the regulation of the site lets the board delegate pages."""
    return profile_for(portal_site.site).policy(POLICY) == ALLOWED


def may_decide(user: Any, portal_site: PortalSite) -> bool:
    """Whether the user gives and ends delegations on the site: head or deputy of its board."""
    return bool(roles_on(user, portal_site) & LEADING) and is_offered(portal_site)


def sites_for(user: Any) -> list[PortalSite]:
    """The sites on which the user gives and ends delegations."""
    led = [site for site, roles in roles_by_site(user).items() if roles & LEADING]
    found = PortalSite.objects.filter(pk__in=led).select_related("site__root_page", "agency")
    return [site for site in found if is_offered(site)]


def grant(
    *,
    portal_site: PortalSite,
    page: Page,
    user: Any,
    decision: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Any,
) -> Delegation:
    """Let a person post on a page of the site and all below it; logged.

    Raises:
        PermissionDenied: if ``by`` does not lead the board, or the regulation knows no delegation.
        ValidationError: by ``page``, ``user``, ``decision`` and ``ends_on``.
    """
    if not may_decide(by, portal_site):
        raise PermissionDenied
    with transaction.atomic():
        errors = _errors(portal_site, page, user, by)
        if not decision.strip():
            errors["decision"] = _("Name the decision: number and date.")
        if ends_on is not None and ends_on < starts_on:
            errors["ends_on"] = _("The last day is before the first one.")
        if errors:
            raise ValidationError(errors)
        delegation = Delegation.objects.create(
            portal_site=portal_site,
            page=page,
            user=user,
            decision=decision.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
            granted_by=by,
        )
        _record(EventKind.DELEGATION_GIVEN, delegation, by, decision.strip())
    return delegation


def end(delegation: Delegation, *, by: Any, reason: str = "") -> None:
    """End a delegation at once; logged. One that is over already stays as it is.

    Raises:
        PermissionDenied: if ``by`` does not lead the board of its site.
    """
    if not roles_on(by, delegation.portal_site) & LEADING:
        raise PermissionDenied
    yesterday = timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
        if delegation.ends_on is not None and delegation.ends_on <= yesterday:
            return
        # One that has not been used on any day yet ends before it begins.
        never = delegation.starts_on - timedelta(days=1)
        delegation.ends_on = yesterday if delegation.starts_on <= yesterday else never
        delegation.save(update_fields=["ends_on"])
        _record(EventKind.DELEGATION_ENDED, delegation, by, reason)


def _errors(portal_site: PortalSite, page: Page, user: Any, by: Any) -> dict[str, str]:
    errors = {}
    roots = [site.root_page for site in sites_of(portal_site)]
    if not any(page.path.startswith(root.path) for root in roots):
        errors["page"] = _("The page is not on this site.")
    if user.pk == by.pk:
        errors["user"] = _("Nobody delegates to themselves.")
    elif not user.is_active or not roles_on(user, portal_site):
        errors["user"] = _("The delegate holds no role on this site.")
    elif current_for(user, page) is not None:
        errors["user"] = _("This person may post on the page already.")
    return errors


def _record(kind: EventKind, delegation: Delegation, by: Any, reason: str) -> None:
    policy = profile_for(delegation.portal_site.site).policies.get(POLICY)
    ledger.record(
        kind,
        user=by,
        page=delegation.page,
        portal_site=delegation.portal_site,
        reason=reason,
        article=policy.article if policy else "",
        delegate=delegation.user.pk,
        delegate_name=ledger.name_of(delegation.user),
        starts_on=delegation.starts_on.isoformat(),
        ends_on=delegation.ends_on.isoformat() if delegation.ends_on else "",
    )
