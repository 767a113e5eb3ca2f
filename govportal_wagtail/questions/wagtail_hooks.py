"""Loads what the questions app adds to the admin."""

from __future__ import annotations

# Before our own: forms of replies use a field of the slips, whose module asks Wagtail for its
# features, and this loads the hooks of all apps.
from ..editorial import wagtail_hooks  # noqa: F401
from .staff import (  # noqa: F401 - they register themselves
    figure_hooks,
    hooks,
    menu,
    privacy_hooks,
    reply_hooks,
)
