"""Hooks of the rules of publication: permissions, the delegations' screens, the emergency."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from .. import conf
from ..core.menu import ShownMenuItem
from ..core.models.mixins import PAGE_PERMISSIONS_HOOK
from . import delegations, page_permissions
from .staff import delegation_views
from .staff.menu import ENTRY_HOOK


@hooks.register(PAGE_PERMISSIONS_HOOK)
def permissions_for_user(user: Any, page: Page) -> Any:
    """Pages of the portal are published on a ground alone."""
    return page_permissions.permissions_for(user, page)


@hooks.register("register_admin_urls")
def register_delegation_urls() -> list[Any]:
    """The screens of the delegations."""
    return [
        path(
            "editorial/delegations/",
            include((delegation_views.urlpatterns, "editorial_delegations")),
        )
    ]


@hooks.register(ENTRY_HOOK)
def register_delegations_menu_item() -> MenuItem:
    """The entry of the delegations."""
    return ShownMenuItem(
        gettext_lazy("Delegated pages"),
        reverse("editorial_delegations:index"),
        name="govportal-delegations",
        icon_name="key",
        order=800,
        shown_to=lambda user: bool(delegations.sites_for(user)),
    )


class EmergencyPanel(Component):
    """Says on the first page of the admin that pages become public without an approval."""

    order = 5
    template_name = "govportal/editorial/admin/emergency_panel.html"


@hooks.register("construct_homepage_panels")
def add_emergency_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Nobody works in the emergency without knowing it."""
    if conf.EMERGENCY_PUBLISHING:
        panels.insert(0, EmergencyPanel())


@hooks.register("after_publish_page")
def tell_of_emergency(request: HttpRequest, page: Page) -> None:
    """Whoever posted while the setting is on is told that this is on record."""
    if conf.EMERGENCY_PUBLISHING:
        messages.warning(
            request,
            _("Publishing without an approval is switched on. What was posted so is on record."),
        )
