"""Fail when a translation is missing, doubtful or not compiled; the tree is never changed."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from make_messages import ROOT, catalogues, collect, missing_programs

#: ``%(name)s``, ``%s``, ``%%`` and ``{name}``: what the program fills in.
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*[\d.]*[a-zA-Z]|%[sdifr%]|\{\w*(?:\.\w+)*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")

Key = tuple[str, str]


def key(entry: polib.POEntry) -> Key:
    """What gettext looks a string up by."""
    return (entry.msgctxt or "", entry.msgid)


def marks(text: str) -> set[str]:
    """Placeholders and HTML tags of a string; a translation must hold the same ones."""
    return {*PLACEHOLDER.findall(text), *TAG.findall(text)}


def translations(entry: polib.POEntry) -> list[str]:
    """All forms of the translation, one for a language without plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def entry_problems(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation."""
    if entry.obsolete:
        yield "obsolete"
        return
    if entry.fuzzy:
        yield "fuzzy"
    forms = translations(entry)
    if not forms or not all(forms):
        yield "not translated"
        return
    # The plural form is the one that always names its number.
    source = entry.msgid_plural or entry.msgid
    for form in forms:
        if marks(form) != marks(source):
            wrong = ", ".join(sorted(marks(form) ^ marks(source)))
            yield f"placeholders or tags differ: {wrong}"
        if source.startswith("\n") != form.startswith("\n"):
            yield "a line break at the start differs"
        if source.endswith("\n") != form.endswith("\n"):
            yield "a line break at the end differs"


def catalogue_problems(path: Path) -> Iterator[str]:
    """What is wrong with one .po file and its .mo, without looking at the source."""
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        for problem in entry_problems(entry):
            yield f"{entry.msgid!r}: {problem}"
    seen: set[Key] = set()
    for entry in catalogue:
        if key(entry) in seen:
            yield f"{entry.msgid!r}: twice in the catalogue"
        seen.add(key(entry))
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or contents(polib.mofile(str(compiled))) != contents(catalogue):
        yield "the .mo file is out of date"


def contents(catalogue: polib.POFile | polib.MOFile) -> dict[Key, list[str]]:
    """The translations that a program finds in a catalogue."""
    return {key(entry): translations(entry) for entry in catalogue.translated_entries()}


def source_problems(root: Path) -> Iterator[str]:
    """Strings that the source and the catalogues do not agree about."""
    with tempfile.TemporaryDirectory() as workplace:
        fresh = collect(root, Path(workplace))
        found = {path.relative_to(fresh) for path in fresh.rglob("*.po")}
        kept = {path.relative_to(root / "locale") for path in (root / "locale").rglob("*.po")}
        for name in sorted(found | kept):
            there = entries(fresh / name)
            here = entries(root / "locale" / name)
            for _context, text in sorted(there - here):
                yield f"locale/{name}: {text!r}: missing"
            for _context, text in sorted(here - there):
                yield f"locale/{name}: {text!r}: not in the source any more"


def entries(path: Path) -> set[Key]:
    """Keys of a catalogue; none where there is no file."""
    return {key(entry) for entry in polib.pofile(str(path))} if path.exists() else set()


def main() -> int:
    """1 with a list when something is wrong; missing gettext is an error only where CI=true."""
    problems = [
        f"{path.relative_to(ROOT)}: {problem}"
        for path in catalogues(ROOT)
        for problem in catalogue_problems(path)
    ]
    missing = missing_programs()
    if not missing:
        problems.extend(source_problems(ROOT))
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    if problems:
        print(f"{len(problems)} problems; make messages collects and compiles.", file=sys.stderr)
        return 1
    if missing:
        print("GNU gettext is not installed; new strings were not looked for.", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
