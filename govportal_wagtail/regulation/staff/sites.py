"""Whose regulation is shown: the sites that a user may see, and the one that was asked for."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import GroupSitePermission, Site

#: Hook by which a later layer names further sites: ``function(user) -> iterable of Site``.
VISIBLE_SITES_HOOK = "govportal_regulation_sites"


def visible_sites(request: HttpRequest) -> list[Site]:
    """The sites whose regulation the user may look up; never empty where there is a site.

    Superusers see all; others those on which a group of theirs holds any permission, those that
    other apps name, and the site of the request.
    """
    user = request.user
    if user.is_superuser:
        return list(Site.objects.order_by("-is_default_site", "site_name", "hostname"))
    allowed = GroupSitePermission.objects.filter(group__user=user).values("site")
    found = {site.pk: site for site in Site.objects.filter(pk__in=allowed)}
    for function in hooks.get_hooks(VISIBLE_SITES_HOOK):
        found |= {site.pk: site for site in function(user)}
    current = current_site(request)
    if current is not None:
        found.setdefault(current.pk, current)
    return sorted(found.values(), key=lambda site: (not site.is_default_site, str(site)))


def current_site(request: HttpRequest) -> Site | None:
    """The site of the request, else the default one."""
    return Site.find_for_request(request) or Site.objects.filter(is_default_site=True).first()


def chosen_site(request: HttpRequest, sites: list[Site]) -> Site | None:
    """The site asked for by ``?site=``, where the user may see it; else the current one."""
    asked = request.GET.get("site", "")
    chosen = next((site for site in sites if str(site.pk) == asked), None)
    current = current_site(request)
    known = next((site for site in sites if current is not None and site.pk == current.pk), None)
    return chosen or known or (sites[0] if sites else None)
