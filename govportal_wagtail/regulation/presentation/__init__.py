"""How rules, calendars and time limits are shown to people: on screens, in a terminal, in print."""

from __future__ import annotations
