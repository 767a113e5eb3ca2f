"""Totals of projects by field, commune, investor, source of capital or year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, QuerySet, TextChoices
from django.utils.translation import pgettext, pgettext_lazy

from ...core.models import AdministrativeField, Agency
from ...core.vietnamese import sort_key
from ..models import CapitalSource, ProjectMoney
from ..models.register import ProjectEntryQuerySet
from ..public.places import area_name
from ..sums import Sums, Total
from .exact_sums import capital_of, capital_parts, total_of, total_parts

__all__ = ["SEVERAL", "Group", "Grouping", "groups_of", "whole_of"]


class Grouping(TextChoices):
    """What makes a row of the report."""

    FIELD = "field", pgettext_lazy("totals of projects by", "field")
    COMMUNE = "commune", pgettext_lazy("totals of projects by", "commune")
    INVESTOR = "investor", pgettext_lazy("totals of projects by", "investor")
    SOURCE = "source", pgettext_lazy("totals of projects by", "source of capital")
    YEAR = "year", pgettext_lazy("totals of projects by", "year")


#: Groupings in which a project may be in several groups.
SEVERAL: Final = frozenset({Grouping.COMMUNE, Grouping.SOURCE, Grouping.YEAR})
#: Groupings by what a row of money says, so that a project is in the groups of its rows.
_BY_MONEY: Final = {Grouping.SOURCE: "source", Grouping.YEAR: "year"}
_BY_ENTRY: Final = {
    Grouping.FIELD: ("field",),
    Grouping.COMMUNE: ("communes",),
    Grouping.INVESTOR: ("investor", "investor_name"),
}
_Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Projects of one group: how many, their total investment, and their capital in đồng.

    ``capital.rows`` counts the years and sources of which a figure is stated;
    ``capital.disbursement.rows`` those that the rate rests on.
    """

    label: str
    projects: int = 0
    investment: Total = field(default_factory=Total)
    capital: Sums = field(default_factory=Sums)
    #: Where the group stands among others if they are sorted by name.
    place: tuple[Any, ...] = ()
    is_whole: bool = False


def groups_of(entries: ProjectEntryQuerySet, by: Grouping, year: int | None = None) -> list[Group]:
    """The groups by name, years from the first to the last; what states no group stands last.

    With ``year``, projects with capital of that year, and that capital alone. At most four
    queries, however many projects and groups there are.
    """
    entries = _with_capital(entries, year)
    found = _by_money(entries, by, year) if by in _BY_MONEY else _by_entry(entries, by, year)
    named = _NAMING[by]({key[0] for key in found})
    groups = [_named(by, key, named, group) for key, group in found.items()]
    return sorted(groups, key=lambda group: group.place)


def whole_of(entries: ProjectEntryQuerySet, year: int | None = None) -> Group:
    """All projects together, each of them once; two queries."""
    entries = _with_capital(entries, year)
    projects = entries.order_by().aggregate(n=Count("pk"), **_INVESTMENT)
    capital = _money(entries, year).aggregate(**capital_parts())
    return Group(
        pgettext("projects", "All together, each project once"),
        projects["n"],
        total_of(projects, "investment"),
        capital_of(capital),
        is_whole=True,
    )


_INVESTMENT: Final = total_parts("investment", "total_investment")


def _with_capital(entries: ProjectEntryQuerySet, year: int | None) -> ProjectEntryQuerySet:
    if year is None:
        return entries
    return entries.filter(Exists(_rows(year).filter(entry=OuterRef("pk"))))


def _rows(year: int | None) -> QuerySet[ProjectMoney]:
    rows = ProjectMoney.objects.order_by()
    return rows if year is None else rows.filter(year=year)


def _money(entries: ProjectEntryQuerySet, year: int | None) -> QuerySet[ProjectMoney]:
    return _rows(year).filter(entry__in=entries.order_by().values("pk"))


def _by_entry(entries: ProjectEntryQuerySet, by: Grouping, year: int | None) -> dict[_Key, Group]:
    columns = _BY_ENTRY[by]
    projects = entries.order_by().values(*columns)
    capital = _money(entries, year).values(**{name: F(f"entry__{name}") for name in columns})
    return _together(
        columns,
        projects.annotate(n=Count("pk"), **_INVESTMENT),
        capital.annotate(**capital_parts()),
    )


def _by_money(entries: ProjectEntryQuerySet, by: Grouping, year: int | None) -> dict[_Key, Group]:
    column = _BY_MONEY[by]
    money = _money(entries, year)
    # A project with several rows in a group is counted at the first of them.
    other = "year" if by is Grouping.SOURCE else "source"
    earlier = _rows(year).filter(
        entry=OuterRef("entry"),
        **{column: OuterRef(column), f"{other}__lt": OuterRef(other)},
    )
    firsts = money.exclude(Exists(earlier)).values(column)
    investment = total_parts("investment", "entry__total_investment")
    found = _together(
        (column,),
        firsts.annotate(n=Count("pk"), **investment),
        money.values(column).annotate(**capital_parts()),
    )
    without = entries.order_by().exclude(Exists(_rows(year).filter(entry=OuterRef("pk"))))
    rest = without.aggregate(n=Count("pk"), **_INVESTMENT)
    if rest["n"]:
        found[(None, "")] = Group("", rest["n"], total_of(rest, "investment"))
    return found


def _together(
    columns: tuple[str, ...],
    projects: Iterable[Mapping[str, Any]],
    money: Iterable[Mapping[str, Any]],
) -> dict[_Key, Group]:
    """The groups that the rows of two queries describe, without their names."""
    counted: dict[_Key, tuple[int, Total]] = defaultdict(lambda: (0, Total()))
    for row in projects:
        key = _key(row, columns)
        number, total = counted[key]
        counted[key] = (number + row["n"], total + total_of(row, "investment"))
    capital: dict[_Key, Sums] = defaultdict(Sums)
    for row in money:
        capital[_key(row, columns)] += capital_of(row)
    return {key: Group("", *counted[key], capital[key]) for key in counted}


def _key(row: Mapping[str, Any], columns: tuple[str, ...]) -> _Key:
    """A text names the group only where no record does."""
    values = [row[name] for name in columns]
    return (values[0], "" if values[0] is not None or len(values) == 1 else values[1])


def _named(by: Grouping, key: _Key, names: Mapping[Any, str], group: Group) -> Group:
    label = names.get(key[0], "") or key[1]
    place: tuple[Any, ...] = (not label, sort_key(label))
    if by is Grouping.YEAR:
        place = (not label, key[0])
    label = label or _unnamed(by)
    return Group(label, group.projects, group.investment, group.capital, place)


def _unnamed(by: Grouping) -> str:
    if by in _BY_MONEY:
        return pgettext("projects", "no capital stated")
    return pgettext("projects", "not stated")


def _records(
    model: Any, name: Callable[[Any], str]
) -> Callable[[Iterable[Hashable]], dict[Any, str]]:
    def named(keys: Iterable[Hashable]) -> dict[Any, str]:
        found = model.objects.in_bulk([key for key in keys if key is not None])
        return {key: str(name(record)) for key, record in found.items()}

    return named


def _years(keys: Iterable[Hashable]) -> dict[Any, str]:
    return {key: str(key) for key in keys if key is not None}


def _local(record: Any) -> str:
    return str(record.localized_name)


_NAMING: Final = {
    Grouping.FIELD: _records(AdministrativeField, _local),
    Grouping.COMMUNE: _records(Agency, area_name),
    Grouping.INVESTOR: _records(Agency, _local),
    Grouping.SOURCE: _records(CapitalSource, _local),
    Grouping.YEAR: _years,
}
