"""Who is told of registrations and of weeks that are not posted: the office, and the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.auth import get_user_model
from wagtail.models import GroupPagePermission

from ..core.models import PortalSite
from ..editorial.recipients import Recipient, of_agency, people
from ..editorial.reminders import by_site
from ..editorial.roles import NEWSROOM, SUPPLYING
from ..regulation.vocabulary import RoleCode
from . import rights
from .models import ScheduleIndexPage, ScheduleRequest

#: Of those who may edit the weeks of a site, the first who are there.
OFFICE_ORDER: Final = (
    (RoleCode.FULL_TIME_EDITOR, RoleCode.BOARD_SECRETARY),
    (RoleCode.BOARD_MEMBER,),
    (RoleCode.BOARD_HEAD,),
    (RoleCode.BOARD_DEPUTY,),
)


def offices(
    schedules: Mapping[ScheduleIndexPage, PortalSite],
) -> dict[int, list[int]]:
    """The users who arrange each schedule, by its key; two queries, however many schedules.

    Whoever was given the page itself, as the clerks of an office; else the newsroom of its site.
    The newsroom of the portal does not write the weeks of component sites, and is not asked to.
    """
    given = _given({each.pk for each in schedules})
    known = by_site(NEWSROOM | SUPPLYING)
    found = {}
    for schedule, site in schedules.items():
        # Whoever works on another site does not see what they would be told of.
        there = {user for role in NEWSROOM | SUPPLYING for user in known.get((site.pk, role), ())}
        clerks = [user for user in given.get(schedule.pk, ()) if user in there]
        found[schedule.pk] = clerks or _first(known, site)
    return found


def office(schedule: ScheduleIndexPage) -> list[Recipient]:
    """Who arranges the schedule."""
    site = rights.site_of(schedule)
    return _people(offices({schedule: site})[schedule.pk]) if site else []


def unit(request: ScheduleRequest) -> list[Recipient]:
    """Who registered it; where they are gone or work elsewhere, the focal officers of the unit.

    Nobody who may not register for the schedule any more, and not the head of the unit.
    """
    writer: Any = request.entered_by
    if writer is not None and _works_there(writer, request):
        return people([writer])
    found = of_agency(request.agency, [RoleCode.FOCAL_OFFICER])
    return people([each for each in found if _works_there(each, request)])


def _works_there(user: Any, request: ScheduleRequest) -> bool:
    account = getattr(user, "govportal_account", None)
    if account is None or account.agency_id != request.agency_id or account.locked_on:
        return False
    return rights.registers(user, request.schedule)


def _first(known: Mapping[tuple[int, str], list[int]], site: PortalSite) -> list[int]:
    for roles in OFFICE_ORDER:
        users = [user for role in roles for user in known.get((site.pk, role), ())]
        if users:
            return list(dict.fromkeys(users))
    return []


def _given(schedules: set[int]) -> dict[int, list[int]]:
    rows = GroupPagePermission.objects.filter(
        page__in=schedules,
        permission__codename="change_page",
        group__user__is_active=True,
    )
    found: dict[int, list[int]] = defaultdict(list)
    for page, user in rows.order_by("group__user").values_list("page", "group__user").distinct():
        found[page].append(user)
    return found


def _people(users: Iterable[int]) -> list[Recipient]:
    found = get_user_model()._default_manager.filter(pk__in=list(users))
    return people(found.select_related("wagtail_userprofile").order_by("pk"))
