"""Registers and settings that every part of the portal may use."""

from __future__ import annotations

from .accounts import Account, EndReason, RoleAssignment, SiteLogEntry, SiteRoleGroup
from .agency import Agency, AgencyKind, AgencyLevel
from .boards import BOARD_ROLES, BoardMember, EditorialBoard
from .field import AdministrativeField
from .file_facts import FileFacts, InspectionState
from .imports import AbstractImportRow, AbstractImportRun, ImportState
from .mixins import PortalPageMixin, parent_link
from .names import LocalizedNameMixin
from .paragraphs import ParagraphsField
from .people import Person, Post
from .portal_sites import DomainName, DomainState, PortalSite, SitePart, SiteState
from .rows import TranslatableRow, row_of_version
from .search import SearchIndexState, SearchLogEntry, SearchTerm, SearchText, SearchUnit
from .settings import LinkGroup, PortalLink, PortalSettings

__all__ = [
    "BOARD_ROLES",
    "AbstractImportRow",
    "AbstractImportRun",
    "Account",
    "AdministrativeField",
    "Agency",
    "AgencyKind",
    "AgencyLevel",
    "BoardMember",
    "DomainName",
    "DomainState",
    "EditorialBoard",
    "EndReason",
    "FileFacts",
    "ImportState",
    "InspectionState",
    "LinkGroup",
    "LocalizedNameMixin",
    "ParagraphsField",
    "Person",
    "PortalLink",
    "PortalPageMixin",
    "PortalSettings",
    "PortalSite",
    "Post",
    "RoleAssignment",
    "SearchIndexState",
    "SearchLogEntry",
    "SearchTerm",
    "SearchText",
    "SearchUnit",
    "SiteLogEntry",
    "SitePart",
    "SiteRoleGroup",
    "SiteState",
    "TranslatableRow",
    "parent_link",
    "row_of_version",
]
