"""A translator's file taken back: found by its content, checked unit by unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from . import po, xliff_reading
from .checking import MAX_LENGTH, Severity, check_target, is_blank
from .inline import CodeTable, canonical
from .units import Bundle, Content, FileRefused, FoundFile, FoundUnit, Unit, UnitState

__all__ = ["AcceptedText", "FileRefused", "Reading", "Severity", "UnitProblem", "read"]

# Some 5,000 texts with their sources and notes.
MAX_BYTES: Final = 10 * 1024 * 1024

_LONGEST_LANGUAGE: Final = 35  # BCP 47

_BLANKS = re.compile(r"\s+")
_ARCHIVE: Final = b"PK\x03\x04"
_XML_STARTS: Final = (b"<", b"\x00<")
_BYTE_ORDER_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class AcceptedText(NamedTuple):
    """A translation that passed the checks; `state` is MACHINE while the file says "to review"."""

    bundle_id: str
    unit_id: str
    target: str
    state: UnitState


@dataclass(frozen=True)
class UnitProblem:
    """A remark on one text of the file; an empty `unit_id` means the whole bundle.

    A text with an ERROR is not accepted; one with only a WARNING is.
    """

    bundle_id: str
    unit_id: str
    message: str
    severity: Severity


@dataclass
class Reading:
    """What a file brings: texts to store, remarks, and the number of texts left empty."""

    accepted: list[AcceptedText] = field(default_factory=list)
    problems: list[UnitProblem] = field(default_factory=list)
    empty: int = 0

    @property
    def errors(self) -> list[UnitProblem]:
        """Return the remarks that keep a text out."""
        return [problem for problem in self.problems if problem.severity == Severity.ERROR]


def read(data: bytes, bundles: Mapping[str, Bundle], *, max_bytes: int = MAX_BYTES) -> Reading:
    """Return the texts of an XLIFF or PO file for `bundles` (by id), checked against their units.

    `bundles` are those that the person may translate, as they are now and not as exported: a
    source that has changed since is an error of its unit.

    Raises:
        FileRefused: nothing of the file can be taken; the message is for the person.
    """
    if len(data) > max_bytes:
        raise FileRefused(
            _("The file has %(size)s; at most %(limit)s can be read. Send it in parts.")
            % {"size": filesizeformat(len(data)), "limit": filesizeformat(max_bytes)}
        )
    files = _parse(data)
    known = [file for file in files if file.bundle_id in bundles]
    if not known:
        raise FileRefused(
            _("No text of this file belongs to a translation that you are working on.")
        )
    for file in known:
        _require_languages(file, bundles[file.bundle_id])
    reading = Reading()
    for file in files:
        bundle = bundles.get(file.bundle_id)
        if bundle is None:
            message = _("This part of the file belongs to no translation that you are working on.")
            reading.problems.append(UnitProblem(file.bundle_id, "", message, Severity.ERROR))
    _read_units(known, bundles, reading)
    return reading


def _parse(data: bytes) -> list[FoundFile]:
    start = data
    for mark in _BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    start = start[:1024].lstrip(b" \t\r\n")
    if start.startswith(_XML_STARTS):
        return xliff_reading.read(data)
    if start.startswith(_ARCHIVE):
        raise FileRefused(
            _("The file is an archive. Unpack it and send the XLIFF or PO file that is in it.")
        )
    if b"msgid" in data or b"m\x00s\x00g\x00i\x00d" in data:
        return po.read(data)
    raise FileRefused(_("The file is neither XLIFF nor PO."))


def _require_languages(file: FoundFile, bundle: Bundle) -> None:
    pairs = (
        (file.source_language, bundle.source_language),
        (file.target_language, bundle.target_language),
    )
    for found, expected in pairs:
        if found.strip() and _primary(found) != _primary(expected):
            raise FileRefused(
                _(
                    "The file is for another language: it says “%(found)s”, "
                    "the translation “%(title)s” is from “%(source)s” into “%(target)s”."
                )
                % {
                    "found": found[:_LONGEST_LANGUAGE],
                    "title": bundle.title,
                    "source": bundle.source_language,
                    "target": bundle.target_language,
                }
            )


def _primary(language: str) -> str:
    """Return the language of a code without its region: programs write "en-US" for "en"."""
    return re.split("[-_]", language.strip())[0].lower()


def _read_units(files: list[FoundFile], bundles: Mapping[str, Bundle], reading: Reading) -> None:
    units = {
        (bundle_id, unit.id): unit
        for bundle_id in {file.bundle_id for file in files}
        for unit in bundles[bundle_id].units
    }
    seen: dict[tuple[str, str], Content | None] = {}
    for found in (unit for file in files for unit in file.units):
        key = (found.bundle_id, found.unit_id)
        if key in seen:
            if seen[key] != found.target:
                message = _("The text is twice in the file, with two translations.")
                _refuse(reading, found, message)
            continue
        seen[key] = found.target
        unit = units.get(key)
        if unit is None:
            message = _("The page has no such text any more: it was changed after the export.")
            _refuse(reading, found, message)
        else:
            _read_unit(reading, found, unit, bundles[found.bundle_id].target_language)


def _read_unit(reading: Reading, found: FoundUnit, unit: Unit, language: str) -> None:
    table = CodeTable(unit.source, unit.target)
    target, unknown = _html(found.target, table)
    if len(target) <= MAX_LENGTH and is_blank(target):
        reading.empty += 1
        return
    if found.source is not None and not _same_source(found.source, unit, table):
        message = _("The source is not the one of today: it was changed after the export.")
        _refuse(reading, found, message)
        return
    if unknown:
        message = _("The text has tags that the source does not have.")
        _refuse(reading, found, message)
        return
    if isinstance(found.target, str) and target != unit.target and len(target) <= MAX_LENGTH:
        target = canonical(target)
    state = _state(found.state, unit, target)
    # What is stored already is not judged again: a file is not the place to learn of it.
    is_stored = (target, state) == (unit.target, unit.state)
    remarks = [] if is_stored else check_target(unit, target, language)
    reading.problems += [
        UnitProblem(found.bundle_id, found.unit_id, remark.message, remark.severity)
        for remark in remarks
    ]
    if all(remark.severity != Severity.ERROR for remark in remarks):
        reading.accepted.append(AcceptedText(found.bundle_id, found.unit_id, target, state))


def _refuse(reading: Reading, found: FoundUnit, message: str) -> None:
    reading.problems.append(UnitProblem(found.bundle_id, found.unit_id, message, Severity.ERROR))


def _html(content: Content | None, table: CodeTable) -> tuple[str, list[str]]:
    """Return `content` as an HTML string, and its references to tags that are not there."""
    if content is None:
        return "", []
    if isinstance(content, str):
        return content, []
    return table.decode(content)


def _same_source(content: Content, unit: Unit, table: CodeTable) -> bool:
    """Return True if `content` is the source of `unit`, blanks and composition of letters aside.

    Programs wrap and normalise the source that they show; what they say about it is not stored.
    """
    html, unknown = _html(content, table)
    if html == unit.source:
        return True
    return not unknown and _loose(canonical(html)) == _loose(canonical(unit.source))


def _loose(text: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _state(found: UnitState | None, unit: Unit, target: str) -> UnitState:
    """Return the state of an accepted text.

    A program that does not set states leaves those of the export: a machine translation that
    comes back as it went out stays one, until a person has marked or changed it.
    """
    if found == UnitState.MACHINE:
        return UnitState.MACHINE
    unchanged = target == unit.target
    if found in (None, UnitState.NEW):
        kept = unchanged and unit.state in (UnitState.MACHINE, UnitState.FINAL)
        return unit.state if kept else UnitState.TRANSLATED
    if unchanged and unit.state == UnitState.FINAL:
        return UnitState.FINAL
    return UnitState(found or UnitState.TRANSLATED)
