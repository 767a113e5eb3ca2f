"""Word: paragraphs and tables of a document in their order, with rows and columns spanned."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

import docx
from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from .errors import UnusableTable
from .grid import MAX_COLUMNS, Cell, Line

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _TEXT = qn("w:r"), qn("w:t")
_WRAPPERS: Final = frozenset({qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")})
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_TEXT: Final = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), _FALLBACK}
)
_SIGNS: Final = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


def lines(data: bytes) -> list[Line]:
    """The paragraphs (table 0) and the rows of the tables, numbered together from 1.

    Raises:
        UnusableTable: for a damaged document.
    """
    try:
        body = docx.Document(io.BytesIO(data)).element.body
        return list(_Walk().lines(body))
    except UnusableTable:
        raise
    except Exception as error:
        # Whatever a malformed package makes the library raise, it is one thing for the person.
        raise UnusableTable(_("The Word file is damaged or is not a .docx file.")) from error


class _Walk:
    """One pass over a document."""

    def __init__(self) -> None:
        self.number = 0
        self.table = 0

    def lines(self, container: Any) -> Iterator[Line]:
        for element in container:
            if element.tag == _PARAGRAPH:
                cell = _cell([element])
                if cell.text.strip():
                    self.number += 1
                    yield Line(self.number, (cell,), table=0)
            elif element.tag == _TABLE:
                self.table += 1
                yield from self._rows(element)
            elif element.tag in _WRAPPERS:
                yield from self.lines(element)

    def _rows(self, table: Any) -> Iterator[Line]:
        above: list[Cell] = []
        for row in _within(table, _ROW):
            self.number += 1
            above = self._cells(row, above)
            yield Line(self.number, tuple(above), table=self.table)

    def _cells(self, row: Any, above: list[Cell]) -> list[Cell]:
        found: list[Cell] = [Cell()] * _number(row, "w:trPr", "w:gridBefore")
        for cell in _within(row, _CELL):
            if len(found) >= MAX_COLUMNS:
                break
            width = min(max(1, _number(cell, "w:tcPr", "w:gridSpan")), MAX_COLUMNS - len(found))
            at = len(found)
            if _continues(cell):
                text = above[at].text if at < len(above) else ""
                found.append(Cell(text, width, is_continued=bool(text)))
            else:
                found.append(_cell(cell.iter(_PARAGRAPH), width))
            found += [Cell()] * (width - 1)
        return found


def _within(container: Any, tag: str) -> Iterator[Any]:
    """Children of a kind, also inside content controls."""
    for element in container:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _within(element, tag)


def _cell(paragraphs: Iterable[Any], width: int = 1) -> Cell:
    """The paragraphs of a cell, and of a table inside it, one a line."""
    found = list(paragraphs)
    text = "\n".join(_paragraph(each, struck=False) for each in found)
    struck = "\n".join(_paragraph(each, struck=True) for each in found)
    is_struck = bool(struck.strip())
    if is_struck and not text.strip():
        return Cell(struck, width, struck=struck)
    return Cell(text, width, struck=struck if is_struck else "")


def _paragraph(paragraph: Any, *, struck: bool) -> str:
    listed = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    level = listed.find(qn("w:ilvl")) if listed is not None else None
    is_below = level is not None and level.get(qn("w:val"), "0") != "0"
    bullet = "" if listed is None else "+ " if is_below else "- "
    text = "".join(_pieces(paragraph, struck=struck))
    return bullet + text if text.strip() else text


def _pieces(element: Any, *, struck: bool) -> Iterator[str]:
    """The words of a paragraph that are struck through, or the others with the signs between."""
    for child in element:
        if child.tag in _NOT_TEXT or (child.tag == _RUN and _is_struck(child) != struck):
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _pieces(child, struck=struck)


def _is_struck(run: Any) -> bool:
    return any(
        mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")
        for mark in (run.find(f"{qn('w:rPr')}/{qn(name)}") for name in ("w:strike", "w:dstrike"))
    )


def _number(element: Any, properties: str, name: str) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    value = found.get(qn("w:val"), "0") if found is not None else "0"
    return min(int(value), MAX_COLUMNS) if value.isdigit() else 0


def _continues(cell: Any) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") != "restart"
