"""Fifty component sites cost no more queries than three, in the admin and for the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, Page, Site

from govportal_wagtail.core.models import Account, Agency, PortalSite, RoleAssignment, SiteState
from govportal_wagtail.pages.models import HomePage
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests import builders

from .world import make_account

pytestmark = pytest.mark.django_db


def _add_sites(province: Any, number: int) -> None:
    """Further component sites, in bulk: homes, collections, sites, accounts with a role."""
    from django.contrib.auth import get_user_model

    root = Page.objects.get(depth=1)
    files = Collection.get_first_root_node()
    agencies = Agency.objects.bulk_create(
        Agency(name=f"Xã {index}", code=f"xa-{index}", parent=province.portal.agency)
        for index in range(number)
    )
    users = get_user_model().objects.bulk_create(
        get_user_model()(username=f"xa-{index}", last_name=f"Xã {index}") for index in range(number)
    )
    for index, agency in enumerate(agencies):
        home = HomePage(title=f"Xã {index}", slug=f"xa-{index}", locale=builders.make_locale("vi"))
        root.add_child(instance=home)
        site = Site(hostname=f"xa-{index}.localhost", port=80, root_page=home)
        Site.objects.bulk_create([site])
        portal_site = PortalSite.objects.create(
            site=site,
            body=BodyKind.COMMUNE,
            agency=agency,
            portal=province.portal.portal_site,
            state=SiteState.LIVE,
            collection=files.add_child(name=f"Xã {index}"),
        )
        account = Account.objects.create(user=users[index], agency=agency, portal_site=portal_site)
        RoleAssignment.objects.create(
            account=account, portal_site=portal_site, role=RoleCode.OPERATOR
        )


def _queries(look: Callable[[], Any]) -> int:
    assert look().status_code == 200
    # Without stored pages, but with the list of sites, which Wagtail reads once an hour.
    cache.clear()
    Site.clear_site_root_paths_cache()
    Site.get_site_root_paths()
    with CaptureQueriesContext(connection) as captured:
        look()
    return len(captured)


_ADMIN = {
    "dashboard": lambda province: reverse("wagtailadmin_home"),
    "explorer": lambda province: reverse(
        "wagtailadmin_explore", args=[province.a.things["section"].pk]
    ),
    "page chooser": lambda province: reverse("wagtailadmin_choose_page"),
    "page chooser search": lambda province: (
        reverse("wagtailadmin_choose_page_search") + "?q=article"
    ),
    "image chooser": lambda province: reverse("wagtailimages_chooser:choose"),
    "document chooser": lambda province: reverse("wagtaildocs_chooser:choose"),
    "accounts": lambda province: reverse("govportal_accounts:index"),
    "people": lambda province: reverse("wagtailsnippets_govportal_core_person:list"),
    "edit": lambda province: reverse(
        "wagtailadmin_pages:edit", args=[province.a.things["article"].pk]
    ),
    "site history": lambda province: reverse("wagtailadmin_reports:site_history"),
}


@pytest.mark.parametrize("where", ["component", "portal"])
@pytest.mark.parametrize("screen", _ADMIN)
def test_screens_cost_the_same_with_fifty_sites(province, screen, where):
    place = province.a if where == "component" else province.portal
    client = Client()
    client.force_login(place.user(RoleCode.SITE_ADMIN))
    address = _ADMIN[screen](province)
    few = _queries(lambda: client.get(address))
    _add_sites(province, 47)
    assert _queries(lambda: client.get(address)) <= few


@pytest.mark.parametrize("path", ["/", "/section/"])
def test_the_public_pages_cost_the_same_with_fifty_sites(province, path, settings):
    settings.DEBUG = False
    section = province.a.things["section"]
    address = "/" if path == "/" else section.get_url_parts()[2]
    client = Client(HTTP_HOST=province.a.site.hostname)

    def look() -> Any:
        return client.get(address)

    few = _queries(look)
    _add_sites(province, 47)
    assert _queries(look) <= few


def test_the_scope_of_an_overseer_costs_the_same_with_fifty_sites(province):
    from govportal_wagtail.core.access import scope

    account = make_account(province.portal, RoleCode.BOARD_HEAD)

    def cost() -> int:
        user = Account.objects.get(pk=account.pk).user
        with CaptureQueriesContext(connection) as captured:
            list(scope.managed_portal_sites(user))
            list(scope.administered_portal_sites(user))
            list(scope.agencies_in_scope(user))
        return len(captured)

    few = cost()
    _add_sites(province, 47)
    assert cost() == few
