"""The menu of the questions; the areas register their entries with ``ENTRY_HOOK``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

ENTRY_HOOK: Final = "register_govportal_questions_menu_item"
questions_menu: Final = Menu(register_hook_name=ENTRY_HOOK)


class QuestionsMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those for whom the screen is of use."""

    def __init__(self, *args: Any, shown_to: Callable[[Any], bool], **kwargs: Any) -> None:
        """``shown_to`` gets the user."""
        super().__init__(*args, **kwargs)
        self._shown_to = shown_to

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user sees the entry."""
        return self._shown_to(request.user)


@hooks.register("register_admin_menu_item")
def register_questions_menu() -> Any:
    """The entry of the main menu; it hides where all its entries are hidden."""
    return SubmenuMenuItem(
        pgettext_lazy("menu", "Questions"),
        questions_menu,
        name="govportal-questions",
        icon_name="help",
        order=155,
    )
