"""What may go wrong with a translation, in words for the user."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError


class TranslationError(ValidationError):
    """A step that cannot be taken, by field where one is meant.

    ``code`` is ``moved`` where somebody else changed the thing meanwhile.
    """

    def __init__(self, message: Any, code: str = "invalid") -> None:
        """``message`` is a text, or a mapping of fields to texts."""
        super().__init__(message, code=code)
        self.is_moved = code == "moved"
