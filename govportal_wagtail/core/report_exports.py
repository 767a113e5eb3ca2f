"""What the files of a report in the admin have in common."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .spreadsheets import plain_cell

if TYPE_CHECKING:
    from wagtail.admin.views.reports import ReportView as _Base
else:
    _Base = object


class PlainCellsMixin(_Base):
    """No text of a CSV file is run by a program for spreadsheets."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The value as the file holds it; text that looks like a formula is marked as text."""
        if export_format == self.FORMAT_CSV and isinstance(value, str):
            return plain_cell(value)
        return super().preprocess_field_value(field, value, export_format)


class UnicodeCsvMixin(PlainCellsMixin):
    """Programs for spreadsheets read the Vietnamese letters of the CSV file as well."""

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """The rows, marked as Unicode."""
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset)
