"""The grammar of a document's number and symbol (số, ký hiệu), and its parser.

Decree 30/2020/NĐ-CP, Annex I and III (administrative documents) and Law 64/2025/QH15, Article 7.3
(normative documents: running number, year, type, issuer). A printed symbol is a fact, so nothing
is refused: what does not fit is parsed as far as it goes and carries a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from govportal_wagtail.core.vietnamese import fold, normalise

from .document_types import DOCUMENT_TYPES, TYPES_BY_ABBREVIATION


class SymbolForm(StrEnum):
    """Which pattern of symbol a document carries."""

    NORMATIVE = "normative"
    LAW = "law"
    ADMINISTRATIVE = "administrative"
    DISPATCH = "dispatch"
    CONSOLIDATED = "consolidated"
    PARTY = "party"
    JOINT = "joint"
    DRAFT = "draft"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document's number and symbol, as printed and taken apart.

    `raw` is what was given; `text` the same in NFC, with đ for eth and no blanks around "/" and
    "-"; `key` the folded letters and digits by which symbols are compared ("" for a draft without
    a number: it must never match). `number` is the running number (66 for "66.13", None if blank)
    and `number_text` its printed form. `type_code` is the abbreviation of the document type, ""
    where the symbol has none (laws, official dispatches); `unit_code` the drafting unit of a
    dispatch. `is_normative` follows the symbol: its year segment and a type that can be normative.

    Warnings: unparsed, unknown_type, blank_number, spaces, leading_zero, legacy_form, lost_letter,
    no_hyphen, unaccented, misspelled.
    """

    raw: str
    text: str
    key: str
    number: int | None = None
    number_text: str = ""
    year: int | None = None
    type_code: str = ""
    issuer_code: str = ""
    unit_code: str = ""
    form: SymbolForm = SymbolForm.UNKNOWN
    is_normative: bool = False
    warnings: tuple[str, ...] = ()


def parse_symbol(raw: str) -> Symbol:
    """Return the parts of `raw`; total and never raising: see the warnings of the result."""
    printed, text = _printed_and_text(raw)
    compact = re.sub(r"\s+", "", text)
    warnings = ["spaces"] if compact != printed else []
    found = _STATE.fullmatch(compact) or _PARTY.fullmatch(compact) or _OLD_ISSUER.fullmatch(compact)
    if found is None:
        return Symbol(raw, text, _key_of_text(text), warnings=("unparsed", *warnings))
    number_text = (found["no"] or "").strip(_BLANK_MARKS)
    year = found.groupdict().get("year")
    tail = _read_tail(found, year is not None)
    form = tail.form
    if not number_text:
        form, key = SymbolForm.DRAFT, ""
        warnings.append("blank_number")
    else:
        key = make_key(number_text, year or "", tail.key_text)
        if number_text.startswith("0") and number_text.strip("0") and len(number_text) > 2:
            # "05" is the ordinary way to write a number below ten; "010" is not.
            warnings.append("leading_zero")
    return Symbol(
        raw=raw,
        text=text,
        key=key,
        number=leading_number(number_text),
        number_text=number_text,
        year=int(year) if year else None,
        type_code=tail.type_code,
        issuer_code=tail.issuer,
        unit_code=tail.unit,
        form=form,
        is_normative=_is_normative(form, tail.type_code),
        warnings=(*warnings, *tail.warnings),
    )


def symbol_key(text: str) -> str:
    """Return the comparison key of a symbol: equal for every spelling of the same symbol."""
    return parse_symbol(text).key


def match_type(code: str) -> tuple[str, bool]:
    """Return the document type abbreviation that `code` stands for, and whether marks were lost.

    Exact spelling first, then any letter case, then without diacritics; ("", False) if none.
    """
    if code in _ABBREVIATIONS:
        return code, False
    for abbreviation in _ABBREVIATIONS:
        if abbreviation.casefold() == code.casefold():
            return abbreviation, False
    by_fold = _FOLDED_ABBREVIATIONS.get(code.casefold(), "")
    return by_fold, bool(by_fold)


def alphanumerics(text: str) -> str:
    """Return the folded letters and digits of `text`."""
    return "".join(character for character in fold(text) if character.isalnum())


# "CV" marks an official dispatch in documents of the Party only; "LCT" an order of the Chairman
# of the Council of State (until 1992).
_ABBREVIATIONS: Final = (*TYPES_BY_ABBREVIATION, "CV", "LCT")
_FOLDED_ABBREVIATIONS: Final = {
    fold(abbreviation): abbreviation
    for abbreviation in _ABBREVIATIONS
    if not abbreviation.isascii()
}
_NORMATIVE_CAPABLE: Final = {kind.abbreviation for kind in DOCUMENT_TYPES if kind[4]} - {""}
_CENTRAL_ISSUERS: Final = ("CP", "TTg", "CTN", "HĐBT", "HĐNN", "UBTVQH", "NHNN", "VPCP", "VPQH")
_LOCAL_ISSUERS: Final = ("UBND", "HĐND", "CTUBND", "TTHĐND", "VPUBND", "UB", "VP")
KNOWN_ISSUERS: Final = {fold(code): code for code in (*_CENTRAL_ISSUERS, *_LOCAL_ISSUERS)}
_LEGACY_ISSUERS: Final = frozenset({"UB", "HĐBT", "HĐNN"})
# 12345/CT-TTHT is a letter of a tax office (Cục Thuế), 21/CT-TTg a directive (Chỉ thị): CT is read
# as a directive only before an authority that issues directives.
_DIRECTIVE_ISSUER = re.compile(
    r"TTg|(?:CT)?UB(?:ND)?|B[A-ZĐ&]+|NHNN|T[WU]|HĐBT|VKS\w*|TAND\w*|TANDTC"
)

_BLANK_MARKS: Final = "._…xX"
_SEGMENT = r"[^\W\d_][\w.&]*"
_STATE = re.compile(
    r"(?P<no>\d{1,6}[^\W\d_]?(?:\.\d{1,4})?|[._…xX]*)/(?:(?P<year>(?:19|20)\d{2})/)?"
    rf"(?P<tail>{_SEGMENT}(?:[-/][\w.&]+)*)"
)
_PARTY = re.compile(
    rf"(?P<no>\d{{1,5}}[^\W\d_]?)-(?P<type>[^\W\d_]\w*)/(?P<tail>{_SEGMENT}(?:-\w+)*)"
)
_OLD_ISSUER = re.compile(r"(?P<no>\d{1,5})-(?P<tail>CP|TTg|HĐBT|UB)")
_LAW_TAIL = re.compile(
    r"(?:(?P<misspelled>QHH)|QH|UBTVQH)(?P<term>\d{1,2}|[IVX]{1,4})?", re.IGNORECASE
)
_TERM_SUFFIX = re.compile(r"(HĐND|HĐNN)(\d{1,2})")
_PREFIX_WORDS: Final = "|".join(
    sorted((re.escape(kind.name_vi) for kind in DOCUMENT_TYPES), key=len, reverse=True)
)
_PREFIX = re.compile(
    rf"^\(?(?:(?:{_PREFIX_WORDS})\s+)?(?:(?:số\b|S(?=\s*:))\s*[:.]?\s*)?(?=[\d/._…xX])",
    re.IGNORECASE,
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("⁄∕／", "/") | {"*": None})


class _Tail(NamedTuple):
    """What follows number and year."""

    form: SymbolForm
    type_code: str
    issuer: str
    key_text: str
    unit: str = ""
    warnings: tuple[str, ...] = ()


def _printed_and_text(raw: str) -> tuple[str, str]:
    """Return the bare symbol as printed, and with the blanks around its separators removed."""
    bare = re.sub(r"\s+", " ", normalise(raw).translate(_DASHES)).strip()
    bare = _PREFIX.sub("", bare).strip().rstrip(".,;:)")
    return bare, re.sub(" ?([/-]) ?", r"\1", bare)


def _read_tail(found: re.Match[str], has_year: bool) -> _Tail:
    parts = found.groupdict()
    tail = parts["tail"]
    if "type" in parts:
        return _party_tail(parts["type"], tail)
    if found.re is _OLD_ISSUER:
        return _old_issuer_tail(tail)
    if (law := _LAW_TAIL.fullmatch(tail)) and has_year:
        issuer = "QH" if law["misspelled"] else tail[: law.start("term")] if law["term"] else tail
        issuer = issuer.upper() + (law["term"] or "").upper()
        warnings = ("misspelled",) if law["misspelled"] else ()
        return _Tail(SymbolForm.LAW, "", issuer, issuer, warnings=warnings)
    segments = re.split("[-/]", tail)
    if len(segments) == 1:
        return _single_tail(tail, has_year)
    return _typed_tail(segments, has_year, slash="/" in tail)


def _party_tail(type_text: str, issuer: str) -> _Tail:
    type_code, unaccented = match_type(type_text)
    warnings = _notes(unknown_type=not type_code, unaccented=unaccented)
    state = re.match("CTN|HĐNN|HĐBT|CP|UB", issuer)
    if state or type_code == "LCT":
        form = SymbolForm.LAW if type_code in {"L", "LCT"} else SymbolForm.ADMINISTRATIVE
        return _Tail(form, type_code, issuer, type_text + issuer, "", (*warnings, "legacy_form"))
    return _Tail(SymbolForm.PARTY, type_code, issuer, type_text + issuer, "", warnings)


def _old_issuer_tail(issuer: str) -> _Tail:
    """Until 1996 decrees and decisions carried the issuer alone: 34/CP, 217-HĐBT."""
    form = SymbolForm.ADMINISTRATIVE if issuer == "UB" else SymbolForm.NORMATIVE
    return _Tail(form, "", issuer, issuer, "", ("legacy_form",))


def _single_tail(tail: str, has_year: bool) -> _Tail:
    if tail in {"CP", "TTg", "HĐBT"} and not has_year:
        return _old_issuer_tail(tail)
    for length in range(len(tail) - 2, 0, -1):
        type_code, unaccented = match_type(tail[:length])
        issuer = KNOWN_ISSUERS.get(fold(tail[length:]))
        if type_code and issuer and fold(tail) not in KNOWN_ISSUERS:
            warnings = _notes(no_hyphen=True, unaccented=unaccented)
            return _Tail(_typed_form(type_code, has_year), type_code, issuer, tail, "", warnings)
    form = SymbolForm.UNKNOWN if has_year else SymbolForm.DISPATCH
    return _Tail(form, "", tail, tail, "", _notes(unknown_type=has_year))


def _typed_tail(segments: list[str], has_year: bool, *, slash: bool) -> _Tail:
    first, rest = segments[0], "-".join(segments[1:])
    type_code, unaccented = match_type(first)
    key_text = "".join(segments)
    if not has_year and _is_dispatch_issuer(type_code, rest):
        type_code = ""
    if not type_code and (repaired := _lost_letter(first, rest)):
        type_code, key_text = repaired, repaired + rest
        issuer, _ = _issuer(rest)
        notes: tuple[str, ...] = ("lost_letter",)
        return _Tail(_typed_form(type_code, has_year), type_code, issuer, key_text, "", notes)
    if not type_code and not has_year:
        issuer = KNOWN_ISSUERS.get(fold(first), first)
        return _Tail(SymbolForm.DISPATCH, "", issuer, key_text, rest)
    issuer, legacy = _issuer(rest)
    odd_year = has_year and bool(type_code) and type_code not in _NORMATIVE_CAPABLE | {"VBHN"}
    notes = _notes(
        unknown_type=not type_code,
        unaccented=unaccented,
        legacy_form=legacy or odd_year or (slash and type_code != "L"),
    )
    return _Tail(_typed_form(type_code, has_year), type_code, issuer, key_text, "", notes)


def _typed_form(type_code: str, has_year: bool) -> SymbolForm:
    if type_code == "VBHN":
        return SymbolForm.CONSOLIDATED
    if type_code in {"TTLT", "NQLT"}:
        return SymbolForm.JOINT
    if has_year and (not type_code or type_code in _NORMATIVE_CAPABLE):
        return SymbolForm.NORMATIVE
    return SymbolForm.ADMINISTRATIVE


def _is_dispatch_issuer(type_code: str, rest: str) -> bool:
    if type_code == "TT":
        # The People's Council issues no circulars: TT is its standing body (Thường trực).
        return rest.startswith("HĐND")
    return type_code == "CT" and not _DIRECTIVE_ISSUER.match(rest)


def _lost_letter(first: str, rest: str) -> str:
    """Scans of old fonts lose the letter Đ: "N -CP" can only be NĐ-CP and "Q -UBND" QĐ-UBND."""
    if first in {"N", "n"} and rest.upper() == "CP":
        return "NĐ"
    return "QĐ" if first in {"Q", "q"} else ""


def _issuer(text: str) -> tuple[str, bool]:
    """Return the issuer's code without a council term, and whether the form is out of use."""
    if found := _TERM_SUFFIX.fullmatch(text):
        return found[1], True
    known = KNOWN_ISSUERS.get(fold(text))
    if known is None:
        return text.upper() if text.islower() else text, False
    return known, known in _LEGACY_ISSUERS


def _is_normative(form: SymbolForm, type_code: str) -> bool:
    # A symbol without a type (laws, decrees before 1996, an unknown type after a year) is judged
    # by its form alone.
    if form in {SymbolForm.NORMATIVE, SymbolForm.LAW, SymbolForm.JOINT}:
        return not type_code or type_code in _NORMATIVE_CAPABLE or type_code == "LCT"
    return False


def _notes(**flags: bool) -> tuple[str, ...]:
    return tuple(name for name, is_set in flags.items() if is_set)


def leading_number(number_text: str) -> int | None:
    digits = re.match(r"\d+", number_text, re.ASCII)
    return int(digits[0]) if digits else None


def make_key(number_text: str, year: str, tail: str) -> str:
    return (alphanumerics(number_text).lstrip("0") or "0") + year + alphanumerics(tail)


def _key_of_text(text: str) -> str:
    key = alphanumerics(text)
    return (key.lstrip("0") or "0") if key[:1].isdigit() else key
