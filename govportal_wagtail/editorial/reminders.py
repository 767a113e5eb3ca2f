"""Reminders of what is due: one e-mail for each person and day, however often it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import conf
from ..core.models import Account, PortalSite
from ..regulation.calendar import CalendarRangeError, current_calendar
from ..regulation.vocabulary import RoleCode
from . import messaging, reviews, timing_receivers
from .models import (
    EditorialItem,
    ItemQuerySet,
    MailState,
    Message,
    MessagePreference,
    PageReview,
    Reminder,
    SlipSender,
)
from .recipients import people
from .registries import AgendaLine, agenda_sources
from .vocabulary import ItemState

#: More lines than this are counted in a mail and not listed.
LISTED: Final = 50
DIGEST: Final = "digest"
#: To whom it is escalated what is late: to the deputies where there is no head.
HEADS: Final = (RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY)
_REVIEWING: Final = (RoleCode.FULL_TIME_EDITOR, RoleCode.BOARD_SECRETARY, *HEADS)
_OWN: Final = (ItemState.DRAFT, ItemState.RETURNED)


@dataclass(frozen=True, slots=True)
class Lines:
    """What a part of a mail lists; false where there is nothing."""

    rows: Sequence[Any]

    @property
    def shown(self) -> Sequence[Any]:
        """The first of them."""
        return self.rows[:LISTED]

    @property
    def more(self) -> int:
        """How many are left out."""
        return max(0, len(self.rows) - LISTED)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(slots=True)
class Agenda:
    """What one person is reminded of."""

    own: dict[int | str, EditorialItem | AgendaLine] = field(default_factory=dict)
    #: What is late with others on the site whose board they head, or in their agency.
    escalated: dict[int | str, EditorialItem | AgendaLine] = field(default_factory=dict)
    reviews: list[PageReview] = field(default_factory=list)

    def parts(self, on: date) -> dict[str, Lines]:
        """The parts of the mail; what is one's own is not escalated to oneself."""
        own = sorted(self.own.values(), key=_last_day)
        others = sorted(
            (item for key, item in self.escalated.items() if key not in self.own), key=_last_day
        )
        return {
            "late": Lines([item for item in own if item.due_on and item.due_on < on]),
            "today": Lines([item for item in own if item.due_on == on]),
            "soon": Lines([item for item in own if item.due_on and item.due_on > on]),
            "escalated": Lines(others),
            "reviews": Lines(self.reviews),
        }


@dataclass(frozen=True, slots=True)
class Reminded:
    """One person and of how much they were reminded."""

    user: Any
    count: int


def last_day_ahead(on: date) -> date:
    """Until which last day people are reminded on the day."""
    if conf.REMIND_DAYS < 1:
        return on
    try:
        return max(on, current_calendar().nth_working_day(on, conf.REMIND_DAYS))
    except CalendarRangeError:
        return on


def agendas(on: date) -> dict[int, Agenda]:
    """What each person is to be reminded of, by the number of the user.

    The number of queries does not depend on how many people or items there are.
    """
    found: dict[int, Agenda] = defaultdict(Agenda)
    due = EditorialItem.objects.open().filter(due_on__lte=last_day_ahead(on))
    items = list(due.select_related("portal_site__site").order_by("due_on", "pk"))
    holders = _holders(due, items)
    leading = by_site(HEADS)
    for item in items:
        for user in holders[item.pk]:
            found[user].own[item.pk] = item
        if item.due_on and item.due_on < on:
            for user in first_holders(leading, item.portal_site, [[role] for role in HEADS]):
                found[user].escalated[item.pk] = item
    _add_lines(found, on)
    waiting = list(reviews.due(on))
    reviewing = by_site(_REVIEWING) if waiting else {}
    order = [_REVIEWING[:2], *[[role] for role in HEADS]]
    for review in waiting:
        for user in first_holders(reviewing, review.portal_site, order):
            found[user].reviews.append(review)
    return found


def remind(on: date | None = None, *, dry_run: bool = False) -> list[Reminded]:
    """Write to everybody who has something to do; those who were written to on that day are left.

    The mails are sent by ``mail_tasks.send_waiting``. With ``dry_run`` nothing is written.
    """
    on = on or timezone.localdate()
    if not dry_run:
        timing_receivers.synchronise()
        for source in agenda_sources:
            if source.synchronise:
                source.synchronise()
    wanted = agendas(on)
    done = set(Reminder.objects.filter(day=on).values_list("user", flat=True))
    users = get_user_model()._default_manager.filter(
        pk__in=[user for user in wanted if user not in done], is_active=True
    )
    reminded = []
    for user in users.select_related("wagtail_userprofile").order_by("pk"):
        parts = wanted[user.pk].parts(on)
        count = sum(len(each) for each in parts.values())
        if dry_run or _remind(user, on, parts, count):
            reminded.append(Reminded(user, count))
    return reminded


def collect_digests(on: date | None = None) -> int:
    """Put what waits for the daily mail into one mail for each person; returns how many.

    Nobody gets a second one on the same day.
    """
    on = on or timezone.localdate()
    waiting = Message.objects.filter(mail_state=MailState.DIGEST, recipient__is_active=True)
    keys = set(waiting.order_by().values_list("recipient", flat=True))
    users = get_user_model()._default_manager.filter(pk__in=keys)
    return sum(_collect(user, on) for user in users.select_related("wagtail_userprofile"))


def _remind(user: Any, on: date, parts: dict[str, Lines], count: int) -> bool:
    try:
        with transaction.atomic():
            Reminder.objects.create(user=user, day=on, items=count)
            messaging.store(
                "reminder",
                people([user]),
                link=messaging.address_in_admin("editorial_items:index"),
                context={**parts, "on": on, "count": count},
                is_digested=False,
            )
    except IntegrityError:
        # Another process was quicker.
        return False
    return True


def _collect(user: Any, on: date) -> bool:
    with transaction.atomic():
        MessagePreference.objects.get_or_create(user=user)
        # Of two processes the second one waits here, and finds the mail of the first.
        MessagePreference.objects.select_for_update().get(user=user)
        own = Message.objects.filter(recipient=user)
        rows = list(own.filter(mail_state=MailState.DIGEST).order_by("created_at", "pk"))
        if not rows or own.filter(kind=DIGEST, created_at__date=on).exists():
            return False
        [digest] = messaging.store(
            DIGEST,
            people([user]),
            link=messaging.address_in_admin("editorial_messages:index"),
            context={"collected": Lines(rows), "count": len(rows), "on": on},
            is_digested=False,
        )
        now = timezone.now()
        # Its lines are in the admin already, each with a mark of its own.
        Message.objects.filter(pk=digest.pk).update(read_at=now)
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(
            mail_state=MailState.SENT, mailed_at=now
        )
    return True


def _holders(due: ItemQuerySet, items: Iterable[EditorialItem]) -> dict[int, set[int]]:
    """Whose turn it is, by item: as ``recipients.holders`` and, before submission, its author."""
    through = EditorialItem.waiting_groups.through.objects
    groups: dict[int, set[int]] = defaultdict(set)
    for item, group in through.filter(editorialitem__in=due.order_by().values("pk")).values_list(
        "editorialitem_id", "group_id"
    ):
        groups[item].add(group)
    members = _members(set().union(*groups.values()))
    agencies = dict(Account.objects.values_list("user_id", "agency_id"))
    senders = dict(
        SlipSender.objects.filter(slip__item__in=due.filter(state__in=_OWN).order_by().values("pk"))
        .exclude(user=None)
        .values_list("slip__item_id", "user_id")
    )
    found: dict[int, set[int]] = {}
    for each in items:
        if each.claimed_by_id:
            found[each.pk] = {each.claimed_by_id}
            continue
        mine = set().union(*(members[group] for group in groups[each.pk]))
        if each.waiting_agency_id:
            mine = {user for user in mine if agencies.get(user) == each.waiting_agency_id}
        if each.state in _OWN:
            mine |= {user for user in (each.created_by_id, senders.get(each.pk)) if user}
        found[each.pk] = mine
    return found


def _last_day(line: EditorialItem | AgendaLine) -> date:
    return line.due_on or date.max


def _add_lines(found: dict[int, Agenda], on: date) -> None:
    """What other features have on their agenda."""
    until = last_day_ahead(on)
    for source in agenda_sources:
        for line in source.lines(on, until):
            for user in line.holders:
                found[user].own[line.key] = line
            if line.due_on < on:
                for user in line.heads:
                    found[user].escalated[line.key] = line


def _members(groups: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    users = get_user_model()._default_manager.filter(groups__in=list(groups), is_active=True)
    for user, group in users.order_by().values_list("pk", "groups"):
        found[group].add(user)
    return found


def by_site(roles: Iterable[str]) -> dict[tuple[int, str], list[int]]:
    """The users who hold the roles, by site and role."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    users = get_user_model()._default_manager.filter(
        groups__govportal_role__role__in=list(roles), is_active=True
    )
    rows = users.order_by("pk").values_list(
        "pk", "groups__govportal_role__portal_site", "groups__govportal_role__role"
    )
    for user, site, role in rows:
        found[site, role].append(user)
    return found


def first_holders(
    known: dict[tuple[int, str], list[int]], portal_site: PortalSite, order: Sequence[Sequence[str]]
) -> list[int]:
    """Who holds the first of the sets of roles that anybody holds; on a component or the portal."""
    for site in (portal_site.pk, portal_site.portal_id):
        for roles in order:
            users = [user for role in roles for user in known.get((site or 0, role), ())]
            if users:
                return list(dict.fromkeys(users))
    return []
