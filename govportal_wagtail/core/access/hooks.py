"""Wires accounts and the isolation of sites into the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page, Site

from ...regulation.staff.sites import VISIBLE_SITES_HOOK
from ..models.accounts import SiteLogEntry
from . import admin_api, log_wording, page_reach, scope
from .account_viewset import account_viewset
from .policies import BELONGING, register_policies

# Before any viewset asks for the policy of its model.
register_policies()


@hooks.register("register_admin_viewset")
def register_accounts() -> Any:
    """The screens of accounts."""
    return account_viewset


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What happens with records of a site goes to the site's own log."""
    for model in BELONGING:
        actions.register_model(model, SiteLogEntry)
    log_wording.register(actions)


@hooks.register(VISIBLE_SITES_HOOK)
def sites_of_the_user(user: Any) -> Any:
    """The sites whose regulation the user may look up in the admin."""
    return Site.objects.filter(govportal__in=scope.managed_portal_sites(user))


# After Wagtail's own, whose places it takes.
@hooks.register("construct_admin_api", order=100)
def limit_admin_api(router: Any) -> None:
    """The API of the admin shows what the admin shows."""
    admin_api.register(router)


@hooks.register("construct_explorer_page_queryset")
def limit_explorer(parent_page: Page, pages: Any, request: HttpRequest) -> Any:
    """The explorer opens only what it shows.

    Who works on two sites may look at the root of the tree, and by typing the number of a page at
    what lies between.
    """
    if not page_reach.reaches(request.user, {parent_page.pk}):
        raise PermissionDenied
    return page_reach.within(request.user, pages)


@hooks.register("construct_page_chooser_queryset")
def limit_page_chooser(pages: Any, request: HttpRequest) -> Any:
    """The chooser of pages offers what the explorer shows."""
    match = request.resolver_match
    parent = match.kwargs.get("parent_page_id") if match else None
    if parent is not None and not page_reach.reaches(request.user, {parent}):
        raise PermissionDenied
    return page_reach.within(request.user, pages)


@hooks.register("construct_reports_menu")
def limit_reports_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """The report on page types counts all sites; who does not see them all has no link to it."""
    if not page_reach.reaches_all_sites(request.user):
        menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]
