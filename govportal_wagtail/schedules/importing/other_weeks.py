"""Tables of more than one week: of a month, or of two weeks one below the other.

One import is for one week. The rows of the others are shown and left out, and it is told that they
are to be imported for themselves. A single day of another week is more likely a slip: it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from ..weeks import Week
from .entries import Entry

#: So many days of another week are no slip.
_DAYS: Final = 2


def leave_out(entries: Sequence[Entry]) -> list[str]:
    """Leave out the rows of other weeks; what is to be told of the whole table."""
    if not any(each.kind == "item" and each.date and not each.elsewhere for each in entries):
        # The table of another week altogether, or of this one with the dates of the last.
        return []
    by_week: dict[Week, list[Entry]] = {}
    for entry in entries:
        if entry.kind == "item" and entry.elsewhere:
            week = Week.of(date.fromisoformat(entry.elsewhere))
            by_week.setdefault(week, []).append(entry)
    told: list[str] = []
    for week, rows in sorted(by_week.items(), key=lambda each: each[0].monday):
        if len({row.elsewhere for row in rows}) < _DAYS:
            continue
        dates = {"first": f"{week.monday:%d/%m}", "last": f"{week.sunday:%d/%m/%Y}"}
        for row in rows:
            row.skip = True
            row.date = ""
            row.remark(_("Of another week (%(first)s to %(last)s); left out.") % dates)
        message = _(
            "The table also holds the week from %(first)s to %(last)s (%(count)s rows), which is "
            "left out here. Import the table once more and choose that week."
        )
        told.append(message % {**dates, "count": len(rows)})
    return told
