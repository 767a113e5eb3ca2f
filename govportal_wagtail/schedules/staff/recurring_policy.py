"""Who keeps which recurring items: whoever writes the weeks of their schedule."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ...core.access.kept_records import KeptRecordsPolicy
from ...editorial.roles import NEWSROOM
from .. import rights
from ..models import RecurringItem
from . import access


class RecurringPolicy(KeptRecordsPolicy):
    """The page permissions of the schedule decide."""

    def keeps_any(self, user: Any) -> bool:
        """Whether the user may write weeks somewhere."""
        return access.writes_here(user)

    def kept(self, user: Any) -> QuerySet[RecurringItem]:
        """The recurring items of the schedules that the user arranges."""
        arranged = [each.pk for each in rights.arranged_schedules(user)]
        return RecurringItem.objects.filter(schedule__in=arranged)

    def keeping_roles(self) -> frozenset[str]:
        """The roles that may write weeks."""
        return NEWSROOM
