"""What happened to a site or a host name, as rows for a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from wagtail.log_actions import registry as log_registry

#: The newest entries that a page shows.
LENGTH: Final = 50


class Entry(NamedTuple):
    """One line of the history."""

    at: datetime
    message: str
    by: str
    note: str


def history_of(instance: Any) -> list[Entry]:
    """The newest entries of the log of a record, newest first."""
    logs = log_registry.get_logs_for_instance(instance).select_related("user")
    return [
        Entry(each.timestamp, str(each.message), str(each.user_display_name), _note(each.data))
        for each in logs.order_by("-timestamp", "-pk")[:LENGTH]
    ]


def _note(data: Any) -> str:
    """Reason, note and legal basis, as far as they were given."""
    if not isinstance(data, dict):
        return ""
    return "; ".join(str(data[key]) for key in ("reason", "note", "basis") if data.get(key))
