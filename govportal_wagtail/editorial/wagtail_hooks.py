"""Loads what the editorial app adds to the admin."""

from __future__ import annotations

from . import flow_hooks, gate_hooks  # noqa: F401 - each registers itself
from .staff import (  # noqa: F401
    afterwards_hooks,
    item_hooks,
    menu,
    message_hooks,
    slip_hooks,
)
