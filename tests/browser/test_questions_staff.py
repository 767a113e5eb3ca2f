"""The staff's work on questions in a browser: inbox, page, dividing, entering, on three widths.

The questions stand in the database of the tests, which a server in this process shows.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.desk import Enter, address, let_in, problems, shoot
from tests.browser.visits import sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COMPLAINT = (
    "Tôi làm đơn tố cáo cán bộ địa chính xã nhận tiền của dân.\n\n"
    "Đồng thời tôi khiếu nại quyết định thu hồi đất và hỏi về giấy chứng nhận của gia đình."
)


@pytest.fixture
def desk(tree: None) -> dict[str, Any]:
    """People of Lạng Sơn, which does not take complaints, and questions in several states."""
    from govportal_wagtail.questions import intake
    from govportal_wagtail.questions.models import Question
    from govportal_wagtail.questions.vocabulary import Outcome, QuestionState
    from tests.questions.builders import make_addition, make_question, make_topic, upload
    from tests.questions.staff_builders import make_desk

    found = make_desk("langson-2024")
    names = ("secretary", "officer", "head", "board_head")
    people = let_in({name: getattr(found, name) for name in names})
    topic = make_topic(keywords="giấy chứng nhận", agency=found.agency)
    site, agency = found.portal_site, found.agency
    complaint = make_question(site, title="Đơn phản ánh", text=COMPLAINT)
    assigned = make_question(site, agency=agency, state=QuestionState.ASSIGNED, topic=topic)
    intake.store_file(assigned, upload("ban-do-thua-dat.txt"))
    make_addition(assigned, text="Thửa số 12, tờ bản đồ 3.", answered_at=timezone.now())
    make_question(site, agency=agency, state=QuestionState.WAITING)
    make_question(site, state=QuestionState.CLOSED, outcome=Outcome.OUT_OF_SCOPE)
    today = timezone.localdate()
    for question, days in ((complaint, 0), (assigned, -3)):
        Question.objects.filter(pk=question.pk).update(due_on=today + timedelta(days=days))
    return {"complaint": complaint, "assigned": assigned, "people": people}


def _address(question: Any, name: str = "detail") -> str:
    return address(question, f"questions:{name}")


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_screen_fits_and_is_accessible(
    enter: Enter, desk: dict[str, Any], width: int
) -> None:
    places = {
        "secretary": {
            "inbox": reverse("questions:index") + "?queue=all",
            "complaint": _address(desk["complaint"]),
            "split": _address(desk["complaint"], "split"),
            "enter": reverse("questions:enter"),
            "home": reverse("wagtailadmin_home"),
        },
        "officer": {"assigned": _address(desk["assigned"])},
    }
    broken = {}
    for who, paths in places.items():
        page = enter(who, width)
        for name, path in paths.items():
            page.goto(path)
            page.evaluate(
                "document.querySelectorAll('details.gpe-action').forEach(e => e.open = true)"
            )
            shoot(page, f"questions-{name}")
            assert not sticks_out(page), name
            if found := problems(page):
                broken[name] = found
    assert broken == {}


def test_a_complaint_is_recognised_and_not_taken_by_a_person(
    enter: Enter, desk: dict[str, Any]
) -> None:
    page = enter("secretary")
    page.goto(reverse("questions:index"))
    page.get_by_role("link", name=desk["complaint"].number).click()
    page.get_by_role("button", name="khiếu nại, tố cáo").or_(
        page.locator("form:has(input[name=is_complaint][type=hidden]) button")
    ).first.click()
    expect(page.locator(".gpe-mark--urgent").first).to_be_visible()
    page.locator("#do-refuse > summary").click()
    expect(page.locator("#do-refuse blockquote")).to_contain_text("khiếu nại, tố cáo")
    page.locator("#do-refuse button[type=submit]").click()
    expect(page.locator(".gpe-state").first).to_have_class("gpe-state gpq-state--refused")


def test_who_asked_is_shown_after_a_click_and_the_click_is_in_the_history(
    enter: Enter, desk: dict[str, Any]
) -> None:
    page = enter("officer")
    page.goto(_address(desk["assigned"]))
    expect(page.locator("main")).not_to_contain_text("man@example.com")
    page.locator(f"form[action^='{_address(desk['assigned'], 'person')}'] button").click()
    expect(page.locator(".gpq-person")).to_contain_text("man@example.com")
    shoot(page, "questions-person")
    page.goto(_address(desk["assigned"]))
    expect(page.locator("main")).not_to_contain_text("man@example.com")
    expect(page.locator(".gpe-history")).to_contain_text(desk["people"]["officer"].last_name)


def test_a_caller_s_question_is_entered_and_the_secret_shown_once(
    enter: Enter, desk: dict[str, Any]
) -> None:
    page = enter("secretary", 390)
    page.goto(reverse("questions:enter"))
    page.locator("#id_channel").select_option("phone")
    page.locator("#id_name").fill("Trần Văn Tám")
    page.locator("form.gpq-form button[type=submit]").first.click()
    expect(page.locator(".gpe-problem")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("Trần Văn Tám")
    shoot(page, "questions-enter-error")
    assert problems(page) == []
    page.locator("#id_title").fill("Lịch tiếp công dân")
    page.locator("#id_text").fill("Tháng 12 tiếp công dân vào ngày nào?")
    page.locator("form.gpq-form button[type=submit]").first.click()
    expect(page.locator(".gpq-receipt code")).to_have_count(2)
    shoot(page, "questions-entered")
    assert problems(page) == []
    assert not sticks_out(page)
    secret = page.locator(".gpq-receipt code").last.inner_text()
    page.locator(".gpe-links a.button").first.click()
    expect(page.locator(".gpe-state").first).to_be_visible()
    page.wait_for_load_state()
    assert secret not in page.content()


def test_a_mail_is_divided_with_a_third_part(enter: Enter, desk: dict[str, Any]) -> None:
    page = enter("secretary")
    page.goto(_address(desk["complaint"], "split"))
    page.locator("#id_parts-1-title").fill("Giấy chứng nhận")
    page.locator("#id_parts-1-text").fill("Khi nào có giấy chứng nhận?")
    page.locator("button[name=more]").click()
    expect(page.locator("#id_parts-1-text")).to_have_value("Khi nào có giấy chứng nhận?")
    expect(page.locator("#id_parts-2-text")).to_be_visible()
    page.locator("form.gpq-form button[type=submit]:not([name=more])").click()
    expect(page.locator(".gpe-state").first).to_have_class("gpe-state gpq-state--split")
