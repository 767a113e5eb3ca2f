"""Whole journeys of questions through the browser: those who ask and those who answer, together.

One server over the database of the tests shows the portal to the citizen, on a telephone, and its
screens to the staff.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.desk import Enter, Read, address, let_in, shoot
from tests.browser.newsroom import state_of
from tests.browser.visits import sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRACKING = "/hoi-dap/theo-doi/"
FIGURES = "/hoi-dap/so-lieu/"
LAND = "Sở Nông nghiệp và Môi trường"
HEALTH = "Sở Y tế"
TITLE = "Cấp đổi giấy chứng nhận quyền sử dụng đất"
TEXT = "Tôi nộp hồ sơ cấp đổi giấy chứng nhận đã hai tháng. Bao giờ có kết quả?"
EMAIL = "man@example.com"
ANSWER = "Hồ sơ đã được ký, mời ông bà đến Bộ phận Một cửa nhận kết quả."
DENUNCIATION = (
    "Tôi làm đơn tố cáo cán bộ địa chính xã nhận tiền của dân khi làm hồ sơ đất.\n\n"
    "Đề nghị xử lý nghiêm cán bộ này."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a citizen takes home."""

    page: Page
    code: str
    secret: str
    question: Any


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here takes the seconds that people take; other tests see to them."""
    from govportal_wagtail.questions.public.ask_form import AskForm

    monkeypatch.setattr(AskForm, "spam_min_seconds", 0)


@pytest.fixture
def profile() -> str:
    """The regulation of the portal; tests ask for another one by their parameters."""
    return "langson-2024"


@pytest.fixture
def desk(tree: None, live_server: Any, profile: str) -> dict[str, Any]:
    """An open portal with all its people, and two departments with theirs."""
    from govportal_wagtail.questions.models import QuestionSettings, QuestionTopic
    from govportal_wagtail.regulation.vocabulary import RoleCode
    from tests.core.portal_builders import make_department, make_portal, publish_parts
    from tests.questions.builders import make_topic, open_to_readers

    portal = open_to_readers(make_portal(profile))
    # Links with the name of the site lead to the server of the test.
    portal.site.port = urlsplit(live_server.url).port
    portal.site.save()
    publish_parts(portal)
    land = make_department(LAND, "so-nnmt")
    health = make_department(HEALTH, "so-y-te")
    topic = make_topic()
    QuestionTopic.objects.filter(pk=topic.pk).update(keywords="giấy chứng nhận", agency=land)
    QuestionSettings.objects.update_or_create(
        site=portal.site,
        defaults={
            "complaints_to": "Ban Tiếp công dân tỉnh, số 1 đường Hùng Vương",
            "where_else": "Tổng đài 1022",
            "minimum_for_ranking": 1,
        },
    )
    people = {
        "secretary": _person(portal, "Hoàng Thị Thu", RoleCode.BOARD_SECRETARY),
        "editor": _person(portal, "Vi Văn Biên", RoleCode.FULL_TIME_EDITOR),
        "board_head": _person(portal, "Lộc Văn Trưởng", RoleCode.BOARD_HEAD),
        "operator": _person(portal, "Lý Văn Hành", RoleCode.OPERATOR),
        "officer": _person(portal, "Bế Thị Mối", RoleCode.FOCAL_OFFICER, land),
        "head": _person(portal, "Chu Văn Đất", RoleCode.UNIT_HEAD, land),
        "other_officer": _person(portal, "Đàm Thị Y", RoleCode.FOCAL_OFFICER, health),
        "other_head": _person(portal, "Hứa Văn Tế", RoleCode.UNIT_HEAD, health),
    }
    return {"people": let_in(people), "portal": portal, "land": land, "health": health}


def _person(portal: Any, name: str, role: str, agency: Any = None) -> Any:
    from govportal_wagtail.core.access.accounts import create_account
    from govportal_wagtail.core.vietnamese import slugify

    username = slugify(name)
    return create_account(
        username=username,
        email=f"{username}@example.com",
        last_name=name,
        agency=agency or portal.agency,
        portal_site=portal,
        roles=[role],
    ).user


@pytest.fixture
def ask(read: Read, desk: dict[str, Any]) -> Callable[..., Asked]:
    """``ask(title=…, text=…, agree_to_publish=True)``: a citizen asks by the form."""

    def ask_it(*, agree_to_publish: bool = False, shot: str = "", **fields: str) -> Asked:
        page = read(reverse("govportal_questions:ask"))
        texts = {"title": TITLE, "text": TEXT, "name": "Nguyễn Thị Mận", "email": EMAIL, **fields}
        for name, text in texts.items():
            page.locator(f"#id_{name}").fill(text)
        page.locator("#id_agree").check()
        if agree_to_publish:
            page.locator("#id_agree_to_publish").check()
        if shot:
            _look(page, f"{shot}-form")
        _send(page)
        expect(page).to_have_url(re.compile("da-gui/$"))
        if shot:
            _look(page, f"{shot}-receipt")
        code, secret = (
            page.locator(f"[data-gp-{each}]").inner_text() for each in ("code", "secret")
        )
        return Asked(page, code, secret, _newest())

    return ask_it


def _newest() -> Any:
    from govportal_wagtail.questions.models import Question

    return Question.objects.latest("pk")


def _send(page: Page) -> None:
    page.locator("main form.gp-form button[type=submit]").first.click()


def _look(page: Page, name: str) -> None:
    assert not sticks_out(page), name
    shoot(page, f"journey-{name}")


def follow(asked: Asked, shot: str = "") -> Page:
    """The page on which the citizen follows the question, opened with code and secret."""
    page = asked.page
    page.goto(TRACKING)
    page.locator("#id_code").fill(asked.code)
    page.locator("#id_secret").fill(asked.secret)
    _send(page)
    expect(page.locator(".gp-standing")).to_be_visible()
    if shot:
        _look(page, shot)
    return page


def stands(page: Page, state: str) -> None:
    """The staff screen shows this state or outcome."""
    expect(page.locator(".gpe-state").first).to_have_class(f"gpe-state gpq-state--{state}")


def do(page: Page, question: Any, action: str, *, shot: str = "", **fields: str) -> None:
    """Take an action on the page of the question, with what its form asks for."""
    page.goto(address(question))
    box = page.locator(f"#do-{action}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for name, value in fields.items():
        field = box.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            box.locator(f"[name={name}][value={value}]").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    if shot:
        _look(page, shot)
    box.locator("button[type=submit]").click()
    expect(page.locator(".messages .success").first).to_be_visible()


def write(page: Page, question: Any, text: str, *, promised: str = "", shot: str = "") -> None:
    """Draft a reply and submit it for signature; with a promised day it is a progress notice."""
    kind = "?kind=progress" if promised else ""
    page.goto(address(question, "question_replies:write") + kind)
    content = page.locator(".public-DraftEditor-content").first
    content.click()
    page.keyboard.insert_text(text)
    expect(page.locator("input[name=body]")).to_have_value(re.compile(re.escape(text[-12:])))
    if promised:
        page.locator("#id_promised_on").fill(promised)
        page.keyboard.press("Escape")
    if shot:
        _look(page, shot)
    page.locator("button[name=submit]:visible").click()
    stands(page, "to_sign")


def sign(page: Page, question: Any, state: str, shot: str = "") -> None:
    """Sign the reply that waits; it goes out at once."""
    page.goto(address(question))
    if shot:
        _look(page, shot)
    page.locator(
        f"form[action='{address(question, 'question_replies:step', 'sign')}'] button"
    ).click()
    stands(page, state)


def answer(enter: Enter, question: Any) -> None:
    """The land department gets the question, drafts the answer and sends it."""
    do(enter("secretary"), question, "assign", agency=LAND)
    write(enter("officer"), question, ANSWER)
    sign(enter("head"), question, "answered")


def mails_to(address: str) -> list[str]:
    """What has gone out to the address, the newest last."""
    call_command("govportal_deadlines", "mail")
    return [str(each.body) for each in mail.outbox if address in each.to]


def figure(page: Page, label: str) -> str:
    """A figure of the whole site on the public page of figures."""
    return page.locator(f".gp-figures__total dt:text-is('{label}') + dd").inner_text()


def test_asked_followed_answered_read_and_rated(
    ask: Callable[..., Asked], enter: Enter, desk: dict[str, Any]
) -> None:
    asked = ask(shot="ask")
    question = asked.question
    secretary = enter("secretary")
    secretary.goto(reverse("questions:index"))
    _look(secretary, "inbox")
    secretary.get_by_role("link", name=question.number).click()
    stands(secretary, "received")
    _look(secretary, "received")
    for _step in ("classify", "assign"):
        secretary.locator(f".gpq-proposal[action$='/{_step}/'] button").first.click()
        expect(secretary.locator(".messages .success").first).to_be_visible()
    stands(secretary, "assigned")
    citizen = follow(asked)
    expect(citizen.locator(".gp-facts")).to_contain_text(LAND)

    officer = enter("officer")
    write(officer, question, ANSWER, shot="write")
    expect(officer.locator(".gpq-replies form[action$='/sign/']")).to_have_count(0)
    citizen.reload()
    expect(citizen.locator(".gp-reply")).to_have_count(0)
    sign(enter("head"), question, "answered", shot="sign")

    citizen.reload()
    expect(citizen.locator(".gp-reply__text")).to_contain_text(ANSWER)
    _look(citizen, "answered")
    assert ANSWER in mails_to(EMAIL)[-1]
    citizen.locator("input[name=stars][value='5']").check()
    citizen.locator("#id_comment").fill("Trả lời rõ ràng.")
    citizen.locator("form[action*='danh-gia'] button").click()
    expect(citizen.locator("[role=status].gp-alert")).to_be_visible()
    _look(citizen, "rated")
    officer.goto(address(question))
    expect(officer.locator(".gpe-facts").last).to_contain_text("Trả lời rõ ràng.")


def test_transferred_and_answered_by_the_other_agency(
    ask: Callable[..., Asked], enter: Enter
) -> None:
    asked = ask(title="Cấp thẻ bảo hiểm y tế", text="Thẻ bảo hiểm y tế của tôi bao giờ có?")
    question = asked.question
    do(enter("secretary"), question, "assign", agency=LAND)
    officer = enter("officer")
    why = "Bảo hiểm y tế thuộc nhiệm vụ của Sở Y tế."
    do(officer, question, "transfer", agency=HEALTH, reason=why, shot="transfer")
    # It is no longer theirs.
    assert officer.goto(address(question)).status == 404  # type: ignore[union-attr]
    citizen = follow(asked, "transferred")
    expect(citizen.locator(".gp-facts")).to_contain_text(HEALTH)
    expect(citizen.locator(".gp-steps")).to_contain_text(why)
    due = question.due_on
    question.refresh_from_db()
    assert question.due_on == due

    write(enter("other_officer"), question, "Thẻ được cấp trong năm ngày làm việc.")
    sign(enter("other_head"), question, "answered")
    citizen.reload()
    expect(citizen.locator(".gp-reply")).to_contain_text(HEALTH)
    expect(citizen.locator(".gp-reply__text")).to_contain_text("năm ngày làm việc")


def test_paused_completed_extended_and_promised(ask: Callable[..., Asked], enter: Enter) -> None:
    asked = ask()
    question = asked.question
    do(enter("secretary"), question, "assign", agency=LAND)
    officer = enter("officer")
    missing = "Xin cho biết số biên nhận hồ sơ."
    do(officer, question, "ask_information", request=missing, shot="ask-information")
    stands(officer, "waiting")
    expect(officer.locator("a[href$='/write/']")).to_have_count(0)
    citizen = follow(asked, "information-asked")
    expect(citizen.locator(".gp-word")).to_contain_text(missing)
    citizen.locator(".gp-word a.gp-button").click()
    expect(citizen.locator("#id_text")).to_be_visible()
    _look(citizen, "completing")
    citizen.locator("#id_text").fill("Biên nhận số 0045, nộp tại xã.")
    _send(citizen)
    expect(citizen.locator("[role=status].gp-alert")).to_be_visible()
    expect(citizen.locator(".gp-asked").last).to_contain_text("số 0045")

    officer.goto(address(question))
    stands(officer, "assigned")
    expect(officer.locator("#gpq-additions ~ .gpe-callout").last).to_contain_text("số 0045")
    question.refresh_from_db()
    due = question.due_on
    why = "Phải đo đạc lại thửa đất."
    do(enter("head"), question, "extend", days="5", reason=why, shot="extend")
    question.refresh_from_db()
    assert question.due_on > due
    citizen.reload()
    expect(citizen.locator(".gp-steps")).to_contain_text(why)
    expect(citizen.locator("#gp-due + *")).to_contain_text(f"{question.due_on:%d/%m/%Y}")

    promised = question.due_on + timedelta(days=14)
    write(officer, question, "Đang đo đạc lại.", promised=f"{promised:%d/%m/%Y}", shot="progress")
    sign(enter("head"), question, "assigned")
    citizen.reload()
    expect(citizen.locator(".gp-reply")).to_contain_text("Đang đo đạc lại.")
    expect(citizen.locator(".gp-facts")).to_contain_text(f"{promised:%d/%m/%Y}")
    _look(citizen, "promised")
    assert f"{promised:%d/%m/%Y}" in mails_to(EMAIL)[-1]


@pytest.mark.parametrize(
    ("profile", "action", "other", "outcome", "article"),
    [
        ("langson-2024", "refuse", "forward", "refused", "điểm c khoản 6 Điều 9"),
        ("khanhhoa-2018-draft", "forward", "refuse", "forwarded", "điểm i khoản 2 Điều 5"),
    ],
)
def test_same_denunciation_is_refused_or_forwarded_as_the_regulation_has_it(
    ask: Callable[..., Asked], enter: Enter, action: str, other: str, outcome: str, article: str
) -> None:
    asked = ask(title="Đơn tố cáo", text=DENUNCIATION)
    question = asked.question
    secretary = enter("secretary")
    secretary.goto(address(question))
    # The words are a hint; a person decides.
    secretary.locator("form:has(input[name=is_complaint][type=hidden]) button").first.click()
    expect(secretary.locator(".gpe-mark--urgent").first).to_be_visible()
    expect(secretary.locator(f"#do-{other}")).to_have_count(0)
    why = {"reason": "Đơn được chuyển đến nơi có thẩm quyền."} if action == "forward" else {}
    do(secretary, question, action, shot=action, **why)
    stands(secretary, outcome)

    citizen = follow(asked, outcome)
    word = citizen.locator(".gp-word")
    expect(word).to_contain_text(article)
    # Where to go is said once.
    expect(word.get_by_text("Ban Tiếp công dân tỉnh")).to_have_count(1)
    expect(citizen.locator(".gp-reply")).to_have_count(0)
    told = mails_to(EMAIL)[-1]
    assert article in told
    assert "Ban Tiếp công dân tỉnh" in told
    assert "địa chính" not in told


def test_out_of_scope_is_told_at_once_with_where_to_go(
    ask: Callable[..., Asked], enter: Enter
) -> None:
    asked = ask(title="Lãi suất vay mua nhà", text="Ngân hàng cho vay với lãi suất bao nhiêu?")
    secretary = enter("secretary")
    why = "Lãi suất do ngân hàng thương mại quyết định."
    do(secretary, asked.question, "out_of_scope", reason=why, shot="out-of-scope")
    stands(secretary, "out_of_scope")
    told = mails_to(EMAIL)[-1]
    citizen = follow(asked, "out-of-scope")
    word = citizen.locator(".gp-word")
    for text in (why, "Tổng đài 1022", "điểm a khoản 6 Điều 9"):
        expect(word).to_contain_text(text)
        assert text in told


def test_late_is_escalated_and_counted_as_late(
    read: Read, enter: Enter, desk: dict[str, Any]
) -> None:
    from govportal_wagtail.regulation.calendar import current_calendar

    secretary = enter("secretary")
    secretary.goto(reverse("questions:enter"))
    long_ago = timezone.localdate() - timedelta(days=60)
    secretary.locator("#id_channel").select_option("post")
    secretary.locator("#id_received_on").fill(f"{long_ago:%d/%m/%Y}")
    for name, text in {
        "name": "Trần Văn Tám",
        "email": EMAIL,
        "title": TITLE,
        "text": TEXT,
    }.items():
        secretary.locator(f"#id_{name}").fill(text)
    secretary.locator("#id_agrees").check()
    secretary.locator("form.gpq-form button[type=submit]").first.click()
    told = secretary.locator(".gpq-receipt code")
    expect(told).to_have_count(2)
    code, secret = told.all_inner_texts()
    asked = Asked(read("/"), code, secret, _newest())
    question = asked.question
    do(secretary, question, "assign", agency=LAND)
    people = desk["people"]
    enter("head").goto(address(question))
    expect(enter("head").locator(".gpe-due--late").first).to_be_visible()
    _look(enter("head"), "late")

    workday = current_calendar().nth_working_day(timezone.localdate(), 1)
    call_command("govportal_deadlines", "remind", on=workday.isoformat())
    for name in ("officer", "head", "board_head"):
        assert question.number in mails_to(people[name].email)[-1], name
    assert not any(question.number in text for text in mails_to(people["other_head"].email))

    write(enter("officer"), question, ANSWER)
    sign(enter("head"), question, "answered")
    done_on = f"{timezone.localdate():%d/%m/%Y}"
    expect(enter("head").locator(".gpe-deadline").first).to_contain_text(done_on)
    citizen = follow(asked, "answered-late")
    expect(citizen.locator(".gp-reply__text")).to_contain_text(ANSWER)
    expect(citizen.locator(".gp-due .gp-field__error")).to_contain_text(done_on)
    figures = read(f"{FIGURES}?year={long_ago.year}")
    _look(figures, "figures")
    assert figure(figures, "Quá hạn") == "1"
    assert figure(figures, "Đúng hạn") == "0%"


def test_published_after_redaction_and_approval_without_personal_data(
    ask: Callable[..., Asked], read: Read, enter: Enter
) -> None:
    from govportal_wagtail.editorial.models import EditorialItem
    from govportal_wagtail.questions.models import QuestionPage

    own = ("Mận", "0912 345 678", "man@example.com", "ấp Bảy")
    text = (
        f"Tôi là Nguyễn Thị Mận, ở ấp Bảy, xã Song Phú, điện thoại {own[1]}, thư {own[2]}. "
        "Bao giờ có kết quả cấp đổi giấy chứng nhận?"
    )
    asked = ask(text=text, phone=own[1])
    question = asked.question
    answer(enter, question)
    reason = "Nhiều người cùng hỏi."
    board_head = enter("board_head")
    do(board_head, question, "decide_publishing", publishing="required", reason=reason)

    officer = enter("officer")
    officer.goto(address(question, "question_replies:publish"))
    _look(officer, "redaction")
    expect(officer.locator("#id_question_text")).not_to_have_value(re.compile("Mận|0912|man@"))
    officer.locator("#id_declares").check()
    officer.locator("button[name=send]").click()
    expect(officer.locator("#gpq-publication")).to_be_visible()
    page = QuestionPage.objects.get(govportal_question=question.pk)
    assert not page.live

    item = reverse("editorial_items:detail", args=[EditorialItem.objects.get(page=page.pk).pk])
    for name in ("editor", "board_head", "operator"):
        _approve(enter(name), item)
    assert state_of(enter("operator")) == "published"

    page.refresh_from_db()
    reader = read(page.url)
    expect(reader.locator(".gp-answer__answer")).to_contain_text(ANSWER)
    _look(reader, "published")
    source = reader.content()
    assert [each for each in own if each in source] == []
    citizen = follow(asked, "published-told")
    citizen.locator(f"main a[href*='{page.slug}']").click()
    expect(citizen.locator("h1")).to_have_text(page.title)


def _approve(page: Page, item: str) -> None:
    page.goto(item)
    before = state_of(page)
    page.locator("#do-approve > summary").click()
    page.locator("#do-approve button[type=submit]").click()
    expect(page.locator(".messages .success").first).to_be_visible()
    assert state_of(page) != before


def test_withdrawn_by_the_citizen(ask: Callable[..., Asked], enter: Enter) -> None:
    asked = ask()
    question = asked.question
    do(enter("secretary"), question, "assign", agency=LAND)
    citizen = follow(asked)
    citizen.locator("a[href*='/rut/']").click()
    expect(citizen).to_have_url(re.compile("/rut/"))
    _look(citizen, "withdrawing")
    citizen.locator("main form button[type=submit]").click()
    expect(citizen.locator("[role=status].gp-alert")).to_be_visible()
    _look(citizen, "withdrawn")
    officer = enter("officer")
    officer.goto(address(question))
    stands(officer, "withdrawn")
    expect(officer.locator("a[href$='/write/']")).to_have_count(0)
    assert any(question.number in text for text in mails_to(EMAIL)[1:])


def test_anonymised_after_its_time_and_still_counted(
    ask: Callable[..., Asked], read: Read, enter: Enter
) -> None:
    from govportal_wagtail.questions.models import Question

    asked = ask()
    question = asked.question
    answer(enter, question)
    citizen = follow(asked)
    long_ago = timezone.now() - timedelta(days=5 * 366)
    Question.objects.filter(pk=question.pk).update(closed_at=long_ago)
    call_command("govportal_questions", "anonymise")

    # Neither the page that stood open nor code and secret show anything.
    citizen.goto(f"{TRACKING}ket-qua/")
    expect(citizen.locator("#id_secret")).to_be_visible()
    citizen.locator("#id_code").fill(asked.code)
    citizen.locator("#id_secret").fill(asked.secret)
    _send(citizen)
    expect(citizen.locator("#gp-errors")).to_be_focused()
    _look(citizen, "anonymised")
    head = enter("head")
    head.goto(address(question))
    assert TEXT not in head.content()
    _look(head, "anonymised")
    figures = read(FIGURES)
    assert figure(figures, "Tiếp nhận") == "1"
    assert figure(figures, "Đã trả lời") == "1"
