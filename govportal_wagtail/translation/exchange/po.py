"""PO out and in, for units that work with gettext programs: the same units as XLIFF.

The tags of a text stand in the file as they are; only the checks of a read file protect them.
The context of an entry (`msgctxt`) is the bundle, a slash and the unit: equal texts stay apart.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polib
from django.utils.translation import gettext as _

from .units import Bundle, FileRefused, FoundFile, FoundUnit, Unit, UnitState

CONTENT_TYPE: Final = "text/x-gettext-translation"
EXTENSION: Final = ".po"

_SOURCE_LANGUAGE = "X-Source-Language"
_FUZZY = "fuzzy"
_MOST_LINES: Final = 10_000
# A line that is not a comment: a keyword, then a string that ends where the line ends.
_NAMED_LINE = re.compile(r"\(line (\d+)\)")
_LINE = re.compile(r'(?:msg[a-z_]+(?:\[\d+\])?\s+)?"(?:[^"\\]|\\.)*"')


def write(bundles: Sequence[Bundle]) -> bytes:
    """Return the bundles as one PO file in UTF-8; a unit without a source text is left out.

    Raises:
        ValueError: bundles of several pairs of languages, as a PO file names one; a bundle id
            with a slash; a text that UTF-8 cannot write.
    """
    pairs = {(bundle.source_language, bundle.target_language) for bundle in bundles}
    if len(pairs) != 1:
        raise ValueError("A PO file holds one pair of languages")
    source_language, target_language = pairs.pop()
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": target_language,
        _SOURCE_LANGUAGE: source_language,
    }
    for bundle in bundles:
        if "/" in bundle.id:
            raise ValueError(f"A slash in the id of a bundle: {bundle.id!r}")
        for unit in bundle.units:
            if unit.source:
                po.append(_entry(bundle, unit))
    return f"{po}\n".encode()


def read(data: bytes) -> list[FoundFile]:
    """Return the units of a PO file by bundle, unchecked; entries of other origin have no bundle.

    Raises:
        FileRefused: not UTF-8 or not PO.
    """
    po = _parse(_text(data))
    source_language = po.metadata.get(_SOURCE_LANGUAGE, "")
    target_language = po.metadata.get("Language", "")
    files: dict[str, FoundFile] = {}
    for entry in po:
        if entry.obsolete:
            continue
        bundle_id, _slash, unit_id = (entry.msgctxt or "").partition("/")
        file = files.setdefault(
            bundle_id, FoundFile(bundle_id, source_language, target_language, [])
        )
        state = UnitState.MACHINE if _FUZZY in entry.flags else UnitState.TRANSLATED
        file.units.append(FoundUnit(bundle_id, unit_id, entry.msgid, entry.msgstr, state))
    return list(files.values())


def _entry(bundle: Bundle, unit: Unit) -> polib.POEntry:
    # A line break in a comment would begin a line of PO.
    comment = " · ".join(" ".join(text.split()) for text in (bundle.title, unit.label) if text)
    return polib.POEntry(
        msgctxt=f"{bundle.id}/{unit.id}",
        msgid=unit.source,
        msgstr=unit.target,
        comment=comment,
        tcomment=" ".join(unit.note.split()),
        flags=[_FUZZY] if unit.state == UnitState.MACHINE else [],
    )


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise FileRefused(_("The PO file is not in UTF-8. Save it in UTF-8.")) from error


def _parse(text: str) -> polib.POFile:
    _require_whole_lines(text)
    # A file and not a string: polib takes a string for the name of a file where there is one,
    # and cuts a string into lines at characters (U+0085, U+2028) that belong to the text.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "units.po"
        path.write_text(text, encoding="utf-8", newline="")
        try:
            return polib.pofile(str(path), encoding="utf-8")
        except (OSError, ValueError, LookupError) as error:
            raise FileRefused(_said(error)) from error


def _require_whole_lines(text: str) -> None:
    """Refuse what polib takes and should not.

    A line without its closing quote loses its last letter there; a string in very many lines
    takes a time that grows with their square.
    """
    run = 0
    for number, line in enumerate(re.split("\r\n|\r|\n", text), start=1):
        stripped = line.strip()
        run = run + 1 if stripped.startswith('"') else 0
        is_whole = not stripped or stripped.startswith("#") or _LINE.fullmatch(stripped)
        if not is_whole or run > _MOST_LINES:
            raise FileRefused(_("The PO file has an error in line %(line)d.") % {"line": number})


def _said(error: Exception) -> str:
    """Where the file is wrong; the words of polib are English, and name the temporary file."""
    line = _NAMED_LINE.search(str(error))
    if line is None:
        return _("The PO file cannot be read. Save it again with the program that wrote it.")
    return _("The PO file has an error in line %(line)d.") % {"line": int(line[1])}
