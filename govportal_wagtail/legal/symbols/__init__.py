"""Document symbols (số, ký hiệu): parse one, find them in running text, read one from a query.

`parse_symbol` and `symbol_key` serve the register and its search column, `find_symbols` the
citations in a text, `query_key` and `reference_key` the search box.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .document_types import DOCUMENT_TYPES, DocumentType
from .grammar import Symbol, SymbolForm, parse_symbol, symbol_key
from .query import SymbolQuery, looks_like_symbol, query_key, reference_key

__all__ = [
    "DOCUMENT_TYPES",
    "DocumentType",
    "Symbol",
    "SymbolForm",
    "SymbolMatch",
    "SymbolQuery",
    "find_symbols",
    "looks_like_symbol",
    "parse_symbol",
    "query_key",
    "reference_key",
    "symbol_key",
]


@dataclass(frozen=True, slots=True)
class SymbolMatch:
    """A symbol found in a text: `text[start:end]` is what `symbol.raw` holds."""

    start: int
    end: int
    symbol: Symbol


def find_symbols(text: str) -> list[SymbolMatch]:
    """Return the symbols in running `text`, in order; positions refer to `text` as given.

    Finds symbols broken over lines or pages. Numbers of forms ("Mẫu số 01/TSMH"), technical
    standards ("QCVN 12:2012/BLĐTBXH") and drafts without a number are not symbols.
    """
    found: list[SymbolMatch] = []
    for match in _RUNNING.finditer(text):
        symbol = parse_symbol(match[0])
        before = text[max(0, match.start() - 24) : match.start()]
        if _is_citable(symbol, before):
            found.append(SymbolMatch(match.start(), match.end(), symbol))
    return found


_UPPER = "A-ZĐÐÂĂÊÔƠƯ\u0410-\u042f"
# Codes are capitals, with a few small letters inside or after (TTg, TTr, QyĐ, NgV): a capitalised
# word of the sentence ("QĐ-UBND-Ban hành") must not be read as one.
_CODE = (
    rf"(?:(?:TT|CT|VP) (?:HĐND|UBND)"
    rf"|[{_UPPER}]{{2,}}[a-z]{{0,2}}[{_UPPER}]*(?:&[{_UPPER}]+)*"
    rf"|[{_UPPER}][a-z][{_UPPER}]+|[{_UPPER}])\d{{0,2}}(?!\w)"
)
_SLASH = r"\s{0,2}/\s{0,2}"
_JOIN = r"(?:-\s{0,6}|\s-(?=\S)|\s-\n|/)"
_RUNNING = re.compile(
    rf"(?<![\w/.,-])(?<!\d:)(?<!/\s)\d{{1,6}}[a-zA-ZĐ]?(?:\.\d{{1,4}})?\*{{0,2}}"
    rf"(?:{_SLASH}(?:(?:19|20)\d{{2}}{_SLASH})?(?:QHH?\s?\d{{1,2}}|{_CODE}(?:{_JOIN}{_CODE}(?:-\n?{_CODE})*)?)"
    rf"|\s?-\s?(?:{_CODE}/{_CODE}|(?:CP|TTg|HĐBT)(?!\w)))"
)
_NUMBER_WORD = re.compile(r"(?:số|công văn|văn bản)\s*:?\s*\**$", re.IGNORECASE)
_FORM_LABEL = re.compile(
    r"(?:mẫu|biểu|phụ lục|ký hiệu|QCVN|TCVN)\s*(?:số)?\s*:?\s*$", re.IGNORECASE
)
_DISPATCH_ISSUER = re.compile(
    r"(?:CT|TT|VP)?(?:UBND|HĐND)|UBTVQH|VPCP|VPQH|VPCTN|VP|B[A-ZĐ]{1,6}|S[A-ZĐ]{2,9}"
    r"|NHNN|TTCP|KTNN|TANDTC|VKSTC|VKSNDTC|TC[A-ZĐ]{1,3}|CT|CP|TTg"
)


def _is_citable(symbol: Symbol, before: str) -> bool:
    if symbol.form in {SymbolForm.UNKNOWN, SymbolForm.DRAFT} or _FORM_LABEL.search(before):
        return False
    if symbol.type_code or symbol.form is SymbolForm.LAW:
        return True
    if symbol.form is SymbolForm.NORMATIVE and symbol.year:
        return True
    if _NUMBER_WORD.search(before):
        return True
    is_dispatch = symbol.form is SymbolForm.DISPATCH and bool(symbol.unit_code)
    return is_dispatch and _DISPATCH_ISSUER.fullmatch(symbol.issuer_code) is not None
