"""What the core app adds to the registries of earlier layers."""

from __future__ import annotations

from .search import checks

__all__ = ["checks"]
