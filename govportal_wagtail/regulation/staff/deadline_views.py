"""The register of running time limits, and the history of one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from .. import catalogue
from ..models import Deadline, DeadlineState
from ..presentation import articles
from ..presentation.rules import category_label, role_label, shown
from ..vocabulary import Event, Unit


def _known_categories() -> list[tuple[str, str]]:
    labels: dict[str, str] = {}
    for profile in catalogue.profiles().values():
        for rule in profile.deadlines.values():
            labels.setdefault(rule.category, category_label(rule))
    return sorted(labels.items(), key=lambda item: item[1])


def category_name(deadline: Deadline) -> str:
    """What the deadline's regulation calls its kind of information."""
    profile = catalogue.profiles().get(deadline.profile)
    rules = profile.deadlines_for(deadline.category) if profile else ()
    return category_label(rules[0]) if rules else deadline.category


def is_overdue(deadline: Deadline) -> bool:
    """Whether it still runs although its last day is past."""
    due = deadline.due_on
    return bool(deadline.state == DeadlineState.OPEN and due and due < timezone.localdate())


def state_name(deadline: Deadline) -> str:
    """Where the deadline stands, in words."""
    return str(_("overdue")) if is_overdue(deadline) else str(deadline.get_state_display())


class DeadlineFilterSet(WagtailFilterSet):
    """Filters of the register."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("deadline", "State"), choices=DeadlineState.choices
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Last day"),
        choices=[
            ("overdue", _("past, and not done")),
            ("ahead", _("today or later")),
            ("none", _("not computed")),
        ],
        method="filter_overdue",
    )
    category = django_filters.ChoiceFilter(
        label=_("Kind of information"), choices=_known_categories
    )

    class Meta:
        model = Deadline
        fields: list[str] = []

    def filter_overdue(self, queryset: Any, name: str, value: str) -> Any:
        """Deadlines by where their last day lies."""
        today = timezone.localdate()
        if value == "overdue":
            return queryset.overdue(on=today)
        if value == "none":
            return queryset.filter(due_on__isnull=True)
        return queryset.filter(due_on__gte=today)


class DeadlineReportView(ReportView):
    """All time limits that the portal keeps, the next one first."""

    model = Deadline
    page_title = _("Running deadlines")
    header_icon = "time"
    index_url_name = "govportal_regulation:deadlines"
    index_results_url_name = "govportal_regulation:deadlines_results"
    results_template_name = "govportal/regulation/admin/deadlines_results.html"
    filterset_class = DeadlineFilterSet
    permission_policy = ModelPermissionPolicy(Deadline)
    any_permission_required = ["view"]
    default_ordering = "due_on"
    is_searchable = True
    search_backend_name = None
    search_fields = ["subject_label"]
    list_export = [
        *("subject_label", "profile", "instrument", "category", "role", "article"),
        *("anchor_event", "anchor_date", "due_on", "first_due_on", "state", "finished_on"),
    ]
    export_filename = "deadlines"

    @cached_property
    def columns(self) -> list[Any]:
        """The columns of the list."""
        return [
            TitleColumn(
                "subject_label",
                label=_("Item"),
                sort_key="subject_label",
                get_url=lambda each: reverse("govportal_regulation:deadline", args=[each.pk]),
            ),
            Column("category", label=_("Kind of information"), accessor=category_name),
            Column(
                "article",
                label=pgettext_lazy("regulation", "Article"),
                accessor=lambda each: articles.label(each.article),
            ),
            # Wagtail's own column of dates tells how long ago it was, also of days to come.
            Column(
                "anchor_date",
                label=_("Counted from"),
                sort_key="anchor_date",
                accessor=lambda each: shown(each.anchor_date),
            ),
            Column(
                "due_on",
                label=_("Last day"),
                sort_key="due_on",
                accessor=lambda each: shown(each.due_on),
            ),
            Column("state", label=pgettext_lazy("deadline", "State"), accessor=state_name),
        ]

    def get_base_queryset(self) -> QuerySet[Deadline]:
        """Every deadline; nothing beside its own row is needed."""
        return Deadline.objects.defer("rule", "explanation", "pauses")


class DeadlineView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One time limit: the rule it rests on, how it was counted, everything that happened."""

    header_icon = "time"
    template_name = "govportal/regulation/admin/deadline.html"
    permission_policy = ModelPermissionPolicy(Deadline)
    any_permission_required = ["view"]

    @cached_property
    def deadline(self) -> Deadline:
        """The deadline named in the address.

        Raises:
            Http404: where there is none.
        """
        found = Deadline.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """What the item is called."""
        return self.deadline.subject_label

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the register, the item."""
        register = reverse("govportal_regulation:deadlines")
        return [
            *self.breadcrumbs_items,
            {"url": register, "label": DeadlineReportView.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rule as it was kept, and the history."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        deadline, profile = self.deadline, catalogue.profiles().get(self.deadline.profile)
        rule = next(
            (
                each
                for each in (profile.deadlines_for(deadline.category) if profile else ())
                if each.role == deadline.role
            ),
            None,
        )
        context |= {
            "deadline": deadline,
            "events": deadline.events.select_related("by"),
            "profile": profile,
            "rule": rule,
            "place": articles.label(deadline.article),
            "category": category_name(deadline),
            "role": role_label(deadline.role) if deadline.role else "",
            "unit": _label(Unit, deadline.rule.get("unit", "")),
            "event": _label(Event, deadline.anchor_event),
            "is_overdue": is_overdue(deadline),
            "counted": len(deadline.explanation.get("counted", [])),
            "skipped": _with_days(deadline.explanation.get("skipped", [])),
            "worked": _with_days(deadline.explanation.get("worked", [])),
            "stood": [_day(text) for text in deadline.explanation.get("paused", [])],
        }
        return context


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _with_days(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stored facts with days instead of their text, so that they are written day first."""
    return [{**fact, "date": _day(fact.get("date"))} for fact in facts]


def _day(text: Any) -> date | None:
    return parse_date(text) if isinstance(text, str) else None
