"""The panel of a week in the editor of its page: what stands in it, and the way to the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.utils.html import format_html_join
from django.utils.module_loading import import_string
from django.utils.translation import pgettext
from wagtail.admin.compare import diff_text
from wagtail.admin.panels import Panel

# By name: both read the models, which use this panel.
_CONTEXT: Final = f"{__package__}.staff.week_table.panel_context"
_LINES: Final = f"{__package__}.staff.week_lines.lines_of"


class WeekPanel(Panel):  # type: ignore[misc]
    """The items of a week to read; they are written on the desk.

    It also tells Wagtail's comparison of two versions how their items differ.
    """

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The items of one week."""

        template_name = "govportal/schedules/staff/week_panel.html"

        def is_shown(self) -> bool:
            """For a week that was saved."""
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the days, what is changed and not published yet, and the address of the desk."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context.update(import_string(_CONTEXT)(self.instance))
            return context

        def get_comparison(self) -> list[Callable[[Any, Any], WeekComparison]]:
            """The items of two versions."""
            return [WeekComparison]


class WeekComparison:
    """How the items of two versions of a week differ, item by item."""

    is_field = True
    is_child_relation = False

    def __init__(self, obj_a: Any, obj_b: Any) -> None:
        """``obj_a`` is the older version."""
        before, after = _lines(obj_a), _lines(obj_b)
        uids = [*after, *(uid for uid in before if uid not in after)]
        self._pairs = [(before.get(uid, ""), after.get(uid, "")) for uid in uids]

    def field_label(self) -> str:
        """What is compared."""
        return pgettext("schedule", "Items")

    def has_changed(self) -> bool:
        """Whether any item is new, different or gone."""
        return any(old != new for old, new in self._pairs)

    def htmldiff(self) -> str:
        """The items that differ, each with what was taken out and put in; escaped."""
        return format_html_join("", "<p>{}</p>", ((each,) for each in self._changed()))

    def _changed(self) -> Iterator[str]:
        return (diff_text(old, new).to_html() for old, new in self._pairs if old != new)


def _lines(version: Any) -> dict[Any, str]:
    found: dict[Any, str] = import_string(_LINES)(version)
    return found
