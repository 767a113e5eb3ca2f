"""What must hold before a running time limit is changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .models import Deadline, DeadlineState
from .vocabulary import LONGEST_REASON, Direction, Unit

_COUNTED = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)


class ClockError(ValueError):
    """What is asked of a time limit is not possible; the text is for the user."""


def check_reason(reason: str) -> None:
    """Refuse a change without a reason, or with one that is too long.

    Raises:
        ClockError: with a text for the user.
    """
    if not reason.strip():
        raise ClockError(_("A reason is needed."))
    check_length(reason)


def check_length(reason: str) -> None:
    """Refuse a reason that does not fit.

    Raises:
        ClockError: with a text for the user.
    """
    if len(reason) > LONGEST_REASON:
        raise ClockError(
            _("The reason has more than %(count)s characters.") % {"count": LONGEST_REASON}
        )


def check_unfinished(deadline: Deadline) -> None:
    """Refuse what is done or cancelled.

    Raises:
        ClockError: with a text for the user.
    """
    if deadline.state not in (DeadlineState.OPEN, DeadlineState.PAUSED):
        raise ClockError(_("This deadline is finished."))


def check_open(deadline: Deadline) -> None:
    """Refuse what is finished, or paused already.

    Raises:
        ClockError: with a text for the user.
    """
    check_unfinished(deadline)
    if deadline.state == DeadlineState.PAUSED:
        raise ClockError(_("The clock stands already."))


def check_counted(deadline: Deadline) -> None:
    """Refuse where no days are counted after a known event.

    Raises:
        ClockError: with a text for the user.
    """
    rule = deadline.rule
    counted = rule.get("unit") in _COUNTED and rule.get("direction") == Direction.AFTER
    if not counted or deadline.anchor_date is None:
        raise ClockError(_("No days are counted for this deadline, or not yet."))
