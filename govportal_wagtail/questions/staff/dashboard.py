"""Questions on the first page of the admin: how many wait for me, how many of them are late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from . import access


class QuestionsPanel(Component):  # type: ignore[misc]
    """Counts alone, in one query; nothing of a question stands on the first page."""

    name = "govportal_questions"
    template_name = "govportal/questions/staff/dashboard.html"
    order = 95

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The counts and the way to the inbox."""
        user = parent_context["request"].user if parent_context else None
        today = timezone.localdate()
        counts = (
            access.waiting_for(user)
            .order_by()
            .aggregate(
                total=Count("pk"),
                late=Count("pk", filter=Q(due_on__lt=today)),
                today=Count("pk", filter=Q(due_on=today)),
            )
        )
        return {"counts": counts, "inbox": reverse("questions:index")}
