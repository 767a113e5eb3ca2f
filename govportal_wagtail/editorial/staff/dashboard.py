"""“My work” on the first page of the admin: what waits for me, the most pressing first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .. import access
from ..models import EditorialItem
from . import item_access, item_words

_ROWS: Final = 8


class MyWorkPanel(Component):  # type: ignore[misc]
    """How much waits, how much of it is late, and the first of it."""

    name = "govportal_my_work"
    template_name = "govportal/editorial/admin/dashboard.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Counts in one query, rows in another."""
        user = parent_context["request"].user if parent_context else None
        today = timezone.localdate()
        waiting = access.waiting_for(user).order_by()
        counts = waiting.aggregate(
            total=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=today)),
            today=Count("pk", filter=Q(due_on=today)),
            urgent=Count("pk", filter=Q(is_urgent=True)),
        )
        return {
            "counts": counts,
            "rows": [_row(item) for item in first_rows(user)] if counts["total"] else [],
            "inbox": reverse("editorial_items:index"),
            "is_supplier": not item_access.in_newsroom(user),
        }


def first_rows(user: Any) -> list[EditorialItem]:
    """The summary procedure first, then by the last day; without a day last."""
    waiting = access.waiting_for(user).select_related(
        "agency", "portal_site__site", "claimed_by", "page__locale"
    )
    ordered = waiting.defer("anchors").order_by(
        "-is_urgent", F("due_on").asc(nulls_last=True), "pk"
    )
    return list(ordered[:_ROWS])


def _row(item: EditorialItem) -> dict[str, Any]:
    return {
        "item": item,
        "due": item_words.due(item),
        "url": reverse("editorial_items:detail", args=[item.pk]),
    }
