"""Which pages a user of the admin may know of: those that the page explorer shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy


def reachable_pages(user: Any) -> QuerySet[Page]:
    """The pages of the explorer: those the user works with, and the way to them from the root."""
    pages: QuerySet[Page] = Page.objects.all()
    if user.is_active and user.is_superuser:
        return pages
    if not _works_with_pages(user):
        return pages.none()
    pages = PagePermissionPolicy().explorable_instances(user)
    return pages


def reaches(user: Any, pages: Iterable[int]) -> bool:
    """Whether the explorer shows all of these pages to the user; one query."""
    wanted = set(pages)
    return reachable_pages(user).filter(pk__in=wanted).count() == len(wanted)


def within(user: Any, pages: Any) -> Any:
    """Those of the pages that the explorer shows to the user."""
    if user.is_active and user.is_superuser:
        return pages
    return pages.filter(pk__in=reachable_pages(user).order_by().values("pk"))


def reaches_all_sites(user: Any) -> bool:
    """Whether the explorer shows the home pages of all sites to the user."""
    if user.is_active and user.is_superuser:
        return True
    homes = Page.objects.filter(sites_rooted_here__isnull=False)
    return not homes.exclude(pk__in=reachable_pages(user).order_by().values("pk")).exists()


def works_below(user: Any, page: Page) -> bool:
    """Whether the user may see all that lies below the page, and not only one way through it."""
    if user.is_active and user.is_superuser:
        return True
    above = Q(page=page) | Q(page__in=page.get_ancestors().values("pk"))
    return bool(GroupPagePermission.objects.filter(above, group__user=user).exists())


def _works_with_pages(user: Any) -> bool:
    return bool(
        PagePermissionPolicy().user_has_any_permission(
            user, {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
        )
    )
