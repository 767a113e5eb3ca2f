"""“My translations” on the first page of the admin: what waits for the translator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .. import rights

_ROWS: Final = 8


class TranslationsPanel(Component):  # type: ignore[misc]
    """How much is to be translated, how much of it is late, and the first of it."""

    name = "govportal_translations"
    template_name = "govportal/translation/staff/dashboard.html"
    order = 92

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Counts in two queries, rows in another."""
        user = parent_context["request"].user if parent_context else None
        today = timezone.localdate()
        found = rights.visible(user)
        waiting = found.in_work()
        counts = waiting.order_by().aggregate(
            total=Count("pk"),
            late=Count("pk", filter=Q(due_on__lt=today)),
            today=Count("pk", filter=Q(due_on=today)),
        )
        # One that is being translated anew waits already.
        counts["outdated"] = found.outdated().exclude(pk__in=waiting.values("pk")).count()
        rows = waiting.select_related("locale", "portal_site__agency")[:_ROWS]
        return {
            "counts": counts,
            "rows": list(rows) if counts["total"] else [],
            "today": today,
            "list": reverse("govportal_translation:translations"),
        }
