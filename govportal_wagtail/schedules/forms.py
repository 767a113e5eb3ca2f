"""The form of a week in the ordinary page editor."""

from __future__ import annotations

from typing import Any

from ..editorial import requirements
from ..editorial.page_forms import PublishRequirementsForm


class WeekPageForm(PublishRequirementsForm):
    """Asks for what a week needs to be posted; a new week knows the schedule it is made for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        setattr(self.instance, requirements.PARENT, self.parent_page)
