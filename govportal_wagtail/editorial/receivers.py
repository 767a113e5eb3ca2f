"""Loads the receivers of the editorial app."""

from __future__ import annotations

from . import (  # noqa: F401 - each registers itself
    afterwards_receivers,
    guards,
    holding_receivers,
    messaging_receivers,
    timing_receivers,
    workflow_receivers,
)
