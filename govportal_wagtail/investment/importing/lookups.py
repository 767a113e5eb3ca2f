"""Fields, agencies and sources of capital by the words of a cell, read once for a whole import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone, translation

from ...core.importing.toml_tables import cell_key
from ...core.models import AdministrativeField, Agency, AgencyKind
from ..models import CapitalSource, FundingType, ProjectGroup, ProjectKind, ProjectStatus

RecordT = TypeVar("RecordT")
_CHOICES: Final[Mapping[str, type[models.TextChoices]]] = {
    "kind": ProjectKind,
    "group": ProjectGroup,
    "funding": FundingType,
    "status": ProjectStatus,
}
#: What people leave out when they name a commune.
_COMMITTEES: Final = ("ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd ")
_KINDS: Final = ("xã ", "phường ", "đặc khu ")


class Directory:
    """What cells may name. Nothing is created: an unknown word stays unknown.

    A word that several records bear is unknown as well; agencies of today come before those that
    were merged or dissolved.
    """

    def __init__(self) -> None:
        fields = AdministrativeField.objects.all()
        self._fields = _by_words(fields, lambda each: (each.name, each.name_en))
        self._sources = _by_words(
            CapitalSource.objects.all(), lambda each: (each.name, each.name_en)
        )
        agencies = list(Agency.objects.all())
        today = timezone.localdate()
        self._agencies = _Agencies(agencies, today, _names)
        communes = [each for each in agencies if each.kind == AgencyKind.COMMUNE_PEOPLES_COMMITTEE]
        self._communes = _Agencies(communes, today, _commune_names)
        self._choices = {target: _words_of(choices) for target, choices in _CHOICES.items()}

    def field(self, text: str) -> AdministrativeField | None:
        """The field of administration of that code or name."""
        return self._fields.get(cell_key(text))

    def source(self, text: str) -> CapitalSource | None:
        """The source of capital of that code or name."""
        return self._sources.get(cell_key(text))

    def agency(self, text: str) -> Agency | None:
        """The agency of that code, name, short name or abbreviation."""
        return self._agencies.find(text)

    def commune(self, text: str) -> Agency | None:
        """The commune of that code, national code or name, with or without "UBND xã"."""
        return self._communes.find(text)

    def choice(self, target: str, text: str) -> str:
        """The code of a word of a fixed list, in any language of the portal; "" for others."""
        return self._choices[target].get(cell_key(text), "")


class _Agencies:
    """Agencies by code, and by what they are called."""

    def __init__(self, agencies: list[Agency], today: Any, names: Any) -> None:
        self._codes = {each.code: each for each in agencies}
        current = [each for each in agencies if _exists(each, today)]
        self._current = _only(_pairs(current, names))
        self._former = _only(_pairs(agencies, names))

    def find(self, text: str) -> Agency | None:
        key = cell_key(text)
        return self._codes.get(text) or self._current.get(key) or self._former.get(key)


def _exists(agency: Agency, day: Any) -> bool:
    return not (
        (agency.valid_from and agency.valid_from > day)
        or (agency.valid_to and agency.valid_to < day)
    )


def _names(agency: Agency) -> Iterable[str]:
    return (agency.name, agency.short_name, agency.abbreviation, agency.name_en)


def _commune_names(agency: Agency) -> Iterable[str]:
    yield agency.national_code
    for name in (agency.name, agency.short_name, agency.name_en):
        yield name
        short = cell_key(name)
        for starts in (_COMMITTEES, _KINDS):
            start = next((each for each in starts if short.startswith(each)), "")
            if start:
                short = short.removeprefix(start)
                yield short


def _by_words(records: Iterable[RecordT], names: Any) -> dict[str, RecordT]:
    """Records by code, and by those of their names that no other bears."""
    found = list(records)
    return _only(_pairs(found, names)) | {cell_key(_code(each)): each for each in found}


def _pairs(records: Iterable[RecordT], names: Any) -> Iterable[tuple[str, RecordT]]:
    for each in records:
        for name in {cell_key(name) for name in names(each)} - {""}:
            yield name, each


def _only(pairs: Iterable[tuple[str, RecordT]]) -> dict[str, RecordT]:
    found: dict[str, list[RecordT]] = defaultdict(list)
    for key, record in pairs:
        found[key].append(record)
    return {key: records[0] for key, records in found.items() if len(records) == 1}


def _code(record: Any) -> str:
    return str(record.code)


def _words_of(choices: type[models.TextChoices]) -> dict[str, str]:
    """Codes by themselves and by their names in the languages of the portal."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for choice in choices:
                found.setdefault(cell_key(str(choice.label)), str(choice.value))
    return found | {cell_key(value): value for value in choices.values}
