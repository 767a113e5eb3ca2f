"""The models of the schedules app."""

from __future__ import annotations

from .items import DatedItem, ItemContent, ItemPerson, ScheduleItem, TakingPart
from .pages import (
    ScheduleIndexPage,
    ScheduleIndexPageMixin,
    Weekday,
    WeeklySchedulePage,
    WeeklySchedulePageMixin,
    uid_in_copy,
)
from .published import PublishedItem, ScheduleChange, ScheduleEvent
from .requests import (
    RecurringItem,
    RecurringPerson,
    RequestPerson,
    ScheduleImport,
    ScheduleRequest,
)

__all__ = [
    "DatedItem",
    "ItemContent",
    "ItemPerson",
    "PublishedItem",
    "RecurringItem",
    "RecurringPerson",
    "RequestPerson",
    "ScheduleChange",
    "ScheduleEvent",
    "ScheduleImport",
    "ScheduleIndexPage",
    "ScheduleIndexPageMixin",
    "ScheduleItem",
    "ScheduleRequest",
    "TakingPart",
    "Weekday",
    "WeeklySchedulePage",
    "WeeklySchedulePageMixin",
    "uid_in_copy",
]
