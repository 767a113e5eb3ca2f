"""Whom the screens of schedules are for, and what their addresses name."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from ...editorial.roles import NEWSROOM, SUPPLYING, roles_by_site
from .. import rights
from ..models import ScheduleIndexPage
from ..weeks import Week


def works_here(user: Any) -> bool:
    """Whether the user has to do with schedules at all; asked for the menu on every page."""
    if not user.is_active:
        return False
    staff = NEWSROOM | SUPPLYING
    return bool(user.is_superuser or any(held & staff for held in roles_by_site(user).values()))


def writes_here(user: Any) -> bool:
    """Whether the user may write weeks somewhere; asked for the menu on every page.

    Roles alone are looked at, in one query; each screen asks for the schedule it is about.
    """
    if not user.is_active:
        return False
    return bool(user.is_superuser or any(held & NEWSROOM for held in roles_by_site(user).values()))


def schedule_for(user: Any, pk: int) -> ScheduleIndexPage:
    """A schedule of the sites on which the user works.

    Raises:
        Http404: where there is none.
    """
    found: ScheduleIndexPage | None = (
        rights.schedules_of(user).select_related("agency", "locale").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def arranged_for(user: Any, pk: int) -> ScheduleIndexPage:
    """A schedule whose weeks the user writes.

    Raises:
        Http404: where the user does not work with it.
        PermissionDenied: where the user reads it alone.
    """
    schedule = schedule_for(user, pk)
    rights.require(rights.arranges(user, schedule))
    return schedule


def week_for(code: str) -> Week:
    """The week of an address.

    Raises:
        Http404: for no week.
    """
    try:
        return Week.from_code(code)
    except ValueError as error:
        raise Http404(str(error)) from error
