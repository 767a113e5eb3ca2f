"""Management commands of the investment app."""

from __future__ import annotations
