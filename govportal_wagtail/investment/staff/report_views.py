"""What all reports on projects share: who opens them, filters with errors, tables, downloads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from ... import conf
from ...core.batches import batched
from ...core.downloads import Sheet, csv_pieces, download, xlsx_pieces
from ..models import ProjectEntry
from ..models.register import ProjectEntryQuerySet
from ..reports.entries import each_once
from . import access

__all__ = ["EditLinks", "ProjectReportView", "entries_for"]

#: Rows of a page of a report.
_ROWS: Final = 50


def entries_for(user: Any) -> ProjectEntryQuerySet:
    """The published projects that the user may know of."""
    found = ProjectEntry.objects.all()
    if user.is_active and user.is_superuser:
        return found
    return found.filter(page__in=access.visible_projects(user).order_by().values("pk"))


class EditLinks:
    """Addresses at which the user edits projects; those of a page of a list are found at once."""

    def __init__(self, user: Any) -> None:
        self._user = user
        self._mine: set[int] = set()

    def find(self, keys: Iterable[int]) -> None:
        """Find out which of the projects the user may edit; one query."""
        found = access.manageable_projects(self._user).filter(pk__in=list(keys))
        self._mine = set(found.order_by().values_list("pk", flat=True))

    def of(self, row: Any) -> str:
        """The address for the project of a row; empty where the user may only read."""
        return reverse("wagtailadmin_pages:edit", args=[row.pk]) if row.pk in self._mine else ""


class ProjectReportView(ReportView):  # type: ignore[misc]
    """A report on the projects of the user."""

    model = ProjectEntry
    # Roles and rights on pages decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    header_icon = "doc-full"
    results_template_name = "govportal/investment/staff/report_results.html"
    paginate_by = _ROWS

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the report; a download only if all filters were understood.

        Raises:
            PermissionDenied: for who has nothing to do with projects.
        """
        if not access.works_on_projects(request.user):
            raise PermissionDenied
        if self.has_errors:
            self.is_export = False
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def has_errors(self) -> bool:
        """Whether a filter was not understood."""
        return bool(self.filters and not self.filters.is_valid())

    @cached_property
    def errors(self) -> list[tuple[str, Sequence[str]]]:
        """What was not understood, by the names of the filters."""
        if not self.has_errors:
            return []
        form = self.filters.form
        return [(str(form.fields[name].label), found) for name, found in form.errors.items()]

    @cached_property
    def notes(self) -> list[str]:
        """What readers need to know of the figures."""
        return []

    @cached_property
    def edit_links(self) -> EditLinks:
        """Where the projects of the rows are edited."""
        return EditLinks(self.request.user)

    @property
    def no_results_message(self) -> str:
        """Why there are no rows."""
        if self.has_errors:
            return _t("Correct the filters to see the report.")
        return _t("No project matches.")

    def chosen(self, name: str, default: Any = None) -> Any:
        """The value of a filter; the default where nothing was chosen or understood."""
        if self.has_errors or not self.filters:
            return default
        value = self.filters.form.cleaned_data.get(name)
        return default if value in (None, "") else value

    def get_base_queryset(self) -> ProjectEntryQuerySet:
        """The published projects that the user may know of."""
        return entries_for(self.request.user)

    @cached_property
    def entries(self) -> ProjectEntryQuerySet:
        """The projects that the filters leave, each of them once."""
        reached = self.get_base_queryset()
        register = self.chosen("register")
        if register is not None:
            reached = reached.filter(register=register.pk)
        found: ProjectEntryQuerySet = self.filter_queryset(each_once(reached))
        return found

    def get_queryset(self) -> Any:
        """What the rows are made of; nothing where a filter was not understood."""
        return [] if self.has_errors else self.found()

    def get_filtered_queryset(self) -> Any:
        """The same: filters are applied before anything is counted."""
        return self.get_queryset()

    def found(self) -> Any:
        """A list or query, one value for each row."""
        raise NotImplementedError

    def rows_of(self, found: Sequence[Any]) -> list[Any]:
        """The rows of a page, made with a number of queries that is always the same."""
        return list(found)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """The page that was asked for, with all that its rows show."""
        paginator, page, found, is_long = super().paginate_queryset(queryset, page_size)
        rows = self.rows_of(list(found))
        self.edit_links.find(row.pk for row in rows if getattr(row, "pk", None))
        return paginator, page, rows, is_long

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page, the table alone, or a download."""
        # The script that swaps the table takes only what succeeded.
        if self.has_errors and not self.results_only:
            kwargs["status"] = 400
        response: HttpResponse = super().render_to_response(context, **kwargs)
        return response

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> StreamingHttpResponse:
        """A table whose numbers are numbers and whose text no program takes for a formula."""
        headings = [self.export_headings[name] for name in self.list_export]
        rows = self._lines(queryset[: conf.EXPORT_MAX_ROWS])
        if spreadsheet_format == self.FORMAT_CSV:
            pieces = csv_pieces(headings, rows)
        else:
            pieces = xlsx_pieces(Sheet(str(self.page_title), headings, rows))
        return download(pieces, f"{self.export_filename}.{spreadsheet_format}")

    def _lines(self, found: Any) -> Iterator[list[Any]]:
        for batch in batched(found):
            for row in self.rows_of(batch):
                values = self.to_row_dict(row)
                yield [values[name] for name in self.list_export]


class NoteColumn(Column):  # type: ignore[misc]
    """Text that is left out where there is none."""

    empty_value_display = "–"


EVERY_ONCE: Final = _(
    "A project that stands on several sites or in several languages is counted once."
)
