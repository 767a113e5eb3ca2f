"""What the profiles of Vĩnh Long (2021) and Bắc Kạn (2018) say, figure by figure."""

from __future__ import annotations

from datetime import date

import pytest

from govportal_wagtail.regulation import catalogue, legal_basis
from govportal_wagtail.regulation.coverage_table import State, requirements
from govportal_wagtail.regulation.loading import SHIPPED
from govportal_wagtail.regulation.schema import Profile
from govportal_wagtail.regulation.vocabulary import BodyKind, Evidence, Naming, ReturnPolicy

VINHLONG = "vinhlong-2021"
BACKAN = "backan-2018"
BOTH = (VINHLONG, BACKAN)

#: (profile, category, role, days, unit, anchors, article)
COUNTED = [
    (VINHLONG, "propaganda", "", 15, "working_day", ("officially_issued",), "18.1.b"),
    (VINHLONG, "legal_doc", "issuer", 2, "working_day", ("issued",), "18.1.c"),
    (VINHLONG, "legal_doc", "affected", 10, "working_day", ("issued",), "18.1.c"),
    (VINHLONG, "strategy", "", 10, "working_day", ("approved",), "18.1.d"),
    (VINHLONG, "project", "", 10, "working_day", ("approved",), "18.1.d"),
    (VINHLONG, "qa_answer", "", 15, "working_day", ("question_received",), "18.1.đ"),
    (VINHLONG, "science", "", 20, "working_day", ("approved", "accepted"), "18.1.e"),
    (VINHLONG, "statistics", "", 10, "working_day", ("publish_decision",), "18.1.g"),
    (BACKAN, "propaganda", "", 15, "working_day", ("officially_issued",), "7.1.b"),
    (BACKAN, "consultation", "", 30, "calendar_day", ("request_received",), "7.1.c"),
    (BACKAN, "legal_doc", "issuer", 2, "working_day", ("issued",), "7.1.c"),
    (BACKAN, "legal_doc", "affected", 10, "working_day", ("issued",), "7.1.c"),
    (BACKAN, "strategy", "", 10, "working_day", ("approved",), "7.1.d"),
    (BACKAN, "project", "", 10, "working_day", ("approved",), "7.1.d"),
    (BACKAN, "science", "", 20, "working_day", ("approved", "accepted"), "7.1.đ"),
    (BACKAN, "statistics", "", 10, "working_day", ("publish_decision",), "7.1.e"),
    (BACKAN, "qa_answer", "", 15, "working_day", ("question_received",), "7.1.f"),
    (BACKAN, "procedure", "", 5, "working_day", ("disclosure_issued",), "7.1.g"),
]

#: (profile, category, unit, anchors, article)
UNCOUNTED = [
    (VINHLONG, "direction", "continuous", (), "18.1.a"),
    (VINHLONG, "news", "continuous", (), "18.1.a"),
    (VINHLONG, "other", "continuous", (), "18.1.a"),
    (VINHLONG, "qa_out_of_scope", "immediate", (), "18.1.đ"),
    (VINHLONG, "foreign", "continuous", (), "18.1.h"),
    (VINHLONG, "change", "continuous", ("changed",), "19.1; 21"),
    (BACKAN, "direction", "continuous", (), "7.1.a"),
    (BACKAN, "news", "continuous", (), "7.1.a"),
    (BACKAN, "introduction", "continuous", (), "7.1.a"),
    (BACKAN, "contacts", "continuous", (), "7.1.a"),
    (BACKAN, "change", "immediate", ("changed",), "5.7"),
]

#: Cells on which the regulation is silent.
SILENT = [
    (VINHLONG, ["qa_triage", "consultation", "procedure", "takedown", "review"]),
    (BACKAN, ["qa_triage", "qa_out_of_scope", "foreign", "other", "takedown", "review"]),
]

#: (profile, key, times, every, period, article)
CYCLES = [
    (VINHLONG, "backup", 1, 1, "week", "8.1"),
    (VINHLONG, "archive_copy", 1, 1, "week", "19.2.b"),
    (VINHLONG, "password", 1, 3, "month", "8.3"),
    (VINHLONG, "review", 1, 1, "unknown", "21.1; 21.2"),
    (VINHLONG, "upgrade_review_yearly", 1, 1, "year", "10.2"),
    (VINHLONG, "report_summary_quarterly", 1, 1, "quarter", "28.1"),
    (VINHLONG, "report_summary_half_yearly", 1, 1, "half_year", "28.1"),
    (VINHLONG, "report_summary_yearly", 1, 1, "year", "28.1"),
    (VINHLONG, "report_quarterly", 1, 1, "quarter", "28.2"),
    (VINHLONG, "report_half_yearly", 1, 1, "half_year", "28.2"),
    (VINHLONG, "report_yearly", 1, 1, "year", "28.2"),
    (VINHLONG, "report_yearly_board", 1, 1, "year", "23.4"),
    (VINHLONG, "training", 1, 1, "year", "11.3; 14"),
    (BACKAN, "backup", 1, 1, "week", "8.3.a; 8.3.b"),
    (BACKAN, "report_quarterly_board", 1, 1, "quarter", "16.1.c"),
    (BACKAN, "report_yearly_board", 1, 1, "year", "16.1.c"),
    (BACKAN, "evaluation_yearly", 1, 1, "year", "16.1.d"),
    (BACKAN, "report_summary", 1, 1, "unknown", "10.3"),
    (BACKAN, "report_summary_yearly", 1, 1, "year", "10.6"),
]

POLICIES = [
    (VINHLONG, "question_scope", "own_field"),
    (VINHLONG, "out_of_scope", "notify_at_once"),
    (VINHLONG, "publish_answer", "common_interest"),
    (VINHLONG, "verify_with_specialist", "yes"),
    (VINHLONG, "publish_only_after_approval", "yes"),
    (VINHLONG, "own_items_need_approval", "yes"),
    (VINHLONG, "direct_publishing", "component_board"),
    (VINHLONG, "oversight_of_components", "reports"),
    (VINHLONG, "full_text_of_normative", "yes"),
    (VINHLONG, "components_integrated", "unless_agreed"),
    (VINHLONG, "replacement_texts", "not_stated"),
    (VINHLONG, "character_set", "tcvn_6909_2001"),
    (BACKAN, "question_scope", "own_field"),
    (BACKAN, "out_of_scope", "notify"),
    (BACKAN, "publish_answer", "socio_economic"),
    (BACKAN, "unit_head_signs", "yes"),
    (BACKAN, "secretary_step", "yes"),
    (BACKAN, "publish_only_after_approval", "yes"),
    (BACKAN, "own_items_need_approval", "yes"),
    (BACKAN, "direct_publishing", "delegated_pages"),
    (BACKAN, "oversight_of_components", "reports"),
    (BACKAN, "components_integrated", "required"),
    (BACKAN, "supply_hours", "office_hours"),
    (BACKAN, "character_set", "tcvn_6909_2001"),
]


@pytest.fixture(scope="module")
def vinhlong() -> Profile:
    return catalogue.get(VINHLONG)


@pytest.fixture(scope="module")
def backan() -> Profile:
    return catalogue.get(BACKAN)


@pytest.mark.parametrize("code", BOTH)
def test_the_file_has_no_problem(code: str) -> None:
    path = SHIPPED / f"{code}.toml"
    assert [problem for problem in catalogue.problems() if problem.path == path] == []


class DeadlinesTests:
    @pytest.mark.parametrize(
        ("code", "category", "role", "days", "unit", "anchors", "article"), COUNTED
    )
    def test_counted(
        self,
        code: str,
        category: str,
        role: str,
        days: int,
        unit: str,
        anchors: tuple[str, ...],
        article: str,
    ) -> None:
        rule = catalogue.get(code).deadline(category, role)
        assert rule is not None
        assert (rule.days, rule.unit, rule.anchors) == (days, unit, anchors)
        assert (rule.role, rule.article) == (role, article)

    @pytest.mark.parametrize(("code", "category", "unit", "anchors", "article"), UNCOUNTED)
    def test_not_counted_in_days(
        self, code: str, category: str, unit: str, anchors: tuple[str, ...], article: str
    ) -> None:
        rule = catalogue.get(code).deadline(category)
        assert rule is not None
        assert (rule.days, rule.unit, rule.anchors) == (None, unit, anchors)
        assert rule.article == article

    @pytest.mark.parametrize(("code", "categories"), SILENT)
    def test_an_empty_cell_stays_empty(self, code: str, categories: list[str]) -> None:
        profile = catalogue.get(code)
        assert [name for name in categories if profile.deadlines_for(name)] == []

    @pytest.mark.parametrize("code", BOTH)
    def test_no_cell_beyond_the_listed_ones(self, code: str) -> None:
        listed = {row[1] for row in COUNTED + UNCOUNTED if row[0] == code}
        assert {rule.category for rule in catalogue.get(code).deadlines.values()} == listed

    @pytest.mark.parametrize("code", BOTH)
    def test_documents_have_a_limit_for_each_role_and_none_for_everybody(self, code: str) -> None:
        profile = catalogue.get(code)
        assert {rule.role for rule in profile.deadlines_for("legal_doc")} == {"issuer", "affected"}
        assert profile.deadline("legal_doc") is None

    @pytest.mark.parametrize("code", BOTH)
    def test_only_an_answer_may_be_put_off_by_a_notice_of_progress(self, code: str) -> None:
        rules = catalogue.get(code).deadlines.values()
        assert [rule.key for rule in rules if rule.or_progress_notice] == ["qa_answer"]

    @pytest.mark.parametrize(
        ("code", "category", "expected"),
        [
            (VINHLONG, "qa_answer", ReturnPolicy.RESTART_ON_RESUBMISSION),
            (VINHLONG, "strategy", ReturnPolicy.KEEP_ORIGINAL),
            (BACKAN, "consultation", ReturnPolicy.RESTART_ON_RESUBMISSION),
            (BACKAN, "procedure", ReturnPolicy.KEEP_ORIGINAL),
        ],
    )
    def test_only_a_limit_from_receipt_starts_anew(
        self, code: str, category: str, expected: ReturnPolicy
    ) -> None:
        rule = catalogue.get(code).deadline(category)
        assert rule is not None
        assert rule.on_return == expected

    def test_vinhlong_does_not_say_from_when_at_once_runs(self, vinhlong: Profile) -> None:
        assert vinhlong.deadlines["qa_out_of_scope"].silent == ("anchors",)


def test_vinhlong_posts_twice_a_working_day(vinhlong: Profile) -> None:
    rule = vinhlong.rhythm["frequency"]
    assert (rule.times, rule.per, rule.scope) == (2, "working_day", "portal")
    assert rule.hours == ("start_of_morning", "start_of_afternoon")
    assert rule.article == "19.1"


def test_backan_sets_no_rhythm(backan: Profile) -> None:
    assert not backan.rhythm


class RefusalTests:
    def test_vinhlong_has_five_grounds_in_the_order_of_their_letters(
        self, vinhlong: Profile
    ) -> None:
        found = [(r.letter, r.code, r.article) for r in vinhlong.refusal_grounds.values()]
        assert found == [
            ("a", "contrary_to_policy_or_law", "20.3.a"),
            ("b", "secret_or_not_public", "20.3.b"),
            ("c", "untrue", "20.3.c"),
            ("d", "unclear_source_or_quality", "20.3.d"),
            ("đ", "legally_prohibited", "20.3.đ"),
        ]

    def test_the_wording_is_the_official_one(self, vinhlong: Profile) -> None:
        grounds = vinhlong.refusal_grounds
        assert grounds["untrue"].wording == "Thông tin không đúng sự thật"
        assert (
            grounds["unclear_source_or_quality"].wording
            == "Thông tin không rõ xuất xứ, không bảo đảm chất lượng"
        )
        assert grounds["secret_or_not_public"].wording.endswith(
            "chưa phổ biến công khai hoặc chỉ phổ biến trong phạm vi hẹp"
        )

    def test_backan_lists_no_grounds_and_no_reasons_for_return(self, backan: Profile) -> None:
        assert not backan.refusal_grounds
        assert not backan.return_reasons

    def test_backan_prohibits_four_lettered_acts_and_three_more(self, backan: Profile) -> None:
        found = [(act.letter, act.article) for act in backan.prohibited_acts.values()]
        assert found == [
            ("a", "9.1.a"),
            ("b", "9.1.b"),
            ("c", "9.1.c"),
            ("d", "9.1.d"),
            ("", "9.2"),
            ("", "9.3"),
            ("", "9.4"),
        ]

    def test_the_reasons_for_return_in_vinhlong_are_derived(self, vinhlong: Profile) -> None:
        reasons = vinhlong.return_reasons
        assert {key: rule.wording for key, rule in reasons.items()} == {
            "incomplete": "bổ sung",
            "unclear": "làm rõ nội dung",
            "needs_verification": "xác thực",
        }
        assert {rule.evidence for rule in reasons.values()} == {Evidence.INFERRED}
        assert {rule.article for rule in reasons.values()} == {"20.1"}


class PoliciesTests:
    @pytest.mark.parametrize(("code", "key", "value"), POLICIES)
    def test_answer(self, code: str, key: str, value: str) -> None:
        assert catalogue.get(code).policy(key) == value

    @pytest.mark.parametrize("code", BOTH)
    def test_nothing_else_is_answered(self, code: str) -> None:
        listed = {key for owner, key, _ in POLICIES if owner == code}
        assert set(catalogue.get(code).policies) == listed

    @pytest.mark.parametrize("code", BOTH)
    def test_nothing_is_said_of_complaints(self, code: str) -> None:
        assert catalogue.get(code).policy("complaints") == ""


class StepsTests:
    def test_vinhlong(self, vinhlong: Profile) -> None:
        assert [(step.action, step.article) for step in vinhlong.workflow()] == [
            ("submit", "17.1; 17.2"),
            ("receive", "11.1.a; 17.1"),
            ("check", "20.1"),
            ("verify", "20.1"),
            ("edit", "11.1.a; 20.1"),
            ("approve", "20.1"),
            ("publish", "11.1.a; 20.1; 26.2"),
        ]
        assert [step.key for step in vinhlong.workflow() if step.is_optional] == ["verify"]
        assert vinhlong.steps["publish"].evidence == Evidence.INFERRED

    def test_backan_follows_the_signatures_of_its_slip(self, backan: Profile) -> None:
        assert [(step.action, step.wording) for step in backan.workflow()] == [
            ("submit", "NGƯỜI VIẾT"),
            ("sign", "THỦ TRƯỞNG ĐƠN VỊ"),
            ("receive", ""),
            ("edit", ""),
            ("secretary", "THƯ KÝ BAN BIÊN TẬP"),
            ("approve", "LÃNH ĐẠO BAN BIÊN TẬP"),
            ("publish", ""),
        ]
        assert backan.steps["sign"].roles == ("unit_head",)
        assert backan.steps["approve"].roles == ("board_head", "board_deputy")

    @pytest.mark.parametrize(
        ("code", "role", "title"),
        [
            (VINHLONG, "board_head", "Trưởng Ban"),
            (VINHLONG, "board_deputy", "Phó Trưởng Ban"),
            (VINHLONG, "site_admin", "Chuyên viên quản trị"),
            (VINHLONG, "translator", "Phiên dịch ra tiếng nước ngoài"),
            (BACKAN, "board_head", "Trưởng ban Biên tập"),
            (BACKAN, "board_secretary", "Thư ký Ban Biên tập"),
            (BACKAN, "full_time_editor", "Biên tập viên chuyên trách"),
        ],
    )
    def test_roles_have_the_titles_of_the_text(self, code: str, role: str, title: str) -> None:
        assert catalogue.get(code).role_title(role) == title


class SlipTests:
    def test_vinhlong_asks_who_supplies(self, vinhlong: Profile) -> None:
        assert [(key, field.is_required) for key, field in vinhlong.slip.items()] == [
            ("unit", True),
            ("sender", True),
            ("sender_title", False),
            ("email", True),
            ("phone_or_address", True),
        ]
        assert {field.article for field in vinhlong.slip.values()} == {"17.2"}

    def test_backan_has_the_fields_of_its_annex(self, backan: Profile) -> None:
        assert [(key, field.is_required) for key, field in backan.slip.items()] == [
            ("unit", True),
            ("sender", True),
            ("title", True),
            ("lead", True),
            ("body", True),
            ("attachments", False),
            ("photos", False),
            ("requested_section", True),
            ("place_and_date", True),
        ]

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            (VINHLONG, ["email", "removable_medium", "fax", "paper"]),
            (BACKAN, ["paper", "email", "direct"]),
        ],
    )
    def test_ways_in(self, code: str, expected: list[str]) -> None:
        channels = catalogue.get(code).channels.values()
        assert [item.kind for item in channels if item.purpose == "supply"] == expected

    @pytest.mark.parametrize(
        ("code", "address"),
        [(VINHLONG, "banbientap@vinhlong.gov.vn"), (BACKAN, "banbientap@backan.gov.vn")],
    )
    def test_mailbox(self, code: str, address: str) -> None:
        profile = catalogue.get(code)
        assert profile.contacts["mailbox"].value == address
        assert profile.channels["email"].address == address

    def test_vinhlong_gives_two_different_phones(self, vinhlong: Profile) -> None:
        assert vinhlong.contacts["board_phone"].value == "0270 3825532"
        assert vinhlong.contacts["feedback_phone"].value == "02703 825531"


class DomainsTests:
    @pytest.mark.parametrize(
        ("code", "key", "pattern", "level", "naming", "until"),
        [
            (VINHLONG, "portal", "vinhlong.gov.vn", 3, (), None),
            (VINHLONG, "portal_en", "en.vinhlong.gov.vn", 4, (), None),
            (VINHLONG, "agency", "{name}.vinhlong.gov.vn", 4, (Naming.ABBREVIATION,), None),
            (
                VINHLONG,
                "district",
                "{name}.vinhlong.gov.vn",
                4,
                (Naming.FULL_NAME,),
                date(2025, 6, 30),
            ),
            (
                VINHLONG,
                "commune",
                "{name}.{parent}.vinhlong.gov.vn",
                5,
                (Naming.FULL_NAME,),
                date(2025, 6, 30),
            ),
            (BACKAN, "portal", "backan.gov.vn", 3, (), None),
        ],
    )
    def test_pattern(
        self,
        code: str,
        key: str,
        pattern: str,
        level: int,
        naming: tuple[Naming, ...],
        until: date | None,
    ) -> None:
        rule = catalogue.get(code).domains[key]
        assert (rule.pattern, rule.level, rule.naming, rule.until) == (
            pattern,
            level,
            naming,
            until,
        )
        assert rule.pattern.count(".") + 1 == level

    def test_names_are_written_in_vietnamese(self, vinhlong: Profile) -> None:
        assert {rule.name_languages for rule in vinhlong.domains.values()} == {("vi",)}

    def test_backan_sets_no_host_names_for_others(self, backan: Profile) -> None:
        assert list(backan.domains) == ["portal"]
        assert backan.domains_for(BodyKind.AGENCY) == ()


class LanguagesTests:
    @pytest.mark.parametrize(
        ("code", "language", "status", "host"),
        [
            (VINHLONG, "vi", "official", "vinhlong.gov.vn"),
            (VINHLONG, "en", "official", "en.vinhlong.gov.vn"),
            (BACKAN, "vi", "official", "backan.gov.vn"),
            (BACKAN, "en", "future", ""),
        ],
    )
    def test_status_and_host(self, code: str, language: str, status: str, host: str) -> None:
        rule = catalogue.get(code).languages[language]
        assert (rule.status, rule.host) == (status, host)

    @pytest.mark.parametrize("code", BOTH)
    def test_there_are_two(self, code: str) -> None:
        assert set(catalogue.get(code).languages) == {"vi", "en"}

    def test_backan_lists_nothing_to_translate(self, backan: Profile) -> None:
        assert not backan.translation


class SourcesTests:
    @pytest.mark.parametrize(("code", "article"), [(VINHLONG, "15.1.d"), (BACKAN, "5.3")])
    def test_author_and_source_are_stated(self, code: str, article: str) -> None:
        rule = catalogue.get(code).sources["all"]
        assert (rule.applies_to, rule.requires, rule.article) == (
            "all",
            ("author", "source"),
            article,
        )

    def test_vinhlong_asks_for_the_day_of_what_is_quoted(self, vinhlong: Profile) -> None:
        rule = vinhlong.sources["quoted"]
        assert rule.requires == ("author", "provider", "posted_on")
        assert (rule.applies_to, rule.article) == ("quoted", "15.2")

    @pytest.mark.parametrize(
        ("code", "lines", "article"),
        [
            (
                VINHLONG,
                ["Cổng thông tin điện tử tỉnh Vĩnh Long", "https://vinhlong.gov.vn"],
                "27.1",
            ),
            (BACKAN, ["Theo Cổng TTĐT tỉnh Bắc Kạn", "Theo backan.gov.vn"], "12.2"),
        ],
    )
    def test_credit_lines(self, code: str, lines: list[str], article: str) -> None:
        credits = catalogue.get(code).credits
        assert [credits[key].wording for key in ("portal_name", "portal_address")] == lines
        assert {rule.article for rule in credits.values()} == {article}


class ContentTests:
    def test_backan_names_its_groups_by_letter(self, backan: Profile) -> None:
        lettered = [group for group in backan.content.values() if group.letter]
        assert [group.letter for group in lettered] == list("abcdđefghiklmnopqrs")
        assert all(group.article == f"3.3.{group.letter}" for group in lettered)

    def test_leaders_schedules_belong_to_direction(self, backan: Profile) -> None:
        assert "schedules" in backan.content["direction"].parts

    def test_vinhlong_points_at_three_instruments(self, vinhlong: Profile) -> None:
        rule = vinhlong.content["statutory_information"]
        assert rule.cites == ("67/2006/QH11", "43/2011/NĐ-CP", "104/2016/QH13")
        assert rule.evidence == Evidence.INFERRED


@pytest.mark.parametrize(("code", "key", "times", "every", "period", "article"), CYCLES)
def test_cycle(code: str, key: str, times: int, every: int, period: str, article: str) -> None:
    rule = catalogue.get(code).cycles[key]
    assert (rule.times, rule.every, rule.period, rule.article) == (times, every, period, article)


def test_backan_sets_no_change_of_passwords(backan: Profile) -> None:
    assert "password" not in {rule.subject for rule in backan.cycles.values()}


class InstrumentTests:
    def test_dates_that_vinhlong_leaves_blank_are_unknown(self, vinhlong: Profile) -> None:
        instrument = vinhlong.instrument
        assert (instrument.issued_on, instrument.in_force_from, instrument.in_force_to) == (
            None,
            None,
            None,
        )
        assert [item.symbol for item in instrument.replaces] == ["911/QĐ-UBND"]

    def test_vinhlong_applies_where_it_is_chosen_though_its_dates_are_unknown(self) -> None:
        assert catalogue.in_force(VINHLONG, on=date(2026, 11, 21)).code == VINHLONG

    @pytest.mark.parametrize(
        ("day", "expected"), [(date(2018, 8, 9), False), (date(2018, 8, 10), True)]
    )
    def test_backan_came_into_force_after_it_was_issued(
        self, backan: Profile, day: date, expected: bool
    ) -> None:
        assert backan.instrument.issued_on == date(2018, 7, 31)
        assert backan.instrument.in_force(on=day) is expected

    def test_backan_replaced_the_regulation_of_2010(self, backan: Profile) -> None:
        (replaced,) = backan.instrument.replaces
        assert (replaced.symbol, replaced.on) == ("307/2010/QĐ-UBND", date(2018, 8, 10))

    def test_backan_is_marked_as_historical(self, backan: Profile) -> None:
        assert "Thái Nguyên" in backan.note
        assert "01/7/2025" in backan.note
        assert backan.instrument.in_force_to is None

    @pytest.mark.parametrize("code", BOTH)
    def test_instruments_that_rules_point_at_are_known_and_cited(self, code: str) -> None:
        known = set(legal_basis.instruments())
        pointed = {symbol for _, rule in catalogue.get(code).rules() for symbol in rule.cites}
        assert pointed <= known
        assert pointed

    @pytest.mark.parametrize(
        ("code", "own"),
        [(VINHLONG, {"1857/QĐ-UBND", "1559/QĐ-UBND", "936/UBND-VHXH"}), (BACKAN, set())],
    )
    def test_only_texts_of_the_province_are_outside_the_national_list(
        self, code: str, own: set[str]
    ) -> None:
        cited = {item.symbol for item in catalogue.get(code).cites}
        assert cited - set(legal_basis.instruments()) == own


@pytest.mark.parametrize("code", BOTH)
def test_every_rule_names_its_article(code: str) -> None:
    assert [rule.key for _, rule in catalogue.get(code).rules() if not rule.article] == []


class CoverageTests:
    @pytest.mark.parametrize(
        ("code", "prefix", "count"), [(VINHLONG, "VL", 63), (BACKAN, "BK", 56)]
    )
    def test_every_requirement_has_a_row(self, code: str, prefix: str, count: int) -> None:
        expected = [f"{prefix}-{number:02}" for number in range(1, count + 1)]
        assert [row.id for row in requirements(code)] == expected

    @pytest.mark.parametrize("code", BOTH)
    def test_rules_exist(self, code: str) -> None:
        profile = catalogue.get(code)
        wrong = [
            (row.id, address)
            for row in requirements(code)
            for address in row.rules
            if profile.find(address) is None
        ]
        assert wrong == []

    @pytest.mark.parametrize("code", BOTH)
    def test_what_data_decides_names_a_rule_and_what_a_feature_does_a_place(
        self, code: str
    ) -> None:
        rows = requirements(code)
        assert [row.id for row in rows if row.state == State.DATA and not row.rules] == []
        assert [row.id for row in rows if row.state == State.FEATURE and not row.places] == []
        assert [row.id for row in rows if row.state == State.MISSING and not row.note] == []

    @pytest.mark.parametrize("code", BOTH)
    def test_subjects_are_short(self, code: str) -> None:
        assert [row.id for row in requirements(code) if len(row.subject) > 100] == []

    @pytest.mark.parametrize("code", BOTH)
    def test_no_time_limit_and_no_ground_is_left_without_a_requirement(self, code: str) -> None:
        used = {address for row in requirements(code) for address in row.rules}
        profile = catalogue.get(code)
        limits = {f"deadlines.{key}" for key in profile.deadlines}
        grounds = {f"refusal_grounds.{key}" for key in profile.refusal_grounds}
        assert limits | grounds <= used
