"""Lists and forms of exceptional days and of officially announced years."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from ..calendar_changes import calendar_edit
from ..models import CalendarOverride, CalendarYear


class _EnteredByMixin:
    """Keeps who entered, or last changed, the record; deadlines follow in the same transaction."""

    request: Any
    form: Any

    def save_instance(self) -> Any:
        """Save with the name of the user."""
        record = self.form.instance
        record.entered_by = self.request.user
        with calendar_edit(user=self.request.user, reason=str(record)):
            return super().save_instance()  # type: ignore[misc]


class EnteredCreateView(_EnteredByMixin, CreateView):
    """Adds a record in the name of the user."""


class EnteredEditView(_EnteredByMixin, EditView):
    """Changes a record in the name of the user."""


class CalendarDeleteView(DeleteView):
    """Deletes a record; the recalculated deadlines name the user who did it."""

    def delete_action(self) -> None:
        """Delete, and count anew what rested on the record."""
        words = gettext("Deleted: %(record)s") % {"record": self.object}
        with calendar_edit(user=self.request.user, reason=words):
            super().delete_action()


class CalendarOverrideFilterSet(WagtailFilterSet):
    """Filters of the list of exceptional days."""

    year = django_filters.NumberFilter(
        label=_("Year"), field_name="date__year", min_value=1, max_value=9999
    )
    is_working = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[("true", _("worked")), ("false", _("day off"))]
    )

    class Meta:
        model = CalendarOverride
        fields: list[str] = []


class CalendarOverrideViewSet(SnippetViewSet):
    """Days that differ by a decision of their own."""

    model = CalendarOverride
    # The menu of the regulation has it, so that Wagtail lists it nowhere else.
    menu_item_is_registered = True
    icon = "calendar-alt"
    menu_label = _("Exceptional days")
    add_view_class = EnteredCreateView
    edit_view_class = EnteredEditView
    delete_view_class = CalendarDeleteView
    filterset_class = CalendarOverrideFilterSet
    ordering = ["-date"]
    list_display = [
        # Day and reason, the day written with its day first.
        "__str__",
        BooleanColumn("is_working", label=_("Working day")),
        "basis",
        Column("entered_by", label=_("Entered by")),
    ]
    list_export = ["date", "is_working", "label", "basis", "entered_by", "entered_at"]
    export_filename = "exceptional-days"
    search_fields = ["label", "basis"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        FieldPanel("date"),
        FieldPanel("is_working"),
        FieldPanel("label"),
        FieldPanel("basis"),
    ]

    def get_queryset(self, request: Any) -> QuerySet[CalendarOverride]:
        """All days with who entered them."""
        return CalendarOverride.objects.select_related("entered_by")


class CalendarYearViewSet(SnippetViewSet):
    """Which years rest on an official notice."""

    model = CalendarYear
    menu_item_is_registered = True
    icon = "calendar-check"
    menu_label = _("Announced years")
    add_view_class = EnteredCreateView
    edit_view_class = EnteredEditView
    delete_view_class = CalendarDeleteView
    ordering = ["-year"]
    list_display = [
        "year",
        BooleanColumn("is_official", label=_("Officially announced")),
        "basis",
        Column("entered_by", label=_("Entered by")),
    ]
    list_per_page = 50
    copy_view_enabled = False
    panels = [FieldPanel("year"), FieldPanel("is_official"), FieldPanel("basis")]

    def get_queryset(self, request: Any) -> QuerySet[CalendarYear]:
        """All years with who entered them."""
        return CalendarYear.objects.select_related("entered_by")


overrides = CalendarOverrideViewSet()
years = CalendarYearViewSet()
