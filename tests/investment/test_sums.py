"""Sums over projects: any division adds up to the whole, and what is not stated is not nothing."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import add

from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.investment.sums import (
    Disbursement,
    Money,
    Sums,
    Total,
    sum_by,
    sum_up,
)

AMOUNTS = st.one_of(st.none(), st.just(0), st.integers(0, 4 * 10**18))
MONEYS = st.builds(Money, AMOUNTS, AMOUNTS, AMOUNTS)
#: Rows with a field, a commune and a year.
ROWS = st.lists(
    st.tuples(
        st.sampled_from("xyz"), st.integers(1, 5), st.sampled_from([None, 2025, 2026]), MONEYS
    )
)


def money_of(row):
    return row[3]


@given(ROWS, st.sets(st.integers(0, 2)))
def test_totals_by_any_grouping_equal_the_whole(rows, columns):
    groups = sum_by(rows, lambda row: tuple(row[column] for column in columns), money_of)
    assert reduce(add, groups.values(), Sums()) == sum_up(map(money_of, rows))
    assert sum(group.rows for group in groups.values()) == len(rows)


@given(ROWS, st.sampled_from([0, 1, 2]), st.sampled_from([0, 1, 2]))
def test_a_division_of_a_division_adds_up_to_it(rows, first, second):
    coarse = sum_by(rows, lambda row: row[first], money_of)
    fine = sum_by(rows, lambda row: (row[first], row[second]), money_of)
    for key, group in coarse.items():
        assert reduce(add, (value for name, value in fine.items() if name[0] == key)) == group


@given(ROWS)
def test_the_order_of_rows_changes_nothing(rows):
    assert sum_up(map(money_of, reversed(rows))) == sum_up(map(money_of, rows))


@given(st.lists(MONEYS))
def test_a_total_tells_how_many_rows_stated_it(moneys):
    found = sum_up(moneys)
    for name in ("planned", "allocated", "disbursed"):
        stated = [getattr(each, name) for each in moneys if getattr(each, name) is not None]
        assert getattr(found, name) == Total(sum(stated) if stated else None, len(stated))


@given(st.lists(MONEYS))
def test_the_rate_rests_on_the_rows_that_state_both(moneys):
    both = [each for each in moneys if None not in (each.planned, each.disbursed)]
    found = sum_up(moneys).disbursement
    assert found.rows == len(both)
    assert found == sum_up(both).disbursement
    assert found.planned == sum(each.planned for each in both)
    assert found.disbursed == sum(each.disbursed for each in both)


def test_nothing_stated_is_not_zero():
    assert sum_up([Money(), Money()]) == Sums(rows=2)
    assert sum_up([Money()]).planned.amount is None
    assert sum_up([Money(planned=0), Money()]).planned == Total(0, 1)
    assert sum_up([]) == Sums()


def test_money_without_a_plan_does_not_raise_the_rate():
    found = sum_up([Money(planned=200, disbursed=50), Money(disbursed=900), Money(planned=600)])
    assert found.disbursed == Total(950, 2)
    assert found.planned == Total(800, 2)
    assert found.disbursement == Disbursement(200, 50, 1)
    assert found.disbursement.rate == Decimal("25")


def test_there_is_no_rate_without_a_plan():
    assert sum_up([Money(planned=0, disbursed=5)]).disbursement.rate is None
    assert sum_up([Money(disbursed=5)]).disbursement.rate is None
    assert sum_up([Money(planned=3, disbursed=0)]).disbursement.rate == 0


def test_groups_stand_in_the_order_of_their_first_rows():
    rows = [("y", 1), ("x", 2), ("y", 3)]
    found = sum_by(rows, lambda row: row[0], lambda row: Money(planned=row[1]))
    assert [(key, group.planned.amount) for key, group in found.items()] == [("y", 4), ("x", 2)]
