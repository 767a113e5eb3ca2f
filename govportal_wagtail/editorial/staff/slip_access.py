"""Who writes, enters and looks at supply slips in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from ...core.models import PortalSite, SiteState
from .. import access
from ..models import SupplySlip
from ..roles import NEWSROOM, SUPPLYING, roles_by_site


def works_with_slips(user: Any) -> bool:
    """Whether the user has anything to do with slips; asked for the menu."""
    return bool(user.is_active and (user.is_superuser or roles_by_site(user)))


def supplied_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites for which the user supplies information for their agency or themselves."""
    held = [site for site, roles in roles_by_site(user).items() if roles & SUPPLYING]
    return _open().filter(pk__in=held)


def entered_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites on which the user enters what came by another channel."""
    if user.is_superuser:
        return _open()
    held = [site for site, roles in roles_by_site(user).items() if roles & NEWSROOM]
    return _open().filter(pk__in=held)


def visible_slips(user: Any) -> QuerySet[SupplySlip]:
    """The slips whose items the user may look at."""
    return SupplySlip.objects.filter(item__in=access.visible_items(user).order_by().values("pk"))


def slip_for(user: Any, pk: int) -> SupplySlip:
    """A slip that the user may look at, with what its screens show.

    Raises:
        Http404: where there is none, or none for this user.
    """
    related = ("item__agency", "item__portal_site__site", "item__page", "section", "sender__user")
    slip = visible_slips(user).select_related(*related).filter(pk=pk).first()
    if slip is None:
        raise Http404
    return slip


def require(allowed: bool) -> None:
    """Refuse what is not allowed.

    Raises:
        PermissionDenied: unless ``allowed``.
    """
    if not allowed:
        raise PermissionDenied


def _open() -> QuerySet[PortalSite]:
    found = PortalSite.objects.exclude(state=SiteState.CLOSED)
    return found.select_related("site__root_page", "agency").order_by("portal_id", "pk")
