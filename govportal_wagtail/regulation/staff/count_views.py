"""How a date is counted, for staff: any regulation, role and event, with the chain of law."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..calendar import current_calendar
from ..presentation.counting import CountForm
from .regulation_views import RegulationScreen


class CountView(RegulationScreen):
    """A form that is sent as an address, so that an answer can be linked."""

    page_title = _("How is this date counted")
    header_icon = "calendar-check"
    template_name = "govportal/regulation/admin/count.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and the question."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and, once something was asked, the answers."""
        context = super().get_context_data(**kwargs)
        asked = any(self.request.GET.get(name) for name in ("category", "date", "event", "role"))
        form = CountForm(self.profile, self.request.GET if asked else None)
        context["answers"] = form.answers(current_calendar()) if asked else []
        context["form"] = form
        context["profiles"] = sorted(catalogue.profiles().values(), key=lambda each: each.title)
        return context
