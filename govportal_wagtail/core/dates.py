"""Dates as each language of a portal writes them, and as readers may type them.

Vietnamese and English write ``05/11/2026``, Russian ``05.11.2026``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

__all__ = ["INPUT_FORMATS", "day_of", "read", "separator", "written", "written_long"]

#: A field for dates sends the first; people write the others, in whatever language they read.
INPUT_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_SEPARATORS: Final = {"ru": "."}
_LONG: Final = {"en": "j F Y", "ru": "j E Y г."}


def written(value: date | None, pattern: str = "d/m/Y") -> str:
    """Return the date by a pattern of Django's ``date`` filter, with the language's separator.

    Nothing where there is none; a moment is that of Viet Nam.
    """
    if not isinstance(value, date):
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, pattern.replace("/", separator()))


def written_long(value: date | None) -> str:
    """Return the date with the name of the month; nothing where there is none.

    In Vietnamese as official documents write it: days below 10 and the months 1 and 2 with a zero
    (Decree 30/2020/NĐ-CP, Annex I, on the place and date of a document).
    """
    day = day_of(value)
    if day is None:
        return ""
    if pattern := _LONG.get(_language()):
        return date_format(day, pattern)
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    # Translators: in Vietnamese "ngày %(day)s tháng %(month)s năm %(year)s".
    pattern = pgettext("long date", "%(year)s-%(month)s-%(day)s")
    return pattern % {"day": f"{day.day:02d}", "month": month, "year": f"{day.year:04d}"}


def separator() -> str:
    """Return what stands between day, month and year in the active language."""
    return _SEPARATORS.get(_language(), "/")


def read(text: str) -> date | None:
    """Return the date that somebody typed, day first in every language; None for anything else."""
    for layout in INPUT_FORMATS:
        try:
            return datetime.strptime(text.strip(), layout).date()
        except ValueError:
            continue
    return None


def day_of(value: object) -> date | None:
    """Return the day of a date or of a moment in Viet Nam; None for anything else."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


def _language() -> str:
    return (get_language() or "vi").split("-")[0]
