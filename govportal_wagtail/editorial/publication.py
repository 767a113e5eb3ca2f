"""On what ground a page may become public: an approval, an act of code, a delegation, an emergency.

Nobody publishes outside the workflow, superusers included (Cà Mau 68/2026, Article 27.3). What is
asked here decides both what the admin offers and what the guards let through at the write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Max
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Page,
    PageLogEntry,
    PagePermissionTester,
    Revision,
    Site,
    TaskState,
    WorkflowState,
)

from .. import conf
from ..core import publication_context
from ..core.models import PortalSite
from ..core.sites.resolution import portal_site_for
from ..regulation.adoption import profile_for
from ..regulation.schema import Profile
from ..regulation.vocabulary import Action
from . import delegations
from .models import EditorialTask
from .vocabulary import EventKind

#: What Wagtail logs when a page becomes public or stops being it, or posting is called off.
_SPENDING: Final = (
    "wagtail.publish",
    "wagtail.publish.scheduled",
    "wagtail.unpublish",
    "wagtail.unpublish.scheduled",
    "wagtail.schedule.cancel",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a page may become public, and how it is written into the log."""

    #: None for an approval: the workflow logs its own steps.
    event: EventKind | None = None
    user: Any = None
    reason: str = ""
    article: str = ""
    #: The purpose of the code that publishes, for example ``import``.
    basis: str = ""


def actor() -> Any | None:
    """Who acts in the admin or its API at the moment; None in plain code, which is trusted."""
    user = get_active_log_context().user
    return user if getattr(user, "pk", None) else None


@contextmanager
def authorised(basis: EventKind | str, *, user: Any = None, reason: str = "") -> Iterator[None]:
    """Let the code of the block publish on purpose: an import, a restoration, an archive.

    Every page that becomes public in the block gets one line in the log: of the kind ``basis``
    where it is one, else ``PUBLISHED`` with the basis among its details.
    """
    with publication_context.trusted(str(basis), user=user, reason=reason, is_logged=True):
        yield


def ground_for(user: Any, page: Page, revision_id: int | None = None) -> Ground | None:
    """Why the user may make the page public, with this revision; None where they may not.

    ``page`` may be unsaved as long as it has its place in the tree.
    """
    purpose = publication_context.purpose()
    if purpose is not None:
        return _ground_of(purpose)
    if revision_id is not None and approval_of(page, revision_id) is not None:
        return Ground()
    delegation = delegations.current_for(user, page)
    site = portal_site_of(page) if delegation is not None else None
    if delegation is not None and site is not None and delegation.portal_site_id == site.pk:
        policy = profile_of(site).policies.get(delegations.POLICY)
        if policy is not None and policy.value == delegations.ALLOWED:
            return Ground(EventKind.DELEGATED, user, delegation.decision, policy.article)
    if conf.EMERGENCY_PUBLISHING and holds_plain_permission(user, page):
        return Ground(EventKind.EMERGENCY, user)
    return None


def purpose_ground() -> Ground | None:
    """The ground of code that publishes on purpose and is logged; None outside of such code."""
    purpose = publication_context.purpose()
    return _ground_of(purpose) if purpose is not None and purpose.is_logged else None


def _ground_of(purpose: publication_context.Purpose) -> Ground:
    if not purpose.is_logged:
        return Ground()
    event = EventKind(purpose.code) if purpose.code in EventKind else EventKind.PUBLISHED
    basis = "" if purpose.code in EventKind else purpose.code
    return Ground(event, purpose.user or actor(), purpose.reason, basis=basis)


def holds_plain_permission(user: Any, page: Page) -> bool:
    """Whether Wagtail's own rules let the user publish the page, approval or not."""
    return bool(PagePermissionTester(user, page).can_publish())


def is_approved(page: Page, revision: Revision) -> bool:
    """Whether this very revision was approved and has not been public since.

    An approval is used once: what was taken down needs a new one to come back.
    """
    return approval_of(page, revision.pk) is not None


def approval_of(page: Page, revision_id: int) -> TaskState | None:
    """The approval by which a revision may become public now; None without one.

    It is the last approval in a workflow that was finished, given at a step of the page's own
    portal site, for this revision and not for an earlier text of the page.
    """
    approvals = TaskState.objects.filter(
        status=TaskState.STATUS_APPROVED,
        task__in=EditorialTask.objects.filter(action=Action.APPROVE).values("pk"),
    )
    given = (
        approvals.filter(
            revision_id=revision_id,
            workflow_state__status=WorkflowState.STATUS_APPROVED,
            workflow_state__object_id=str(page.pk),
        )
        .select_related("workflow_state")
        .order_by("-finished_at", "-pk")
        .first()
    )
    if given is None or given.revision.object_id != str(page.pk):
        return None
    same = approvals.filter(workflow_state=given.workflow_state)
    last = same.order_by("-finished_at", "-pk").values_list("pk", flat=True).first()
    if last != given.pk or not _is_of_site(given.task_id, page):
        return None
    states = TaskState.objects.filter(workflow_state=given.workflow_state)
    finished = states.aggregate(at=Max("finished_at"))["at"]
    return None if finished is None or _is_spent(page, finished) else given


def finished_by(approval: TaskState) -> int | None:
    """The number of the user who took the last step of the workflow of an approval."""
    states = TaskState.objects.filter(
        workflow_state=approval.workflow_state_id, status=TaskState.STATUS_APPROVED
    )
    last: int | None = (
        states.order_by("-finished_at", "-pk").values_list("finished_by", flat=True).first()
    )
    return last


def _is_of_site(task: int, page: Page) -> bool:
    site = portal_site_of(page)
    given_on = EditorialTask.objects.filter(pk=task).values_list("portal_site", flat=True).first()
    return bool(given_on == (site.pk if site else None))


def _is_spent(page: Page, since: datetime) -> bool:
    """Whether a text of the page became public, or was taken down, after the approval."""
    stored = Page.objects.filter(pk=page.pk).values_list("last_published_at", flat=True).first()
    if stored is not None and stored >= since:
        return True
    logged = PageLogEntry.objects.filter(page=page.pk, action__in=_SPENDING, timestamp__gte=since)
    return bool(logged.exists())


def portal_site_of(page: Page) -> PortalSite | None:
    """The portal site in whose tree the page stands, also of another language; else None."""
    roots = [
        root for root in Site.get_site_root_paths() if page.url_path.startswith(root.root_path)
    ]
    if not roots:
        return None
    nearest = max(len(root.root_path) for root in roots)
    for root in roots:
        if len(root.root_path) == nearest:
            found = portal_site_for(Site.objects.filter(pk=root.site_id).first())
            if found is not None:
                return found
    return None


def profile_of(portal_site: PortalSite | None) -> Profile:
    """The regulation of a portal site in its version of today; the project's without a site."""
    return profile_for(portal_site.site if portal_site else None)
