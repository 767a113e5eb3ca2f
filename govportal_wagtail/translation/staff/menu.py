"""The entry of the translations in the main menu."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ...core.menu import ShownMenuItem
from .. import rights


@hooks.register("register_admin_menu_item")
def register_translations() -> MenuItem:
    """The list of translations: of the own unit, or of the own newsroom."""
    return ShownMenuItem(
        pgettext_lazy("menu", "Translations"),
        reverse_lazy("govportal_translation:translations"),
        name="govportal-translations",
        icon_name="site",
        order=170,
        shown_to=rights.works_here,
    )
