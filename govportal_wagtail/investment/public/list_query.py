"""The query string of a list of projects, read once and checked: what is wanted, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Case, F, FloatField, OrderBy, Q, Subquery, Value, When
from django.db.models.functions import Cast, NullIf
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ... import conf
from ...core.models import AdministrativeField, Agency
from ...core.vietnamese import fold, normalise, words
from ..codes import code_key
from ..models import (
    CapitalSource,
    ProjectEntry,
    ProjectGroup,
    ProjectKind,
    ProjectMoney,
    ProjectStatus,
)
from ..models.register import ProjectEntryQuerySet
from ..partial_dates import FIRST_YEAR, LAST_YEAR
from .amount_bounds import bound_in_address, read_bound

__all__ = [
    "CALLS",
    "DATA",
    "DEFAULT_SORT",
    "FILTERS",
    "LIST",
    "MAP",
    "SORTS",
    "TABLE",
    "ProjectQuery",
]

_Text = str | Promise

#: The values of ``xem``: the ways in which a register is read.
LIST: Final = ""
TABLE: Final = "bang"
MAP: Final = "ban-do"
CALLS: Final = "keu-goi"
DATA: Final = "du-lieu"
_VIEWS: Final = (LIST, TABLE, MAP, CALLS, DATA)

#: Parameters that narrow a list to one value each, in the order in which facets are shown.
FILTERS: Final = (
    "trang-thai",
    "linh-vuc",
    "nguon",
    "xa",
    "chu-dau-tu",
    "loai",
    "nhom",
    "nam",
)
SORTS: Final[dict[str, _Text]] = {
    "moi": pgettext_lazy("order of projects", "Recently updated"),
    "ten": pgettext_lazy("order of projects", "By name"),
    "von-giam": pgettext_lazy("order of projects", "Largest investment"),
    "von-tang": pgettext_lazy("order of projects", "Smallest investment"),
    "giai-ngan": pgettext_lazy("order of projects", "Disbursement rate"),
    "tien-do": pgettext_lazy("order of projects", "Progress"),
}
DEFAULT_SORT: Final = "moi"
LONGEST_VALUE: Final = 255
_NOT_UNDERSTOOD: Final = _("This value is not understood.")

_CHOICES: Final[dict[str, list[str]]] = {
    "trang-thai": ProjectStatus.values,
    "loai": ProjectKind.values,
    "nhom": ProjectGroup.values,
}
_NEWEST: Final = (F("content_at").desc(), F("page_id").desc())
_ORDERS: Final[dict[str, tuple[OrderBy, ...]]] = {
    "moi": _NEWEST,
    "ten": (F("title_key").asc(), F("page_id").asc()),
    "von-giam": (F("total_investment").desc(nulls_last=True), F("page_id").desc()),
    "von-tang": (F("total_investment").asc(nulls_last=True), F("page_id").asc()),
    "giai-ngan": (
        OrderBy(
            Cast("rate_disbursed", FloatField()) / NullIf("rate_planned", 0),
            descending=True,
            nulls_last=True,
        ),
        F("page_id").desc(),
    ),
    "tien-do": (F("progress").desc(nulls_last=True), F("page_id").desc()),
}


@dataclass(frozen=True, slots=True)
class ProjectQuery:
    """What a reader asked of a register; values that cannot be understood are in ``errors``.

    ``lowest`` and ``highest`` bound the total investment, in whole đồng, themselves included.
    """

    text: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    lowest: int | None = None
    highest: int | None = None
    sort: str = DEFAULT_SORT
    view: str = LIST
    errors: Mapping[str, _Text] = field(default_factory=dict)
    #: Keys of a field and of all that lie in it, by its code: they are looked up once.
    _fields: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_parameters(cls, parameters: QueryDict) -> ProjectQuery:
        """Read a query string; unknown parameters are ignored, wrong values are errors."""
        errors: dict[str, _Text] = {}
        view = _one_of(parameters, "xem", _VIEWS, errors)
        sort = _one_of(parameters, "sap-xep", ("", *SORTS), errors) or DEFAULT_SORT
        chosen = {}
        for name in FILTERS:
            value = _cleaned(parameters.get(name, ""))
            if value and _is_possible(name, value):
                chosen[name] = value
            elif value:
                errors[name] = _NOT_UNDERSTOOD
        if view == CALLS:
            # The view says it already.
            chosen.pop("trang-thai", None)
        lowest = read_bound(_cleaned(parameters.get("tu", "")), "tu", errors)
        highest = read_bound(_cleaned(parameters.get("den", "")), "den", errors)
        if lowest is not None and highest is not None and lowest > highest:
            errors["den"] = _("The largest amount is below the smallest one.")
        return cls(
            text=_cleaned(parameters.get("q", ""))[: conf.SEARCH_QUERY_LENGTH],
            chosen=chosen,
            lowest=lowest,
            highest=highest,
            sort=sort,
            view=view,
            errors=errors,
        )

    def narrows(self) -> bool:
        """Whether anything is left out of what the view shows."""
        return bool(self.text or self.chosen or self.lowest is not None or self.highest is not None)

    def choosing(self, name: str, value: str) -> ProjectQuery:
        """The same question with one filter of ``FILTERS`` set; an empty value removes it."""
        chosen = {key: old for key, old in self.chosen.items() if key != name}
        if value:
            chosen[name] = value
        return replace(self, chosen=chosen)

    def for_data(self) -> ProjectQuery:
        """The same projects for feeds and downloads, which have no views."""
        asked = self.choosing("trang-thai", ProjectStatus.CALLING) if self.view == CALLS else self
        return replace(asked, view=LIST)

    def encode(self) -> str:
        """The canonical query string, with its question mark; empty for the bare list."""
        pairs = [("xem", self.view)] if self.view else []
        if self.text:
            pairs.append(("q", self.text))
        pairs += [(name, self.chosen[name]) for name in FILTERS if name in self.chosen]
        bounds = (("tu", self.lowest), ("den", self.highest))
        pairs += [(name, bound_in_address(dong)) for name, dong in bounds if dong is not None]
        if self.sort != DEFAULT_SORT:
            pairs.append(("sap-xep", self.sort))
        return f"?{urlencode(pairs)}" if pairs else ""

    def querystring(self, **changes: Any) -> str:
        """The canonical query string with other values: ``view``, ``sort``, ``text``, bounds.

        Raises:
            TypeError: for a name that is no part of a query.
        """
        return replace(self, **changes).encode()

    def filtered(
        self, entries: ProjectEntryQuerySet, *, leave_out: str = ""
    ) -> ProjectEntryQuerySet:
        """Entries that match, optionally without looking at one of ``FILTERS``; in no order."""
        if self.view == CALLS:
            entries = entries.filter(status=ProjectStatus.CALLING)
        if self.text:
            entries = entries.filter(_found_by(self.text))
        if self.lowest is not None:
            entries = entries.filter(total_investment__gte=self.lowest)
        if self.highest is not None:
            entries = entries.filter(total_investment__lte=self.highest)
        for name, value in self.chosen.items():
            if name == "linh-vuc" and name != leave_out:
                entries = entries.filter(field__in=self._below(value))
            elif name != leave_out:
                entries = entries.filter(_CONDITIONS[name](value))
        return entries

    def ordered(self, entries: ProjectEntryQuerySet) -> ProjectEntryQuerySet:
        """Entries in the order asked for; calls for investment by their deadline."""
        if self.view == CALLS and self.sort == DEFAULT_SORT:
            return entries.order_by(_closing(), F("call_until").asc(), *_NEWEST)
        return entries.order_by(*_ORDERS[self.sort])

    def _below(self, code: str) -> list[int]:
        """Keys of the field and of all narrower ones; none for a code that nobody has."""
        if code not in self._fields:
            rows = AdministrativeField.objects.order_by().values_list("pk", "parent_id", "code")
            self._fields[code] = _with_narrower(list(rows), code)
        return self._fields[code]


def _one_of(
    parameters: QueryDict, name: str, known: tuple[str, ...], errors: dict[str, _Text]
) -> str:
    value = _cleaned(parameters.get(name, ""))
    if value in known:
        return value
    errors[name] = _NOT_UNDERSTOOD
    return known[0]


def _cleaned(value: str) -> str:
    return normalise(value.replace("\x00", "")).strip()


def _is_possible(name: str, value: str) -> bool:
    if name == "nam":
        is_number = value.isascii() and value.isdigit() and len(value) == 4
        return is_number and FIRST_YEAR <= int(value) <= LAST_YEAR
    return value in _CHOICES.get(name, (value,)) and len(value) <= LONGEST_VALUE


def _found_by(text: str) -> Q:
    """Every word stands in the name, or the text is a code or the beginning of one."""
    found = Q(pk__in=[])
    if folded := [fold(word) for word in words(text)]:
        in_title = Q()
        for word in folded:
            in_title &= Q(title_key__contains=word)
        found |= in_title | Q(other_codes__icontains=text)
    if key := code_key(text):
        found |= Q(code_key__startswith=key)
    return found


def _closing() -> Case:
    """Calls that end soonest first, then those without a deadline, then those that are over."""
    over = When(call_until__lt=timezone.localdate(), then=Value(2))
    return Case(over, When(call_until=None, then=Value(1)), default=Value(0))


def _with_narrower(rows: list[tuple[int, int | None, str]], code: str) -> list[int]:
    found = [pk for pk, _parent, own in rows if own == code]
    for wider in found:
        # What is added while the list is walked is walked too; a tree in a circle ends.
        found += [pk for pk, parent, _own in rows if parent == wider and pk not in found]
    return found


def _key_of(model: Any, code: str) -> Subquery:
    """The key of a record by its code, looked up once and not joined to every row."""
    return Subquery(model.objects.filter(code=code).order_by().values("pk")[:1])


def _paid_from(code: str) -> Q:
    money = ProjectMoney.objects.filter(source=_key_of(CapitalSource, code))
    return Q(pk__in=money.order_by().values("entry"))


def _located_in(code: str) -> Q:
    through: Any = ProjectEntry.communes.through
    located = through.objects.filter(agency=_key_of(Agency, code))
    return Q(pk__in=located.order_by().values("projectentry"))


def _runs_in(year: str) -> Q:
    return Q(first_year__lte=int(year)) & (Q(last_year__gte=int(year)) | Q(last_year=None))


_CONDITIONS: Final[dict[str, Callable[[str], Q]]] = {
    "trang-thai": lambda value: Q(status=value),
    "nguon": _paid_from,
    "xa": _located_in,
    "chu-dau-tu": lambda value: Q(investor=_key_of(Agency, value)),
    "loai": lambda value: Q(kind=value),
    "nhom": lambda value: Q(group=value),
    "nam": _runs_in,
}
