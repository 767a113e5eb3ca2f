"""The columns of what belongs to projects: capital, decisions, bidding packages, states.

Each is a table of its own beside that of the projects, and a list in each project of the JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.registries import Label
from .column_kinds import FIELDS_LAW, RESULTS_LAW, Column
from .money_columns import CAPITAL

__all__ = ["PARTS", "PART_KEYS", "Part"]

_BIDDING_LAW: Final = _("Law on Bidding 22/2023/QH15")
_DONG: Final = pgettext_lazy("money", "đồng")


@dataclass(frozen=True, slots=True)
class Part:
    """A table of rows that belong to projects; ``slug`` is its name in addresses and files."""

    code: str
    slug: str
    label: Label
    columns: Sequence[Column]


#: By which the rows of a table are joined to the projects.
PART_KEYS: Final = (
    Column(
        "project_id",
        pgettext_lazy("open data", "Number of the page"),
        "code",
        _("Number of the project's page on this portal; it stays when the page is renamed."),
    ),
    Column(
        "project_code",
        pgettext_lazy("open data", "Project code"),
        "code",
        _("The code under which the project is known; the key of an import."),
        imports="code",
    ),
    Column(
        "project_name",
        pgettext_lazy("open data", "Project name"),
        "text",
        _("Name of the project."),
        width=60,
    ),
)
_DECISIONS: Final = (
    Column(
        "kind_code",
        pgettext_lazy("open data", "Code of what is decided"),
        "code",
        _(
            "policy, approval, adjustment, design, procurement_plan, capital_plan, land, "
            "settlement or other."
        ),
        imports="kind",
    ),
    Column(
        "kind",
        pgettext_lazy("open data", "What is decided"),
        "text",
        _("What the document decides, in words."),
        width=30,
    ),
    Column(
        "symbol",
        pgettext_lazy("open data", "Number and symbol"),
        "text",
        _("Number and symbol of the document."),
        imports="symbol",
        width=24,
    ),
    Column(
        "issued_on",
        pgettext_lazy("open data", "Issued on"),
        "date",
        _("The day on which the document was issued."),
        imports="issued_on",
    ),
    Column(
        "issuer",
        pgettext_lazy("open data", "Issuing body"),
        "text",
        _("Who issued the document."),
        imports="issuer",
        width=30,
    ),
    Column(
        "abstract",
        pgettext_lazy("open data", "Abstract"),
        "text",
        _("What the document is about."),
        imports="abstract",
        width=60,
    ),
    Column(
        "adjusts",
        pgettext_lazy("open data", "Adjusts decision"),
        "text",
        _("Number and symbol of the earlier decision that it changes."),
        imports="adjusts",
        width=24,
    ),
)
_PACKAGES: Final = (
    Column(
        "package_code",
        pgettext_lazy("open data", "Code of the package"),
        "code",
        _("Code of the bidding package."),
        imports="code",
    ),
    Column(
        "package",
        pgettext_lazy("open data", "Bidding package"),
        "text",
        _("Name of the bidding package."),
        basis=_BIDDING_LAW,
        imports="name",
        width=60,
    ),
    Column(
        "selection_code",
        pgettext_lazy("open data", "Code of the form of selection"),
        "code",
        _(
            "open, limited, direct, shopping, direct_purchase, self, community, negotiation or "
            "special."
        ),
        imports="selection",
    ),
    Column(
        "selection",
        pgettext_lazy("open data", "Form of selection"),
        "text",
        _("How the contractor is selected, in words."),
        basis=_BIDDING_LAW,
        width=24,
    ),
    Column(
        "state_code",
        pgettext_lazy("open data", "Code of the state of the bidding"),
        "code",
        _("planned, invited, awarded or cancelled."),
        imports="state",
    ),
    Column(
        "state",
        pgettext_lazy("open data", "State of the bidding"),
        "text",
        _("How far the bidding has come, in words."),
        width=24,
    ),
    Column(
        "planned_for",
        pgettext_lazy("open data", "Selection planned for"),
        "part_date",
        _("When the contractor is to be selected, as planned."),
        imports="planned_for",
    ),
    Column(
        "price",
        pgettext_lazy("open data", "Package price (đồng)"),
        "amount",
        _("Price of the package in the plan. Empty: not stated, which is not 0."),
        unit=_DONG,
        basis=_BIDDING_LAW,
        imports="price",
        width=24,
    ),
    Column(
        "notice",
        pgettext_lazy("open data", "Number of the notice"),
        "code",
        _("Number of the invitation on the national bidding network."),
        imports="notice",
    ),
    Column(
        "notice_url",
        pgettext_lazy("open data", "Address of the notice"),
        "url",
        _("Where the invitation can be read."),
        imports="notice_url",
        width=30,
    ),
    Column(
        "contractor",
        pgettext_lazy("open data", "Contractor"),
        "text",
        _("Who was selected."),
        basis=RESULTS_LAW,
        imports="contractor",
        width=40,
    ),
    Column(
        "result",
        pgettext_lazy("open data", "Winning price (đồng)"),
        "amount",
        _("The price at which the contractor was selected. Empty: not stated, which is not 0."),
        unit=_DONG,
        basis=RESULTS_LAW,
        imports="result",
        width=24,
    ),
    Column(
        "decision",
        pgettext_lazy("open data", "Decision on the result"),
        "text",
        _("Number and symbol of the decision by which the contractor was selected."),
        imports="decision",
        width=24,
    ),
    Column(
        "signed_on",
        pgettext_lazy("open data", "Contract signed on"),
        "date",
        _("The day of the contract."),
        imports="signed_on",
    ),
    Column(
        "duration",
        pgettext_lazy("open data", "Time of the contract"),
        "text",
        _("How long the contract runs, in words."),
        imports="duration",
    ),
)
_STATES: Final = (
    Column(
        "status_code",
        pgettext_lazy("open data", "Code of the status"),
        "code",
        _("preparing, calling, in_progress, completed, suspended or stopped."),
        imports="status",
    ),
    Column(
        "status",
        pgettext_lazy("open data", "Status"),
        "text",
        _("Where the project stood, in words."),
        basis=FIELDS_LAW,
        width=24,
    ),
    Column(
        "since",
        pgettext_lazy("open data", "Since"),
        "part_date",
        _("From when on the project was in this status."),
        imports="since",
    ),
    Column(
        "note",
        pgettext_lazy("open data", "Reason or decision"),
        "text",
        _("Why the status changed."),
        imports="note",
        width=40,
    ),
)

PARTS: Final[dict[str, Part]] = {
    part.code: part
    for part in (
        Part(
            "capital",
            "von",
            pgettext_lazy("open data", "Capital by year and source"),
            CAPITAL,
        ),
        Part("decisions", "quyet-dinh", pgettext_lazy("open data", "Decisions"), _DECISIONS),
        Part("packages", "goi-thau", pgettext_lazy("open data", "Bidding packages"), _PACKAGES),
        Part(
            "states",
            "tinh-trang",
            pgettext_lazy("open data", "History of the status"),
            _STATES,
        ),
    )
}
