"""Template tags of the pages app."""

from __future__ import annotations
