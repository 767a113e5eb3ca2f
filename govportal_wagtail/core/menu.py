"""Entries of the admin's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class ShownMenuItem(MenuItem):  # type: ignore[misc]
    """An entry for those to whom the screen is of use."""

    def __init__(self, *args: Any, shown_to: Callable[[Any], bool], **kwargs: Any) -> None:
        """``shown_to`` gets the user; it is asked on every page of the admin."""
        super().__init__(*args, **kwargs)
        self._shown_to = shown_to

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user sees the entry."""
        return self._shown_to(request.user)
