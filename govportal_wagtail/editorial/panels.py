"""The checklist of a page in its editor: what it still needs before it is posted."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from . import requirements


class ChecklistPanel(Panel):  # type: ignore[misc]
    """Each requirement, met or not, as of the version saved last."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The requirements of one page."""

        template_name = "govportal/editorial/admin/checklist_panel.html"

        def is_shown(self) -> bool:
            """For a page that was saved, where the editorial flow is installed."""
            return bool(self.instance and self.instance.pk and requirements.are_enforced())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add ``checklist``."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["checklist"] = requirements.checklist(self.instance)
            return context
