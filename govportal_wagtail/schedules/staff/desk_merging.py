"""Two clerks at one week: what both wrote is brought together, and looked at before it is saved.

Told apart by item: what only one of them changed is taken over; what both changed stands as it was
typed here, with what the other wrote beside it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from ..models import WeeklySchedulePage
from .desk_rows import FIELDS, Row
from .desk_sheet import Sheet


def bring_together(sheet: Sheet, seen: int | None) -> None:
    """Put into the typed rows of a sheet what others saved since the version ``seen``.

    The sheet knows the newest version already, and is based on it afterwards.
    """
    version = _version(sheet.page, seen)
    if sheet.note == (version.note if version is not None else ""):
        sheet.note = sheet.stored_note
    before = _rows_of(sheet, version)
    newest = _rows_of(sheet, sheet.version)
    typed = {row.uid for row in sheet.rows}
    for row in sheet.rows:
        _merge(row, before.get(row.uid), newest.get(row.uid))
    for uid, added in newest.items():
        if uid not in typed:
            added.number = sheet.next_number()
            if uid not in before:
                added.notes.append(_("Added by somebody else meanwhile."))
            sheet.rows.append(added)


def _merge(row: Row, before: Row | None, newest: Row | None) -> None:
    if newest is None:
        if before is not None:
            row.notes.append(_("Deleted by somebody else meanwhile; saving brings it back."))
        return
    row.stored, row.before = newest.stored, newest.before
    if before is None:
        return
    looked_at = [code for code in newest.accepted if code not in {*before.accepted, *row.accepted}]
    row.accepted = [*row.accepted, *looked_at]
    theirs = [name for name in FIELDS if newest.typed[name] != before.typed[name]]
    if not theirs:
        return
    clashing = []
    for name in theirs:
        if row.typed[name] == before.typed[name]:
            row.typed[name] = newest.typed[name]
        elif row.typed[name] != newest.typed[name]:
            clashing.append(newest.typed[name] or "–")
    if not clashing:
        row.notes.append(_("Changed by somebody else meanwhile; their change is taken over."))
        return
    words = _("Somebody else wrote meanwhile: %(words)s")
    row.notes.append(words % {"words": " | ".join(clashing)})


def _rows_of(sheet: Sheet, version: Any) -> dict[uuid.UUID, Row]:
    return sheet.stored_rows(version.items.all()) if version is not None else {}


def _version(page: WeeklySchedulePage | None, seen: int | None) -> Any:
    """The version of the page that the user worked on; None where it is not one of the page."""
    if page is None or seen is None:
        return None
    revision: Revision | None = page.revisions.filter(pk=seen).first()
    return revision.as_object() if revision else None
