"""Names of places: the area of a commune where the register of agencies names its committee."""

from __future__ import annotations

import re
from typing import Final

from ...core.models import Agency
from ...core.models.names import Untranslated
from ...core.vietnamese import fold, normalise

__all__ = ["area_name"]

_COMMITTEE: Final = re.compile(
    r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd"
    r"|(?:the )?people['’]s (?:committee|council) of)\s+"
)


def area_name(agency: Agency) -> str:
    """The area of an agency in the active language: "Xã Tân Khê" of its People's Committee.

    The name of the agency where it tells no area; one that is not translated says so.
    """
    name = agency.localized_name
    text = normalise(name)
    found = _COMMITTEE.match(fold(text))
    # Folding takes no letter away and adds none to these words.
    rest = text[found.end() :] if found else ""
    if not rest:
        return name
    area = rest[:1].upper() + rest[1:]
    return Untranslated(area) if isinstance(name, Untranslated) else area
