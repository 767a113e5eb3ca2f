"""The end of a document: who receives it, and who signs."""

from __future__ import annotations

import re
from typing import Final

from ...core.vietnamese import fold

_END: Final = re.compile(
    r"noi nhan\s*(?::|$)|nguoi (?:lap|viet)(?: bieu| lich)?\W*$|\(?da ky\)?\W*$"
    r"|thu truong(?: don vi)?$"
    r"|(?:t\.? ?/? ?l\.?|tm\.?|kt\.?|tuq\.?)\s+(?:chu tich|thuong truc|ban |uy ban|ubnd|giam doc"
    r"|truong |chanh |bi thu|hieu truong|thu truong|dang uy|tinh uy)"
)


def is_end(text: str) -> bool:
    """Whether a paragraph or a cell begins what stands below a schedule."""
    return _END.match(fold(text)) is not None
