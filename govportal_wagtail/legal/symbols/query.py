"""What a search query says about a document symbol: whole, partial, unaccented or spoken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from govportal_wagtail.core.vietnamese import fold

from .document_types import DOCUMENT_TYPES, TYPES_BY_ABBREVIATION
from .grammar import KNOWN_ISSUERS, SymbolForm, leading_number, make_key, match_type, parse_symbol


@dataclass(frozen=True, slots=True)
class SymbolQuery:
    """The parts of a symbol that a query names; all that are given must match.

    `key_prefix` is how the key of every matching symbol begins. `number` and `year` are None and
    the codes "" where the query does not say. `type_slug` names types without abbreviation too.
    """

    key_prefix: str
    number: int | None = None
    year: int | None = None
    type_code: str = ""
    type_slug: str = ""


def query_key(query: str) -> SymbolQuery | None:
    """Return the symbol, or part of one, that `query` as a whole stands for; None if it is not one.

    Understands "158/2025/NĐ-CP", "158/2025/nd-cp", "1582025ndcp", "158 2025", "158/2025", "158",
    "nghị định 158", "ND 158/2025", "quyết định số 68 năm 2026".
    """
    if len(query) > _MAX_LENGTH:
        return None
    text = re.sub(r"\s+", " ", fold(query)).strip(" .,;:\"'()")
    slug, rest = _leading_type(text)
    for pattern in (_NUMBER_AND_YEAR, _PARTIAL, _FUSED):
        if found := pattern.fullmatch(rest):
            return _from_parts(found.groupdict(), slug)
    symbol = parse_symbol(query)
    if symbol.form is SymbolForm.UNKNOWN:
        symbol = parse_symbol(rest)
    if symbol.form in {SymbolForm.UNKNOWN, SymbolForm.DRAFT} or symbol.number is None:
        return None
    if symbol.form is SymbolForm.DISPATCH and not _DISPATCH.fullmatch(rest):
        return None
    code = symbol.type_code
    return SymbolQuery(symbol.key, symbol.number, symbol.year, code, _SLUGS.get(code, slug))


def reference_key(query: str) -> SymbolQuery | None:
    """Return what `query_key` does, also where the query says more than the symbol.

    It may name a place in the document before it, and anything after a symbol that is complete:
    "Điều 5 Nghị định 158/2025/NĐ-CP", "khoản 2 Điều 5 của Quyết định 68", "Nghị định số
    158/2025/NĐ-CP ngày 25/6/2025 của Chính phủ", "158/2025/NĐ-CP mức đóng".
    """
    text = re.sub(r"\s+", " ", fold(query[:_MAX_LENGTH])).strip(" .,;:\"'()")
    named = _PLACE.sub("", text, count=1)
    _, rest = _leading_type(named)
    symbol, _, more = rest.partition(" ")
    if more and _COMPLETE.fullmatch(symbol.rstrip(".,;:")):
        named = named[: -len(more)].rstrip(" .,;:")
    named = _AFTER_SYMBOL.sub("", named)
    return query_key(query) if named == text else query_key(named)


def looks_like_symbol(query: str) -> bool:
    """Return whether `query` is a symbol or part of one, rather than words or a bare number."""
    text = fold(query).strip()
    if found := _TAIL_ONLY.fullmatch(text):
        return bool(match_type(found["code"])[0]) and _is_issuer(found["issuer"])
    return not text.isdigit() and query_key(query) is not None


_MAX_LENGTH: Final = 200
_SLUGS: Final = {code: kind.slug for code, kind in TYPES_BY_ABBREVIATION.items()}
_SLUG_OF_NAME: Final = {
    **{fold(kind.name_vi): kind.slug for kind in DOCUMENT_TYPES},
    **{fold(code): slug for code, slug in reversed(_SLUGS.items()) if len(code) > 1},
    "cv": "cong-van",
}
_NAMES: Final = "|".join(sorted(map(re.escape, _SLUG_OF_NAME), key=len, reverse=True))
_LEADING_TYPE = re.compile(
    rf"(?:(?P<name>{_NAMES})\b\.?|(?P<abbr>[a-z]{{2,4}})(?=\d))?\s*(?:so\b)?\s*[:.]?\s*(?=\d)"
)
_NO = r"(?P<no>\d{1,6}[a-z]?(?:\.\d{1,4})?)"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_LAW: Final = r"(?:qh|ubtvqh)\d{0,2}"
_NUMBER_AND_YEAR = re.compile(rf"{_NO}(?:(?:\s?[/-]\s?| nam | ){_YEAR})?\s?/?")
_PARTIAL = re.compile(rf"{_NO}\s?/\s?(?:{_YEAR}\s?/\s?)?(?P<tail>[a-z]{{1,5}}|{_LAW})\s?-?")
_FUSED = re.compile(rf"(?P<no>\d{{1,6}}?[a-z]?){_YEAR}?(?P<tail>[a-z]{{2,}}\d{{0,2}})")
_DISPATCH = re.compile(r"\d+\s?/\s?[a-z&]{2,10}\s?-\s?[a-z&]{2,14}")
_TAIL_ONLY = re.compile(r"(?P<code>[a-z]{1,5})\s?-\s?(?P<issuer>[a-z&]{2,10})")
_PLACE = re.compile(
    r"(?:(?:diem [a-z]{1,2}\d?|khoan \d{1,3}[a-z]?|dieu \d{1,3}[a-z]?|chuong [ivxlc\d]{1,8}"
    r"|phu luc(?: [ivxlc\d]{1,8})?)(?: ?, ?| (?:cua|tai|thuoc) | |$))+"
)
_COMPLETE = re.compile(r"\d{1,6}[a-z]?(?:/\d{4})?(?:/[a-z]|-[a-z&]+/)[a-z&]*\d{0,2}(?:-[a-z&]+)*")
_AFTER_SYMBOL = re.compile(
    r",?(?: ngay \d{1,2}(?: ?[/.-] ?\d{1,2} ?[/.-] ?| thang \d{1,2} nam )\d{4})?(?: cua .*)?$"
)
_MINISTRY = re.compile(r"b[a-z&]{1,7}")


def _leading_type(text: str) -> tuple[str, str]:
    """Return the slug of the type named at the start of a folded query, and what follows."""
    found = _LEADING_TYPE.match(text)
    if found is None:
        return "", text
    name = found["name"] or found["abbr"] or ""
    if name and name not in _SLUG_OF_NAME:
        return "", text
    return _SLUG_OF_NAME.get(name, ""), text[found.end() :]


def _from_parts(parts: dict[str, str | None], slug: str) -> SymbolQuery | None:
    number_text, year, tail = parts["no"] or "", parts["year"], parts.get("tail") or ""
    code = next((c for c, s in _SLUGS.items() if s == slug), "")
    if tail:
        code = _type_of_tail(tail)
        if not code and not (re.fullmatch(_LAW, tail) and (year or tail[-1].isdigit())):
            return None
    elif not (year or slug or number_text.isdigit()):
        # "4.0" or "5g" alone is not the number of a document.
        return None
    number = leading_number(number_text)
    prefix = make_key(number_text, year or "", tail)
    return SymbolQuery(prefix, number, int(year) if year else None, code, _SLUGS.get(code, slug))


def _type_of_tail(tail: str) -> str:
    """Return the type that begins a tail without hyphen ("ndcp", "qdubnd", "nd"), or ""."""
    whole, _ = match_type(tail)
    if whole:
        return whole
    for length in range(len(tail) - 2, 0, -1):
        code, _ = match_type(tail[:length])
        if code and _is_issuer(tail[length:]):
            return code
    return ""


def _is_issuer(folded_code: str) -> bool:
    return folded_code in KNOWN_ISSUERS or _MINISTRY.fullmatch(folded_code) is not None
