"""What the profiles of Khánh Hòa (draft of 2018) and Lạng Sơn (40/2024/QĐ-UBND) must say."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from govportal_wagtail.regulation import catalogue, legal_basis
from govportal_wagtail.regulation.coverage_table import State, requirements
from govportal_wagtail.regulation.schema import Profile

LANGSON = "langson-2024"
KHANHHOA = "khanhhoa-2018-draft"
BOTH = [KHANHHOA, LANGSON]


def _profile(code: str) -> Profile:
    return catalogue.get(code)


@pytest.mark.parametrize("code", BOTH)
def test_the_file_has_no_problems(code: str) -> None:
    assert [str(item) for item in catalogue.problems() if item.path.stem == code] == []


class InstrumentTests:
    def test_langson_is_in_force_from_the_tenth_of_november_2024(self) -> None:
        instrument = _profile(LANGSON).instrument
        assert instrument.symbol == "40/2024/QĐ-UBND"
        assert instrument.issued_on == date(2024, 10, 25)
        assert instrument.in_force_from == date(2024, 11, 10)
        assert instrument.in_force_to is None
        assert not instrument.in_force(on=date(2024, 11, 9))
        assert instrument.in_force(on=date(2024, 11, 10))

    def test_langson_ended_the_decision_of_2017(self) -> None:
        replaced = _profile(LANGSON).instrument.replaces
        assert [(item.symbol, item.on) for item in replaced] == [
            ("773/QĐ-UBND", date(2024, 11, 10))
        ]

    def test_khanhhoa_is_a_draft_without_dates_and_never_in_force(self) -> None:
        instrument = _profile(KHANHHOA).instrument
        assert instrument.is_draft
        assert (instrument.issued_on, instrument.in_force_from) == (None, None)
        assert [item.symbol for item in instrument.replaces] == ["37/2010/QĐ-UBND"]
        assert not instrument.in_force(on=date(2019, 1, 1))

    @pytest.mark.parametrize(
        ("code", "province", "host"),
        [
            (KHANHHOA, "Khánh Hòa", "khanhhoa.gov.vn"),
            (LANGSON, "Lạng Sơn", "langson.gov.vn"),
        ],
    )
    def test_province_and_host(self, code: str, province: str, host: str) -> None:
        profile = _profile(code)
        assert (profile.province, profile.host) == (province, host)

    @pytest.mark.parametrize(
        ("code", "symbols"),
        [
            (
                LANGSON,
                {
                    *("77/2015/QH13", "47/2019/QH14", "67/2006/QH11", "86/2015/QH13"),
                    *("103/2016/QH13", "104/2016/QH13", "64/2007/NĐ-CP", "72/2013/NĐ-CP"),
                    *("85/2016/NĐ-CP", "15/2020/NĐ-CP", "42/2022/NĐ-CP", "12/2022/TT-BTTTT"),
                    *("22/2023/TT-BTTTT", "47/2020/NĐ-CP", "TCVN 6909:2001", "88/2015/QH13"),
                    *("89/2015/QH13", "29/2013/QH13", "03/2007/QH12"),
                },
            ),
            (
                KHANHHOA,
                {
                    *("77/2015/QH13", "80/2015/QH13", "67/2006/QH11", "64/2007/NĐ-CP"),
                    *("43/2011/NĐ-CP", "72/2013/NĐ-CP", "27/2018/NĐ-CP", "26/2009/TT-BTTTT"),
                    *("09/2014/TT-BTTTT", "2050/QĐ-UBND", "16/2012/QH13", "50/2005/QH11"),
                    "TCVN 6909:2001",
                },
            ),
        ],
    )
    def test_instruments_relied_on(self, code: str, symbols: set[str]) -> None:
        assert {citation.symbol for citation in _profile(code).cites} == symbols

    def test_article_of_the_decree_on_penalties(self) -> None:
        found = [item for item in _profile(LANGSON).cites if item.article == "Điều 8.2.a"]
        assert [(item.symbol, item.cited_articles) for item in found] == [
            ("15/2020/NĐ-CP", "Điều 99")
        ]

    @pytest.mark.parametrize("code", BOTH)
    def test_every_instrument_a_rule_points_at_is_known(self, code: str) -> None:
        known = legal_basis.instruments()
        pointed = {symbol for _section, rule in _profile(code).rules() for symbol in rule.cites}
        assert pointed
        assert pointed - known.keys() == set()


class DeadlineTests:
    #: key: category, role, days, unit, anchors, article
    LANGSON_DEADLINES = {
        "direction": ("direction", "", None, "immediate", (), "5.3; 9.1"),
        "news": ("news", "", None, "immediate", (), "5.3; 9.1"),
        "propaganda": ("propaganda", "", 7, "working_day", ("officially_issued",), "9.2"),
        "legal_doc_issuer": ("legal_doc", "issuer", 3, "working_day", ("issued",), "9.3"),
        "legal_doc_summary_procedure": (
            *("legal_doc", "summary_procedure", None, "immediate"),
            *(("issued",), "9.3"),
        ),
        "other": ("other", "", 10, "working_day", ("officially_issued",), "9.4"),
        "foreign": ("foreign", "", None, "continuous", (), "9.5; 7.3"),
        "qa_out_of_scope": ("qa_out_of_scope", "", None, "immediate", (), "9.6.a"),
        "qa_answer": ("qa_answer", "", 15, "working_day", ("question_received",), "9.6.b"),
        "takedown": ("takedown", "", None, "immediate", ("notified",), "8.2.b"),
        "change": ("change", "", None, "continuous", ("changed",), "5.3"),
    }

    def test_langson_has_these_and_no_others(self) -> None:
        assert set(_profile(LANGSON).deadlines) == set(self.LANGSON_DEADLINES)

    @pytest.mark.parametrize("key", LANGSON_DEADLINES)
    def test_langson(self, key: str) -> None:
        rule = _profile(LANGSON).deadlines[key]
        found = (rule.category, rule.role, rule.days, rule.unit, rule.anchors, rule.article)
        assert found == self.LANGSON_DEADLINES[key]

    @pytest.mark.parametrize("category", ["strategy", "project", "science", "statistics"])
    def test_langson_puts_what_it_does_not_name_under_other(self, category: str) -> None:
        rule = _profile(LANGSON).deadline(category)
        assert rule is not None
        assert (rule.key, rule.days, rule.article) == ("other", 10, "9.4")

    @pytest.mark.parametrize("category", ["consultation", "procedure", "qa_triage"])
    def test_langson_is_silent(self, category: str) -> None:
        assert _profile(LANGSON).deadline(category) is None

    def test_langson_has_no_limit_for_agencies_that_a_document_affects(self) -> None:
        assert _profile(LANGSON).deadline("legal_doc", "affected") is None

    def test_only_answers_may_be_replaced_by_a_notice_of_progress(self) -> None:
        rules = _profile(LANGSON).deadlines.values()
        assert [rule.key for rule in rules if rule.or_progress_notice] == ["qa_answer"]

    def test_khanhhoa_sets_no_time_limit(self) -> None:
        assert _profile(KHANHHOA).deadlines == {}

    def test_khanhhoa_sets_a_rhythm(self) -> None:
        rhythm = _profile(KHANHHOA).rhythm
        assert {
            key: (rule.times, rule.per, rule.scope, rule.article, rule.evidence)
            for key, rule in rhythm.items()
        } == {
            "frequency": (1, "working_day", "portal", "11.1", "text"),
            "frequency_agency": (2, "week", "agency", "11.2", "reconstructed"),
        }

    def test_langson_sets_no_rhythm(self) -> None:
        assert _profile(LANGSON).rhythm == {}


class PolicyTests:
    POLICIES = {
        LANGSON: {
            "complaints": ("refuse", "9.6.c"),
            "question_scope": ("own_field", "9.6.c"),
            "publish_answer": ("common_interest", "9.6.b"),
            "publish_interactions": ("required", "3.8.đ"),
            "out_of_scope": ("notify_at_once", "9.6.a"),
            "publish_only_after_approval": ("yes", "6.5; 13.2.a"),
            "direct_publishing": ("component_board", "18.1; 18.4"),
            "oversight_of_components": ("inspection", "14.3; 14.4; 21"),
            "takedown": ("immediate_then_verify", "8.2.a; 8.2.b"),
            "takedown_across_sites": ("yes", "8.2.b"),
            "components_integrated": ("required", "3.7"),
            "translate_only_approved": ("yes", "8.3.a"),
            "supply_hours": ("office_hours", "6.4; 8.2"),
            "replacement_texts": ("apply_new", "23.1"),
            "domain_register": ("portal_office", "14.2"),
            "character_set": ("tcvn_6909_2001", "10.1"),
        },
        KHANHHOA: {
            "complaints": ("forward", "5.2.i"),
            "publish_only_after_approval": ("yes", "7.5"),
            "direct_publishing": ("component_board", "6.2; 7.5"),
            "oversight_of_components": ("reports", "11.3"),
            "components_integrated": ("required", "3.2; 6.1"),
            "launch_needs_board": ("yes", "6.2"),
            "advertising": ("by_law", "13"),
            "character_set": ("tcvn_6909_2001", "7.6"),
        },
    }

    @pytest.mark.parametrize("code", BOTH)
    def test_answers_and_articles(self, code: str) -> None:
        found = {key: (rule.value, rule.article) for key, rule in _profile(code).policies.items()}
        assert found == self.POLICIES[code]

    def test_langson_refuses_complaints_in_these_words(self) -> None:
        assert _profile(LANGSON).policies["complaints"].wording == (
            "không tiếp nhận, giải quyết, trả lời các đơn thư khiếu nại, tố cáo về các vụ việc"
        )

    def test_khanhhoa_on_complaints_is_doubtful(self) -> None:
        assert _profile(KHANHHOA).policies["complaints"].evidence == "doubtful"


class EvidenceTests:
    @pytest.mark.parametrize(
        ("address", "evidence"),
        [
            ("policies.complaints", "doubtful"),
            ("policies.publish_only_after_approval", "reconstructed"),
            ("policies.launch_needs_board", "text"),
            ("rhythm.frequency_agency", "reconstructed"),
            ("cycles.backup", "doubtful"),
            ("channels.email", "doubtful"),
            ("content.legal_documents", "reconstructed"),
            ("content.consultations", "doubtful"),
            ("steps.approve", "reconstructed"),
            ("prohibited_acts.system_disruption", "reconstructed"),
            ("languages.ru", "text"),
        ],
    )
    def test_khanhhoa(self, address: str, evidence: str) -> None:
        rule = _profile(KHANHHOA).find(address)
        assert rule is not None
        assert rule.evidence == evidence

    def test_langson_was_read_except_for_what_is_inferred(self) -> None:
        found = {
            f"{section}.{rule.key}": rule.evidence
            for section, rule in _profile(LANGSON).rules()
            if rule.evidence != "text"
        }
        assert found == {
            "domains.subordinate_unit": "inferred",
            "steps.publish": "inferred",
        }


class RefusalTests:
    @pytest.mark.parametrize("code", BOTH)
    def test_neither_has_refusal_grounds_or_return_reasons_or_a_slip(self, code: str) -> None:
        profile = _profile(code)
        assert (profile.refusal_grounds, profile.return_reasons, profile.slip) == ({}, {}, {})

    def test_langson_prohibits_six_lettered_acts_and_four_more(self) -> None:
        acts = _profile(LANGSON).prohibited_acts.values()
        assert [act.letter for act in acts] == ["a", "b", "c", "d", "đ", "e", "", "", "", ""]
        assert [act.article for act in acts] == [
            *(f"11.1.{letter}" for letter in ("a", "b", "c", "d", "đ", "e")),
            *("11.2", "11.3", "11.4", "11.5"),
        ]
        assert all(act.wording for act in acts)

    def test_khanhhoa_prohibits_two_acts(self) -> None:
        acts = _profile(KHANHHOA).prohibited_acts
        assert {key: act.article for key, act in acts.items()} == {
            "against_state_and_unity": "7.3",
            "system_disruption": "16.2",
        }


class LanguageAndDomainTests:
    @pytest.mark.parametrize(
        ("code", "hosts"),
        [
            (
                KHANHHOA,
                {
                    "vi": "khanhhoa.gov.vn",
                    "en": "khanhhoa.gov.vn",
                    "ru": "khanhhoa.gov.vn",
                },
            ),
            (LANGSON, {"vi": "langson.gov.vn", "en": "english.langson.gov.vn"}),
        ],
    )
    def test_languages(self, code: str, hosts: dict[str, str]) -> None:
        languages = _profile(code).languages
        assert {key: rule.host for key, rule in languages.items()} == hosts
        assert {rule.status for rule in languages.values()} == {"official"}

    LANGSON_DOMAINS = {
        "portal": ("portal", "langson.gov.vn", 3, (), None, "4.1"),
        "portal_en": ("portal", "english.langson.gov.vn", 4, (), None, "4.1"),
        "agency": (
            *("agency", "{name}.langson.gov.vn", 4, ("abbreviation", "full_name")),
            *(None, "4.2.a"),
        ),
        "public_service_unit": (
            *("public_service_unit", "{name}.langson.gov.vn", 4, ("abbreviation", "full_name")),
            *(None, "4.2.a"),
        ),
        "district": (
            *("district", "{name}.langson.gov.vn", 4, ("full_name",)),
            *(date(2025, 6, 30), "4.2.b"),
        ),
        "commune": (
            *("commune", "{name}.{parent}.langson.gov.vn", 5, ("full_name",)),
            *(date(2025, 6, 30), "4.2.c"),
        ),
        "subordinate_unit": (
            *("public_service_unit", "{name}.{parent}.langson.gov.vn", 5, (), None, "18.3"),
        ),
    }

    def test_langson_domains(self) -> None:
        found = {
            key: (rule.body, rule.pattern, rule.level, rule.naming, rule.until, rule.article)
            for key, rule in _profile(LANGSON).domains.items()
        }
        assert found == self.LANGSON_DOMAINS

    def test_khanhhoa_has_a_rule_for_the_portal_alone(self) -> None:
        domains = _profile(KHANHHOA).domains
        assert [(key, rule.pattern, rule.level) for key, rule in domains.items()] == [
            ("portal", "khanhhoa.gov.vn", 3)
        ]

    @pytest.mark.parametrize("code", BOTH)
    def test_the_level_is_the_number_of_labels(self, code: str) -> None:
        for rule in _profile(code).domains.values():
            assert rule.pattern.count(".") + 1 == rule.level

    def test_langson_must_have_these_in_the_foreign_language(self) -> None:
        duties = _profile(LANGSON).translation.values()
        assert {duty.key: duty.fields for duty in duties if duty.is_required} == {
            "organisation": ("organisation", "functions", "tasks", "powers"),
            "contacts": ("full_name", "post", "agency", "phone", "fax", "email"),
        }
        assert {duty.article for duty in duties if duty.is_required} == {"7.1"}

    def test_khanhhoa_lists_no_translations(self) -> None:
        assert _profile(KHANHHOA).translation == {}


class ContentAndContactTests:
    def test_langson_letters(self) -> None:
        letters = {rule.letter for rule in _profile(LANGSON).content.values() if rule.letter}
        assert letters == set("abcdđegh") | set("iklmn")

    def test_khanhhoa_names_all_twelve_clauses(self) -> None:
        articles = "; ".join(rule.article for rule in _profile(KHANHHOA).content.values())
        assert {f"8.{number}" for number in range(1, 13)} <= set(articles.split("; "))

    def test_langson_contacts(self) -> None:
        contacts = _profile(LANGSON).contacts
        assert contacts["hotline"].value == "02053.812.656"
        assert contacts["hotline"].shown_in == "footer"
        assert contacts["mailbox"].value == "congthongtindientu@langson.gov.vn"
        assert contacts["procedures_website"].value == "https://dichvucong.langson.gov.vn"

    @pytest.mark.parametrize(
        ("code", "purpose", "kinds"),
        [
            (LANGSON, "supply", ["signed_e_document", "email", "social", "post"]),
            (LANGSON, "question", ["post", "form", "email"]),
            (KHANHHOA, "supply", ["form", "email", "paper"]),
            (KHANHHOA, "question", ["form"]),
        ],
    )
    def test_channels(self, code: str, purpose: str, kinds: list[str]) -> None:
        channels = _profile(code).channels.values()
        assert [rule.kind.value for rule in channels if rule.purpose == purpose] == kinds

    def test_langson_credit_lines(self) -> None:
        assert [rule.wording for rule in _profile(LANGSON).credits.values()] == [
            "Nguồn: Cổng thông tin điện tử tỉnh Lạng Sơn",
            "Nguồn https://www.langson.gov.vn",
        ]

    def test_langson_asks_for_author_and_source(self) -> None:
        rules = _profile(LANGSON).sources.values()
        assert [(rule.applies_to, rule.requires, rule.article) for rule in rules] == [
            ("all", ("author", "source"), "6.3")
        ]


class CycleTests:
    LANGSON_CYCLES = {
        "backup": ("backup", 3, "week", 1, "13.1.d"),
        "restore_test": ("restore_test", 1, "unknown", 1, "13.1.d"),
        "risk_review": ("risk_review", 1, "year", 1, "13.1.e"),
        "report_summary_yearly": ("report", 1, "year", 1, "21"),
        "report_yearly_board": ("report", 1, "year", 1, "13.2.c"),
        "report_yearly": ("report", 1, "year", 1, "18.3"),
        "review": ("review", 1, "continuous", 1, "13.1; 13.2.đ; 18.4"),
        "review_foreign": ("review", 1, "continuous", 1, "9.5"),
        "security_check": ("security_check", 1, "continuous", 1, "10.5"),
        "maintenance": ("maintenance", 1, "continuous", 1, "13.1.a; 14.7"),
        "upgrade_review_yearly": ("maintenance", 1, "year", 1, "13.1"),
        "infrastructure_plan": ("plan", 1, "year", 1, "14.5"),
        "budget_yearly": ("plan", 1, "year", 1, "14.6; 14.8"),
    }
    KHANHHOA_CYCLES = {
        "backup": ("backup", 1, "unknown", 1, "10.2"),
        "report_summary": ("report", 1, "unknown", 1, "5.2.h"),
        "report_non_compliance": ("report", 1, "unknown", 1, "11.3"),
        "security_check": ("security_check", 1, "continuous", 1, "12.4"),
        "budget_yearly": ("plan", 1, "year", 1, "5.2.g"),
    }

    @pytest.mark.parametrize(
        ("code", "cycles"), [(LANGSON, LANGSON_CYCLES), (KHANHHOA, KHANHHOA_CYCLES)]
    )
    def test_cycles(self, code: str, cycles: dict[str, tuple[str, int, str, int, str]]) -> None:
        found = {
            key: (rule.subject, rule.times, rule.period, rule.every, rule.article)
            for key, rule in _profile(code).cycles.items()
        }
        assert found == cycles


class WorkflowTests:
    @pytest.mark.parametrize("code", BOTH)
    def test_steps_in_order(self, code: str) -> None:
        actions = [step.action.value for step in _profile(code).workflow()]
        assert actions == ["submit", "receive", "edit", "approve", "publish"]

    def test_langson_approval_belongs_to_the_board(self) -> None:
        step = _profile(LANGSON).steps["approve"]
        assert step.article == "6.5; 13.2.a"
        assert step.roles == ("board_member", "board_head")

    def test_langson_role_titles(self) -> None:
        profile = _profile(LANGSON)
        assert profile.role_title("board_secretary") == "Thư ký Ban Biên tập"
        assert profile.role_title("translator") == "Sở Ngoại vụ"
        assert "board_deputy" not in profile.roles

    @pytest.mark.parametrize(
        ("code", "managing", "operator"),
        [
            (
                LANGSON,
                "Văn phòng Ủy ban nhân dân tỉnh",
                "Trung tâm Thông tin thuộc Văn phòng Ủy ban nhân dân tỉnh",
            ),
            (
                KHANHHOA,
                "Sở Thông tin và Truyền thông",
                "Trung tâm Cổng thông tin điện tử tỉnh Khánh Hòa",
            ),
        ],
    )
    def test_bodies(self, code: str, managing: str, operator: str) -> None:
        bodies = _profile(code).bodies
        assert (bodies["managing_body"].title, bodies["operator"].title) == (managing, operator)


class CoverageTests:
    @pytest.mark.parametrize(
        ("code", "prefix", "count"), [(KHANHHOA, "KH", 38), (LANGSON, "LS", 82)]
    )
    def test_every_requirement_has_its_row(self, code: str, prefix: str, count: int) -> None:
        rows = [row.id for row in requirements(code)]
        assert rows == [f"{prefix}-{number:02d}" for number in range(1, count + 1)]

    @pytest.mark.parametrize("code", BOTH)
    def test_every_rule_that_is_named_exists(self, code: str) -> None:
        profile = _profile(code)
        lost = [
            (row.id, address)
            for row in requirements(code)
            for address in row.rules
            if profile.find(address) is None
        ]
        assert lost == []

    @pytest.mark.parametrize("code", BOTH)
    def test_a_row_met_by_data_names_its_rules(self, code: str) -> None:
        rows = [row for row in requirements(code) if row.state == State.DATA]
        assert rows
        assert [row.id for row in rows if not row.rules] == []

    @pytest.mark.parametrize("code", BOTH)
    def test_a_row_met_by_a_function_names_where_it_is(self, code: str) -> None:
        met = [row for row in requirements(code) if row.state in (State.DATA, State.FEATURE)]
        assert [row.id for row in met if not row.places] == []

    @pytest.mark.parametrize("code", BOTH)
    def test_a_row_that_is_not_met_says_what_it_waits_for(self, code: str) -> None:
        rows = [row for row in requirements(code) if row.state == State.MISSING]
        assert [row.id for row in rows if not re.search(r"[Cc]hờ ", row.note)] == []

    @pytest.mark.parametrize("code", BOTH)
    def test_subjects_are_short(self, code: str) -> None:
        assert [row.id for row in requirements(code) if not 0 < len(row.subject) <= 100] == []


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


class SourceTests:
    def test_langson_wordings_stand_in_the_regulation(self, shared: Path) -> None:
        source = shared / "regulations" / "langson-40-2024-qd-ubnd.txt"
        if not source.exists():
            pytest.skip("The text of the regulation is not beside the project.")
        text = _plain(source.read_text(encoding="utf-8"))
        strange = [
            f"{section}.{rule.key}"
            for section, rule in _profile(LANGSON).rules()
            if rule.wording and _plain(rule.wording) not in text
        ]
        assert strange == []
