"""The registers of agencies, fields of administration, people and boards in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Model, QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import AdministrativeField, Agency, AgencyKind, AgencyLevel
from .models.agency import AgencyQuerySet
from .organisation import agency_views, import_views, panels
from .organisation import hooks as organisation_hooks  # noqa: F401 - registers itself
from .organisation.listing import NAMES, RegisterIndexView, day_column
from .organisation.people_viewsets import EditorialBoardViewSet, PersonViewSet
from .organisation.rows import TEXT_FIELDS, verbose_name


class AgencyIndexView(RegisterIndexView):
    """The list of agencies."""

    searched_fields = [*NAMES, "short_name", "abbreviation", "issuer_code", "national_code"]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The usual ones and the other screens of the register."""
        icons = {"tree": "folder-open-1", "duplicates": "copy", "import": "upload"}
        others = [tab for tab in agency_views.tabs(self.request, "list") if not tab["is_active"]]
        return [
            *super().header_more_buttons,
            *(
                Button(tab["label"], url=tab["url"], icon_name=icon, priority=40 + number)
                for number, (tab, icon) in enumerate(zip(others, icons.values(), strict=False))
            ),
        ]


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
    edit_handler = panels.AGENCY
    index_view_class = AgencyIndexView
    filterset_class = AgencyFilterSet
    ordering = ["name"]
    list_display = [
        "name",
        Column("issuer_code", label=_("In symbols"), sort_key="issuer_code"),
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_level_display", label=_("Level"), sort_key="level"),
        Column("parent", label=_("Parent agency"), sort_key="parent__name"),
        day_column("valid_from", _("Existing from")),
        day_column("valid_to", _("Existing until")),
    ]
    # The importer of agencies reads these columns again, in every language of the portal.
    list_export = [
        *("code", "name", "national_code", "get_kind_display", "get_level_display"),
        *("parent_code", "valid_from", "valid_to", "successor_code", "further_successor_codes"),
        *TEXT_FIELDS,
    ]
    export_headings = {
        "get_kind_display": verbose_name("kind"),
        "get_level_display": verbose_name("level"),
        "parent_code": verbose_name("parent"),
        "successor_code": verbose_name("successor"),
        "further_successor_codes": verbose_name("further_successors"),
    }
    export_filename = "agencies"
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Model]:
        """All agencies with what their row names."""
        return (
            Agency.objects.select_related("parent")
            .prefetch_related("further_successors")
            .annotate(parent_code=F("parent__code"), successor_code=F("successor__code"))
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The usual addresses, the tree, the duplicates and the importer."""
        return [
            *super().get_urlpatterns(),
            path("tree/", agency_views.AgencyTreeView.as_view(), name="tree"),
            path("duplicates/", agency_views.DuplicatesView.as_view(), name="duplicates"),
            path("import/", import_views.AgencyImportView.as_view(), name="import"),
            path(
                "import/confirm/",
                import_views.AgencyImportConfirmView.as_view(),
                name="import_confirm",
            ),
        ]


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

    items = (AgencyViewSet, AdministrativeFieldViewSet, PersonViewSet, EditorialBoardViewSet)
    menu_label = _("Portal registers")
    menu_name = "portal-registers"
    menu_icon = "list-ul"
    menu_order = 450
