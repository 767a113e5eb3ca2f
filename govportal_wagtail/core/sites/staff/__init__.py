"""Screens of component sites and host names in the admin."""

from __future__ import annotations
