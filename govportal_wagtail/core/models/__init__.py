"""Registers and settings that every part of the portal may use."""

from __future__ import annotations

from .agency import Agency, AgencyKind, AgencyLevel
from .field import AdministrativeField
from .file_facts import FileFacts, InspectionState
from .mixins import PortalPageMixin
from .names import LocalizedNameMixin
from .settings import LinkGroup, PortalLink, PortalSettings

__all__ = [
    "AdministrativeField",
    "Agency",
    "AgencyKind",
    "AgencyLevel",
    "FileFacts",
    "InspectionState",
    "LinkGroup",
    "LocalizedNameMixin",
    "PortalLink",
    "PortalPageMixin",
    "PortalSettings",
]
