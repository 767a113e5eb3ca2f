"""Filters of the editors' lists of projects and of changed figures."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.fields import ModelChoiceField
from django_filters.filters import (
    CharFilter,
    ChoiceFilter,
    ModelChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.filters import WagtailFilterSet

from ...core.filters import PeriodFilter
from ...core.models import AdministrativeField, Agency
from ...core.network import below_any
from .. import rights
from ..codes import code_key
from ..models import (
    BatchState,
    Figure,
    FigureBatch,
    FigureChange,
    InvestmentProjectPage,
    ProjectIndexPage,
    ProjectKind,
    ProjectStatus,
)
from . import access, columns

_STATES: Final = [
    ("live", _("published")),
    ("changed", _("live, with unpublished changes")),
    ("draft", _("not published")),
]


def registers_in_reach(request: Any) -> QuerySet[ProjectIndexPage]:
    """The registers of the sites on which the user works."""
    return rights.registers_of(request.user) if request else ProjectIndexPage.objects.none()


def _investors(request: Any) -> QuerySet[Agency]:
    used = access.manageable_projects(request.user).order_by().values("investor")
    return Agency.objects.filter(pk__in=used)


class _RegisterField(ModelChoiceField):  # type: ignore[misc]
    """A register by its key; one that is too large for the database is none either."""

    def to_python(self, value: Any) -> Any:
        """The register.

        Raises:
            ValidationError: for a key of none of the registers to choose from.
        """
        try:
            return super().to_python(value)
        except OverflowError:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": value}
            ) from None


class RegisterFilter(ModelChoiceFilter):  # type: ignore[misc]
    """A choice among the registers in reach."""

    field_class = _RegisterField


class ProjectFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The filters of the list of projects."""

    status = MultipleChoiceFilter(
        label=columns.STATUS,
        choices=ProjectStatus.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    kind = MultipleChoiceFilter(
        label=pgettext_lazy("project", "Kind of project"),
        choices=ProjectKind.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    field = ModelChoiceFilter(
        label=_("Field of administration"), queryset=AdministrativeField.objects.all()
    )
    investor = ModelChoiceFilter(label=_("Investor"), queryset=_investors)
    register = RegisterFilter(
        label=pgettext_lazy("projects", "Register"),
        queryset=registers_in_reach,
        method="in_register",
    )
    publication = ChoiceFilter(
        label=_("Publication"),
        choices=_STATES,
        method="in_state",
        widget=RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = InvestmentProjectPage
        fields: list[str] = []

    def in_register(self, queryset: Any, name: str, value: ProjectIndexPage) -> Any:
        """Projects below a register."""
        return queryset.filter(below_any([value.path]))

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        """Projects that are live, or are live and have a newer draft, or are not published."""
        if value == "changed":
            return queryset.filter(live=True, has_unpublished_changes=True)
        return queryset.filter(live=value == "live")


class BatchFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The filters of the list of sheets of figures."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("sheet of figures", "State"), choices=BatchState.choices
    )
    register = RegisterFilter(
        label=pgettext_lazy("projects", "Register"), queryset=registers_in_reach
    )

    class Meta:
        model = FigureBatch
        fields: list[str] = []


class ChangeFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The filters of the history of figures."""

    code = CharFilter(label=_("Project code"), method="of_project")
    figure = MultipleChoiceFilter(
        label=pgettext_lazy("project", "Figure"),
        choices=Figure.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    year = django_filters.NumberFilter(label=_("Year of the capital"), min_value=0, max_value=9999)
    by = CharFilter(label=_("Changed by"), field_name="by_name", lookup_expr="icontains")
    at = PeriodFilter(label=_("Changed on"))
    batch = django_filters.NumberFilter(
        label=_("Number of the sheet"), field_name="batch_id", min_value=0, max_value=2**62
    )

    class Meta:
        model = FigureChange
        fields: list[str] = []

    def of_project(self, queryset: Any, name: str, value: str) -> Any:
        """Changes of a project, by its code of today or of then."""
        projects = InvestmentProjectPage.objects.filter(code_key=code_key(value))
        wanted = Q(code__iexact=value.strip()) | Q(page_id__in=projects.order_by().values("pk"))
        return queryset.filter(wanted)
