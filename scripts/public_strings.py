"""Which strings a reader of the public pages may meet: what a language without an admin has."""

from __future__ import annotations

from fnmatch import fnmatchcase

import polib

#: Languages of readers only: their catalogues hold nothing of the admin.
READERS_ONLY = {"ru"}
#: Folders that hold nothing for readers, wherever they lie.
_STAFF = {
    *("staff", "admin", "mail", "access"),
    *("importing", "commands", "management"),
}
#: Modules with words for public pages, below the package; every template is for them otherwise.
_SHOWN = (
    *("*/public/*", "*/vocabulary.py", "*/wording.py", "*/search.py", "*/home_sections.py"),
    *("*/related.py", "*/templatetags/*", "*/models/choices.py"),
    *("core/search/*", "core/blocks.py", "core/calendar_views.py", "core/file_*.py"),
    *("core/identity.py", "core/views.py", "core/uploads.py"),
    *("core/models/agency.py", "core/models/boards.py", "core/models/field.py"),
    *("core/models/people.py", "editorial/spam*.py", "investment/geometry.py"),
    *("investment/money*.py", "investment/partial_dates.py"),
    *("legal/models/units.py", "legal/registrations.py"),
    *("pages/article_parts.py", "pages/organisation/*", "pages/registrations.py"),
    *("pages/required.py", "questions/figures.py", "questions/intake.py"),
    *("questions/models/ratings.py", "questions/models/topics.py", "questions/standing.py"),
    *("questions/suggesting.py", "questions/timing.py"),
    *("regulation/presentation/*", "regulation/calendar*.py", "regulation/clock.py"),
    *("regulation/deadlines.py", "schedules/models/published.py"),
)


def is_shown_to_readers(source: str) -> bool:
    """Whether strings of a file, named from the top of the checkout, may stand on a public page."""
    _package, _slash, name = source.partition("/")
    if _STAFF & set(name.split("/")):
        return False
    return not name.endswith(".py") or any(fnmatchcase(name, each) for each in _SHOWN)


def keep_those_of_readers(path: str) -> None:
    """Take out of a catalogue what only the admin shows."""
    catalogue = polib.pofile(path, wrapwidth=0)
    for entry in catalogue:
        entry.occurrences = [each for each in entry.occurrences if is_shown_to_readers(each[0])]
    catalogue[:] = [entry for entry in catalogue if entry.occurrences]
    catalogue.save(path)
