"""Whole journeys of a working schedule through the browser: office, units and readers together.

One server over the database of the tests shows the schedule to readers, on a telephone, and its
screens to the office that arranges it and to the units that register items for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import icalendar
import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import portal as demo
from tests.browser.desk import SHOTS, Enter, Read, let_in, shoot
from tests.browser.newsroom import state_of
from tests.browser.visits import accessibility_violations, sticks_out
from tests.schedules.ical_reader import Component
from tests.schedules.ical_reader import read as read_calendar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHAIR = "Nguyễn Văn An, Chủ tịch"
DEPUTY = "Trần Thị Bình, Phó Chủ tịch"
REASON = "Chủ tịch dự họp trực tuyến với Chính phủ."
#: A4 with the long side below, in points.
LANDSCAPE = (842, 595)


@pytest.fixture
def desk(tree: None, live_server: Any) -> dict[str, Any]:
    """An open portal with two leaders, its newsroom, and a department that registers items."""
    from govportal_wagtail.core.models import SiteState
    from govportal_wagtail.regulation.vocabulary import RoleCode
    from govportal_wagtail.schedules.models import ScheduleIndexPage
    from tests.core.portal_builders import (
        make_department,
        make_officer,
        make_portal,
        publish_parts,
    )
    from tests.schedules.builders import make_clerk, make_post, make_unit_officer

    portal = make_portal("langson-2024")
    portal.state = SiteState.LIVE
    portal.save()
    # Links with the name of the site lead to the server of the test.
    portal.site.port = urlsplit(live_server.url).port
    portal.site.save()
    publish_parts(portal)
    # The one that the regulation asks for, filled in by the office.
    schedule = ScheduleIndexPage.objects.get()
    schedule.place_of_issue = "Lạng Sơn"
    schedule.signature_title = "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG"
    schedule.signature_name = "Hoàng Văn Chung"
    schedule.save_revision().publish()
    unit = make_department("Sở Y tế", "so-y-te")
    people = {
        "clerk": make_clerk(portal),
        "second": make_officer("thu-ky", portal, RoleCode.BOARD_SECRETARY.value),
        "board_head": make_officer("truong-ban", portal, RoleCode.BOARD_HEAD.value),
        "operator": make_officer("van-hanh", portal, RoleCode.OPERATOR.value),
        "officer": make_unit_officer(unit, portal),
    }
    return {
        "people": let_in(people),
        "portal": portal,
        "schedule": schedule,
        "chief": make_post(portal.agency),
        "deputy": make_post(portal.agency, "Trần Thị Bình", "Phó Chủ tịch", rank=2),
    }


@pytest.fixture
def week() -> Any:
    """Next week, of whatever day the tests run."""
    from tests.schedules.request_builders import next_week

    return next_week()


@pytest.fixture
def posted(desk: dict[str, Any], week: Any) -> Any:
    """Next week with five items, as the public reads it."""
    return _post(desk, week)


def _post(desk: dict[str, Any], week: Any) -> Any:
    from tests.schedules.builders import item, make_week

    chief, deputy = desk["chief"], desk["deputy"]
    days = week.days
    return make_week(
        desk["schedule"],
        item(
            days[0],
            _at(8),
            "Họp giao ban",
            chairs=(chief,),
            participants=(deputy,),
            place="Phòng họp số 1",
            participants_text="Lãnh đạo các sở",
        ),
        item(
            days[1], _at(14), "Kiểm tra tiến độ cầu Kỳ Cùng", chairs=(deputy,), place="Xã Tân Tiến"
        ),
        item(days[2], _at(9), "Tiếp đoàn doanh nghiệp", chairs=(chief,), place="Phòng khách"),
        item(days[3], None, "Làm việc riêng", chairs=(chief,), visibility="busy"),
        item(days[4], _at(10), "Trao đổi nội bộ", chairs=(chief,), visibility="internal"),
        week=week,
    )


def _at(hour: int, minute: int = 0) -> Any:
    from datetime import time

    return time(hour, minute)


def _address(desk: dict[str, Any], week: Any, name: str = "desk") -> str:
    return reverse(f"schedules:{name}", args=[desk["schedule"].pk, week.code])


def _newest(desk: dict[str, Any], week: Any) -> list[Any]:
    from govportal_wagtail.schedules import editing

    page = editing.page_of(desk["schedule"], week)
    return list(editing.newest(page).items.all()) if page else []


def _look(page: Page, name: str) -> None:
    assert not sticks_out(page), name
    shoot(page, f"schedule-journey-{name}")


def _row(page: Page, content: str) -> Locator:
    """The row of the desk whose content says this."""
    number = page.locator("[data-gpw-row]").evaluate_all(
        """(rows, wanted) => rows.findIndex(
          (row) => row.querySelector("[name$='-content']").value.includes(wanted))""",
        content,
    )
    assert number >= 0, content
    return page.locator("[data-gpw-row]").nth(number)


def _saved(page: Page) -> None:
    expect(page.locator(".messages .success").first).to_be_visible()


def _open_tab(page: Page, number: int) -> None:
    tab = page.locator(".gp-tabs__link").nth(number)
    tab.click()
    expect(tab).to_have_attribute("aria-current", "page")


def _approve_all(enter: Enter, desk: dict[str, Any], week: Any) -> None:
    """The other people of the newsroom take the steps of the regulation, one after the other."""
    from govportal_wagtail.editorial.models import EditorialItem
    from govportal_wagtail.schedules import editing

    page = editing.page_of(desk["schedule"], week)
    assert page is not None
    item = EditorialItem.objects.filter(page=page.pk).latest("pk")
    path = reverse("editorial_items:detail", args=[item.pk])
    for who in ("second", "board_head", "operator"):
        window = enter(who)
        window.goto(path)
        before = state_of(window)
        window.locator("#do-approve > summary").click()
        window.locator("#do-approve button[type=submit]").click()
        _saved(window)
        assert state_of(window) != before
    assert state_of(enter("operator")) == "published"


def _calendar(page: Page, address: str) -> Component:
    """A calendar as a program of a reader fetches it, read by two parsers."""
    answer = page.request.get(address)
    assert answer.ok, address
    assert answer.headers["content-type"].startswith("text/calendar")
    assert icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")
    return read_calendar(answer.body())


def _event(calendar: Component, words: str) -> Component:
    (found,) = [each for each in calendar.named("VEVENT") if words in each.text("SUMMARY")]
    return found


def test_a_week_is_typed_handed_in_approved_and_posted(
    enter: Enter, read: Read, desk: dict[str, Any], week: Any
) -> None:
    page = enter("clerk")
    page.goto(reverse("schedules:index"))
    _look(page, "index")
    page.goto(_address(desk, week))
    _look(page, "desk-empty")
    keyboard = page.keyboard
    page.locator("[data-gpw-day] [name$='-when']").first.focus()
    rows = [
        ("7g30", "Chào cờ đầu tuần", "Sân trụ sở", CHAIR, DEPUTY),
        ("8h-9h30", "Họp giao ban", "Phòng họp số 1", CHAIR, "Lãnh đạo các sở"),
        ("chiều", "Kiểm tra tiến độ cầu Kỳ Cùng", "Xã Tân Tiến", DEPUTY, ""),
    ]
    for texts in rows:
        for place, text in enumerate(texts):
            if place:
                keyboard.press("Tab")
            keyboard.insert_text(text)
        keyboard.press("Control+Enter" if texts is rows[1] else "Enter")
    keyboard.press("Control+s")
    _saved(page)
    _look(page, "desk-saved")
    stored = _newest(desk, week)
    assert [each.date for each in stored] == [week.monday, week.monday, week.days[1]]
    assert {row.label for row in stored[0].people.all()} == {CHAIR, DEPUTY}
    assert stored[1].participants_text == "Lãnh đạo các sở"

    reader = read(desk["schedule"].url)
    expect(reader.locator("main")).not_to_contain_text("Chào cờ")
    _look(reader, "nothing-posted")

    page.locator(".gpw-bar [name=hand_in]").focus()
    keyboard.press("Enter")
    _saved(page)
    expect(page).to_have_url(re.compile("/internal/$"))
    _look(page, "handed-in")
    page.goto(_address(desk, week))
    expect(page.locator(".gpw-bar [name=hand_in]")).to_have_count(0)

    _approve_all(enter, desk, week)
    reader.goto(f"{desk['schedule'].url}{week.code}/")
    for content in ("Chào cờ đầu tuần", "Họp giao ban", "Kiểm tra tiến độ cầu Kỳ Cùng"):
        expect(reader.locator("main")).to_contain_text(content)
    expect(reader.locator(".gp-sched__changes, .gp-sched__told")).to_have_count(0)
    _look(reader, "posted")


def test_nobody_of_the_office_posts_a_week_alone(
    enter: Enter, desk: dict[str, Any], week: Any
) -> None:
    from govportal_wagtail.editorial.models import EditorialItem
    from govportal_wagtail.schedules import editing
    from tests.schedules.builders import item, make_week

    meeting = item(week.monday, chairs=(desk["chief"],))
    made = make_week(desk["schedule"], meeting, week=week, publish=False)
    editing.hand_in(made, desk["people"]["clerk"])
    found = EditorialItem.objects.get(page=made.pk)
    page = enter("clerk")
    page.goto(reverse("editorial_items:detail", args=[found.pk]))
    # To edit is their own step; to approve is somebody else's.
    page.locator("#do-approve > summary").click()
    page.locator("#do-approve button[type=submit]").click()
    _saved(page)
    expect(page.locator("#do-approve")).to_have_count(0)
    made.refresh_from_db()
    assert not made.live


def test_a_unit_registers_and_completes_and_the_office_takes_in(
    enter: Enter, desk: dict[str, Any], week: Any
) -> None:
    unit = enter("officer")
    contents = ("Hội nghị triển khai công tác y tế", "Kiểm tra trạm y tế xã Tân Tiến")
    for number, content in enumerate(contents):
        unit.goto(reverse("schedules:request_new"))
        unit.locator("#id_date").fill(f"{week.days[number]:%d/%m/%Y}")
        unit.locator("#id_date").press("Escape")
        unit.locator("#id_starts_at").fill("8g00")
        unit.locator("#id_content").fill(content)
        unit.locator("input[name=chairs]").first.check()
        _look(unit, "register")
        unit.locator(".gps-form button[type=submit]").click()
        expect(unit.locator(".gps-state--registered")).to_be_visible()

    office = enter("clerk")
    office.goto(reverse("wagtailadmin_home"))
    _look(office, "office-home")
    office.locator("a[href$='?queue=registered']").first.click()
    expect(office.locator("input[name=chosen]")).to_have_count(2)
    _look(office, "inbox")
    office.locator("tr", has_text=contents[0]).locator("input[name=chosen]").check()
    office.locator("#gps-accept button").click()
    _saved(office)
    office.locator("tr", has_text=contents[1]).locator("a").first.click()
    office.locator("#do-return > summary").click()
    office.locator("#do-return textarea").fill("Đề nghị ghi rõ địa điểm.")
    _look(office, "deciding")
    office.locator("#do-return button[type=submit]").click()
    expect(office.locator(".gps-state--returned")).to_be_visible()

    unit.goto(reverse("wagtailadmin_home"))
    _look(unit, "unit-home")
    unit.locator("a[href$='?queue=returned']").click()
    unit.locator("tr", has_text=contents[1]).locator("a").first.click()
    expect(unit.locator(".gpe-callout").first).to_contain_text("Đề nghị ghi rõ địa điểm.")
    _look(unit, "returned")
    unit.locator("a[href$='/change/']").click()
    unit.locator("#id_place").fill("Trạm y tế xã Tân Tiến")
    unit.locator(".gps-form button[type=submit]").click()
    expect(unit.locator(".gps-state--registered")).to_be_visible()

    office.goto(reverse("schedules:requests"))
    office.locator("tr", has_text=contents[1]).locator("a").first.click()
    office.locator("#do-accept button[type=submit]").click()
    expect(office.locator(".gps-state--accepted")).to_be_visible()
    _look(office, "taken")
    stored = _newest(desk, week)
    assert [each.content for each in stored] == list(contents)
    assert stored[1].place == "Trạm y tế xã Tân Tiến"
    # It is a draft: neither unit nor office has made anything public.
    unit.goto(_address(desk, week, "internal"))
    expect(unit.locator("main")).not_to_contain_text(contents[1])
    unit.goto(_address(desk, week))
    expect(unit).to_have_url(re.compile("/admin/$"))
    assert unit.request.get(f"{desk['schedule'].url}{week.code}/").status == 404


def test_a_change_is_explained_approved_told_and_sent_to_calendars(
    enter: Enter, read: Read, desk: dict[str, Any], week: Any, posted: Any
) -> None:
    reader = read(posted.url)
    calendar_path = reverse(
        "govportal_schedules:leader_calendar",
        args=[desk["schedule"].pk, desk["chief"].person_id],
    )
    before = _calendar(reader, calendar_path)

    page = enter("clerk")
    page.goto(_address(desk, week))
    meeting, guests = _row(page, "Họp giao ban"), _row(page, "Tiếp đoàn doanh nghiệp")
    meeting.locator("[name$='-when']").fill("10h30")
    guests.locator("[name$='-status']").select_option("postponed")
    last = page.locator(f"[data-gpw-day='{week.days[4]}'] [data-gpw-row]").last
    for name, text in {
        "when": "17h",
        "content": "Họp khẩn phòng, chống lũ",
        "chairs": CHAIR,
    }.items():
        last.locator(f"[name$='-{name}']").fill(text)
    page.locator(".gpw-bar [name=hand_in]").click()
    expect(page.locator("#gpw-problems")).to_be_focused()
    reasons = {
        "Họp giao ban": REASON,
        "Tiếp đoàn doanh nghiệp": "Đoàn lùi ngày.",
        "Họp khẩn": "Theo công điện về mưa lũ.",
    }
    for content in reasons:
        field = _row(page, content).locator("[name$='-change_reason']")
        expect(field).to_have_attribute("aria-invalid", "true")
        described = field.get_attribute("aria-describedby")
        expect(page.locator(f"#{described}")).to_be_visible()
    assert _problems(page) == []
    _look(page, "reason-missing")
    reader.reload()
    expect(reader.locator("main")).to_contain_text("08h00")

    for content, reason in reasons.items():
        _row(page, content).locator("[name$='-change_reason']").fill(reason)
    page.locator(".gpw-bar [name=hand_in]").click()
    expect(page).to_have_url(re.compile("/internal/$"))
    _approve_all(enter, desk, week)

    reader.reload()
    told = reader.locator(".gp-sched__item", has_text="Họp giao ban").locator(".gp-sched__changes")
    expect(told).to_contain_text(re.compile("đổi giờ", re.IGNORECASE))
    expect(told).to_contain_text(REASON)
    expect(told.locator("time").first).to_have_text(re.compile(r"\d{2}:\d{2} \d{2}/\d{2}/\d{4}"))
    off = reader.locator(".gp-sched__item--off", has_text="Tiếp đoàn doanh nghiệp")
    expect(off).to_contain_text(re.compile("hoãn", re.IGNORECASE))
    added = reader.locator(".gp-sched__item", has_text="Họp khẩn").locator(".gp-sched__changes")
    expect(added).to_contain_text(re.compile("thêm", re.IGNORECASE))
    expect(added).to_contain_text(reasons["Họp khẩn"])
    _look(reader, "changes-told")
    _look(read(posted.url, 1440), "changes-told")

    after = _calendar(reader, calendar_path)
    was, now = _event(before, "Họp giao ban"), _event(after, "Họp giao ban")
    assert now.one("UID") == was.one("UID")
    assert int(now.one("SEQUENCE")) > int(was.one("SEQUENCE"))
    assert now.one("DTSTART").endswith("T103000")
    assert now.parameters("DTSTART")["TZID"] == "Asia/Ho_Chi_Minh"
    put_off = _event(after, "Tiếp đoàn doanh nghiệp")
    assert int(put_off.one("SEQUENCE")) > 0
    assert _event(after, "Họp khẩn").one("SEQUENCE") == "0"


def test_what_is_cancelled_is_cancelled_in_calendars(
    enter: Enter, read: Read, desk: dict[str, Any], week: Any, posted: Any
) -> None:
    page = enter("clerk", 390)
    page.goto(_address(desk, week))
    row = _row(page, "Họp giao ban")
    row.locator("[name$='-status']").select_option("cancelled")
    row.locator("[name$='-change_reason']").fill(REASON)
    _look(page, "cancelling")
    page.locator(".gpw-bar [name=hand_in]").click()
    expect(page).to_have_url(re.compile("/internal/$"))
    _approve_all(enter, desk, week)
    reader = read(posted.url)
    off = reader.locator(".gp-sched__item--off", has_text="Họp giao ban")
    expect(off).to_contain_text(REASON)
    calendar = reader.locator(".gp-sched__follow a[href$='.ics']").get_attribute("href")
    event = _event(_calendar(reader, calendar or ""), "Họp giao ban")
    assert event.one("STATUS") == "CANCELLED"
    assert int(event.one("SEQUENCE")) > 0


def test_the_leader_on_a_phone_stays_through_weeks_and_views(
    read: Read, desk: dict[str, Any], week: Any, posted: Any
) -> None:
    _post(desk, week.shifted(1))
    page = read(posted.url, 390)
    wanted = str(desk["deputy"].person_id)
    page.locator("#gp-sched-leader").select_option(wanted)
    page.locator(".gp-sched__filter button").click()
    items = page.locator(".gp-sched__item:not(.gp-sched__item--none)")
    expect(items).to_have_count(2)
    expect(page.locator("main")).not_to_contain_text("Tiếp đoàn doanh nghiệp")
    _look(page, "one-leader")
    for link, shown in (("next", week.shifted(1)), ("prev", week)):
        page.locator(f".gp-sched__weeks [rel={link}]").click()
        expect(page).to_have_url(re.compile(f"/{shown.code}/"))
        assert parse_qs(urlsplit(page.url).query)["leader"] == [wanted]
        expect(items).to_have_count(2)
    for number in range(3):
        _open_tab(page, 2 - number)
        assert parse_qs(urlsplit(page.url).query)["leader"] == [wanted]
        expect(page.locator("main")).not_to_contain_text("Tiếp đoàn doanh nghiệp")
        _look(page, f"one-leader-view-{2 - number}")
    # This week is not posted: no link leads from its page to itself.
    expect(page.locator(".gp-sched__week a")).to_have_count(0)
    expect(page.locator("#gp-sched-leader")).to_have_value(wanted)


def test_the_printed_week_has_the_official_form(
    browser: Browser, read: Read, desk: dict[str, Any], posted: Any, tmp_path: Path
) -> None:
    page = read(posted.url, 1440)
    path = Path(SHOTS or tmp_path) / "schedule-journey-print.pdf"
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    printed = pypdfium2.PdfDocument(path)
    assert {tuple(round(each) for each in sheet.get_size()) for sheet in printed} == {LANDSCAPE}
    sheets = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in printed]
    # The signature stands below lines of the table, never alone.
    assert "Chủ nhật" in sheets[-1]
    text = " ".join(sheets)
    order = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "LỊCH CÔNG TÁC TUẦN",
        "Nội dung",
        "Họp giao ban",
        "Làm việc",
        "Lạng Sơn, ngày",
        "CHÁNH VĂN PHÒNG",
        "Hoàng Văn Chung",
    ]
    places = [text.find(each) for each in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places == sorted(places)
    assert "Trao đổi nội bộ" not in text
    assert "iCal" not in text
    if SHOTS:
        for number, sheet in enumerate(printed):
            sheet.render(scale=1.5).to_pil().save(path.with_suffix(f".{number}.png"))


def test_a_table_of_an_office_is_read_corrected_and_put_into_its_week(
    enter: Enter, desk: dict[str, Any], shared: Path
) -> None:
    from datetime import date

    from govportal_wagtail.schedules.weeks import Week

    page = enter("clerk")
    page.goto(reverse("schedules:import", args=[desk["schedule"].pk]))
    _look(page, "import")
    sample = shared / "data" / "schedule" / "week_2025-07-14_ward.csv"
    page.locator("#id_file").set_input_files(sample)
    if page.locator("#id_week option[value='2025-w29']").count():
        page.locator("#id_week").select_option("2025-w29")
    page.locator(".gpwi-form button[type=submit]").click()
    rows = page.locator(".gpwi-row")
    expect(rows.first).to_be_visible()
    _look(page, "import-preview")
    assert not page.locator(".gpwi-row--error").count()
    assert _problems(page) == []
    taken = page.locator(".gpwi-take input:checked").count()
    page.locator(".gpwi-bar button[type=submit]").click()
    _saved(page)
    expect(page).to_have_url(re.compile("/desk/$"))
    _look(page, "import-desk")
    week = Week(date(2025, 7, 14))
    stored = _newest(desk, week)
    assert len(stored) == taken
    assert all(each.date in week and (each.starts_at or each.session) for each in stored)
    first = stored[0]
    assert (first.starts_at, first.content, first.place) == (
        *(_at(7, 30), "Dự chào cờ", "Sân Đảng ủy/P"),
    )


def test_a_reader_with_the_keyboard_alone(read: Read, desk: dict[str, Any], posted: Any) -> None:
    page = read(posted.url, 1440)
    _tab_to(page, "#gp-sched-leader")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("leader="))
    _tab_to(page, ".gp-sched__chosen a")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("leader="))
    _tab_to(page, ".gp-tabs__link >> nth=1")
    page.keyboard.press("Enter")
    expect(page.locator(".gp-sched__leader").first).to_be_visible()


def _tab_to(page: Page, selector: str, presses: int = 80) -> None:
    wanted = page.locator(selector).element_handle()
    for _each in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("(element) => element === document.activeElement", wanted):
            return
    pytest.fail(f"The keyboard does not come to {selector}")


@pytest.fixture
def plain(browser: Browser, enter: Enter, live_server: Any) -> Any:
    """``plain(who="", width=390)``: a window without script, of a reader or of staff."""
    contexts = []

    def open_it(who: str = "", width: int = 390) -> Page:
        state = enter(who).context.storage_state() if who else None
        options = demo.context_options(live_server.url, width)
        context = browser.new_context(**options, java_script_enabled=False, storage_state=state)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_it
    for each in contexts:
        each.close()


def test_all_of_it_without_script(
    plain: Callable[..., Page], desk: dict[str, Any], week: Any, posted: Any
) -> None:
    reader = plain()
    reader.goto(posted.url)
    reader.locator("#gp-sched-leader").select_option(str(desk["deputy"].person_id))
    reader.locator(".gp-sched__filter button").click()
    expect(reader.locator("main")).not_to_contain_text("Tiếp đoàn doanh nghiệp")
    for number in range(4):
        _open_tab(reader, number)
        expect(reader.locator("h1")).to_be_visible()
    reader.locator(".gp-sched-weeks__link").first.click()
    expect(reader.locator("main")).to_contain_text("Họp giao ban")

    clerk = plain("clerk", 1440)
    clerk.goto(_address(desk, week.shifted(1)))
    first = clerk.locator("[data-gpw-row]").first
    first.locator("[name$='-when']").fill("7g30")
    first.locator("[name$='-content']").fill("Chào cờ đầu tuần")
    first.locator("[name$='-chairs']").fill(CHAIR)
    clerk.locator("[data-gpw-more]").first.click()
    expect(clerk.locator("[data-gpw-row]").first.locator("[name$='-content']")).to_have_value(
        "Chào cờ đầu tuần"
    )
    clerk.locator(".gpw-bar [name=hand_in]").click()
    expect(clerk).to_have_url(re.compile("/internal/$"))
    expect(clerk.locator("main")).to_contain_text("Chào cờ đầu tuần")


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_public_page_fits_and_is_accessible(
    read: Read, desk: dict[str, Any], week: Any, posted: Any, width: int
) -> None:
    from govportal_wagtail.schedules import editing
    from govportal_wagtail.schedules.models import WeeklySchedulePage
    from tests.schedules.builders import change_week

    version = editing.newest(WeeklySchedulePage.objects.get(pk=posted.pk))
    items = list(version.items.all())
    items[0].starts_at, items[0].change_reason = _at(10, 30), REASON
    items[2].status, items[2].change_reason = "cancelled", "Đoàn không đến."
    change_week(posted, *items)
    url = desk["schedule"].url
    chief = desk["chief"].person_id
    places = {
        "index": url,
        "week": posted.url,
        "by-leader": f"{posted.url}?view=leaders",
        "leader": f"{posted.url}?leader={chief}",
        "leader-alone": f"{posted.url}?view=leaders&leader={chief}",
        "month": f"{url}?month={week.days[3]:%Y-%m}",
        "archive": f"{url}?archive={week.year}",
        "home": "/",
    }
    broken = {}
    page = read("/", width)
    for name, path in places.items():
        assert page.goto(path).status == 200, name  # type: ignore[union-attr]
        _look(page, f"public-{name}")
        if found := accessibility_violations(page):
            broken[name] = found
    assert broken == {}


def _problems(page: Page) -> list[str]:
    """What axe finds within what is ours; Wagtail's furniture is Wagtail's."""
    ours = ("gpw-", "gpwi-", "row-", "entry-")
    return [line for line in accessibility_violations(page) if any(each in line for each in ours)]
