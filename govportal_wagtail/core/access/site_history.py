"""Wagtail's report of everything that was done, read from all logs in one query.

Wagtail joins the logs two by two. From three logs on, SQLite with Django 6.1 refuses the joined
query; the records of a portal site have a log of their own, so there are three.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import IntegerField, QuerySet, Value
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.log_actions import registry


class SiteHistoryView(LogEntriesView):  # type: ignore[misc]
    """The report as Wagtail shows it, with one union of all logs."""

    def get_filtered_queryset(self) -> QuerySet[Any]:
        """Number, time and log of each entry that the user may see, newest first."""
        self.log_models = list(registry.get_log_entry_models())
        first, *others = (self._entries(index) for index in range(len(self.log_models)))
        return first.union(*others, all=True).order_by("-timestamp")

    def _entries(self, index: int) -> QuerySet[Any]:
        entries = self.log_models[index].objects.viewable_by_user(self.request.user)
        marked = entries.values("pk", "timestamp").annotate(
            log_model_index=Value(index, output_field=IntegerField())
        )
        filtered: QuerySet[Any] = self.filter_queryset(marked).order_by()
        return filtered


_report: Final = require_admin_access(SiteHistoryView.as_view())
_results: Final = require_admin_access(SiteHistoryView.as_view(results_only=True))
REPORTS: Final[dict[str, Any]] = {
    "wagtailadmin_reports:site_history": _report,
    "wagtailadmin_reports:site_history_results": _results,
}
