"""The screen of recurring items: the meetings that come back every week or month."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from ...core.access.policies import add_policy
from ...core.access.scoped_views import scoped
from .. import rights
from ..models import RecurringItem, ScheduleIndexPage
from .desk_rows import when_words
from .recurring_forms import RecurringForm, belongs_to_its_site
from .recurring_policy import RecurringPolicy

# Before the viewset asks for the policy of its model.
add_policy(RecurringItem, RecurringPolicy(RecurringItem))


def _schedules(request: Any) -> QuerySet[Any]:
    arranged = rights.arranged_schedules(request.user) if request is not None else []
    found: QuerySet[Any] = ScheduleIndexPage.objects.filter(pk__in=[each.pk for each in arranged])
    return found.order_by("path")


class RecurringFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Filters of the list."""

    schedule = django_filters.ModelChoiceFilter(label=_("Working schedule"), queryset=_schedules)

    class Meta:
        model = RecurringItem
        fields = ["frequency", "visibility"]


class RecurringDeleteView(SnippetViewSet.delete_view_class):  # type: ignore[misc]
    """Deletes a recurring item and writes it into the log of its site."""

    def get_object(self) -> Any:
        """The item."""
        found = super().get_object()
        belongs_to_its_site(found)
        return found


_PANELS = [
    # Wagtail's chooser of pages would name whatever page a hand-made form sends.
    FieldPanel("schedule", widget=Select),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("frequency"), FieldPanel("interval")]),
            FieldRowPanel([FieldPanel("weekday"), FieldPanel("week_of_month")]),
            FieldPanel("day_of_month"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        ],
        heading=_("When it comes back"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("when"),
            FieldPanel("content"),
            FieldPanel("place"),
            FieldPanel("chairs"),
            FieldPanel("participants"),
            FieldPanel("preparing"),
            FieldPanel("requester"),
            FieldPanel("visibility"),
        ],
        heading=_("What it is"),
    ),
    MultiFieldPanel(
        [FieldPanel("vehicle"), FieldPanel("internal_note"), FieldPanel("online_link")],
        heading=_("Never public"),
        classname="collapsed",
    ),
]


@scoped
class RecurringViewSet(SnippetViewSet):
    """Recurring items of the schedules that the user arranges."""

    model = RecurringItem
    icon = "rotate"
    menu_label = pgettext_lazy("menu", "Recurring items")
    menu_name = "govportal-recurring-items"
    # It has its own place in the menu of schedules.
    menu_item_is_registered = True
    filterset_class = RecurringFilterSet
    edit_handler = ObjectList(_PANELS, base_form_class=RecurringForm)
    ordering = ["schedule__path", "weekday", "starts_at", "pk"]
    list_display = [
        "content",
        Column("time", label=pgettext_lazy("schedule", "Time"), accessor=when_words),
        Column("get_frequency_display", label=_("How it comes back")),
        Column("get_weekday_display", label=_("Day of the week")),
        Column("schedule", label=_("Working schedule")),
        Column("ends_on", label=_("Last day")),
    ]
    list_per_page = 50
    delete_view_class = RecurringDeleteView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Items with what their row names."""
        found: QuerySet[Any] = RecurringItem.objects.select_related("schedule")
        return found


recurring_items = RecurringViewSet()
