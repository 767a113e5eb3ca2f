"""What the translation app adds to the registries of earlier layers."""

from __future__ import annotations

from ..editorial.registries import publish_requirements
from .publishing_rules import COMPLETE

publish_requirements.register(COMPLETE.code, COMPLETE)
