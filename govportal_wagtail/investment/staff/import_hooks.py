"""Menu entry and addresses of the importer of projects."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import import_screens
from .menu import ENTRY_HOOK


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of the importer."""
    return import_screens.get_admin_urls()


@hooks.register(ENTRY_HOOK)
def register_import() -> MenuItem:
    """The importer, for those who may use it."""
    return import_screens.ImportMenuItem()
