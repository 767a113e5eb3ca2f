"""What the profiles of Cà Mau and of national law say, against the figures of the texts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from govportal_wagtail.regulation import catalogue, legal_basis
from govportal_wagtail.regulation.coverage_table import State, requirements
from govportal_wagtail.regulation.schema import SECTIONS, Profile
from govportal_wagtail.regulation.vocabulary import (
    Action,
    BodyKind,
    CycleSubject,
    Event,
    LanguageStatus,
    Naming,
    Period,
    ReturnPolicy,
    RoleCode,
)

CAMAU = "camau-2026"
NATIONAL = catalogue.NATIONAL

PARTS = {
    "introduction",
    "organisation",
    "leaders",
    "map",
    "nature_history",
    "functions",
    "contacts",
    "news",
    "direction",
    "notices",
    "legal_documents",
    "propaganda",
    "strategy",
    "projects",
    "statistics",
    "science",
    "procedures",
    "schedules",
    "questions",
    "consultations",
    "gazette",
    "foreign",
    "investment",
    "disclosure",
    "sitemap",
}


def camau() -> Profile:
    return catalogue.get(CAMAU)


def national() -> Profile:
    return catalogue.get(NATIONAL)


@pytest.mark.parametrize("code", [CAMAU, NATIONAL])
def test_file_has_no_problem(code):
    assert [str(each) for each in catalogue.problems() if each.path.stem == code] == []


class CamauInstrumentTests:
    def test_has_separate_days_of_issue_and_effect(self):
        instrument = camau().instrument
        assert instrument.symbol == "68/2026/QĐ-UBND"
        assert instrument.issued_on == date(2026, 5, 12)
        assert instrument.in_force_from == date(2026, 5, 28)
        assert not instrument.in_force(on=date(2026, 5, 27))
        assert instrument.in_force(on=date(2026, 5, 28))

    def test_ends_the_old_decision_on_its_first_day(self):
        (old,) = camau().instrument.replaces
        assert (old.symbol, old.on) == ("514/QĐ-UBND", date(2026, 5, 28))

    @pytest.mark.parametrize(
        ("symbol", "article", "cited"),
        [
            ("42/2022/NĐ-CP", "Điều 11.2", "Điều 9"),
            ("42/2022/NĐ-CP", "Điều 18.1", "Điều 23, Điều 25"),
            ("12/2022/TT-BTTTT", "Điều 20.5", "Điều 11, Điều 12"),
            ("75/2025/QH15", "Điều 6", "khoản 16 Điều 1"),
            ("22/2023/TT-BTTTT", "Điều 8.1", ""),
        ],
    )
    def test_cites(self, symbol, article, cited):
        found = {(each.symbol, each.article): each.cited_articles for each in camau().cites}
        assert found[symbol, article] == cited

    def test_every_national_citation_has_a_known_life(self):
        symbols = {each.symbol for each in camau().cites if "UBND" not in each.symbol}
        assert symbols == {
            "72/2025/QH15",
            "104/2016/QH13",
            "64/2025/QH15",
            "87/2025/QH15",
            "85/2016/NĐ-CP",
            "09/2017/NĐ-CP",
            "13/2018/NĐ-CP",
            "42/2022/NĐ-CP",
            "49/2024/NĐ-CP",
            "147/2024/NĐ-CP",
            "26/2020/TT-BTTTT",
            "12/2022/TT-BTTTT",
            "22/2023/TT-BTTTT",
            "75/2025/QH15",
            "20/2023/QH15",
        }
        assert symbols <= legal_basis.instruments().keys()


class CamauDeadlineTests:
    @pytest.mark.parametrize(
        ("category", "days", "unit", "anchors", "article"),
        [
            ("direction", None, "continuous", (), "13.1.a"),
            ("news", None, "continuous", (), "13.1.a"),
            ("propaganda", 3, "working_day", ("received",), "13.1.b"),
            ("legal_doc", 2, "working_day", ("received",), "13.1.c"),
            ("strategy", 10, "working_day", ("received",), "13.1.d"),
            ("project", 10, "working_day", ("received",), "13.1.d"),
            ("statistics", 10, "working_day", ("published_by_authority",), "13.1.đ"),
            ("science", 20, "working_day", ("approved", "accepted"), "13.1.e"),
            ("qa_triage", 2, "working_day", ("question_received",), "13.1.ê"),
            ("qa_answer", 15, "working_day", ("question_received",), "13.1.ê"),
            ("foreign", None, "continuous", (), "13.1.g"),
            ("other", None, "as_required", (), "13.1.h"),
            ("change", None, "continuous", ("changed",), "15"),
            ("takedown", None, "as_required", (), "25.1.ê; 29.2.d"),
        ],
    )
    def test_cell(self, category, days, unit, anchors, article):
        rule = camau().deadline(category)
        assert rule is not None
        assert (rule.days, rule.unit, rule.anchors, rule.article) == (days, unit, anchors, article)

    def test_there_are_no_others(self):
        assert len(camau().deadlines) == 14
        assert {rule.role for rule in camau().deadlines.values()} == {""}
        assert {rule.covers for rule in camau().deadlines.values()} == {()}

    @pytest.mark.parametrize("category", ["consultation", "procedure", "qa_out_of_scope"])
    def test_silence_stays_empty(self, category):
        assert camau().deadline(category) is None

    def test_affected_agencies_have_no_limit_of_their_own(self):
        assert camau().deadline("legal_doc", "affected") == camau().deadline("legal_doc")

    @pytest.mark.parametrize("category", ["qa_triage", "qa_answer"])
    def test_petitions_start_on_a_day_that_the_text_does_not_name(self, category):
        assert camau().deadline(category).silent == ("anchors",)

    def test_an_answer_cannot_be_put_off_by_a_progress_notice(self):
        assert not camau().deadline("qa_answer").or_progress_notice

    def test_return_restarts_only_what_is_counted_from_receipt(self):
        assert camau().deadline("legal_doc").on_return == ReturnPolicy.RESTART_ON_RESUBMISSION
        assert camau().deadline("science").on_return == ReturnPolicy.KEEP_ORIGINAL


class CamauWorkflowTests:
    def test_seven_grounds_of_refusal_in_order(self):
        grounds = camau().refusal_grounds
        assert [(each.letter, each.code, each.article) for each in grounds.values()] == [
            ("a", "contrary_to_policy_or_law", "14.4.a"),
            ("b", "secret_or_not_public", "14.4.b"),
            ("c", "untrue", "14.4.c"),
            ("d", "unclear_source_or_quality", "14.4.d"),
            ("đ", "legally_prohibited", "14.4.đ"),
            ("e", "technical_format", "14.4.e"),
            ("ê", "out_of_field", "14.4.ê"),
        ]
        assert list(grounds) == [each.code for each in grounds.values()]
        assert [each.wording for each in grounds.values()] == [
            "Trái chủ trương, chính sách của Đảng, pháp luật Nhà nước",
            "Thuộc bí mật nhà nước hoặc chưa được phép công khai",
            "Không đúng sự thật",
            "Không rõ nguồn gốc, không đảm bảo chất lượng",
            "Thuộc danh mục pháp luật cấm đăng tải",
            "Không đảm bảo tiêu chuẩn, định dạng kỹ thuật theo quy định",
            "Không đúng lĩnh vực do đơn vị cung cấp thông tin phụ trách",
        ]

    def test_return_is_something_else_and_has_three_reasons(self):
        reasons = camau().return_reasons
        assert {key: each.wording for key, each in reasons.items()} == {
            "incomplete": "chưa đầy đủ",
            "unclear": "không rõ ràng",
            "needs_verification": "cần xác minh",
        }
        assert {each.article for each in reasons.values()} == {"12.3.b"}

    def test_steps_in_order(self):
        assert [step.action for step in camau().workflow()] == [
            Action.SUBMIT,
            Action.RECEIVE,
            Action.CHECK,
            Action.VERIFY,
            Action.EDIT,
            Action.APPROVE,
            Action.PUBLISH,
        ]
        assert camau().steps["verify"].is_optional

    def test_who_approves_does_not_publish(self):
        assert camau().steps["publish"].roles == (RoleCode.OPERATOR,)
        assert RoleCode.OPERATOR not in camau().steps["approve"].roles
        assert camau().steps["publish"].article == "27.3"

    @pytest.mark.parametrize(
        ("key", "value", "article"),
        [
            ("publish_only_after_approval", "yes", "4.4; 27.3"),
            ("own_items_need_approval", "yes", "4.4; 14.1"),
            ("verify_with_specialist", "yes", "14.1"),
            ("direct_publishing", "component_board", "8.3; 33.2"),
            ("oversight_of_components", "content", "25.2.b"),
            ("takedown", "on_request", "25.1.e; 25.1.ê; 29.2.d"),
            ("full_text_of_normative", "yes", "14.2"),
            ("components_integrated", "required", "1; 3.1; 3.2"),
            ("advertising", "by_law", "6"),
            ("header_footer_harmony", "required", "8.1"),
            ("replacement_texts", "not_stated", ""),
        ],
    )
    def test_policy(self, key, value, article):
        rule = camau().policies[key]
        assert (rule.value, rule.article) == (value, article)

    @pytest.mark.parametrize(
        "key",
        [
            "complaints",
            "publish_answer",
            "return_clock",
            "event_day",
            "approver_must_differ",
            "secretary_step",
            "translate_only_approved",
        ],
    )
    def test_policy_on_which_the_text_is_silent(self, key):
        assert key not in camau().policies

    def test_slip_has_three_parts_and_a_category(self):
        assert {key: each.is_required for key, each in camau().slip.items()} == {
            "body": True,
            "attachments": False,
            "responsible_person": True,
            "category": True,
        }

    def test_ways_in(self):
        assert [(each.kind, each.article) for each in camau().channels.values()] == [
            ("paper", "11.1.a"),
            ("e_document", "11.1.b"),
            ("email", "11.1.c"),
            ("web_service", "11.2"),
        ]


class CamauOrganisationTests:
    @pytest.mark.parametrize(
        ("key", "title"),
        [
            ("governing_body", "Ủy ban nhân dân tỉnh"),
            ("managing_body", "Văn phòng Ủy ban nhân dân tỉnh"),
            ("operator", "Cổng TTĐT tỉnh thuộc Văn phòng Ủy ban nhân dân tỉnh"),
            ("technical", "Sở Khoa học và Công nghệ"),
            ("security", "Công an tỉnh"),
        ],
    )
    def test_body(self, key, title):
        assert camau().bodies[key].title == title

    @pytest.mark.parametrize(
        ("code", "title"),
        [
            (RoleCode.CONTRIBUTOR, "Cộng tác viên"),
            (RoleCode.FOCAL_OFFICER, "Cán bộ đầu mối cung cấp thông tin"),
            (RoleCode.BOARD_HEAD, "Trưởng Ban"),
            (RoleCode.BOARD_DEPUTY, "Phó Trưởng Ban"),
            (RoleCode.BOARD_MEMBER, "Ủy viên"),
        ],
    )
    def test_role(self, code, title):
        assert camau().role_title(code) == title

    @pytest.mark.parametrize(
        ("key", "pattern", "naming", "languages", "article", "encouraged"),
        [
            ("portal", "camau.gov.vn", (), ("vi",), "5.1; 5.2.a", False),
            ("portal_en", "english.camau.gov.vn", (), ("en",), "5.2.b", False),
            (
                "agency",
                "{name}.camau.gov.vn",
                (Naming.FULL_NAME, Naming.ABBREVIATION),
                ("vi", "en"),
                "5.3.a",
                False,
            ),
            ("commune", "{name}.camau.gov.vn", (Naming.FULL_NAME,), ("vi",), "5.3.b", False),
            (
                "organisation",
                "{name}.camau.gov.vn",
                (Naming.FULL_NAME,),
                ("vi", "en"),
                "5.4",
                True,
            ),
            (
                "public_service_unit",
                "{name}.camau.gov.vn",
                (Naming.FULL_NAME,),
                ("vi", "en"),
                "5.4",
                True,
            ),
        ],
    )
    def test_domain(self, key, pattern, naming, languages, article, encouraged):
        rule = camau().domains[key]
        assert (rule.pattern, rule.naming, rule.name_languages) == (pattern, naming, languages)
        assert (rule.article, rule.is_encouraged) == (article, encouraged)
        assert rule.level == len(rule.pattern.split("."))
        assert rule.until is None

    def test_there_are_no_districts(self):
        assert camau().domains_for(BodyKind.DISTRICT) == ()
        assert len(camau().domains) == 6

    def test_languages(self):
        assert {key: (each.status, each.host) for key, each in camau().languages.items()} == {
            "vi": (LanguageStatus.OFFICIAL, "camau.gov.vn"),
            "en": (LanguageStatus.OFFICIAL, "english.camau.gov.vn"),
        }
        assert camau().translation == {}


class CamauContentTests:
    def test_eight_lettered_groups_in_order(self):
        lettered = [each for each in camau().content.values() if each.letter]
        assert [each.letter for each in lettered] == ["a", "b", "c", "d", "đ", "e", "ê", "g"]
        assert [each.article for each in lettered] == [f"10.1.{each.letter}" for each in lettered]
        for each in lettered:
            assert each.bodies == (BodyKind.PORTAL, BodyKind.AGENCY, BodyKind.COMMUNE)

    def test_communes_have_a_group_of_their_own(self):
        group = camau().content["commune_information"]
        assert (group.article, group.bodies) == ("10.2", (BodyKind.COMMUNE,))

    @pytest.mark.parametrize("code", [CAMAU, NATIONAL])
    def test_parts_are_known_codes(self, code):
        parts = {part for each in catalogue.get(code).content.values() for part in each.parts}
        assert parts
        assert parts <= PARTS

    @pytest.mark.parametrize(
        ("key", "subject", "period", "every", "article"),
        [
            ("backup", CycleSubject.BACKUP, Period.UNKNOWN, 1, "13.2.b"),
            ("restore_test", CycleSubject.RESTORE_TEST, Period.MONTH, 3, "20.6.e"),
            ("report_half_yearly", CycleSubject.REPORT, Period.HALF_YEAR, 1, "33.5"),
            ("report_yearly", CycleSubject.REPORT, Period.YEAR, 1, "33.5"),
            ("report_operator", CycleSubject.REPORT, Period.UNKNOWN, 1, "27.8"),
            ("report_summary_yearly", CycleSubject.REPORT, Period.YEAR, 1, "26.6"),
            ("review", CycleSubject.REVIEW, Period.UNKNOWN, 1, "15"),
            ("security_check", CycleSubject.SECURITY_CHECK, Period.YEAR, 1, "18.2; 20.5"),
            ("plan_yearly", CycleSubject.PLAN, Period.YEAR, 1, "26.2"),
            ("plan_five_yearly", CycleSubject.PLAN, Period.YEAR, 5, "26.2"),
            ("maintenance", CycleSubject.MAINTENANCE, Period.CONTINUOUS, 1, "21.1"),
            ("upgrade_review_yearly", CycleSubject.MAINTENANCE, Period.YEAR, 1, "21.2"),
            ("infrastructure_plan", CycleSubject.PLAN, Period.YEAR, 1, "18.5"),
            ("budget_yearly", CycleSubject.PLAN, Period.YEAR, 1, "24.2; 33.4"),
            ("training", CycleSubject.TRAINING, Period.YEAR, 1, "24.3"),
        ],
    )
    def test_cycle(self, key, subject, period, every, article):
        rule = camau().cycles[key]
        assert (rule.subject, rule.period, rule.every, rule.times) == (subject, period, every, 1)
        assert rule.article == article

    @pytest.mark.parametrize(
        "section", ["rhythm", "prohibited_acts", "sources", "credits", "translation"]
    )
    def test_sections_on_which_the_text_is_silent(self, section):
        assert camau().section(section) == {}

    def test_no_password_rhythm_is_borrowed(self):
        subjects = {each.subject for each in camau().cycles.values()}
        assert CycleSubject.PASSWORD not in subjects


def test_wordings_and_citations_stand_in_the_text(shared: Path):
    path = shared / "regulations" / "camau-68-2026-qd-ubnd.txt"
    if not path.exists():
        pytest.skip("The text of the regulation is not at hand.")
    text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
    rules = [rule for _section, rule in camau().rules() if rule.wording]
    assert len(rules) > 30
    assert [rule.wording for rule in rules if rule.wording not in text] == []
    # Whatever the text cites by number is among the citations.
    numbers = re.findall(r"\d+/\d{4}/(?:NĐ-CP|TT-BTTTT|QH\d\d)\b", text)
    assert set(numbers) <= {each.symbol for each in camau().cites}


class NationalTests:
    @pytest.mark.parametrize(
        ("category", "role", "days", "unit", "anchors", "article"),
        [
            ("change", "", None, "immediate", (Event.CHANGED,), "9.3"),
            ("suspension", "", 7, "working_day", (Event.SUSPENSION_STARTS,), "13.1.a"),
            ("other", "", 5, "working_day", (Event.CREATED,), "104/2016/QH13 18.4"),
            ("legal_doc", "", 5, "working_day", (Event.CREATED,), "104/2016/QH13 18.4"),
            (
                "legal_doc",
                "summary_procedure",
                None,
                "immediate",
                (Event.ISSUED,),
                "64/2025/QH15 53",
            ),
            ("legal_doc_effective", "", 10, "calendar_day", (Event.ISSUED,), "64/2025/QH15 53"),
            ("legal_doc_suspended", "", 3, "calendar_day", (Event.ISSUED,), "64/2025/QH15 56.3"),
            (
                "consultation_window",
                "",
                20,
                "calendar_day",
                (Event.PUBLISHED_BY_AUTHORITY,),
                "64/2025/QH15",
            ),
            (
                "correction",
                "",
                15,
                "calendar_day",
                (Event.REQUEST_RECEIVED,),
                "104/2016/QH13 22.4",
            ),
            ("access_simple", "", 3, "working_day", (Event.REQUEST_RECEIVED,), "104/2016/QH13 30"),
            (
                "access_complex",
                "",
                15,
                "working_day",
                (Event.REQUEST_RECEIVED,),
                "104/2016/QH13 30",
            ),
            (
                "qa_out_of_scope",
                "",
                5,
                "working_day",
                (Event.QUESTION_RECEIVED,),
                "20/2008/NĐ-CP 9",
            ),
        ],
    )
    def test_deadline(self, category, role, days, unit, anchors, article):
        rule = national().deadline(category, role)
        assert rule is not None
        assert (rule.days, rule.unit, rule.anchors, rule.article) == (days, unit, anchors, article)

    def test_suspension_is_announced_before_it_starts(self):
        rule = national().deadline("suspension")
        assert rule.direction == "before"
        assert rule.is_minimum

    @pytest.mark.parametrize("category", ["legal_doc_effective", "consultation_window"])
    def test_shortest_periods(self, category):
        assert national().deadline(category).is_minimum

    def test_complex_requests_can_be_extended(self):
        assert national().deadline("access_complex").extendable_days == 15
        assert national().deadline("access_simple").extendable_days is None

    @pytest.mark.parametrize("category", ["strategy", "project", "statistics", "science"])
    def test_information_without_a_time_of_its_own_falls_under_five_days(self, category):
        assert national().deadline(category).days == 5

    @pytest.mark.parametrize("category", ["news", "direction", "propaganda", "qa_answer"])
    def test_silence_stays_empty(self, category):
        assert national().deadline(category) is None

    @pytest.mark.parametrize(
        ("key", "value", "evidence"),
        [
            ("event_day", "excluded", "inferred"),
            ("roll_forward", "next_working_day", "inferred"),
            ("components_integrated", "required", "text"),
            ("replacement_texts", "apply_new", "text"),
            ("character_set", "tcvn_6909_2001", "inferred"),
        ],
    )
    def test_policy(self, key, value, evidence):
        rule = national().policies[key]
        assert (rule.value, rule.evidence) == (value, evidence)

    @pytest.mark.parametrize(
        ("key", "pattern", "naming", "article"),
        [
            ("portal", "{province}.gov.vn", ("full_name",), "11.4"),
            ("agency", "{name}.{province}.gov.vn", ("full_name", "abbreviation"), "11.4"),
            ("commune", "{name}.{province}.gov.vn", ("full_name",), "11.4.c"),
        ],
    )
    def test_domain(self, key, pattern, naming, article):
        rule = national().domains[key]
        assert (rule.pattern, rule.naming, rule.article) == (pattern, naming, article)
        assert rule.level == len(pattern.split("."))

    @pytest.mark.parametrize(
        ("body", "parts"),
        [
            (
                BodyKind.AGENCY,
                {
                    "procedures",
                    "introduction",
                    "organisation",
                    "functions",
                    "nature_history",
                    "leaders",
                    "disclosure",
                },
            ),
            (
                BodyKind.COMMUNE,
                {
                    "procedures",
                    "introduction",
                    "organisation",
                    "map",
                    "nature_history",
                    "leaders",
                    "disclosure",
                },
            ),
        ],
    )
    def test_pages_that_a_component_must_have(self, body, parts):
        groups = [each for each in national().content.values() if body in each.bodies]
        assert {part for each in groups for part in each.parts} == parts

    def test_in_force_from_the_first_of_july(self):
        instrument = national().instrument
        assert instrument.symbol == "224/2026/NĐ-CP"
        assert instrument.in_force_from == date(2026, 7, 1)
        assert {each.symbol for each in instrument.replaces} == {
            "42/2022/NĐ-CP",
            "64/2007/NĐ-CP",
            "45/2026/NĐ-CP",
        }

    def test_has_no_refusal_grounds_and_no_table_of_coverage(self):
        assert national().refusal_grounds == {}
        assert requirements(NATIONAL) == ()


@pytest.mark.parametrize("code", [CAMAU, NATIONAL])
class EveryRuleTests:
    def test_what_no_text_says_is_marked(self, code):
        rules = [(name, rule) for name, rule in catalogue.get(code).rules() if not rule.article]
        assert [f"{name}.{rule.key}" for name, rule in rules if rule.evidence == "text"] == []
        assert [f"{name}.{rule.key}" for name, rule in rules if not rule.note] == []

    def test_silence_on_a_field_is_explained_or_named(self, code):
        for name, rule in catalogue.get(code).rules():
            for field in rule.silent:
                assert hasattr(rule, field), f"{name}.{rule.key}: {field}"

    def test_instruments_pointed_at_are_known(self, code):
        known = legal_basis.instruments()
        cited = {symbol for _name, rule in catalogue.get(code).rules() for symbol in rule.cites}
        assert cited
        assert cited <= known.keys()


class CamauCoverageTests:
    def test_every_requirement_has_its_row(self):
        ids = [row.id for row in requirements(CAMAU)]
        assert ids == [f"CM-{number:02d}" for number in range(1, 72)]

    def test_rules_exist(self):
        missing = [
            f"{row.id}: {address}"
            for row in requirements(CAMAU)
            for address in row.rules
            if camau().find(address) is None
        ]
        assert missing == []

    def test_a_row_decided_by_data_names_its_rules(self):
        rows = [row for row in requirements(CAMAU) if row.state == State.DATA]
        assert rows
        assert [row.id for row in rows if not row.rules] == []

    def test_a_row_done_by_a_function_names_its_place(self):
        rows = [row for row in requirements(CAMAU) if row.state == State.FEATURE]
        assert rows
        assert [row.id for row in rows if not row.places] == []

    def test_a_missing_row_says_what_it_waits_for(self):
        rows = [row for row in requirements(CAMAU) if row.state == State.MISSING]
        assert rows
        assert [row.id for row in rows if "hờ chức năng" not in row.note] == []

    @pytest.mark.parametrize("number", [9, 18, 43, 49, 51, 57, 66, 67])
    def test_what_does_not_exist_yet_is_not_claimed(self, number):
        rows = {row.id: row for row in requirements(CAMAU)}
        assert rows[f"CM-{number:02}"].state == State.MISSING

    def test_subjects_are_short(self):
        assert [row.id for row in requirements(CAMAU) if not 0 < len(row.subject) <= 100] == []

    @pytest.mark.parametrize("section", ["deadlines", "refusal_grounds", "return_reasons"])
    def test_no_rule_is_forgotten(self, section):
        named = {address for row in requirements(CAMAU) for address in row.rules}
        assert {f"{section}.{key}" for key in camau().section(section)} <= named


def test_sections_of_the_profile_are_the_known_ones():
    filled = [name for name in SECTIONS if camau().section(name)]
    assert len(filled) == len(SECTIONS) - 5
