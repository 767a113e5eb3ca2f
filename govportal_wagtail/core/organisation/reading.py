"""Open a file of agencies: a tree (JSON), a table (CSV), or the national list of communes (JSON).

The kind is told by the content unless it is given.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from ..legacy_encoding import UndecodableText, decode_bytes
from ..models import AgencyKind, AgencyLevel
from ..vietnamese import fold
from .rows import COLUMNS, Row, UnusableFile, check_count, choices, headings, label_of, text_of

FORMATS: Final = ("tree", "csv", "provinces")
_NAMES: Final = ("tenDonVi", "ten_don_vi", "tenCoQuan", "name", "ten", "title")
_CHILDREN: Final = ("children", "donViCon", "don_vi_con", "units")
_CODES: Final = ("code", "maDonVi", "ma_don_vi")
_NATIONAL: Final = ("national_code", "maDinhDanh", "ma_dinh_danh")
_IDS: Final = ("id", "uuid")
_MAX_DEPTH: Final = 30
_MAX_ID: Final = 40
_DAY_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_DELIMITERS: Final = ";,\t|"


class UnknownProvince(UnusableFile):
    """The file is a national list, and it was not said which province is meant."""


def read(
    data: bytes, *, form: str = "", province: str = "", communes_only: bool = False
) -> list[Row]:
    """Return the units of a file in its order, superior units before those below them.

    ``form`` is one of ``FORMATS`` or "" to find out; ``province`` is the national code or the name
    of the province in a national list, of which ``communes_only`` leaves out the province itself.

    Raises:
        UnusableFile: if the content is not of that form, is damaged, empty or too large.
    """
    try:
        text = decode_bytes(data).text.lstrip("\ufeff")
    except UndecodableText as error:
        raise UnusableFile(_("This is neither a JSON nor a CSV file.")) from error
    if not text.strip():
        raise UnusableFile(_("The file contains no units."))
    looks_like_json = text.lstrip()[:1] in "[{"
    if form == "csv" or (not form and not looks_like_json):
        return check_count(_read_table(text))
    content = _parse(text)
    if form == "provinces" or (not form and _is_national_list(content)):
        return check_count(_read_province(content, province, communes_only=communes_only))
    return check_count(_read_tree(content))


def _parse(text: str) -> Any:
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise UnusableFile(_("The JSON file is nested too deeply.")) from error
    except ValueError as error:
        message = _("The JSON file is damaged: %(reason)s")
        raise UnusableFile(message % {"reason": error}) from error
    return content if isinstance(content, list) else [content]


def _first(item: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "")), None)


# --- trees -----------------------------------------------------------------------------------


def _read_tree(content: list[Any]) -> list[Row]:
    rows: list[Row] = []
    waiting: list[tuple[Any, int | None, int]] = [(item, None, 1) for item in reversed(content)]
    while waiting:
        item, parent, depth = waiting.pop()
        if not isinstance(item, dict):
            message = _("Unit %(number)s of the JSON file is not an object with named values.")
            raise UnusableFile(message % {"number": len(rows) + 1})
        if depth > _MAX_DEPTH:
            raise UnusableFile(_("The JSON file is nested too deeply."))
        row = _unit(item, len(rows) + 1, parent, depth)
        rows.append(row)
        children = _first(item, _CHILDREN) or []
        if not isinstance(children, list):
            message = _("What lies below unit %(number)s of the JSON file is not a list.")
            raise UnusableFile(message % {"number": row.number})
        waiting += [(child, row.number, depth + 1) for child in reversed(children)]
    if all(not row.name for row in rows):
        names = ", ".join(_NAMES)
        message = _("The JSON file names no unit; a name is one of: %(names)s")
        raise UnusableFile(message % {"names": names})
    return rows


def _unit(item: dict[str, Any], number: int, parent: int | None, depth: int) -> Row:
    national, identifier = text_of(_first(item, _NATIONAL)), text_of(_first(item, _IDS))
    row = Row(
        number,
        text_of(_first(item, _NAMES)),
        code=text_of(_first(item, _CODES)),
        national_code=national or identifier[:_MAX_ID],
        is_borrowed_id=not national,
        parent_row=parent,
        depth=depth,
    )
    known = {name for name in COLUMNS if name not in ("code", "name", "national_code")}
    cells = {name: text_of(item[name]) for name in known & item.keys()}
    _fill(row, {name: cell for name, cell in cells.items() if cell})
    return row


# --- tables ----------------------------------------------------------------------------------


def _read_table(text: str) -> list[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[str] = []
    rows: list[Row] = []
    try:
        for number, cells in enumerate(reader, 1):
            texts = [text_of(cell) for cell in cells]
            if not any(texts):
                continue
            if not columns:
                columns = _columns(texts)
                continue
            rows.append(_table_row(number, columns, texts))
    except csv.Error as error:
        message = _("Line %(line)s of the CSV file is damaged: %(reason)s")
        raise UnusableFile(message % {"line": reader.line_num, "reason": error}) from error
    return rows


def _columns(heading: list[str]) -> list[str]:
    known = headings()
    columns = [known.get(name.casefold(), "") for name in heading]
    if "name" not in columns:
        message = _("The file has no column %(name)s. Its columns are: %(columns)s")
        raise UnusableFile(message % {"name": "name", "columns": ", ".join(heading)})
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        message = _("The column %(name)s occurs twice in the heading.")
        raise UnusableFile(message % {"name": min(twice)})
    return columns


def _table_row(number: int, columns: list[str], texts: list[str]) -> Row:
    cells = {name: text for name, text in zip(columns, texts, strict=False) if name and text}
    row = Row(
        number,
        cells.pop("name", ""),
        code=cells.pop("code", ""),
        national_code=cells.pop("national_code", ""),
    )
    if any(texts[len(columns) :]):
        row.errors.append(_("The row has more cells than the heading."))
    _fill(row, cells)
    return row


def _fill(row: Row, cells: dict[str, str]) -> None:
    """Take over what the cells state; what cannot be read becomes an error of the row."""
    for name, text in cells.items():
        if name in ("kind", "level"):
            value = choices(name).get(text.casefold(), "")
            message = _("%(column)s: there is no “%(value)s”.")
        elif name in ("valid_from", "valid_to"):
            value = _day(text)
            message = _("%(column)s: “%(value)s” is no date; write it like 2025-07-01.")
        else:
            value, message = text, ""
        if value:
            row.values[name] = value
        else:
            row.errors.append(message % {"column": label_of(name), "value": text})


def _day(text: str) -> str:
    for form in _DAY_FORMATS:
        try:
            day: date = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return day.isoformat()
    return ""


# --- the national list of provinces and communes ----------------------------------------------


def _is_national_list(content: list[Any]) -> bool:
    first = content[0] if content else None
    return isinstance(first, dict) and "Wards" in first


def _read_province(content: list[Any], wanted: str, *, communes_only: bool) -> list[Row]:
    provinces = [
        item for item in content if isinstance(item, dict) and isinstance(item.get("Wards"), list)
    ]
    if not provinces:
        raise UnusableFile(_("This is not the national list of provinces and communes."))
    found = [item for item in provinces if _is_province(item, wanted)]
    if len(found) != 1:
        names = ", ".join(f"{item.get('Code')} {item.get('Name')}" for item in provinces)
        message = _("Choose one province by its code or name: %(names)s")
        raise UnknownProvince(message % {"names": names})
    province = found[0]
    top = _committee(province, 1, AgencyKind.PEOPLES_COMMITTEE, AgencyLevel.PROVINCE)
    rows = [] if communes_only else [top]
    for number, ward in enumerate(province["Wards"], 2):
        if not isinstance(ward, dict):
            message = _("Unit %(number)s of the JSON file is not an object with named values.")
            raise UnusableFile(message % {"number": number})
        row = _committee(ward, number, AgencyKind.COMMUNE_PEOPLES_COMMITTEE, AgencyLevel.COMMUNE)
        if not communes_only:
            row.parent_row, row.depth = 1, 2
        rows.append(row)
    return rows


def _is_province(item: Mapping[str, Any], wanted: str) -> bool:
    names = (item.get("Code"), item.get("Name"), item.get("FullName"))
    return bool(wanted) and fold(wanted).strip() in {fold(str(name)) for name in names if name}


def _committee(item: Mapping[str, Any], number: int, kind: AgencyKind, level: AgencyLevel) -> Row:
    """The People's Committee of a place, with the place in its name as an address has it."""
    full, full_en = text_of(item.get("FullName")), text_of(item.get("FullNameEn"))
    short = text_of(item.get("Name"))
    own = full[:1].lower() + full[1:]
    values = {
        "kind": str(kind),
        "level": str(level),
        "issuer_code": "UBND",
        "short_name": f"UBND {own}" if full else "",
        "name_en": f"People's Committee of {full_en}" if full_en else "",
    }
    row = Row(
        number,
        f"Ủy ban nhân dân {own}" if full else "",
        national_code=text_of(item.get("Code")),
        values={name: value for name, value in values.items() if value},
    )
    if not full or not short:
        row.errors.append(_("The place has no name."))
    return row
