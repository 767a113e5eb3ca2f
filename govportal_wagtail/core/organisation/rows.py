"""What an import of agencies reads from a file, whatever the file looks like."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import Agency, AgencyKind, AgencyLevel
from ..vietnamese import normalise

#: The most units that one import takes; a province has some hundred agencies and communes.
MAX_ROWS: Final = 5_000

#: Columns that are stored as they stand.
TEXT_FIELDS: Final = (
    *("name_en", "name_ru", "short_name", "short_name_en", "abbreviation", "issuer_code"),
    *("succession_basis", "address", "phone", "fax", "email", "website", "working_hours"),
)
#: Columns that are read: dates, and choices by code or by label.
READ_FIELDS: Final = ("kind", "level", "valid_from", "valid_to")
#: Columns that name other agencies by their codes.
REFERENCES: Final = ("parent_code", "successor_code", "further_successor_codes")
COLUMNS: Final = ("code", "name", "national_code", *TEXT_FIELDS, *READ_FIELDS, *REFERENCES)


class UnusableFile(Exception):
    """The file is no list of agencies; the text says why, in the language of the reader."""


@dataclass(slots=True)
class Row:
    """One unit of the file; ``number`` is what a person sees there (CSV: the heading is row 1)."""

    number: int
    name: str
    code: str = ""
    national_code: str = ""
    #: Whether the national code was only taken from an identifier of the file.
    is_borrowed_id: bool = False
    #: Number of the row of the superior unit, in files that are trees.
    parent_row: int | None = None
    depth: int = 1
    #: Everything else that the file states, by column; empty cells are absent.
    values: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain values; ``Row(**values)`` makes it again."""
        return asdict(self)


def text_of(value: Any) -> str:
    """Return a cell as stored text: NFC, one line, single blanks; "" for nothing."""
    return "" if value is None else " ".join(normalise(str(value)).split())


def headings() -> dict[str, str]:
    """Return the column for each heading that is understood, in small letters.

    The names of the columns, and what the export of the list calls them in any language of the
    portal.
    """
    known = {name.casefold(): name for name in COLUMNS}
    known |= {"parent": "parent_code", "successor": "successor_code"}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name in COLUMNS:
                known.setdefault(label_of(name).casefold(), name)
    return known


_FIELDS: Final = {
    "parent_code": "parent",
    "successor_code": "successor",
    "further_successor_codes": "further_successors",
}


def label_of(column: str) -> str:
    """Return what a column, or a field of an agency, is called in the active language."""
    return str(verbose_name(_FIELDS.get(column, column)))


def verbose_name(name: str) -> Any:
    """Return the label of a field of an agency, to be read in the language of the reader."""
    field: Any = Agency._meta.get_field(name)
    return field.verbose_name


def choices(column: str) -> dict[str, str]:
    """Return the code for each way to write a kind or a level, in small letters."""
    enumeration = AgencyKind if column == "kind" else AgencyLevel
    known = {value.casefold(): value for value in enumeration.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {str(label).casefold(): str(value) for value, label in enumeration.choices}
    return known


def check_count(rows: list[Row]) -> list[Row]:
    """Return the rows.

    Raises:
        UnusableFile: if there are none or too many.
    """
    if not rows:
        raise UnusableFile(_("The file contains no units."))
    if len(rows) > MAX_ROWS:
        message = _("The file has more than %(count)s units; split it.")
        raise UnusableFile(message % {"count": MAX_ROWS})
    return rows
