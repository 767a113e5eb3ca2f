"""Who may do what with schedules: the one place that screens, steps and addresses ask.

The office of a body arranges its weeks: whoever may edit the pages of its schedule. Units register
items for it: whoever supplies information for an agency on the same site. Both see what is not
public; nobody else does.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..core import network
from ..core.models import Agency, PortalSite
from ..editorial import publication
from ..editorial.access import agency_of
from ..editorial.roles import NEWSROOM, SUPPLYING, roles_by_site, roles_on
from .models import ScheduleIndexPage, ScheduleRequest
from .vocabulary import RequestState

#: Registrations that their unit may still change or withdraw.
OPEN: Final = (RequestState.REGISTERED, RequestState.RETURNED)
_STAFF: Final = NEWSROOM | SUPPLYING


def site_of(schedule: ScheduleIndexPage) -> PortalSite | None:
    """The portal site on which a schedule stands."""
    return publication.portal_site_of(schedule)


def arranges(user: Any, schedule: ScheduleIndexPage) -> bool:
    """Whether the user writes the weeks of a schedule: the office."""
    if not getattr(user, "is_active", False):
        return False
    return bool(schedule.permissions_for_user(user).can_edit())


def registers(user: Any, schedule: ScheduleIndexPage) -> bool:
    """Whether the user registers items for it, for the agency they work in."""
    if not getattr(user, "is_active", False) or agency_of(user) is None:
        return False
    return bool(roles_on(user, site_of(schedule)) & SUPPLYING)


def sees_internal(user: Any, schedule: ScheduleIndexPage) -> bool:
    """Whether the user reads what is not public: those who work on the same site."""
    if not getattr(user, "is_active", False):
        return False
    if user.is_superuser or roles_on(user, site_of(schedule)) & _STAFF:
        return True
    return arranges(user, schedule)


def schedules_of(user: Any) -> QuerySet[ScheduleIndexPage]:
    """The schedules of the sites on which the user works, also drafts.

    Never those in another language than their site's own, which repeat them.
    """
    found: QuerySet[ScheduleIndexPage] = ScheduleIndexPage.objects.order_by("path")
    if not getattr(user, "is_active", False):
        return found.none()
    if user.is_superuser:
        return found.exclude(network.below_any(network.foreign_homes()))
    sites = [site for site, roles in roles_by_site(user).items() if roles & _STAFF]
    roots = PortalSite.objects.filter(pk__in=sites).values_list(
        "site__root_page__path", "site__root_page__depth"
    )
    wanted = Q(pk__in=[])
    for path, _depth in roots:
        wanted |= Q(path__startswith=path)
    return found.filter(wanted)


def arranged_schedules(user: Any) -> list[ScheduleIndexPage]:
    """The schedules whose weeks the user writes."""
    return [each for each in schedules_of(user) if arranges(user, each)]


def visible_requests(user: Any) -> QuerySet[ScheduleRequest]:
    """Registrations that the user reads: for schedules they arrange, and of their own agency."""
    found = ScheduleRequest.objects.all()
    if not getattr(user, "is_active", False):
        return found.none()
    if user.is_superuser:
        return found
    wanted = Q(schedule__in=[each.pk for each in arranged_schedules(user)])
    agency: Agency | None = agency_of(user)
    if agency is not None:
        wanted |= Q(agency=agency.pk, schedule__in=schedules_of(user).values("pk"))
    return found.filter(wanted)


def may_change(user: Any, request: ScheduleRequest) -> bool:
    """Whether the user may change or withdraw a registration: their agency's, while it is open."""
    agency = agency_of(user)
    return (
        request.state in OPEN
        and agency is not None
        and agency.pk == request.agency_id
        and registers(user, request.schedule)
    )


def may_decide(user: Any, request: ScheduleRequest) -> bool:
    """Whether the user may take a registration into the schedule, return or refuse it."""
    return request.state == RequestState.REGISTERED and arranges(user, request.schedule)


def require(allowed: bool) -> None:
    """Stop where something is not allowed.

    Raises:
        PermissionDenied: with words for the user.
    """
    if not allowed:
        raise PermissionDenied(_("You may not do this with the schedule."))
