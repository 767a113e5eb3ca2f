"""XLIFF in, as translation programs write it back: 1.2, and 2.0 for those that convert.

Programs add prefixes, notes, alternatives, segments and marks, change encodings and states, and
swap one kind of inline element for another; all of that is read. A document type declaration is
refused: with it go entities, external files and their expansion.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from .units import FileRefused, FoundFile, FoundUnit, Mark, MarkRole, UnitState

_STATES: Final = {
    # 1.2
    "new": UnitState.NEW,
    "needs-translation": UnitState.NEW,
    "needs-adaptation": UnitState.NEW,
    "needs-l10n": UnitState.NEW,
    "needs-review-translation": UnitState.MACHINE,
    "needs-review-adaptation": UnitState.MACHINE,
    "needs-review-l10n": UnitState.MACHINE,
    "translated": UnitState.TRANSLATED,
    "signed-off": UnitState.FINAL,
    "final": UnitState.FINAL,
    # 2.0
    "initial": UnitState.NEW,
    "reviewed": UnitState.TRANSLATED,
}
# Pairs that hold their text; elements whose content is text; ends of pairs that are two elements;
# elements that stand for one tag, whose content is the tag's own native form and never text.
_PAIRS: Final = frozenset({"g", "pc"})
_TRANSPARENT: Final = frozenset({"mrk"})
_OPENINGS: Final = frozenset({"bx", "bpt", "sc"})
_CLOSINGS: Final = frozenset({"ex", "ept", "ec"})
_SINGLES: Final = frozenset({"x", "ph", "it"})


def read(data: bytes) -> list[FoundFile]:
    """Return the files of an XLIFF document with their units, unchecked.

    Raises:
        FileRefused: not XML, not XLIFF, or with a document type declaration.
    """
    root = _parse(data)
    version = root.get("version", "")
    if _name(root) != "xliff" or version.split(".")[0] not in ("1", "2"):
        raise FileRefused(
            _("The file is XML but not XLIFF 1.2 or 2.0. Export it from your program as XLIFF.")
        )
    if version.startswith("1"):
        return [_file_1(element) for element in root.iter() if _name(element) == "file"]
    return [_file_2(root, element) for element in root.iter() if _name(element) == "file"]


def _parse(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileRefused(
            _("The file has a document type declaration (DTD). It is refused for safety.")
        ) from error
    except ParseError as error:
        # The parser's own words are English; its columns begin at zero.
        line, column = error.position
        raise FileRefused(
            _("The file is not well-formed XML: see line %(line)d, column %(column)d.")
            % {"line": line, "column": column + 1}
        ) from error
    # What the parser gives for encodings that it does not know.
    except (LookupError, ValueError) as error:
        raise FileRefused(
            _("The file is not well-formed XML, or not in a usual encoding. Save it in UTF-8.")
        ) from error
    return root


def _file_1(element: Element) -> FoundFile:
    bundle_id = element.get("original", "")
    units = [_unit_1(bundle_id, unit) for unit in element.iter() if _name(unit) == "trans-unit"]
    return FoundFile(
        bundle_id, element.get("source-language", ""), element.get("target-language", ""), units
    )


def _unit_1(bundle_id: str, element: Element) -> FoundUnit:
    # Children only: an alternative (alt-trans) has a source and a target of its own.
    source = _child(element, "source")
    target = _child(element, "target")
    state = _STATES.get(target.get("state", "")) if target is not None else None
    if state is None and element.get("approved") == "yes":
        state = UnitState.TRANSLATED
    return FoundUnit(
        bundle_id,
        element.get("id", ""),
        None if source is None else _content([source]),
        None if target is None else _content([target]),
        state,
    )


def _file_2(root: Element, element: Element) -> FoundFile:
    bundle_id = _first(element, "original", "id")
    units = [_unit_2(bundle_id, unit) for unit in element.iter() if _name(unit) == "unit"]
    return FoundFile(bundle_id, root.get("srcLang", ""), root.get("trgLang", ""), units)


def _unit_2(bundle_id: str, element: Element) -> FoundUnit:
    # An id of 2.0 is a name token: converters keep the id of 1.2 in `name`.
    unit_id = _first(element, "name", "id")
    segments = [child for child in element if _name(child) in ("segment", "ignorable")]
    sources = [_child(segment, "source") for segment in segments]
    targets = [_child(segment, "target") for segment in segments]
    states = [
        segment.get("state", "initial") for segment in segments if _name(segment) != "ignorable"
    ]
    read_states = {_STATES.get(state, UnitState.NEW) for state in states}
    return FoundUnit(
        bundle_id,
        unit_id,
        _content([source for source in sources if source is not None]),
        _content([target for target in targets if target is not None]),
        read_states.pop() if len(read_states) == 1 else UnitState.NEW,
    )


def _content(elements: list[Element]) -> list[str | Mark]:
    """Return the text of `elements` with references to tags, neighbouring runs of text joined."""
    parts = chain.from_iterable(_walk(element) for element in elements)
    content: list[str | Mark] = []
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_text:
            content.append("".join(map(str, run)))
        else:
            content.extend(run)
    return content


def _walk(root: Element) -> Iterator[str | Mark]:
    """Yield text and marks in order. No recursion: nesting in a foreign file has no bound."""
    if root.text:
        yield root.text
    stack: list[tuple[Element, Iterator[Element]]] = [(root, iter(root))]
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield from _end(parent)
            continue
        name = _name(child)
        if name in _PAIRS or name in _TRANSPARENT:
            if name in _PAIRS:
                yield Mark(_reference(child), MarkRole.OPENING)
            if child.text:
                yield child.text
            stack.append((child, iter(child)))
            continue
        yield from _single(child, name)
        if child.tail:
            yield child.tail


def _end(element: Element) -> Iterator[str | Mark]:
    if _name(element) in _PAIRS:
        yield Mark(_reference(element), MarkRole.CLOSING)
    if element.tail:
        yield element.tail


def _single(element: Element, name: str) -> Iterator[str | Mark]:
    if name == "cp":
        yield _code_point(element.get("hex", ""))
    elif name in _OPENINGS:
        yield Mark(_reference(element), MarkRole.OPENING)
    elif name in _CLOSINGS:
        yield Mark(_first(element, "startRef", "id", "rid"), MarkRole.CLOSING)
    elif name in _SINGLES:
        yield Mark(element.get("id", ""), MarkRole.SINGLE)
    # Marks of 2.0 (sm, em) and elements of other namespaces stand for nothing.


def _code_point(hexadecimal: str) -> str:
    """Return the character of a `cp` element; the replacement character where it is none."""
    try:
        return chr(int(hexadecimal, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _reference(element: Element) -> str:
    return _first(element, "id", "rid")


def _first(element: Element, *names: str) -> str:
    """Return the first attribute of those `names` that `element` has, "" if none."""
    return next((value for name in names if (value := element.get(name))), "")


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None)


def _name(element: Element) -> str:
    """Return the name of `element` without its namespace; "" for a comment or instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
