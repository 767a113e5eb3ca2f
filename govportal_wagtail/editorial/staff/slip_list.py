"""The register of supply slips."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from ...core.filters import PeriodFilter
from ...core.models import Agency
from ...core.spreadsheets import plain_cell
from ...core.vietnamese import fold
from ...regulation.vocabulary import ChannelKind
from .. import access, tracking
from ..models import SlipSender, SupplySlip
from ..vocabulary import ItemState
from . import slip_access
from .item_columns import local_time

PAGE_SIZE: Final = 50
#: A search that finds more says nothing; the newest are shown.
_MOST_FOUND: Final = 2000


def _agencies(request: Any) -> Any:
    supplied = access.visible_items(request.user).order_by().values("agency")
    return Agency.objects.filter(pk__in=supplied)


class SlipFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Filters of the register."""

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("item", "State"),
        field_name="item__state",
        choices=ItemState.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Supplying agency"), field_name="item__agency", queryset=_agencies
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"),
        choices=ChannelKind.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    submitted = PeriodFilter(
        label=pgettext_lazy("slip", "Submitted"), field_name="item__submitted_at"
    )

    class Meta:
        model = SupplySlip
        fields: list[str] = []


def supplier(slip: SupplySlip) -> str:
    """Who supplied it: the agency, else the organisation, else the person."""
    if slip.item.agency_id:
        return str(slip.item.agency)
    try:
        return slip.sender.organisation or slip.sender.name
    except SlipSender.DoesNotExist:
        return ""


#: Columns of the file: heading, and the value of a slip.
EXPORTED: dict[str, tuple[Any, Any]] = {
    "number": (pgettext_lazy("slip", "Number"), lambda slip: slip.number or ""),
    "title": (pgettext_lazy("slip", "Title"), lambda slip: slip.title),
    "state": (pgettext_lazy("item", "State"), lambda slip: str(slip.item.get_state_display())),
    "supplier": (_("Supplied by"), supplier),
    "channel": (_("Channel"), lambda slip: str(slip.get_channel_display())),
    "due_on": (_("Last day"), lambda slip: slip.item.due_on),
    "submitted_at": (
        pgettext_lazy("slip", "Submitted"),
        lambda slip: local_time(slip.item.submitted_at),
    ),
}


class _StateColumn(Column):  # type: ignore[misc]
    cell_template_name = "govportal/editorial/admin/slip_state_cell.html"


class SlipListView(IndexView):  # type: ignore[misc]
    """The slips that the user may see, newest first."""

    model = SupplySlip
    # Roles decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    page_title = _("Supply slips")
    header_icon = "form"
    table_classname = "listing gpe-listing"
    paginate_by = PAGE_SIZE
    default_ordering = "-pk"
    is_searchable = True
    index_url_name = "editorial_slips:index"
    index_results_url_name = "editorial_slips:index_results"
    filterset_class = SlipFilterSet
    list_export = list(EXPORTED)
    export_headings = {name: label for name, (label, _value) in EXPORTED.items()}
    export_filename = "slips"
    template_name = "govportal/editorial/admin/slips.html"
    results_template_name = "govportal/editorial/admin/slips_results.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who have something to do with slips.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not slip_access.works_with_slips(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[SupplySlip]:
        """The slips with all that a row names, in one query."""
        found = slip_access.visible_slips(self.request.user)
        return found.select_related("item__agency", "item__portal_site__site", "sender").defer(
            "body", "lead", "note", "item__anchors"
        )

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Slips with all words in number or title, or with the tracking code."""
        query = self.search_query or ""
        code = tracking.typed(query)
        if code and queryset.filter(tracking_code=code).exists():
            return queryset.filter(tracking_code=code)
        wanted = fold(query).split()
        if not wanted:
            return queryset
        found: list[int] = []
        rows = queryset.order_by("-pk").values_list("pk", "title", "number")
        for pk, title, number in rows.iterator():
            text = fold(f"{title} {number or ''}")
            if all(word in text for word in wanted):
                found.append(pk)
                if len(found) == _MOST_FOUND:
                    break
        return queryset.filter(pk__in=found)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row of the file; no text of it is run by a spreadsheet program."""
        return {name: plain_cell(value(item)) for name, (_label, value) in EXPORTED.items()}

    @cached_property
    def columns(self) -> list[Any]:
        """The columns of the register."""
        return [
            TitleColumn(
                "title",
                label=pgettext_lazy("slip", "Title"),
                get_url=lambda slip: reverse("editorial_slips:show", args=[slip.pk]),
                sort_key="title",
            ),
            Column(
                "number",
                label=pgettext_lazy("slip", "Number"),
                accessor=lambda slip: slip.number or "",
                sort_key="number",
            ),
            _StateColumn(
                "state",
                label=pgettext_lazy("item", "State"),
                accessor="item.get_state_display",
                sort_key="item__state",
            ),
            Column("supplier", label=_("Supplied by"), accessor=supplier),
            Column("channel", label=_("Channel"), accessor="get_channel_display"),
            DateColumn(
                "submitted_at",
                label=pgettext_lazy("slip", "Submitted"),
                accessor="item.submitted_at",
                sort_key="item__submitted_at",
            ),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To a new slip, and to one that came by another channel."""
        buttons = []
        user = self.request.user
        if slip_access.supplied_sites(user).exists():
            buttons.append(
                HeaderButton(_t("New slip"), url=reverse("editorial_slips:add"), icon_name="plus")
            )
        if slip_access.entered_sites(user).exists():
            buttons.append(
                HeaderButton(
                    _t("Enter what was received"),
                    url=reverse("editorial_slips:enter"),
                    icon_name="download",
                )
            )
        return buttons
