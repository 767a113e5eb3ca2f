"""The list of registrations: a unit finds its own there, the office those for its schedules."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from .. import rights
from ..models import ScheduleRequest
from ..vocabulary import RequestState
from . import request_access, request_columns, request_filters
from .screens import ForStaffMixin

PAGE_SIZE: Final = 50


@method_decorator(never_cache, name="dispatch")
class RequestListView(ForStaffMixin, IndexView):  # type: ignore[misc]
    """What is not decided yet; by filters, everything that the user may see."""

    model = ScheduleRequest
    # Roles decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    page_title = _("Registered items")
    header_icon = "calendar-alt"
    paginate_by = PAGE_SIZE
    default_ordering = "date"
    is_searchable = True
    search_fields = ["content", "place"]
    table_classname = "listing gpe-listing gps-requests"
    index_url_name = "schedules:requests"
    index_results_url_name = "schedules:requests_results"
    filterset_class = request_filters.RequestFilterSet
    template_name = "govportal/schedules/staff/requests.html"
    results_template_name = "govportal/schedules/staff/requests_results.html"

    def get_base_queryset(self) -> QuerySet[ScheduleRequest]:
        """The registrations, with all that a row names in the same query."""
        found = rights.visible_requests(self.request.user)
        return found.select_related("schedule", "agency")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By the wanted column, then as they stand in the week."""
        return queryset.order_by(str(self.ordering), "date", "starts_at", "pk")

    @cached_property
    def arranged(self) -> frozenset[int]:
        """The schedules on whose registrations the user decides."""
        return frozenset(each.pk for each in rights.arranged_schedules(self.request.user))

    def may_decide(self, entry: ScheduleRequest) -> bool:
        """As ``rights.may_decide``, without a look at the schedule of each row."""
        return entry.state == RequestState.REGISTERED and entry.schedule_id in self.arranged

    @cached_property
    def columns(self) -> list[Any]:
        """The columns; boxes for who decides."""
        return request_columns.columns(self.may_decide if self.arranged else None)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To a new registration."""
        if not request_access.registers_somewhere(self.request.user):
            return []
        label, url = _t("Register an item"), reverse("schedules:request_new")
        return [HeaderButton(label, url=url, icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what is shown, and whether anything may be chosen."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.GET.get("queue") or request_filters.OPEN
        rows = context.get("object_list") or []
        return context | {
            "only_open": asked == request_filters.OPEN,
            "may_choose": any(self.may_decide(each) for each in rows),
            "choosing_form": request_columns.CHOOSING_FORM,
        }
