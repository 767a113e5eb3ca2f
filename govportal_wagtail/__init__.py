"""A Wagtail package for the portal of a Vietnamese province and its component sites."""

from __future__ import annotations

__version__ = "0.1.0"
