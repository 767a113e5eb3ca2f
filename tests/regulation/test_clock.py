"""Running time limits: what changes them, what refuses to, and what the log keeps."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone

from govportal_wagtail.regulation import clock, receivers
from govportal_wagtail.regulation.calendar import CalendarRangeError, current_calendar
from govportal_wagtail.regulation.calendar_changes import (
    calendar_edit,
    delete_override,
    save_override,
)
from govportal_wagtail.regulation.clock import ClockError
from govportal_wagtail.regulation.models import (
    CalendarOverride,
    CalendarYear,
    Deadline,
    DeadlineEvent,
    DeadlineState,
)
from govportal_wagtail.regulation.signals import calendar_changed, deadlines_recalculated
from govportal_wagtail.regulation.stored_rules import computed_from

from .deadline_rules import profile, rule

assert receivers

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


@pytest.fixture
def user():
    return get_user_model().objects.create_user("lan", "lan@example.vn", "x")


@pytest.fixture
def item():
    """Anything may have a deadline."""
    return CalendarYear.objects.create(year=1999)


def start(item, *rules, category="legal_doc", events=None, policies=None, **options):
    events = {"received": MONDAY} if events is None else events
    options.setdefault("label", "Quyết định 12/QĐ-UBND")
    given = profile(*(rules or (rule(2),)), policies=policies)
    return clock.start(item, profile=given, category=category, events=events, **options)


def kinds(deadline):
    return list(deadline.events.values_list("kind", flat=True))


class StartTests:
    def test_keeps_rule_date_and_explanation(self, item, user):
        [deadline] = start(item, rule(2), user=user, owners=[user], reason="phiếu 5")
        deadline.refresh_from_db()
        assert (deadline.due_on, deadline.first_due_on) == (date(2026, 3, 4), date(2026, 3, 4))
        assert (deadline.profile, deadline.instrument) == ("test-2026", "1/2026/QĐ-UBND")
        assert (deadline.article, deadline.rule["days"]) == ("13.1.c", 2)
        assert deadline.explanation["counted"] == ["2026-03-03", "2026-03-04"]
        assert deadline.subject == item
        assert list(deadline.owners.all()) == [user]
        event = deadline.events.get()
        assert (event.kind, event.by, event.reason) == ("started", user, "phiếu 5")
        assert (event.old_due_on, event.new_due_on) == (None, date(2026, 3, 4))

    def test_unknown_event_gives_one_deadline_without_a_date(self, item):
        science = rule(20, key="science", anchors=("approved", "accepted"))
        [deadline] = start(item, science, category="science", events={})
        assert (deadline.due_on, deadline.anchor_date) == (None, None)
        assert deadline.explanation["status"] == "not_computable"

    def test_each_known_event_has_a_deadline_of_its_own(self, item):
        science = rule(20, key="science", anchors=("approved", "accepted"))
        events = {"approved": MONDAY, "accepted": date(2026, 6, 1)}
        found = start(item, science, category="science", events=events)
        assert [each.anchor_event for each in found] == ["approved", "accepted"]

    def test_silence_starts_nothing(self, item):
        assert start(item, rule(2), category="science") == []
        assert not Deadline.objects.exists()

    def test_the_rule_is_kept_when_the_profile_changes(self, item):
        [deadline] = start(item, rule(2))
        clock.extend(deadline, 1, user=None, reason="theo đề nghị")
        assert deadline.due_on == date(2026, 3, 5)
        assert deadline.rule["days"] == 2

    def test_what_cannot_be_computed_leaves_nothing_behind(self, item):
        science = rule(20, key="science", anchors=("approved", "accepted"))
        with pytest.raises(CalendarRangeError):
            start(
                item,
                science,
                category="science",
                events={"approved": MONDAY, "accepted": date(2100, 12, 30)},
            )
        assert not Deadline.objects.exists()


class SetEventTests:
    SCIENCE = rule(20, key="science", anchors=("approved", "accepted"))

    def test_completes_what_waited_and_starts_one_for_another_event(self, item, user):
        [waiting] = start(item, self.SCIENCE, category="science", events={}, owners=[user])
        [first] = clock.set_event(item, "approved", MONDAY, user=user)
        assert (first.pk, first.due_on) == (waiting.pk, date(2026, 3, 30))
        assert first.first_due_on == first.due_on
        [second] = clock.set_event(item, "accepted", date(2026, 6, 1), user=user)
        assert (second.pk != first.pk, second.due_on) == (True, date(2026, 6, 29))
        assert list(second.owners.all()) == [user]
        assert Deadline.objects.count() == 2

    def test_corrects_a_day_and_logs_both(self, item, user):
        [deadline] = start(item, rule(2))
        clock.set_event(item, "received", date(2026, 3, 3), user=user, reason="ghi nhầm")
        deadline.refresh_from_db()
        assert (deadline.due_on, deadline.first_due_on) == (date(2026, 3, 5), date(2026, 3, 4))
        event = deadline.events.last()
        assert (event.kind, event.by, event.reason) == ("recalculated", user, "ghi nhầm")
        assert (event.old_due_on, event.new_due_on) == (date(2026, 3, 4), date(2026, 3, 5))
        assert event.details["old_anchor"] == "2026-03-02"

    def test_nothing_happens_for_other_events_the_same_day_or_finished_deadlines(self, item):
        [deadline] = start(item, rule(2))
        assert clock.set_event(item, "approved", MONDAY, user=None) == []
        assert clock.set_event(item, "received", MONDAY, user=None) == []
        clock.meet(deadline, user=None)
        assert clock.set_event(item, "received", date(2026, 3, 9), user=None) == []
        assert DeadlineEvent.objects.count() == 2


class ReturnTests:
    AGAIN = date(2026, 3, 9)

    def restart(self, item, *args, **kwargs):
        [deadline] = start(item, *args, **kwargs)
        return clock.restart(deadline, user=None, reason="bổ sung phiếu", day=self.AGAIN)

    def test_counted_from_receipt_it_starts_anew_and_both_dates_are_logged(self, item):
        deadline = self.restart(item, rule(2))
        assert (deadline.anchor_date, deadline.due_on) == (self.AGAIN, date(2026, 3, 11))
        assert deadline.first_due_on == date(2026, 3, 4)
        details = deadline.events.last().details
        assert (details["due_if_kept"], details["due_if_restarted"]) == ("2026-03-04", "2026-03-11")
        assert details["policy"] == "restart_on_resubmission"

    def test_counted_from_issuance_it_runs_on_and_both_dates_are_logged(self, item):
        issued = rule(2, anchors=("issued",))
        deadline = self.restart(item, issued, events={"issued": MONDAY})
        assert (deadline.anchor_date, deadline.due_on) == (MONDAY, date(2026, 3, 4))
        details = deadline.events.last().details
        assert (details["due_if_kept"], details["due_if_restarted"]) == ("2026-03-04", "2026-03-11")
        assert details["policy"] == "keep_original"

    def test_the_policy_of_the_profile_comes_before_what_the_event_suggests(self, item):
        kept = self.restart(item, rule(2), policies={"return_clock": "keep_original"})
        assert kept.due_on == date(2026, 3, 4)

    def test_no_policy_lets_an_issued_document_be_issued_again(self, item):
        issued = rule(2, anchors=("issued",))
        policies = {"return_clock": "restart_on_resubmission"}
        deadline = self.restart(item, issued, events={"issued": MONDAY}, policies=policies)
        assert deadline.due_on == date(2026, 3, 4)

    def test_the_policy_of_the_rule_comes_before_that_of_the_profile(self, item):
        own = rule(2, return_policy="restart_on_resubmission")
        deadline = self.restart(item, own, policies={"return_clock": "keep_original"})
        assert deadline.due_on == date(2026, 3, 11)

    def test_a_new_start_forgets_pause_and_extension_but_not_in_the_log(self, item):
        [deadline] = start(item, rule(5))
        clock.extend(deadline, 3, user=None, reason="khó")
        clock.pause(deadline, user=None, reason="chờ", day=date(2026, 3, 4))
        clock.restart(deadline, user=None, reason="gửi lại", day=self.AGAIN)
        assert (deadline.state, deadline.extra_days, deadline.pauses) == ("open", 0, [])
        assert deadline.due_on == date(2026, 3, 16)
        details = deadline.events.last().details
        assert (details["extra_days_before"], details["due_if_kept"]) == (3, "2026-03-12")


class PauseTests:
    def test_a_stopped_clock_has_no_last_day_and_goes_on_later(self, item, user):
        [deadline] = start(item, rule(3))
        clock.pause(deadline, user=user, reason="chờ ý kiến", day=date(2026, 3, 4))
        assert (deadline.state, deadline.due_on) == ("paused", None)
        clock.resume(deadline, user=user, reason="đã có ý kiến", day=date(2026, 3, 9))
        assert (deadline.state, deadline.due_on) == ("open", date(2026, 3, 10))
        assert kinds(deadline) == ["started", "paused", "resumed"]
        paused = deadline.events.get(kind="paused")
        assert (paused.old_due_on, paused.new_due_on, paused.by) == (date(2026, 3, 5), None, user)

    @pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 6)])
    def test_a_clock_that_does_not_run_cannot_be_stopped(self, item, day):
        [deadline] = start(item, rule(3))
        with pytest.raises(ClockError):
            clock.pause(deadline, user=None, reason="chờ", day=day)
        deadline.refresh_from_db()
        assert (deadline.state, kinds(deadline)) == ("open", ["started"])

    def test_no_pause_inside_a_pause_and_none_ends_before_it_began(self, item):
        [deadline] = start(item, rule(9))
        clock.pause(deadline, user=None, reason="chờ", day=date(2026, 3, 5))
        with pytest.raises(ClockError):
            clock.pause(deadline, user=None, reason="chờ", day=date(2026, 3, 6))
        with pytest.raises(ClockError):
            clock.resume(deadline, user=None, reason="xong", day=date(2026, 3, 4))
        clock.resume(deadline, user=None, reason="xong", day=date(2026, 3, 9))
        with pytest.raises(ClockError):
            clock.resume(deadline, user=None, reason="xong", day=date(2026, 3, 9))
        with pytest.raises(ClockError):
            clock.pause(deadline, user=None, reason="chờ", day=date(2026, 3, 6))
        clock.pause(deadline, user=None, reason="chờ", day=date(2026, 3, 9))

    @pytest.mark.parametrize(
        ("given", "events"),
        [
            (rule(2), {}),
            (rule(None, "immediate", anchors=("received",)), {"received": MONDAY}),
            (rule(None, "continuous"), {}),
            (rule(7, direction="before"), {"received": MONDAY}),
        ],
    )
    def test_where_no_days_run_nothing_can_be_stopped_or_extended(self, item, given, events):
        [deadline] = start(item, given, events=events)
        with pytest.raises(ClockError):
            clock.pause(deadline, user=None, reason="chờ", day=date(2026, 2, 9))
        with pytest.raises(ClockError):
            clock.extend(deadline, 1, user=None, reason="khó")


class ExtendTests:
    def test_days_are_added_in_the_unit_of_the_rule(self, item, user):
        [deadline] = start(item, rule(2))
        clock.extend(deadline, 3, user=user, reason="phức tạp")
        assert (deadline.due_on, deadline.first_due_on) == (date(2026, 3, 9), date(2026, 3, 4))
        event = deadline.events.last()
        assert (event.kind, event.details) == ("extended", {"days": 3})

    def test_no_more_than_the_rule_allows(self, item):
        [deadline] = start(item, rule(15, extendable_days=15))
        clock.extend(deadline, 10, user=None, reason="phức tạp")
        with pytest.raises(ClockError, match="15"):
            clock.extend(deadline, 6, user=None, reason="phức tạp")
        clock.extend(deadline, 5, user=None, reason="phức tạp")

    @pytest.mark.parametrize("days", [0, -1, 10**9])
    def test_impossible_numbers_are_refused(self, item, days):
        [deadline] = start(item, rule(2))
        with pytest.raises(ClockError):
            clock.extend(deadline, days, user=None, reason="x")


class FinishTests:
    def test_met(self, item, user):
        [deadline] = start(item)
        clock.meet(deadline, user=user, day=date(2026, 3, 4))
        assert (deadline.state, deadline.finished_on) == ("met", date(2026, 3, 4))
        assert kinds(deadline) == ["started", "met"]

    def test_met_while_paused_gets_a_date_by_which_to_judge_it(self, item):
        [deadline] = start(item, rule(3))
        clock.pause(deadline, user=None, reason="chờ", day=date(2026, 3, 4))
        clock.meet(deadline, user=None, day=date(2026, 3, 10))
        assert deadline.due_on == date(2026, 3, 11)

    def test_cancelled(self, item):
        [deadline] = start(item)
        clock.cancel(deadline, user=None, reason="rút phiếu")
        assert (deadline.state, deadline.finished_on) == ("cancelled", timezone.localdate())

    def test_what_is_finished_stays_finished(self, item):
        [deadline] = start(item)
        clock.meet(deadline, user=None)
        for change in (clock.pause, clock.resume, clock.restart, clock.cancel, clock.meet):
            with pytest.raises(ClockError):
                change(deadline, user=None, reason="x")
        with pytest.raises(ClockError):
            clock.extend(deadline, 1, user=None, reason="x")
        assert kinds(deadline) == ["started", "met"]

    def test_a_stale_instance_does_not_overwrite(self, item):
        [deadline] = start(item)
        stale = Deadline.objects.get(pk=deadline.pk)
        clock.meet(deadline, user=None)
        with pytest.raises(ClockError):
            clock.pause(stale, user=None, reason="chờ", day=MONDAY)

    def test_overdue_begins_on_the_day_after_the_last(self, item):
        start(item)
        assert not Deadline.objects.overdue(on=date(2026, 3, 4)).exists()
        assert Deadline.objects.overdue(on=date(2026, 3, 5)).exists()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_changes_need_a_reason_that_fits(item, reason):
    [deadline] = start(item)
    for change in (clock.pause, clock.resume, clock.restart, clock.cancel):
        with pytest.raises(ClockError):
            change(deadline, user=None, reason=reason)
    with pytest.raises(ClockError):
        clock.extend(deadline, 1, user=None, reason=reason)
    assert kinds(deadline) == ["started"]


def many(item, users):
    """Deadlines of many kinds around the end of 2026, some of them finished or paused."""
    chance = random.Random(7)
    rules = [
        rule(2),
        rule(10, key="strategy", category="legal_doc"),
        rule(5, "calendar_day"),
        rule(20, "calendar_day", is_minimum=True),
        rule(7, direction="before"),
        rule(None, "immediate", anchors=("received",)),
    ]
    for number in range(240):
        day = date(2026, 11, 1) + timedelta(days=chance.randrange(60))
        owners = chance.sample(users, k=chance.randrange(3))
        events = {"received": day if number % 17 else None}
        label = f"Văn bản {number}"
        [deadline] = start(item, chance.choice(rules), events=events, owners=owners, label=label)
        if number % 7 == 0:
            clock.meet(deadline, user=None)
        elif number % 3 == 0 and deadline.rule["days"] in (5, 10) and deadline.due_on:
            held = day + timedelta(days=1)
            clock.pause(deadline, user=None, reason="chờ", day=held)
            if number % 2:
                later = held + timedelta(days=5)
                clock.resume(deadline, user=None, reason="xong", day=later)


def naive_dates():
    """Every unfinished deadline computed on its own with the present calendar."""
    calendar = current_calendar()
    return {
        row.pk: computed_from(
            row.rule,
            row.anchor_event,
            row.anchor_date,
            calendar,
            pauses=row.pauses,
            extra_days=row.extra_days,
        ).due
        for row in Deadline.objects.unfinished()
    }


def stored_dates():
    return dict(Deadline.objects.unfinished().values_list("pk", "due_on"))


class RecomputeTests:
    @pytest.fixture
    def users(self):
        create = get_user_model().objects.create_user
        return [create(f"u{n}", f"u{n}@example.vn", "x") for n in range(3)]

    def test_one_swap_moves_exactly_what_it_should_and_the_log_proves_it(
        self, item, users, django_capture_on_commit_callbacks
    ):
        many(item, users)
        before = stored_dates()
        assert before == naive_dates()
        finished = dict(Deadline.objects.filter(state="met").values_list("pk", "due_on"))
        logged = DeadlineEvent.objects.count()
        swap = {date(2026, 11, 23): False, date(2026, 11, 28): True}
        with (
            django_capture_on_commit_callbacks(execute=True),
            calendar_edit(user=users[0], reason="CV 1/VPCP"),
        ):
            for day, is_working in swap.items():
                CalendarOverride.objects.create(date=day, is_working=is_working, label="Đổi")
        after = stored_dates()
        assert after == naive_dates()
        moved = {key for key in before if before[key] != after[key]}
        assert 8 < len(moved) < len(before) / 2
        events = DeadlineEvent.objects.filter(kind="recalculated")
        assert {each.deadline_id for each in events} == moved
        assert len(events) == len(moved) == DeadlineEvent.objects.count() - logged
        for each in events:
            assert each.old_due_on == before[each.deadline_id]
            assert each.new_due_on == after[each.deadline_id]
            assert (each.by, each.reason) == (users[0], "CV 1/VPCP")
            assert set(each.details["days"]) <= {"2026-11-23", "2026-11-28"}
            assert each.details["days"]
        assert finished == dict(Deadline.objects.filter(state="met").values_list("pk", "due_on"))

    def test_the_explanation_follows(self, item):
        [deadline] = start(item, rule(2), events={"received": date(2026, 11, 26)})
        save_override(
            day=date(2026, 11, 27), is_working=False, label="Nghỉ bão", basis="1/QĐ", user=None
        )
        deadline.refresh_from_db()
        assert deadline.due_on == date(2026, 12, 1)
        assert deadline.first_due_on == date(2026, 11, 30)
        assert "Nghỉ bão" in [row["reason"] for row in deadline.explanation["skipped"]]

    def test_each_owner_gets_one_message_and_nobody_else_any(
        self, item, users, django_capture_on_commit_callbacks
    ):
        get_user_model().objects.filter(pk=users[2].pk).update(is_active=False)
        for number in range(3):
            start(
                item,
                rule(2),
                events={"received": date(2026, 11, 26)},
                owners=users if number else users[:1],
                label=f"Bài <số> {number}",
            )
        with django_capture_on_commit_callbacks(execute=True):
            save_override(day=date(2026, 11, 27), is_working=False, label="Nghỉ bão", user=None)
        assert sorted(each.to[0] for each in mail.outbox) == ["u0@example.vn", "u1@example.vn"]
        [first] = [each for each in mail.outbox if each.to == ["u0@example.vn"]]
        assert first.body.count("Bài <số>") == 3
        assert "01/12/2026" in first.body
        assert "30/11/2026" in first.body
        assert "Nghỉ bão" in first.body
        assert "\n" not in first.subject

    def test_a_message_that_cannot_be_sent_is_logged_and_the_dates_stay(
        self, item, users, settings, caplog, django_capture_on_commit_callbacks
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        [deadline] = start(item, rule(2), events={"received": date(2026, 11, 26)}, owners=users[:1])
        with django_capture_on_commit_callbacks(execute=True):
            save_override(day=date(2026, 11, 27), is_working=False, label="Nghỉ bão", user=None)
        assert "was not sent" in caplog.text
        deadline.refresh_from_db()
        assert deadline.due_on == date(2026, 12, 1)

    def test_listeners_are_told_after_the_commit(self, item, django_capture_on_commit_callbacks):
        told = []

        def listen(signal, **kwargs):
            told.append(kwargs)

        [deadline] = start(item, rule(2), events={"received": date(2026, 11, 26)})
        deadlines_recalculated.connect(listen)
        calendar_changed.connect(listen)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                save_override(day=date(2026, 11, 27), is_working=False, label="Bão", user=None)
                assert told == []
        finally:
            deadlines_recalculated.disconnect(listen)
            calendar_changed.disconnect(listen)
        assert [each["days"] for each in told] == [[date(2026, 11, 27)]] * 2
        [moved] = told[0]["moved"]
        assert (moved.deadline_id, moved.old, moved.new) == (
            deadline.pk,
            date(2026, 11, 30),
            date(2026, 12, 1),
        )

    def test_rows_changed_elsewhere_count_too(self, item, django_capture_on_commit_callbacks):
        [deadline] = start(item, rule(2), events={"received": date(2026, 11, 26)})

        def due_after(change):
            with django_capture_on_commit_callbacks(execute=True):
                change()
            deadline.refresh_from_db()
            return deadline.due_on

        row = CalendarOverride(date="2026-11-27", label="Bão")
        assert due_after(row.save) == date(2026, 12, 1)

        row = CalendarOverride.objects.get()
        row.date = date(2026, 12, 25)
        assert due_after(row.save) == date(2026, 11, 30)
        row.date = date(2026, 11, 30)
        assert due_after(row.save) == date(2026, 12, 1)
        assert due_after(CalendarOverride.objects.all().delete) == date(2026, 11, 30)

    def test_deleting_a_day_elsewhere_is_not_laid_to_who_entered_it(
        self, item, users, django_capture_on_commit_callbacks
    ):
        [deadline] = start(item, rule(2), events={"received": date(2026, 11, 26)})
        save_override(day=date(2026, 11, 27), is_working=False, label="Bão", user=users[0])
        with django_capture_on_commit_callbacks(execute=True):
            CalendarOverride.objects.all().delete()
        assert [event.by for event in deadline.events.filter(kind="recalculated")] == [
            users[0],
            None,
        ]

    def test_deleting_a_day_by_the_service_has_user_and_reason(self, item, users):
        [deadline] = start(item, rule(2), events={"received": date(2026, 11, 26)})
        row = save_override(day=date(2026, 11, 27), is_working=False, label="Bão", user=None)
        delete_override(row, user=users[0], reason="nhập nhầm")
        deadline.refresh_from_db()
        event = deadline.events.last()
        assert deadline.due_on == date(2026, 11, 30)
        assert (event.by, event.reason) == (users[0], "nhập nhầm")

    def test_a_change_that_fails_changes_nothing(self, item):
        [deadline] = start(item, rule(2), events={"received": date(2026, 11, 26)})
        with pytest.raises(RuntimeError), calendar_edit(user=None, reason="x"):
            CalendarOverride.objects.create(date=date(2026, 11, 27), label="Bão")
            raise RuntimeError
        deadline.refresh_from_db()
        assert not CalendarOverride.objects.exists()
        assert (deadline.due_on, kinds(deadline)) == (date(2026, 11, 30), ["started"])

    def test_official_year_changes_the_explanation_only(
        self, item, django_capture_on_commit_callbacks
    ):
        [deadline] = start(item, rule(2), events={"received": date(2027, 3, 1)})
        assert deadline.explanation["provisional_years"] == [2027]
        with django_capture_on_commit_callbacks(execute=True):
            CalendarYear.objects.create(year=2027, is_official=True, basis="TB 1/TB-BNV")
        deadline.refresh_from_db()
        assert deadline.explanation["provisional_years"] == []
        assert kinds(deadline) == ["started"]

    def test_queries_do_not_grow_with_the_number_of_deadlines(
        self, item, users, django_assert_max_num_queries
    ):
        for number in range(60):
            start(
                item,
                rule(2),
                events={"received": date(2026, 11, 26)},
                owners=users,
                label=f"Văn bản {number}",
            )
        CalendarOverride.objects.bulk_create(
            [CalendarOverride(date=date(2026, 11, 27), label="Bão")]
        )
        with django_assert_max_num_queries(10):
            moved = clock.recompute([date(2026, 11, 27)], user=None, reason="bão")
        assert len(moved) == 60

    def test_days_that_touch_nothing_do_nothing(self, item, django_assert_max_num_queries):
        start(item)
        with django_assert_max_num_queries(4):
            assert clock.recompute([date(2026, 12, 25)], user=None) == []
        assert clock.recompute([], user=None) == []

    def test_what_would_end_beyond_the_known_years_is_left(self, item, caplog):
        [deadline] = start(item, rule(2), events={"received": date(2100, 12, 28)})
        CalendarOverride.objects.bulk_create(
            [CalendarOverride(date=date(2100, 12, day), label="Bão") for day in (30, 31)]
        )
        clock.recompute([date(2100, 12, 30), date(2100, 12, 31)], user=None)
        deadline.refresh_from_db()
        assert deadline.due_on == date(2100, 12, 30)
        assert "were left" in caplog.text

    def test_paused_deadlines_take_the_new_calendar_when_they_go_on(self, item):
        [deadline] = start(item, rule(3), events={"received": date(2026, 11, 25)})
        clock.pause(deadline, user=None, reason="chờ", day=date(2026, 11, 26))
        save_override(day=date(2026, 11, 30), is_working=False, label="Bão", user=None)
        deadline.refresh_from_db()
        assert (deadline.state, deadline.due_on) == (DeadlineState.PAUSED, None)
        clock.resume(deadline, user=None, reason="xong", day=date(2026, 11, 27))
        assert deadline.due_on == date(2026, 12, 2)
