"""Columns of the lists of items, and what their rows say in a file."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn

from ...core.spreadsheets import plain_cell
from ..models import EditorialItem, SupplySlip
from . import item_words


def slip_number(item: EditorialItem) -> str:
    """The number of the item's slip; empty without a slip or before its submission."""
    try:
        return item.slip.number or ""
    except SupplySlip.DoesNotExist:
        return ""


class LanguageTitleColumn(TitleColumn):  # type: ignore[misc]
    """A title with a link that says in which ``language`` of its row it is (WCAG 3.1.2)."""

    def get_link_attrs(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Say in which language the title is."""
        attrs: dict[str, Any] = super().get_link_attrs(instance, parent_context)
        return attrs | ({"lang": instance.language} if instance.language else {})


class ItemTitleColumn(LanguageTitleColumn):
    """Title with a link, number of the slip, and the mark of the summary procedure."""

    cell_template_name = "govportal/editorial/admin/item_title_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the number of the slip."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"number": slip_number(instance)}


class StateColumn(Column):  # type: ignore[misc]
    """The state in words, marked where somebody is to act on it again."""

    cell_template_name = "govportal/editorial/admin/item_state_cell.html"


class DueColumn(Column):  # type: ignore[misc]
    """The last day with an icon and words, so that colour is not needed to read it."""

    cell_template_name = "govportal/editorial/admin/item_due_cell.html"

    def get_value(self, instance: Any) -> item_words.Due:
        """How near the last day is."""
        return item_words.due(instance)


class TodoColumn(Column):  # type: ignore[misc]
    """What the supplier has to do, with the reason of a return."""

    cell_template_name = "govportal/editorial/admin/item_todo_cell.html"


def _detail(item: EditorialItem) -> str:
    return reverse("editorial_items:detail", args=[item.pk])


def title_column() -> BaseColumn:
    """The title with a link to the item."""
    return ItemTitleColumn("title", label=_("Title"), get_url=_detail, sort_key="title")


def due_column() -> BaseColumn:
    """The last day."""
    return DueColumn("due_on", label=_("Last day"), sort_key="due_on")


def state_column() -> BaseColumn:
    """The state in words."""
    return StateColumn(
        "state",
        label=pgettext_lazy("item", "State"),
        accessor="get_state_display",
        sort_key="state",
    )


def inbox_columns(*, with_sites: bool) -> list[BaseColumn]:
    """The columns of the inbox; the site where the user works on several."""
    found = [
        title_column(),
        state_column(),
        Column("waiting_for", label=_("Waiting for"), accessor=item_words.waiting_for),
        due_column(),
        Column("agency", label=_("Agency"), sort_key="agency__name"),
    ]
    if with_sites:
        found.append(Column("portal_site", label=_("Portal site")))
    found.append(DateColumn("moved_at", label=_("At this step since"), sort_key="moved_at"))
    return found


def own_columns() -> list[BaseColumn]:
    """The columns of the supplier's list."""
    return [
        title_column(),
        state_column(),
        TodoColumn("todo", label=_("What you have to do")),
        due_column(),
        DateColumn("moved_at", label=_("Since"), sort_key="moved_at"),
    ]


#: Columns of the file: heading, and the value of an item.
EXPORTED: dict[str, tuple[Any, Any]] = {
    "number": (_("Number of the slip"), slip_number),
    "title": (_("Title"), lambda item: item.title),
    "state": (pgettext_lazy("item", "State"), lambda item: str(item.get_state_display())),
    "waiting_for": (_("Waiting for"), item_words.waiting_for),
    "step": (
        pgettext_lazy("workflow", "Step"),
        lambda item: item_words.step_title(item_words.profile_of(item), item.step),
    ),
    "due_on": (_("Last day"), lambda item: item.due_on),
    "due": (_("Last day in words"), lambda item: item_words.due(item).words),
    "agency": (_("Agency"), lambda item: str(item.agency or "")),
    "portal_site": (_("Portal site"), lambda item: str(item.portal_site)),
    "category": (
        _("Kind of information"),
        lambda item: item_words.category_title(item_words.profile_of(item), item.category),
    ),
    "origin": (pgettext_lazy("item", "Origin"), lambda item: str(item.get_origin_display())),
    "is_urgent": (
        _("Summary procedure"),
        lambda item: str(_("yes")) if item.is_urgent else str(_("no")),
    ),
    "submitted_at": (_("Submitted at"), lambda item: local_time(item.submitted_at)),
    "moved_at": (_("At this step since"), lambda item: local_time(item.moved_at)),
    "closed_at": (_("Closed at"), lambda item: local_time(item.closed_at)),
}


def local_time(moment: Any) -> Any:
    """The time on the portal's clock; the spreadsheet knows no time zones."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None


def export_row(item: EditorialItem) -> dict[str, Any]:
    """One row of the file; no text of it is run by a spreadsheet program."""
    return {name: plain_cell(value(item)) for name, (_label, value) in EXPORTED.items()}
