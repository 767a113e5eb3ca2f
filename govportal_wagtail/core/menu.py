"""Entries of the admin's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

_ANSWERS: Final = "_govportal_menu"


class ShownMenuItem(MenuItem):  # type: ignore[misc]
    """An entry for those to whom the screen is of use."""

    def __init__(self, *args: Any, shown_to: Callable[[Any], bool], **kwargs: Any) -> None:
        """``shown_to`` gets the user; it is asked once for each page of the admin."""
        super().__init__(*args, **kwargs)
        self._shown_to = shown_to

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user sees the entry; Wagtail asks this twice while it makes one page."""
        answers: dict[ShownMenuItem, bool] = request.__dict__.setdefault(_ANSWERS, {})
        if self not in answers:
            answers[self] = self._shown_to(request.user)
        return answers[self]
