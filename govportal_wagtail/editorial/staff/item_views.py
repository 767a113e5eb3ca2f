"""The inbox and the list of one's own items."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import IndexView

from ...core.access import scope
from ...core.vietnamese import fold
from .. import access
from ..models import EditorialItem
from . import item_access, item_columns, item_filters, item_todo

PAGE_SIZE: Final = 50
#: A search that finds more says nothing; the first ones by their last day are shown.
_MOST_FOUND: Final = 5000
_NAMED: Final = (
    *("portal_site__site", "agency", "waiting_agency", "claimed_by", "created_by"),
    "page__locale",
)


class ItemListView(IndexView):  # type: ignore[misc]
    """A list of items with filters, search and export; what it holds its kinds say."""

    model = EditorialItem
    # Roles decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    paginate_by = PAGE_SIZE
    header_icon = "clipboard-list"
    default_ordering = "due_on"
    is_searchable = True
    table_classname = "listing gpe-listing"
    list_export = list(item_columns.EXPORTED)
    export_headings = {name: label for name, (label, _value) in item_columns.EXPORTED.items()}
    template_name = "govportal/editorial/admin/inbox.html"
    results_template_name = "govportal/editorial/admin/inbox_results.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who have something to do with items.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not item_access.works_here(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[EditorialItem]:
        """The items, with all that a row names in the same query."""
        return self.get_items().select_related(*_NAMED, "slip").defer("anchors", "slip__body")

    def get_items(self) -> QuerySet[EditorialItem]:
        """Whose items these are."""
        return access.visible_items(self.request.user)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By the wanted column; items without a last day stand at the end."""
        name = str(self.ordering)
        column = F(name.removeprefix("-"))
        descending = name.startswith("-")
        order = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
        return queryset.order_by(order, "pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Items with all words in title or number of the slip, with or without diacritics."""
        wanted = fold(self.search_query or "").split()
        if not wanted:
            return queryset
        found: list[int] = []
        for pk, title, number in queryset.values_list("pk", "title", "slip__number").iterator():
            text = fold(f"{title} {number or ''}")
            if all(word in text for word in wanted):
                found.append(pk)
                if len(found) == _MOST_FOUND:
                    break
        return queryset.filter(pk__in=found)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row of the export."""
        return item_columns.export_row(item)


class InboxView(ItemListView):
    """What waits for the user; by filters, everything that they may see."""

    page_title = _("Inbox")
    header_icon = "tasks"
    index_url_name = "editorial_items:index"
    index_results_url_name = "editorial_items:index_results"
    filterset_class = item_filters.InboxFilterSet
    export_filename = "items"

    @cached_property
    def columns(self) -> list[Any]:
        """The columns; the site where there are several."""
        several = scope.managed_portal_sites(self.request.user).order_by()[1:2].exists()
        return item_columns.inbox_columns(with_sites=several)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether only what waits for the user is shown."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.GET.get("queue") or item_filters.MINE
        return context | {"only_mine": asked == item_filters.MINE}


class MineView(ItemListView):
    """What the user or their agency supplied, with what they have to do."""

    page_title = _("Own items")
    header_icon = "user"
    index_url_name = "editorial_items:mine"
    index_results_url_name = "editorial_items:mine_results"
    filterset_class = item_filters.ItemFilterSet
    export_filename = "own-items"
    default_ordering = "-moved_at"
    results_template_name = "govportal/editorial/admin/mine_results.html"

    @cached_property
    def columns(self) -> list[Any]:
        """The columns of the supplier."""
        return item_columns.own_columns()

    def get_items(self) -> QuerySet[EditorialItem]:
        """Their own items."""
        return item_access.own_items(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is to be done with each item of the page, in one query for all."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if not self.is_export:
            item_todo.attach(context["object_list"], self.request.user)
        return context
