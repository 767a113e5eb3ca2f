"""What the regulation layer stores: the choice of a profile, the calendar, running deadlines."""

from __future__ import annotations

from .calendar import CalendarOverride, CalendarYear
from .deadlines import Deadline, DeadlineEvent, DeadlineEventKind, DeadlineState
from .settings import RegulationSettings

__all__ = [
    "CalendarOverride",
    "CalendarYear",
    "Deadline",
    "DeadlineEvent",
    "DeadlineEventKind",
    "DeadlineState",
    "RegulationSettings",
]
