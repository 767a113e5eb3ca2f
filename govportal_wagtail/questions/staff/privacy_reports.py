"""Who looked at personal data, and whose data are erased next; for who administers the site.

Law 91/2025/QH15 on the protection of personal data; the log itself cannot be changed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from ... import conf
from ...core.access import scope
from ...core.filters import PeriodFilter
from ...core.models import PortalSite
from ...core.report_exports import PlainCellsMixin
from ...regulation.vocabulary import RoleCode
from .. import retention
from ..models import Question, QuestionEvent
from ..vocabulary import QuestionEventKind

#: What was done with personal data.
KINDS: Final = (
    QuestionEventKind.PERSON_SEEN,
    QuestionEventKind.EXPORTED,
    QuestionEventKind.ANONYMISED,
)
#: So many days ahead it is shown what will be erased.
AHEAD: Final = timedelta(days=60)


def oversees(user: Any) -> bool:
    """Whether the user administers a portal site; asked for the menu."""
    return scope.administers(user)


def sites_of(user: Any) -> QuerySet[PortalSite]:
    """The sites whose log on personal data the user may read."""
    if not user.is_active:
        return PortalSite.objects.none()
    return scope.administered_portal_sites(user)


class _PrivacyReport(PlainCellsMixin, ReportView):
    """A report for administrators of sites."""

    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report.

        Raises:
            PermissionDenied: for who administers no site.
        """
        if not oversees(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that are asked for; of an export no more than the setting allows."""
        rows: QuerySet[Any] = super().get_queryset()
        return rows[: conf.EXPORT_MAX_ROWS] if self.is_export else rows


class AccessFilterSet(WagtailFilterSet):
    """Filters of the log."""

    kind = django_filters.ChoiceFilter(
        label=_("What was done"), choices=[(each.value, each.label) for each in KINDS]
    )
    at = PeriodFilter(label=_("Period"))

    class Meta:
        model = QuestionEvent
        fields: list[str] = []


class AccessLogView(_PrivacyReport):
    """Who looked at, handed out or erased the data of which question."""

    model = QuestionEvent
    page_title = _("Access to personal data")
    index_url_name = "govportal_question_access"
    index_results_url_name = "govportal_question_access_results"
    filterset_class = AccessFilterSet
    default_ordering = "-at"
    is_searchable = False
    list_export = ["at", "label", "get_kind_display", "by_name", "role", "agency_name", "reason"]
    export_headings = {
        "at": _("time"),
        "label": _("number"),
        "get_kind_display": _("What was done"),
        "by_name": _("by"),
        "role": _("role"),
        "agency_name": _("agency"),
        "reason": _("reason"),
    }
    export_filename = "access-to-personal-data"
    columns = [
        DateColumn("at", label=pgettext_lazy("history", "Time"), sort_key="at", width="14%"),
        Column("label", label=_("Number"), sort_key="label"),
        Column("kind", label=_("What was done"), accessor="get_kind_display"),
        Column("by_name", label=pgettext_lazy("log", "By"), accessor=lambda row: _who(row)),
        Column("role", label=_("Role"), accessor=lambda row: _role(row)),
        Column("agency_name", label=_("Agency")),
        Column("reason", label=_("Reason")),
    ]

    def get_base_queryset(self) -> QuerySet[QuestionEvent]:
        """The log of the user's sites; a superuser also reads that of sites that are gone."""
        rows = QuestionEvent.objects.filter(kind__in=KINDS)
        if self.request.user.is_superuser:
            return rows
        sites = sites_of(self.request.user).order_by().values("pk")
        return rows.filter(portal_site_id__in=sites)


class RetentionView(_PrivacyReport):
    """Whose personal data are erased soon, or should have been."""

    model = Question
    page_title = _("Personal data to be erased")
    index_url_name = "govportal_question_retention"
    index_results_url_name = "govportal_question_retention_results"
    default_ordering = "closed_at"
    is_searchable = False
    list_export = ["number", "closed_at", "get_outcome_display"]
    export_headings = {
        "number": _("number"),
        "closed_at": _("closed at"),
        "get_outcome_display": _("outcome"),
    }
    export_filename = "personal-data-to-be-erased"

    @cached_property
    def columns(self) -> list[Column]:
        """Number, site and agency with the day on which the data are erased."""
        return [
            Column("number", label=_("Number"), sort_key="number"),
            Column("portal_site", label=pgettext_lazy("portal", "Site")),
            Column("agency", label=_("Agency")),
            Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
            DateColumn("closed_at", label=_("Closed"), sort_key="closed_at"),
            Column("due", label=_("Erased from"), accessor=self._due),
        ]

    def get_base_queryset(self) -> QuerySet[Question]:
        """What is due within two months on the user's sites."""
        ahead = timezone.localdate() + AHEAD
        sites = sites_of(self.request.user).order_by().values("pk")
        due = retention.due_for_anonymising(ahead).filter(portal_site__in=sites)
        return due.select_related("portal_site__site", "agency")

    @cached_property
    def _kept(self) -> dict[int, int]:
        return retention.months_by_site()

    def _due(self, question: Question) -> str:
        day = retention.due_day(question, self._kept[question.portal_site_id])
        if day is None:
            return ""
        late = _t("late")
        return f"{day:%d/%m/%Y} ({late})" if day < timezone.localdate() else f"{day:%d/%m/%Y}"


def _who(event: QuestionEvent) -> str:
    return event.by_name or pgettext("question", "the portal itself")


def _role(event: QuestionEvent) -> str:
    return str(RoleCode(event.role).label) if event.role in RoleCode.values else event.role
