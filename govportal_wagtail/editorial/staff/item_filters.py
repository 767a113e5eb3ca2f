"""Filters of the lists of items; they offer what the user may see and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from ...core.access import scope
from ...core.models import Agency
from ...regulation import catalogue
from ...regulation.adoption import profile_for
from ...regulation.schema import Profile
from .. import access
from ..models import EditorialItem
from ..vocabulary import CLOSED_STATES, ItemState, Origin
from . import item_words

#: What the inbox shows where nothing else is asked for.
MINE: Final = "mine"
_QUEUES: Final = [
    (MINE, pgettext_lazy("items", "what waits for me")),
    ("claimed", pgettext_lazy("items", "what I have claimed")),
    ("open", pgettext_lazy("items", "everything under way")),
    ("all", pgettext_lazy("items", "everything, also what is done")),
]
DUE_CHOICES: Final = [
    ("late", pgettext_lazy("last day", "late")),
    ("today", pgettext_lazy("last day", "today")),
    ("week", pgettext_lazy("last day", "within seven days")),
    ("none", pgettext_lazy("last day", "no date")),
]
_ONE: Final[dict[str, Any]] = {"widget": RadioSelect, "empty_label": pgettext_lazy("items", "All")}


def due_within(items: QuerySet[Any], value: str, today: date) -> QuerySet[Any]:
    """Open items by where their last day lies: ``late``, ``today``, ``week``, ``none``."""
    return due_within_days(items.exclude(state__in=CLOSED_STATES), value, today)


def due_within_days(found: QuerySet[Any], value: str, today: date) -> QuerySet[Any]:
    """What has its last day there, of what is open: ``late``, ``today``, ``week``, ``none``."""
    if value == "late":
        return found.filter(due_on__lt=today)
    if value == "today":
        return found.filter(due_on=today)
    if value == "week":
        return found.filter(due_on__gte=today, due_on__lte=today + timedelta(days=7))
    return found.filter(due_on__isnull=True)


def _sites(request: Any) -> Any:
    return scope.managed_portal_sites(request.user).select_related("site")


def _agencies(request: Any) -> Any:
    supplied = access.visible_items(request.user).order_by().values("agency")
    return Agency.objects.filter(pk__in=supplied)


def _choices(listed: Iterable[list[tuple[str, str]]]) -> list[tuple[str, Any]]:
    """All, and the choices of several regulations; the first one names what they share."""
    found: dict[str, str] = {}
    for choices in listed:
        for key, label in choices:
            found.setdefault(key, label)
    return [("", _ONE["empty_label"]), *found.items()]


def _steps_of(profile: Profile) -> list[tuple[str, str]]:
    return [(step.key, step.title or str(step.action.label)) for step in profile.workflow()]


class ItemFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """What both lists of items are filtered by."""

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("item", "State"),
        choices=ItemState.choices,
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    due = django_filters.ChoiceFilter(
        label=_("Last day"), choices=DUE_CHOICES, method="filter_due", **_ONE
    )
    category = django_filters.ChoiceFilter(label=_("Kind of information"))
    origin = django_filters.ChoiceFilter(
        label=pgettext_lazy("item", "Origin"), choices=Origin.choices, **_ONE
    )
    urgent = django_filters.BooleanFilter(
        label=_("Summary procedure"), field_name="is_urgent", widget=BooleanRadioSelect
    )

    class Meta:
        model = EditorialItem
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of information and the steps of the regulations in use."""
        super().__init__(data, *args, **kwargs)
        fields = self.form.fields
        codes = access.visible_items(self.request.user).order_by().values_list("profile").distinct()
        known = (catalogue.profiles().get(code) for (code,) in codes)
        profiles = [profile_for(), *filter(None, known)]
        fields["category"].choices = _choices(map(item_words.categories_of, profiles))
        if "step" in fields:
            fields["step"].choices = _choices(map(_steps_of, profiles))

    def filter_due(self, queryset: Any, name: str, value: str) -> Any:
        """Items by where their last day lies."""
        return due_within(queryset, value, timezone.localdate())


class InboxFilterSet(ItemFilterSet):
    """The filters of the inbox; without a choice it shows what waits for the user."""

    queue = django_filters.ChoiceFilter(
        label=pgettext_lazy("items", "Show"),
        choices=_QUEUES,
        method="filter_queue",
        widget=RadioSelect,
        empty_label=None,
        initial=MINE,
    )
    step = django_filters.ChoiceFilter(label=pgettext_lazy("workflow", "Step"))
    portal_site = django_filters.ModelChoiceFilter(label=_("Portal site"), queryset=_sites)
    agency = django_filters.ModelChoiceFilter(label=_("Supplying agency"), queryset=_agencies)

    field_order = ("queue", "state", "due", "step", "urgent", "portal_site", "agency")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Fill in the default choice."""
        data = data.copy() if data is not None else {}
        if not data.get("queue"):
            data["queue"] = MINE
        super().__init__(data, *args, **kwargs)
        self.form.order_fields(self.field_order)

    def filter_queue(self, queryset: Any, name: str, value: str) -> Any:
        """Items by whom they wait for."""
        if value == MINE:
            waiting = access.waiting_for(self.request.user).order_by()
            return queryset.filter(pk__in=waiting.values("pk"))
        if value == "claimed":
            return queryset.filter(claimed_by=self.request.user.pk).exclude(state__in=CLOSED_STATES)
        if value == "open":
            return queryset.exclude(state__in=CLOSED_STATES)
        return queryset
