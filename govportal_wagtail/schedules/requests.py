"""What becomes of items that units register: changed, withdrawn, taken in, returned, refused.

Every step locks the registration, checks who acts and whether it still stands as they saw it, and
writes one line into the log, in one transaction. What the office takes in becomes an item of the
draft of its week, which goes the way of every week from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, time, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.models import Post
from ..core.vietnamese import normalise
from ..editorial.access import agency_of
from . import editing, events, people, rights
from .errors import ScheduleError
from .models import RequestPerson, ScheduleIndexPage, ScheduleItem, ScheduleRequest
from .vocabulary import PersonRole, RequestState, ScheduleEventKind, Visibility
from .weeks import Week

#: Nobody plans further ahead: a later day is a slip of the pen.
_DAYS_AHEAD: Final = 366
_LONGEST_REASON: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestData:
    """What a unit registers."""

    date: date
    content: str
    session: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    chairs: tuple[Post, ...] = ()
    chairs_text: str = ""
    participants: tuple[Post, ...] = ()
    participants_text: str = ""
    #: Empty: the unit itself prepares it.
    preparing_text: str = ""
    visibility: str = Visibility.PUBLIC.value
    vehicle: str = ""
    internal_note: str = ""
    online_link: str = ""


@dataclass(slots=True)
class Accepted:
    """What came of taking in several: the items, and per week why it was not possible."""

    items: list[ScheduleItem] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


_PEOPLE: Final = ("chairs", "participants")
_FIELDS: Final = tuple(each.name for each in fields(RequestData) if each.name not in _PEOPLE)


def stamp(request: ScheduleRequest) -> str:
    """How a registration stands; another text after every step."""
    return request.changed_at.isoformat()


def register(schedule: ScheduleIndexPage, user: Any, data: RequestData) -> ScheduleRequest:
    """Register an item for the agency in which the user works.

    Raises:
        PermissionDenied: for a user who does not register items for the schedule.
        ScheduleError: what is wrong, by field; on ``content`` what is registered already.
    """
    rights.require(schedule.live and rights.registers(user, schedule))
    request = ScheduleRequest(schedule=schedule, agency=agency_of(user), entered_by=user)
    with transaction.atomic():
        # Of a form that was sent twice, the second one waits here and finds the first.
        Page.objects.select_for_update().get(pk=schedule.pk)
        _fill(request, data)
        _refuse_twin(request)
        request.save()
        _give_people(request, data)
        _record(ScheduleEventKind.REGISTERED, request, user)
    return request


def change(
    request: ScheduleRequest, user: Any, data: RequestData, *, seen: str | None = None
) -> ScheduleRequest:
    """Change a registration; a returned one waits for the office again.

    ``seen`` is the ``stamp`` of what the user looked at; None where nobody looked.

    Raises:
        PermissionDenied: for a user of another unit.
        ScheduleError: ``moved`` where it was decided or changed meanwhile; else by field.
    """
    with transaction.atomic():
        stored = _open(request, user, seen)
        was_returned = stored.state == RequestState.RETURNED
        before = {name: getattr(stored, name) for name in _FIELDS}
        _fill(stored, data)
        _refuse_twin(stored)
        stored.state = RequestState.REGISTERED
        stored.save()
        people_changed = _give_people(stored, data)
        changed = [name for name in _FIELDS if getattr(stored, name) != before[name]]
        changed += ["people"] if people_changed else []
        kind = ScheduleEventKind.CHANGED
        _record(kind, stored, user, was_returned=was_returned, changed=changed)
    return stored


def withdraw(request: ScheduleRequest, user: Any, *, seen: str | None = None) -> ScheduleRequest:
    """Take a registration back, which the office has not taken in yet.

    Raises:
        PermissionDenied: for a user of another unit.
        ScheduleError: ``moved`` where it was decided or changed meanwhile.
    """
    with transaction.atomic():
        stored = _open(request, user, seen)
        stored.state = RequestState.WITHDRAWN
        stored.save()
        _record(ScheduleEventKind.WITHDRAWN, stored, user)
    return stored


def accept(request: ScheduleRequest, user: Any, *, seen: str | None = None) -> ScheduleItem:
    """Take a registration into the draft of its week, which is begun where there is none.

    Raises:
        PermissionDenied: for a user who does not arrange the schedule.
        ScheduleError: ``moved`` where it was decided or changed meanwhile; where the week is with
            the editorial board, or something in it is wrong.
    """
    [item] = _accept_week([(request, seen)], user)
    return item


def accept_several(requests: Iterable[tuple[ScheduleRequest, str | None]], user: Any) -> Accepted:
    """Take registrations in, each with the ``stamp`` that was seen: one new version for each week.

    Of a week all are taken in or none.

    Raises:
        PermissionDenied: where the user does not arrange one of the schedules.
    """
    weeks: dict[tuple[int, date], list[tuple[ScheduleRequest, str | None]]] = defaultdict(list)
    for request, seen in requests:
        rights.require(rights.arranges(user, request.schedule))
        weeks[request.schedule_id, Week.of(request.date).monday].append((request, seen))
    done = Accepted()
    for (_schedule, monday), of_week in sorted(weeks.items()):
        try:
            done.items += _accept_week(of_week, user)
        except ScheduleError as error:
            values = {"number": Week(monday).number, "problem": " ".join(error.messages)}
            done.problems.append(_("Week %(number)s: %(problem)s") % values)
    return done


def return_(
    request: ScheduleRequest, user: Any, reason: str, *, seen: str | None = None
) -> ScheduleRequest:
    """Give a registration back to its unit, to be completed.

    Raises:
        PermissionDenied: for a user who does not arrange the schedule.
        ScheduleError: on ``reason`` where there is none; ``moved`` as for ``accept``.
    """
    to, kind = RequestState.RETURNED, ScheduleEventKind.RETURNED
    return _decide(request, user, to, kind, reason, seen)


def refuse(
    request: ScheduleRequest, user: Any, reason: str, *, seen: str | None = None
) -> ScheduleRequest:
    """Not take a registration into the schedule; its unit reads why.

    Raises:
        PermissionDenied: for a user who does not arrange the schedule.
        ScheduleError: on ``reason`` where there is none; ``moved`` as for ``accept``.
    """
    to, kind = RequestState.REFUSED, ScheduleEventKind.REFUSED
    return _decide(request, user, to, kind, reason, seen)


def _decide(
    request: ScheduleRequest,
    user: Any,
    state: RequestState,
    kind: ScheduleEventKind,
    reason: str,
    seen: str | None,
) -> ScheduleRequest:
    reason = normalise(reason).strip()[:_LONGEST_REASON]
    if not reason:
        raise ScheduleError({"reason": _("Write the reason; the unit reads it.")})
    with transaction.atomic():
        stored = _waiting(request, user, seen)
        _settle(stored, user, state, reason)
        _record(kind, stored, user, reason=reason)
    return stored


def _accept_week(
    requests: list[tuple[ScheduleRequest, str | None]], user: Any
) -> list[ScheduleItem]:
    """Take in registrations of one week of one schedule, in one version."""
    with transaction.atomic():
        # Always in the same order, so that two clerks never wait for each other in a circle.
        given = sorted(requests, key=lambda pair: pair[0].pk)
        rows = [_waiting(request, user, seen) for request, seen in given]
        monday = Week.of(rows[0].date).monday
        if any(Week.of(row.date).monday != monday for row in rows):
            raise _moved()
        page = editing.begin(rows[0].schedule, Week(monday), user)
        items = [_item_of(row) for row in rows]
        keys = [row.pk for row in rows]
        editing.add(page, items, user, ScheduleEventKind.EDITED, accepted=keys)
        for row, item in zip(rows, items, strict=True):
            row.item_uid = item.uid
            _settle(row, user, RequestState.ACCEPTED)
            _record(ScheduleEventKind.ACCEPTED, row, user, uid=str(item.uid))
    return items


def _item_of(request: ScheduleRequest) -> ScheduleItem:
    item = editing.copy_of(request, request.date)
    item.requester = request.requester or request.agency.name
    return item


def _settle(request: ScheduleRequest, user: Any, state: RequestState, reason: str = "") -> None:
    request.state = state
    request.decided_by, request.decided_at = user, timezone.now()
    request.reason = reason
    request.save()


def _open(request: ScheduleRequest, user: Any, seen: str | None) -> ScheduleRequest:
    """The locked row, which its unit may change."""
    stored = _locked(request)
    rights.require(
        rights.registers(user, stored.schedule)
        and getattr(agency_of(user), "pk", None) == stored.agency_id
    )
    if not _stands(stored, seen) or not rights.may_change(user, stored):
        raise _moved()
    return stored


def _waiting(request: ScheduleRequest, user: Any, seen: str | None) -> ScheduleRequest:
    """The locked row, on which the office may decide."""
    stored = _locked(request)
    rights.require(rights.arranges(user, stored.schedule))
    if not _stands(stored, seen) or not rights.may_decide(user, stored):
        raise _moved()
    return stored


def _locked(request: ScheduleRequest) -> ScheduleRequest:
    rows = ScheduleRequest.objects.select_related("schedule", "agency")
    return rows.select_for_update(of=("self",)).get(pk=request.pk)


def _stands(request: ScheduleRequest, seen: str | None) -> bool:
    return seen is None or seen == stamp(request)


def _moved() -> ScheduleError:
    message = _("Somebody else has changed this registration meanwhile. Look at it again.")
    return ScheduleError(message, code="moved")


def _fill(request: ScheduleRequest, data: RequestData) -> None:
    """Bring what was typed into its stored form.

    Raises:
        ScheduleError: what is wrong, by field.
    """
    for name in _FIELDS:
        setattr(request, name, getattr(data, name))
    request.preparing_agency = None if data.preparing_text.strip() else request.agency
    errors: dict[str, Any] = {}
    try:
        request.clean()
    except ValidationError as error:
        errors |= error.message_dict
    try:
        request.clean_fields(exclude=[*errors, "schedule", "agency", "entered_by"])
    except ValidationError as error:
        errors |= error.message_dict
    today = timezone.localdate()
    if request.date < today:
        errors["date"] = [_("This day is past.")]
    elif request.date > today + timedelta(days=_DAYS_AHEAD):
        errors["date"] = [_("This day is more than a year ahead; check the year.")]
    if errors:
        raise ScheduleError(errors)


def _refuse_twin(request: ScheduleRequest) -> None:
    """Stop what the unit has registered already, as by a second click.

    Raises:
        ScheduleError: on ``content``.
    """
    same = ScheduleRequest.objects.filter(
        schedule=request.schedule_id,
        agency=request.agency_id,
        date=request.date,
        session=request.session,
        starts_at=request.starts_at,
        content=request.content,
        state__in=[*rights.OPEN, RequestState.ACCEPTED],
    )
    if same.exclude(pk=request.pk).exists():
        message = _("Your unit has registered this for the same day and time already.")
        raise ScheduleError({"content": message})


def _give_people(request: ScheduleRequest, data: RequestData) -> bool:
    """Write down who is asked to take part; whether that changed anything.

    Who was there before keeps what they were called.
    """
    wanted = [(post, PersonRole.CHAIR) for post in data.chairs]
    wanted += [(post, PersonRole.PARTICIPANT) for post in data.participants]
    before = [(row.post_id, row.role, row.label) for row in request.people.all()]
    labels = {(post, role): label for post, role, label in before}
    rows = [
        RequestPerson(
            request=request,
            post=post,
            role=role,
            label=labels.get((post.pk, role)) or people.label_of(post),
            sort_order=order,
        )
        for order, (post, role) in enumerate(wanted)
    ]
    if [(row.post_id, row.role, row.label) for row in rows] == before:
        return False
    request.people.all().delete()
    RequestPerson.objects.bulk_create(rows)
    return True


def _record(
    kind: ScheduleEventKind,
    request: ScheduleRequest,
    user: Any,
    *,
    reason: str = "",
    **details: Any,
) -> None:
    events.record(
        kind,
        request.schedule,
        user=user,
        monday=Week.of(request.date).monday,
        request=request,
        reason=reason,
        **details,
    )
