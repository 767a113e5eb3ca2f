"""What the history calls our own actions on accounts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from ...regulation.vocabulary import RoleCode
from ..models import EndReason
from . import accounts


def register(actions: Any) -> None:
    """Register the wordings with Wagtail's registry of actions."""
    for code, formatter in _FORMATTERS.items():
        actions.register_action(code)(formatter)


def _role(data: dict[str, Any]) -> str:
    role = data.get("role", "")
    return str(RoleCode(role).label) if role in RoleCode.values else role


class _Created(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Account: create")

    def format_message(self, log_entry: Any) -> str:
        return _("Account created for %(agency)s") % {"agency": log_entry.data.get("agency", "")}


class _Granted(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Account: grant a role")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        return _("Role '%(role)s' on %(site)s granted") % {
            "role": _role(data),
            "site": data.get("site", ""),
        }


class _Ended(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Account: end a role")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        return _("Role '%(role)s' on %(site)s ended") % {
            "role": _role(data),
            "site": data.get("site", ""),
        }

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("note", ""))


class _Locked(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Account: lock")

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason", "")
        label = EndReason(reason).label if reason in EndReason.values else reason
        return _("Account locked: %(reason)s") % {"reason": label}

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("note", ""))


class _Unlocked(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Account: unlock")
    message = gettext_lazy("Account unlocked")


class _LinkSent(LogFormatter):  # type: ignore[misc]
    label = gettext_lazy("Account: send the link")
    message = gettext_lazy("Link to set the password sent")


_FORMATTERS = {
    accounts.CREATED: _Created,
    accounts.GRANTED: _Granted,
    accounts.ENDED: _Ended,
    accounts.LOCKED: _Locked,
    accounts.UNLOCKED: _Unlocked,
    accounts.LINK_SENT: _LinkSent,
}
