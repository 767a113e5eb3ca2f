"""A table in the body of a page, whose cells are texts to translate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from wagtail.contrib.table_block import blocks

from .registries import string_makers

_CAPTION: Final = "caption"
#: A word, or a number that is written in another way in another language ("1.234,5").
_HAS_TEXT: Final = re.compile(r"[^\W\d_]|\d[.,]\d")


class TableBlock(blocks.TableBlock):
    """Wagtail's table, translated cell by cell.

    Two methods are those by which wagtail-localize asks a block for its strings; in what it wants
    them, the translation layer says.
    """

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Like Wagtail's table in migrations: what is stored is the same."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.contrib.table_block.blocks.TableBlock", args, kwargs

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Caption and cells with text as strings to translate, each with its place."""
        return [make(text).wrap(place) for make in string_makers for place, text in _texts(value)]

    def restore_translated_segments(self, value: Any, segments: Sequence[Any]) -> Any:
        """The same table with the translated texts at their places."""
        found = deepcopy(value)
        for segment in segments:
            text = segment.render_text()
            if segment.path == _CAPTION:
                found["table_caption"] = text
            else:
                row, column = map(int, segment.path.split("-"))
                found["data"][row][column] = text
        return found


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    if not value:
        return
    if caption := value.get("table_caption"):
        yield _CAPTION, str(caption)
    for row, cells in enumerate(value.get("data") or []):
        for column, cell in enumerate(cells):
            if _HAS_TEXT.search(str(cell or "")):
                yield f"{row}-{column}", str(cell)
