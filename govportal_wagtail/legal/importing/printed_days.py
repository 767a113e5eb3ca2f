"""The day of issue as the full text of a document prints it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_PLACE_AND_DAY = re.compile(
    r"^[^\n]{0,40},\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.MULTILINE
)
_PASSED = re.compile(
    r"kỳ họp thứ.{1,30}?thông qua\s+ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})",
    re.DOTALL,
)
_CONSOLIDATION: Final = "XÁC THỰC VĂN BẢN HỢP NHẤT"
_HEAD: Final = 4000
_NEAR: Final = 600


def date_printed(text: str) -> date | None:
    """The day printed in the full text: below the symbol, in the authentication of a consolidated
    text, or where a law says when the National Assembly passed it. None if none is found.
    """
    found = _PLACE_AND_DAY.search(text[:_HEAD])
    at = text.rfind(_CONSOLIDATION)
    if at >= 0:
        found = _PLACE_AND_DAY.search(text, max(0, at - _NEAR), at + _NEAR)
    passed = list(_PASSED.finditer(text)) if found is None else []
    found = found or (passed[-1] if passed else None)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
