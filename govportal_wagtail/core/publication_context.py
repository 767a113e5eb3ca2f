"""On what ground code makes pages public by itself: the making of a site, an import, a restoration.

A later layer may refuse publication by a person that nobody approved. Code that publishes on
purpose says so with ``trusted``; whoever guards publication asks ``purpose``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why pages may become public in a block of code."""

    code: str
    user: Any = None
    reason: str = ""
    #: Whether every page that becomes public in the block is written into the log.
    is_logged: bool = False


_current: ContextVar[Purpose | None] = ContextVar("govportal_publication_purpose", default=None)


@contextmanager
def trusted(
    code: str, *, user: Any = None, reason: str = "", is_logged: bool = False
) -> Iterator[None]:
    """Let the code of the block publish; ends with the block, also by an error.

    ``code`` is a short stable name such as ``import``; ``user`` on whose behalf it runs.
    """
    token = _current.set(Purpose(code, user, reason, is_logged))
    try:
        yield
    finally:
        _current.reset(token)


def purpose() -> Purpose | None:
    """What the innermost ``trusted`` block said; None outside of any."""
    return _current.get()
