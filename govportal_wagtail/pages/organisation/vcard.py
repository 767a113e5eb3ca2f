"""Business cards as vCard 4.0 (RFC 6350): escaped, folded, in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["CONTENT_TYPE", "Holding", "card", "content_line", "escape", "names_of"]

CONTENT_TYPE: Final = "text/vcard; charset=utf-8"
#: Octets of one physical line, its line break not counted (RFC 6350, Section 3.2).
_LINE_OCTETS: Final = 75
_LINE_BREAKS: Final = re.compile("\r\n?|[\n\v\f\x85\u2028\u2029]")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPES: Final = {"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"}
_SPECIAL: Final = re.compile(r"[\\,;\n]")


@dataclass(frozen=True, slots=True)
class Holding:
    """What a card says of one post."""

    title: str
    organisation: str
    phone: str = ""
    fax: str = ""
    email: str = ""
    address: str = ""


def card(name: str, holdings: Iterable[Holding], *, uid: str, url: str = "") -> str:
    """Return the card of an official with the posts they hold, each a group of its own.

    ``uid`` is a URI that stays the same in every export; ``url`` the page about the person.
    """
    lines = [
        content_line("BEGIN", "VCARD"),
        content_line("VERSION", "4.0"),
        content_line("KIND", "individual"),
        _folded(f"UID:{uid}"),
        content_line("FN", name),
        content_line("N", *names_of(name)),
    ]
    for number, held in enumerate(holdings, start=1):
        lines += _lines_of(held, f"post{number}.")
    if url:
        lines.append(_folded(f"URL:{url}"))
    lines.append(content_line("END", "VCARD"))
    return "".join(lines)


def content_line(name: str, *components: str) -> str:
    """Return one property, folded, with its line break.

    ``name`` holds group and parameters as well; several components stay apart from one another.
    """
    return _folded(f"{name}:{';'.join(escape(each) for each in components)}")


def escape(text: str) -> str:
    """Return a text as a component of a value: what would end it is marked, line breaks as \\n.

    Control characters, which no reader may meet, are left out.
    """
    text = _NOT_TEXT.sub("", _LINE_BREAKS.sub("\n", text))
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)


def names_of(name: str) -> Sequence[str]:
    """Return family, given and further names, prefix and suffix of a name in Vietnamese order."""
    family, *between = name.split() or [""]
    if not between:
        return ("", family, "", "", "")
    return (family, between[-1], " ".join(between[:-1]), "", "")


def _lines_of(held: Holding, group: str) -> list[str]:
    lines = [
        content_line(f"{group}ORG", held.organisation),
        content_line(f"{group}TITLE", held.title),
    ]
    further = (
        ("TEL;TYPE=work,voice", held.phone),
        ("TEL;TYPE=work,fax", held.fax),
        ("EMAIL;TYPE=work", held.email),
    )
    lines += [content_line(f"{group}{name}", value) for name, value in further if value]
    if held.address:
        name = f"{group}ADR;TYPE=work"
        lines.append(content_line(name, "", "", held.address, "", "", "", ""))
    return lines


def _folded(line: str) -> str:
    """The line in pieces that end between characters, each further one after a blank."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LINE_OCTETS:
            pieces.append(piece)
            # The blank before a further piece counts too.
            piece, size = "", 1
        piece += character
        size += octets
    return "\r\n ".join([*pieces, piece]) + "\r\n"
