"""Part a cell that holds the signer's post and name together."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ...core.importing.cells import one_line


class Signature(NamedTuple):
    """Who signed: capacity code ("KT."), post, name; `is_certain` is False if it was not parted."""

    capacity: str
    position: str
    name: str
    is_certain: bool = True


# Words that begin the name of an organisation, not of a person: "Giám đốc Sở Tư pháp ...".
_ORGANISATIONS: Final = frozenset(
    {"Sở", "Bộ", "Ban", "Phòng", "Cục", "Vụ", "Viện", "Chi", "Tổng", "Ủy", "Uỷ", "Hội", "Đoàn"}
    | {"Trung", "Trường", "Văn", "Thanh", "Xã", "Tỉnh", "Huyện"}
)
# These are also family or middle names ("Văn", "Đoàn"): an organisation only if followed by these.
_AMBIGUOUS: Final = {
    "Văn": "phòng",
    "Thanh": "tra",
    "Trung": "tâm",
    "Đoàn": "Đại biểu",
    "Hội": "đồng",
    "Chi": "cục",
}
_CAPACITY = re.compile(r"^(TM|KT|TL|TUQ|Q)\.\s*", re.IGNORECASE)
_NAME_WORDS: Final = (2, 5)


def split_signer(text: str, positions: tuple[str, ...] = ()) -> Signature:
    """Part "Phó Chủ tịch UBND Đặng Ngọc Hậu" into post and name.

    `positions` are known posts, of which the longest that begins the text is taken. Otherwise the
    name is the run of capitalised words at the end. What cannot be parted is kept as the name.
    """
    text = one_line(text)
    capacity = ""
    if found := _CAPACITY.match(text):
        capacity, text = f"{found[1].upper()}.", text[found.end() :]
    for position in sorted(positions, key=len, reverse=True):
        if text.casefold().startswith(position.casefold() + " "):
            name = text[len(position) :].strip(" ,;:-–")
            return Signature(capacity, text[: len(position)], name, bool(name))
    for mark in (" - ", " – ", ": ", ", ", "; "):
        first, found_mark, last = text.rpartition(mark)
        if found_mark and _is_name(last.split()):
            return Signature(capacity, first.strip(), last.strip())
    return _split_by_case(capacity, text)


def _split_by_case(capacity: str, text: str) -> Signature:
    words = text.split()
    start = len(words)
    while start and _is_name_word(words[start - 1]):
        start -= 1
    name = words[start:]
    if start == 0:
        return Signature(capacity, "", text, _is_name(name))
    if not _is_name(name) or _is_organisation(name):
        return Signature(capacity, "", text, False)
    return Signature(capacity, " ".join(words[:start]), " ".join(name))


def _is_name(words: list[str]) -> bool:
    return _NAME_WORDS[0] <= len(words) <= _NAME_WORDS[1] and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and (len(word) == 1 or word[1:].islower())


def _is_organisation(words: list[str]) -> bool:
    following = _AMBIGUOUS.get(words[0])
    if following is not None:
        return " ".join(words[1:]).startswith(following)
    return words[0] in _ORGANISATIONS
