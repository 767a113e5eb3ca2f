"""The recogniser measured on the gazette texts and the provincial regulations, where present.

The table below was made by reading: the number of the last article, the articles inserted between
two numbers, and the numbers that the printed text itself does not have.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from govportal_wagtail.core.vietnamese import normalise
from govportal_wagtail.legal.citations import RelationKind, find_citations, find_relations
from govportal_wagtail.legal.structure import Structure, UnitKind, parse

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
GAZETTE = SHARED / "data" / "congbao" / "documents.json"
PDFS = SHARED / "data" / "congbao" / "pdf"
REGULATIONS = SHARED / "regulations"

pytestmark = pytest.mark.skipif(
    not GAZETTE.exists(), reason="the reference texts are not on this machine"
)


class Expected(NamedTuple):
    """What a document holds: articles 1 to `last`, plus `inserted`, less `unprinted`."""

    last: int
    inserted: tuple[str, ...] = ()
    unprinted: tuple[int, ...] = ()

    def labels(self) -> set[str]:
        numbers = {str(n) for n in range(1, self.last + 1) if n not in self.unprinted}
        return numbers | set(self.inserted)


EXPECTED = {
    "01/2021/TT-BLĐTBXH": Expected(6),
    "01/2024/TT-BKHĐT": Expected(32),
    "02/2021/TT-BLĐTBXH": Expected(7),
    "02/2023/TT-BLĐTBXH": Expected(2),
    "03/2023/TT-BKHĐT": Expected(8),
    "03/2024/TT-BKHĐT": Expected(3),
    "03/2025/TT-BLĐTBXH": Expected(6),
    "04/2017/QH14": Expected(35),
    "04/2022/TT-BLĐTBXH": Expected(40),
    "04/2024/TT-BLĐTBXH": Expected(3),
    "06/2023/TT-BLĐTBXH": Expected(4),
    "06/2024/TT-BKHĐT": Expected(31),
    "07/2024/TT-BKHĐT": Expected(7),
    "07/2025/TT-BKHĐT": Expected(7),
    "08/2023/TT-BLĐTBXH": Expected(5),
    "09/2022/TT-BLĐTBXH": Expected(15),
    "09/2023/TT-BKHĐT": Expected(5),
    "10/2021/TT-BLĐTBXH": Expected(3),
    # The number of Điều 5 is missing from the text: its title stands alone.
    "111/VBHN-VPQH": Expected(11, unprinted=(5,)),
    "116/2025/TT-BTC": Expected(15),
    "12/2022/NĐ-CP": Expected(64),
    "12/2022/TT-BKHĐT": Expected(5),
    "13/2026/TT-NHNN": Expected(15),
    "131/2026/NĐ-CP": Expected(12),
    "135/2026/NĐ-CP": Expected(12),
    "14/2022/TT-BLĐTBXH": Expected(19),
    "142/2026/NĐ-CP": Expected(46),
    "148/2026/NĐ-CP": Expected(3),
    "151/2026/NĐ-CP": Expected(59),
    "16/2022/TT-BKHĐT": Expected(3),
    "167/2026/NĐ-CP": Expected(45),
    "172/2026/NĐ-CP": Expected(15),
    "175/NQ-CP": Expected(3),
    "19/2023/TT-BLĐTBXH": Expected(2),
    "19/2026/NQ-CP": Expected(8),
    "20/2021/TT-BLĐTBXH": Expected(18),
    "20/2026/NQ-CP": Expected(7),
    "20/2026/TT-BXD": Expected(20),
    "2007/VBHN-BLĐTBXH": Expected(16),
    "21/CT-TTg": Expected(0),
    "212/2025/NĐ-CP": Expected(24),
    "22/2026/TT-BTC": Expected(15),
    "2279/VBHN-BLĐTBXH": Expected(47),
    "233/2025/NĐ-CP": Expected(29),
    "24/2026/NQ-CP": Expected(6),
    "2650/VBHN-BLĐTBXH": Expected(10),
    "27/2026/TT-BKHCN": Expected(5),
    "28/2026/QĐ-TTg": Expected(28),
    "30/2022/TT-BLĐTBXH": Expected(12),
    "3305/VBHN-BLĐTBXH": Expected(20),
    "41/2026/TT-BTC": Expected(6),
    "464/VBHN-BLĐTBXH": Expected(8, inserted=("3a", "5a")),
    "469/VBHN-BLĐTBXH": Expected(9),
    "605/VBHN-BLĐTBXH": Expected(6),
    "61/2020/QH14": Expected(77),
    "892/QĐ-TTg": Expected(3),
    "982/QĐ-TTg": Expected(3),
}
REGULATION_ARTICLES = {
    "backan-17-2018-qd-ubnd": (3, 19),
    "camau-68-2026-qd-ubnd": (3, 35),
    "khanhhoa-2018-draft-ocr": (3, 17),
    "langson-40-2024-qd-ubnd": (3, 23),
    "vinhlong-2021-qd-ubnd": (2, 31),
}


def gazette() -> dict[str, dict[str, str]]:
    if not GAZETTE.exists():
        return {}
    return {row["so_hieu"]: row for row in json.loads(GAZETTE.read_text(encoding="utf-8"))}


DOCUMENTS = gazette()


def words(texts: list[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def assert_nothing_lost(text: str, structure: Structure) -> None:
    kept = [part for u in structure.units for part in (u.marker, u.heading, u.text)]
    pages = [normalise(page) for page in text.replace("\ufffe", "-").split("\f")]
    assert words([*kept, *structure.removed]) == words(pages)


def longest_chain(text: str) -> int:
    """Return how far the lines "Điều 1.", "Điều 2.", ... count on, by the plainest rule there is.

    A second witness that shares nothing with the recogniser: it knows no quotation and no annex, so
    it may count too far but never too short.
    """
    expected = 1
    for line in text.replace("Ð", "Đ").split("\n"):
        if re.match(rf"\s*Điều\s+{expected}\s*\.", line):
            expected += 1
    return expected - 1


def test_the_table_names_every_document() -> None:
    assert set(EXPECTED) == set(DOCUMENTS)


@pytest.mark.parametrize("symbol", sorted(EXPECTED))
def test_articles_of_the_gazette(symbol: str) -> None:
    structure = parse(DOCUMENTS[symbol]["text"])
    found = [unit.label for unit in structure.articles()]
    assert set(found) == EXPECTED[symbol].labels()
    assert len(found) == len(set(found))


@pytest.mark.parametrize("symbol", sorted(EXPECTED))
def test_table_agrees_with_the_plain_count(symbol: str) -> None:
    expected = EXPECTED[symbol]
    chain = longest_chain(DOCUMENTS[symbol]["text"])
    if expected.unprinted:
        assert chain == min(expected.unprinted) - 1
    else:
        assert chain == expected.last


def test_real_articles_found_over_all_texts() -> None:
    real = found = false = 0
    for symbol, expected in EXPECTED.items():
        labels = [unit.label for unit in parse(DOCUMENTS[symbol]["text"]).articles()]
        real += len(expected.labels()) + len(expected.unprinted)
        found += len(expected.labels() & set(labels))
        false += len(labels) - len(expected.labels() & set(labels))
    assert (real, found) == (927, 926)
    assert false == 0
    assert found / real >= 0.99


@pytest.mark.parametrize("symbol", sorted(EXPECTED))
def test_no_word_of_the_gazette_is_lost(symbol: str) -> None:
    text = DOCUMENTS[symbol]["text"]
    structure = parse(text)
    assert_nothing_lost(text, structure)
    furniture = re.compile(
        r"(?:\d{1,4} )?CÔNG BÁO.*|\d{1,4}|_+|-{3,}|"
        r"(?:Ký bởi|Người ký|Email|Cơ quan|Ngày ký|Thời gian ký):.*"
    )
    assert [line for line in structure.removed if not furniture.fullmatch(line)] == []


@pytest.mark.parametrize("name", sorted(REGULATION_ARTICLES))
def test_articles_of_the_provincial_regulations(name: str) -> None:
    text = (REGULATIONS / f"{name}.txt").read_text(encoding="utf-8")
    structure = parse(text)
    decision, attached = REGULATION_ARTICLES[name]
    assert [u.label for u in structure.articles()] == [str(n) for n in range(1, decision + 1)]
    numbers = [u.label for u in structure.articles("quy-che")]
    assert numbers == [str(n) for n in range(1, attached + 1)]
    assert_nothing_lost(text, structure)


def pdf_text(path: Path) -> str:
    reader = pytest.importorskip("pypdfium2")
    document = reader.PdfDocument(str(path))
    try:
        return "\f".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize(
    "path", sorted(PDFS.glob("*.pdf")) if PDFS.exists() else [], ids=lambda path: path.stem[:40]
)
def test_articles_of_the_printed_gazette(path: Path) -> None:
    symbol = next(s for s, row in DOCUMENTS.items() if row["slug"] == path.stem)
    text = pdf_text(path)
    structure = parse(text)
    assert {unit.label for unit in structure.articles()} == EXPECTED[symbol].labels()
    assert_nothing_lost(text, structure)


@pytest.mark.parametrize("symbol", sorted(EXPECTED))
def test_citations_are_exact_places_in_the_text(symbol: str) -> None:
    text = DOCUMENTS[symbol]["text"]
    end = 0
    for citation in find_citations(text):
        assert text[citation.start : citation.end] == citation.text
        assert citation.start >= end
        end = citation.end


@pytest.mark.parametrize(
    ("symbol", "kind", "target"),
    [
        ("148/2026/NĐ-CP", RelationKind.AMENDS, "72/2015/NĐ-CP"),
        ("151/2026/NĐ-CP", RelationKind.REPLACES, "08/2020/NĐ-CP"),
        ("28/2026/QĐ-TTg", RelationKind.REPLACES, "09/2023/QĐ-TTg"),
        ("12/2022/NĐ-CP", RelationKind.REPEALS, "28/2020/NĐ-CP"),
        ("02/2021/TT-BLĐTBXH", RelationKind.GUIDES, "20/2021/NĐ-CP"),
        ("2279/VBHN-BLĐTBXH", RelationKind.CONSOLIDATES, "44/2016/NĐ-CP"),
        ("16/2022/TT-BKHĐT", RelationKind.SUSPENDS, "08/2022/TT-BKHĐT"),
        ("212/2025/NĐ-CP", RelationKind.BASED_ON, "41/2024/QH15"),
    ],
)
def test_relations_read_in_the_gazette(symbol: str, kind: RelationKind, target: str) -> None:
    found = find_relations(DOCUMENTS[symbol]["text"])
    assert target in {relation.symbol for relation in found if relation.kind is kind}


def test_every_normative_text_has_its_main_parts() -> None:
    for symbol in EXPECTED:
        structure = parse(DOCUMENTS[symbol]["text"])
        kinds = {unit.kind for unit in structure.units}
        assert UnitKind.DOCUMENT in kinds
        if EXPECTED[symbol].last:
            assert UnitKind.PREAMBLE in kinds, symbol
