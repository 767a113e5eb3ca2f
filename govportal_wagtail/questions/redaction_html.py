"""Hides personal data in a formatted text: in its words, whatever marks them, and in its links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from .redaction import find_personal, join, replacement
from .redaction_kinds import Known, Span

_BLOCKS: Final = frozenset({"p", "li", "ul", "ol", "h2", "h3", "h4", "div", "br", "hr", "table"})
_ADDRESS: Final = re.compile(r"(?i:mailto|tel|sms|zalo):")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text of the document, and where it stands in its words."""

    node: NavigableString
    start: int
    end: int


def words_of(html: str) -> str:
    """The words of the text, each block on a line of its own."""
    return _read(BeautifulSoup(html or "", "html.parser"))[0]


def find_personal_html(html: str, known: Iterable[Known | str] = ()) -> list[Span]:
    """What may be personal in the words of the text; places are those of ``words_of``."""
    return find_personal(words_of(html), known)


def redact_html(
    html: str, spans: Iterable[Span], *, hides: Callable[[str], bool] = lambda address: False
) -> str:
    """The text with the spans hidden, formatted as before.

    ``hides`` says of the address of a link whether it shows something that is to be hidden; then
    its words stay without the link. So do words of a link that are hidden themselves.
    """
    soup = BeautifulSoup(html or "", "html.parser")
    words, pieces = _read(soup)
    joined = join(words, spans)
    for piece in pieces:
        inside = [span for span in joined if span.start < piece.end and span.end > piece.start]
        if inside:
            for link in [each for each in piece.node.parents if each.name == "a"]:
                link.unwrap()
            piece.node.replace_with(NavigableString(_hidden(piece, inside)))
    for link in soup.find_all("a", href=True):
        if hides(_address(link)):
            link.unwrap()
    return str(soup)


def addresses_of(html: str) -> list[str]:
    """Where the links of the text lead outside of the portal."""
    found = BeautifulSoup(html or "", "html.parser").find_all("a", href=True)
    return [_address(link) for link in found]


def _address(link: Tag) -> str:
    return _ADDRESS.sub("", unquote(str(link.get("href") or "")))


def _read(soup: BeautifulSoup) -> tuple[str, list[_Piece]]:
    parts: list[str] = []
    pieces: list[_Piece] = []
    at = 0
    for node in soup.descendants:
        if isinstance(node, Tag):
            if node.name in _BLOCKS and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
                at += 1
        elif isinstance(node, NavigableString):
            text = str(node)
            pieces.append(_Piece(node, at, at + len(text)))
            parts.append(text)
            at += len(text)
    return "".join(parts), pieces


def _hidden(piece: _Piece, spans: Sequence[Span]) -> str:
    """One text with its replacements; a finding over several texts is replaced in its first."""
    text = str(piece.node)
    for span in sorted(spans, reverse=True):
        start, end = max(0, span.start - piece.start), min(len(text), span.end - piece.start)
        shown = replacement(span) if span.start >= piece.start else ""
        text = text[:start] + shown + text[end:]
    return text
