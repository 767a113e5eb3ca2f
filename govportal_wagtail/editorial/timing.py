"""The time limits of an item: started, kept in step with its dates, met, cancelled.

The item carries the earliest last day of those that still run in ``due_on``; the receivers of the
deadlines keep it. The people who hold an item are reminded by the flow, so that a deadline of an
item has no owners of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..regulation import adoption, catalogue, clock
from ..regulation.calendar import CalendarRangeError, WorkingCalendar, current_calendar
from ..regulation.clock import ClockError
from ..regulation.deadlines import MAIN_ROLE, UnknownRole, rule_for, rules_by_role
from ..regulation.models import Deadline, DeadlineState
from ..regulation.presentation import articles
from ..regulation.presentation.counting import Answer
from ..regulation.schema import DeadlineRule, Profile
from ..regulation.stored_rules import computed_from
from ..regulation.vocabulary import LONGEST_REASON, Event, ReturnPolicy
from .errors import FlowError
from .models import EditorialItem
from .registries import page_timings

#: Whose time limit is that of the summary procedure (Lạng Sơn 40/2024, Article 9.3).
SUMMARY_PROCEDURE: Final = "summary_procedure"
#: A slip hands the information over, and asks to post it.
_HANDED_OVER: Final = (Event.RECEIVED.value, Event.REQUEST_RECEIVED.value)
_DECIDING: Final = ("unit", "days", "anchors", "direction", "is_minimum", "article")


@dataclass(frozen=True, slots=True)
class ItemDeadline:
    """One time limit of an item with how it was counted."""

    deadline: Deadline
    #: None where the file of the regulation is gone; the deadline keeps its own explanation.
    answer: Answer | None

    @property
    def place(self) -> str:
        """The article in words."""
        return articles.label(self.deadline.article)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return str(self.deadline.get_state_display())

    @property
    def is_late(self) -> bool:
        """Whether it still runs although its last day is past, or was met after it."""
        due, done = self.deadline.due_on, self.deadline.finished_on
        if due is None or self.deadline.state == DeadlineState.CANCELLED:
            return False
        return (done or timezone.localdate()) > due


def profile_of(item: EditorialItem) -> Profile:
    """The regulation by which the item is handled; the one of its site where that is not known."""
    known = catalogue.profiles().get(item.profile)
    return known or adoption.profile_for(item.portal_site.site)


def events_of(item: EditorialItem) -> dict[str, date]:
    """The days from which the item's time limits may be counted, by the code of the event.

    The day on which the portal received the slip counts as the receipt unless another was entered.
    """
    found: dict[str, date] = {}
    if item.received_at:
        day = timezone.localdate(item.received_at)
        found = dict.fromkeys(_HANDED_OVER, day)
    for event, text in (item.anchors or {}).items():
        if entered := _day(text):
            found[event] = entered
    return found


def start(item: EditorialItem, user: Any) -> list[Deadline]:
    """Start the time limits of the item, or bring those that run into step with it.

    It may be called again at any time. Nothing starts where the kind of information is not known
    or the regulation is silent; where the day of the event is not known yet, the time limit waits
    for it without a date. What runs for another kind of information is cancelled.

    Raises:
        FlowError: for a day about which the calendar knows nothing.
    """
    return _align(item, user, "")


def set_dates(
    item: EditorialItem, user: Any, events: Mapping[str, date | None], reason: str = ""
) -> list[Deadline]:
    """Enter or correct the days of events; a day of None takes one out. Returns what runs.

    Raises:
        FlowError: for an event that does not exist, or a day about which the calendar knows
            nothing.
    """
    for event in events:
        if event not in Event.values:
            raise FlowError(_("There is no event “%(event)s”.") % {"event": event})
    with transaction.atomic():
        anchors = dict(item.anchors or {})
        for event, day in events.items():
            anchors.pop(event, None)
            if day is not None:
                anchors[event] = day.isoformat()
        _keep_anchors(item, anchors)
        return _align(item, user, reason)


def restart(item: EditorialItem, user: Any, reason: str, *, day: date | None = None) -> None:
    """The item was returned and comes again on ``day`` (today): count anew, or run on.

    Which of the two is the policy of the rule and the regulation. A time limit that is counted from
    the receipt has a new receipt then, which the dates of the item show.

    Raises:
        FlowError: for a day about which the calendar knows nothing.
    """
    day = day or timezone.localdate()
    with _changing(item):
        anchors = dict(item.anchors or {})
        for each in _unfinished(item):
            if each.anchor_date is None:
                continue
            said = fitting(reason, _("Submitted again."))
            clock.restart(each, user=user, reason=said, day=day)
            if each.rule.get("on_return") == ReturnPolicy.RESTART_ON_RESUBMISSION:
                anchors[each.anchor_event] = day.isoformat()
        _keep_anchors(item, anchors)
        _align(item, user, reason)


def meet(item: EditorialItem, user: Any, on: date | None = None) -> None:
    """Note that the item was posted on the day (today); what is finished stays as it is.

    Raises:
        FlowError: for a day before the clock was stopped.
    """
    with _changing(item):
        for each in _unfinished(item):
            clock.meet(each, user=user, day=on)


def cancel(item: EditorialItem, user: Any, reason: str) -> None:
    """End the time limits of an item that will not be posted: refused or withdrawn."""
    with _changing(item):
        for each in _unfinished(item):
            said = fitting(reason, str(item.get_state_display()))
            clock.cancel(each, user=user, reason=said)


def explanation(item: EditorialItem) -> list[ItemDeadline]:
    """How the last days of the item came about, those that run first; for staff and readers."""
    return explained(Deadline.objects.filter(**_subject(item)))


def explained(deadlines: Iterable[Deadline]) -> list[ItemDeadline]:
    """The time limits with how they were counted, those that run first."""
    rows = sorted(
        deadlines,
        key=lambda row: (row.state == DeadlineState.CANCELLED, row.due_on or date.max, row.pk),
    )
    if not rows:
        return []
    calendar = current_calendar()
    return [ItemDeadline(row, _answer(row, calendar)) for row in rows]


def fitting(reason: str, otherwise: str = "") -> str:
    """A reason that fits into the history of a deadline."""
    return (reason.strip() or otherwise)[:LONGEST_REASON]


@contextmanager
def _changing(item: EditorialItem) -> Iterator[None]:
    """Lock the item before its deadlines; afterwards the instance knows its last day."""
    try:
        with transaction.atomic():
            EditorialItem.objects.select_for_update().filter(pk=item.pk).order_by().first()
            yield
    except (ClockError, CalendarRangeError) as error:
        raise FlowError(str(error)) from error
    # Whoever saves the whole instance later must not bring back the old day.
    item.refresh_from_db(fields=["due_on"])


def _rule_of(item: EditorialItem) -> tuple[DeadlineRule, Profile, str] | None:
    """The rule that applies, with the regulation and the role under which it is stored."""
    if not item.category or not item.is_open:
        return None
    profile = profile_of(item)
    roles = rules_by_role(profile, item.category)
    role = SUMMARY_PROCEDURE if item.is_urgent and SUMMARY_PROCEDURE in roles else ""
    if not role and MAIN_ROLE in roles:
        role = MAIN_ROLE
    try:
        rule = rule_for(profile, item.category, role)
    except UnknownRole:
        rule = rule_for(profile, item.category)
    return (rule, profile, rule.role or role) if rule else None


def _align(item: EditorialItem, user: Any, reason: str) -> list[Deadline]:
    """What runs afterwards is what the item and its regulation ask for."""
    with _changing(item):
        _take_from_page(item)
        found = _rule_of(item)
        key = (found[1].code, item.category, found[2]) if found else None
        same = []
        for each in _unfinished(item):
            if (each.profile, each.category, each.role) == key:
                same.append(each)
            else:
                said = fitting(reason, _("Another time limit applies now."))
                clock.cancel(each, user=user, reason=said)
        if found is None:
            return []
        rule, profile, role = found
        return _follow(item, same, rule, user, reason) or clock.start(
            item,
            label=item.title,
            profile=profile,
            category=item.category,
            role=role,
            events=events_of(item),
            user=user,
            reason=fitting(reason),
        )


def _follow(
    item: EditorialItem, running: list[Deadline], rule: DeadlineRule, user: Any, reason: str
) -> list[Deadline]:
    """Bring what runs into step with the dates of the item; returns what still runs."""
    if not running:
        return []
    events = events_of(item)
    if rule.anchors:
        for event, day in events.items():
            clock.set_event(item, event, day, user=user, reason=fitting(reason))
        gone = [each for each in _unfinished(item) if each.anchor_event not in events]
    else:
        # Such a rule is counted from whatever happened first.
        first = min(events.values(), default=None)
        gone = [each for each in running if each.anchor_date != first]
    for each in gone:
        if each.anchor_date is not None or not rule.anchors:
            said = fitting(reason, _("The day of the event was changed."))
            clock.cancel(each, user=user, reason=said)
    return _unfinished(item)


def _take_from_page(item: EditorialItem) -> None:
    """What nobody has said yet of kind and dates, as the newest draft of the page says it."""
    if item.page is None:
        return
    page = item.page.get_latest_revision_as_object()
    if getattr(page, "is_foreign", False):
        # It comes after its original, for which the days of the events have been counted.
        return
    for timing in page_timings:
        if not timing.applies_to(page):
            continue
        category = timing.category(page)
        if category and not item.category:
            item.category = category
            item.save(update_fields=["category"])
        known = {event: day.isoformat() for event, day in timing.anchors(page).items() if day}
        _keep_anchors(item, {**known, **(item.anchors or {})})
        return


def _keep_anchors(item: EditorialItem, anchors: dict[str, str]) -> None:
    if anchors != item.anchors:
        item.anchors = anchors
        item.save(update_fields=["anchors"])


def _subject(item: EditorialItem) -> dict[str, Any]:
    content_type = ContentType.objects.get_for_model(EditorialItem)
    return {"content_type": content_type, "object_id": str(item.pk)}


def _unfinished(item: EditorialItem) -> list[Deadline]:
    return list(Deadline.objects.unfinished().filter(**_subject(item)).order_by("pk"))


def _answer(row: Deadline, calendar: WorkingCalendar) -> Answer | None:
    """The stored time limit as the screens of the regulation show a computed one."""
    profile = catalogue.profiles().get(row.profile)
    rules = profile.deadlines_for(row.category) if profile else ()
    current = next((rule for rule in rules if rule.key == row.rule.get("key")), None)
    if profile is None or current is None:
        return None
    try:
        computed = computed_from(
            row.rule,
            row.anchor_event,
            row.anchor_date,
            calendar,
            pauses=row.pauses,
            extra_days=row.extra_days,
        )
    except CalendarRangeError:
        return None
    # What decides the date is as it was when the clock started; the words are the text's.
    stored = {name: getattr(computed.rule, name) for name in _DECIDING}
    return Answer(replace(computed, rule=replace(current, **stored)), profile)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
