"""Wires sites and host names into the admin; imported by the app's ``wagtail_hooks``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from ..models import DomainState
from . import creation, gate, launch, parts  # noqa: F401 - the gate registers itself
from .domains import ACTIONS
from .staff import access, urls


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens."""
    return urls.get_admin_urls()


class _SitesItem(MenuItem):
    """Shown to who has a role on some site."""

    def is_shown(self, request: HttpRequest) -> bool:
        user = request.user
        return access.is_portal_administrator(user) or access.visible_sites(user).exists()


class _DomainsItem(MenuItem):
    """Shown to who asks for host names or decides on them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.works_with_domains(request.user)


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    """One place in the menu for the sites of the portal and their names."""
    items = [
        _SitesItem(
            _("Component sites"),
            reverse("govportal_sites:index"),
            name="govportal-sites",
            icon_name="site",
            order=1,
        ),
        _DomainsItem(
            _("Host names"),
            reverse("govportal_sites:domains"),
            name="govportal-domains",
            icon_name="globe",
            order=2,
        ),
        _SitesItem(
            _("Required content"),
            reverse("govportal_sites:content"),
            name="govportal-required-content",
            icon_name="tasks",
            order=3,
        ),
    ]
    return SubmenuMenuItem(
        pgettext_lazy("menu", "Portal sites"),
        Menu(items=items),
        name="govportal-portal-sites",
        icon_name="site",
        order=440,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What the history of a site or a host name calls our actions."""
    named = {
        creation.CREATED: (_("Make a component site"), _("Made the component site")),
        launch.LAUNCHED: (_("Launch"), _("Launched the site")),
        parts.PART_MADE: (_("Make a required page"), _("Made a required page")),
        launch.CLOSED: (pgettext_lazy("portal site", "Close"), _("Closed the site")),
        ACTIONS[DomainState.REQUESTED]: (_("Request a host name"), _("Requested the host name")),
        ACTIONS[DomainState.ISSUED]: (_("Issue a host name"), _("Issued the host name")),
        ACTIONS[DomainState.REFUSED]: (_("Refuse a host name"), _("Refused the host name")),
        ACTIONS[DomainState.WITHDRAWN]: (_("Withdraw a host name"), _("Withdrew the host name")),
    }
    for action, (label, message) in named.items():
        actions.register_action(action, label, message)
