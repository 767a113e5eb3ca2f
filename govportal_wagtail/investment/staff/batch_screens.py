"""What the screens of sheets of figures share, and the list of sheets."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from .. import rights
from ..models import FigureBatch
from . import access
from .filters import BatchFilterSet

PAGE_SIZE: Final = 50
TITLE: Final = _("Sheets of figures")


class ForStaffMixin:
    """A screen for those who hand in sheets of figures, or work where they arrive."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer only those.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not access.works_with_sheets(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class BatchScreen(ForStaffMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen below the list of sheets."""

    header_icon = "table"
    request: Any

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this screen."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("govportal_projects:batches"), "label": TITLE},
            {"url": "", "label": self.get_page_title()},
        ]


@method_decorator(never_cache, name="dispatch")
class BatchListView(ForStaffMixin, IndexView):  # type: ignore[misc]
    """The sheets that the user may see, the newest first."""

    model = FigureBatch
    # Roles decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    page_title = TITLE
    header_icon = "table"
    paginate_by = PAGE_SIZE
    default_ordering = "-created_at"
    is_searchable = True
    search_fields = ["title", "basis"]
    index_url_name = "govportal_projects:batches"
    index_results_url_name = "govportal_projects:batches_results"
    filterset_class = BatchFilterSet
    columns = [
        TitleColumn(
            "title",
            label=pgettext_lazy("sheet of figures", "Title"),
            get_url=lambda batch: reverse("govportal_projects:batch", args=[batch.pk]),
            sort_key="title",
        ),
        Column(
            "state",
            label=pgettext_lazy("sheet of figures", "State"),
            accessor="get_state_display",
            sort_key="state",
        ),
        Column("agency", label=_("Supplied by"), accessor="agency.localized_name"),
        Column("register", label=pgettext_lazy("projects", "Register")),
        Column("row_count", label=_("Rows")),
        Column("created_by", label=_("Entered by")),
        DateColumn("created_at", label=_("Entered at"), sort_key="created_at"),
    ]

    def get_base_queryset(self) -> QuerySet[FigureBatch]:
        """The sheets, with all that a row names in the same query."""
        found = rights.visible_batches(self.request.user).annotate(row_count=Count("rows"))
        return found.select_related("register", "agency", "created_by")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To a new sheet, for those who hand them in."""
        if not rights.supplied_registers(self.request.user):
            return []
        url = reverse("govportal_projects:batch_new")
        return [HeaderButton(_t("Enter a sheet of figures"), url=url, icon_name="plus")]
