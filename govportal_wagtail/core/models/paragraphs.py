"""A long plain text that is translated paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from ..registries import string_makers


class ParagraphsField(models.TextField):  # type: ignore[type-arg]
    """A text of which each line with a word in it is a paragraph of its own to translators.

    The two methods are those by which wagtail-localize asks a field for its strings; in what it
    wants them, the translation layer says.
    """

    def deconstruct(self) -> Any:
        """As a plain text: to the database it is one."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def get_translatable_segments(self, value: str) -> list[Any]:
        """The paragraphs as strings to translate, in order."""
        paragraphs = [line.strip() for line in value.splitlines() if _has_words(line)]
        return [make(each) for make in string_makers for each in paragraphs]

    def restore_translated_segments(self, value: str, segments: Sequence[Any]) -> str:
        """The text with its paragraphs, in their order, in place of those of the original."""
        given = iter(sorted(segments, key=lambda each: each.order))
        lines = []
        for line in value.splitlines():
            found = next(given, None) if _has_words(line) else None
            lines.append(found.render_text() if found is not None else line)
        return "\n".join(lines)


def _has_words(line: str) -> bool:
    """A row of dashes under a letterhead says the same in every language."""
    return any(each.isalpha() for each in line)
