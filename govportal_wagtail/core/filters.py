"""A filter by a period of days, for lists in the admin."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter
from django_filters.fields import DateRangeField
from wagtail.admin.filters import DateRangePickerWidget

#: Before and after them a moment may lie outside what a database can hold.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2200


class PeriodField(DateRangeField):  # type: ignore[misc]
    """Two days, both or one of them."""

    def compress(self, data_list: list[date | None]) -> Any:
        """The moments at which the period begins and ends.

        Raises:
            ValidationError: for a year that is written wrongly.
        """
        if any(day and not _FIRST_YEAR <= day.year <= _LAST_YEAR for day in data_list or ()):
            message = _("Choose days between the years %(first)d and %(last)d.")
            raise ValidationError(message % {"first": _FIRST_YEAR, "last": _LAST_YEAR})
        return super().compress(data_list)


class PeriodFilter(DateFromToRangeFilter):  # type: ignore[misc]
    """From a day, to a day, chosen with Wagtail's calendar."""

    field_class = PeriodField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the arguments of a filter; the widget is chosen already."""
        super().__init__(*args, widget=DateRangePickerWidget, **kwargs)
