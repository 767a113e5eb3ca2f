"""What a required schedule of the leaders lacks although it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.network import below_any
from ..core.registries import Label, PartContent
from .models import ScheduleIndexPage, WeeklySchedulePage

__all__ = ["PARTS"]


def is_schedule(model: type[Page]) -> bool:
    """Return whether pages of a class are schedules."""
    return issubclass(model, ScheduleIndexPage)


def gaps_of_schedules(page_ids: Sequence[int]) -> Mapping[int, Label]:
    """Return the schedules of which no week is public."""
    rows = ScheduleIndexPage.objects.filter(pk__in=page_ids).order_by()
    schedules = dict(rows.values_list("path", "pk"))
    weeks = WeeklySchedulePage.objects.live().filter(below_any(schedules)).order_by()
    steplen = Page.steplen
    filled = {path[:-steplen] for path in weeks.values_list("path", flat=True)}
    message = _("No week has been posted yet.")
    return {pk: message for path, pk in schedules.items() if path not in filled}


PARTS: Final = PartContent("schedules", is_schedule, gaps_of_schedules)
