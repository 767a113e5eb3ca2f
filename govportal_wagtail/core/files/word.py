"""DOCX: the text in the order in which it is read, with tables, numbers and footnotes.

python-docx opens the package; the walk over the body is ours, because its paragraph and table
objects leave out content controls, tracked insertions, text boxes and footnotes, and repeat
merged cells. Deleted text, field codes and comments are not text of the document.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

import docx
from django.utils.translation import gettext_lazy as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from .errors import RefusedFile, refuse_broken
from .limits import Limits
from .numbering import Numbering

_MARKUP_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = _MARKUP_COMPATIBILITY + "AlternateContent"
_CHOICE = _MARKUP_COMPATIBILITY + "Choice"
_FALLBACK = _MARKUP_COMPATIBILITY + "Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_PARAGRAPH, _TABLE, _TEXT = qn("w:p"), qn("w:tbl"), qn("w:t")
_ROW, _CELL = qn("w:tr"), qn("w:tc")
_TEXT_BOX, _NOTE = qn("w:txbxContent"), qn("w:footnoteReference")
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_NOT_TEXT = frozenset(
    {
        qn("w:pPr"),
        qn("w:rPr"),
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:instrText"),
        qn("w:delText"),
        qn("w:tblPr"),
        qn("w:trPr"),
        qn("w:tcPr"),
        qn("w:sdtPr"),
        qn("w:rt"),
    }
)


def extract_docx(stream: IO[bytes], limits: Limits) -> tuple[str, bool]:
    """Return the text of a DOCX that was checked before, and whether a limit cut it.

    Raises `RefusedFile`: ``broken``, or ``too_large`` for a part that is too big to be read.
    """
    stream.seek(0)
    try:
        _check_parts(stream, limits)
        stream.seek(0)
        return _Walk(docx.Document(stream), limits.max_characters).text()
    except RefusedFile:
        raise
    except Exception as error:  # noqa: BLE001
        # Whatever a malformed package makes the library raise (KeyError, AttributeError, errors of
        # the XML parser, ...), it is one thing for the person: the file cannot be opened.
        refuse_broken(error)


def _check_parts(stream: IO[bytes], limits: Limits) -> None:
    with zipfile.ZipFile(stream) as archive:
        for part in archive.infolist():
            if (
                part.filename.lower().endswith((".xml", ".rels"))
                and part.file_size > limits.max_xml_part_bytes
            ):
                raise RefusedFile(
                    "too_large",
                    _(
                        "The document is too long for its text to be read. Divide it into several "
                        "files, or save it as PDF and upload that file."
                    ),
                )


class _Walk:
    """One pass over a document."""

    def __init__(self, document: Any, max_characters: int) -> None:
        self._document = document
        self._left = max_characters
        self._numbering = Numbering(
            self._part_root(RELATIONSHIP_TYPE.NUMBERING), self._part_root(RELATIONSHIP_TYPE.STYLES)
        )
        self._notes: list[str] = []

    def text(self) -> tuple[str, bool]:
        """Return all text, one block a line, and whether the limit cut it."""
        blocks: list[str] = []
        for block in self._everything():
            left = self._left - bool(blocks)  # for the line break
            if len(block) > left:
                blocks.append(block[: max(0, left)])
                return "\n".join(blocks), True
            blocks.append(block)
            self._left = left - len(block)
        return "\n".join(blocks), False

    def _everything(self) -> Iterator[str]:
        yield from self._blocks(self._document.element.body)
        if self._notes:
            yield from self._footnotes()

    def _blocks(self, container: Any) -> Iterator[str]:
        for element in container:
            if element.tag == _PARAGRAPH:
                yield from self._paragraph(element)
            elif element.tag == _TABLE:
                yield from self._table(element)
            elif element.tag == _ALTERNATIVES:
                yield from self._blocks(_chosen(element))
            elif element.tag not in _NOT_TEXT:
                # Content controls, tracked insertions, custom XML: wrappers around blocks.
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        boxes: list[Any] = []
        words = "".join(self._inline(paragraph, boxes))
        if words.strip():
            # Word counts a number for an empty paragraph too, but it is no text for a reader.
            label = self._numbering.label(paragraph)
            yield f"{label} {words}" if label else words
        else:
            self._numbering.label(paragraph)
            yield ""
        for box in boxes:
            yield from self._blocks(box)

    def _inline(self, container: Any, boxes: list[Any]) -> Iterator[str]:
        for element in container:
            tag = element.tag
            if tag in (_TEXT, _MATH_TEXT):
                yield element.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == _NOTE:
                self._notes.append(element.get(qn("w:id"), ""))
                yield f"[{len(self._notes)}]"
            elif tag == _TEXT_BOX:
                boxes.append(element)
            elif tag == _ALTERNATIVES:
                yield from self._inline(_chosen(element), boxes)
            elif tag not in _NOT_TEXT:
                yield from self._inline(element, boxes)

    def _table(self, table: Any) -> Iterator[str]:
        for row in _wrapped(table, _ROW):
            cells = [list(self._cell(cell)) for cell in _wrapped(row, _CELL)]
            if all(len(cell) <= 1 for cell in cells):
                yield "\t".join("".join(cell).replace("\n", " ") for cell in cells)
            else:
                # Cells of several paragraphs, as the two heads of an official letter, are read one
                # after the other.
                for cell in cells:
                    yield from cell

    def _cell(self, cell: Any) -> list[str]:
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merge is not None and merge.get(qn("w:val"), "continue") == "continue":
            return []
        return [block for block in self._blocks(cell) if block.strip()]

    def _footnotes(self) -> Iterator[str]:
        root = self._part_root(RELATIONSHIP_TYPE.FOOTNOTES)
        if root is None:
            return
        notes = {note.get(qn("w:id")): note for note in root.findall(qn("w:footnote"))}
        # A note may not refer to notes; the list is copied so that one that does ends nevertheless.
        for number, note_id in enumerate(list(self._notes), start=1):
            if note_id in notes:
                words = " ".join(block for block in self._blocks(notes[note_id]) if block.strip())
                yield f"[{number}] {words.strip()}"

    def _part_root(self, relationship: str) -> Any | None:
        part: Any
        for link in self._document.part.rels.values():
            if link.reltype == relationship and not link.is_external:
                part = link.target_part
                element = getattr(part, "element", None)
                return element if element is not None else parse_xml(part.blob)
        return None


def _chosen(alternatives: Any) -> Any:
    """Of the same content in two notations, take the modern one."""
    choice = alternatives.find(_CHOICE)
    if choice is not None:
        return choice
    fallback = alternatives.find(_FALLBACK)
    return fallback if fallback is not None else ()


def _wrapped(container: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also inside content controls and tracked insertions."""
    for element in container:
        if element.tag == tag:
            yield element
        elif element.tag not in _NOT_TEXT:
            yield from _wrapped(element, tag)
