"""The inbox of questions."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from ... import conf
from .. import codes
from ..models import Question
from ..rights import visible_questions
from . import access, columns, filters

PAGE_SIZE: Final = 50


@method_decorator(never_cache, name="dispatch")
class InboxView(IndexView):  # type: ignore[misc]
    """What the user may act on now; by filters, everything that they may see.

    The search knows numbers and codes alone: an address is kept by browsers and servers, and a
    name or a word of a question has no place in it.
    """

    model = Question
    # Roles decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    page_title = _("Inbox of questions")
    header_icon = "help"
    paginate_by = PAGE_SIZE
    default_ordering = "due_on"
    is_searchable = True
    table_classname = "listing gpe-listing"
    index_url_name = "questions:index"
    index_results_url_name = "questions:index_results"
    filterset_class = filters.QuestionFilterSet
    list_export = list(columns.EXPORTED)
    export_headings = {name: label for name, (label, _value) in columns.EXPORTED.items()}
    export_filename = "questions"
    template_name = "govportal/questions/staff/inbox.html"
    results_template_name = "govportal/questions/staff/inbox_results.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who have something to do with questions.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not access.works_here(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Question]:
        """The questions, with all that a row names in the same query; no text of a question."""
        named = ("portal_site__site", "agency", "topic", "claimed_by")
        found = visible_questions(self.request.user).select_related(*named)
        if self.is_export:
            return found
        return found.select_related("content").defer("content__text", "content__rating_comment")

    def get_queryset(self) -> QuerySet[Question]:
        """The rows that are asked for; of an export no more than the setting allows."""
        rows: QuerySet[Question] = super().get_queryset()
        return rows[: conf.EXPORT_MAX_ROWS] if self.is_export else rows

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By the wanted column; questions without a last day stand at the end."""
        name = str(self.ordering)
        column = F(name.removeprefix("-"))
        is_descending = name.startswith("-")
        order = column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True)
        return queryset.order_by(order, "pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The questions with this number or a part of it, or with this tracking code."""
        query = (self.search_query or "").strip()
        if not query:
            return queryset
        wanted = Q(number__icontains=query)
        if code := codes.typed(query):
            wanted |= Q(code=code)
        return queryset.filter(wanted)

    @cached_property
    def columns(self) -> list[Any]:
        """The columns; the site where there are several."""
        return columns.inbox_columns(with_sites=access.works_on_several(self.request.user))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To a question that came by another channel."""
        if not access.works_here(self.request.user):
            return []
        label = _t("Enter a question")
        return [HeaderButton(label, url=reverse("questions:enter"), icon_name="plus")]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row of the export."""
        return columns.export_row(item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether only what waits for the user is shown."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.GET.get("queue") or filters.WAITING
        return context | {"only_waiting": asked == filters.WAITING}
