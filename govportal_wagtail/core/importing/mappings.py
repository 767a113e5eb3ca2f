"""What the columns of a register mean: the common parts of a mapping, and where mappings are found.

A mapping names, for each field, the column it comes from and how its values are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from django.utils.translation import gettext as _

from .errors import UnusableInput
from .registers import Source
from .shipped import Shipped
from .toml_tables import Table, read_toml

DEFAULT_DATE_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """Where one field comes from.

    `values` translates cell texts (compared without regard to letter case and blanks). `formats`
    are those of dates. `separator` splits a cell that holds several values. An `optional` column
    may be missing from a file.
    """

    column: str = ""
    default: str = ""
    values: MappingType[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    separator: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What every mapping has; `text` is the TOML it was read from."""

    name: str
    text: str = field(repr=False)
    columns: MappingType[str, Any]
    source: Source = field(default_factory=Source)
    date_formats: tuple[str, ...] = DEFAULT_DATE_FORMATS

    @property
    def fingerprint(self) -> str:
        """A hash by which an interrupted run recognises its mapping."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def missing_columns(self, present: tuple[str, ...]) -> list[str]:
        """Names of columns that the mapping needs and a file with the given columns lacks."""
        needed = [
            column.column
            for column in self.columns.values()
            if column.column and not column.optional
        ]
        return [name for name in dict.fromkeys(needed) if name not in present]

    def check_columns(self, present: tuple[str, ...]) -> None:
        """Refuse a file that lacks columns.

        Raises:
            UnusableInput: naming them.
        """
        if missing := self.missing_columns(present):
            message = _("The file has no column %(name)s. Its columns are: %(columns)s")
            values = {"name": ", ".join(missing), "columns": ", ".join(present)}
            raise UnusableInput(message % values)


MappingT = TypeVar("MappingT", bound=SheetMapping)


@dataclass(frozen=True, slots=True)
class MappingFormat(Generic[MappingT]):
    """The mappings of one part of the portal: how their text is read, and those it ships.

    `build` makes a mapping of the outermost table and the text it was read from; `targets` are the
    names of the fields that a column can fill.
    """

    build: Callable[[Table, str], MappingT]
    targets: Collection[str]
    shipped: Shipped

    def parse(self, text: str) -> MappingT:
        """Read a mapping from the text of a TOML file.

        Raises:
            UnusableInput: naming the key that is wrong.
        """
        return self.build(read_toml(text), text)

    def names(self) -> list[str]:
        """Names of the shipped mappings."""
        return self.shipped.names()

    def load(self, name: str) -> MappingT:
        """Return a shipped mapping.

        Raises:
            UnusableInput: if there is none of that name.
        """
        try:
            return self.parse(self.shipped.text(name))
        except KeyError as error:
            message = _("There is no mapping named %(name)s; there are: %(names)s")
            values = {"name": name, "names": ", ".join(self.names())}
            raise UnusableInput(message % values) from error

    def open(self, name: str) -> MappingT:
        """Return the shipped mapping of that name, or the one in the file of that name.

        Raises:
            UnusableInput: if there is neither, or it is wrong.
        """
        if name in self.names():
            return self.load(name)
        try:
            text = Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            message = _("The mapping %(name)s cannot be read; shipped mappings are: %(names)s")
            values = {"name": name, "names": ", ".join(self.names())}
            raise UnusableInput(message % values) from error
        return self.parse(text)

    def fitting(self, columns: tuple[str, ...]) -> MappingT:
        """Return the shipped mapping that fits a file with the given columns, or the plain one.

        Raises:
            UnusableInput: if no mapping fits.
        """
        for name in self.names():
            mapping = self.load(name)
            if not mapping.missing_columns(columns):
                return mapping
        if len([name for name in columns if name in self.targets]) > 1:
            return self.parse(self.plain_text)
        message = _("No mapping fits this file; write one. Its columns are: %(columns)s")
        raise UnusableInput(message % {"columns": ", ".join(columns)})

    @property
    def plain_text(self) -> str:
        """The mapping of a register whose columns are named like the fields themselves."""
        lines = [
            f'{target} = {{ column = "{target}", optional = true }}' for target in self.targets
        ]
        return "\n".join(['name = "plain"', "[columns]", *lines])


def source_of(table: Table) -> Source:
    """Where the rows are, from the table ``[source]`` of a mapping.

    Raises:
        UnusableInput: naming the key that is wrong.
    """
    source = Source(
        sheet=table.text("sheet"),
        list_key=table.text("list"),
        header_row=table.number("header_row"),
    )
    table.finish()
    return source
