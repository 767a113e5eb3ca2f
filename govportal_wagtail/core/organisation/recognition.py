"""What kind of body a Vietnamese name stands for, and at which level of government.

Names of Vietnamese bodies begin with their kind: "Sở Nội vụ", "Ủy ban nhân dân xã ...". Only what
the words say is recognised; the parent, where there is one, decides what a "Phòng" or a
"Văn phòng" is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ..models import AgencyKind, AgencyLevel
from ..vietnamese import fold, normalise

Kind, Level = AgencyKind, AgencyLevel

#: Abbreviations in names of bodies, folded; each is a whole word, longer ones first.
_ABBREVIATIONS: Final = {
    "ldtbxh": "lao dong thuong binh xa hoi",
    "ldtb": "lao dong thuong binh",
    "nnptnt": "nong nghiep phat trien nong thon",
    "ptnt": "phat trien nong thon",
    "vhttdl": "van hoa the thao du lich",
    "vhtt": "van hoa thong tin",
    "bqlda": "ban quan ly du an",
    "qlda": "quan ly du an",
    "bql": "ban quan ly",
    "dtxd": "dau tu xay dung",
    "ptqd": "phat trien quy dat",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "mttq": "mat tran to quoc",
    "vpub": "van phong uy ban",
    "khcn": "khoa hoc cong nghe",
    "khdt": "ke hoach dau tu",
    "gddt": "giao duc dao tao",
    "tnmt": "tai nguyen moi truong",
    "tttt": "thong tin truyen thong",
    "gtvt": "giao thong van tai",
    "kcn": "khu cong nghiep",
    "kkt": "khu kinh te",
    "cnsh": "cong nghe sinh hoc",
    "cntt": "cong nghe thong tin",
    "ttdt": "thong tin dien tu",
    "hcc": "hanh chinh cong",
    "hcsn": "hanh chinh su nghiep",
    "bhxh": "bao hiem xa hoi",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "xh": "xa hoi",
    "tp": "thanh pho",
    "tx": "thi xa",
    "vp": "van phong",
    "hcm": "ho chi minh",
}
# "KH&CN", "LĐ-TB&XH": the parts are joined before the whole is looked up.
_JOINED: Final = re.compile(r"\b([a-z]{1,4}(?:\s?[&.\-,]\s?[a-z]{1,4})+)\b")
_I_FOR_Y: Final = re.compile(r"\b(k|l|m|t|s|qu)i\b")
_WORDS: Final = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Return what spellings of one name have in common.

    Without diacritics, case, punctuation and "và"; abbreviations in full; i for y in words such
    as "kĩ thuật": "Sở KH&CN" and "Sở Khoa học và Công nghệ" have the same key.
    """
    text = _JOINED.sub(_join_abbreviation, fold(name))
    words = [_ABBREVIATIONS.get(word, word) for word in _WORDS.findall(text)]
    joined = " ".join(word for word in words if word != "va")
    return _I_FOR_Y.sub(r"\1y", joined)


def _join_abbreviation(match: re.Match[str]) -> str:
    joined = "".join(_WORDS.findall(match[0]))
    if joined in _ABBREVIATIONS:
        return joined
    parts = _WORDS.findall(match[0])
    # "VH,TT&DL", "NN-PTNT": the parts that are known stay apart, the others are left alone.
    return " ".join(parts) if any(part in _ABBREVIATIONS for part in parts) else match[0]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a name says; ``is_certain`` is False where the kind is only what is left over."""

    kind: AgencyKind
    level: AgencyLevel
    is_certain: bool = True


# The text that rules look at: small letters with diacritics, because "quận", "quản" and "quân"
# are different words. The first place that is named is the one the body belongs to.
_SPELLED: Final = (
    (re.compile(r"\buỷ\b"), "ủy"),
    (re.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\bđđbqh\b"), "đoàn đại biểu quốc hội"),
    (re.compile(r"\bbql(?=da\b|\b)"), "ban quản lý "),
    (re.compile(r"\b(?:qlda|da)\b"), "dự án"),
    (re.compile(r"\bvp\b"), "văn phòng"),
    (re.compile(r"\bkcn\b"), "khu công nghiệp"),
    (re.compile(r"\bkkt\b"), "khu kinh tế"),
    (re.compile(r"\btp\b\.?"), "thành phố"),
    (re.compile(r"\btx\b\.?"), "thị xã"),
    (re.compile(r"\bhcm\b"), "hồ chí minh"),
)
_PROVINCIAL_CITIES: Final = "hà nội|hồ chí minh|đà nẵng|hải phòng|cần thơ|huế"
_PLACE: Final = re.compile(
    r"(?P<commune>(?<!thị )(?<!hợp tác )(?<!văn )\bxã\b(?! hội)|\b(?:phường|thị trấn|đặc khu)\b)"
    rf"|(?P<province>\btỉnh\b|\bthành phố (?:{_PROVINCIAL_CITIES})\b)"
    r"|(?P<district>\bhuyện\b|\bquận\b|\bthị xã\b|\bthành phố\b)"
)
_COMPANY: Final = re.compile(
    r"\b(?:công ty|tập đoàn|hợp tác xã|mobifone|viettel|vnpt|ngân hàng thương mại)\b"
    r"|^(?:doanh nghiệp|điện lực|viễn thông|bưu điện|ngân hàng (?!nhà nước)|chi nhánh)"
)
_MANY_MINISTRIES: Final = re.compile(
    r"\bbộ .+(?:(?<!đường )\bbộ |[-–] ?(?:thanh tra|ngân hàng|tòa án|viện kiểm sát|ủy ban))"
)
# A letterhead copied as one line: the superior body, then the body that is meant.
_LETTERHEAD: Final = re.compile(
    r"(?:bộ|ủy ban nhân dân) .+? (?P<body>(?:tổng cục|cục|sở|ban chỉ huy|văn phòng) .+)"
)
# What is left of a name typed without some of its diacritics.
_PLAIN: Final = re.compile(
    r"(?P<what>uy ban|hoi dong) nhan dan (?:(?P<province>tinh)|(?P<district>huyen|quan|thi xa)"
    r"|(?P<commune>xa|phuong|thi tran|dac khu))\b"
)

#: Beginnings of names with the kind and, where the name need not say it, the level.
_BEGINNINGS: Final[tuple[tuple[str, AgencyKind, AgencyLevel | None], ...]] = (
    (r"lãnh đạo|ban lãnh đạo|ban giám đốc|công đoàn (?:ngành|cơ quan)", Kind.INTERNAL_UNIT, None),
    (r"(?:ủy ban thường vụ )?quốc hội", Kind.NATIONAL_ASSEMBLY, Level.CENTRAL),
    (r"(?:thủ tướng )?chính phủ$", Kind.GOVERNMENT, Level.CENTRAL),
    (r"bộ (?:chỉ huy|tư lệnh|tổng tham mưu|đội|phận|môn)", Kind.OTHER, None),
    (r"bộ |ngân hàng nhà nước việt nam|thanh tra chính phủ|văn phòng chính phủ", Kind.MINISTRY,
     Level.CENTRAL),
    (r"ủy ban dân tộc$", Kind.MINISTRY, Level.CENTRAL),
    (r"tòa án nhân dân tối cao|toà án nhân dân tối cao|viện kiểm sát nhân dân tối cao|"
     r"kiểm toán nhà nước|chủ tịch nước|bảo hiểm xã hội việt nam|tổng cục|quân chủng|quân khu|"
        r"ban cơ yếu chính phủ|cục (?!.*\b(?:tỉnh|thành phố)\b)",
     Kind.OTHER, Level.CENTRAL),
    (r"văn phòng (?:đoàn đại biểu quốc hội|ủy ban nhân dân|hội đồng nhân dân)", Kind.PC_OFFICE,
     None),
    (r"(?:sở|thanh tra tỉnh|ban dân tộc)\b", Kind.DEPARTMENT, Level.PROVINCE),
    (r"ban quản lý (?:các )?khu (?:kinh tế|công nghiệp|chế xuất|công nghệ cao)", Kind.DEPARTMENT,
     Level.PROVINCE),
    (r"thanh tra (?:sở|ban|bộ|cục)", Kind.INTERNAL_UNIT, None),
    (r"ban tiếp công dân", Kind.INTERNAL_UNIT, None),
    (r"phòng công chứng|văn phòng đăng ký", Kind.PUBLIC_SERVICE_UNIT, None),
    (r"trung tâm|trường|bệnh viện|trạm|ban (?:quản lý|dự án)|đài (?:phát thanh|truyền)|báo |"
     r"viện |học viện|đại học|thư viện|bảo tàng|nhà (?:văn hóa|văn hoá|thiếu nhi|hát)|"
     r"vườn quốc gia|khu bảo tồn|cổng thông tin điện tử|quỹ |cảng vụ|nhà xuất bản",
     Kind.PUBLIC_SERVICE_UNIT, None),
    (r"chi cục|cục|hạt |văn phòng (?:tỉnh|huyện|thành|đảng) ủy|ban |đoàn |hội |liên đoàn|liên minh|"
     r"tòa án|toà án|viện kiểm sát|công an|kho bạc|bảo hiểm|ủy ban mặt trận|đồn |khu quản lý|đội ",
     Kind.OTHER, None),
)  # fmt: skip
_PATTERNS: Final = tuple((re.compile(start), kind, level) for start, kind, level in _BEGINNINGS)
_COMMITTEE: Final = re.compile(r"(?:thường trực )?(ủy ban nhân dân|hội đồng nhân dân)")
_CHAIR: Final = re.compile(r"chủ tịch (?:ủy ban nhân dân )?(?=tỉnh|thành phố)")
_COMMITTEES: Final = {Level.DISTRICT: Kind.DISTRICT_PEOPLES_COMMITTEE,
                      Level.COMMUNE: Kind.COMMUNE_PEOPLES_COMMITTEE}  # fmt: skip
_LOCAL: Final = frozenset({Level.DISTRICT, Level.COMMUNE})


def recognise(
    name: str,
    *,
    parent_kind: str = "",
    parent_level: str = "",
    default: AgencyLevel = Level.PROVINCE,
) -> Recognised:
    """Return kind and level of a body by its Vietnamese name and what it belongs to.

    ``default`` is the level where neither name nor parent says it. What is not understood is an
    "other organisation" and not certain; so is a name that joins several bodies.
    """
    text = _spelled_out(name)
    place = _place(text)
    level = place or (AgencyLevel(parent_level) if parent_level else default)
    if _COMPANY.search(text):
        return Recognised(Kind.OTHER, level)
    if _MANY_MINISTRIES.search(text):
        return Recognised(Kind.MINISTRY, Level.CENTRAL, is_certain=False)
    if letterhead := _LETTERHEAD.fullmatch(text):
        inner = recognise(letterhead["body"], parent_level=level, default=default)
        central = text.startswith("bộ ")
        return Recognised(inner.kind, Level.CENTRAL if central else inner.level, is_certain=False)
    if _CHAIR.match(text) and place == Level.PROVINCE:
        return Recognised(Kind.CHAIR, Level.PROVINCE)
    if found := _COMMITTEE.match(text):
        return _elected(found[1], place, level)
    if text.startswith(("phòng ", "thanh tra", "văn phòng")):
        division = _division(text, place, level, parent_kind)
        if division:
            return division
    for pattern, kind, fixed in _PATTERNS:
        if pattern.match(text):
            return Recognised(kind, fixed or level)
    if plain := _PLAIN.match(fold(text)):
        return _elected(plain["what"], None, AgencyLevel(str(plain.lastgroup)))
    return Recognised(Kind.OTHER, level, is_certain=False)


def _spelled_out(name: str) -> str:
    text = " ".join(normalise(name).casefold().split()).strip(" .,;:-–")
    for pattern, words in _SPELLED:
        text = pattern.sub(words, text)
    return " ".join(text.split())


def _place(text: str) -> AgencyLevel | None:
    found = _PLACE.search(text)
    return AgencyLevel(found.lastgroup) if found and found.lastgroup else None


def _elected(what: str, place: AgencyLevel | None, level: AgencyLevel) -> Recognised:
    """A People's Committee or Council: of the place that is named."""
    is_certain = place is not None
    if fold(what).startswith("uy ban"):
        return Recognised(_COMMITTEES.get(level, Kind.PEOPLES_COMMITTEE), level, is_certain)
    commune = level == Level.COMMUNE
    kind = Kind.COMMUNE_PEOPLES_COUNCIL if commune else Kind.PEOPLES_COUNCIL
    return Recognised(kind, level, is_certain)


def _division(
    text: str, place: AgencyLevel | None, level: AgencyLevel, parent_kind: str
) -> Recognised | None:
    """A "Phòng", "Thanh tra" or "Văn phòng": a department of a locality, or inside an agency."""
    local = place in _LOCAL or (level in _LOCAL and parent_kind in _COMMITTEES.values())
    if local and text.startswith(("phòng ", "thanh tra")) and "công chứng" not in text:
        return Recognised(Kind.DEPARTMENT, place if place in _LOCAL else level)
    if any(pattern.match(text) for pattern, kind, _level in _PATTERNS if kind != Kind.OTHER):
        return None
    if text.startswith("văn phòng") and re.match(r"văn phòng (?:tỉnh|huyện|thành|đảng) ủy", text):
        return None
    return Recognised(Kind.INTERNAL_UNIT, level)
