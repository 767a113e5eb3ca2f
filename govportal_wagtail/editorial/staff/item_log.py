"""The log of the editorial flow: of one item, of one page, and as a report over the sites."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from ...core.filters import PeriodFilter
from ...core.spreadsheets import plain_cell
from .. import access, history
from ..models import EditorialEvent
from ..vocabulary import EventKind
from . import item_access, item_page
from .item_columns import LanguageTitleColumn

_PAGE_SIZE: Final = 50
FORMATS: Final = {
    "csv": ("text/csv; charset=utf-8", history.as_csv),
    "json": ("application/json", history.as_json),
}


class ItemHistoryView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """All that happened to an item, the newest first."""

    header_icon = "history"
    template_name = "govportal/editorial/admin/history.html"

    def get_page_title(self) -> str:
        """What it is the history of."""
        return _t("Editorial history")

    def get_page_subtitle(self) -> str:
        """The item."""
        return str(self.subject.title)

    @cached_property
    def subject(self) -> Any:
        """The item of the address.

        Raises:
            Http404: where there is none that the user may see.
        """
        return item_access.item_for(self.request.user, self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the item, its history."""
        return [
            *self.breadcrumbs_items,
            {"url": self.back_url(), "label": self.subject.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def events(self) -> QuerySet[EditorialEvent]:
        """The lines of the log."""
        return EditorialEvent.objects.filter(item_id=self.subject.pk)

    def back_url(self) -> str:
        """Where the user came from."""
        return reverse("editorial_items:detail", args=[self.subject.pk])

    def export_url(self, kind: str) -> str:
        """Where the log is had as a file."""
        return reverse("editorial_items:history_export", args=[self.subject.pk, kind])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of lines."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        listed = Paginator(self.events().order_by("-at", "-pk"), _PAGE_SIZE)
        page = listed.get_page(self.request.GET.get("p"))
        return context | {
            "events": item_page.history_lines(page.object_list),
            "page_obj": page,
            "back_url": self.back_url(),
            "exports": [(kind.upper(), self.export_url(kind)) for kind in FORMATS],
        }


class PageHistoryView(ItemHistoryView):
    """All that happened to a page, with every item that came to it."""

    @cached_property
    def subject(self) -> Any:
        """The page of the address.

        Raises:
            Http404: where there is none, or none of whose history the user may see.
        """
        return page_for(self.request.user, self.kwargs["pk"])

    def events(self) -> QuerySet[EditorialEvent]:
        """The lines that name the page."""
        return EditorialEvent.objects.filter(page_id=self.subject.pk)

    def back_url(self) -> str:
        """The page's own screen."""
        return reverse("wagtailadmin_pages:edit", args=[self.subject.pk])

    def export_url(self, kind: str) -> str:
        """Where the log is had as a file."""
        return reverse("editorial_items:page_history_export", args=[self.subject.pk, kind])


class ExportView(View):
    """The whole log of an item or a page as a file, oldest first."""

    of_page = False

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """The file.

        Raises:
            Http404: for what the user may not see, and for an unknown format.
        """
        if kind not in FORMATS:
            raise Http404
        if self.of_page:
            events = EditorialEvent.objects.filter(page_id=page_for(request.user, pk).pk)
        else:
            item = item_access.item_for(request.user, pk)
            events = EditorialEvent.objects.filter(item_id=item.pk)
        content_type, write = FORMATS[kind]
        response = HttpResponse(write(events.order_by("at", "pk")), content_type=content_type)
        name = f"history-{'page' if self.of_page else 'item'}-{pk}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def page_for(user: Any, pk: int) -> Page:
    """A page whose history the user may see: they may edit it, or see an item of it.

    Raises:
        Http404: for every other page.
    """
    page = Page.objects.filter(pk=pk).first()
    if page is None:
        raise Http404
    if not sees_history(user, page):
        raise Http404
    return page


def sees_history(user: Any, page: Page) -> bool:
    """Whether the user may read how the page came about."""
    if page.permissions_for_user(user).can_edit():
        return True
    items = access.visible_items(user).filter(page=page.pk)
    return item_access.works_here(user) and items.exists()


def _sites(request: Any) -> Any:
    return item_access.newsroom_sites(request.user)


class LogFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Filters of the report."""

    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("editorial event", "Event"), choices=EventKind.choices
    )
    site = django_filters.ModelChoiceFilter(
        label=_("Portal site"), queryset=_sites, method="filter_site"
    )
    person = django_filters.CharFilter(
        label=_("Person"), field_name="by_name", lookup_expr="icontains"
    )
    at = PeriodFilter(label=pgettext_lazy("history", "Time"))

    class Meta:
        model = EditorialEvent
        fields: list[str] = []

    def filter_site(self, queryset: Any, name: str, value: Any) -> Any:
        """Lines of one site."""
        return queryset.filter(portal_site_id=value.pk)


def _address(event: EditorialEvent) -> str | None:
    if event.item_id:
        return reverse("editorial_items:detail", args=[event.item_id])
    if event.page_id:
        return reverse("editorial_items:page_history", args=[event.page_id])
    return None


class LogReportView(ReportView):  # type: ignore[misc]
    """Who did what in the newsrooms of the user's sites."""

    model = EditorialEvent
    page_title = _("Log of the editorial flow")
    header_icon = "history"
    index_url_name = "editorial_items:log"
    index_results_url_name = "editorial_items:log_results"
    table_classname = "listing gpe-listing"
    filterset_class = LogFilterSet
    default_ordering = "-at"
    is_searchable = True
    search_backend_name = None
    search_fields = ["label"]
    export_filename = "editorial-log"
    export_headings = {
        "local_time": pgettext_lazy("history", "Time"),
        "get_kind_display": pgettext_lazy("editorial event", "Event"),
        "sentence": _("What happened"),
    }
    list_export = [
        *("local_time", "label", "get_kind_display", "by_name", "role", "agency_name", "step"),
        *("reason", "ground_letter", "ground_text", "article", "profile", "instrument"),
        *("revision_id", "revision_hash", "sentence"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who work in a newsroom.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not (request.user.is_active and item_access.in_newsroom(request.user)):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def columns(self) -> list[Any]:
        """The columns of the report."""
        return [
            Column(
                "at",
                label=pgettext_lazy("history", "Time"),
                sort_key="at",
                accessor=lambda event: f"{timezone.localtime(event.at):%d/%m/%Y %H:%M}",
            ),
            LanguageTitleColumn(
                "label", label=pgettext_lazy("editorial", "Item"), get_url=_address
            ),
            Column("sentence", label=_("What happened"), accessor=history.sentence),
        ]

    def get_base_queryset(self) -> QuerySet[EditorialEvent]:
        """The lines of the user's sites; everything else only for who may do everything."""
        if self.request.user.is_superuser:
            return history.with_language(EditorialEvent.objects.all())
        sites = item_access.newsroom_sites(self.request.user).order_by().values("pk")
        return history.with_language(EditorialEvent.objects.filter(portal_site_id__in=sites))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By time, lines of one moment in the order in which they were written."""
        prefix = "-" if str(self.ordering).startswith("-") else ""
        return queryset.order_by(f"{prefix}at", f"{prefix}pk")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row of the file; no text of it is run by a spreadsheet program."""
        item.sentence = history.sentence(item)
        item.local_time = timezone.localtime(item.at).replace(tzinfo=None, microsecond=0)
        row: dict[str, Any] = super().to_row_dict(item)
        return {name: plain_cell(value) for name, value in row.items()}
