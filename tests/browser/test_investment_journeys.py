"""Whole journeys of investment projects through the browser: those who supply and who post them.

One server over the database of the tests shows the screens to a department, to the newsroom and to
the finance department, and the register to readers.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Enter, Read, let_in, shoot
from tests.browser.newsroom import choose, save, state_of
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BRIDGE = "Cầu Lam Kiều 2 và đường dẫn hai đầu cầu"
CODE = "7890214"
#: The project whose figures the finance department brings up to date.
ROAD = "7910245"
BASIS = "Báo cáo số 412/BC-STC ngày 05/11/2026"
MILLION = 10**6


@pytest.fixture
def desk(tree: None, settings: Any) -> dict[str, Any]:
    """An open portal with its register, a newsroom, a department and the finance department."""
    from govportal_wagtail.core.access.accounts import create_account
    from govportal_wagtail.core.models import SiteState
    from govportal_wagtail.investment.models import ProjectIndexPage
    from govportal_wagtail.regulation.vocabulary import RoleCode
    from tests.builders import make_field
    from tests.core.portal_builders import (
        make_department,
        make_officer,
        make_portal,
        publish_parts,
    )
    from tests.investment.builders import make_communes, make_source

    settings.GOVPORTAL_FINANCE_AGENCIES = ["so-tai-chinh"]
    portal = make_portal("langson-2024")
    portal.state = SiteState.LIVE
    portal.save()
    publish_parts(portal)
    works = make_department("Sở Xây dựng", "so-xay-dung")
    finance = make_department("Sở Tài chính", "so-tai-chinh")
    # One of the finance department who also sits on the board: approves, but not what they entered.
    account = create_account(
        username="tai-chinh",
        email="tai-chinh@example.com",
        agency=finance,
        portal_site=portal,
        roles=[RoleCode.FOCAL_OFFICER.value, RoleCode.BOARD_MEMBER.value],
    )
    people = {
        "officer": make_officer("dau-moi", portal, RoleCode.FOCAL_OFFICER.value, works),
        "head": make_officer("thu-truong", portal, RoleCode.UNIT_HEAD.value, works),
        "secretary": make_officer("thu-ky", portal, RoleCode.BOARD_SECRETARY.value),
        "editor": make_officer("bien-tap", portal, RoleCode.FULL_TIME_EDITOR.value),
        "board_head": make_officer("truong-ban", portal, RoleCode.BOARD_HEAD.value),
        "operator": make_officer("van-hanh", portal, RoleCode.OPERATOR.value),
        "finance": account.user,
    }
    return {
        "people": let_in(people),
        "portal": portal,
        "register": ProjectIndexPage.objects.get(),
        "field": make_field("giao-thong-test", name="Giao thông đường bộ thử nghiệm"),
        "communes": make_communes(),
        "source": make_source(),
    }


@pytest.fixture
def road(desk: dict[str, Any]) -> Any:
    """A public project: 900 million planned and 100 disbursed this year."""
    from django.utils import timezone

    from tests.investment.builders import capital, make_project

    year = timezone.localdate().year
    return make_project(
        desk["register"],
        title="Đường tỉnh 512 đoạn qua xã Song Phú",
        code=ROAD,
        planned_start=str(year - 1),
        planned_end=str(year + 1),
        communes=desk["communes"][:1],
        capital=[capital(year, desk["source"], planned=900 * MILLION, disbursed=100 * MILLION)],
    )


def _look(page: Page, name: str) -> None:
    assert not sticks_out(page), name
    shoot(page, f"investment-journey-{name}")


def _problems(page: Page) -> list[str]:
    """What axe finds within what is ours; Wagtail's furniture is Wagtail's."""
    ours = ("gpe-", "gpp-", "gpi-", "/projects/")
    return [line for line in accessibility_violations(page) if any(each in line for each in ours)]


def _done(page: Page) -> None:
    expect(page.locator(".messages .success").first).to_be_visible()


def _error_of(page: Page, field: str) -> Locator:
    """What is said to be wrong beside a field of the page editor."""
    return page.locator(f".w-field:has(#id_{field}) .error-message")


def _tab(page: Page, number: int) -> None:
    page.get_by_role("tab").nth(number).click()


def _step(page: Page, item: str, step: str = "approve") -> None:
    """Take a step on the page of an item."""
    page.goto(item)
    before = state_of(page)
    page.locator(f"#do-{step} > summary").click()
    page.locator(f"#do-{step} button[type=submit]").click()
    _done(page)
    assert state_of(page) != before


def _write_slip(page: Page, register: Any) -> None:
    """What the department knows of its project."""
    page.locator("#id_title").fill(BRIDGE)
    page.locator("#id_lead").fill("Bảo đảm giao thông qua sông Lam Kiều trong mùa lũ.")
    content = page.locator(".public-DraftEditor-content").first
    content.click()
    page.keyboard.insert_text(f"Cầu dài 412 m. Mã dự án: {CODE}.")
    # Draftail writes what was typed into its field a moment later.
    expect(page.locator("input[name=body]")).to_have_value(re.compile(CODE))
    page.locator("#id_target").select_option("investment_project")
    page.locator("#id_section").select_option(str(register.pk))
    page.locator("#id_responsible_person").fill("Lê Văn Cam, Giám đốc Sở")
    page.locator("#id_category").select_option("project")


def test_project_of_a_department_is_completed_approved_and_read(
    enter: Enter, read: Read, desk: dict[str, Any]
) -> None:
    from govportal_wagtail.editorial.models import EditorialItem
    from govportal_wagtail.investment.models import InvestmentProjectPage

    officer = enter("officer")
    officer.goto("/admin/editorial/slips/new/")
    _write_slip(officer, desk["register"])
    _look(officer, "slip")
    officer.locator("button[name=submit]").click()
    expect(officer.locator("dl.gps-facts")).to_contain_text(re.compile(r"20\d\d/\d{6}"))
    slip = re.sub(r"^https?://[^/]+", "", officer.url)
    if officer.locator(".gpe-state--to_sign").count():
        head = enter("head")
        head.goto(f"{slip}sign/")
        head.locator("button[name=sign]").click()
        expect(head.locator(".gpe-state--submitted")).to_be_visible()

    secretary = enter("secretary")
    secretary.goto(f"{slip}receive/")
    secretary.locator("form:has(#id_place) button[type=submit]").click()
    expect(secretary.locator("#id_title")).to_have_value(BRIDGE)
    project = InvestmentProjectPage.objects.get()
    item = reverse("editorial_items:detail", args=[EditorialItem.objects.get(page=project.pk).pk])

    editor = enter("editor")
    editor.goto(item)
    editor.locator(".gpe-links a[href^='/admin/pages/'][href$='/edit/']").click()
    expect(editor.locator("#id_code")).to_have_value(CODE)
    expect(editor.locator(".gp-checklist")).to_contain_text("43/2011/NĐ-CP")
    _look(editor, "editor-incomplete")
    _fill_in(editor, desk)
    for name, wrong in {"progress": "120", "planned_end": "2024"}.items():
        editor.locator(f"#id_{name}").fill(wrong)
    save(editor)
    expect(_error_of(editor, "progress")).to_be_visible()
    expect(_error_of(editor, "planned_end")).to_be_visible()
    expect(editor.locator("#id_planned_end")).to_have_value("2024")
    _look(editor, "editor-errors")
    project.refresh_from_db()
    assert project.get_latest_revision_as_object().total_investment is None
    editor.locator("#id_progress").fill("12.5")
    editor.locator("#id_planned_end").fill("12/2027")
    save(editor)
    _done(editor)
    expect(editor.locator(".gp-checklist__item:not(.gp-checklist__item--met)")).to_have_count(0)
    _look(editor, "editor-complete")
    project.refresh_from_db()
    version = project.get_latest_revision_as_object()
    assert version.total_investment == 486_500 * MILLION
    assert (str(version.planned_end), version.progress) == ("2027-12", 12.5)

    _step(enter("editor"), item)
    reader = read(desk["register"].url)
    expect(reader.locator("main")).not_to_contain_text(BRIDGE)
    board_head = enter("board_head")
    board_head.goto(item)
    _look(board_head, "approve")
    _step(board_head, item)
    _step(enter("operator"), item)
    assert state_of(enter("operator")) == "published"

    reader.reload()
    reader.get_by_role("link", name=BRIDGE).first.click()
    expect(reader.locator("h1")).to_have_text(BRIDGE)
    for text in (CODE, "486,5 tỷ", "12,5%", "Sở Xây dựng", "Cầu dài 412 m"):
        expect(reader.locator("main")).to_contain_text(text)
    expect(reader.locator(".gp-money__chart").first).to_be_visible()
    _look(reader, "published")
    officer.goto(item)
    assert state_of(officer) == "published"


def _fill_in(page: Page, desk: dict[str, Any]) -> None:
    """What the slip had no place for."""
    choose(page, "id_field", desk["field"].name)
    page.locator("#id_kind").select_option("public_investment")
    page.locator("#id_group").select_option("b")
    page.locator("#id_status").select_option("in_progress")
    page.locator("#id_planned_start").fill("03/2025")
    page.locator("#id_progress_on").fill("31/10/2026")
    page.locator("#id_progress_on").press("Escape")
    commune = page.locator(f"input[name=communes][value='{desk['communes'][0].pk}']")
    # Other panels may still be taking their places.
    commune.evaluate("commune => commune.click()")
    expect(commune).to_be_checked()
    _tab(page, 1)
    page.locator("#id_total_investment").fill("486,5 tỷ")
    page.locator("#id_funding").select_option("state_budget")
    page.locator("#id_capital-ADD").click()
    page.locator("#id_capital-0-year").fill("2026")
    choose(page, "id_capital-0-source", desk["source"].name)
    page.locator("#id_capital-0-planned").fill("120 tỷ")
    page.locator("#id_capital-0-disbursed").fill("81.250.000.000")
    _tab(page, 0)


def test_project_that_lacks_the_least_is_not_handed_in(enter: Enter, desk: dict[str, Any]) -> None:
    from govportal_wagtail.investment.models import InvestmentProjectPage

    register = desk["register"]
    page = enter("editor")
    page.goto(
        reverse(
            "wagtailadmin_pages:add",
            args=["govportal_investment", "investmentprojectpage", register.pk],
        )
    )
    page.locator("#id_title").fill(BRIDGE)
    page.locator("#id_code").fill(CODE)
    with page.expect_navigation():
        page.locator("button[name='action-submit']").first.evaluate("button => button.click()")
    for name in ("objective", "field", "kind", "planned_start", "planned_end"):
        expect(_error_of(page, name).or_(_chooser_error(page, name)).first).to_be_visible()
    _look(page, "least-missing")
    _tab(page, 1)
    for name in ("total_investment", "funding"):
        expect(_error_of(page, name)).to_be_visible()
    expect(page.locator("#id_title")).to_have_value(BRIDGE)
    assert not InvestmentProjectPage.objects.exists()


def _chooser_error(page: Page, name: str) -> Locator:
    return page.locator(f".w-field:has(#id_{name}-chooser) .error-message")


def test_yearly_figures_are_handed_in_approved_by_another_and_read(
    enter: Enter, read: Read, desk: dict[str, Any], road: Any, tmp_path: Path
) -> None:
    from govportal_wagtail.investment.models import FigureBatch

    finance = enter("finance")
    finance.goto(reverse("govportal_projects:batches"))
    _look(finance, "sheets")
    finance.goto(reverse("govportal_projects:batch_new"))
    with finance.expect_download() as download:
        finance.locator("form[action$='/template/'] button[type=submit]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    # First without a basis, with more than one mistake; the form says so and nothing is stored.
    _fill_sheet(path, disbursed="nhiều")
    _hand_over(finance, path)
    expect(finance.locator(".gpp-report tbody tr").first).to_be_visible()
    expect(finance.locator("[name=title]")).to_have_value("Giải ngân 10 tháng")
    _look(finance, "sheet-mistakes")
    assert _problems(finance) == []
    assert not FigureBatch.objects.exists()

    _fill_sheet(path, disbursed=645.5)
    _hand_over(finance, path)
    _done(finance)
    row = finance.locator(".gpp-figures").last.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator("del")).to_contain_text("100.000.000")
    expect(row.locator("ins")).to_contain_text("645.500.000")
    _look(finance, "sheet-preview")
    history = finance.locator(".gpe-history__line")
    steps = history.count()
    finance.locator("#do-submit button[type=submit]").click()
    expect(history).to_have_count(steps + 1)
    expect(finance.locator("#do-approve")).to_have_count(0)
    _look(finance, "sheet-handed-in")
    # Nor by a request made by hand, though this person approves what others hand in.
    batch = FigureBatch.objects.get()
    refused = finance.request.post(
        reverse("govportal_projects:batch_step", args=[batch.pk, "approve"]),
        form={"csrfmiddlewaretoken": _token(finance), "reason": ""},
        headers={"Referer": finance.url},
    )
    batch.refresh_from_db()
    assert batch.state == "submitted", refused.status
    reader = read(road.url)
    expect(reader.locator(".gp-projectpage__revised")).to_have_count(0)
    expect(reader.locator("#von ~ *").first).to_be_visible()

    board_head = enter("board_head")
    board_head.goto(reverse("govportal_projects:batch", args=[batch.pk]))
    _look(board_head, "sheet-approve")
    assert _problems(board_head) == []
    board_head.locator("#do-approve button[type=submit]").click()
    _done(board_head)
    batch.refresh_from_db()
    assert batch.state == "published"
    board_head.goto(reverse("govportal_projects:project_history", args=[road.pk]))
    expect(board_head.locator("main, #main").first).to_contain_text("645.500.000")
    _look(board_head, "figures-history")

    reader.reload()
    expect(reader.locator(".gp-money__table").first).to_contain_text("645.500.000")
    revised = reader.locator(".gp-projectpage__revised")
    expect(revised).to_be_visible()
    revised.click()
    history = reader.locator("section[aria-labelledby='sua-doi']")
    for text in ("100.000.000 đồng", "645.500.000 đồng", BASIS):
        expect(history).to_contain_text(text)
    # Who did it is for the staff to know.
    expect(reader.locator("main")).not_to_contain_text("tai-chinh")
    _look(reader, "figures-revised")


def _fill_sheet(path: Path, **figures: Any) -> None:
    """Write amounts into the row of the road; the headings say in what they are."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {"planned": 5, "allocated": 6, "disbursed": 7}
    (row,) = [each for each in sheet.iter_rows(min_row=2) if each[0].value == ROAD]
    for name, amount in figures.items():
        row[columns[name]].value = amount
    book.save(path)


def _hand_over(page: Page, path: Path) -> None:
    page.locator("[name=title]").fill("Giải ngân 10 tháng")
    page.locator("[name=basis]").fill(BASIS)
    page.locator("form[method=post] [name=file]").set_input_files(path)
    page.locator("form:has([name=file]) button[type=submit]").click()


def _token(page: Page) -> str:
    return page.locator("input[name=csrfmiddlewaretoken]").first.input_value()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_screen_of_the_staff_fits_and_is_accessible(
    enter: Enter, desk: dict[str, Any], road: Any, width: int
) -> None:
    from tests.investment.figure_sheet_builders import make_batch

    year = road.capital.get().year
    batch = make_batch(
        desk["register"],
        desk["people"]["finance"],
        (ROAD, year, desk["source"].code, "", "500", "250,5"),
        is_submitted=True,
    )
    places = {
        "projects": ("board_head", reverse("govportal_project_pages:index")),
        "sheets": ("finance", reverse("govportal_projects:batches")),
        "sheet-new": ("finance", reverse("govportal_projects:batch_new")),
        "sheet-own": ("finance", reverse("govportal_projects:batch", args=[batch.pk])),
        "sheet": ("board_head", reverse("govportal_projects:batch", args=[batch.pk])),
        "history": ("board_head", reverse("govportal_projects:history")),
        "project-history": (
            "board_head",
            reverse("govportal_projects:project_history", args=[road.pk]),
        ),
        **{
            f"report-{name}": ("board_head", reverse(f"govportal_project_reports:{name}"))
            for name in ("totals", "disbursement", "stale", "gaps")
        },
    }
    broken = {}
    for name, (who, path) in places.items():
        page = enter(who, width)
        assert page.goto(path).status == 200, name  # type: ignore[union-attr]
        shoot(page, f"investment-staff-{name}")
        assert not sticks_out(page), name
        if found := _problems(page):
            broken[name] = found
    assert broken == {}
