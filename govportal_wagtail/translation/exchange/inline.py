"""Inline tags of a text as numbered codes: a translator moves them, but never edits them.

Every string is cut without loss: what is neither plain text nor a regular tag (a bare ampersand,
a control character that XML forbids) becomes a code too, so that joining gives the same string.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .units import Mark, MarkRole

# A regular tag; an entity that text is written with; a character that XML cannot carry or does
# not keep (a carriage return comes back as a line feed); anything irregular.
_TOKEN = re.compile(
    r"(?P<tag></?[a-zA-Z][^<>]*>)"
    r"|(?P<entity>&(?:amp|lt|gt);)"
    "|(?P<odd>[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff<>&])"
)
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


@dataclass(frozen=True)
class Tag:
    """A tag or an irregular character; `name` is empty for the latter."""

    literal: str
    name: str
    role: MarkRole


@dataclass(frozen=True)
class Code:
    """A pair of tags or a single one; `closing` is empty for a single one. Numbers start at 1."""

    number: int
    opening: str
    closing: str
    name: str

    @property
    def is_pair(self) -> bool:
        """True for an opening tag with its closing tag."""
        return bool(self.closing)


def pieces(text: str) -> list[str | Tag]:
    """Return the HTML string `text` as plain text (entities resolved) and tags, in order."""
    found: list[str | Tag] = []
    run: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        run.append(text[position : match.start()])
        position = match.end()
        if entity := match["entity"]:
            run.append(_ENTITIES[entity])
            continue
        _add_run(found, run)
        found.append(_tag(match[0]) if match["tag"] else Tag(match[0], "", MarkRole.SINGLE))
    run.append(text[position:])
    _add_run(found, run)
    return found


def join(parts: Iterable[str | Tag]) -> str:
    """Return the HTML string of `parts`: the inverse of `pieces`."""
    return "".join(part.literal if isinstance(part, Tag) else escape_text(part) for part in parts)


def escape_text(text: str) -> str:
    """Return plain `text` as HTML, in the form in which wagtail-localize stores it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain_text(text: str) -> str:
    """Return what a reader sees of the HTML string `text`: no tags, `<br/>` as a line feed."""
    seen: list[str] = []
    for part in pieces(canonical(text)):
        if isinstance(part, str):
            seen.append(part)
        elif part.name == "br":
            seen.append("\n")
        elif not part.name:
            seen.append(part.literal)
    return "".join(seen)


def canonical(text: str) -> str:
    """Return the HTML string `text` with its plain text escaped as wagtail-localize does.

    People who edit a PO file write `&`, `&nbsp;` and `<` as they come. Idempotent.
    """
    parts: list[str | Tag] = []
    run: list[str] = []
    for part in pieces(text):
        if isinstance(part, Tag) and part.name:
            _add_run(parts, [html.unescape("".join(run))])
            run = []
            parts.append(part)
        else:
            # A raw run is needed here: "&amp;nbsp;" is the text "&nbsp;", not a space.
            run.append(escape_text(part) if isinstance(part, str) else part.literal)
    _add_run(parts, [html.unescape("".join(run))])
    return join(parts)


def clean_note(text: str) -> str:
    """Return `text` for a note in a file, without the characters that XML forbids."""
    return _FORBIDDEN.sub(" ", text)


def has_forbidden(text: str) -> bool:
    """Return True if `text` has a character that a file cannot carry as it is."""
    return _FORBIDDEN.search(text) is not None


class CodeTable:
    """The codes of a unit: those of its source, then those that only its target has."""

    def __init__(self, source: str, target: str = "") -> None:
        """Number the tags of the HTML strings `source` and `target`."""
        self.codes: list[Code] = []
        self._by_number: dict[str, Code] = {}
        self.source: list[str | Mark] = self._content(pieces(source), [])
        self.source_codes: tuple[Code, ...] = tuple(self.codes)
        self.target: list[str | Mark] = self._content(pieces(target), list(self.codes))

    def get(self, number: str) -> Code | None:
        """Return the code of that number, None if the unit has none."""
        return self._by_number.get(number)

    def added(self) -> list[Code]:
        """Return the codes of the target that the source does not have."""
        return self.codes[len(self.source_codes) :]

    def missing(self) -> list[Code]:
        """Return the codes of the source that the target does not have."""
        used = {part.code for part in self.target if isinstance(part, Mark)}
        return [code for code in self.source_codes if str(code.number) not in used]

    def decode(self, content: Sequence[str | Mark]) -> tuple[str, list[str]]:
        """Return the HTML string of `content`, and the numbers in it that no code has."""
        parts: list[str] = []
        unknown: list[str] = []
        for part in content:
            if isinstance(part, str):
                parts.append(escape_text(part))
                continue
            code = self.get(part.code)
            if code is None or (code.is_pair and part.role == MarkRole.SINGLE):
                unknown.append(part.code)
            elif part.role == MarkRole.CLOSING:
                parts.append(code.closing)
            else:
                parts.append(code.opening)
        return "".join(parts), list(dict.fromkeys(unknown))

    def _content(self, parts: Sequence[str | Tag], free: list[Code]) -> list[str | Mark]:
        """Return `parts` with marks for tags; `free` are codes that may be used once more."""
        partners = _partners(parts)
        content: list[str | Mark] = []
        closing_of: dict[int, Mark] = {}
        for index, part in enumerate(parts):
            if isinstance(part, str):
                content.append(part)
            elif index in closing_of:
                content.append(closing_of[index])
            else:
                partner = partners.get(index)
                closing = parts[partner] if partner is not None else None
                code = self._code(part, closing.literal if isinstance(closing, Tag) else "", free)
                role = MarkRole.SINGLE if partner is None else MarkRole.OPENING
                content.append(Mark(str(code.number), role))
                if partner is not None:
                    closing_of[partner] = Mark(str(code.number), MarkRole.CLOSING)
        return content

    def _code(self, tag: Tag, closing: str, free: list[Code]) -> Code:
        for code in free:
            if (code.opening, code.closing) == (tag.literal, closing):
                free.remove(code)
                return code
        code = Code(len(self.codes) + 1, tag.literal, closing, tag.name)
        self.codes.append(code)
        self._by_number[str(code.number)] = code
        return code


def is_nested_right(text: str) -> bool:
    """Return True if every tag of the HTML string `text` is closed, inside the tag around it."""
    parts = pieces(text)
    partners = _partners(parts)
    paired = set(partners) | set(partners.values())
    return all(
        index in paired or part.role == MarkRole.SINGLE
        for index, part in enumerate(parts)
        if isinstance(part, Tag)
    )


def _tag(literal: str) -> Tag:
    match = _TAG_NAME.match(literal)
    name = match[1].lower() if match else ""
    if literal.startswith("</"):
        return Tag(literal, name, MarkRole.CLOSING)
    if name in _VOID or literal.endswith("/>"):
        return Tag(literal, name, MarkRole.SINGLE)
    return Tag(literal, name, MarkRole.OPENING)


def _partners(parts: Sequence[str | Tag]) -> dict[int, int]:
    """Return for the index of each opening tag that of its closing tag; strays are left out."""
    partners: dict[int, int] = {}
    stack: list[int] = []
    for index, part in enumerate(parts):
        if not isinstance(part, Tag):
            continue
        if part.role == MarkRole.OPENING:
            stack.append(index)
        elif part.role == MarkRole.CLOSING and stack:
            opening = parts[stack[-1]]
            if isinstance(opening, Tag) and opening.name == part.name:
                partners[stack.pop()] = index
    return partners


def _add_run(found: list[str | Tag], run: list[str]) -> None:
    text = "".join(run)
    if text:
        found.append(text)
    run.clear()
