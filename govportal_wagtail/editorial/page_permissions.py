"""What the admin lets a user do with a page: Wagtail's rules, and publication only on a ground.

This is the first of two layers; it keeps buttons and forms away. The guards refuse at the write.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, PagePermissionTester

from .. import conf
from ..core import publication_context
from . import delegations, publication


class PublicationTester(PagePermissionTester):  # type: ignore[misc]
    """Permissions of a user on a page where publication needs an approval."""

    def can_publish(self) -> bool:
        """Whether what the page's newest revision says may become public by this user now."""
        if not self.user.is_active or self.page_is_root:
            return False
        if publication_context.purpose() is not None:
            return bool(super().can_publish())
        return self._has_ground(self.page) or self._posts_what_is_approved()

    def can_publish_subpage(self) -> bool:
        """Whether a page may be made here and become public in one go."""
        if publication_context.purpose() is not None:
            return bool(super().can_publish_subpage())
        model = self.page.specific_class
        if not self.user.is_active or model is None or not model.creatable_subpage_models():
            return False
        return self._has_ground(self.page)

    def can_set_view_restrictions(self) -> bool:
        """Who may be shown the page; the guards keep its writer from showing it to more people."""
        return bool(super().can_publish())

    def can_unschedule(self) -> bool:
        """Whether a scheduled posting may be called off, which makes nothing public."""
        return bool(super().can_publish())

    def can_move_to(self, destination: Page) -> bool:
        """What is live does not wander to another site, whose board has not approved it."""
        if not super().can_move_to(destination):
            return False
        return not crosses_sites(self.page, destination) or self._has_ground(destination)

    def _has_ground(self, page: Page) -> bool:
        """Whether there is a ground besides an approval; lists ask this for every page."""
        is_possible = (
            publication_context.purpose() is not None
            or conf.EMERGENCY_PUBLISHING
            or delegations.holds_any(self.user)
        )
        return is_possible and publication.ground_for(self.user, page) is not None

    def _posts_what_is_approved(self) -> bool:
        latest = self.page.latest_revision_id
        if latest is None or (self.page.live and self.page.live_revision_id == latest):
            return False
        approval = publication.approval_of(self.page, latest)
        if approval is None or self._is_scheduled():
            return False
        # Who takes the last step of the workflow posts by it, whatever Wagtail's permissions say.
        return bool(super().can_publish() or publication.finished_by(approval) == self.user.pk)

    def _is_scheduled(self) -> bool:
        latest = self.page.latest_revision
        return bool(latest is not None and latest.approved_go_live_at)


def crosses_sites(page: Page, destination: Page) -> bool:
    """Whether something live would come to another portal site by moving the page there."""
    site = publication.portal_site_of(destination)
    if site is None or site == publication.portal_site_of(page):
        return False
    return bool(page.live or page.get_descendants().live().exists())


def permissions_for(user: Any, page: Page) -> PagePermissionTester:
    """The permissions of the user on one of the portal's pages."""
    return PublicationTester(user, page)
