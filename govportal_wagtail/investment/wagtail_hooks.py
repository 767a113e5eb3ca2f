"""Loads what the investment app adds to the admin."""

from __future__ import annotations

from ..editorial import wagtail_hooks  # noqa: F401 - before our own: forms use its features
from .staff import hooks, import_hooks, menu, report_hooks  # noqa: F401 - they register themselves
