"""The columns of the open data: one definition for tables, JSON, the data dictionary and imports.

``code`` names a column for programs and never changes; ``heading`` names it for people and is in
their language. A column with ``imports`` is read back into that field of the project, so that a
table which nobody changed changes nothing; the others follow from it or stand in other tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .column_kinds import CONTENTS, FIELDS_LAW, RESULTS_LAW, Column, Kind
from .money_columns import PROJECT_MONEY

__all__ = ["CONTENTS", "FIELDS_LAW", "PROJECT_COLUMNS", "RESULTS_LAW", "Column", "Kind"]

_GROUPS_LAW: Final = _("Law on Public Investment 58/2024/QH15, Articles 8 to 11")

_IDENTITY: Final = (
    Column(
        "id",
        pgettext_lazy("open data", "Number of the page"),
        "code",
        _("Number of the project's page on this portal; it stays when the page is renamed."),
    ),
    Column(
        "code",
        pgettext_lazy("open data", "Project code"),
        "code",
        _("The code under which the project is known; the key of an import."),
        imports="code",
    ),
    Column(
        "other_codes",
        pgettext_lazy("open data", "Other codes"),
        "text",
        _("For example of the bidding network; several are separated by semicolons."),
        imports="other_codes",
    ),
    Column(
        "name",
        pgettext_lazy("open data", "Project name"),
        "text",
        _("Name of the project."),
        basis=FIELDS_LAW,
        imports="title",
        width=60,
    ),
    Column(
        "objective",
        pgettext_lazy("open data", "Main objective"),
        "text",
        _("What the project is for."),
        basis=FIELDS_LAW,
        imports="objective",
        width=60,
    ),
    Column(
        "field_code",
        pgettext_lazy("open data", "Code of the field"),
        "code",
        _("Code of the field of administration in the register of the portal."),
        imports="field",
    ),
    Column(
        "field",
        pgettext_lazy("open data", "Field"),
        "text",
        _("Name of the field of administration."),
        basis=FIELDS_LAW,
    ),
    Column(
        "kind_code",
        pgettext_lazy("open data", "Code of the kind of project"),
        "code",
        _("public_investment, ppp, call, oda, procurement or other."),
        imports="kind",
    ),
    Column(
        "kind",
        pgettext_lazy("open data", "Kind of project"),
        "text",
        _("The kind of project in words."),
        basis=FIELDS_LAW,
        width=24,
    ),
    Column(
        "group_code",
        pgettext_lazy("open data", "Code of the group of projects"),
        "code",
        _("national, a, b or c."),
        imports="group",
    ),
    Column(
        "group",
        pgettext_lazy("open data", "Group of projects"),
        "text",
        _("The group of projects in words."),
        basis=_GROUPS_LAW,
    ),
)
_STATE: Final = (
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
        _("Where the project stands, in words."),
        basis=FIELDS_LAW,
    ),
    Column(
        "status_since",
        pgettext_lazy("open data", "In this status since"),
        "part_date",
        _("From when on the project has been in this status."),
        imports="status_since",
    ),
    Column(
        "status_note",
        pgettext_lazy("open data", "Remarks on the status"),
        "text",
        _("Why the project is in this status."),
        imports="status_note",
        width=40,
    ),
    Column(
        "progress",
        pgettext_lazy("open data", "Progress (%)"),
        "number",
        _("How much of the works is done, from 0 to 100."),
        unit="%",
        basis=RESULTS_LAW,
        imports="progress",
    ),
    Column(
        "progress_on",
        pgettext_lazy("open data", "Progress measured on"),
        "date",
        _("The day on which the progress was measured."),
        imports="progress_on",
    ),
    Column(
        "planned_start",
        pgettext_lazy("open data", "Planned start"),
        "part_date",
        _("When the project is to begin, as decided."),
        basis=FIELDS_LAW,
        imports="planned_start",
    ),
    Column(
        "planned_end",
        pgettext_lazy("open data", "Planned end"),
        "part_date",
        _("When the project is to end, as decided."),
        basis=FIELDS_LAW,
        imports="planned_end",
    ),
    Column(
        "actual_start",
        pgettext_lazy("open data", "Actual start"),
        "part_date",
        _("When the project began."),
        imports="actual_start",
    ),
    Column(
        "actual_end",
        pgettext_lazy("open data", "Actual end"),
        "part_date",
        _("When the project ended."),
        basis=RESULTS_LAW,
        imports="actual_end",
    ),
)
_WHO: Final = (
    Column(
        "investor_code",
        pgettext_lazy("open data", "Code of the investor"),
        "code",
        _("Code of the investor in the register of agencies; empty for others."),
        imports="investor",
    ),
    Column(
        "investor",
        pgettext_lazy("open data", "Investor"),
        "text",
        _("Who owns the project."),
        imports="investor_name",
        width=36,
    ),
    Column(
        "board",
        pgettext_lazy("open data", "Management board"),
        "text",
        _("Who manages the project for the investor."),
        imports="board_name",
        width=36,
    ),
    Column(
        "commune_codes",
        pgettext_lazy("open data", "Codes of the communes"),
        "list",
        _("Codes of the communes in the register of agencies."),
        imports="communes",
    ),
    Column(
        "communes",
        pgettext_lazy("open data", "Communes"),
        "list",
        _("Communes in which the project lies."),
        width=36,
    ),
    Column(
        "place",
        pgettext_lazy("open data", "Place"),
        "text",
        _("Where the project lies, in words."),
        imports="place",
        width=36,
    ),
    Column(
        "latitude",
        pgettext_lazy("open data", "Latitude"),
        "number",
        _("In degrees of WGS 84; lines and areas stand in the GeoJSON file."),
        unit="°",
        imports="latitude",
    ),
    Column(
        "longitude",
        pgettext_lazy("open data", "Longitude"),
        "number",
        _("In degrees of WGS 84; lines and areas stand in the GeoJSON file."),
        unit="°",
        imports="longitude",
    ),
    Column(
        "scale",
        pgettext_lazy("open data", "Capacity and scale"),
        "text",
        _("What is built or bought, and how much of it."),
        imports="scale",
        width=40,
    ),
    Column(
        "land_area",
        pgettext_lazy("open data", "Land (ha)"),
        "number",
        _("Land that the project uses."),
        unit="ha",
        imports="land_area",
    ),
    Column(
        "land_use",
        pgettext_lazy("open data", "Land and clearance"),
        "text",
        _("What the land was and how far its clearance has come."),
        imports="land_use",
        width=36,
    ),
)
_CALL: Final = (
    Column(
        "incentives",
        pgettext_lazy("open data", "Incentives for investors"),
        "text",
        _("What investors are offered, for a project that calls for investment."),
        imports="incentives",
        width=36,
    ),
    Column(
        "call_terms",
        pgettext_lazy("open data", "What investors need to meet"),
        "text",
        _("Conditions of a call for investment."),
        imports="call_terms",
        width=36,
    ),
    Column(
        "call_until",
        pgettext_lazy("open data", "Applications until"),
        "date",
        _("The last day of a call for investment."),
        imports="call_until",
    ),
)
_RECORD: Final = (
    Column(
        "source_url",
        pgettext_lazy("open data", "Address of the source"),
        "url",
        _("Where the particulars were taken from."),
        imports="source_url",
        width=30,
    ),
    Column(
        "language",
        pgettext_lazy("open data", "Language"),
        "code",
        _("Code of the language in which the project is described."),
    ),
    Column(
        "updated",
        pgettext_lazy("open data", "Last updated"),
        "moment",
        _("When the last change of the project was published."),
    ),
    Column(
        "revised_on",
        pgettext_lazy("open data", "Figures revised on"),
        "date",
        _("The last day on which a published figure was corrected."),
    ),
    Column(
        "url",
        pgettext_lazy("open data", "Address of the project"),
        "url",
        _("The page of the project, its address for links."),
        width=40,
    ),
)

PROJECT_COLUMNS: Final[Sequence[Column]] = (
    *_IDENTITY,
    *_STATE,
    *_WHO,
    *PROJECT_MONEY,
    *_CALL,
    *_RECORD,
)
