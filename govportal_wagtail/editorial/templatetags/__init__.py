"""Template tags of the editorial app."""

from __future__ import annotations
