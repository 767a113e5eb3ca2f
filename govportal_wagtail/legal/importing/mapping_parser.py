"""Read a mapping from TOML; every error names the key that is wrong and what would be right."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Callable, Iterable
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from ...core.models.agency import AgencyKind, AgencyLevel
from ...core.vietnamese import normalise
from ..models.choices import FileRole, Normativity, SigningCapacity, Validity
from ..symbols.document_types import TYPES_BY_ABBREVIATION, TYPES_BY_SLUG
from .errors import UnusableInput
from .mapping import (
    DATE_TARGETS,
    DEFAULT_DATE_FORMATS,
    DEFAULT_TITLE,
    PLAIN_TEXT,
    TARGETS,
    AgencySpec,
    Column,
    FilesSpec,
    Mapping,
    shipped_names,
    shipped_text,
)
from .reader import Source

MAX_CHARACTERS: Final = 512 * 1024
_YES_NO: Final = ("yes", "no")


def load_shipped(name: str) -> Mapping:
    """Return a mapping of the package.

    Raises:
        UnusableInput: if there is none of that name.
    """
    try:
        return parse_mapping(shipped_text(name))
    except KeyError as error:
        message = _("There is no mapping named %(name)s; there are: %(names)s")
        names = ", ".join(shipped_names())
        raise UnusableInput(message % {"name": name, "names": names}) from error


def mapping_for(columns: tuple[str, ...]) -> Mapping:
    """Return the shipped mapping that fits a file with the given columns, or the plain one.

    Raises:
        UnusableInput: if no mapping fits.
    """
    for name in shipped_names():
        mapping = load_shipped(name)
        if not mapping.missing_columns(columns):
            return mapping
    if len([name for name in columns if name in TARGETS]) > 1:
        return parse_mapping(PLAIN_TEXT)
    message = _("No mapping fits this file; write one. Its columns are: %(columns)s")
    raise UnusableInput(message % {"columns": ", ".join(columns)})


def parse_mapping(text: str) -> Mapping:
    """Read a mapping from the text of a TOML file.

    Raises:
        UnusableInput: naming the key that is wrong.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnusableInput(_("The mapping is too long."))
    try:
        content = tomllib.loads(normalise(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = _("The mapping is not valid TOML: %(reason)s")
        raise UnusableInput(message % {"reason": error}) from error
    return _mapping(_Table(content, ""), text)


class _Table:
    """A table of the file that hands out its members once and complains of what is left."""

    def __init__(self, content: Any, path: str) -> None:
        if not isinstance(content, dict):
            _fail(path, _("must be a table"))
        self._content = dict(content)
        self._path = path

    def path(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def text(self, key: str, default: str = "", choices: Iterable[str] = ()) -> str:
        value = self._take(key, str, default, _("must be a text in quotes"))
        allowed = list(choices)
        if allowed and value not in allowed:
            _fail(self.path(key), _("must be one of: %(choices)s"), choices=", ".join(allowed))
        return str(value).strip()

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, False, _("must be true or false")))

    def number(self, key: str) -> int:
        value = self._take(key, int, 0, _("must be a whole number"))
        if isinstance(value, bool) or value < 0:
            _fail(self.path(key), _("must be a whole number"))
        return int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, list, [], _("must be a list of texts"))
        if not all(isinstance(item, str) for item in value):
            _fail(self.path(key), _("must be a list of texts"))
        return tuple(value)

    def pairs(self, key: str) -> dict[str, str]:
        value = self._take(key, dict, {}, _("must be a table"))
        for name, item in value.items():
            if not isinstance(item, str):
                _fail(f'{self.path(key)}."{name}"', _("must be a text in quotes"))
        return dict(value)

    def table(self, key: str) -> _Table:
        return _Table(self._content.pop(key, {}), self.path(key))

    def has(self, key: str) -> bool:
        return key in self._content

    def items(self) -> list[tuple[str, Any]]:
        found = list(self._content.items())
        self._content.clear()
        return found

    def finish(self) -> None:
        for key in self._content:
            _fail(self.path(key), _("is not known here"))

    def _take(self, key: str, kind: type, default: Any, message: str) -> Any:
        value = self._content.pop(key, default)
        if not isinstance(value, kind):
            _fail(self.path(key), message)
        return value


def _fail(key: str, message: str, **values: object) -> NoReturn:
    text = message % values if values else message
    raise UnusableInput(_("Mapping, %(key)s: %(message)s.") % {"key": key, "message": text})


def _mapping(table: _Table, text: str) -> Mapping:
    source = table.table("source")
    options = table.table("options")
    agencies = {
        code: _agency(code, _Table(value, f"agencies.{code}"))
        for code, value in table.table("agencies").items()
    }
    files = _files(table.table("files")) if table.has("files") else None
    columns = {
        target: _column(target, value, agencies) for target, value in table.table("columns").items()
    }
    for required in ("abstract", "symbol"):
        if required not in columns:
            _fail(f"columns.{required}", _("is missing"))
    mapping = Mapping(
        name=table.text("name") or "mapping",
        text=text,
        columns=columns,
        source=Source(
            sheet=source.text("sheet"),
            list_key=source.text("list"),
            header_row=source.number("header_row"),
        ),
        agencies=agencies,
        files=files,
        title=_title(options),
        normativity=options.text(
            "normativity", "from-symbol", ["from-symbol", *Normativity.values]
        ),
        relations=options.text("relations", "none", ["none", "from-text"]),
        create_missing_agencies=options.flag("create_missing_agencies"),
        date_formats=_formats(options, "date_formats") or DEFAULT_DATE_FORMATS,
    )
    for part in (source, options, table):
        part.finish()
    return mapping


def _title(options: _Table) -> str:
    title = options.text("title", DEFAULT_TITLE)
    allowed = {"doc_type", "symbol", "abstract", "issuer"}
    if unknown := placeholders(title, options.path("title")) - allowed:
        message = _("{%(name)s} is unknown; use: %(names)s")
        _fail(options.path("title"), message, name=min(unknown), names=", ".join(sorted(allowed)))
    return title


def placeholders(pattern: str, path: str) -> set[str]:
    """Names in braces in a pattern.

    Raises:
        UnusableInput: if the braces do not match or carry more than a name.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        _fail(path, _("has braces that do not match"))
    if any(spec or conversion for _text, name, spec, conversion in parts if name is not None):
        _fail(path, _("may hold only names in braces"))
    return {name for _text, name, _spec, _conversion in parts if name is not None}


def _column(target: str, value: Any, agencies: dict[str, AgencySpec]) -> Column:
    path = f"columns.{target}"
    if target not in TARGETS:
        message = _("is no field of a document; the fields are: %(names)s")
        _fail(path, message, names=", ".join(TARGETS))
    if isinstance(value, str):
        return Column(column=_heading(value))
    table = _Table(value, path)
    column = Column(
        column=_heading(table.text("column")),
        default=table.text("default"),
        values=_values(table, target),
        symbols=table.pairs("symbols") if target == "issuer" else {},
        formats=_formats(table, "formats") if target in DATE_TARGETS else (),
        separator=table.text("separator") if target == "fields" else "",
        optional=table.flag("optional"),
        split=table.flag("split") if target == "signer" else False,
        positions=table.texts("positions") if target == "signer" else (),
        from_text=table.flag("from_text") if target == "issued_on" else False,
        from_symbol=(
            table.text("from_symbol", "fallback", ["fallback", "first", "never"])
            if target in {"doc_type", "issuer"}
            else "fallback"
        ),
        use=table.text("use", "check", ["check", "override", "ignore"])
        if target == "status"
        else "check",
        reason=table.text("reason") if target == "status" else "",
    )
    table.finish()
    if not column.column and not column.default and target not in {"doc_type", "issuer"}:
        _fail(path, _("needs a column or a default"))
    _check_codes(path, column, target, agencies)
    return column


def _heading(name: str) -> str:
    return " ".join(name.split())


def _values(table: _Table, target: str) -> dict[str, str]:
    if not TARGETS[target]:
        return {}
    return {cell_key(name): code for name, code in table.pairs("values").items()}


def cell_key(text: str) -> str:
    """The form in which cell texts are compared: normalised, one blank, no letter case."""
    return " ".join(normalise(text).split()).casefold()


def _check_codes(path: str, column: Column, target: str, agencies: dict[str, AgencySpec]) -> None:
    """Refuse codes that cannot exist; agencies may also be in the database, so only their form."""
    allowed: dict[str, Callable[[str], bool]] = {
        "doc_type": lambda code: code in TYPES_BY_SLUG or code in TYPES_BY_ABBREVIATION,
        "normativity": lambda code: code in Normativity.values,
        "signing_capacity": lambda code: code in SigningCapacity.values,
        "status": lambda code: code in Validity.values,
        "summary_procedure": lambda code: code in _YES_NO,
        "is_draft": lambda code: code in _YES_NO,
        "issuer": lambda code: code in agencies or _is_code(code),
    }
    check = allowed.get(target)
    if check is None:
        return
    codes = [*column.values.items(), *column.symbols.items()]
    for cell, code in codes:
        if not check(code):
            message = _("%(code)s is not a known code")
            _fail(f'{path}."{cell}"', message, code=code or '""')


def _is_code(code: str) -> bool:
    return bool(code) and code.isascii() and code.replace("-", "").replace("_", "").isalnum()


def _formats(table: _Table, key: str) -> tuple[str, ...]:
    formats = table.texts(key)
    for pattern in formats:
        if not {"%d", "%m"} <= set(_directives(pattern)) or not {"%Y", "%y"} & set(
            _directives(pattern)
        ):
            message = _("%(pattern)s is no date format; write, for example, %%d/%%m/%%Y")
            _fail(table.path(key), message, pattern=pattern)
    return formats


def _directives(pattern: str) -> list[str]:
    return [pattern[i : i + 2] for i in range(len(pattern)) if pattern[i] == "%"]


def _agency(code: str, table: _Table) -> AgencySpec:
    path = f"agencies.{code}"
    if not _is_code(code) or len(code) > 64:
        _fail(path, _("the code may hold only letters without marks, digits and hyphens"))
    spec = AgencySpec(
        code=code,
        name=table.text("name"),
        kind=table.text("kind", "other", AgencyKind.values),
        level=table.text("level", "province", AgencyLevel.values),
        issuer_code=table.text("issuer_code"),
        abbreviation=table.text("abbreviation"),
        short_name=table.text("short_name"),
        parent=table.text("parent"),
    )
    table.finish()
    if not spec.name:
        _fail(f"{path}.name", _("is missing"))
    return spec


def _files(table: _Table) -> FilesSpec:
    spec = FilesSpec(
        patterns=table.texts("patterns"),
        column=_heading(table.text("column")),
        separator=table.text("separator") or ";",
        role=table.text("role", "signed", FileRole.values),
        other_role=table.text("other_role", "annex", FileRole.values),
        collection=table.text("collection"),
    )
    table.finish()
    for pattern in spec.patterns:
        placeholders(pattern, "files.patterns")
    if not spec.patterns and not spec.column:
        _fail("files", _("needs patterns or a column"))
    return spec
