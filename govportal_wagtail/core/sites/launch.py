"""What a component needs before the public sees it, its launch and its closing.

Khánh Hòa (draft of 2018), Articles 6.1-6.2: an agency sets up its editorial board before its site
goes live; the other regulations ask for a board of each component without naming the order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...regulation import catalogue
from ...regulation.adoption import adopted_code
from ...regulation.models import RegulationSettings
from ...regulation.presentation import articles
from ...regulation.schema import Profile
from ...regulation.vocabulary import BodyKind, RoleCode
from ..models import BoardMember, PortalSite, SiteState
from ..models.portal_sites import SitePart
from ..registries import required_parts
from . import parts

LAUNCHED: Final = "govportal_core.site_launch"
CLOSED: Final = "govportal_core.site_close"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a site lacks; the article is empty where the software asks on its own."""

    code: str
    message: str
    article: str = ""

    def __str__(self) -> str:
        place = articles.label(self.article)
        return f"{self.message} ({place})" if place else self.message


def missing(portal_site: PortalSite) -> list[Missing]:
    """What keeps the site from going live today; empty where nothing does."""
    return missing_for([portal_site])[portal_site.pk]


def missing_for(portal_sites: Iterable[PortalSite]) -> dict[int, list[Missing]]:
    """The same for many sites, in a number of queries that does not grow with them."""
    found = list(portal_sites)
    today = timezone.localdate()
    profiles = profiles_of(found, today)
    with_head = _with_head(found, today)
    live: dict[int, set[str]] = defaultdict(set)
    rows = SitePart.objects.filter(portal_site__in=found, page__live=True)
    for pk, code in rows.values_list("portal_site_id", "code"):
        live[pk].add(code)
    result: dict[int, list[Missing]] = {}
    for each in found:
        profile = profiles[each.pk]
        gaps = [] if each.pk in with_head else _no_board(profile)
        gaps += _no_pages(each, profile, live[each.pk])
        result[each.pk] = gaps
    return result


def launch(portal_site: PortalSite, user: Any) -> PortalSite:
    """Show a component to the public, also one that was closed.

    Raises:
        ValidationError: with everything that is missing, or for a site that is live.
    """
    with transaction.atomic():
        current = _locked(portal_site)
        if current.state == SiteState.LIVE:
            raise ValidationError(_("The site is live already."))
        gaps = missing(current)
        if gaps:
            raise ValidationError([str(gap) for gap in gaps])
        current.state, current.launched_on = SiteState.LIVE, timezone.localdate()
        current.save(update_fields=["state", "launched_on"])
        log(instance=current, action=LAUNCHED, user=user)
    return current


def close(portal_site: PortalSite, user: Any, reason: str) -> PortalSite:
    """Take a component off the public; its pages stay in the admin.

    Raises:
        ValidationError: on ``reason`` without one, for the portal itself, or for a closed site.
    """
    with transaction.atomic():
        current = _locked(portal_site)
        if current.is_portal:
            raise ValidationError(_("The provincial portal cannot be closed."))
        if current.state == SiteState.CLOSED:
            raise ValidationError(_("The site is closed already."))
        if not reason.strip():
            raise ValidationError({"reason": _("Give the reason.")})
        current.state = SiteState.CLOSED
        current.save(update_fields=["state"])
        log(instance=current, action=CLOSED, user=user, data={"reason": reason.strip()})
    return current


def _locked(portal_site: PortalSite) -> PortalSite:
    rows = PortalSite.objects.select_for_update(of=("self",))
    return rows.select_related("site__root_page", "agency").get(pk=portal_site.pk)


def profiles_of(portal_sites: list[PortalSite], day: date) -> dict[int, Profile]:
    """The regulation that each site follows on a day, by the keys of the sites."""
    chosen = RegulationSettings.objects.filter(site__in=[each.site_id for each in portal_sites])
    codes = dict(chosen.values_list("site_id", "profile"))
    known = catalogue.profiles()
    usual = adopted_code()
    found = {}
    for each in portal_sites:
        code = codes.get(each.site_id, "")
        found[each.pk] = catalogue.in_force(code if code in known else usual, on=day)
    return found


def _with_head(portal_sites: list[PortalSite], day: date) -> set[int]:
    """Sites with a board of today whose head is in office today."""
    holds = Q()
    for prefix in ("", "board__"):
        starts, ends = f"{prefix}starts_on", f"{prefix}ends_on"
        holds &= Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": day})
        holds &= Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day})
    heads = BoardMember.objects.filter(
        holds, role=RoleCode.BOARD_HEAD, board__portal_site__in=portal_sites
    )
    return set(heads.values_list("board__portal_site_id", flat=True))


def _no_board(profile: Profile) -> list[Missing]:
    rule = profile.policies.get("launch_needs_board")
    if rule is not None and rule.value == "no":
        return []
    message = _("The editorial board has no head in office.")
    return [Missing("board", message, rule.article if rule else "")]


def _no_pages(portal_site: PortalSite, profile: Profile, live: set[str]) -> list[Missing]:
    codes = parts.codes_for(profile, BodyKind(portal_site.body))
    wanted = [part for code in codes if code not in live and (part := required_parts.get(code))]
    message = _("Not published: %(page)s.")
    return [Missing(f"page.{part.code}", message % {"page": part.label}) for part in wanted]
