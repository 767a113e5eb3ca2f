"""Read a mapping from TOML; every error names the key that is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from ...core.importing.mappings import DEFAULT_DATE_FORMATS, MappingFormat, source_of
from ...core.importing.shipped import Shipped
from ...core.importing.toml_tables import (
    Table,
    check_codes,
    fail,
    is_code,
    one_heading,
    placeholders,
)
from ...core.models.agency import AgencyKind, AgencyLevel
from ..models.choices import FileRole, Normativity, SigningCapacity, Validity
from ..symbols.document_types import TYPES_BY_ABBREVIATION, TYPES_BY_SLUG
from .mapping import (
    DATE_TARGETS,
    DEFAULT_TITLE,
    TARGETS,
    AgencySpec,
    Column,
    FilesSpec,
    Mapping,
)

_YES_NO: Final = ("yes", "no")


def _mapping(table: Table, text: str) -> Mapping:
    options = table.table("options")
    agencies = {
        code: _agency(code, Table(value, f"agencies.{code}"))
        for code, value in table.table("agencies").items()
    }
    files = _files(table.table("files")) if table.has("files") else None
    columns = {
        target: _column(target, value, agencies) for target, value in table.table("columns").items()
    }
    for required in ("abstract", "symbol"):
        if required not in columns:
            fail(f"columns.{required}", _("is missing"))
    mapping = Mapping(
        name=table.text("name") or "mapping",
        text=text,
        columns=columns,
        source=source_of(table.table("source")),
        agencies=agencies,
        files=files,
        title=_title(options),
        normativity=options.text(
            "normativity", "from-symbol", ["from-symbol", *Normativity.values]
        ),
        relations=options.text("relations", "none", ["none", "from-text"]),
        create_missing_agencies=options.flag("create_missing_agencies"),
        date_formats=options.formats("date_formats") or DEFAULT_DATE_FORMATS,
    )
    for part in (options, table):
        part.finish()
    return mapping


def _title(options: Table) -> str:
    title = options.text("title", DEFAULT_TITLE)
    allowed = {"doc_type", "symbol", "abstract", "issuer"}
    if unknown := placeholders(title, options.path("title")) - allowed:
        message = _("{%(name)s} is unknown; use: %(names)s")
        fail(options.path("title"), message, name=min(unknown), names=", ".join(sorted(allowed)))
    return title


def _column(target: str, value: Any, agencies: dict[str, AgencySpec]) -> Column:
    path = f"columns.{target}"
    if target not in TARGETS:
        message = _("is no field of a document; the fields are: %(names)s")
        fail(path, message, names=", ".join(TARGETS))
    if isinstance(value, str):
        return Column(column=one_heading(value))
    table = Table(value, path)
    column = Column(
        column=table.heading(),
        default=table.text("default"),
        values=table.values() if TARGETS[target] else {},
        symbols=table.pairs("symbols") if target == "issuer" else {},
        formats=table.formats("formats") if target in DATE_TARGETS else (),
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
        fail(path, _("needs a column or a default"))
    _check_codes(path, column, target, agencies)
    return column


def _check_codes(path: str, column: Column, target: str, agencies: dict[str, AgencySpec]) -> None:
    """Refuse codes that cannot exist; agencies may also be in the database, so only their form."""
    allowed: dict[str, Callable[[str], bool]] = {
        "doc_type": lambda code: code in TYPES_BY_SLUG or code in TYPES_BY_ABBREVIATION,
        "normativity": lambda code: code in Normativity.values,
        "signing_capacity": lambda code: code in SigningCapacity.values,
        "status": lambda code: code in Validity.values,
        "summary_procedure": lambda code: code in _YES_NO,
        "is_draft": lambda code: code in _YES_NO,
        "issuer": lambda code: code in agencies or is_code(code),
    }
    check = allowed.get(target)
    if check is None:
        return
    check_codes(path, [*column.values.items(), *column.symbols.items()], check)


def _agency(code: str, table: Table) -> AgencySpec:
    path = f"agencies.{code}"
    if not is_code(code) or len(code) > 64:
        fail(path, _("the code may hold only letters without marks, digits and hyphens"))
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
        fail(f"{path}.name", _("is missing"))
    return spec


def _files(table: Table) -> FilesSpec:
    spec = FilesSpec(
        patterns=table.texts("patterns"),
        column=table.heading(),
        separator=table.text("separator") or ";",
        role=table.text("role", "signed", FileRole.values),
        other_role=table.text("other_role", "annex", FileRole.values),
        collection=table.text("collection"),
    )
    table.finish()
    for pattern in spec.patterns:
        placeholders(pattern, "files.patterns")
    if not spec.patterns and not spec.column:
        fail("files", _("needs patterns or a column"))
    return spec


#: The mappings of registers of documents.
DOCUMENT_MAPPINGS: Final = MappingFormat(
    build=_mapping, targets=TARGETS, shipped=Shipped("govportal_wagtail.legal")
)
