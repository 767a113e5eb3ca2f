"""The report on words that were translated and posted: the measure for royalties."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import django_filters
from django.db.models import Count, IntegerField, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from ...core.filters import PeriodFilter
from ...core.models import PortalSite
from ...core.report_exports import UnicodeCsvMixin
from ...regulation.presentation.language_names import language_name
from .. import rights
from ..models import TranslationEvent
from ..vocabulary import TranslationEventKind
from .screens import ForNewsroomMixin

_EXPORTED: Final = {
    "unit": capfirst(_("translating unit")),
    "language": capfirst(_("language")),
    "posted": pgettext_lazy("words of translations", "Times posted"),
    "words": pgettext_lazy("words of translations", "Words of the sources"),
    "translated": pgettext_lazy("words of translations", "Words of the translations"),
}


def _sites(request: HttpRequest | None) -> QuerySet[PortalSite]:
    sites = rights.reported_sites(request.user) if request else PortalSite.objects.none()
    return sites.select_related("site", "agency")


class WordFilterSet(WagtailFilterSet):
    """Filters of the report."""

    portal_site = django_filters.ModelChoiceFilter(
        label=capfirst(_("portal site")), queryset=_sites, method="filter_site"
    )
    at = PeriodFilter(label=_("Period"))

    class Meta:
        model = TranslationEvent
        fields: list[str] = []

    def filter_site(self, queryset: Any, name: str, value: PortalSite) -> Any:
        """The log names sites by number."""
        return queryset.filter(portal_site_id=value.pk)


@method_decorator(never_cache, name="dispatch")
class WordReportView(ForNewsroomMixin, UnicodeCsvMixin, ReportView):
    """Words by unit and language, this year until somebody chooses a period.

    Each posting counts with all words of its text: the second one of a corrected text as well.
    """

    model = TranslationEvent
    page_title = pgettext_lazy("screen", "Translated words")
    header_icon = "site"
    index_url_name = "govportal_translation:words"
    index_results_url_name = "govportal_translation:words_results"
    filterset_class = WordFilterSet
    list_export = list(_EXPORTED)
    export_headings = _EXPORTED
    export_filename = "translated-words"
    columns = [
        Column("unit", label=_EXPORTED["unit"], accessor=lambda row: row["unit"] or "–"),
        Column("language", label=_EXPORTED["language"]),
        *(NumberColumn(name, label=_EXPORTED[name]) for name in ("posted", "words", "translated")),
    ]

    def get_base_queryset(self) -> QuerySet[TranslationEvent]:
        """Every posting of a translation on the sites of the user's newsrooms."""
        sites = rights.reported_sites(self.request.user).order_by().values("pk")
        found = TranslationEvent.objects.filter(kind=TranslationEventKind.PUBLISHED)
        return found.filter(portal_site_id__in=sites)

    def get_queryset(self) -> list[dict[str, Any]]:
        """One row for each unit and language, counted by the database."""
        events = self.filter_queryset(self.get_base_queryset())
        if self.is_of_this_year:
            events = events.filter(at__year=timezone.localdate().year)
        rows = (
            events.order_by()
            .values("language", unit=KT("details__unit"))
            .annotate(
                posted=Count("pk"),
                words=Sum(Cast(KT("details__words"), IntegerField()), default=0),
                translated=Sum(Cast(KT("details__translated"), IntegerField()), default=0),
            )
        )
        named = [row | {"language": language_name(row["language"])} for row in rows]
        return sorted(named, key=lambda row: (row["unit"] or "", row["language"]))

    def get_filtered_queryset(self) -> list[dict[str, Any]]:
        """The rows that are asked for; filters are applied before words are counted."""
        return self.get_queryset()

    @property
    def is_of_this_year(self) -> bool:
        """Whether nobody chose a period."""
        return not (self.filters.is_valid() and self.filters.form.cleaned_data.get("at"))

    def get_page_subtitle(self) -> str:
        """The period, where nobody chose one."""
        today = timezone.localdate()
        first = date_format(date(today.year, 1, 1), "SHORT_DATE_FORMAT")
        last = date_format(today, "SHORT_DATE_FORMAT")
        return f"{first} - {last}" if self.is_of_this_year else ""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The value as the file holds it; a cell is empty where there is none."""
        return super().preprocess_field_value(field, value or "", export_format)
