"""How many projects of a list have each value of a filter: one aggregate for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from django.db.models import Count
from django.utils import timezone

from ...core.models import AdministrativeField, Agency
from ...core.vietnamese import sort_key
from ..models import CapitalSource, ProjectGroup, ProjectKind, ProjectStatus
from ..models.register import ProjectEntryQuerySet
from .places import area_name

__all__ = ["Option", "options_of"]

#: A project without an end runs until now, and no facet lists more years than this.
_MOST_YEARS: Final = 60


class Option(NamedTuple):
    """One value of a filter as it stands in the address, its name and its number of projects."""

    value: str
    label: str
    number: int


_Named = Callable[[Counter[Any]], list[Option]]


def options_of(entries: ProjectEntryQuerySet | None, name: str, chosen: str = "") -> list[Option]:
    """The options of a filter of ``list_query.FILTERS``, the most frequent first.

    Years run from the last to the first, communes by name, states and groups as they are listed.
    Without entries, the one option that is ``chosen``, of which there is none; nothing where no
    record has that code.
    """
    if entries is None:
        return _empty_option(name, chosen)
    rows = entries.order_by()
    if name == "nam":
        return _years(rows.values_list("first_year", "last_year").annotate(n=Count("page_id")))
    # A project has a source in many years.
    number = Count("page_id", distinct=name == "nguon")
    counts = Counter(dict(rows.values_list(_COLUMNS[name]).annotate(n=number)))
    counts.pop(None, None)
    counts.pop("", None)
    return _NAMING[name](counts)


def _years(rows: Iterable[tuple[int | None, int | None, int]]) -> list[Option]:
    counts: Counter[int] = Counter()
    this_year = timezone.localdate().year
    for first, last, number in rows:
        if first is not None:
            end = max(first, this_year) if last is None else last
            for year in range(first, min(end, first + _MOST_YEARS) + 1):
                counts[year] += number
    return [Option(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True)]


def _of_choices(choices: Any) -> _Named:
    def named(counts: Counter[Any]) -> list[Option]:
        return [
            Option(value, str(label), counts[value])
            for value, label in choices.choices
            if counts[value]
        ]

    return named


def _of_records(model: Any) -> _Named:
    def named(counts: Counter[Any]) -> list[Option]:
        records = model.objects.in_bulk(list(counts))
        options = [
            Option(record.code, record.localized_name, counts[pk]) for pk, record in records.items()
        ]
        return sorted(options, key=lambda option: (-option.number, sort_key(option.label)))

    return named


def _communes(counts: Counter[Any]) -> list[Option]:
    records = Agency.objects.in_bulk(list(counts))
    options = [Option(each.code, area_name(each), counts[pk]) for pk, each in records.items()]
    return sorted(options, key=lambda option: sort_key(option.label))


def _fields(counts: Counter[Any]) -> list[Option]:
    """Fields with what lies in narrower ones, as choosing them finds it.

    A field without projects of its own is an option only where it joins several that have some.
    """
    fields = {field.pk: field for field in AdministrativeField.objects.all()} if counts else {}
    sums: Counter[int] = Counter()
    branches: Counter[int] = Counter()
    for pk in counts:
        for wider, is_direct in _with_wider(fields, pk):
            sums[wider] += counts[pk]
            branches[wider] += not is_direct
    options = [
        Option(fields[pk].code, fields[pk].localized_name, number)
        for pk, number in sums.items()
        if pk in counts or branches[pk] > 1
    ]
    return sorted(options, key=lambda option: (-option.number, sort_key(option.label)))


def _with_wider(fields: dict[int, AdministrativeField], pk: int) -> Iterable[tuple[int, bool]]:
    """The field and those around it, each with whether it is the field itself."""
    seen: set[int] = set()
    current: int | None = pk
    while current in fields and current not in seen:
        seen.add(current)
        yield current, current == pk
        current = fields[current].parent_id


def _empty_option(name: str, chosen: str) -> list[Option]:
    if name == "nam":
        return [Option(chosen, chosen, 0)]
    if name in _CHOICES:
        return [Option(chosen, str(_CHOICES[name](chosen).label), 0)]
    record = _RECORDS[name].objects.filter(code=chosen).first()
    if record is None:
        return []
    return [Option(chosen, area_name(record) if name == "xa" else record.localized_name, 0)]


_COLUMNS: Final = {
    "trang-thai": "status",
    "linh-vuc": "field_id",
    "nguon": "money__source_id",
    "xa": "communes",
    "chu-dau-tu": "investor_id",
    "loai": "kind",
    "nhom": "group",
}
_CHOICES: Final[dict[str, Any]] = {
    "trang-thai": ProjectStatus,
    "loai": ProjectKind,
    "nhom": ProjectGroup,
}
_RECORDS: Final[dict[str, Any]] = {
    "linh-vuc": AdministrativeField,
    "nguon": CapitalSource,
    "xa": Agency,
    "chu-dau-tu": Agency,
}
_NAMING: Final[dict[str, _Named]] = {
    **{name: _of_choices(choices) for name, choices in _CHOICES.items()},
    "linh-vuc": _fields,
    "nguon": _of_records(CapitalSource),
    "xa": _communes,
    "chu-dau-tu": _of_records(Agency),
}
