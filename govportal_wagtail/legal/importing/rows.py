"""Turn one row of a register into the data of a document, and say what was odd about it.

Nothing here asks the database: agencies and fields are looked up in a `Catalogue`.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

from ...core.importing import cells
from ...core.importing import findings as row_findings
from ...core.importing.registers import RawRow
from ...core.importing.row_reading import RowReader, RowReading
from ...core.importing.toml_tables import cell_key
from ..models.choices import Normativity
from ..symbols import Symbol, parse_symbol
from ..symbols.document_types import TYPES_BY_ABBREVIATION, TYPES_BY_SLUG
from . import findings
from .mapping import DATE_TARGETS, Column, Mapping
from .printed_days import date_printed
from .signers import split_signer
from .statuses import read_status

#: Longest value of each text, in characters, as its column in the database allows.
LIMITS: Final[MappingType[str, int | None]] = {
    "symbol": 120,
    "signer": 255,
    "position": 255,
    "gazette_number": 60,
    "national_id": 60,
    "source_url": 500,
    "abstract": None,
    "full_text": None,
}
_LINES: Final = frozenset({"full_text"})
_TITLE_LENGTH: Final = 255


class Catalogue(Protocol):
    """What is known of agencies and fields."""

    def agency_for_name(self, name: str) -> str:
        """Code of the agency of that name; "" if there is none or more than one."""

    def new_agency(self, name: str) -> str:
        """Code under which an agency of that name will be created; the same for the same name."""

    def agency_for_symbol(self, code: str) -> str:
        """Code of the agency that signs symbols with `code`; "" if none or more than one."""

    def field_for_name(self, name: str) -> str:
        """Code of the field of administration of that code or name; "" if there is none."""


@dataclass(frozen=True, slots=True)
class DocumentData:
    """A document as a row tells it.

    `doc_type` and `issuer` are codes. `values` holds only what the row gives: an empty cell never
    erases. `fields` is None where the register says nothing of fields.
    """

    symbol: str = ""
    symbol_key: str = ""
    year: int | None = None
    doc_type: str = ""
    issuer: str = ""
    values: MappingType[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] | None = None
    title: str = ""
    slug: str = ""

    def text(self, name: str) -> str:
        """A text value, "" where the row does not give it."""
        return str(self.values.get(name, ""))


def read_row(row: RawRow, mapping: Mapping, catalogue: Catalogue) -> RowReading[DocumentData]:
    """Read one row; never raises for anything a file may hold."""
    return _Reading(row, mapping, catalogue).read()


class _Reading(RowReader[Mapping]):
    """The reading of one row, with the findings made on the way."""

    def __init__(self, row: RawRow, mapping: Mapping, catalogue: Catalogue) -> None:
        super().__init__(row, mapping)
        self.catalogue = catalogue

    def read(self) -> RowReading[DocumentData]:
        values = self._texts()
        values |= self._dates(values.get("full_text", ""))
        self._signature(values)
        symbol = parse_symbol(values.get("symbol", ""))
        is_draft = bool(values.get("is_draft", False))
        doc_type = self._doc_type(symbol)
        issuer = self._issuer(symbol)
        values["normativity"] = self._normativity(symbol)
        values |= self._status(values)
        if not values.get("abstract"):
            self.findings.append(row_findings.missing("abstract"))
        issued_on = values.get("issued_on")
        issued_year = issued_on.year if issued_on else None
        data = DocumentData(
            symbol=values.get("symbol", ""),
            symbol_key="" if is_draft else symbol.key[:120],
            year=issued_year if is_draft else (symbol.year or issued_year),
            doc_type=doc_type,
            issuer=issuer,
            values=values,
            fields=self._fields(),
            title=self.cell("title").text[:_TITLE_LENGTH],
            slug=self.cell("slug").text,
        )
        return self.reading(data)

    def _texts(self) -> dict[str, Any]:
        """Plain text fields, cleaned and measured; only those the row gives."""
        values: dict[str, Any] = dict(self.texts(LIMITS, with_lines=_LINES))
        printed = self.text("signing_capacity")
        if capacity := self.value("signing_capacity", printed, printed):
            values["signing_capacity"] = capacity
        for target in ("summary_procedure", "is_draft"):
            answer = self.answer(target)
            if answer is not None:
                values[target] = answer
        return values

    def _dates(self, full_text: str) -> dict[str, date]:
        days: dict[str, date] = {}
        for target in DATE_TARGETS:
            column = self.mapping.columns.get(target)
            known = len(self.findings)
            day = self.day(target)
            if len(self.findings) > known:
                continue
            if column and column.from_text and full_text:
                day = self._printed_day(day, full_text)
            if day is not None:
                days[target] = day
        return days

    def _printed_day(self, given: date | None, full_text: str) -> date | None:
        printed = date_printed(full_text)
        if printed is None or printed == given:
            return given
        if given is not None:
            self.findings.append(findings.day_differs(given, printed))
        return printed

    def _signature(self, values: dict[str, Any]) -> None:
        column = self.mapping.columns.get("signer")
        if column is None or not column.split or "signer" not in values:
            return
        signature = split_signer(values["signer"], column.positions)
        if not signature.is_certain:
            self.findings.append(findings.signer_not_parted(values["signer"]))
        values["signer"] = signature.name
        if signature.position:
            values.setdefault("position", signature.position)
        if signature.capacity:
            values.setdefault("signing_capacity", signature.capacity)

    def _doc_type(self, symbol: Symbol) -> str:
        column = self.mapping.columns.get("doc_type") or Column()
        text = cells.one_line(self.cell("doc_type").text)
        code = _type_slug(self.value("doc_type", text, "")) or _type_for_text(text)
        printed = _type_slug(symbol.type_code)
        if column.from_symbol == "first" and printed:
            if code and code != printed:
                self.findings.append(findings.type_differs(text, TYPES_BY_SLUG[printed].name_vi))
            return printed
        if not code and column.from_symbol != "never":
            code = printed
        if not code:
            self.findings.append(findings.unknown_type(text))
        elif printed and printed != code:
            self.findings.append(findings.type_differs(text, TYPES_BY_SLUG[printed].name_vi))
        return code

    def _issuer(self, symbol: Symbol) -> str:
        column = self.mapping.columns.get("issuer") or Column()
        text = cells.one_line(self.cell("issuer").text)
        named = self.value("issuer", text, "") or (
            self.catalogue.agency_for_name(text) if text else ""
        )
        signed = self._issuer_of_symbol(column, symbol)
        if column.from_symbol == "first" and signed:
            return signed
        if named:
            return named
        if text and self.mapping.create_missing_agencies and len(text) <= 255:
            return self.catalogue.new_agency(text)
        if signed and not text:
            return signed
        self.findings.append(findings.unknown_issuer(text or symbol.issuer_code))
        return ""

    def _issuer_of_symbol(self, column: Column, symbol: Symbol) -> str:
        code = symbol.issuer_code
        if not code or column.from_symbol == "never":
            return ""
        without_term = code.rstrip("0123456789")
        for each in (code, without_term):
            if found := column.symbols.get(each):
                return found
        return self.catalogue.agency_for_symbol(code) or self.catalogue.agency_for_symbol(
            without_term
        )

    def _normativity(self, symbol: Symbol) -> str:
        text = self.cell("normativity").text
        if text and (code := self.value("normativity", text, text)) in Normativity.values:
            return code
        if text:
            self.findings.append(row_findings.unknown_value("normativity", text))
        if self.mapping.normativity != "from-symbol":
            return self.mapping.normativity
        return str(Normativity.NORMATIVE if symbol.is_normative else Normativity.ADMINISTRATIVE)

    def _status(self, values: dict[str, Any]) -> dict[str, str]:
        column = self.mapping.columns.get("status")
        text = self.cell("status").text
        if column is None or not text or column.use == "ignore":
            return {}
        code = self.value("status", text, text)
        override, finding = read_status(code, text, values, column)
        if finding:
            self.findings.append(finding)
        return override

    def _fields(self) -> tuple[str, ...] | None:
        column = self.mapping.columns.get("fields")
        text = self.cell("fields").text if column else ""
        if column is None or not text:
            return None
        codes: dict[str, None] = {}
        for part in text.split(column.separator) if column.separator else [text]:
            name = cells.one_line(part)
            code = column.values.get(cell_key(name), "") or self.catalogue.field_for_name(name)
            if code:
                codes[code] = None
            elif name:
                self.findings.append(findings.unknown_field(name))
        return tuple(codes)


_TYPES_BY_NAME: Final = {cell_key(kind.name_vi): kind.slug for kind in TYPES_BY_SLUG.values()}


def _type_slug(code: str) -> str:
    if code in TYPES_BY_SLUG:
        return code
    kind = TYPES_BY_ABBREVIATION.get(code)
    return kind.slug if kind else ""


def _type_for_text(text: str) -> str:
    key = cell_key(text)
    return _TYPES_BY_NAME.get(key) or _type_slug(text)


def document_title(pattern: str, *, doc_type: str, symbol: str, abstract: str, issuer: str) -> str:
    """The title of a page: from `pattern`, or the type and abstract where there is no symbol."""
    if not symbol:
        pattern = "{doc_type}: {abstract}"
    title = cells.one_line(
        pattern.format(doc_type=doc_type, symbol=symbol, abstract=abstract, issuer=issuer)
    )
    if len(title) <= _TITLE_LENGTH:
        return title
    return title[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
