"""What the columns of a register mean: a TOML file read into frozen records.

A mapping names, for each field of a document, the column it comes from and how its values are
read. The shipped mappings are commented examples of the whole format.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Final

from ...core.importing.mappings import SheetColumn, SheetMapping

#: Field of a document -> whether a table of values makes sense for it.
TARGETS: Final[MappingType[str, bool]] = {
    "symbol": False,
    "title": False,
    "slug": False,
    "doc_type": True,
    "normativity": True,
    "issuer": True,
    "abstract": False,
    "signer": False,
    "position": True,
    "signing_capacity": True,
    "fields": True,
    "issued_on": False,
    "effective_on": False,
    "expires_on": False,
    "gazette_number": False,
    "gazette_date": False,
    "source_url": False,
    "national_id": False,
    "full_text": False,
    "status": True,
    "summary_procedure": True,
    "is_draft": True,
}
DATE_TARGETS: Final = ("issued_on", "effective_on", "expires_on", "gazette_date")
DEFAULT_TITLE: Final = "{doc_type} {symbol}"


@dataclass(frozen=True, slots=True)
class Column(SheetColumn):
    """Where one field comes from.

    `symbols` (issuer only) translates the issuer's code in the document's symbol. `split` (signer
    only) parts post and name. `from_text` (date of issue only) trusts the date printed in the full
    text more than the cell. `from_symbol` (type and issuer only): "fallback" reads the symbol where
    the cell is empty, "first" trusts the symbol more than the cell, "never". `use` (status only):
    "check" reports a status that the dates do not explain, "override" stores it, "ignore".
    """

    symbols: MappingType[str, str] = field(default_factory=dict)
    split: bool = False
    positions: tuple[str, ...] = ()
    from_text: bool = False
    from_symbol: str = "fallback"
    use: str = "check"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AgencySpec:
    """An agency that is created under its code if it is not there yet; never changed if it is."""

    code: str
    name: str
    kind: str = "other"
    level: str = "province"
    issuer_code: str = ""
    abbreviation: str = ""
    short_name: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class FilesSpec:
    """How a row names its files below the folder given with the import.

    `patterns` are names with column names in braces ("{slug}.pdf"). `column` holds names or
    addresses, parted by `separator`; the last parts of an address are looked for. The first file
    of a row has the role `role`, the others `other_role`.
    """

    patterns: tuple[str, ...] = ()
    column: str = ""
    separator: str = ";"
    role: str = "signed"
    other_role: str = "annex"
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Mapping(SheetMapping):
    """A whole mapping."""

    columns: MappingType[str, Column]
    agencies: MappingType[str, AgencySpec] = field(default_factory=dict)
    files: FilesSpec | None = None
    title: str = DEFAULT_TITLE
    normativity: str = "from-symbol"
    relations: str = "none"
    create_missing_agencies: bool = False
