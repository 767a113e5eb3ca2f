"""How the units of a Vietnamese legal text announce themselves at the start of a line.

A pattern alone proves nothing: "Điều 5" also opens a line when a sentence that cites it was broken
there. These functions say what a line could be; the sequence of numbers decides (see `scan`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .anchors import number_slug, roman_value

__all__ = [
    "ANNEX_NOTE",
    "INSTRUCTION",
    "Key",
    "Marker",
    "annex",
    "article",
    "chapter",
    "clause",
    "follows",
    "instrument",
    "is_heading_text",
    "is_recipients",
    "is_signature",
    "is_successor",
    "part",
    "point",
    "point_step",
    "roman",
    "section",
    "subsection",
]

Key = tuple[int, str]
"""The number of an article or clause and its letter ("5a" is (5, "a"))."""

_EMPHASIS = r"[*~_#\s]*"
_E = "êếềểễệeéèẻẽẹ"
_ARTICLE = re.compile(
    rf"{_EMPHASIS}(?P<word>[Đđ]i[{_E}]u|ĐI[{_E.upper()}]U)\s*(?P<no>\d{{1,4}})\s?"
    r"(?P<letter>[a-zđ]?)(?![\w/])\s*(?:\[\d+\])?\s*(?P<mark>[.:]|[-–](?=\s)|$)\s*(?P<rest>.*)"
)
# Letters with diacritics lost on the way ("i u 5."): only the number sequence can vouch for these.
_DAMAGED_ARTICLE = re.compile(
    rf"{_EMPHASIS}(?:[ĐđD]\s?)?i\s?[{_E}]?\s?u\s+(?P<no>\d{{1,4}})(?P<letter>[a-zđ]?)"
    r"\s*(?P<mark>[.:])\s*(?P<rest>.*)"
)
_CLAUSE = re.compile(r"[*\s]*(?P<no>\d{1,3})(?P<letter>[a-zđ]?)\s?\.(?!\d)\s*(?P<rest>\S.*)")
_POINT = re.compile(
    r"(?:[-*]\s+)?(?P<label>[a-zđêôơưăâ]{1,2}\d?)\s?\)\s*(?:\d{1,2}\s)?(?P<rest>.*)"
)
_ROMAN = re.compile(r"[*\s]*(?P<no>[IVXL]{1,7})\s?[.\-–]\s*(?P<rest>\S.*)")
_NUMBER = r"(?:[IVXLC]{1,7}|\d{1,3})[a-zđ]?"
_ORDINAL = (
    r"[Tt](?:hứ|HỨ)\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|NHẤT|HAI|BA|TƯ|NĂM|SÁU|BẢY)"
)
_TAIL = r"(?P<rest>(?:\s*\[?\d{1,3}\]?)?(?:\s*[.:\-–]\s*.*|\s+[^,;].*)?)"
_PART = re.compile(rf"{_EMPHASIS}(?:Phần|PHẦN)\s+(?P<no>{_NUMBER}|{_ORDINAL})(?!\w){_TAIL}")
_CHAPTER = re.compile(
    rf"{_EMPHASIS}(?:Chương|CHƯƠNG|Ch ng)\s+(?P<no>{_NUMBER}|{_ORDINAL})(?!\w){_TAIL}"
)
_SECTION = re.compile(rf"{_EMPHASIS}(?:Mục|MỤC)\s+(?P<no>{_NUMBER})(?![\w/])(?!\.\d){_TAIL}")
_SUBSECTION = re.compile(
    rf"{_EMPHASIS}(?:Tiểu mục|TIỂU MỤC)\s+(?P<no>{_NUMBER})(?![\w/])(?!\.\d){_TAIL}"
)
_ANNEX = re.compile(
    rf"{_EMPHASIS}(?P<word>Phụ lục|PHỤ LỤC|Mẫu số|MẪU SỐ|Biểu mẫu|BIỂU MẪU|DANH MỤC|BIỂU SỐ|"
    r"Biểu số)(?:\s*(?:số|SỐ))?\s*"
    r"(?P<no>(?:[IVXLC]{1,7}|\d{1,4})(?:[a-zđA-ZĐ]|(?:\.\d{1,3}){1,3})?(?!\w))?(?P<rest>.*)"
)
_NOTED_FORM = re.compile(r"0\d{2,3}|\d{4}")
_ANNEX_EXTRA = re.compile(r"\s*/\s*Phụ lục\s+[\w.]+|\s*[*~]*[.:\-–]+(?!\d)[*~]*")
ANNEX_NOTE: Final = re.compile(r"[*\s]*\(\s*(?:[Bb]an hành\s+)?[Kk]èm theo\b")
INSTRUCTION: Final = re.compile(
    r"(?:Điều\s+)?(?:\d{1,3}|[a-zđ])[a-z]?[.)]\s*(?:Sửa đổi|Bổ sung|Bãi bỏ|Thay|Bỏ|Đính chính)"
)
_INSTRUMENT = re.compile(
    rf"{_EMPHASIS}(?P<name>QUY CH(?:Ế|E|É|Ê|(?=\s*$))|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|QUY TRÌNH|ĐỀ ÁN|"
    r"QUY CHUẨN|CHƯƠNG TRÌNH|KẾ HOẠCH|CHIẾN LƯỢC|HƯỚNG DẪN|PHƯƠNG ÁN)(?P<rest>(?:\s+[^a-zà-ỹđ]*)?)"
)
_INSTRUMENT_NAMES: Final = {"QUY CH": "Quy chế", "QUY CHE": "Quy chế", "QUY CHÉ": "Quy chế"}
_RECIPIENTS = re.compile(r"[*\s]*(?:Nơi|NƠI|N i) (?:nhận|NHẬN|nh n)\s*:?\s*\**$")
_SIGNATURE = re.compile(
    r"[*\s]*(?:(?:T\.?\s?M|KT|TL|TUQ|Q)\.\s?[*\s]*[A-ZĐÀ-Ỹ]{2}|XÁC THỰC VĂN BẢN HỢP NHẤT)"
)
_SIGNER = re.compile(
    r"[*\s]*(?:(?:PHÓ )?CHỦ TỊCH(?: QUỐC HỘI| NƯỚC| ỦY BAN NHÂN DÂN.*| HỘI ĐỒNG NHÂN DÂN.*)?|"
    r"(?:PHÓ )?THỦ TƯỚNG(?: CHÍNH PHỦ)?|BỘ TRƯỞNG|THỨ TRƯỞNG|THỐNG ĐỐC|CHỦ NHIỆM|"
    r"TỔNG THANH TRA)[*\s]*"
)

# The order of points. Letters in the second string are in use in some provinces and left out in
# others, so a list may step over them.
_POINT_ORDER: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_OPTIONAL_POINTS: Final = frozenset("ăâêfjôơưwz")


@dataclass(frozen=True, slots=True)
class Marker:
    """A possible start of a unit: its label, what was printed, and what follows on the line.

    `sure` is false when the printed form is damaged or bare, so that only the sequence can decide.
    """

    label: str
    printed: str
    rest: str
    sure: bool = True

    @property
    def key(self) -> Key:
        """Number and letter of a numbered label; a label without a number gives (0, "")."""
        digits = re.match(r"\d*", self.label)
        number = digits[0] if digits else ""
        return (int(number or 0), self.label[len(number) :])


def _marker(match: re.Match[str], label: str, *, sure: bool = True) -> Marker:
    rest = match["rest"]
    printed = match.string[match.start() : match.end() - len(rest)].strip()
    return Marker(label, printed, rest.strip(), sure)


def article(line: str) -> Marker | None:
    """Return the article that may begin on `line` ("Điều 5. ..."), else None."""
    if match := _ARTICLE.fullmatch(line):
        sure = match["mark"] in {".", ":"} and match["word"][0] == "Đ"
        return _marker(match, f"{int(match['no'])}{match['letter']}", sure=sure)
    if match := _DAMAGED_ARTICLE.fullmatch(line):
        return _marker(match, f"{int(match['no'])}{match['letter']}", sure=False)
    return None


def clause(line: str) -> Marker | None:
    """Return the clause that may begin on `line` ("2. ..."), else None."""
    match = _CLAUSE.fullmatch(line)
    return _marker(match, f"{int(match['no'])}{match['letter']}") if match else None


def point(line: str) -> Marker | None:
    """Return the point that may begin on `line` ("đ) ..."), else None."""
    match = _POINT.fullmatch(line)
    return _marker(match, match["label"]) if match else None


def roman(line: str) -> Marker | None:
    """Return the Roman-numbered heading that may begin on `line` ("II. MỤC TIÊU"), else None."""
    match = _ROMAN.fullmatch(line)
    if match and roman_value(match["no"]) and match["rest"][:1].isupper():
        return _marker(match, match["no"])
    return None


def _grouping(pattern: re.Pattern[str], line: str) -> Marker | None:
    match = pattern.fullmatch(line)
    if not match or not number_slug(match["no"]):
        return None
    rest = re.sub(r"^\s*[.:\-–]\s*", "", match["rest"])
    if rest.strip() and not is_heading_text(rest.strip()):
        return None
    printed = line[: len(line) - len(rest)].strip()
    return Marker(match["no"], printed, rest.strip())


def part(line: str) -> Marker | None:
    """Return the part that may begin on `line` ("Phần thứ nhất"), else None."""
    return _grouping(_PART, line)


def chapter(line: str) -> Marker | None:
    """Return the chapter that may begin on `line` ("Chương II"), else None."""
    return _grouping(_CHAPTER, line)


def section(line: str) -> Marker | None:
    """Return the section that may begin on `line` ("Mục 1"), else None."""
    return _grouping(_SECTION, line)


def subsection(line: str) -> Marker | None:
    """Return the subsection that may begin on `line` ("Tiểu mục 1"), else None."""
    return _grouping(_SUBSECTION, line)


def is_heading_text(text: str) -> bool:
    """Tell whether `text` may be a title after a number: it opens a phrase, it does not go on."""
    if text.strip("[]").isdigit():
        return True
    return not text[:1].islower() and text[:1] not in ",;)/"


def annex(line: str) -> tuple[str, Marker] | None:
    """Return the name and marker of the annex that may begin on `line`, else None."""
    match = _ANNEX.fullmatch(line)
    if not match:
        return None
    name, label = match["word"].capitalize(), match["no"] or ""
    printed, rest = line[: match.start("rest")].strip(), match["rest"]
    if name != "Phụ lục" and _NOTED_FORM.fullmatch(label):
        # A footnote number printed on the number of a form: "Mẫu số 04" with note 46 is "0446".
        label = label[:2]
    if extra := _ANNEX_EXTRA.match(rest):
        printed, rest = printed + extra[0].rstrip(), rest[extra.end() :]
    return name, Marker(label, printed, rest.strip())


def instrument(line: str) -> str:
    """Return the name of the attached instrument whose title `line` begins, else ""."""
    match = _INSTRUMENT.fullmatch(line)
    if not match:
        return ""
    name = match["name"]
    return _INSTRUMENT_NAMES.get(name, name.capitalize())


def is_signature(line: str, *, closing: bool) -> bool:
    """Tell whether `line` opens a signature block; `closing`: the text before it has ended."""
    if _SIGNATURE.match(line) or is_recipients(line):
        return True
    return closing and bool(_SIGNER.fullmatch(line))


def is_recipients(line: str) -> bool:
    """Tell whether `line` opens the list of recipients ("Nơi nhận:")."""
    return bool(_RECIPIENTS.match(line))


def is_successor(key: Key, last: Key | None) -> bool:
    """Tell whether number `key` may directly follow `last` (6 or 5a after 5, 5b or 6 after 5a)."""
    if last is None:
        return key == (1, "")
    number, letter = key
    if not letter:
        return number == last[0] + 1
    if number != last[0]:
        return False
    return _POINT_ORDER.find(letter) > (_POINT_ORDER.find(last[1]) if last[1] else -1)


def follows(key: Key, last: Key | None) -> bool:
    """Tell whether number `key` stands anywhere after `last`."""
    return last is None or key[0] > last[0] or is_successor(key, last)


def point_step(label: str, last: str) -> int:
    """Return how many letters lie between `last` and `label`, 0 when it is the next; -1 if before.

    Letters that not every province uses do not count; "a1" directly follows "a".
    """
    position = _POINT_ORDER.find(label[0])
    if not last:
        return 0 if label in {"a", "a1"} else -1
    before = _POINT_ORDER.find(last[0])
    if position == before and len(label) > 1 and label[-1].isdigit():
        return 0 if int(label[-1]) > int(last[-1] if last[-1].isdigit() else 0) else -1
    if position <= before or (len(label) > 1 and not label[-1].isdigit()):
        return -1
    between = _POINT_ORDER[before + 1 : position]
    return sum(1 for letter in between if letter not in _OPTIONAL_POINTS)
