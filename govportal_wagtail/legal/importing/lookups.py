"""Agencies, types and fields, read once for a whole import and created when they are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from ...core.importing.errors import UnusableInput
from ...core.importing.toml_tables import cell_key
from ...core.models import AdministrativeField, Agency
from ...core.vietnamese import slugify
from ..models import DocumentType
from ..symbols.document_types import TYPES_BY_SLUG
from .mapping import AgencySpec, Mapping


class Directory:
    """The `Catalogue` of the database, with the agencies that a mapping brings along.

    Reading never writes; `agency`, `doc_type` and `fields` return records and create what is
    missing.
    """

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._specs: dict[str, AgencySpec] = dict(mapping.agencies)
        self.reload()
        self._check(mapping)

    def reload(self) -> None:
        """Read the records again, after a write was rolled back."""
        self._agencies = {agency.code: agency for agency in Agency.objects.all()}
        self._types = {kind.code: kind for kind in DocumentType.objects.all()}
        self._fields = {each.code: each for each in AdministrativeField.objects.all()}
        self._field_names = _index((cell_key(f.name), f.code) for f in self._fields.values())
        self._index_agencies()

    def agency_for_name(self, name: str) -> str:
        """Code of the agency of that name, short name or code; "" if none or more than one."""
        if name in self._agencies or name in self._specs:
            return name
        return _only(self._names.get(cell_key(name)))

    def agency_for_symbol(self, code: str) -> str:
        """Code of the agency that signs with `code` in symbols; "" if none or more than one."""
        return _only(self._symbols.get(code.casefold())) if code else ""

    def new_agency(self, name: str) -> str:
        """Code of an agency to be created for `name`."""
        base = slugify(name)[:60] or "co-quan"
        code, number = base, 1
        while code in self._agencies or code in self._specs:
            number += 1
            code = f"{base}-{number}"
        self._specs[code] = AgencySpec(code=code, name=name)
        self._index_agencies()
        return code

    def field_for_name(self, name: str) -> str:
        """Code of the field of administration of that code or name; "" if there is none."""
        return name if name in self._fields else _only(self._field_names.get(cell_key(name)))

    def existing_agency(self, code: str) -> Agency | None:
        """The agency, or None where it is still to be created."""
        return self._agencies.get(code)

    def agency_name(self, code: str) -> str:
        """The name of an agency, whether it exists yet or not."""
        agency = self._agencies.get(code)
        return agency.name if agency else self._specs[code].name

    def agency(self, code: str) -> Agency:
        """The agency with the given code, created if it is missing."""
        if code in self._agencies:
            return self._agencies[code]
        spec = self._specs[code]
        parent = self.agency(spec.parent) if spec.parent else None
        agency = Agency(
            code=code,
            name=spec.name,
            kind=spec.kind,
            level=spec.level,
            issuer_code=spec.issuer_code,
            abbreviation=spec.abbreviation,
            short_name=spec.short_name,
            parent=parent,
        )
        agency.full_clean()
        agency.save()
        self._agencies[code] = agency
        return agency

    def doc_type(self, slug: str) -> DocumentType:
        """The document type; one that national rules know is created if it is missing."""
        if slug not in self._types:
            self._types[slug] = new_doc_type(slug)
            self._types[slug].save()
        return self._types[slug]

    def existing_doc_type(self, slug: str) -> DocumentType | None:
        """The document type, or None where it is still to be created."""
        return self._types.get(slug)

    def fields(self, codes: Iterable[str]) -> list[AdministrativeField]:
        """The fields of administration with the given codes."""
        return [self._fields[code] for code in codes]

    def _index_agencies(self) -> None:
        known: list[Agency | AgencySpec] = list(self._agencies.values())
        known += [spec for code, spec in self._specs.items() if code not in self._agencies]
        self._names = _index(
            (cell_key(name), each.code) for each in known for name in (each.name, each.short_name)
        )
        self._symbols = _index((each.issuer_code.casefold(), each.code) for each in known)

    def _check(self, mapping: Mapping) -> None:
        """Refuse a mapping that sends issuers to agencies that exist nowhere.

        Raises:
            UnusableInput: naming the code.
        """
        column = mapping.columns.get("issuer")
        codes = [*column.values.values(), *column.symbols.values()] if column else []
        codes += [spec.parent for spec in mapping.agencies.values() if spec.parent]
        for code in codes:
            if code not in self._agencies and code not in self._specs:
                message = _(
                    "The mapping names the agency %(code)s, which is neither in the portal nor "
                    "under [agencies] in the mapping."
                )
                raise UnusableInput(message % {"code": code})


def new_doc_type(slug: str) -> DocumentType:
    """An unsaved record of a document type that national rules know."""
    kind = TYPES_BY_SLUG[slug]
    return DocumentType(
        code=kind.slug,
        name=kind.name_vi,
        name_en=kind.name_en,
        abbreviation=kind.abbreviation,
        can_be_normative=kind.is_normative_capable,
        sort_order=list(TYPES_BY_SLUG).index(slug),
    )


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, code in pairs:
        if key:
            found[key].add(code)
    return found


def _only(codes: set[str] | None) -> str:
    return next(iter(codes)) if codes and len(codes) == 1 else ""
