"""The instruments that regulations cite, and what came after them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from govportal_wagtail.regulation import catalogue, legal_basis

BEFORE, AFTER = date(2026, 6, 30), date(2026, 7, 1)


def symbols(found: list[legal_basis.NationalInstrument]) -> list[str]:
    return [each.symbol for each in found]


class ChainTests:
    @pytest.mark.parametrize(
        ("cited", "chain"),
        [
            ("43/2011/NĐ-CP", ["43/2011/NĐ-CP", "42/2022/NĐ-CP", "224/2026/NĐ-CP"]),
            ("64/2007/NĐ-CP", ["64/2007/NĐ-CP", "224/2026/NĐ-CP"]),
            ("45/2026/NĐ-CP", ["45/2026/NĐ-CP", "224/2026/NĐ-CP"]),
            ("26/2009/TT-BTTTT", ["26/2009/TT-BTTTT", "32/2017/TT-BTTTT", "22/2023/TT-BTTTT"]),
            ("67/2006/QH11", ["67/2006/QH11", "148/2025/QH15"]),
            ("103/2016/QH13", ["103/2016/QH13", "126/2025/QH15"]),
            ("80/2015/QH13", ["80/2015/QH13", "64/2025/QH15"]),
            ("34/2016/NĐ-CP", ["34/2016/NĐ-CP", "78/2025/NĐ-CP"]),
            ("85/2016/NĐ-CP", ["85/2016/NĐ-CP", "331/2026/NĐ-CP"]),
            ("09/2017/NĐ-CP", ["09/2017/NĐ-CP", "244/2026/NĐ-CP"]),
            ("72/2013/NĐ-CP", ["72/2013/NĐ-CP", "147/2024/NĐ-CP"]),
            ("47/2020/NĐ-CP", ["47/2020/NĐ-CP", "278/2025/NĐ-CP"]),
            ("13/2023/NĐ-CP", ["13/2023/NĐ-CP", "91/2025/QH15", "356/2025/NĐ-CP"]),
            ("86/2015/QH13", ["86/2015/QH13", "116/2025/QH15"]),
            ("77/2015/QH13", ["77/2015/QH13", "65/2025/QH15", "72/2025/QH15"]),
            ("107/2020/NĐ-CP", ["107/2020/NĐ-CP", "45/2025/NĐ-CP", "150/2025/NĐ-CP"]),
            ("18/2014/NĐ-CP", ["18/2014/NĐ-CP"]),
        ],
    )
    def test_what_came_after(self, cited, chain):
        assert symbols(legal_basis.chain(cited)) == chain

    def test_an_unknown_symbol_has_no_chain(self):
        assert legal_basis.chain("1857/QĐ-UBND") == []


class ApplicableTests:
    @pytest.mark.parametrize(
        ("on", "applies"),
        [
            (date(2022, 8, 14), "43/2011/NĐ-CP"),
            (date(2022, 8, 15), "42/2022/NĐ-CP"),
            (BEFORE, "42/2022/NĐ-CP"),
            (AFTER, "224/2026/NĐ-CP"),
        ],
    )
    def test_the_decree_on_portals(self, on, applies):
        assert symbols(legal_basis.applicable("43/2011/NĐ-CP", on=on)) == [applies]

    @pytest.mark.parametrize(
        ("cited", "old", "new"),
        [
            ("42/2022/NĐ-CP", "42/2022/NĐ-CP", "224/2026/NĐ-CP"),
            ("67/2006/QH11", "67/2006/QH11", "148/2025/QH15"),
            ("103/2016/QH13", "103/2016/QH13", "126/2025/QH15"),
            ("09/2017/NĐ-CP", "09/2017/NĐ-CP", "244/2026/NĐ-CP"),
        ],
    )
    def test_the_change_of_july_2026(self, cited, old, new):
        assert symbols(legal_basis.applicable(cited, on=BEFORE)) == [old]
        assert symbols(legal_basis.applicable(cited, on=AFTER)) == [new]

    @pytest.mark.parametrize(
        ("cited", "last_day", "after"),
        [
            ("32/2017/TT-BTTTT", date(2024, 4, 4), ["22/2023/TT-BTTTT"]),
            ("13/2023/NĐ-CP", date(2025, 12, 31), ["91/2025/QH15", "356/2025/NĐ-CP"]),
            ("73/2024/NĐ-CP", BEFORE, ["161/2026/NĐ-CP"]),
        ],
    )
    def test_the_day_of_change(self, cited, last_day, after):
        assert symbols(legal_basis.applicable(cited, on=last_day)) == [cited]
        assert symbols(legal_basis.applicable(cited, on=last_day + timedelta(days=1))) == after


class TableTests:
    @pytest.mark.parametrize("symbol", sorted(legal_basis.instruments()))
    def test_dates_are_in_order(self, symbol):
        row = legal_basis.instruments()[symbol]
        known = [day for day in (row.issued_on, row.in_force_from, row.ended_on) if day]
        assert known == sorted(known)

    @pytest.mark.parametrize("symbol", sorted(legal_basis.instruments()))
    def test_replacements_are_in_the_table_and_follow(self, symbol):
        table = legal_basis.instruments()
        row = table[symbol]
        for each in row.replaced_by:
            assert each in table
            assert each != symbol
            started = table[each].in_force_from
            assert row.ended_on is None or started is None or started == row.ended_on

    def test_what_was_not_read_in_the_original_says_so(self):
        rows = legal_basis.instruments().values()
        silent = [row.symbol for row in rows if row.evidence == "inferred" and not row.note]
        assert silent == []
        assert [
            row.symbol
            for row in rows
            if row.evidence == "inferred" and "chưa" not in row.note.lower()
        ] == []

    def test_a_date_that_was_not_checked_is_not_called_read(self):
        unchecked = re.compile(r"[Nn]gày (bắt đầu|có hiệu lực|hết hiệu lực)[^.;]*chưa kiểm tra")
        rows = legal_basis.instruments().values()
        assert [row.symbol for row in rows if unchecked.search(row.note)] != []
        assert [
            row.symbol for row in rows if row.evidence == "text" and unchecked.search(row.note)
        ] == []

    @pytest.mark.parametrize(
        "symbol", ["331/2026/NĐ-CP", "278/2025/NĐ-CP", "148/2025/QH15", "22/2023/TT-BTTTT"]
    )
    def test_second_hand_knowledge_is_marked(self, symbol):
        assert legal_basis.instruments()[symbol].evidence == "inferred"

    def test_national_citations_of_the_shipped_profiles_are_known(self):
        provincial = re.compile(r"UBND|HĐND")
        unknown = {
            (code, each.symbol)
            for code, profile in catalogue.profiles().items()
            for each in profile.cites
            if not provincial.search(each.symbol) and not legal_basis.chain(each.symbol)
        }
        assert unknown == set()

    def test_every_rule_points_at_a_known_instrument(self):
        unknown = {
            (code, f"{name}.{rule.key}", symbol)
            for code, profile in catalogue.profiles().items()
            for name, rule in profile.rules()
            for symbol in rule.cites
            if symbol not in legal_basis.instruments()
        }
        assert unknown == set()


def test_every_number_cited_in_the_regulations_is_known(shared: Path):
    texts = sorted((shared / "regulations").glob("*.txt"))
    if not texts:
        pytest.skip("The texts of the regulations are not at hand.")
    pattern = re.compile(r"\d+/\d{4}/(?:NĐ-CP|TT-BTTTT|TTLT-[A-ZĐ&-]+|QH\d\d)\b")
    found = {
        symbol for path in texts for symbol in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 20
    assert found - legal_basis.instruments().keys() == set()
