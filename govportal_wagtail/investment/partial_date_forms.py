"""The form field of dates of which only the year or month may be known."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .partial_dates import parse, written


class PartialDateFormField(forms.CharField):
    """Shows and takes ``22/11/2026``, ``11/2026`` or ``2026``; cleans to the stored form."""

    def prepare_value(self, value: Any) -> Any:
        """A stored date as it is written; what somebody just typed stays as it was typed."""
        text = str(value or "")
        return written(text) if "-" in text and text[:4].isdigit() else text

    def clean(self, value: Any) -> str:
        """The stored form.

        Raises:
            ValidationError: for what is no date.
        """
        text = super().clean(value)
        try:
            return parse(text)
        except ValueError as error:
            message = _("Write a day, a month or a year: 22/11/2026, 11/2026 or 2026.")
            raise ValidationError(message, code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the date differs, however it is written."""
        try:
            return parse(str(initial or "")) != parse(str(data or ""))
        except ValueError:
            return True
