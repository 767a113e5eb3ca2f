"""What a project needs to be posted, how its time limits are found, what a slip becomes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from wagtail.models import Page

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.editorial import requirements, slip_pages
from govportal_wagtail.editorial.registries import page_timings, page_twins, slip_targets
from govportal_wagtail.investment.models import (
    DecisionKind,
    FundingType,
    InvestmentProjectPage,
    ProjectIndexPage,
    ProjectPhoto,
    ProjectStatus,
)
from govportal_wagtail.investment.publishing_rules import ARTICLE, REQUIREMENTS
from govportal_wagtail.investment.slip_targets import is_provisional
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.core.portal_builders import make_department, make_officer
from tests.editorial.slip_builders import add_photo, attach, make_slip, make_submitted
from tests.investment.builders import capital, decision, make_project, make_register

TARGET = "investment_project"
pytestmark = pytest.mark.django_db


def codes(page: Any) -> set[str]:
    return {each.code for rule in REQUIREMENTS for each in rule.check(page)}


def project(register: ProjectIndexPage, **fields: Any) -> Any:
    return make_project(register, publish=False, **fields)


class LeastTests:
    def test_a_complete_project_lacks_nothing(self, register: ProjectIndexPage) -> None:
        assert requirements.shortfalls(make_project(register)) == []

    def test_an_empty_page_bears_every_question(self) -> None:
        assert codes(InvestmentProjectPage()) == {
            *("no_title", "no_objective", "no_field", "no_kind", "no_planned_start"),
            *("no_planned_end", "no_total_investment", "no_funding", "no_investor"),
        }

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("objective", "  "),
            ("field", None),
            ("kind", ""),
            ("planned_start", ""),
            ("planned_end", ""),
            ("total_investment", None),
            ("total_investment", 0),
            ("funding", ""),
        ],
    )
    def test_each_field_of_the_law_is_asked_for(
        self, register: ProjectIndexPage, field: str, value: Any
    ) -> None:
        page = project(register)
        setattr(page, field, value)
        [missing] = requirements.shortfalls(page)
        assert (missing.field, missing.article, missing.code) == (field, ARTICLE, f"no_{field}")
        assert "43/2011/NĐ-CP" in requirements.words(missing)

    def test_the_time_may_be_the_one_that_was(self, register: ProjectIndexPage) -> None:
        dates = {"actual_start": "2020-01", "actual_end": "2021", "status": "completed"}
        page = project(register, planned_start="", planned_end="", status_since="", **dates)
        assert codes(page) == set()

    @pytest.mark.parametrize(
        ("funding", "found"),
        [
            (FundingType.STATE_BUDGET, set()),
            (FundingType.PRIVATE, set()),
            (FundingType.ODA_LOAN, {"no_donor"}),
            (FundingType.ODA_GRANT, {"no_donor"}),
            (FundingType.MIXED, {"no_donor"}),
        ],
    )
    def test_a_donor_is_named_where_there_is_one(
        self, register: ProjectIndexPage, funding: str, found: set[str]
    ) -> None:
        assert codes(project(register, funding=funding)) == found
        assert codes(project(register, funding=funding, donor="ADB")) == set()


class MoreTests:
    def test_an_investor_is_named(self, register: ProjectIndexPage) -> None:
        assert codes(project(register, investor=None)) == {"no_investor"}
        assert codes(project(register, investor_name="Công ty Cấp nước")) == set()

    def test_a_call_for_investment_names_whom_to_ask(self, register: ProjectIndexPage) -> None:
        values = {"investor": None, "status": ProjectStatus.CALLING}
        assert codes(project(register, **values)) == {"no_contact"}
        assert codes(project(register, contact_phone="0290 3831 000", **values)) == set()

    def test_a_provisional_code_is_not_posted(self, register: ProjectIndexPage) -> None:
        assert codes(project(register, code="CHUA-CO-MA-7")) == {"provisional_code"}

    def test_rows_that_cannot_be_are_named(self, register: ProjectIndexPage) -> None:
        page = project(register, capital=[capital(2025, planned=1), capital(2025, planned=2)])
        [missing] = requirements.shortfalls(page)
        assert (missing.field, missing.code) == ("capital", "invalid_row")
        assert "2" in str(missing.message)

    def test_a_code_that_another_project_has_is_not_posted(
        self, register: ProjectIndexPage
    ) -> None:
        make_project(register, code="7123456")
        page = project(register)
        page.code = "7.123.456"
        page.derive()
        assert [each.field for each in requirements.shortfalls(page)] == ["code"]

    def test_photos_say_what_they_show(self, register: ProjectIndexPage) -> None:
        image = builders.make_image()
        page = project(register, photos=[ProjectPhoto(image=image, alt_text="Cầu")])
        assert codes(page) == set()
        page.photos = [ProjectPhoto(image=image, alt_text=" ")]
        assert codes(page) == {"no_alt"}


class TimingTests:
    def anchors(self, page: Any) -> set[date]:
        timing = page_timings.get("investment_project")
        assert timing is not None and timing.applies_to(page)
        assert timing.category(page) == "project"
        assert timing.agency(page) == page.investor
        return set(timing.anchors(page).values())

    def test_the_newest_approval_counts(self, register: ProjectIndexPage) -> None:
        rows = [
            decision("1/QĐ-UBND", issued_on=date(2024, 1, 2)),
            decision("2/QĐ-UBND", issued_on=date(2025, 1, 2), kind=DecisionKind.ADJUSTMENT),
            decision("3/QĐ-UBND", issued_on=date(2026, 1, 2), kind=DecisionKind.LAND),
            decision("4/QĐ-UBND", kind=DecisionKind.APPROVAL),
        ]
        assert self.anchors(project(register, decisions=rows)) == {date(2025, 1, 2)}

    def test_without_approval_the_policy_counts(self, register: ProjectIndexPage) -> None:
        policy = decision(issued_on=date(2024, 1, 2), kind=DecisionKind.POLICY)
        assert self.anchors(project(register, decisions=[policy])) == {date(2024, 1, 2)}
        assert self.anchors(project(register)) == set()


class SlipTests:
    def filled(self, slip: Any, page: Any = None) -> Any:
        target = slip_targets.get(TARGET)
        assert target is not None
        page = page or InvestmentProjectPage()
        target.fill(page, slip)
        return page

    def test_a_project_says_what_the_slip_says(self, portal: PortalSite) -> None:
        slip = make_slip(
            portal,
            agency=make_department(),
            title="Đường ven biển (mã dự án: 7123456)",
            lead="Kết nối các xã ven biển.",
            body="<p>Dài 12 km.</p><p>Rộng 9 m.</p>",
            source_url="https://example.com/du-an",
        )
        attach(slip, title="Quyết định")
        add_photo(slip, caption="Phối cảnh", alt="Con đường")
        page = self.filled(slip)
        assert (page.title, page.code) == (slip.title, "7123456")
        assert page.objective == "Kết nối các xã ven biển."
        assert "12 km" in page.scale and "<p>" not in page.scale
        assert page.investor == slip.item.agency
        assert page.source_url == "https://example.com/du-an"
        assert [row.title for row in page.files.all()] == ["Quyết định"]
        assert [row.alt_text for row in page.photos.all()] == ["Con đường"]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Mã số dự án 7891234.", "7891234"),
            ("MÃ SỐ: QLDA/2026-01;", "QLDA/2026-01"),
            ("mã dự án đang chờ cấp", ""),
            ("Biển số 69A-12345", ""),
        ],
    )
    def test_a_code_is_read_only_where_one_stands(
        self, portal: PortalSite, text: str, code: str
    ) -> None:
        page = self.filled(make_slip(portal, title="Trường học", lead=text))
        assert page.code == code or (not code and is_provisional(page.code))

    def test_a_code_that_another_project_has_is_not_taken(self, portal: PortalSite) -> None:
        register = make_register(portal)
        make_project(register, code="7123456")
        slip = make_slip(portal, title="Mã dự án 7123456")
        assert is_provisional(self.filled(slip).code)

    def test_what_the_newsroom_completed_stays(self, portal: PortalSite) -> None:
        slip = make_slip(portal, title="Trường học", agency=make_department())
        page = self.filled(slip)
        make_register(portal).add_child(instance=page)
        page.code, page.investor, page.total_investment = "99", None, 5
        slip.title = "Trường học mới"
        self.filled(slip, page)
        assert (page.title, page.code, page.investor) == ("Trường học mới", "99", None)
        assert page.total_investment == 5

    def test_a_received_slip_is_a_draft_of_the_register(self, portal: PortalSite) -> None:
        register = make_register(portal)
        clerk = make_officer("tiep-nhan", portal, RoleCode.BOARD_MEMBER)
        slips = [make_submitted(portal, title=f"Trường {number}", category="") for number in (1, 2)]
        pages = [
            slip_pages.receive(each.item, clerk, target=TARGET, parent=register) for each in slips
        ]
        assert [page.get_parent().pk for page in pages] == [register.pk] * 2
        assert pages[0].code_key != pages[1].code_key
        item = type(slips[0].item).objects.get(pk=slips[0].item.pk)
        assert item.category == "project"


def test_copies_are_found_by_code_and_translation(register: ProjectIndexPage) -> None:
    other = make_register(Page.objects.get(pk=register.pk).get_parent(), slug="khac")
    page = make_project(register, code="7123456")
    copy, _another = make_project(other, code="7.123.456"), make_project(other)
    twins = page_twins.get("investment_project")
    assert twins is not None
    assert {found.pk for found in twins.find(page)} == {page.pk, copy.pk}
    assert not twins.find(other)
