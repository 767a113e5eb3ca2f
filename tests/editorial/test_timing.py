"""The time limits of items: the same dates as the regulation gives, kept in step."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govportal_wagtail.editorial import registries, timing, timing_receivers
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.ledger import record
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState
from govportal_wagtail.regulation import catalogue, clock
from govportal_wagtail.regulation.calendar import current_calendar
from govportal_wagtail.regulation.calendar_changes import save_override
from govportal_wagtail.regulation.deadline_answers import answer, events_of
from govportal_wagtail.regulation.models import CalendarOverride, Deadline
from tests.builders import make_article
from tests.editorial.message_builders import make_item, make_worker, plain_portal

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
PROFILES = ["camau-2026", "vinhlong-2021", "backan-2018", "langson-2024", "khanhhoa-2018-draft"]


@pytest.fixture
def portal():
    return plain_portal()


@pytest.fixture
def editor(portal):
    return make_worker("bien", portal, "full_time_editor")


def noon(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def running(item):
    return [each for each in timing.explanation(item) if each.deadline.state in ("open", "paused")]


@pytest.mark.parametrize("code", PROFILES)
def test_every_kind_of_information_has_the_date_that_the_regulation_gives(code, portal, editor):
    profile = catalogue.get(code)
    calendar = current_calendar()
    for category in {rule.category for rule in profile.deadlines.values()}:
        anchors = {
            event: MONDAY + timedelta(days=3 * number)
            for number, event in enumerate(events_of(profile, category))
        } or {"received": MONDAY}
        item = make_item(
            portal,
            profile=code,
            category=category,
            anchors={event: day.isoformat() for event, day in anchors.items()},
        )
        timing.start(item, editor)
        told = answer(profile, category, anchors, calendar)
        item.refresh_from_db()
        due = item.due_on.isoformat() if item.due_on else None
        assert due == told["due"], category
        assert len(running(item)) == len(told["deadlines"]), category


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from(PROFILES),
    category=st.sampled_from(["legal_doc", "propaganda", "science", "statistics", "project"]),
    day=st.dates(date(2024, 1, 1), date(2026, 11, 1)),
    later=st.integers(0, 40),
)
def test_any_day_gives_the_date_that_the_regulation_gives(code, category, day, later, portal):
    profile = catalogue.get(code)
    events = events_of(profile, category)
    anchors = {event: day + timedelta(days=later * n) for n, event in enumerate(events)}
    item = make_item(portal, profile=code, category=category)
    timing.start(item, None)
    timing.set_dates(item, None, anchors, "")
    told = answer(profile, category, anchors, current_calendar())
    assert (item.due_on.isoformat() if item.due_on else None) == told["due"]


class StartTests:
    def test_without_a_kind_of_information_nothing_runs_until_it_is_said(self, portal, editor):
        item = make_item(portal, received_at=noon(MONDAY))
        assert timing.start(item, editor) == []
        item.category = "legal_doc"
        item.save()
        timing.start(item, editor)
        assert item.due_on == date(2026, 3, 4)

    def test_the_day_of_receipt_counts_unless_another_was_entered(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        assert item.due_on == date(2026, 3, 4)
        timing.set_dates(item, editor, {"received": date(2026, 3, 3)}, "dấu công văn đến")
        assert item.due_on == date(2026, 3, 5)
        timing.set_dates(item, editor, {"received": None}, "nhập nhầm")
        assert item.due_on == date(2026, 3, 4)

    def test_receipt_shortly_after_midnight_counts_on_the_day_of_viet_nam(self, portal, editor):
        at = timezone.make_aware(datetime(2026, 3, 3, 0, 30))
        item = make_item(portal, category="legal_doc", received_at=at)
        timing.start(item, editor)
        assert item.due_on == date(2026, 3, 5)

    def test_an_unknown_day_is_not_replaced_by_today(self, portal, editor):
        item = make_item(
            portal, profile="vinhlong-2021", category="legal_doc", received_at=timezone.now()
        )
        [deadline] = timing.start(item, editor)
        assert (item.due_on, deadline.due_on) == (None, None)
        timing.set_dates(item, editor, {"issued": MONDAY}, "đã có ngày ban hành")
        assert item.due_on == date(2026, 3, 4)
        assert Deadline.objects.count() == 1

    def test_the_issuer_is_meant_where_the_rule_has_roles(self, portal, editor):
        item = make_item(
            portal,
            profile="vinhlong-2021",
            category="legal_doc",
            anchors={"issued": MONDAY.isoformat()},
        )
        [deadline] = timing.start(item, editor)
        assert (deadline.role, deadline.rule["days"]) == ("issuer", 2)

    def test_called_twice_it_starts_nothing_twice(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        timing.start(item, editor)
        assert Deadline.objects.count() == 1

    def test_another_kind_of_information_replaces_the_time_limit(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        [old] = timing.start(item, editor)
        item.category = "propaganda"
        item.save()
        timing.set_dates(item, editor, {}, "là bài tuyên truyền")
        old.refresh_from_db()
        assert old.state == "cancelled"
        assert old.events.get(kind="cancelled").reason == "là bài tuyên truyền"
        assert item.due_on == date(2026, 3, 5)

    def test_each_of_two_events_has_a_time_limit_and_the_earlier_counts(self, portal, editor):
        item = make_item(portal, category="science", anchors={"approved": "2026-03-09"})
        timing.start(item, editor)
        first = item.due_on
        timing.set_dates(item, editor, {"accepted": MONDAY}, "")
        assert len(running(item)) == 2
        assert item.due_on == first - timedelta(days=7)

    def test_a_day_that_was_taken_out_leaves_a_time_limit_without_a_date(self, portal, editor):
        item = make_item(
            portal,
            profile="vinhlong-2021",
            category="legal_doc",
            anchors={"issued": MONDAY.isoformat()},
        )
        timing.start(item, editor)
        timing.set_dates(item, editor, {"issued": None}, "nhập nhầm văn bản khác")
        assert item.due_on is None
        [left] = running(item)
        assert left.deadline.explanation["status"] == "not_computable"

    def test_a_day_beyond_the_calendar_is_refused_and_changes_nothing(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        with pytest.raises(FlowError):
            timing.set_dates(item, editor, {"received": date(1890, 1, 1)}, "")
        item.refresh_from_db()
        assert (item.due_on, item.anchors) == (date(2026, 3, 4), {})

    def test_an_event_that_is_none_is_refused(self, portal, editor):
        with pytest.raises(FlowError, match="khong_co"):
            timing.set_dates(make_item(portal), editor, {"khong_co": MONDAY}, "")

    def test_what_the_page_says_is_taken_where_no_slip_said_it(self, portal, editor, monkeypatch):
        page = make_article(portal.site.root_page)
        entry = registries.PageTiming(
            code="thu",
            applies_to=lambda page: True,
            category=lambda page: "legal_doc",
            anchors=lambda page: {"received": MONDAY},
        )
        monkeypatch.setattr(registries.page_timings, "_entries", {"thu": entry})
        item = make_item(portal, page=page)
        timing.start(item, editor)
        item.refresh_from_db()
        assert (item.category, item.due_on) == ("legal_doc", date(2026, 3, 4))
        assert item.anchors == {"received": "2026-03-02"}

    def test_saving_the_instance_later_keeps_the_last_day(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        item.save()
        item.refresh_from_db()
        assert item.due_on == date(2026, 3, 4)


class SummaryProcedureTests:
    def test_it_is_due_on_the_day_of_issue_where_the_regulation_has_it(self, portal, editor):
        item = make_item(
            portal,
            profile="langson-2024",
            category="legal_doc",
            anchors={"issued": MONDAY.isoformat()},
        )
        timing.start(item, editor)
        assert item.due_on == date(2026, 3, 5)
        item.is_urgent = True
        item.save()
        record(EventKind.URGENT, item=item, user=editor, reason="trình tự rút gọn")
        assert item.due_on == MONDAY
        item.is_urgent = False
        item.save()
        record(EventKind.NOT_URGENT, item=item, user=editor, reason="nhầm")
        assert item.due_on == date(2026, 3, 5)

    def test_at_once_is_due_on_the_day_of_receipt(self, portal, editor):
        now = timezone.now()
        item = make_item(portal, profile="langson-2024", category="news", received_at=now)
        timing.start(item, editor)
        assert item.due_on == timezone.localdate(now)


class ReturnTests:
    def test_the_clock_runs_while_the_supplier_has_it(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        record(EventKind.RETURNED, item=item, user=editor, reason="thiếu tệp")
        item.refresh_from_db()
        assert item.due_on == date(2026, 3, 4)

    def test_what_is_counted_from_receipt_starts_anew(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        timing.restart(item, editor, "đã bổ sung", day=date(2026, 3, 9))
        assert item.due_on == date(2026, 3, 11)
        # A date that is entered afterwards does not bring the first receipt back.
        timing.set_dates(item, editor, {"issued": MONDAY}, "")
        assert item.due_on == date(2026, 3, 11)

    def test_what_is_counted_from_issue_runs_on(self, portal, editor):
        item = make_item(
            portal,
            profile="vinhlong-2021",
            category="legal_doc",
            anchors={"issued": MONDAY.isoformat()},
        )
        [deadline] = timing.start(item, editor)
        timing.restart(item, editor, "đã bổ sung", day=date(2026, 3, 9))
        assert item.due_on == date(2026, 3, 4)
        assert deadline.events.get(kind="restarted").details["due_if_kept"] == "2026-03-04"

    def test_a_receipt_that_had_not_happened_does_not_happen_by_a_return(self, portal, editor):
        item = make_item(portal, category="legal_doc", state=ItemState.TO_SIGN)
        timing.start(item, editor)
        timing.restart(item, editor, "đã sửa")
        assert (item.due_on, item.anchors) == (None, {})
        timing.set_dates(item, editor, {"received": MONDAY}, "")
        assert item.due_on == date(2026, 3, 4)


class EndTests:
    def test_posting_meets_all_and_leaves_no_last_day(self, portal, editor):
        item = make_item(
            portal, category="science", anchors={"approved": "2026-03-09", "accepted": "2026-03-02"}
        )
        timing.start(item, editor)
        timing.meet(item, editor, date(2026, 3, 10))
        assert item.due_on is None
        assert {each.deadline.finished_on for each in timing.explanation(item)} == {
            date(2026, 3, 10)
        }
        assert not any(each.is_late for each in timing.explanation(item))
        timing.meet(item, editor)

    def test_what_was_posted_too_late_stays_marked(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        timing.meet(item, editor, date(2026, 3, 5))
        assert timing.explanation(item)[0].is_late

    def test_a_long_reason_of_refusal_fits(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        [deadline] = timing.start(item, editor)
        timing.cancel(item, editor, "Không đúng sự thật. " * 60)
        deadline.refresh_from_db()
        assert (deadline.state, item.due_on) == ("cancelled", None)

    def test_a_closed_item_starts_nothing(self, portal, editor):
        item = make_item(
            portal, category="legal_doc", received_at=noon(MONDAY), state=ItemState.REFUSED
        )
        assert timing.start(item, editor) == []

    def test_a_deleted_draft_leaves_nothing_in_the_register(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        item.delete()
        assert not Deadline.objects.exists()


class CalendarTests:
    def test_a_day_off_moves_the_items(self, portal, editor, django_capture_on_commit_callbacks):
        items = [
            make_item(portal, category="legal_doc", received_at=noon(MONDAY)) for _n in range(3)
        ]
        for item in items:
            timing.start(item, editor)
        with django_capture_on_commit_callbacks(execute=True):
            save_override(day=date(2026, 3, 3), is_working=False, label="Nghỉ bù", user=editor)
        for item in items:
            item.refresh_from_db()
            assert item.due_on == date(2026, 3, 5)

    def test_a_signal_that_was_lost_is_made_up_for(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        CalendarOverride.objects.create(date=date(2026, 3, 3), is_working=False, label="Nghỉ bù")
        clock.recompute([date(2026, 3, 3)])
        item.refresh_from_db()
        assert item.due_on == date(2026, 3, 4)
        assert timing_receivers.synchronise() == 1
        item.refresh_from_db()
        assert item.due_on == date(2026, 3, 5)
        assert timing_receivers.synchronise() == 0


class ExplanationTests:
    def test_it_says_article_length_event_and_days_left_out(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(date(2026, 3, 6)))
        timing.start(item, editor)
        [told] = timing.explanation(item)
        assert told.place == "điểm c khoản 1 Điều 13"
        assert told.answer.computed.due == item.due_on == date(2026, 3, 10)
        assert told.answer.title.startswith("Văn bản quy phạm pháp luật")
        assert [fact.day.day for fact in told.answer.computed.skipped] == [7, 8]
        assert told.answer.cited is not None

    def test_pauses_and_extensions_are_in_it(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        [deadline] = timing.start(item, editor)
        clock.extend(deadline, 3, user=editor, reason="được gia hạn")
        item.refresh_from_db()
        assert timing.explanation(item)[0].answer.computed.due == item.due_on == date(2026, 3, 9)

    def test_a_regulation_whose_file_is_gone_leaves_the_deadline(self, portal, editor):
        item = make_item(portal, category="legal_doc", received_at=noon(MONDAY))
        timing.start(item, editor)
        Deadline.objects.update(profile="khong-con")
        [told] = timing.explanation(item)
        assert told.answer is None
        assert told.deadline.explanation["due"] == "2026-03-04"

    def test_the_number_of_queries_does_not_grow(
        self, portal, editor, django_assert_max_num_queries
    ):
        item = make_item(
            portal, category="science", anchors={"approved": "2026-03-09", "accepted": "2026-03-02"}
        )
        timing.start(item, editor)
        with django_assert_max_num_queries(3):
            for each in timing.explanation(item):
                assert each.answer.summary
