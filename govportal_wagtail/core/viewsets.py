"""The registers of agencies and of fields of administration in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from .models import AdministrativeField, Agency, AgencyKind, AgencyLevel
from .models.agency import AgencyQuerySet
from .vietnamese import fold

_NAMES = ["name", "name_en", "name_ru", "code"]


class RegisterIndexView(IndexView):
    """A list that is searched without regard to diacritics, on every database alike."""

    #: Fields in which the search looks.
    searched_fields: list[str] = _NAMES

    @cached_property
    def is_searchable(self) -> bool:
        """Searchable as soon as results can be shown."""
        return bool(self.index_results_url)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Records with all words of the query; a register has hundreds of rows, not millions."""
        wanted = fold(self.search_query or "").split()
        if not wanted:
            return queryset
        rows = queryset.order_by().values_list("pk", *self.searched_fields)
        found = []
        for pk, *values in rows:
            text = fold(" ".join(value for value in values if value))
            if all(word in text for word in wanted):
                found.append(pk)
        return queryset.filter(pk__in=found)


class AgencyIndexView(RegisterIndexView):
    """The list of agencies."""

    searched_fields = [*_NAMES, "short_name", "abbreviation", "issuer_code"]


class AgencyFilterSet(WagtailFilterSet):
    """Filters of the list of agencies."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AgencyKind.choices)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=AgencyLevel.choices)
    exists = django_filters.ChoiceFilter(
        label=_("Existence"),
        choices=[("today", _("exists today")), ("ended", _("merged or dissolved"))],
        method="filter_exists",
    )
    under = django_filters.ModelChoiceFilter(
        label=_("Parent agency"),
        field_name="parent",
        queryset=lambda _request: Agency.objects.filter(children__isnull=False).distinct(),
    )

    class Meta:
        model = Agency
        fields: list[str] = []

    def filter_exists(self, queryset: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        """Agencies of today, or those whose last day is past."""
        today = timezone.localdate()
        if value == "ended":
            return queryset.filter(valid_to__lt=today)
        return queryset.existing(on=today)


class AdministrativeFieldFilterSet(WagtailFilterSet):
    """Filters of the list of fields of administration."""

    under = django_filters.ModelChoiceFilter(
        label=_("Wider field"),
        field_name="parent",
        queryset=lambda _request: AdministrativeField.objects.filter(
            children__isnull=False
        ).distinct(),
    )

    class Meta:
        model = AdministrativeField
        fields: list[str] = []


class AgencyViewSet(SnippetViewSet):
    """The register of agencies."""

    model = Agency
    icon = "group"
    index_view_class = AgencyIndexView
    filterset_class = AgencyFilterSet
    ordering = ["name"]
    list_display = [
        "name",
        Column("issuer_code", label=_("In symbols"), sort_key="issuer_code"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_level_display", label=_("Level"), sort_key="level"),
        Column("parent", label=_("Parent agency"), sort_key="parent__name"),
        DateColumn("valid_from", label=_("Existing from"), sort_key="valid_from"),
        DateColumn("valid_to", label=_("Existing until"), sort_key="valid_to"),
    ]
    list_export = [
        "code",
        *("name", "name_en", "name_ru", "short_name", "abbreviation", "issuer_code"),
        *("get_kind_display", "get_level_display"),
        *("parent_code", "successor_code", "valid_from", "valid_to"),
    ]
    export_headings = {
        "get_kind_display": _("Kind"),
        "get_level_display": _("Level"),
        "parent_code": _("Parent agency"),
        "successor_code": _("Successor"),
    }
    export_filename = "agencies"
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Model]:
        """All agencies with what their row names."""
        return Agency.objects.select_related("parent").annotate(
            parent_code=F("parent__code"), successor_code=F("successor__code")
        )


class AdministrativeFieldViewSet(SnippetViewSet):
    """The register of fields of administration."""

    model = AdministrativeField
    icon = "tag"
    index_view_class = RegisterIndexView
    filterset_class = AdministrativeFieldFilterSet
    ordering = ["sort_order", "name"]
    list_display = [
        "name",
        Column("parent", label=_("Wider field"), sort_key="parent__name"),
        Column("code", label=_("Code"), sort_key="code"),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
    ]
    list_export = ["code", "name", "name_en", "name_ru", "parent_code", "sort_order"]
    export_headings = {"parent_code": _("Wider field")}
    export_filename = "fields-of-administration"
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Model]:
        """All fields with the wider one."""
        return AdministrativeField.objects.select_related("parent").annotate(
            parent_code=F("parent__code")
        )


class PortalRegistersGroup(SnippetViewSetGroup):
    """The registers that all parts of the portal share."""

    items = (AgencyViewSet, AdministrativeFieldViewSet)
    menu_label = _("Portal registers")
    menu_name = "portal-registers"
    menu_icon = "list-ul"
    menu_order = 450
