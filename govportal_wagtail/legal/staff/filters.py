"""Filters of the editors' list of documents."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (
    CharFilter,
    ChoiceFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.filters import WagtailFilterSet

from ...core.filters import PeriodFilter
from ...core.models import AdministrativeField, Agency
from ...core.vietnamese import slugify
from ..models import DocumentType, LegalDocumentPage, Normativity, Validity
from . import page_queries
from .access import visible_libraries

_PRESENT = [("with", _("present")), ("without", _("missing"))]
_ONE: dict[str, Any] = {"widget": RadioSelect, "empty_label": _("All")}
_STATES = [
    ("live", _("published")),
    ("changed", _("live, with unpublished changes")),
    ("draft", _("not published")),
]


def _years() -> list[tuple[int, str]]:
    years = LegalDocumentPage.objects.exclude(year=None).order_by("-year").values_list("year")
    return [(year, str(year)) for (year,) in years.distinct()]


def _libraries(request: Any) -> Any:
    return visible_libraries(request.user)


class _FieldsFilter(ModelMultipleChoiceFilter):  # type: ignore[misc]
    """Fields of administration, without a row for every field of a document."""

    def filter(self, qs: Any, value: Any) -> Any:
        """Documents that have one of the fields."""
        if not value:
            return qs
        chosen = LegalDocumentPage.objects.filter(administrative_fields__in=value)
        return qs.filter(pk__in=chosen.order_by().values("pk"))


class LegalDocumentFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The filters of the public list and what only editors ask: state, files, text, library."""

    doc_type = ModelMultipleChoiceFilter(
        label=_("Document type"),
        queryset=DocumentType.objects.all(),
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    issuer = ModelMultipleChoiceFilter(
        label=_("Issuing body"),
        queryset=Agency.objects.all(),
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    administrative_fields = _FieldsFilter(
        label=_("Field of administration"),
        queryset=AdministrativeField.objects.all(),
        widget=CheckboxSelectMultiple,
    )
    year = ChoiceFilter(label=_("Year"), choices=_years, **_ONE)
    validity = MultipleChoiceFilter(
        label=_("Validity"),
        choices=Validity.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    normativity = ChoiceFilter(label=_("Kind of document"), choices=Normativity.choices, **_ONE)
    signer = CharFilter(label=_("Signed by"), method="signed_by")
    library = ModelMultipleChoiceFilter(
        label=_("Library"),
        queryset=_libraries,
        widget=CheckboxSelectMultiple,
        method="in_libraries",
    )
    state = ChoiceFilter(label=_("Publication"), choices=_STATES, method="in_state", **_ONE)
    files = ChoiceFilter(label=_("Files"), choices=_PRESENT, method="with_files", **_ONE)
    text = ChoiceFilter(label=_("Full text"), choices=_PRESENT, method="with_text", **_ONE)
    issued_on = PeriodFilter(label=_("Issued on"))

    class Meta:
        model = LegalDocumentPage
        fields: list[str] = []

    def signed_by(self, queryset: Any, name: str, value: str) -> Any:
        """Documents whose signer has these letters, with or without diacritics."""
        key = slugify(value)
        wanted = Q(signer__icontains=value)
        if key:
            wanted |= Q(govportal_register_entry__signer_key__contains=key)
        return queryset.filter(wanted)

    def in_libraries(self, queryset: Any, name: str, value: Any) -> Any:
        """Documents below one of the libraries."""
        wanted = Q()
        for library in value:
            wanted |= Q(path__startswith=library.path)
        return queryset.filter(wanted)

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        """Documents that are live, or are live and have a newer draft, or are not published."""
        if value == "changed":
            return queryset.filter(live=True, has_unpublished_changes=True)
        return queryset.filter(live=value == "live")

    def with_files(self, queryset: Any, name: str, value: str) -> Any:
        """Documents with or without a file."""
        return page_queries.having_files(queryset, value == "with")

    def with_text(self, queryset: Any, name: str, value: str) -> Any:
        """Documents with or without a text that can be read."""
        return page_queries.having_text(queryset, value == "with")
