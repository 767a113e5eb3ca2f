"""An answer in a browser: written, returned, signed, made ready for publication; three widths."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Enter, address, let_in, problems, shoot
from tests.browser.visits import sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Tôi là Nguyễn Thị Mận, ở ấp Bảy, xã Song Phú, điện thoại 0912 345 678. Thửa đất số 123 của "
    "gia đình đã nộp hồ sơ hai tháng. Tổng đài 0290 3831 234 không ai trả lời. Khi nào có kết quả?"
)


@pytest.fixture
def desk(tree: None) -> dict[str, Any]:
    """A portal with its workflow and section, an agency with its people, two questions."""
    from govportal_wagtail.questions.models import ResponseTemplate
    from govportal_wagtail.questions.vocabulary import Publishing, QuestionState
    from govportal_wagtail.regulation.vocabulary import RoleCode
    from tests.core.portal_builders import make_department, make_officer, make_portal
    from tests.questions.builders import make_question

    portal = make_portal("langson-2024")
    agency = make_department()
    people = {
        "officer": make_officer("dau-moi", portal, RoleCode.FOCAL_OFFICER, agency),
        "head": make_officer("thu-truong", portal, RoleCode.UNIT_HEAD, agency),
    }
    ResponseTemplate.objects.create(title="Mở đầu", body="<p>Kính gửi ông (bà),</p>")
    return {
        "people": let_in(people),
        "open": make_question(portal, agency=agency, state=QuestionState.ASSIGNED),
        "answered": make_question(
            portal,
            agency=agency,
            state=QuestionState.CLOSED,
            text=TEXT,
            publishing=Publishing.REQUIRED,
        ),
    }


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_screens_fit_and_are_accessible(enter: Enter, desk: dict[str, Any], width: int) -> None:
    page = enter("officer", width)
    places = {
        "write": address(desk["open"], "question_replies:write"),
        "panel": address(desk["answered"]),
        "redact": address(desk["answered"], "question_replies:publish"),
    }
    broken = {}
    for name, path in places.items():
        page.goto(path)
        shoot(page, f"publishing-{name}")
        assert not sticks_out(page), name
        if found := problems(page):
            broken[name] = found
    assert broken == {}


def test_answer_is_written_returned_and_signed(enter: Enter, desk: dict[str, Any]) -> None:
    officer = enter("officer")
    officer.goto(address(desk["open"], "question_replies:write"))
    officer.locator("select[name=template]").select_option(label="Mở đầu")
    officer.locator("form[method=get].gpq-begin button").click()
    content = officer.locator(".public-DraftEditor-content").first
    expect(content).to_contain_text("Kính gửi")
    content.click()
    officer.keyboard.press("Control+End")
    officer.keyboard.type(" hồ sơ có kết quả ngày mai.")
    expect(officer.locator("input[name=body]")).to_have_value(re.compile("mai\\."))
    officer.locator("button[name=submit]").click()
    expect(officer.locator("#gpq-replies + article, .gpq-reply").first).to_contain_text("ngày mai")

    head = enter("head")
    head.goto(address(desk["open"]))
    head.locator("#do-return-reply > summary").click()
    head.locator("#do-return-reply textarea").fill("Nêu căn cứ")
    head.locator("#do-return-reply button[type=submit]").click()
    expect(head.locator(".messages .success").first).to_be_visible()

    officer.goto(address(desk["open"]))
    expect(officer.locator(".gpq-replies")).to_contain_text("Nêu căn cứ")
    officer.locator(f"form[action='{_step(desk['open'], 'submit')}'] button").click()
    expect(officer.locator(".messages .success").first).to_be_visible()
    head.goto(address(desk["open"]))
    shoot(head, "publishing-sign")
    head.locator(f"form[action='{_step(desk['open'], 'sign')}'] button").click()
    expect(head.locator(".gpe-state").first).to_have_class("gpe-state gpq-state--answered")


def test_question_is_redacted_and_handed_in(enter: Enter, desk: dict[str, Any]) -> None:
    page = enter("officer")
    page.goto(address(desk["answered"], "question_replies:publish"))
    text = page.locator("#id_question_text")
    expect(text).to_have_value(re.compile("Tôi là N.T.M, ở \\[đã ẩn\\]"))
    page.locator("li.gpq-finding", has_text="0290 3831 234").locator("input").uncheck()
    page.locator("#id_further").fill("hai tháng")
    page.locator("button[name=preview]:visible").click()
    expect(text).to_have_value(re.compile("hồ sơ \\[đã ẩn\\]. Tổng đài 0290 3831 234"))

    text.fill(f"{text.input_value()} Gọi 0988 777 666.")
    page.locator("#id_declares").check()
    page.locator("button[name=send]").click()
    still = page.locator("[role=alert] .gpq-finding")
    expect(still).to_contain_text("0988 777 666")
    shoot(page, "publishing-still")
    assert problems(page) == []
    text.fill(text.input_value().replace(" Gọi 0988 777 666.", ""))
    page.locator("#id_declares").check()
    page.locator("button[name=send]").click()

    expect(page.locator("#gpq-publication")).to_be_visible()
    from govportal_wagtail.questions.models import QuestionPage

    made = QuestionPage.objects.get(govportal_question=desk["answered"].pk)
    assert not made.live
    assert made.workflow_in_progress
    assert "Mận" not in str(made.latest_revision.content)


def _step(question: Any, code: str) -> str:
    return address(question, "question_replies:step", code)
