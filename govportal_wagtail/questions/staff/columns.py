"""Columns of the inbox, and what its rows say in a file: nothing of who asked, nor of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn

from ...core.spreadsheets import plain_cell
from ...editorial.staff import item_words
from ..models import Question, QuestionContent


def title_of(question: Question) -> str:
    """The title that the asker gave; empty after the personal data were erased."""
    try:
        return question.content.title
    except QuestionContent.DoesNotExist:
        return ""


def due(question: Question) -> item_words.Due:
    """How near the last day of an open question is."""
    return item_words.due_in_words(question.due_on, is_open=question.is_open)


def claimed_by(question: Question) -> str:
    """Who works on it; empty for nobody."""
    return item_words.name_of(question.claimed_by)


class NumberColumn(TitleColumn):  # type: ignore[misc]
    """The number with a link, and the title as the asker wrote it."""

    cell_template_name = "govportal/questions/staff/number_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the title, which the query of the list has read."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"asked_title": title_of(instance)}


class StateColumn(Column):  # type: ignore[misc]
    """The state in words; of a closed question how it ended."""

    cell_template_name = "govportal/questions/staff/state_cell.html"


class DueColumn(Column):  # type: ignore[misc]
    """The last day with an icon and words, so that colour is not needed to read it."""

    cell_template_name = "govportal/editorial/admin/item_due_cell.html"

    def get_value(self, instance: Any) -> item_words.Due:
        """How near the last day is."""
        return due(instance)


def inbox_columns(*, with_sites: bool) -> list[BaseColumn]:
    """The columns of the inbox; the site where the user works on several."""
    found = [
        NumberColumn(
            "number",
            label=pgettext_lazy("question", "Question"),
            get_url=lambda question: reverse("questions:detail", args=[question.pk]),
            sort_key="number",
        ),
        StateColumn(
            "state",
            label=pgettext_lazy("question", "State"),
            accessor="get_state_display",
            sort_key="state",
        ),
        DueColumn("due_on", label=_("Last day"), sort_key="due_on"),
        Column("topic", label=_("Topic"), sort_key="topic__name"),
        Column("agency", label=_("Agency"), sort_key="agency__name"),
        Column("claimed_by", label=_("Claimed by"), accessor=claimed_by),
    ]
    if with_sites:
        found.append(Column("portal_site", label=_("Portal site")))
    found.append(
        DateColumn(
            "received_at",
            label=pgettext_lazy("question", "Received"),
            sort_key="received_at",
        )
    )
    return found


def _local(moment: Any) -> Any:
    """The time on the portal's clock; a spreadsheet knows no time zones."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None


#: Columns of the file: heading, and the value of a question.
EXPORTED: Final[dict[str, tuple[Any, Callable[[Question], Any]]]] = {
    "number": (_("Number"), lambda question: question.number),
    "state": (
        pgettext_lazy("question", "State"),
        lambda question: str(question.get_state_display()),
    ),
    "outcome": (
        pgettext_lazy("question", "Outcome"),
        lambda question: str(question.get_outcome_display()),
    ),
    "topic": (_("Topic"), lambda question: str(question.topic or "")),
    "agency": (_("Agency"), lambda question: str(question.agency or "")),
    "portal_site": (_("Portal site"), lambda question: str(question.portal_site)),
    "channel": (_("Channel"), lambda question: str(question.get_channel_display())),
    "received_on": (_("Received on"), lambda question: question.received_on),
    "due_on": (_("Last day"), lambda question: question.due_on),
    "due": (_("Last day in words"), lambda question: due(question).words),
    "answer_due_on": (_("Last day for the answer"), lambda question: question.answer_due_on),
    "promised_on": (_("Promised for"), lambda question: question.promised_on),
    "replied_on": (_("Replied on"), lambda question: question.replied_on),
    "closed_at": (_("Closed at"), lambda question: _local(question.closed_at)),
    "extensions": (_("Extensions"), lambda question: question.extensions),
    "publishing": (
        pgettext_lazy("question", "Publication"),
        lambda question: str(question.get_publishing_display()),
    ),
    "rating": (_("Rating"), lambda question: question.rating),
}


def export_row(question: Question) -> dict[str, Any]:
    """One row of the file; no text of it is run by a spreadsheet program."""
    return {name: plain_cell(value(question)) for name, (_label, value) in EXPORTED.items()}
