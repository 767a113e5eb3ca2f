"""Sums of money over projects: what is not stated is not nothing, and a sum tells on what it rests.

The sums of the groups of any division of rows add up to the sums of all rows: ``sum_up`` of all is
``Sums.__add__`` of all groups, to the last đồng.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from .money import rate

__all__ = ["Disbursement", "Money", "Sums", "Total", "sum_by", "sum_up"]

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Money:
    """What one row states, in whole đồng; None where it does not state it."""

    planned: int | None = None
    allocated: int | None = None
    disbursed: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in whole đồng, and how many rows stated a figure that is in it.

    ``amount`` is None where no row did: not stated is something else than 0.
    """

    amount: int | None = None
    stated: int = 0

    def __add__(self, other: Total) -> Total:
        if self.amount is None or other.amount is None:
            amount = other.amount if self.amount is None else self.amount
        else:
            amount = self.amount + other.amount
        return Total(amount, self.stated + other.stated)


@dataclass(frozen=True, slots=True)
class Disbursement:
    """Planned and disbursed, in whole đồng, of the rows that state both, and how many those are.

    A rate over different rows would be wrong: money that was disbursed without a plan being stated
    would raise it, a plan without a statement of what was disbursed would lower it.
    """

    planned: int = 0
    disbursed: int = 0
    rows: int = 0

    def __add__(self, other: Disbursement) -> Disbursement:
        return Disbursement(
            self.planned + other.planned,
            self.disbursed + other.disbursed,
            self.rows + other.rows,
        )

    @property
    def rate(self) -> Decimal | None:
        """Percent of the plan that was disbursed, one decimal, half up; None without a plan."""
        return rate(self.disbursed, self.planned)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a group of rows.

    ``disbursement.rate`` is the disbursement rate of the group: disbursed by planned, over the
    ``disbursement.rows`` rows that state both. It may therefore differ from the quotient of the
    two totals, which also count rows that state only one.
    """

    rows: int = 0
    planned: Total = field(default_factory=Total)
    allocated: Total = field(default_factory=Total)
    disbursed: Total = field(default_factory=Total)
    disbursement: Disbursement = field(default_factory=Disbursement)

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.rows + other.rows,
            self.planned + other.planned,
            self.allocated + other.allocated,
            self.disbursed + other.disbursed,
            self.disbursement + other.disbursement,
        )


def sum_up(rows: Iterable[Money]) -> Sums:
    """Return the sums of the rows, which are read once."""
    found = Sums()
    for money in rows:
        found += _of_one(money)
    return found


def sum_by(
    rows: Iterable[Row], key: Callable[[Row], Key], money: Callable[[Row], Money]
) -> dict[Key, Sums]:
    """Return the sums of each group, in the order in which groups first occur.

    A row is in one group, that of its key, so the groups add up to the whole. What lies in several
    communes or is paid from several sources needs a group of its own, or rows of its own: counted
    in each of them, its money would be summed more than once.
    """
    found: dict[Key, Sums] = {}
    for row in rows:
        group = key(row)
        found[group] = found.get(group, Sums()) + _of_one(money(row))
    return found


def _of_one(money: Money) -> Sums:
    planned, disbursed = money.planned, money.disbursed
    both = planned is not None and disbursed is not None
    return Sums(
        1,
        _total(planned),
        _total(money.allocated),
        _total(disbursed),
        Disbursement(planned or 0, disbursed or 0, 1) if both else Disbursement(),
    )


def _total(amount: int | None) -> Total:
    return Total() if amount is None else Total(amount, 1)
