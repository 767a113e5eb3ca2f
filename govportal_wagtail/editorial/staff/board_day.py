"""The board's day: what came in, what was decided, what waits and where, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from ...core.models import Agency, PortalSite
from ...regulation import catalogue
from .. import history
from ..models import EditorialEvent, EditorialItem
from ..vocabulary import CLOSED_STATES, EventKind, ItemState, Origin
from . import item_access, item_words

#: Rows of a table; the numbers and the links go to all of them.
_ROWS: Final = 15
#: What counts as a decision, in the order in which it is shown.
DECISIONS: Final = (
    EventKind.APPROVED,
    EventKind.PUBLISHED,
    EventKind.RETURNED,
    EventKind.REFUSED,
    EventKind.VERIFICATION_ASKED,
    EventKind.DELEGATED,
    EventKind.EMERGENCY,
    EventKind.CORRECTED,
    EventKind.TAKEN_DOWN,
)
#: States in which an item waits for the newsroom or for those it asked.
_WAITING: Final = tuple(each for each in ItemState if each not in CLOSED_STATES)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts, and the list that holds just these."""

    label: str
    count: int
    url: str = ""


class DayForm(forms.Form):
    """Which day, and which site."""

    day = forms.DateField(label=pgettext_lazy("board", "Day"), required=False)
    site = forms.ModelChoiceField(
        label=_("Portal site"),
        queryset=PortalSite.objects.none(),
        required=False,
        empty_label=pgettext_lazy("portal sites", "All"),
    )

    def __init__(self, *args: Any, sites: QuerySet[PortalSite], **kwargs: Any) -> None:
        """Offer the sites that the user looks after."""
        super().__init__(*args, **kwargs)
        site: Any = self.fields["site"]
        site.queryset = sites
        self.fields["day"].widget = AdminDateInput()


class BoardDayView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """One day of the editorial board."""

    page_title = _("The board's day")
    header_icon = "calendar-check"
    template_name = "govportal/editorial/admin/day.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who look after a board's day.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not item_access.sees_day(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the day."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def sites(self) -> list[PortalSite]:
        """The sites that the user looks after."""
        return list(item_access.day_sites(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures of the day; the number of queries does not depend on them."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        sites = item_access.day_sites(self.request.user)
        today = timezone.localdate()
        form = DayForm(self.request.GET or None, sites=sites, initial={"day": today})
        form.is_valid()
        chosen = getattr(form, "cleaned_data", {})
        day, site = chosen.get("day") or today, chosen.get("site")
        keys = [site.pk] if site else [each.pk for each in self.sites]
        items = EditorialItem.objects.filter(portal_site__in=keys)
        figures = _Figures(items, site, today)
        return context | {
            "form": form,
            "several": len(self.sites) > 1,
            "day": day,
            "is_today": day == today,
            "before": _address(day - timedelta(days=1), site),
            "after": _address(day + timedelta(days=1), site) if day < today else "",
            "came": came_in(items, day),
            "decided": decided(keys, day),
            "waiting": figures.waiting(),
            "total": figures.total,
            "late_total": figures.late_total,
            "late_url": figures.address(due="late"),
            "total_url": figures.address(),
            "late_steps": figures.late_by_step(),
            "late_agencies": figures.late_by_agency(),
            "late_rows": figures.late_rows(),
        }


def _address(day: date, site: PortalSite | None) -> str:
    query = {"day": f"{day:%Y-%m-%d}", "site": site.pk if site else ""}
    return f"?{urlencode(query)}"


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of the day on the portal's clock, and that of the next day."""
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(day, time.min, zone),
        datetime.combine(day + timedelta(days=1), time.min, zone),
    )


def came_in(items: QuerySet[EditorialItem], day: date) -> dict[str, Any]:
    """What was submitted on the day: how many of each origin, and the latest of them."""
    start, end = bounds(day)
    found = items.filter(submitted_at__gte=start, submitted_at__lt=end)
    rows = found.order_by().values_list("origin").annotate(count=Count("pk"))
    figures = [Figure(str(Origin(origin).label), count) for origin, count in rows]
    return {
        "total": sum(each.count for each in figures),
        "figures": figures,
        "items": found.select_related("agency", "page__locale").order_by("-submitted_at", "-pk")[
            :_ROWS
        ],
    }


def decided(sites: Iterable[int], day: date) -> dict[str, Any]:
    """What was decided on the day: how often, and the latest decisions."""
    start, end = bounds(day)
    found = EditorialEvent.objects.filter(
        portal_site_id__in=list(sites), kind__in=DECISIONS, at__gte=start, at__lt=end
    )
    counts = dict(found.order_by().values_list("kind").annotate(count=Count("pk")))
    log = reverse("editorial_items:log")
    query = {"at_from": f"{day:%Y-%m-%d}", "at_to": f"{day:%Y-%m-%d}"}
    return {
        "total": sum(counts.values()),
        "figures": [
            Figure(str(kind.label), counts[kind], f"{log}?{urlencode(query | {'kind': kind})}")
            for kind in DECISIONS
            if kind in counts
        ],
        "events": history.with_language(found).order_by("-at", "-pk")[:_ROWS],
    }


class _Figures:
    """Counts of the open items as things stand now, each with the list behind it."""

    def __init__(
        self, items: QuerySet[EditorialItem], site: PortalSite | None, today: date
    ) -> None:
        self._open = items.exclude(state__in=CLOSED_STATES).order_by()
        self._late = self._open.filter(due_on__lt=today)
        self._site = site
        self._today = today

    def address(self, **query: Any) -> str:
        """The inbox with these filters."""
        if self._site:
            query["portal_site"] = self._site.pk
        return f"{reverse('editorial_items:index')}?{urlencode({'queue': 'open'} | query)}"

    @cached_property
    def _by_state(self) -> dict[str, tuple[int, int]]:
        rows = self._open.values_list("state").annotate(
            count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=self._today))
        )
        return {state: (count, late) for state, count, late in rows}

    @property
    def total(self) -> int:
        """All that is under way."""
        return sum(count for count, _late in self._by_state.values())

    @property
    def late_total(self) -> int:
        """All that is late."""
        return sum(late for _count, late in self._by_state.values())

    def waiting(self) -> list[Figure]:
        """What waits in which state."""
        return [
            Figure(str(state.label), self._by_state[state][0], self.address(state=state.value))
            for state in _WAITING
            if state in self._by_state
        ]

    def late_by_step(self) -> list[Figure]:
        """What is late at which step; what is at no step by its state."""
        rows = self._late.values_list("profile", "step", "state").annotate(count=Count("pk"))
        found: dict[tuple[str, str], Figure] = {}
        for code, step, state, count in rows:
            profile = catalogue.profiles().get(code)
            key = ("step", step) if step else ("state", state)
            label = item_words.step_title(profile, step) or str(ItemState(state).label)
            before = found[key].count if key in found else 0
            url = self.address(due="late", **{key[0]: key[1]})
            found[key] = Figure(label, before + count, url)
        return sorted(found.values(), key=lambda each: -each.count)

    def late_by_agency(self) -> list[Figure]:
        """What is late of which agency, the most first."""
        rows = list(
            self._late.exclude(agency=None)
            .values_list("agency")
            .annotate(count=Count("pk"))
            .order_by("-count", "agency")[:_ROWS]
        )
        names = Agency.objects.in_bulk([agency for agency, _count in rows])
        return [
            Figure(str(names[agency]), count, self.address(due="late", agency=agency))
            for agency, count in rows
        ]

    def late_rows(self) -> list[dict[str, Any]]:
        """What is late longest."""
        found = self._late.select_related(
            "portal_site__site",
            "page__locale",
            "agency",
            "waiting_agency",
            "claimed_by",
            "created_by",
        )
        return [
            {
                "item": item,
                "due": item_words.due(item, self._today),
                "waiting_for": item_words.waiting_for(item),
            }
            for item in found.order_by(F("due_on").asc(), "pk")[:_ROWS]
        ]
