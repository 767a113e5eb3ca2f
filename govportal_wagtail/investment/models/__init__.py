"""Models of public investment projects."""

from __future__ import annotations

from .figures import (
    BatchEventKind,
    BatchState,
    Figure,
    FigureBatch,
    FigureBatchEvent,
    FigureChange,
    FigureRow,
)
from .imports import ProjectImportRow, ProjectImportRun
from .pages import (
    InvestmentProjectMixin,
    InvestmentProjectPage,
    ProjectIndexPage,
    ProjectIndexPageMixin,
)
from .parts import (
    BiddingPackage,
    ProjectCapital,
    ProjectDecision,
    ProjectFile,
    ProjectPhoto,
    ProjectState,
    ProjectUpdate,
)
from .register import ProjectEntry, ProjectMoney
from .sources import CapitalSource
from .vocabulary import (
    UNDER_WAY,
    DecisionKind,
    FundingType,
    PackageState,
    ProjectGroup,
    ProjectKind,
    ProjectStatus,
    SelectionForm,
)

__all__ = [
    "UNDER_WAY",
    "BatchEventKind",
    "BatchState",
    "BiddingPackage",
    "CapitalSource",
    "DecisionKind",
    "Figure",
    "FigureBatch",
    "FigureBatchEvent",
    "FigureChange",
    "FigureRow",
    "FundingType",
    "InvestmentProjectMixin",
    "InvestmentProjectPage",
    "PackageState",
    "ProjectCapital",
    "ProjectDecision",
    "ProjectEntry",
    "ProjectFile",
    "ProjectGroup",
    "ProjectImportRow",
    "ProjectImportRun",
    "ProjectIndexPage",
    "ProjectIndexPageMixin",
    "ProjectKind",
    "ProjectMoney",
    "ProjectPhoto",
    "ProjectState",
    "ProjectStatus",
    "ProjectUpdate",
    "SelectionForm",
]
