"""Find what the installed Wagtail, Django and taggit leave untranslated in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path

import polib

#: Distributions whose strings an editor reads in the admin, and what of them nobody sees there.
DISTRIBUTIONS = ["wagtail", "django-taggit", "django"]
UNSEEN = ["admin", "admindocs", "flatpages", "gis", "humanize", "redirects", "sites"]
UNSEEN_FOLDERS = (
    *(f"django/contrib/{name}/" for name in UNSEEN),
    "wagtail/contrib/styleguide/",
)
DOMAINS = ["django", "djangojs"]
LANGUAGE = "vi"

Key = tuple[str, str]


def key(entry: polib.POEntry) -> Key:
    """What gettext looks a string up by."""
    return (entry.msgctxt or "", entry.msgid)


def source_catalogues(domain: str) -> Iterator[tuple[str, Path]]:
    """Name of the app and path of every English catalogue, in the order editors meet them."""
    ending = f"/locale/en/LC_MESSAGES/{domain}.po"
    for distribution in DISTRIBUTIONS:
        for path in files(distribution) or []:
            name = path.as_posix()
            if name.endswith(ending) and not name.startswith(UNSEEN_FOLDERS):
                yield name.removesuffix(ending), Path(str(path.locate()))


def translated_catalogues(domain: str) -> Iterator[Path]:
    """The Vietnamese catalogue beside each English one, where there is one."""
    for _app, path in source_catalogues(domain):
        found = path.parents[2] / LANGUAGE / "LC_MESSAGES" / path.name
        if found.exists():
            yield found


def translated(path: Path) -> set[Key]:
    """Keys of a catalogue that have a translation."""
    return {key(entry) for entry in polib.pofile(str(path)).translated_entries()}


def done(domain: str) -> set[Key]:
    """Strings that some app translates: Django reads the catalogues of all apps as one."""
    return {found for path in translated_catalogues(domain) for found in translated(path)}


def untranslated(domain: str) -> dict[Key, polib.POEntry]:
    """Strings that no app translates, as empty entries."""
    finished = done(domain)
    missing: dict[Key, polib.POEntry] = {}
    for app, path in source_catalogues(domain):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete and key(entry) not in finished and key(entry) not in missing:
                missing[key(entry)] = polib.POEntry(
                    msgid=entry.msgid,
                    msgctxt=entry.msgctxt,
                    msgid_plural=entry.msgid_plural,
                    msgstr_plural={0: ""} if entry.msgid_plural else "",
                    comment=entry.comment,
                    flags=[flag for flag in entry.flags if flag.endswith("-format")],
                    occurrences=[(app, "")],
                )
    return missing


def extend(path: Path) -> None:
    """Add to a catalogue what is missing from it; nothing is taken out.

    Strings of an older Wagtail stay: both the oldest supported and the newest are served.
    """
    catalogue = polib.pofile(str(path), wrapwidth=0)
    known = {key(entry) for entry in catalogue}
    added = [entry for found, entry in untranslated(path.stem).items() if found not in known]
    if added:
        catalogue.extend(added)
        catalogue.save(str(path))
