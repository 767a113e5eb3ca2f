"""What the daily reminder says of translations: texts to be translated by a day.

One mail for each person and day holds everything, see ``editorial.reminders``. What the board has,
is an item there with a time limit of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..editorial import messaging
from ..editorial.registries import AgendaLine, AgendaSource, agenda_sources
from .models import PageTranslation
from .people import Staff, staff
from .vocabulary import TranslationState

_CODE: Final = "translation"


def lines(on: date, until: date) -> Iterator[AgendaLine]:
    """Texts that wait for the translating unit, with a last day until then or before."""
    due = PageTranslation.objects.in_work().filter(due_on__lte=until)
    rows = list(due.select_related("locale", "portal_site__site").order_by("due_on", "pk"))
    if not rows:
        return
    known = staff()
    for row in rows:
        yield _line(row, known)


def _line(row: PageTranslation, known: Staff) -> AgendaLine:
    return AgendaLine(
        key=f"translation:{row.pk}",
        title=_Title(row),
        due_on=row.due_on or date.max,
        state=TranslationState(row.state).label,
        portal_site=row.portal_site,
        link=messaging.address_in_admin("govportal_translation:translation", row.pk),
        # Where nobody of the unit has an account, the newsroom deals with it by file.
        holders=known.translators(row) or known.editors(row.portal_site),
        heads=known.heads(row.portal_site),
    )


class _Title:
    """The page and the language, in the language of the mail."""

    def __init__(self, row: PageTranslation) -> None:
        self._row = row

    def __str__(self) -> str:
        return f"{self._row.title} ({self._row.language_name})"


agenda_sources.register(_CODE, AgendaSource(_CODE, lines))
