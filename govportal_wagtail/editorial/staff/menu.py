"""The menu of editorial work; the areas register their entries with ``ENTRY_HOOK``."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

ENTRY_HOOK: Final = "register_govportal_editorial_menu_item"
editorial_menu: Final = Menu(register_hook_name=ENTRY_HOOK)


@hooks.register("register_admin_menu_item")
def register_editorial_menu() -> Any:
    """The entry of the main menu; it hides where all its entries are hidden."""
    return SubmenuMenuItem(
        _("Editorial work"),
        editorial_menu,
        name="govportal-editorial",
        icon_name="clipboard-list",
        order=150,
    )
