"""XLIFF 1.2 out, the form that every translation program opens: one `file` for each bundle.

OASIS XLIFF 1.2, 1 February 2008. Tags of a text become `g` and `x` elements that carry a number
only: a translator moves them, and their attributes never leave the portal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from .inline import Code, CodeTable, clean_note, has_forbidden
from .units import Bundle, Mark, MarkRole, Unit, UnitState

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
CONTENT_TYPE: Final = "application/xliff+xml"
EXTENSION: Final = ".xlf"
MACHINE_QUALIFIER: Final = "mt-suggestion"
STATES: Final = {
    UnitState.NEW: "needs-translation",
    UnitState.TRANSLATED: "translated",
    UnitState.MACHINE: "needs-review-translation",
    UnitState.FINAL: "final",
}

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CTYPES = {
    "a": "link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "br": "lb",
}


def write(bundles: Iterable[Bundle]) -> bytes:
    """Return the bundles as one XLIFF 1.2 file in UTF-8.

    Raises:
        ValueError: an id or a language that XML cannot carry.
    """
    # The namespace is written as an attribute: ElementTree gives prefixes otherwise, and there
    # are programs that read XLIFF without a prefix only.
    root = Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    root.text = "\n"
    for bundle in bundles:
        root.append(_file(bundle))
    document = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode()


def _file(bundle: Bundle) -> Element:
    attributes = {
        "original": _attribute(bundle.id),
        "source-language": _attribute(bundle.source_language),
        "target-language": _attribute(bundle.target_language),
        "datatype": "html",
    }
    element = _structure(Element("file", attributes))
    header = SubElement(element, "header")
    SubElement(header, "note").text = clean_note(bundle.title)
    header.tail = "\n"
    body = _structure(SubElement(element, "body"))
    for unit in bundle.units:
        body.append(_unit(unit))
    return element


def _unit(unit: Unit) -> Element:
    table = CodeTable(unit.source, unit.target)
    element = Element("trans-unit", {"id": _attribute(unit.id), _SPACE: "preserve"})
    element.tail = "\n"
    if unit.path and not has_forbidden(unit.path):
        element.set("resname", unit.path)
    if unit.state == UnitState.FINAL:
        element.set("approved", "yes")
    if unit.max_length is not None:
        element.set("maxwidth", str(unit.max_length))
        element.set("size-unit", "char")
    _fill(SubElement(element, "source"), table.source, table)
    target = SubElement(element, "target", {"state": STATES[UnitState(unit.state)]})
    if unit.state == UnitState.MACHINE:
        target.set("state-qualifier", MACHINE_QUALIFIER)
    _fill(target, table.target, table)
    for note in (unit.label, unit.note):
        if note:
            SubElement(element, "note").text = clean_note(note)
    return element


def _fill(parent: Element, content: Sequence[str | Mark], table: CodeTable) -> None:
    """Put `content` into `parent`: with a stack, as the nesting of a text has no bound."""
    stack = [parent]
    last: Element | None = None
    for part in content:
        if isinstance(part, str):
            if last is None:
                stack[-1].text = (stack[-1].text or "") + part
            else:
                last.tail = (last.tail or "") + part
        elif part.role == MarkRole.CLOSING:
            last = stack.pop()
        else:
            code = table.get(part.code)
            element = SubElement(stack[-1], "g" if part.role == MarkRole.OPENING else "x")
            element.set("id", part.code)
            element.set("ctype", _ctype(code))
            if part.role == MarkRole.OPENING:
                stack.append(element)
                last = None
            else:
                last = element


def _ctype(code: Code | None) -> str:
    if code is None or not code.name.isalnum() or not code.name.isascii():
        return "x-code"
    if code.name == "br" or code.is_pair:
        return _CTYPES.get(code.name, f"x-html-{code.name}")
    return f"x-html-{code.name}"


def _structure(element: Element) -> Element:
    """Return `element` with line breaks for readers of the raw file; never inside a text."""
    element.text = element.tail = "\n"
    return element


def _attribute(value: str) -> str:
    if not value or has_forbidden(value):
        raise ValueError(f"Not possible as an attribute of XML: {value!r}")
    return value
