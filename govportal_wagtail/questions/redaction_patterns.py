"""How personal numbers, dates and addresses are written in Vietnamese texts.

Every pattern is bounded, so that a hostile text cannot hold up the search. The group ``data`` is
what is personal; the words before it only tell what it is and may stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .redaction_kinds import PersonalKind, Span


def _letters(*, upper: bool) -> str:
    """The letters with which Vietnamese and the languages of the minorities are written."""
    codes = [*range(0x41, 0x250), *range(0x1E00, 0x1F00)]
    found = (chr(code) for code in codes)
    return "".join(each for each in found if (each.isupper() if upper else each.islower()))


UPPER: Final = _letters(upper=True)
LOWER: Final = _letters(upper=False)
#: A space inside of a line.
SPACE: Final = r"[ \t\xa0]"
_GAP: Final = r"[ \t\xa0.\-]"
#: "số", "là", ":" between a keyword and its number.
_LINK: Final = r"(?:\s{0,2}(?:số|mã|là|của tôi|:|-|–|No\.?)){0,3}\s{0,2}:?\s{0,2}"
_DATE: Final = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}"
_NUMBER: Final = rf"\d(?:{_GAP}?\d){{%s}}"

_CAPITAL: Final = f"(?:[{UPPER}][{LOWER}'’]{{0,9}}|[{UPPER}]{{2,9}})"
_PLACE_NAME: Final = f"{_CAPITAL}(?:{SPACE}{{1,2}}(?:{_CAPITAL}|\\d{{1,3}})(?!\\w)){{0,4}}"
_HAMLET: Final = (
    r"(?:tổ dân phố|tổ|khu phố|khóm|ấp|thôn|bản|buôn|bon|làng|xóm|phum|sóc|tdp|kp"
    r"|khu(?: vực)?(?=\s{1,2}(?:số\s{1,2})?\d))"
)
_STREET: Final = r"(?:đường|phố|đại lộ|quốc lộ|tỉnh lộ|hương lộ|ngõ|ngách|hẻm|kiệt|chung cư|căn hộ)"
_COMMUNE: Final = r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã)"
_HOUSE_NUMBER: Final = r"\d{1,5}[a-zđA-ZĐ]?(?:[/\-]\d{1,4}[a-zA-Z]?){0,4}"
_OF_PLACE: Final = rf"{SPACE}{{1,2}}(?:số{SPACE}{{1,2}})?(?:\d{{1,4}}[a-zA-Z]?(?!\w)|{_PLACE_NAME})"
_COMMA: Final = rf"{SPACE}{{0,2}}[,\-–]?{SPACE}{{0,2}}"


def _any_case(word_pattern: str) -> str:
    """The same words also in capitals, while place names keep their own rule."""
    return f"(?i:{word_pattern})"


_PART: Final = (
    f"(?:{_any_case(_STREET)}|{_any_case(_HAMLET)}|{_any_case(_COMMUNE)}){_OF_PLACE}(?!\\w)"
)
_TAIL: Final = f"(?:{_COMMA}{_PART}){{0,5}}"
_HOUSE: Final = (
    rf"(?:(?i:số{SPACE}{{1,2}}nhà|nhà{SPACE}{{1,2}}số|nhà){SPACE}{{1,2}}{_HOUSE_NUMBER})"
)

_SOURCES: Final[tuple[tuple[PersonalKind, str], ...]] = (
    (
        PersonalKind.EMAIL,
        r"(?<![\w.+%\-])(?P<data>[\w.+%\-]{1,64}\s?(?:@|\(at\)|\[at\])\s?"
        r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5})",
    ),
    (
        PersonalKind.PROFILE,
        r"(?P<data>(?i:(?:https?://)?(?:www\.|m\.|web\.)?(?:facebook|fb|zalo|tiktok|instagram)"
        r"\.(?:com|me|vn)/)[^\s<>\[\]\"]{1,200})",
    ),
    (
        PersonalKind.IDENTITY,
        r"(?i:CCCD|CMND|CMTND|CMT|căn cước(?: công dân)?|chứng minh(?: nhân dân| thư)?"
        rf"|định danh(?: cá nhân)?|ĐDCN){_LINK}(?P<data>{_NUMBER % '6,13'})(?!\d)",
    ),
    (PersonalKind.IDENTITY, rf"(?<![\w/])(?P<data>0{_GAP}?{_NUMBER % '10'})(?![\d/]|{_GAP}\d)"),
    (
        PersonalKind.IDENTITY,
        r"(?<![\w/.,\-])(?P<data>\d{9})(?![\w/]|[.,\-]\d)(?!\s{0,2}(?i:đồng|đ\b|vnđ|vnd|usd))",
    ),
    (
        PersonalKind.PASSPORT,
        rf"(?i:hộ chiếu|passport){_LINK}(?P<data>[A-Za-z]{{1,2}}\s?\d{{6,8}})(?!\w)",
    ),
    (PersonalKind.PASSPORT, r"(?<![\w/.\-])(?P<data>[BCENP]\d{7,8})(?![\w/])"),
    (
        PersonalKind.ACCOUNT,
        r"(?i:(?<!\w)(?:tài khoản|stk|tk))(?i:\s{1,2}(?:ngân hàng|cá nhân)){0,2}"
        rf"{_LINK}(?P<data>{_NUMBER % '5,18'})(?!\d)",
    ),
    (
        PersonalKind.TAX,
        rf"(?i:mã số thuế|(?<!\w)mst){_LINK}(?P<data>\d{{10}}(?:\s?-?\s?\d{{3}})?)(?!\d)",
    ),
    (
        PersonalKind.INSURANCE,
        r"(?i:bhxh|bhyt|bảo hiểm (?:xã hội|y tế))"
        rf"{_LINK}(?P<data>(?:[A-Za-z]{{2}}\s?)?{_NUMBER % '9,14'})(?!\d)",
    ),
    (PersonalKind.INSURANCE, r"(?<!\w)(?P<data>[A-Z]{2}\s?\d(?:\s?\d){12})(?!\w)"),
    (
        PersonalKind.DOSSIER,
        r"(?i:mã (?:số )?hồ sơ|số hồ sơ|hồ sơ số|số biên nhận|biên nhận số|mã biên nhận)"
        r"\s{0,2}:?\s{0,2}(?P<data>[A-Za-z0-9][\w.\-]{0,39}\d[\w\-]{0,9})",
    ),
    (
        PersonalKind.PLOT,
        r"(?i:(?<!\w)(?:số thửa|thửa(?: đất)?|tờ bản đồ))"
        r"(?i:\s{1,2}(?:số|địa chính|đất)){0,2}\s{0,2}:?\s{0,2}"
        r"(?P<data>\d{1,5}[a-zA-Z]?(?:[/\-]\d{1,5})?(?!\d)"
        r"(?:\s{0,2}(?:,|;|và|&)\s{0,2}\d{1,5}(?![\w/.]))*)",
    ),
    (
        PersonalKind.CERTIFICATE,
        r"(?<![\w/\-])(?P<data>[A-ZĐ]{1,2}\s?\d{6,8})(?![\w/\-])",
    ),
    (
        PersonalKind.CERTIFICATE,
        r"(?i:số vào sổ)(?i:\s{1,2}cấp\s{1,2}(?:gcn|giấy chứng nhận))?\s{0,2}:?\s{0,2}"
        r"(?P<data>[A-Z]{0,4}\s?-?\d{3,8})(?!\w)",
    ),
    (
        PersonalKind.PLATE,
        r"(?<![\w/.\-])(?P<data>\d{2}\s?-?\s?[A-ZĐ]{1,2}\d?[\s.\-]{0,3}"
        r"(?:\d{3}\.?\d{2}|\d{4}))(?![\w/])",
    ),
    (
        PersonalKind.BIRTH,
        r"(?<!học )(?<!\w)(?i:ngày sinh|sinh năm|sinh ngày|sinh vào|sinh|năm sinh|sn)"
        r"\s{0,2}:?\s{0,2}(?i:ngày\s{1,2})?"
        rf"(?P<data>{_DATE}|\d{{1,2}}\s{{1,2}}tháng\s{{1,2}}\d{{1,2}}\s{{1,2}}năm\s{{1,2}}\d{{4}}"
        r"|(?:19|20)\d{2})(?!\d)",
    ),
    (PersonalKind.ADDRESS, rf"(?<!\w)(?P<data>{_HOUSE}(?:{_COMMA}{_PLACE_NAME})?{_TAIL})"),
    (
        PersonalKind.ADDRESS,
        rf"(?<![\w/.\-])(?P<data>(?:(?i:số){SPACE}{{1,2}})?{_HOUSE_NUMBER}{_COMMA}"
        rf"{_any_case(_STREET)}{_OF_PLACE}(?!\w){_TAIL})",
    ),
    (
        PersonalKind.ADDRESS,
        rf"(?<![\w/.\-])(?P<data>(?i:số){SPACE}{{1,2}}{_HOUSE_NUMBER}{SPACE}{{1,2}}{_PLACE_NAME}"
        rf"{SPACE}{{0,2}},{SPACE}{{0,2}}{_PART}{_TAIL})",
    ),
    (
        PersonalKind.ADDRESS,
        r"(?<!\w)(?<!phiên )(?<!văn )(?<!tờ )(?<!Tờ )"
        rf"(?P<data>{_any_case(_HAMLET)}{_OF_PLACE}(?!\w){_TAIL})",
    ),
    (
        PersonalKind.ADDRESS,
        r"(?<!\w)(?i:thường trú|tạm trú|cư trú|trú|sinh sống|ngụ|hộ khẩu|địa chỉ|quê quán|quê)"
        r"(?i:\s{1,2}(?:tại|ở|là|của tôi|hiện nay|thường trú|liên hệ|nhà))*\s{0,2}:?\s{0,2}"
        rf"(?P<data>{_PART}{_TAIL})",
    ),
)
PATTERNS: Final = tuple((kind, re.compile(source)) for kind, source in _SOURCES)

_PHONE: Final = re.compile(
    r"(?<![\w/])(?P<data>(?:\(?\+\s?84\)?|\(?0084\)?|\(?84\)?|\(?0)"
    r"(?:[ \t\xa0.\-()]{0,2}\d){8,11})(?![\d/])"
)
_STARTS_AS_DATE: Final = re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d{2}(?!\d)")
_MOBILE: Final = re.compile(r"(?:[35789]\d{8}|1\d{9}|2\d{8,9})")


def numbers_and_places(text: str) -> Iterator[Span]:
    """Every number, date and address in the text that may tell who somebody is, with overlaps."""
    yield from _phones(text)
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if match["data"]:
                yield Span(match.start("data"), match.end("data"), kind, match["data"])


def national_number(text: str) -> str:
    """The digits of a telephone number after the leading zero; empty where it is none."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0084"):
        digits = digits[4:]
    elif digits.startswith("84") and len(digits) >= 11:
        digits = digits[2:]
    digits = digits.removeprefix("0")
    return digits if _MOBILE.fullmatch(digits) else ""


def _phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        found = match["data"]
        if _STARTS_AS_DATE.match(found):
            continue
        # The pattern is greedy: a figure after the number may have been taken in.
        while found and not national_number(found):
            found = _without_last_digit(found)
        if found:
            start = match.start("data")
            yield Span(start, start + len(found), PersonalKind.PHONE, found)


def _without_last_digit(number: str) -> str:
    shorter = re.sub(r"\D*\d\D*\Z", "", number)
    # Only a group that stands apart is another number.
    rest = number[len(shorter) :]
    return shorter if rest[:1] in " \t\xa0.-()" and len(re.sub(r"\D", "", shorter)) >= 9 else ""
