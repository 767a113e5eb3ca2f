"""Who sees the screens of registrations, and which registrations they find there."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from ...editorial.access import agency_of
from ...editorial.roles import SUPPLYING, roles_by_site
from .. import rights
from ..models import ScheduleIndexPage, ScheduleRequest


def registers_somewhere(user: Any) -> bool:
    """Whether the user supplies for an agency on some site; asked for the menu."""
    is_of_a_unit = any(held & SUPPLYING for held in roles_by_site(user).values())
    return is_of_a_unit and agency_of(user) is not None


def registered_schedules(user: Any) -> list[ScheduleIndexPage]:
    """The public schedules for which the user registers items."""
    found = rights.schedules_of(user).filter(live=True).select_related("agency")
    return [each for each in found if rights.registers(user, each)]


def entry_for(user: Any, pk: int) -> ScheduleRequest:
    """One registration with what its page names.

    Raises:
        Http404: where there is none that the user may see.
    """
    named = ("schedule__agency", "agency", "preparing_agency", "entered_by", "decided_by")
    found = rights.visible_requests(user).filter(pk=pk).select_related(*named).first()
    if found is None:
        raise Http404
    return found


def own_entry(user: Any, pk: int) -> ScheduleRequest | None:
    """A registration of the user's own agency, whose content they may use again."""
    agency = agency_of(user)
    found = rights.visible_requests(user).filter(pk=pk, agency=agency.pk if agency else None)
    return found.first()
