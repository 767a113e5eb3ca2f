"""Fixed vocabularies of investment projects."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy


class ProjectStatus(models.TextChoices):
    """Where a project stands.

    Decree 43/2011/NĐ-CP, Article 10.1.h, has three lists: being prepared, in progress, completed.
    A call for investment belongs to the first, a suspended project to the second.
    """

    PREPARING = "preparing", pgettext_lazy("project", "in preparation")
    CALLING = "calling", pgettext_lazy("project", "calling for investment")
    IN_PROGRESS = "in_progress", pgettext_lazy("project", "in progress")
    COMPLETED = "completed", pgettext_lazy("project", "completed")
    SUSPENDED = "suspended", pgettext_lazy("project", "suspended")
    STOPPED = "stopped", pgettext_lazy("project", "stopped")


#: States in which a project is being built or paid, so that its figures are expected each year.
UNDER_WAY: Final = frozenset({ProjectStatus.IN_PROGRESS, ProjectStatus.SUSPENDED})


class ProjectKind(models.TextChoices):
    """What kind of project it is (loại dự án)."""

    PUBLIC_INVESTMENT = "public_investment", pgettext_lazy("project", "public investment")
    PPP = "ppp", pgettext_lazy("project", "public-private partnership")
    CALL = "call", pgettext_lazy("project", "call for investment")
    ODA = "oda", pgettext_lazy("project", "ODA or concessional loan")
    PROCUREMENT = "procurement", pgettext_lazy("project", "public procurement only")
    OTHER = "other", pgettext_lazy("kind of project", "other")


class ProjectGroup(models.TextChoices):
    """The group of a project (Law on Public Investment 58/2024/QH15, Articles 8 to 11)."""

    NATIONAL = "national", pgettext_lazy("group of projects", "of national importance")
    A = "a", pgettext_lazy("group of projects", "group A")
    B = "b", pgettext_lazy("group of projects", "group B")
    C = "c", pgettext_lazy("group of projects", "group C")


class FundingType(models.TextChoices):
    """How a project is paid for (loại hình tài trợ)."""

    STATE_BUDGET = "state_budget", pgettext_lazy("funding", "state budget")
    ODA_GRANT = "oda_grant", pgettext_lazy("funding", "ODA, grant")
    ODA_LOAN = "oda_loan", pgettext_lazy("funding", "ODA or concessional loan")
    PRIVATE = "private", pgettext_lazy("funding", "investor's own capital")
    MIXED = "mixed", pgettext_lazy("funding", "mixed")
    OTHER = "other", pgettext_lazy("funding", "other")


class DecisionKind(models.TextChoices):
    """What a decision on a project decides."""

    POLICY = "policy", pgettext_lazy("decision", "investment policy")
    APPROVAL = "approval", pgettext_lazy("decision", "approval of the project")
    ADJUSTMENT = "adjustment", pgettext_lazy("decision", "adjustment")
    DESIGN = "design", pgettext_lazy("decision", "design and estimate")
    PROCUREMENT_PLAN = "procurement_plan", pgettext_lazy("decision", "contractor selection plan")
    CAPITAL_PLAN = "capital_plan", pgettext_lazy("decision", "capital plan")
    LAND = "land", pgettext_lazy("decision", "land")
    SETTLEMENT = "settlement", pgettext_lazy("decision", "final settlement")
    OTHER = "other", pgettext_lazy("decision", "other")


class SelectionForm(models.TextChoices):
    """How a contractor is selected (Law on Bidding 22/2023/QH15, Article 20)."""

    OPEN = "open", pgettext_lazy("bidding", "open bidding")
    LIMITED = "limited", pgettext_lazy("bidding", "limited bidding")
    DIRECT = "direct", pgettext_lazy("bidding", "direct appointment")
    SHOPPING = "shopping", pgettext_lazy("bidding", "competitive quotation")
    DIRECT_PURCHASE = "direct_purchase", pgettext_lazy("bidding", "direct procurement")
    SELF = "self", pgettext_lazy("bidding", "self-performance")
    COMMUNITY = "community", pgettext_lazy("bidding", "community participation")
    NEGOTIATION = "negotiation", pgettext_lazy("bidding", "price negotiation")
    SPECIAL = "special", pgettext_lazy("bidding", "special case")


class PackageState(models.TextChoices):
    """How far the bidding of a package has come."""

    PLANNED = "planned", pgettext_lazy("bidding", "planned")
    INVITED = "invited", pgettext_lazy("bidding", "invited")
    AWARDED = "awarded", pgettext_lazy("bidding", "contractor selected")
    CANCELLED = "cancelled", pgettext_lazy("bidding", "cancelled")
