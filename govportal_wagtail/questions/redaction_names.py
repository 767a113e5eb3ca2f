"""How names of persons are recognised in Vietnamese texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .redaction_kinds import PersonalKind, Span
from .redaction_patterns import LOWER, SPACE, UPPER


def _words_of(text: str) -> list[str]:
    return text.split()


#: Family names that are no common words.
_FAMILIES: Final = _words_of(
    "Nguyễn Trần Phạm Huỳnh Võ Vũ Phan Trương Bùi Đặng Đỗ Ngô Dương Đoàn Trịnh Đinh Lương Lưu "
    "Nghiêm Quách Tạ Triệu Doãn Khuất Phùng Tống Thạch Danh Giàng Thào Sùng Vàng Lò Hoàng Lê "
    "Diệp Mạc Từ Lục Nông Ngụy Khổng Vương Tăng Chử Đàm Kiều Hứa"
)
#: Family names that also begin place names or sentences.
_WEAK: Final = _words_of(
    "Hồ Lý Hà Lâm Thái Cao Mai Đồng Tô Châu La Lại Kim Sơn Chu Văn Quan Ninh Âu An Bạch Bế Cù "
    "Đào Điểu Đới Hoa Lã Lương Ma Phí Phó Quang Thân Thi Tiêu Tôn Trà Viên Trang Giang Y H'"
)
_HONORIFICS: Final = _words_of(
    "ông bà anh chị em cháu cô chú bác dì cậu mợ thím cụ con vợ chồng cha mẹ bố ba má thầy"
)
#: Capitalised words after "ông", "bà" that are offices and no names.
_NO_NAMES: Final = frozenset(
    _words_of(
        "Chủ Giám Phó Trưởng Bí Thủ Bộ Cục Vụ Sở Ban Phòng Hiệu Hội Tổng Viện Chánh Thư Đại Thứ "
        "Ngoại Nội Tổ Quốc Nhà Công Uỷ Ủy UBND HĐND Luật Nghị Thông Điều Quyết Trung"
    )
)
_NEVER: Final = frozenset({"Hồ Chí Minh", "HỒ CHÍ MINH", "Hoàng Sa", "Lê Nin", "Lê-nin"})
#: Streets, communes and schools bear the names of persons.
_PLACE_BEFORE: Final = re.compile(
    r"(?i:(?<!\w)(?:đường|phố|đại lộ|hẻm|ngõ|cầu|chợ|trường|thpt|thcs|tiểu học|mầm non|mẫu giáo"
    r"|đại học|cao đẳng|bệnh viện|công viên|quảng trường|tượng đài|khu đô thị|khu lưu niệm|hội"
    r"|giải thưởng|quỹ|nhà văn hóa|xã|phường|thị trấn|huyện|quận|thành phố|tp\.?|tỉnh|ubnd|hđnd"
    r"|ủy ban nhân dân|ấp|thôn|kênh|sông|đảo|chùa|đình|đền))\s{1,2}\Z"
)
_WORD: Final = f"(?:[{UPPER}](?:['’][{UPPER}]?)?[{LOWER}]{{1,9}}|[{UPPER}]{{2,9}})"
_NEXT: Final = f"(?:{SPACE}{{1,2}}(?:{_WORD}|[{UPPER}])(?![\\w'’]))"
_KEYWORD: Final = (
    r"(?i:(?<!\w)(?:tôi\s{1,2}tên|tên\s{1,2}tôi|tên\s{1,2}em|em\s{1,2}tên|tôi\s{1,2}là"
    r"|họ\s{1,2}(?:và\s{1,2})?tên|người\s{1,2}(?:hỏi|gửi|viết)|đứng\s{1,2}tên|mang\s{1,2}tên"
    r"|ký\s{1,2}tên|my\s{1,2}name\s{1,2}is|chủ\s{1,2}hộ)(?:\s{1,2}(?:là|tôi))?\s{0,2}:?\s{0,2})"
)


def _words(names: list[str]) -> str:
    return "|".join([*names, *(name.upper() for name in names)])


_AFTER_HONORIFIC: Final = re.compile(
    f"(?<!\\w)(?i:{'|'.join(_HONORIFICS)})"
    f"(?i:{SPACE}{{1,2}}(?:tôi|em|của tôi|tên|là|tên là)){{0,2}}{SPACE}{{1,2}}"
    f"(?P<data>(?!Tôi|Em){_WORD}(?![\\w'’]){_NEXT}{{0,4}})"
)
_AFTER_KEYWORD: Final = re.compile(
    f"{_KEYWORD}(?P<data>(?:{_WORD}|[{UPPER}]['’]?)(?![\\w'’]){_NEXT}{{1,4}})"
)
_UNCAPITALISED: Final = re.compile(
    f"{_KEYWORD}(?P<data>(?i:{'|'.join(_FAMILIES + _WEAK[:14])})"
    f"(?:{SPACE}{{1,2}}[{UPPER}{LOWER}]{{1,9}}(?!\\w)){{1,2}})"
)
_FAMILY_FIRST: Final = re.compile(
    f"(?<![\\w'’.])(?P<data>(?:{_words(_FAMILIES)})(?!\\w){_NEXT}{{1,4}})"
)
_WEAK_FIRST: Final = re.compile(
    f"(?<![\\w'’.])(?P<data>(?:{'|'.join(_WEAK)})(?!\\w){_NEXT}{{2,3}})"
)


def names(text: str) -> Iterator[Span]:
    """Every name of a person in the text as far as its form tells, with overlaps."""
    for match in _AFTER_HONORIFIC.finditer(text):
        if match["data"].split()[0] not in _NO_NAMES and match["data"] not in _NEVER:
            yield _span(match)
    for pattern in (_AFTER_KEYWORD, _UNCAPITALISED):
        for match in pattern.finditer(text):
            if match["data"].split()[0] not in _NO_NAMES:
                yield _span(match)
    for pattern in (_FAMILY_FIRST, _WEAK_FIRST):
        for match in pattern.finditer(text):
            if _is_person(text, match):
                yield _span(match)


def initials(name: str) -> str:
    """``N.V.A`` for ``Nguyễn Văn An``."""
    return ".".join(word[0].upper() for word in name.split())


def _is_person(text: str, match: re.Match[str]) -> bool:
    found = match["data"]
    words = found.split()
    if found in _NEVER or any(found.startswith(f"{name} ") for name in _NEVER):
        return False
    # A heading in capitals says "HỒ SƠ", "VŨ KHÍ"; names have three words there nearly always.
    if found.isupper() and len(words) < 3:
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    return _PLACE_BEFORE.search(before) is None


def _span(match: re.Match[str]) -> Span:
    return Span(match.start("data"), match.end("data"), PersonalKind.NAME, match["data"])
