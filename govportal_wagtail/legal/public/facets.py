"""How many documents of a list have each value of a facet, and which of them a text finds.

Without a text the database counts, from one index that holds every column a list filters by. A
text is looked for once, since no index helps to find words; what it finds is counted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, overload

from django.db.models import Count, Max, Subquery
from django.utils import timezone

from ...core.models import AdministrativeField, Agency
from ..models import DocumentType, Normativity, RegisterEntry, Validity
from ..models.register import RegisterQuerySet
from .list_query import ListQuery

__all__ = ["SHOWN_OPTIONS", "FoundByText", "Option", "by_value", "options_of"]

#: Options of one facet that are shown at once; the rest is folded away.
SHOWN_OPTIONS: Final = 40
COLUMNS: Final = {
    "type": "doc_type_id",
    "issuer": "issuer_id",
    "field": "administrative_fields",
    "year": "year",
    "status": "status",
    "normativity": "normativity",
    "signer": "signer_key",
}
_NAMED: Final[dict[str, Any]] = {
    "type": DocumentType,
    "issuer": Agency,
    "field": AdministrativeField,
}


class Option(NamedTuple):
    """One value of a facet as it stands in the address, its name and its number of documents."""

    value: str
    label: str
    number: int


class _Row(NamedTuple):
    """What a facet counts of one entry; named as the facets are."""

    page_id: int
    type: int
    issuer: int
    year: int | None
    normativity: str
    status: str
    signer: str


_READ: Final = tuple(COLUMNS.get(name, name) for name in _Row._fields)


def by_value(entries: RegisterQuerySet, name: str, value: str) -> RegisterQuerySet:
    """Entries with one value of a facet."""
    wanted: Any = value
    if name in _NAMED:
        # No join: the number is looked up once, so that the index of the list answers the rest.
        wanted = Subquery(_NAMED[name].objects.filter(code=value).order_by().values("pk")[:1])
    return entries.filter(**{COLUMNS[name]: wanted})


def options_of(entries: RegisterQuerySet, name: str, chosen: str = "") -> list[Option]:
    """The options of a facet, the most frequent first and years from the last to the first.

    At most one more than ``SHOWN_OPTIONS``, and the chosen one.
    """
    rows = entries.order_by().values_list(COLUMNS[name])
    return _named(name, Counter(dict(rows.annotate(n=Count("page_id")))), chosen)


def _named(name: str, counts: Counter[Any], chosen: str) -> list[Option]:
    """Options from counts by stored value; values that are gone or empty are left out."""
    values = {value for value in counts if value not in (None, "")}
    if name in _NAMED:
        known = _NAMED[name].objects.in_bulk(values)
        options = [
            Option(record.code, record.localized_name, counts[pk]) for pk, record in known.items()
        ]
    else:
        labels = dict(Validity.choices if name == "status" else Normativity.choices)
        options = [Option(str(v), str(labels.get(v, v)), counts[v]) for v in values]
    if name == "year":
        options.sort(key=lambda option: option.value, reverse=True)
    else:
        options.sort(key=lambda option: (-option.number, option.label))
    rest = [option for option in options[SHOWN_OPTIONS + 1 :] if option.value == chosen]
    shown = [*options[: SHOWN_OPTIONS + 1], *rest]
    return _with_signers(shown) if name == "signer" else shown


def _with_signers(options: list[Option]) -> list[Option]:
    """Signers by the name that their newest page has: the key has lost its diacritics."""
    keys = [option.value for option in options]
    newest = RegisterEntry.objects.filter(signer_key__in=keys).order_by().values("signer_key")
    ids = newest.annotate(newest=Max("page_id")).values("newest")
    rows = RegisterEntry.objects.filter(pk__in=ids).values_list("signer_key", "signer")
    names = dict(rows)
    named = [option._replace(label=names.get(option.value, option.label)) for option in options]
    return sorted(named, key=lambda option: (-option.number, option.label))


class FoundByText(Sequence[RegisterEntry]):
    """The entries a text finds, in order, and the counts of facets; read with one search.

    A slice reads only its own entries.
    """

    def __init__(self, found: RegisterQuerySet, query: ListQuery) -> None:
        """``found`` in order, with ``status``, not yet narrowed by the facets of the query."""
        self._query = query
        rows = [_Row(*row) for row in found.values_list(*_READ)]
        self._rows = list(zip(rows, _failures(rows, query), strict=True))
        self._ids = [row.page_id for row, failed in self._rows if not failed]

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> RegisterEntry: ...

    @overload
    def __getitem__(self, index: slice) -> list[RegisterEntry]: ...

    def __getitem__(self, index: int | slice) -> RegisterEntry | list[RegisterEntry]:
        """Entries by position, with what a line of a list shows."""
        if isinstance(index, int):
            return self[index : index + 1][0]
        ids = self._ids[index]
        entries = RegisterEntry.objects.with_status(on=timezone.localdate()).filter(pk__in=ids)
        known = {entry.pk: entry for entry in entries.for_lists().with_fields()}
        return [known[pk] for pk in ids if pk in known]

    def options(self, name: str) -> list[Option]:
        """The options of a facet other than the field, counting what all other filters leave."""
        counts = Counter(getattr(row, name) for row, failed in self._rows if failed <= {name})
        return _named(name, counts, self._query.chosen.get(name, ""))


def _failures(rows: Iterable[_Row], query: ListQuery) -> Iterator[set[str]]:
    """For each row the names of the chosen facets whose value it does not have."""
    wanted = {name: value for name, value in query.chosen.items() if name != "field"}
    stored: dict[str, Any] = {name: _stored(name, value) for name, value in wanted.items()}
    field = query.chosen.get("field")
    having: set[int] = set()
    if field:
        entries = RegisterEntry.objects.filter(administrative_fields__code=field)
        having = set(entries.order_by().values_list("pk", flat=True))
    for row in rows:
        failed = {name for name, value in stored.items() if getattr(row, name) != value}
        if field and row.page_id not in having:
            failed.add("field")
        yield failed


def _stored(name: str, value: str) -> Any:
    """The value of an address as rows hold it; None where there is no such record."""
    if name in _NAMED:
        return _NAMED[name].objects.filter(code=value).values_list("pk", flat=True).first()
    return int(value) if name == "year" else value
