"""The menu of projects; the areas register their entries with ``ENTRY_HOOK``."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

ENTRY_HOOK: Final = "register_govportal_projects_menu_item"
projects_menu: Final = Menu(register_hook_name=ENTRY_HOOK)


@hooks.register("register_admin_menu_item")
def register_projects_menu() -> Any:
    """The entry of the main menu; it hides where all its entries are hidden."""
    return SubmenuMenuItem(
        pgettext_lazy("menu", "Investment projects"),
        projects_menu,
        name="govportal-projects",
        icon_name="site",
        order=215,
    )
