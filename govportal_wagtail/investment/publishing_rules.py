"""What a project needs to be posted, and how its time limits are found.

The least is that of Decree 43/2011/NĐ-CP, Article 10.1.h: name, main objective, field, kind, time,
cost, kind of funding, donor and status. Vĩnh Long 2021, Articles 16 and 18.1.d, points to it. The
decree has ceased to have effect, but no later text names fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ..editorial import requirements
from ..editorial.registries import PageTiming, PageTwins, PublishRequirement, Shortfall
from ..regulation.vocabulary import Event
from .models import (
    DecisionKind,
    FundingType,
    InvestmentProjectMixin,
    InvestmentProjectPage,
    ProjectStatus,
)
from .slip_targets import is_provisional
from .validation import errors_of, part_errors_of

__all__ = ["ARTICLE", "CATEGORY", "PROJECT_TIMING", "PROJECT_TWINS", "REQUIREMENTS", "missing"]

#: The kind of information of the regulations' time limits.
CATEGORY: Final = "project"
#: Where the law names the least that is said of a project.
ARTICLE: Final = "43/2011/NĐ-CP 10.1.h"
#: Kinds of funding of which the public is to know who gives; who pays for the others is clear.
_WITH_DONOR: Final = frozenset(
    {FundingType.ODA_GRANT, FundingType.ODA_LOAN, FundingType.MIXED, FundingType.OTHER}
)
#: What a project is approved by, the first kind that it has.
_APPROVING: Final = (
    (DecisionKind.APPROVAL, DecisionKind.ADJUSTMENT),
    (DecisionKind.POLICY,),
)


def is_project(page: Page) -> bool:
    """Whether the page is an investment project, also one of a province's own kind."""
    return isinstance(page, InvestmentProjectMixin)


def missing(page: Any) -> Iterator[Shortfall]:
    """What is missing of the least that Decree 43/2011/NĐ-CP, Article 10.1.h, asks for."""
    wanted = (
        ("title", page.title, gettext_lazy("State the name of the project.")),
        ("objective", page.objective, gettext_lazy("State the main objective.")),
        ("field", page.field_id, gettext_lazy("Choose the field.")),
        ("kind", page.kind, gettext_lazy("Choose the kind of project.")),
        ("planned_start", page.planned_start or page.actual_start, _NO_START),
        ("planned_end", page.planned_end or page.actual_end, _NO_END),
        ("total_investment", page.total_investment, gettext_lazy("State the total investment.")),
        ("funding", page.funding, gettext_lazy("Choose the kind of funding.")),
        ("status", page.status, gettext_lazy("Choose the status.")),
    )
    for field, value, message in wanted:
        # An investment of 0 đồng is none.
        if not (value.strip() if isinstance(value, str) else value):
            yield Shortfall(field, message, ARTICLE, f"no_{field}")
    if page.funding in _WITH_DONOR and not (page.donor or "").strip():
        message = gettext_lazy(
            "State the donor: the project is not paid by the state budget alone."
        )
        yield Shortfall("donor", message, ARTICLE, "no_donor")


def check_identity(page: Any) -> Iterator[Shortfall]:
    """It is clear which project it is and who answers for it."""
    if is_provisional(page.code):
        message = gettext_lazy("The code is provisional: enter the code of the project.")
        yield Shortfall("code", message, "", "provisional_code")
    if page.investor_id or (page.investor_name or "").strip():
        return
    if page.status != ProjectStatus.CALLING:
        message = gettext_lazy("Name the investor.")
        yield Shortfall("investor", message, "", "no_investor")
    elif not any((page.contact_unit, page.contact_phone, page.contact_email)):
        message = gettext_lazy("State whom investors may ask.")
        yield Shortfall("contact_unit", message, "", "no_contact")


def check_particulars(page: Any) -> Iterator[Shortfall]:
    """Days, places and rows of figures, decisions and packages are such as can be."""
    for field, messages in errors_of(page).items():
        for message in messages:
            yield Shortfall(field, message, "", "invalid")
    for error in part_errors_of(page):
        values = {"number": error.position + 1, "message": error.message}
        text = _("Row %(number)s: %(message)s") % values
        yield Shortfall(error.relation, text, "", "invalid_row")


def check_photos(page: Any) -> Iterator[Shortfall]:
    """Every photo says what it shows, for readers who cannot see it."""
    if any(not (photo.alt_text or "").strip() for photo in page.photos.all()):
        message = gettext_lazy("Write what each photo shows, for readers who cannot see it.")
        yield Shortfall("photos", message, "", "no_alt")


def check_files(page: Any) -> Iterator[Shortfall]:
    """Every file can be opened (Cà Mau 68/2026, Article 14.4.e: technical format)."""
    article = requirements.ground_article(page, "technical_format")
    for facts in requirements.unreadable_files(each.document_id for each in page.files.all()):
        message = requirements.files_named(facts.document)
        yield Shortfall("files", message, article, "unreadable_file")


def approved_on(page: Any) -> date | None:
    """The day of the newest decision that approved the project; None where none is known."""
    rows = [row for row in page.decisions.all() if row.issued_on]
    for kinds in _APPROVING:
        days: list[date] = [row.issued_on for row in rows if row.kind in kinds]
        if days:
            return max(days)
    return None


def copies_of_project(page: Page) -> QuerySet[Page]:
    """The pages of the same project on other sites and in other languages."""
    if not isinstance(page, InvestmentProjectPage):
        none: QuerySet[Page] = Page.objects.none()
        return none
    same = Q(translation_key=page.translation_key)
    if page.code_key and not is_provisional(page.code):
        same |= Q(code_key=page.code_key)
    ids = InvestmentProjectPage.objects.filter(same).order_by().values("pk")
    found: QuerySet[Page] = Page.objects.filter(pk__in=ids)
    return found


def _anchors(page: Any) -> Mapping[str, date]:
    day = approved_on(page)
    if day is None:
        return {}
    # The decision of approval is the document whose issue some regulations count from.
    events = (Event.APPROVED, Event.ISSUED, Event.OFFICIALLY_ISSUED)
    return {event.value: day for event in events}


def _agency(page: Any) -> Any:
    return page.investor if page.investor_id else None


_NO_START: Final = gettext_lazy("State when the project starts, as planned or as it was.")
_NO_END: Final = gettext_lazy("State when the project ends, as planned or as it was.")
REQUIREMENTS: Final = (
    PublishRequirement(
        "project_least", gettext_lazy("What the law asks of every project"), is_project, missing, 10
    ),
    PublishRequirement(
        "project_identity", gettext_lazy("Code and investor"), is_project, check_identity, 20
    ),
    PublishRequirement(
        "project_particulars",
        gettext_lazy("Days, places and figures that can be"),
        is_project,
        check_particulars,
        30,
    ),
    PublishRequirement(
        "project_photos",
        gettext_lazy("Text alternatives of the photos"),
        is_project,
        check_photos,
        40,
    ),
    PublishRequirement(
        "project_files", gettext_lazy("Files that can be read"), is_project, check_files, 50
    ),
)
PROJECT_TIMING: Final = PageTiming(
    "investment_project", is_project, lambda page: CATEGORY, _anchors, _agency
)
PROJECT_TWINS: Final = PageTwins("investment_project", copies_of_project)
