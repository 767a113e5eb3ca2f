"""Who takes a step at the moment, and what of it is written into the log already.

Wagtail sends its signals after the next step has begun. A step that comes through ``decisions`` is
written down before it is taken, so that the log has the order of the events; the receivers write
down only what comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from . import publication


@dataclass(frozen=True, slots=True)
class Doing:
    """A step that is being taken; ``action`` is ``approve``, ``return``, ``refuse``, ..."""

    user: Any
    action: str


_current: ContextVar[Doing | None] = ContextVar("govportal_editorial_doing", default=None)
#: Messages of refused steps for the request that asked for them; None outside of one.
_told: ContextVar[list[str] | None] = ContextVar("govportal_editorial_told", default=None)


@contextmanager
def doing(user: Any, action: str) -> Iterator[None]:
    """In the block the step is taken that the log has already."""
    token = _current.set(Doing(user, action))
    try:
        yield
    finally:
        _current.reset(token)


def is_doing(*actions: str) -> bool:
    """Whether one of the steps is being taken, and in the log."""
    current = _current.get()
    return current is not None and current.action in actions


def whoever(user: Any = None) -> Any:
    """The user who was given, who takes the step, or who acts in the admin; else None."""
    if getattr(user, "pk", None):
        return user
    current = _current.get()
    if current is not None and getattr(current.user, "pk", None):
        return current.user
    return publication.actor()


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what ``tell`` says in the block, for a view that shows it itself."""
    heard: list[str] = []
    token = _told.set(heard)
    try:
        yield heard
    finally:
        _told.reset(token)


def tell(message: str) -> bool:
    """Hand a message to the view that listens; False where none does."""
    heard = _told.get()
    if heard is None:
        return False
    heard.append(message)
    return True
