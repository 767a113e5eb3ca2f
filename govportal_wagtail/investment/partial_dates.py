"""Dates of which sometimes only the year or the month is known, as plans of projects state them.

They are kept as the beginning of an ISO 8601 date: ``2026``, ``2026-11`` or ``2026-11-22``; so
they sort as text and go into revisions, exports and addresses as they are.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..core.dates import separator

FIRST_YEAR: Final = 1945
LAST_YEAR: Final = 2199
_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")
_WRITTEN: Final = re.compile(r"(?:(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-])?([0-9]{4})")


def parse(text: str) -> str:
    """The stored form of a date as people write it: ``22/11/2026``, ``11/2026``, ``2026``.

    ISO forms are understood too; an empty text stays empty.

    Raises:
        ValueError: for another text, a day that does not exist, or a year out of range.
    """
    given = text.strip()
    if not given:
        return ""
    if found := _ISO.fullmatch(given):
        year, month, day = found.groups()
    elif found := _WRITTEN.fullmatch(given):
        day, month, year = found.groups()
    else:
        message = f"{given!r} is no date."
        raise ValueError(message)
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        message = f"The year {year} is out of range."
        raise ValueError(message)
    date(int(year), int(month or 1), int(day or 1))
    return "-".join(
        f"{int(part):0{width}}" for part, width in ((year, 4), (month, 2), (day, 2)) if part
    )


def first_day(stored: str) -> date:
    """The first day that a stored date may mean.

    Raises:
        ValueError: for an empty or damaged text.
    """
    year, month, day = _parts(stored)
    return date(year, month or 1, day or 1)


def last_day(stored: str) -> date:
    """The last day that a stored date may mean.

    Raises:
        ValueError: for an empty or damaged text.
    """
    year, month, day = _parts(stored)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def written(stored: str) -> str:
    """The date as it is shown: ``22/11/2026``, ``11/2026`` or ``2026``; empty for an empty one.

    With the separator of the active language.
    """
    return separator().join(reversed(stored.split("-"))) if stored else ""


def _parts(stored: str) -> tuple[int, int, int]:
    found = _ISO.fullmatch(stored)
    if found is None:
        message = f"{stored!r} is no date."
        raise ValueError(message)
    year, month, day = (int(part or 0) for part in found.groups())
    return year, month, day


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A day, a month or a year; empty where nothing is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: Any) -> Any:
        """The stored form of what was entered.

        Raises:
            ValidationError: for what is no date.
        """
        return super().clean(self.to_stored(value), model_instance)

    def to_stored(self, value: Any) -> str:
        """The stored form of a text.

        Raises:
            ValidationError: for what is no date.
        """
        try:
            return parse(str(value or ""))
        except ValueError as error:
            message = _("Write a day, a month or a year: 22/11/2026, 11/2026 or 2026.")
            raise ValidationError(message, code="invalid") from error

    def formfield(self, **kwargs: Any) -> Any:
        """A text field that shows the date as it is written and says how to write it."""
        # Forms load with the admin; models load before it.
        from .partial_date_forms import PartialDateFormField  # noqa: PLC0415

        # CharField's own formfield() adds a max_length that the written form has no use for.
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **kwargs})
