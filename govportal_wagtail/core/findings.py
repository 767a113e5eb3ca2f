"""One remark about a field of something that is checked: an error, or only odd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

__all__ = ["Finding", "Level"]

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark; ``code`` is stable and does not depend on the language."""

    level: Level
    field: str
    code: str
    message: str | Promise
