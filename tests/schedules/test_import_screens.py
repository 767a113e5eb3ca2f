"""A table is handed in, looked at, corrected, and put into the week once."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.importing import applying
from govportal_wagtail.schedules.importing.entries import Entry
from govportal_wagtail.schedules.models import ScheduleEvent, ScheduleImport, ScheduleItem
from govportal_wagtail.schedules.vocabulary import PersonRole, ScheduleEventKind
from tests.builders import make_agency
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    item,
    make_clerk,
    make_post,
    make_schedule,
    make_unit_officer,
    make_week,
)
from tests.schedules.import_builders import workbook

pytestmark = pytest.mark.django_db

TABLE = (
    "Ngày;Giờ;Nội dung;Địa điểm;Chủ trì;Thành phần\n"
    "Thứ 2 (16/11/2026);7g30;Chào cờ;Sân;Đ/c Nguyễn Văn An;Toàn thể\n"
    ";9h-10h;Họp giao ban;Phòng 1;Đ/c Nguyễn Văn An;- Đ/c Trần Thị Bình\n"
    "31/02;8h;Sai ngày;Phòng 2;;\n"
    "Thứ 2 (16/11/2026);7g30;Chào cờ;Sân;Đ/c Nguyễn Văn An;Toàn thể\n"
)


@pytest.fixture
def clerk(portal, client):
    found = make_clerk(portal)
    client.force_login(found)
    return found


@pytest.fixture
def chief(portal):
    return make_post(portal.agency)


@pytest.fixture
def address(schedule):
    return reverse("schedules:import", args=[schedule.pk])


def handed_in(client, address, text=TABLE, **data):
    """The table is pasted; the address of its preview."""
    answer = client.post(address, {"text": text, "week": ""} | data)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def as_shown(page, **changes):
    """What the form of the preview sends."""
    sent = {}
    for row in page.context["rows"]:
        if not row.entry.skip:
            sent[f"{row.position}-take"] = "on"
        sent[f"{row.position}-day"] = row.shown_day
        sent[f"{row.position}-when"] = row.when
    return sent | changes


def test_a_table_goes_into_the_draft_of_its_week(client, clerk, schedule, address, chief, portal):
    make_post(portal.agency, "Trần Thị Bình", "Phó Chủ tịch", rank=2)
    url = handed_in(client, address)
    page = client.get(url)
    assert [row.entry.state for row in page.context["rows"]] == ["ok", "ok", "error", "skipped"]
    wrong = page.context["rows"][2].position
    answer = client.post(url, as_shown(page, **{f"{wrong}-day": "2026-11-18"}))
    assert answer.url == reverse("schedules:desk", args=[schedule.pk, WEEK.code])
    week = editing.page_of(schedule, WEEK)
    assert not week.live
    found = list(editing.newest(week).items.all())
    assert [(each.starts_at, each.content) for each in found] == [
        (time(7, 30), "Chào cờ"),
        (time(9), "Họp giao ban"),
        (time(8), "Sai ngày"),
    ]
    people = [(row.role, row.label) for row in found[1].people.all()]
    assert people == [
        (PersonRole.CHAIR, "Nguyễn Văn An, Chủ tịch"),
        (PersonRole.PARTICIPANT, "Trần Thị Bình, Phó Chủ tịch"),
    ]
    assert (found[0].participants_text, found[0].place) == ("Toàn thể", "Sân")
    assert not ScheduleItem.objects.filter(page=week).exists()
    (event,) = ScheduleEvent.objects.filter(kind=ScheduleEventKind.IMPORTED)
    assert (event.by_id, event.details["taken"]) == (clerk.pk, 3)


def test_a_table_is_applied_once(client, clerk, schedule, address, chief):
    url = handed_in(client, address, TABLE.replace("31/02", "17/11"))
    sent = as_shown(client.get(url))
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 409
    assert editing.newest(editing.page_of(schedule, WEEK)).items.count() == 3
    assert client.get(url).status_code == 200


def test_what_is_still_wrong_is_told_and_corrections_are_kept(client, clerk, schedule, address):
    url = handed_in(client, address)
    page = client.get(url)
    first, _second, wrong, _again = (row.position for row in page.context["rows"])
    changes = {f"{first}-when": "8h15", f"{wrong}-when": "lúc nào đó"}
    answer = client.post(url, as_shown(page, **changes))
    assert answer.status_code == 422
    assert editing.page_of(schedule, WEEK) is None
    rows = {row.position: row for row in answer.context["rows"]}
    assert rows[first].when == "08h15"
    assert set(rows[wrong].entry.errors) == {"date", "when"}
    # Leaving the row out is a decision, too.
    sent = as_shown(client.get(url))
    del sent[f"{wrong}-take"]
    assert client.post(url, sent).status_code == 302
    found = editing.newest(editing.page_of(schedule, WEEK)).items.all()
    assert [each.starts_at for each in found] == [time(8, 15), time(9)]


def test_nothing_chosen_begins_no_week(client, clerk, schedule, address):
    url = handed_in(client, address)
    sent = {name: value for name, value in as_shown(client.get(url)).items() if "take" not in name}
    assert client.post(url, sent).status_code == 422
    assert editing.page_of(schedule, WEEK) is None


def test_what_stands_in_the_week_already_is_left_out(client, clerk, schedule, address):
    make_week(schedule, item(starts_at=time(7, 30), content="Chào cờ"), publish=False)
    url = handed_in(client, address)
    first = client.get(url).context["rows"][0].entry
    assert first.skip
    assert len(first.remarks) == 1


def test_files_of_each_kind_are_read_and_others_refused(client, clerk, schedule, address):
    rows = [line.split(";") for line in TABLE.splitlines()[:3]]
    good = {"tuan.csv": TABLE.encode("utf-8-sig"), "tuan.xlsx": workbook(rows)}
    for name, data in good.items():
        answer = client.post(address, {"week": "", "file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 302, name
    bad = {
        "tuan.exe": b"MZ",
        "tuan.xlsx": TABLE.encode(),
        "tuan.docx": workbook(rows),
        "x.csv": b"",
    }
    for name, data in bad.items():
        answer = client.post(address, {"week": "", "file": SimpleUploadedFile(name, data)})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"]), name
    assert ScheduleImport.objects.count() == len(good)


@pytest.mark.parametrize(
    "data",
    [{}, {"text": "   "}, {"text": "xin chào"}, {"text": TABLE, "week": "2026-w99"},
     {"text": "Ngày;Nội dung\n;\n"}],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_a_clear_error(client, clerk, address, data):
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_the_week_may_be_chosen(client, clerk, schedule, address):
    text = "Thứ;Giờ;Nội dung\nThứ 2;8h;Họp\n"
    assert client.post(address, {"text": text}).status_code == 422
    answer = client.post(f"{address}?week={WEEK.code}", {"text": text, "week": WEEK.code})
    assert answer.status_code == 302
    assert ScheduleImport.objects.get().monday == MONDAY


def test_others_neither_import_nor_look(client, portal, schedule, address, clerk):
    url = handed_in(client, address)
    officer = make_unit_officer(make_agency("so-y-te"), portal)
    client.force_login(officer)
    for each in (address, url):
        assert client.get(each).status_code in (302, 403, 404)
        assert client.post(each, {"text": TABLE}).status_code in (302, 403, 404)
    assert ScheduleImport.objects.get().applied_at is None


def test_an_import_is_reached_through_its_own_schedule_alone(
    client, portal, schedule, clerk, address
):
    url = handed_in(client, address)
    other = make_schedule(portal, make_agency("so-y-te"), slug="lich-so-y-te")
    key = ScheduleImport.objects.get().pk
    assert client.get(reverse("schedules:import_preview", args=[other.pk, key])).status_code == 404
    assert client.get(url).status_code == 200


def test_what_does_not_fit_is_kept_as_a_note(clerk, schedule, client):
    long = "Hội trường " * 60
    entries = [
        Entry(
            "item", 2, "", "2026-11-16", "morning", "08:00", "", "Họp", place=long, link="phòng 5"
        )
    ]
    kept = applying.keep(schedule, WEEK, entries, clerk)
    page, count = applying.apply(kept.pk, {}, clerk)
    (made,) = editing.newest(page).items.all()
    assert count == 1
    assert len(made.place) <= 500
    assert made.internal_note.split("\n") == [long.strip(), "phòng 5"]
    assert made.online_link == ""


def test_times_come_back_as_they_are_typed(client, clerk, schedule, address):
    text = (
        "Ngày;Giờ;Nội dung\n16/11/2026;7h30-9h;A\n;8h00 (cả ngày);B\n;Chiều;C\n"
        "17/11;cả ngày;D\n;19h;E\n"
    )
    url = handed_in(client, address, text)
    before = [row.entry for row in client.get(url).context["rows"]]
    client.post(url, as_shown(client.get(url)))
    after = [each for each in applying.entries_in(ScheduleImport.objects.get()) if each.uid]
    names = ("date", "session", "starts_at", "ends_at")
    assert [[getattr(e, n) for n in names] for e in after] == [
        [getattr(e, n) for n in names] for e in before
    ]


@pytest.mark.parametrize("rows", [5, 60])
def test_the_preview_asks_the_database_no_more_for_more_rows(
    client, clerk, schedule, address, chief, rows, django_assert_max_num_queries
):
    lines = "".join(
        f";{7 + n % 10}h{n % 60:02};Việc {n};P;Đ/c Nguyễn Văn An;\n" for n in range(rows)
    )
    url = handed_in(client, address, TABLE + lines)
    client.get(url)
    with django_assert_max_num_queries(45):
        answer = client.get(url)
    assert len(answer.context["rows"]) == rows + 4
