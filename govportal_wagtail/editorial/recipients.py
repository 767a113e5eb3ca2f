"""Who is told of what happens to an item or a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import QuerySet

from ..core.models import Agency, PortalSite
from ..regulation.notification import language_of
from ..regulation.vocabulary import RoleCode
from .models import EditorialEvent, EditorialItem, PageReporter, SlipSender, Verification
from .vocabulary import EventKind, ItemState

#: Who answers for an agency towards the portal.
OF_AGENCY: Final = (RoleCode.FOCAL_OFFICER, RoleCode.UNIT_HEAD)
#: Who looks into what readers report, and into pages that are to be reviewed.
EDITORS: Final = (
    RoleCode.BOARD_HEAD,
    RoleCode.BOARD_DEPUTY,
    RoleCode.BOARD_MEMBER,
    RoleCode.BOARD_SECRETARY,
    RoleCode.FULL_TIME_EDITOR,
)
#: After these an item waits for whoever takes the next step.
_MOVES_ON: Final = frozenset(
    {
        EventKind.SUBMITTED,
        EventKind.SIGNED,
        EventKind.RECEIVED,
        EventKind.PASSED,
        EventKind.APPROVED,
        EventKind.RESUBMITTED,
        EventKind.VERIFICATION_GIVEN,
    }
)
#: In these states it waits for nobody in the newsroom, and whom it waits for is told otherwise.
_TOLD_OTHERWISE: Final = frozenset({ItemState.DRAFT, ItemState.RETURNED, ItemState.VERIFYING})
_TO_SUPPLIER: Final = frozenset(
    {
        EventKind.SUBMITTED,
        EventKind.RECEIVED,
        EventKind.SIGNATURE_DECLINED,
        EventKind.RETURNED,
        EventKind.REFUSED,
        EventKind.WITHDRAWN,
        EventKind.PUBLISHED,
        EventKind.TAKEN_DOWN,
        EventKind.RESTORED,
    }
)
_TO_HEADS: Final = {
    EventKind.DELEGATED: "without_approval",
    EventKind.EMERGENCY: "without_approval",
    EventKind.TAKEN_DOWN: "taken_down",
    EventKind.RESTORED: "restored",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with an account, or an address outside; and the language to write in."""

    user: Any
    address: str
    language: str

    @property
    def key(self) -> Any:
        """The same for the same person."""
        return self.user.pk if self.user else self.address.casefold()


@dataclass(frozen=True, slots=True)
class Notice:
    """The name of a template and who gets it."""

    kind: str
    recipients: tuple[Recipient, ...]


def for_event(event: EditorialEvent, item: EditorialItem | None) -> list[Notice]:
    """Who is told of the event, as things stand now; nobody twice, and nobody of their own act.

    Somebody outside is told of their own slip: it is their receipt.
    """
    told: set[Any] = {event.by_id} if event.by_id else set()
    notices = []
    for kind, find in _wanted(event, item):
        new = []
        for recipient in find():
            if recipient.key not in told:
                told.add(recipient.key)
                new.append(recipient)
        if new:
            notices.append(Notice(kind, tuple(new)))
    return notices


def is_told(kind: str) -> bool:
    """Whether anybody might be told of such an event."""
    return kind in _MOVES_ON | _TO_SUPPLIER | _TO_HEADS.keys() | _OTHERS


def holders(item: EditorialItem) -> list[Recipient]:
    """Whose turn it is: who has claimed the item, else all who may act at its step."""
    if item.claimed_by:
        return people([item.claimed_by])
    return people(_of_groups(item.waiting_groups.all(), item.waiting_agency))


def supplier(item: EditorialItem) -> list[Recipient]:
    """Who supplied the item; where they cannot be reached, who entered it for them."""
    sender = SlipSender.objects.filter(slip__item=item).select_related("user").first()
    if sender and sender.user and sender.user.is_active:
        return people([sender.user])
    if sender and sender.email:
        return [Recipient(None, sender.email, language_of_site(item.portal_site))]
    return people([item.created_by] if item.created_by else [])


def heads(portal_site: PortalSite | None) -> list[Recipient]:
    """The head of the board, else the deputies; of the portal where a component has neither."""
    while portal_site is not None:
        for role in (RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY):
            if found := people(with_roles(portal_site, [role])):
                return found
        portal_site = portal_site.portal
    return []


def editors(portal_site: PortalSite | None) -> list[Recipient]:
    """The newsroom of the site; that of the portal where a component has none."""
    while portal_site is not None:
        if found := people(with_roles(portal_site, EDITORS)):
            return found
        portal_site = portal_site.portal
    return []


def with_roles(portal_site: PortalSite, roles: Iterable[str]) -> QuerySet[Any]:
    """Users who hold one of the roles on this site itself."""
    return _users().filter(
        groups__govportal_role__portal_site=portal_site,
        groups__govportal_role__role__in=list(roles),
    )


def people(users: Iterable[Any]) -> list[Recipient]:
    """Users as recipients; without closed accounts."""
    return [Recipient(user, "", language_of(user)) for user in users if user.is_active]


def language_of_site(portal_site: PortalSite | None) -> str:
    """The language of the site, for people outside."""
    if portal_site is None:
        return settings.LANGUAGE_CODE
    return str(portal_site.site.root_page.locale.language_code)


def _wanted(
    event: EditorialEvent, item: EditorialItem | None
) -> Iterable[tuple[str, Callable[[], list[Recipient]]]]:
    """Kinds of messages with a function that finds who gets them; the closest one comes first."""
    kind = EventKind(event.kind)
    if item is not None and kind in _TO_SUPPLIER:
        yield kind.value, lambda: supplier(item)
    if item is not None:
        yield from _at_the_step(kind, item)
    if kind in _TO_HEADS:
        yield _TO_HEADS[kind], lambda: heads(site_of(event))
    if kind == EventKind.REPORTED:
        yield kind.value, lambda: editors(site_of(event))
    elif kind == EventKind.REPORT_CLOSED:
        yield kind.value, lambda: _reporter(event)
    elif kind in (EventKind.DELEGATION_GIVEN, EventKind.DELEGATION_ENDED):
        yield kind.value, lambda: people(_users().filter(pk=event.details.get("delegate") or 0))


def _at_the_step(
    kind: EventKind, item: EditorialItem
) -> Iterable[tuple[str, Callable[[], list[Recipient]]]]:
    if kind == EventKind.REASSIGNED:
        yield "assigned", lambda: people([item.claimed_by] if item.claimed_by else [])
    elif kind == EventKind.URGENT:
        yield "urgent", lambda: holders(item) if item.state not in _TOLD_OTHERWISE else []
    elif kind == EventKind.VERIFICATION_ASKED:
        yield kind.value, lambda: _verifying(item)
    elif kind == EventKind.VERIFICATION_GIVEN:
        yield kind.value, lambda: _asking(item)
    if kind in _MOVES_ON and item.is_open and item.state not in _TOLD_OTHERWISE:
        yield "waiting", lambda: holders(item)


_OTHERS: Final = frozenset(
    {
        EventKind.REASSIGNED,
        EventKind.URGENT,
        EventKind.VERIFICATION_ASKED,
        EventKind.REPORTED,
        EventKind.REPORT_CLOSED,
        EventKind.DELEGATION_GIVEN,
        EventKind.DELEGATION_ENDED,
    }
)


def site_of(event: EditorialEvent) -> PortalSite | None:
    """The site of the event, as far as it still exists."""
    sites = PortalSite.objects.select_related("site__root_page__locale", "portal")
    return sites.filter(pk=event.portal_site_id or 0).first()


def open_verification(item: EditorialItem) -> Verification | None:
    """The question that waits for an answer."""
    return item.verifications.filter(answered_at=None).select_related("agency").first()


def last_answer(item: EditorialItem) -> Verification | None:
    """The question that was answered last."""
    answered = item.verifications.exclude(answered_at=None).select_related("agency", "asked_by")
    return answered.order_by("-answered_at", "-pk").first()


def _verifying(item: EditorialItem) -> list[Recipient]:
    asked = open_verification(item)
    agency = asked.agency if asked else item.waiting_agency
    if agency is None:
        return []
    return people(of_agency(agency, OF_AGENCY)) or people(of_agency(agency, [RoleCode.CONTRIBUTOR]))


def _asking(item: EditorialItem) -> list[Recipient]:
    last = last_answer(item)
    return people([last.asked_by] if last and last.asked_by else [])


def _reporter(event: EditorialEvent) -> list[Recipient]:
    found = PageReporter.objects.filter(report=event.details.get("report") or 0).exclude(email="")
    return [Recipient(None, each.email, language_of_site(site_of(event))) for each in found]


def _users() -> QuerySet[Any]:
    users = get_user_model()._default_manager.filter(is_active=True)
    return users.select_related("wagtail_userprofile").order_by("pk").distinct()


def _of_groups(groups: Iterable[Group], agency: Agency | None) -> QuerySet[Any]:
    users = _users().filter(groups__in=[group.pk for group in groups])
    return users.filter(govportal_account__agency=agency) if agency else users


def of_agency(agency: Agency, roles: Iterable[str]) -> QuerySet[Any]:
    """Users with an open account of the agency who hold one of the roles."""
    return _users().filter(
        govportal_account__agency=agency,
        govportal_account__locked_on=None,
        govportal_account__assignments__role__in=list(roles),
        govportal_account__assignments__ended_at=None,
    )
