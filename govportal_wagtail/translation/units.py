"""Who translates: the unit that the regulation names, and those for which translators work."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..core.models import Agency, PortalSite
from ..core.vietnamese import fold
from ..editorial.publication import profile_of
from ..regulation.vocabulary import RoleCode

#: The body of a profile that translates (Lạng Sơn 40/2024, Article 8.3: Sở Ngoại vụ).
_BODY: Final = "translation_unit"


def regulated_unit(portal_site: PortalSite) -> Agency | None:
    """The agency of today that translates by the regulation; None where it names none."""
    body = profile_of(portal_site).bodies.get(_BODY)
    wanted = fold(body.title) if body else ""
    if not wanted:
        return None
    for agency in Agency.objects.existing(on=timezone.localdate()):
        if wanted in (fold(agency.name), fold(agency.short_name)):
            return agency
    return None


def units_of(portal_site: PortalSite) -> QuerySet[Agency]:
    """The agencies for which somebody translates on the site, and the regulation's own."""
    regulated = regulated_unit(portal_site)
    working = Q(
        accounts__user__groups__govportal_role__portal_site=portal_site,
        accounts__user__groups__govportal_role__role=RoleCode.TRANSLATOR,
    )
    wanted = Agency.objects.filter(working).order_by().values("pk")
    return Agency.objects.filter(Q(pk__in=wanted) | Q(pk=regulated.pk if regulated else 0))
