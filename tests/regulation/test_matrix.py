"""The time limits and periods of all regulations side by side, once as a table.

A cell is ``(days, unit, events, article)``; None means that the regulation says nothing, and then
nothing may be answered: no cell is ever filled from another column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest

from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.coverage_table import State, requirements
from govportal_wagtail.regulation.presentation import articles
from govportal_wagtail.regulation.schema import Cycle, DeadlineRule, Instrument
from govportal_wagtail.regulation.vocabulary import CycleSubject, Evidence

CAMAU, VINHLONG, BACKAN = "camau-2026", "vinhlong-2021", "backan-2018"
KHANHHOA, LANGSON, NATIONAL = "khanhhoa-2018-draft", "langson-2024", "vn-national"
PROVINCES = (CAMAU, VINHLONG, BACKAN, KHANHHOA, LANGSON)
COLUMNS = (*PROVINCES, NATIONAL)

WD, CD, NOW = "working_day", "calendar_day", "immediate"
ALWAYS, ASKED = "continuous", "as_required"

Cell = tuple[int | None, str, tuple[str, ...], str] | None


def wd(days: int, events: str, article: str) -> Cell:
    """So many working days from the events."""
    return days, WD, tuple(events.split()), article


def cd(days: int, events: str, article: str) -> Cell:
    """So many calendar days from the events."""
    return days, CD, tuple(events.split()), article


def undated(unit: str, article: str, events: str = "") -> Cell:
    """A duty without a number of days."""
    return None, unit, tuple(events.split()), article


ACCESS, LAWS = "104/2016/QH13", "64/2025/QH15"
SCIENCE = "approved accepted"

#: (kind of information, role): Cà Mau, Vĩnh Long, Bắc Kạn, Khánh Hòa, Lạng Sơn, national rules.
MATRIX: dict[tuple[str, str], tuple[Cell, ...]] = {
    ("direction", ""): (
        *(undated(ALWAYS, "13.1.a"), undated(ALWAYS, "18.1.a"), undated(ALWAYS, "7.1.a")),
        *(None, undated(NOW, "5.3; 9.1"), None),
    ),
    ("news", ""): (
        *(undated(ALWAYS, "13.1.a"), undated(ALWAYS, "18.1.a"), undated(ALWAYS, "7.1.a")),
        *(None, undated(NOW, "5.3; 9.1"), None),
    ),
    ("introduction", ""): (None, None, undated(ALWAYS, "7.1.a"), None, None, None),
    ("contacts", ""): (None, None, undated(ALWAYS, "7.1.a"), None, None, None),
    ("propaganda", ""): (
        *(wd(3, "received", "13.1.b"), wd(15, "officially_issued", "18.1.b")),
        *(wd(15, "officially_issued", "7.1.b"), None, wd(7, "officially_issued", "9.2"), None),
    ),
    ("legal_doc", ""): (
        *(wd(2, "received", "13.1.c"), None, None, None, None),
        wd(5, "created", f"{ACCESS} 18.4"),
    ),
    ("legal_doc", "issuer"): (
        *(None, wd(2, "issued", "18.1.c"), wd(2, "issued", "7.1.c")),
        *(None, wd(3, "issued", "9.3"), None),
    ),
    ("legal_doc", "affected"): (
        *(None, wd(10, "issued", "18.1.c"), wd(10, "issued", "7.1.c"), None, None, None),
    ),
    ("legal_doc", "summary_procedure"): (
        *(None, None, None, None, undated(NOW, "9.3", "issued")),
        undated(NOW, f"{LAWS} 53", "issued"),
    ),
    ("legal_doc_effective", ""): (*(None,) * 5, cd(10, "issued", f"{LAWS} 53")),
    ("legal_doc_suspended", ""): (*(None,) * 5, cd(3, "issued", f"{LAWS} 56.3")),
    ("consultation", ""): (None, None, cd(30, "request_received", "7.1.c"), None, None, None),
    ("consultation_window", ""): (*(None,) * 5, cd(20, "published_by_authority", LAWS)),
    ("strategy", ""): (
        *(wd(10, "received", "13.1.d"), wd(10, "approved", "18.1.d")),
        *(wd(10, "approved", "7.1.d"), None, wd(10, "officially_issued", "9.4")),
        wd(5, "created", f"{ACCESS} 18.4"),
    ),
    ("project", ""): (
        *(wd(10, "received", "13.1.d"), wd(10, "approved", "18.1.d")),
        *(wd(10, "approved", "7.1.d"), None, wd(10, "officially_issued", "9.4")),
        wd(5, "created", f"{ACCESS} 18.4"),
    ),
    ("science", ""): (
        *(wd(20, SCIENCE, "13.1.e"), wd(20, SCIENCE, "18.1.e"), wd(20, SCIENCE, "7.1.đ")),
        *(None, wd(10, "officially_issued", "9.4"), wd(5, "created", f"{ACCESS} 18.4")),
    ),
    ("statistics", ""): (
        *(wd(10, "published_by_authority", "13.1.đ"), wd(10, "publish_decision", "18.1.g")),
        *(wd(10, "publish_decision", "7.1.e"), None, wd(10, "officially_issued", "9.4")),
        wd(5, "created", f"{ACCESS} 18.4"),
    ),
    ("procedure", ""): (None, None, wd(5, "disclosure_issued", "7.1.g"), None, None, None),
    ("qa_triage", ""): (wd(2, "question_received", "13.1.ê"), None, None, None, None, None),
    ("qa_out_of_scope", ""): (
        *(None, undated(NOW, "18.1.đ"), None, None, undated(NOW, "9.6.a")),
        wd(5, "question_received", "20/2008/NĐ-CP 9"),
    ),
    ("qa_answer", ""): (
        *(wd(15, "question_received", "13.1.ê"), wd(15, "question_received", "18.1.đ")),
        *(wd(15, "question_received", "7.1.f"), None, wd(15, "question_received", "9.6.b")),
        None,
    ),
    ("foreign", ""): (
        *(undated(ALWAYS, "13.1.g"), undated(ALWAYS, "18.1.h"), None, None),
        *(undated(ALWAYS, "9.5; 7.3"), None),
    ),
    ("other", ""): (
        *(undated(ASKED, "13.1.h"), undated(ALWAYS, "18.1.a"), None, None),
        *(wd(10, "officially_issued", "9.4"), wd(5, "created", f"{ACCESS} 18.4")),
    ),
    ("change", ""): (
        *(undated(ALWAYS, "15", "changed"), undated(ALWAYS, "19.1; 21", "changed")),
        *(undated(NOW, "5.7", "changed"), None, undated(ALWAYS, "5.3", "changed")),
        undated(NOW, "9.3", "changed"),
    ),
    ("takedown", ""): (
        *(undated(ASKED, "25.1.ê; 29.2.d"), None, None, None),
        *(undated(NOW, "8.2.b", "notified"), None),
    ),
    ("suspension", ""): (*(None,) * 5, wd(7, "suspension_starts", "13.1.a")),
    ("correction", ""): (*(None,) * 5, cd(15, "request_received", f"{ACCESS} 22.4")),
    ("access_simple", ""): (*(None,) * 5, wd(3, "request_received", f"{ACCESS} 30")),
    ("access_complex", ""): (*(None,) * 5, wd(15, "request_received", f"{ACCESS} 30")),
}
CELLS = [
    pytest.param(code, category, role, cell, id=f"{code}-{category}-{role}")
    for (category, role), row in MATRIX.items()
    for code, cell in zip(COLUMNS, row, strict=True)
]

#: Periods by subject: (times, period, every, article), in the order of the columns.
PERIODS: dict[str, dict[CycleSubject, set[tuple[int, str, int, str]]]] = {
    CAMAU: {
        CycleSubject.BACKUP: {(1, "unknown", 1, "13.2.b")},
        CycleSubject.RESTORE_TEST: {(1, "month", 3, "20.6.e")},
        CycleSubject.REPORT: {
            *((1, "half_year", 1, "33.5"), (1, "year", 1, "33.5"), (1, "unknown", 1, "27.8")),
            *((1, "unknown", 1, "25.2.a; 25.2.e"), (1, "year", 1, "26.6")),
        },
    },
    VINHLONG: {
        CycleSubject.BACKUP: {(1, "week", 1, "8.1"), (1, "week", 1, "19.2.b")},
        CycleSubject.PASSWORD: {(1, "month", 3, "8.3")},
        CycleSubject.REPORT: {
            *((1, "quarter", 1, "28.1"), (1, "half_year", 1, "28.1"), (1, "year", 1, "28.1")),
            *((1, "quarter", 1, "28.2"), (1, "half_year", 1, "28.2"), (1, "year", 1, "28.2")),
            (1, "year", 1, "23.4"),
        },
    },
    BACKAN: {
        CycleSubject.BACKUP: {(1, "week", 1, "8.3.a; 8.3.b")},
        CycleSubject.REPORT: {
            *((1, "quarter", 1, "16.1.c"), (1, "year", 1, "16.1.c"), (1, "year", 1, "16.1.d")),
            *((1, "unknown", 1, "10.3"), (1, "year", 1, "10.6")),
        },
    },
    KHANHHOA: {
        CycleSubject.BACKUP: {(1, "unknown", 1, "10.2")},
        CycleSubject.REPORT: {(1, "unknown", 1, "5.2.h"), (1, "unknown", 1, "11.3")},
    },
    LANGSON: {
        CycleSubject.BACKUP: {(3, "week", 1, "13.1.d")},
        CycleSubject.RESTORE_TEST: {(1, "unknown", 1, "13.1.d")},
        CycleSubject.REPORT: {
            *((1, "year", 1, "13.2.c"), (1, "year", 1, "18.3"), (1, "year", 1, "21")),
        },
    },
    NATIONAL: {},
}
COMPARED = (
    CycleSubject.BACKUP, CycleSubject.RESTORE_TEST, CycleSubject.REPORT, CycleSubject.PASSWORD,
)  # fmt: skip

#: Policy: Cà Mau, Vĩnh Long, Bắc Kạn, Khánh Hòa, Lạng Sơn; empty where the regulation is silent.
SWITCHES = {
    "complaints": ("", "", "", "forward", "refuse"),
    "publish_answer": ("", "common_interest", "socio_economic", "", "common_interest"),
    "out_of_scope": ("", "notify_at_once", "notify", "", "notify_at_once"),
    "question_scope": ("", "own_field", "own_field", "", "own_field"),
    "publish_interactions": ("", "", "", "", "required"),
    "secretary_step": ("", "", "yes", "", ""),
    "unit_head_signs": ("", "", "yes", "", ""),
    "verify_with_specialist": ("yes", "yes", "", "", ""),
    "direct_publishing": (
        *("component_board", "component_board", "delegated_pages"),
        *("component_board", "component_board"),
    ),
    "oversight_of_components": ("content", "reports", "reports", "reports", "inspection"),
    "takedown": ("on_request", "", "", "", "immediate_then_verify"),
    "takedown_across_sites": ("", "", "", "", "yes"),
    "full_text_of_normative": ("yes", "yes", "", "", ""),
    "publish_only_after_approval": ("yes", "yes", "yes", "yes", "yes"),
    "approver_must_differ": ("", "", "", "", ""),
    "return_clock": ("", "", "", "", ""),
    "event_day": ("", "", "", "", ""),
    "launch_needs_board": ("", "", "", "yes", ""),
    "translate_only_approved": ("", "", "", "", "yes"),
}


def told(rule: DeadlineRule | None) -> Cell:
    """The rule as a cell of the table."""
    if rule is None:
        return None
    anchors = tuple(event.value for event in rule.anchors)
    return rule.days, rule.unit.value, anchors, rule.article


class DeadlineMatrixTests:
    @pytest.mark.parametrize(("code", "category", "role", "cell"), CELLS)
    def test_cell(self, code: str, category: str, role: str, cell: Cell) -> None:
        found = {rule.role: rule for rule in catalogue.get(code).deadlines_for(category)}
        assert told(found.get(role)) == cell

    @pytest.mark.parametrize(("code", "category", "role", "cell"), CELLS)
    def test_without_a_cell_only_what_holds_for_everybody_answers(
        self, code: str, category: str, role: str, cell: Cell
    ) -> None:
        everybody = MATRIX.get((category, ""), (None,) * len(COLUMNS))[COLUMNS.index(code)]
        assert told(catalogue.get(code).deadline(category, role)) == (cell or everybody)

    @pytest.mark.parametrize("code", COLUMNS)
    def test_no_time_limit_is_outside_the_table(self, code: str) -> None:
        rules = catalogue.get(code).deadlines.values()
        assert {(rule.category, rule.role) for rule in rules} <= MATRIX.keys()

    @pytest.mark.parametrize("code", COLUMNS)
    def test_only_langson_and_national_law_have_a_rule_for_the_rest(self, code: str) -> None:
        covers = {each for rule in catalogue.get(code).deadlines.values() for each in rule.covers}
        rest = {"strategy", "project", "science", "statistics"}
        assert covers == (rest if code in (LANGSON, NATIONAL) else set())

    @pytest.mark.parametrize("code", COLUMNS)
    def test_only_these_three_take_a_notice_of_progress_for_an_answer(self, code: str) -> None:
        rules = catalogue.get(code).deadlines.values()
        expected = ["qa_answer"] if code in (VINHLONG, BACKAN, LANGSON) else []
        assert [rule.category for rule in rules if rule.or_progress_notice] == expected

    @pytest.mark.parametrize("code", PROVINCES)
    def test_no_time_limit_of_a_province_is_guessed(self, code: str) -> None:
        rules = catalogue.get(code).deadlines.values()
        assert {rule.evidence for rule in rules} <= {Evidence.TEXT}

    def test_the_start_of_camau_on_petitions_is_an_interpretation(self) -> None:
        rules = catalogue.get(CAMAU).deadlines.values()
        assert [rule.key for rule in rules if "anchors" in rule.silent] == [
            "qa_triage",
            "qa_answer",
        ]

    @pytest.mark.parametrize("code", COLUMNS)
    def test_where_the_days_of_a_change_are_left_open_it_is_said(self, code: str) -> None:
        rule = catalogue.get(code).deadline("change")
        if rule is not None and rule.unit == ALWAYS:
            assert rule.silent == ("days",)
            assert rule.note

    @pytest.mark.parametrize(
        ("code", "article", "evidence"),
        [
            (VINHLONG, "18.1.đ", Evidence.TEXT),
            (BACKAN, "7.1.f; 13.7", Evidence.TEXT),
            (KHANHHOA, "5.2.i", Evidence.DOUBTFUL),
            (LANGSON, "9.6.a", Evidence.TEXT),
        ],
    )
    def test_who_sorts_and_forwards_questions_without_a_number_of_days(
        self, code: str, article: str, evidence: Evidence
    ) -> None:
        profile = catalogue.get(code)
        duty = profile.bodies["question_intake"]
        assert (duty.article, duty.evidence) == (article, evidence)
        assert "chuyển" in duty.duty
        assert profile.deadline("qa_triage") is None


class PeriodTests:
    @pytest.mark.parametrize("code", COLUMNS)
    @pytest.mark.parametrize("subject", COMPARED)
    def test_cycles(self, code: str, subject: CycleSubject) -> None:
        rules = catalogue.get(code).cycles.values()
        found = [
            (rule.times, rule.period.value, rule.every, rule.article)
            for rule in rules
            if rule.subject == subject
        ]
        assert len(found) == len(set(found))
        assert set(found) == PERIODS[code].get(subject, set())

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            (CAMAU, {}),
            (VINHLONG, {"frequency": (2, "working_day", "portal", "19.1")}),
            (BACKAN, {}),
            (
                KHANHHOA,
                {
                    "frequency": (1, "working_day", "portal", "11.1"),
                    "frequency_agency": (2, "week", "agency", "11.2"),
                },
            ),
            (LANGSON, {}),
            (NATIONAL, {}),
        ],
    )
    def test_rhythm(self, code: str, expected: dict[str, tuple[int, str, str, str]]) -> None:
        rhythm = catalogue.get(code).rhythm
        assert {
            key: (rule.times, rule.per.value, rule.scope, rule.article)
            for key, rule in rhythm.items()
        } == expected

    @pytest.mark.parametrize("key", SWITCHES)
    def test_switch(self, key: str) -> None:
        found = tuple(catalogue.get(code).policy(key) for code in PROVINCES)
        assert found == SWITCHES[key]


class SameThingSameKeyTests:
    @pytest.mark.parametrize(
        "section", ["cycles", "channels", "contacts", "languages", "domains", "refusal_grounds"]
    )
    def test_a_key_means_one_thing_everywhere(self, section: str) -> None:
        fields = {"cycles": "subject", "domains": "body", "refusal_grounds": "code"}
        field = fields.get(section, "kind" if section != "languages" else "key")
        meanings: dict[str, set[str]] = {}
        for code in COLUMNS:
            for key, rule in catalogue.get(code).section(section).items():
                meanings.setdefault(key, set()).add(str(getattr(rule, field)))
        assert {key: found for key, found in meanings.items() if len(found) > 1} == {}

    @pytest.mark.parametrize("code", PROVINCES)
    @pytest.mark.parametrize(
        "key",
        [
            "governing_body",
            "managing_body",
            "operator",
            "component_governing_body",
            "component_board",
        ],
    )
    def test_every_province_says_who_governs_manages_and_operates(
        self, code: str, key: str
    ) -> None:
        assert catalogue.get(code).bodies[key].title

    @pytest.mark.parametrize("code", PROVINCES)
    def test_a_summary_is_not_the_report_of_a_component(self, code: str) -> None:
        def of(key: str) -> list[Cycle]:
            cycles = catalogue.get(code).cycles
            return [rule for name, rule in cycles.items() if re.fullmatch(key, name)]

        own = of(r"report_(quarterly|half_yearly|yearly)")
        summaries = of(r"report_summary.*")
        assert summaries
        assert {rule.article for rule in own}.isdisjoint(rule.article for rule in summaries)


def _texts() -> Iterator[tuple[str, str]]:
    """Every Vietnamese text of the shipped profiles and tables with its address."""
    for code in COLUMNS:
        profile = catalogue.get(code)
        yield f"{code}: title", profile.title
        yield f"{code}: note", profile.note
        yield f"{code}: instrument", profile.instrument.note
        for cite in profile.cites:
            yield f"{code}: {cite.symbol}", f"{cite.subject} {cite.note}"
        for section, rule in profile.rules():
            for field in ("title", "duty", "wording", "note", "by", "to"):
                yield f"{code}: {section}.{rule.key}.{field}", getattr(rule, field, "")
        for row in requirements(code):
            yield f"{row.id}.subject", row.subject
            yield f"{row.id}.note", row.note


TEXTS = [(address, text) for address, text in _texts() if text]


class WordingTests:
    def test_letters_are_precomposed_and_spaces_single(self) -> None:
        wrong = [
            address
            for address, text in TEXTS
            if text != unicodedata.normalize("NFC", text) or "  " in text
        ]
        assert wrong == []

    def test_nobody_speaks_in_the_first_person_or_of_a_scan(self) -> None:
        strange = re.compile(r"\b(tôi|chúng ta|OCR|bản quét|bản được đọc)\b", re.IGNORECASE)
        assert [address for address, text in TEXTS if strange.search(text)] == []

    def test_days_are_written_as_officials_write_them(self) -> None:
        zero = re.compile(r"\b\d\d?/0[3-9]/\d{4}\b(?!/)")
        assert [address for address, text in TEXTS if zero.search(text)] == []

    def test_no_code_stands_where_a_name_belongs(self) -> None:
        named = [(address, text) for address, text in TEXTS if address.endswith((".by", ".to"))]
        assert named
        assert [address for address, text in named if text.isascii()] == []

    def test_labels_begin_with_a_capital_and_have_no_stop(self) -> None:
        labels = [
            (address, text) for address, text in TEXTS if address.endswith((".title", ".duty"))
        ]
        assert [address for address, text in labels if text[0].islower() or text[-1] in ".;,"] == []

    def test_wordings_of_grounds_and_acts_serve_as_labels(self) -> None:
        for code in COLUMNS:
            profile = catalogue.get(code)
            for rule in (*profile.refusal_grounds.values(), *profile.prohibited_acts.values()):
                assert rule.wording, f"{code}: {rule.key}"
                assert rule.wording[0].isupper(), f"{code}: {rule.key}"
                assert rule.wording[-1] not in ".;", f"{code}: {rule.key}"

    @pytest.mark.parametrize("code", PROVINCES)
    def test_every_place_can_be_read(self, code: str) -> None:
        profile = catalogue.get(code)
        named = [(rule.key, rule.article) for _section, rule in profile.rules()]
        named += [(row.id, row.article) for row in requirements(code)]
        named += [(cite.symbol, cite.article) for cite in profile.cites]
        bad = [
            (key, article)
            for key, article in named
            for place in articles.places(article)
            if place.rest
        ]
        assert bad == []

    def test_citations_name_their_place_in_one_way(self) -> None:
        found = [
            (code, cite.article)
            for code in COLUMNS
            for cite in catalogue.get(code).cites
            if cite.article and not cite.article.startswith("Điều ")
        ]
        assert found == []


class HonestyTests:
    @pytest.mark.parametrize("code", PROVINCES)
    def test_what_is_missing_says_what_it_waits_for(self, code: str) -> None:
        rows = [row for row in requirements(code) if row.state == State.MISSING]
        assert rows
        assert [row.id for row in rows if "hờ chức năng" not in row.note] == []

    @pytest.mark.parametrize("code", PROVINCES)
    def test_what_a_function_does_waits_for_nothing(self, code: str) -> None:
        rows = [row for row in requirements(code) if row.state == State.FEATURE]
        assert [row.id for row in rows if re.search(r"[Cc]hờ |chưa từ chối", row.note)] == []

    @pytest.mark.parametrize(
        ("rows", "state"),
        [
            (("CM-03", "VL-09", "BK-16", "LS-05"), State.MISSING),
            (("CM-17", "KH-25", "KH-35"), State.MISSING),
            (("CM-29", "VL-24"), State.MISSING),
            (("VL-10", "LS-07"), State.FEATURE),
            (("CM-41", "VL-48", "LS-47"), State.FEATURE),
            (("BK-12", "KH-22"), State.FEATURE),
            (("BK-13", "KH-23", "LS-22"), State.FEATURE),
            (("CM-37", "VL-43", "BK-32"), State.FEATURE),
            (("BK-17", "VL-33", "LS-24"), State.MISSING),
            (("BK-22", "LS-32", "LS-37"), State.FEATURE),
            (("BK-11", "LS-06", "KH-21"), State.MISSING),
            (("CM-67", "LS-08", "LS-58"), State.MISSING),
            (("CM-25", "LS-61"), State.MISSING),
        ],
    )
    def test_the_same_requirement_has_the_same_state_in_every_province(
        self, rows: tuple[str, ...], state: State
    ) -> None:
        table = {row.id: row for code in PROVINCES for row in requirements(code)}
        assert {table[each].state for each in rows} == {state}


class DatesUnknownTests:
    def test_vinhlong_knows_its_month_alone_and_is_not_said_to_be_in_force(self) -> None:
        instrument = _instrument(VINHLONG)
        assert (instrument.issued_on, instrument.in_force_from) == (None, None)
        assert "12/2021" in instrument.note

    @pytest.mark.parametrize("code", [VINHLONG, KHANHHOA])
    def test_a_blank_number_is_shown_as_blank(self, code: str) -> None:
        assert _instrument(code).symbol.startswith("…/")


def _instrument(code: str) -> Instrument:
    return catalogue.get(code).instrument
