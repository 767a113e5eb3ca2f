"""Makes the draft page of a slip, and fills it anew when the slip comes back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from ..core.models import PortalSite
from ..core.sites.resolution import sites_of
from . import ledger, slip_steps, timing
from .errors import FlowError
from .models import EditorialItem, SupplySlip
from .registries import SlipTarget, slip_targets
from .slip_rules import may_receive
from .vocabulary import EventKind, ItemState


def is_on_site(page: Page, portal_site: PortalSite) -> bool:
    """Whether the page lies on the site, in any of its languages."""
    homes = (site.root_page for site in sites_of(portal_site))
    return any(page.path.startswith(home.path) for home in homes)


def places_for(target: SlipTarget, portal_site: PortalSite) -> list[Page]:
    """The pages of the site below which the target may stand, in the order of the tree.

    They are in the language of the site: what is supplied is written in it, and translated from
    what was approved (Lạng Sơn 40/2024, Article 8.3).
    """
    return sorted(target.parents(portal_site.site), key=lambda page: page.path)


def offered_targets(portal_site: PortalSite) -> list[tuple[SlipTarget, list[Page]]]:
    """The kinds of pages that have a place on the site, with their places, in order."""
    ordered = sorted(slip_targets, key=lambda target: target.order)
    found = ((target, places_for(target, portal_site)) for target in ordered)
    return [(target, places) for target, places in found if places]


def receive(item: EditorialItem, user: Any, *, target: str, parent: Page) -> Page:
    """Take a submitted slip in: it becomes a draft page and starts on the workflow of its site.

    Raises:
        FlowError: where somebody else received or claimed it, the place does not fit the target or
            the site, or the site has no workflow.
        PermissionDenied: for a user whose role on the site does not receive.
    """
    with transaction.atomic():
        item = slip_steps.locked(item, ItemState.SUBMITTED)
        if not may_receive(user, item):
            raise PermissionDenied
        if item.claimed_by_id not in (None, user.pk):
            raise FlowError(_("%(name)s works on it.") % {"name": ledger.name_of(item.claimed_by)})
        kind = _checked(item, target, parent)
        slip = item.slip
        page = _made(kind, slip, item, user, Page.objects.get(pk=parent.pk))
        slip.target = target
        slip.save(update_fields=["target"])
        item.page = page
        item.received_at = timezone.now()
        slip_steps.mark_received(item)
        item.save()
        ledger.record(EventKind.RECEIVED, user=user, item=item, target=target)
        _begin(page, item, user)
        item.refresh_from_db()
        timing.start(item, user)
    return page


def can_go_on(item: EditorialItem) -> bool:
    """Whether the returned item has a page that a workflow can go on with."""
    return item.page_id is not None


def go_on(slip: SupplySlip, item: EditorialItem, user: Any) -> None:
    """Fill the page anew and let its workflow go on at the step that returned it."""
    kind = slip_targets.get(slip.target)
    if kind is None or item.page is None:
        raise FlowError(_("The kind of page that it became is no longer installed."))
    page = item.page.get_latest_revision_as_object()
    kind.fill(page, slip)
    _revision(page, _editor(slip, item, user))
    state = item.workflow_state or page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    elif page.current_workflow_state is None:
        _begin(page, item, user)


def _checked(item: EditorialItem, target: str, parent: Page) -> SlipTarget:
    kind = slip_targets.get(target)
    if kind is None:
        raise FlowError({"target": _("There is no such kind of page here.")})
    if parent.pk not in {page.pk for page in places_for(kind, item.portal_site)}:
        raise FlowError({"parent": _("Such a page cannot stand here.")})
    return kind


def _made(kind: SlipTarget, slip: SupplySlip, item: EditorialItem, user: Any, parent: Page) -> Page:
    """The saved draft, with a revision that is the supplier's and not the receiver's."""
    model: Any = kind.model()
    owner = _supplier(slip) or user
    page = model(title=slip.title, owner=owner, live=False, has_unpublished_changes=True)
    page.locale = parent.locale
    kind.fill(page, slip)
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user)
    _revision(page, _editor(slip, item, None))
    return page  # type: ignore[no-any-return]


def _revision(page: Page, editor: Any) -> None:
    # A draft may lack what its form asks for; the newsroom completes it.
    page.save_revision(user=editor, clean=False, log_action=True)


def _supplier(slip: SupplySlip) -> Any:
    sender = getattr(slip, "sender", None)
    return sender.user if sender else None


def _editor(slip: SupplySlip, item: EditorialItem, user: Any) -> Any:
    """Whose words the revision holds: the supplier's, or of who typed them from paper."""
    return user or _supplier(slip) or item.created_by


def _begin(page: Page, item: EditorialItem, user: Any) -> None:
    workflow = page.get_workflow()
    if workflow is None:
        raise FlowError(_("The site has no workflow. Ask its administrator to set it up."))
    state = workflow.start(page, user)
    EditorialItem.objects.filter(pk=item.pk, workflow_state=None).update(workflow_state=state)
