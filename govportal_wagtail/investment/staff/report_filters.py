"""Filters of the reports on projects; what cannot be understood is an error beside its field."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.forms import IntegerField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from ...core.models import AdministrativeField
from ..models import (
    InvestmentProjectPage,
    ProjectEntry,
    ProjectIndexPage,
    ProjectKind,
    ProjectStatus,
)
from ..partial_dates import FIRST_YEAR, LAST_YEAR
from ..public.list_query import ProjectQuery
from ..reports.gaps import LEAST, Version
from ..reports.stale import EXPECTING
from ..reports.totals import Grouping
from . import columns
from .filters import RegisterFilter, registers_in_reach

__all__ = ["DisbursementFilterSet", "GapFilterSet", "StaleFilterSet", "TotalFilterSet"]

#: The longest time without news that can be asked for, in months.
_MOST_MONTHS: Final = 240


class WholeNumberFilter(django_filters.NumberFilter):  # type: ignore[misc]
    """A whole number that the report itself reads."""

    field_class = IntegerField

    def filter(self, qs: Any, value: Any) -> Any:
        """All rows: the number does not say which of them are counted."""
        return qs


class _LeftChoiceFilter(django_filters.ChoiceFilter):  # type: ignore[misc]
    """A choice that the report itself reads."""

    def filter(self, qs: Any, value: Any) -> Any:
        """All rows."""
        return qs


def _year() -> WholeNumberFilter:
    return WholeNumberFilter(
        label=_("Year of the capital"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )


class _EntryFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """What every report on published projects is narrowed by."""

    register = RegisterFilter(
        label=_("Register"), queryset=registers_in_reach, method="in_register"
    )
    field = django_filters.ModelChoiceFilter(
        label=_("Field of administration"),
        queryset=AdministrativeField.objects.all(),
        method="in_field",
    )
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("project", "Kind of project"), choices=ProjectKind.choices
    )
    status = django_filters.ChoiceFilter(label=columns.STATUS, choices=ProjectStatus.choices)

    class Meta:
        model = ProjectEntry
        fields: list[str] = []

    def in_register(self, queryset: Any, name: str, value: ProjectIndexPage) -> Any:
        """Projects of a register."""
        return queryset.filter(register=value.pk)

    def in_field(self, queryset: Any, name: str, value: AdministrativeField) -> Any:
        """Projects of a field and of all that lie in it, as the public list finds them."""
        return ProjectQuery(chosen={"linh-vuc": value.code}).filtered(queryset)


class TotalFilterSet(_EntryFilterSet):
    """Filters of the totals."""

    by = _LeftChoiceFilter(label=_("One row for each"), choices=Grouping.choices, empty_label=None)
    year = _year()


class DisbursementFilterSet(_EntryFilterSet):
    """Filters of disbursement against the plan."""

    year = _year()


class StaleFilterSet(_EntryFilterSet):
    """Filters of the projects without news."""

    months = WholeNumberFilter(label=_("Months without news"), min_value=1, max_value=_MOST_MONTHS)
    status = django_filters.ChoiceFilter(
        label=columns.STATUS,
        choices=[(each.value, each.label) for each in ProjectStatus if each in EXPECTING],
    )


def _name_of(field: str) -> str:
    return capfirst(str(InvestmentProjectPage._meta.get_field(field).verbose_name))


class GapFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Filters of what projects lack; applied to what was found and not to pages."""

    register = RegisterFilter(label=_("Register"), queryset=registers_in_reach)
    version = django_filters.ChoiceFilter(
        label=pgettext_lazy("project", "Version"), choices=Version.choices
    )
    lacks = django_filters.ChoiceFilter(
        label=pgettext_lazy("project", "Lacks"),
        choices=lambda: [(field, _name_of(field)) for field in LEAST],
    )

    class Meta:
        model = InvestmentProjectPage
        fields: list[str] = []
