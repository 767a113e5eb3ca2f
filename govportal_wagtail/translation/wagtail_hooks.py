"""Loads what the translation app adds to the admin."""

from __future__ import annotations

from ..editorial import wagtail_hooks  # noqa: F401 - before our own: forms use its features
from .staff import doors, hooks  # noqa: F401 - they register themselves
