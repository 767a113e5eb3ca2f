"""Who may do what with registers of projects and sheets of figures: the one place that asks.

The finance department hands in a sheet; who approves posting on the site publishes it. The second
person is never waived here: nobody approves figures that they entered or handed in.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from .. import conf
from ..core.access import scope
from ..core.models import Agency, PortalSite
from ..core.network import below_any
from ..editorial import publication
from ..editorial.access import agency_of
from ..editorial.models import EditorialTask
from ..editorial.rights import acts_at
from ..editorial.roles import NEWSROOM, SUPPLYING, roles_by_site, roles_on
from ..regulation.vocabulary import Action
from .models import BatchEventKind, BatchState, FigureBatch, FigureBatchEvent, ProjectIndexPage

_STAFF: Final = NEWSROOM | SUPPLYING
#: States in which the supplier may still change, hand in or withdraw a sheet.
WITH_SUPPLIER: Final = (BatchState.DRAFT, BatchState.RETURNED)


def works_here(user: Any) -> bool:
    """Whether the user has to do with projects at all; asked for the menu on every page."""
    if not getattr(user, "is_active", False):
        return False
    return bool(user.is_superuser or any(held & _STAFF for held in roles_by_site(user).values()))


def supplying_agency(user: Any) -> Agency | None:
    """The agency for which the user hands in sheets of figures; None for everybody else."""
    agency = agency_of(user) if getattr(user, "is_active", False) else None
    return agency if agency is not None and agency.code in conf.FINANCE_AGENCIES else None


def supplies(user: Any, register: ProjectIndexPage) -> bool:
    """Whether the user hands in sheets for a register: of a finance agency, with a role there."""
    if supplying_agency(user) is None:
        return False
    return bool(roles_on(user, site_of(register)) & SUPPLYING)


def approves(user: Any, register: ProjectIndexPage) -> bool:
    """Whether the user approves what is posted in a register.

    These are the people of the step of approval on its site; where the site has no such step,
    whoever may publish pages there.
    """
    if not getattr(user, "is_active", False):
        return False
    site = site_of(register)
    tasks = EditorialTask.objects.filter(
        portal_site=site.pk if site else None, action=Action.APPROVE, active=True
    )
    found = list(tasks) if site else []
    if found:
        return any(acts_at(task, user) for task in found)
    return publication.holds_plain_permission(user, register)


def site_of(register: ProjectIndexPage) -> PortalSite | None:
    """The portal site on which a register stands."""
    return publication.portal_site_of(register)


def registers_of(user: Any) -> QuerySet[ProjectIndexPage]:
    """The registers of the sites on which the user works, in the order of the tree."""
    return _registers(user, _STAFF)


def supplied_registers(user: Any) -> list[ProjectIndexPage]:
    """The public registers for which the user hands in sheets."""
    if supplying_agency(user) is None:
        return []
    found = registers_of(user).filter(live=True).select_related("locale")
    return [each for each in found if supplies(user, each)]


def visible_batches(user: Any) -> QuerySet[FigureBatch]:
    """The sheets that the user may look at: of their own agency, and those for their newsroom."""
    found = FigureBatch.objects.all()
    if not getattr(user, "is_active", False):
        return found.none()
    if user.is_superuser:
        return found
    wanted = Q(register__in=_registers(user, NEWSROOM).order_by().values("pk"))
    agency = supplying_agency(user)
    if agency is not None:
        own = registers_of(user).order_by().values("pk")
        wanted |= Q(agency=agency.pk, register__in=own)
    return found.filter(wanted)


def may_change(user: Any, batch: FigureBatch) -> bool:
    """Whether the user may replace, hand in or withdraw a sheet: its agency's, not handed in."""
    agency = supplying_agency(user)
    if agency is None or agency.pk != batch.agency_id or batch.state not in WITH_SUPPLIER:
        return False
    return supplies(user, _register_of(batch))


def may_withdraw(user: Any, batch: FigureBatch) -> bool:
    """Whether the user may withdraw a sheet: its agency's, until it is approved."""
    agency = supplying_agency(user)
    if agency is None or agency.pk != batch.agency_id:
        return False
    is_open = batch.state in (*WITH_SUPPLIER, BatchState.SUBMITTED)
    return is_open and supplies(user, _register_of(batch))


def may_decide(user: Any, batch: FigureBatch) -> bool:
    """Whether the user may approve or return a sheet that waits for approval."""
    if batch.state != BatchState.SUBMITTED or not approves(user, _register_of(batch)):
        return False
    return not is_first_person(user, batch)


def is_first_person(user: Any, batch: FigureBatch) -> bool:
    """Whether the user entered the sheet, or a version of it, or handed it in."""
    if user.pk is None or user.pk == batch.created_by_id:
        return True
    kinds = (BatchEventKind.ENTERED, BatchEventKind.SUBMITTED)
    events = FigureBatchEvent.objects.filter(batch_id=batch.pk, kind__in=kinds, by_id=user.pk)
    return bool(events.exists())


def require(allowed: bool) -> None:
    """Stop where something is not allowed.

    Raises:
        PermissionDenied: with words for the user.
    """
    if not allowed:
        raise PermissionDenied(_("You may not do this with the sheet of figures."))


def _register_of(batch: FigureBatch) -> ProjectIndexPage:
    """The register of a sheet, read once for each sheet."""
    known: ProjectIndexPage | None = batch.__dict__.get("_govportal_register")
    if known is None:
        known = ProjectIndexPage.objects.get(pk=batch.register_id)
        batch.__dict__["_govportal_register"] = known
    return known


def _registers(user: Any, roles: frozenset[Any]) -> QuerySet[ProjectIndexPage]:
    found: QuerySet[ProjectIndexPage] = ProjectIndexPage.objects.order_by("path")
    if not getattr(user, "is_active", False):
        return found.none()
    if user.is_superuser:
        return found
    held = roles_by_site(user)
    sites = [site for site, held_there in held.items() if held_there & roles]
    newsrooms = [site for site, held_there in held.items() if held_there & roles & NEWSROOM]
    overseen = scope.managed_portal_sites(user).filter(portal__in=newsrooms)
    wanted = PortalSite.objects.filter(Q(pk__in=sites) | Q(pk__in=overseen.order_by().values("pk")))
    homes = wanted.order_by().values("site__root_page__translation_key")
    paths = Page.objects.filter(translation_key__in=homes).values_list("path", flat=True)
    return found.filter(below_any(paths))
