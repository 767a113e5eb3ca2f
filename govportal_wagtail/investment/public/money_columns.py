"""The columns of money in the open data: of a project, and by year and source."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .column_kinds import FIELDS_LAW, RESULTS_LAW, Column

__all__ = ["CAPITAL", "PROJECT_MONEY"]

_SUMMED: Final = _("Sum of the years and sources that state it; they stand in the capital table.")
_DONG: Final = pgettext_lazy("money", "đồng")

PROJECT_MONEY: Final = (
    Column(
        "total_investment",
        pgettext_lazy("open data", "Total investment (đồng)"),
        "amount",
        _("Cost of the project as decided. Empty: not stated, which is not 0."),
        unit=_DONG,
        basis=FIELDS_LAW,
        imports="total_investment",
        width=24,
    ),
    Column(
        "funding_code",
        pgettext_lazy("open data", "Code of the kind of funding"),
        "code",
        _("state_budget, oda_grant, oda_loan, private, mixed or other."),
        imports="funding",
    ),
    Column(
        "funding",
        pgettext_lazy("open data", "Kind of funding"),
        "text",
        _("How the project is paid for, in words."),
        basis=FIELDS_LAW,
        width=24,
    ),
    Column(
        "donor",
        pgettext_lazy("open data", "Donor"),
        "text",
        _("Who pays; empty where it is the state budget."),
        basis=FIELDS_LAW,
        imports="donor",
        width=30,
    ),
    Column(
        "planned",
        pgettext_lazy("open data", "Capital planned, all years (đồng)"),
        "amount",
        _SUMMED,
        unit=_DONG,
        width=24,
    ),
    Column(
        "allocated",
        pgettext_lazy("open data", "Capital allocated, all years (đồng)"),
        "amount",
        _SUMMED,
        unit=_DONG,
        width=24,
    ),
    Column(
        "disbursed",
        pgettext_lazy("open data", "Capital disbursed, all years (đồng)"),
        "amount",
        _SUMMED,
        unit=_DONG,
        basis=RESULTS_LAW,
        width=24,
    ),
    Column(
        "disbursement_rate",
        pgettext_lazy("open data", "Disbursement rate (%)"),
        "number",
        _(
            "Disbursed by planned, of the years and sources that state both; one decimal, rounded "
            "half up."
        ),
        unit="%",
        basis=RESULTS_LAW,
    ),
)

#: Capital of a project in one year from one source.
CAPITAL: Final = (
    Column(
        "year",
        pgettext_lazy("open data", "Year"),
        "number",
        _("Year of the capital."),
        imports="year",
        width=8,
    ),
    Column(
        "source_code",
        pgettext_lazy("open data", "Code of the source of capital"),
        "code",
        _("Code of the source in the register of the portal."),
        imports="source",
    ),
    Column(
        "source",
        pgettext_lazy("open data", "Source of capital"),
        "text",
        _("Name of the source."),
        width=30,
    ),
    Column(
        "planned",
        pgettext_lazy("open data", "Capital planned (đồng)"),
        "amount",
        _("As the plan of the year states it. Empty: not stated, which is not 0."),
        unit=_DONG,
        imports="planned",
        width=24,
    ),
    Column(
        "allocated",
        pgettext_lazy("open data", "Capital allocated (đồng)"),
        "amount",
        _("Given to the project in the year. Empty: not stated, which is not 0."),
        unit=_DONG,
        imports="allocated",
        width=24,
    ),
    Column(
        "disbursed",
        pgettext_lazy("open data", "Capital disbursed (đồng)"),
        "amount",
        _("Paid out in the year. Empty: not stated, which is not 0."),
        unit=_DONG,
        basis=RESULTS_LAW,
        imports="disbursed",
        width=24,
    ),
)
