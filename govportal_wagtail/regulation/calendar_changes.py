"""The one way in which a change of the calendar reaches the running deadlines.

Whoever saves or deletes a day or a year, in the admin, by an import or in a shell, the receivers of
this app call ``days_changed``. Alone, a change is computed when its transaction commits. Inside
``calendar_edit`` all changes are computed together, in the same transaction, with the user and the
reason that were given there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import log

from .models import CalendarOverride
from .recalculation import recompute
from .signals import calendar_changed


@dataclass
class _Edit:
    user: AbstractBaseUser | None
    reason: str
    days: set[date] = field(default_factory=set)


_edit: ContextVar[_Edit | None] = ContextVar("govportal_calendar_edit", default=None)


@contextmanager
def calendar_edit(*, user: AbstractBaseUser | None, reason: str) -> Iterator[None]:
    """Make several changes of the calendar one: all or nothing, one computation, one message.

    Inside another edit it joins that one, whose user and reason hold.
    """
    if _edit.get() is not None:
        yield
        return
    edit = _Edit(user, reason)
    token = _edit.set(edit)
    try:
        with transaction.atomic():
            yield
            _apply(edit)
    finally:
        _edit.reset(token)


def days_changed(
    days: Iterable[date], *, user: AbstractBaseUser | None = None, reason: str = ""
) -> None:
    """Note that days differ now; called by the receivers, and after a bulk write by hand."""
    edit = _edit.get()
    if edit is not None:
        edit.days.update(days)
    else:
        transaction.on_commit(partial(_apply, _Edit(user, reason, set(days))))


def save_override(
    *,
    day: date,
    is_working: bool,
    label: str,
    basis: str = "",
    user: AbstractBaseUser | None,
    reason: str = "",
) -> CalendarOverride:
    """Create or change the exceptional day, and compute anew what it touches.

    Raises:
        ValidationError: by field, for example without a label.
    """
    with calendar_edit(user=user, reason=reason or label):
        existing = CalendarOverride.objects.select_for_update().filter(date=day).first()
        override = existing or CalendarOverride(date=day)
        override.is_working, override.label, override.basis = is_working, label, basis
        write_override(override, user=user, reason=reason)
    return override


def write_override(
    override: CalendarOverride, *, user: AbstractBaseUser | None, reason: str
) -> None:
    """Save a new or changed day in the name of the user, and log it; inside ``calendar_edit``.

    Raises:
        ValidationError: by field.
    """
    action = "wagtail.create" if override.pk is None else "wagtail.edit"
    # One query for each of a year's days would be spent on a user who is known.
    override.clean_fields(exclude=["entered_by"])
    override.entered_by = user  # type: ignore[assignment]
    override.save()
    log(instance=override, action=action, user=user, data={"reason": reason} if reason else None)


def delete_override(
    override: CalendarOverride, *, user: AbstractBaseUser | None, reason: str
) -> None:
    """Delete the exceptional day, and compute anew what it touches."""
    with calendar_edit(user=user, reason=reason):
        log(instance=override, action="wagtail.delete", user=user, data={"reason": reason})
        override.delete()


def _apply(edit: _Edit) -> None:
    if not edit.days:
        return
    days = sorted(edit.days)
    recompute(days, user=edit.user, reason=edit.reason)
    transaction.on_commit(
        partial(calendar_changed.send_robust, sender=CalendarOverride, days=days, user=edit.user)
    )
