"""Filters of the inbox; they offer what the user may see and nothing else."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from ...core.models import Agency, PortalSite
from ...editorial.staff.item_filters import DUE_CHOICES, due_within_days
from ..models import Question, QuestionQuerySet, QuestionTopic
from ..rights import visible_questions
from ..vocabulary import Outcome, QuestionState
from . import access

#: What the inbox shows where nothing else is asked for.
WAITING: Final = "waiting"
QUEUES: Final = [
    (WAITING, pgettext_lazy("questions", "what I may act on now")),
    ("claimed", pgettext_lazy("questions", "what I have claimed")),
    ("open", pgettext_lazy("questions", "everything under way")),
    ("all", pgettext_lazy("questions", "everything, also what is closed")),
]
_ONE: Final[dict[str, Any]] = {
    "widget": RadioSelect,
    "empty_label": pgettext_lazy("questions", "All"),
}


def _used(request: Any, name: str) -> QuerySet[Any]:
    found: QuerySet[Any] = visible_questions(request.user).order_by().values(name)
    return found


def _sites(request: Any) -> QuerySet[PortalSite]:
    found = PortalSite.objects.filter(pk__in=_used(request, "portal_site"))
    return found.select_related("site")


def _agencies(request: Any) -> QuerySet[Agency]:
    return Agency.objects.filter(pk__in=_used(request, "agency"))


def _topics(request: Any) -> QuerySet[QuestionTopic]:
    return QuestionTopic.objects.filter(pk__in=_used(request, "topic"))


class QuestionFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The filters of the inbox; without a choice it shows what the user may act on now."""

    queue = django_filters.ChoiceFilter(
        label=pgettext_lazy("questions", "Show"),
        choices=QUEUES,
        method="filter_queue",
        widget=RadioSelect,
        empty_label=None,
        initial=WAITING,
    )
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("question", "State"),
        choices=QuestionState.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    outcome = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("question", "Outcome"),
        choices=Outcome.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    due = django_filters.ChoiceFilter(
        label=_("Last day"), choices=DUE_CHOICES, method="filter_due", **_ONE
    )
    agency = django_filters.ModelChoiceFilter(label=_("Agency"), queryset=_agencies)
    topic = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=_topics)
    complaint = django_filters.BooleanFilter(
        label=_("Complaint or denunciation"),
        field_name="is_complaint",
        widget=BooleanRadioSelect,
    )
    portal_site = django_filters.ModelChoiceFilter(label=_("Portal site"), queryset=_sites)

    class Meta:
        model = Question
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Fill in the default choice."""
        data = data.copy() if data is not None else {}
        if not data.get("queue"):
            data["queue"] = WAITING
        super().__init__(data, *args, **kwargs)

    def filter_queue(self, queryset: QuestionQuerySet, name: str, value: str) -> QuerySet[Question]:
        """Questions by whom they wait for."""
        if value == WAITING:
            waiting = access.waiting_for(self.request.user).order_by()
            return queryset.filter(pk__in=waiting.values("pk"))
        if value == "claimed":
            return queryset.open().filter(claimed_by=self.request.user.pk)
        return queryset.open() if value == "open" else queryset

    def filter_due(self, queryset: QuestionQuerySet, name: str, value: str) -> QuerySet[Question]:
        """Open questions by where their last day lies."""
        return due_within_days(queryset.open(), value, timezone.localdate())
