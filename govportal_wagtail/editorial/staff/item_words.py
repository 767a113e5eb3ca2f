"""What the screens say of an item: whom it waits for, by when, at which step. No queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ...regulation import catalogue
from ...regulation.presentation.rules import category_label
from ...regulation.schema import Profile, WorkflowStep
from ...regulation.vocabulary import RoleCode
from ..models import EditorialItem
from ..roles import SUPERUSER
from ..vocabulary import CLOSED_STATES, ItemState

#: Up to so many days ahead the last day counts as near.
SOON_DAYS: Final = 3
_BACK_AT_SUPPLIER: Final = frozenset({ItemState.DRAFT, ItemState.RETURNED})


@dataclass(frozen=True, slots=True)
class Due:
    """How near the last day is: a code for colour and filters, an icon, and the words."""

    code: str
    icon: str
    words: str
    day: date | None = None


def due(item: EditorialItem, today: date | None = None) -> Due:
    """The last day of an item in words; of a closed one only the day."""
    return due_in_words(item.due_on, is_open=item.is_open, today=today)


def due_in_words(day: date | None, *, is_open: bool, today: date | None = None) -> Due:
    """A last day in words; of what is closed only the day."""
    if day is None:
        return Due("none", "", "" if not is_open else pgettext("last day", "none"))
    shown = f"{day:%d/%m/%Y}"
    if not is_open:
        return Due("past", "", shown, day)
    left = (day - (today or timezone.localdate())).days
    if left < 0:
        words = ngettext("%(count)d day late", "%(count)d days late", -left) % {"count": -left}
        return Due("late", "warning", words, day)
    if left == 0:
        return Due("today", "time", _("due today"), day)
    if left <= SOON_DAYS:
        words = ngettext("due in %(count)d day", "due in %(count)d days", left) % {"count": left}
        return Due("soon", "time", words, day)
    return Due("ahead", "", shown, day)


def profile_of(item: EditorialItem) -> Profile | None:
    """The regulation by which the item is handled; None before it was submitted."""
    return catalogue.profiles().get(item.profile)


def role_title(profile: Profile | None, role: str) -> str:
    """What the regulation calls a role; empty for none."""
    if role == SUPERUSER:
        return _("administrator of the system")
    if role not in RoleCode.values:
        return role
    return profile.role_title(role) if profile else str(RoleCode(role).label)


def step_of(profile: Profile | None, key: str) -> WorkflowStep | None:
    """A step of the regulation by its key."""
    return profile.steps.get(key) if profile and key else None


def step_title(profile: Profile | None, key: str) -> str:
    """What a step is called; its key where the regulation knows it no more."""
    step = step_of(profile, key)
    return (step.title or str(step.action.label)) if step else key


def category_title(profile: Profile | None, category: str) -> str:
    """What the regulation calls a kind of information; empty for none."""
    rules = profile.deadlines_for(category) if profile and category else ()
    return category_label(rules[0]) if rules else category


def categories_of(profile: Profile | None) -> list[tuple[str, str]]:
    """The kinds of information for which the regulation sets a time limit."""
    found: dict[str, str] = {}
    for rule in profile.deadlines.values() if profile else ():
        found.setdefault(rule.category, category_label(rule))
    return list(found.items())


def name_of(user: Any) -> str:
    """Full name of a person, else the user name."""
    return str(user.get_full_name() or user.get_username()) if user else ""


def waiting_for(item: EditorialItem) -> str:
    """Who is to act: the person who claimed it, an agency, or the roles of the step."""
    if item.state in CLOSED_STATES:
        return ""
    if item.claimed_by:
        return name_of(item.claimed_by)
    if item.state in _BACK_AT_SUPPLIER:
        return str(item.agency or name_of(item.created_by))
    profile = profile_of(item)
    if item.state == ItemState.VERIFYING and item.waiting_agency:
        return str(item.waiting_agency)
    step = step_of(profile, item.step)
    roles = ", ".join(role_title(profile, role.value) for role in step.roles) if step else ""
    if item.waiting_agency:
        return f"{roles} ({item.waiting_agency})" if roles else str(item.waiting_agency)
    return roles
