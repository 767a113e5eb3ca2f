"""Columns of the list of registrations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn

from ..models import ScheduleRequest
from ..requests import stamp
from ..wording import when

#: The form to which the boxes of the rows belong.
CHOOSING_FORM: Final = "gps-accept"


class DayColumn(TitleColumn):  # type: ignore[misc]
    """Day and time with a link, and the content."""

    cell_template_name = "govportal/schedules/staff/request_day_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the time in words."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"when": when(instance)}


class StateColumn(Column):  # type: ignore[misc]
    """The state in words."""

    cell_template_name = "govportal/schedules/staff/request_state_cell.html"


class ChoiceColumn(BaseColumn):  # type: ignore[misc]
    """A box for those on which the user may decide."""

    cell_template_name = "govportal/schedules/staff/request_choice_cell.html"
    header_template_name = "govportal/schedules/staff/request_choice_header.html"

    def __init__(self, name: str, may_decide: Callable[[ScheduleRequest], bool]) -> None:
        """``may_decide`` is asked for each row."""
        super().__init__(name, label=pgettext_lazy("registered items", "Choose"))
        self._may_decide = may_decide

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Whether there is a box, and what it says."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {
            "is_offered": self._may_decide(instance),
            "form_id": CHOOSING_FORM,
            "value": f"{instance.pk}@{stamp(instance)}",
        }


def columns(may_decide: Callable[[ScheduleRequest], bool] | None) -> list[BaseColumn]:
    """The columns; with boxes for who decides."""
    found = [
        DayColumn(
            "date",
            label=pgettext_lazy("schedule", "Day and time"),
            accessor=lambda entry: f"{entry.date:%d/%m/%Y}",
            get_url=lambda entry: reverse("schedules:request", args=[entry.pk]),
            sort_key="date",
        ),
        StateColumn(
            "state",
            label=capfirst(pgettext_lazy("registered item", "state")),
            accessor="get_state_display",
            sort_key="state",
        ),
        Column("agency", label=capfirst(_("registered by")), sort_key="agency__name"),
        Column("schedule", label=capfirst(_("working schedule"))),
        Column("place", label=capfirst(pgettext_lazy("schedule", "place"))),
    ]
    return [ChoiceColumn("chosen", may_decide), *found] if may_decide else found
