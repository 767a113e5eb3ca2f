"""What the screens of one week share: the week of the address, where it stands, ways to others."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from .. import editing
from ..models import WeeklySchedulePage
from ..weeks import Week
from . import access
from .screens import ArrangedScreen


class WeekScreen(ArrangedScreen):
    """A screen of one week of a schedule that the user arranges."""

    header_icon = "calendar"

    @cached_property
    def week(self) -> Week:
        """The week of the address.

        Raises:
            Http404: for no week.
        """
        return access.week_for(self.kwargs["code"])

    @cached_property
    def page(self) -> WeeklySchedulePage | None:
        """The page of the week; None where nobody has begun it."""
        return editing.page_of(self.schedule, self.week)

    @property
    def is_locked(self) -> bool:
        """Whether the week is with somebody else, so that the user cannot write it now."""
        if self.page is None:
            return False
        permissions = self.page.permissions_for_user(self.request.user)
        return bool(permissions.page_locked() or not permissions.can_edit())

    def get_page_title(self) -> str:
        """Which week."""
        return editing.title_of(self.week, get_language() or "vi")

    def address(self, name: str, week: Week | None = None) -> str:
        """The address of a screen of this week, or of another one."""
        return reverse(f"schedules:{name}", args=[self.schedule.pk, (week or self.week).code])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The week, where it stands, the weeks beside it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "schedule": self.schedule,
            "week": self.week,
            "week_page": self.page,
            "state": state_of(self.page),
            "is_locked": self.is_locked,
            "previous": self.week.shifted(-1),
            "next": self.week.shifted(1),
        }


def state_of(page: WeeklySchedulePage | None) -> str:
    """Where a week stands, in words."""
    if page is None:
        return pgettext("week of a schedule", "not begun")
    if page.workflow_in_progress:
        return _("with the editorial board")
    if page.live:
        if page.has_unpublished_changes:
            return pgettext("week of a schedule", "posted, with changes under way")
        return _("posted")
    return pgettext("week of a schedule", "draft")
