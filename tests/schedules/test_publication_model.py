"""Whatever is edited, posted, brought back and taken down: calendars and changes say what is so.

A model of a few lines is told the same steps; it keeps what readers see and how often that changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govportal_wagtail.editorial import publication
from govportal_wagtail.schedules import changelog, editing, publishing
from govportal_wagtail.schedules.models import PublishedItem, ScheduleIndexPage, WeeklySchedulePage
from govportal_wagtail.schedules.public import reading, told
from govportal_wagtail.schedules.vocabulary import ItemStatus, Visibility
from tests.core.portal_builders import make_portal
from tests.schedules.builders import MONDAY, change_week, item, make_schedule, make_week

pytestmark = pytest.mark.django_db

_SPACE = UUID(int=1)
PLACES = ("Phòng 1", "Phòng 2")


@dataclass(frozen=True)
class Line:
    """What a version says of an item."""

    place: str = PLACES[0]
    status: str = ItemStatus.PLANNED.value
    visibility: str = Visibility.PUBLIC.value
    reason: str = ""

    @property
    def seen(self) -> tuple[str, ...] | None:
        """What readers see; None for nothing."""
        if self.visibility == Visibility.INTERNAL:
            return None
        if self.visibility == Visibility.BUSY:
            return (self.status, "", "")
        return (self.status, self.place, self.reason if self.status != ItemStatus.PLANNED else "")


@dataclass
class Model:
    """What readers have been told."""

    seen: dict[int, tuple[str, ...] | None] = field(default_factory=dict)
    times_changed: dict[int, int] = field(default_factory=dict)

    def show(self, lines: dict[int, Line]) -> None:
        """Readers see these lines now."""
        for number in {*self.seen, *lines}:
            now = lines[number].seen if number in lines else None
            if number not in self.seen:
                if now is not None:
                    self.seen[number], self.times_changed[number] = now, 0
            elif self.seen[number] != now:
                self.seen[number] = now
                self.times_changed[number] += 1


_EDITS = st.one_of(
    st.builds(lambda place: {"place": place}, st.sampled_from(PLACES)),
    st.builds(lambda status: {"status": status}, st.sampled_from(ItemStatus.values)),
    st.builds(lambda visibility: {"visibility": visibility}, st.sampled_from(Visibility.values)),
)
_STEPS = st.one_of(
    st.tuples(st.just("edit"), st.integers(0, 2), _EDITS),
    st.tuples(st.just("remove"), st.integers(0, 2), st.none()),
    st.tuples(st.just("publish"), st.none(), st.none()),
    st.tuples(st.just("revert"), st.integers(0, 9), st.none()),
    st.tuples(st.just("unpublish"), st.none(), st.none()),
)


def uid_of(number: int) -> UUID:
    return uuid5(_SPACE, str(number))


def rows_of(lines: dict[int, Line]) -> list[Any]:
    return [
        item(
            content=f"Việc {number}",
            uid=uid_of(number),
            place=line.place,
            status=line.status,
            visibility=line.visibility,
            change_reason=line.reason,
        )
        for number, line in sorted(lines.items())
    ]


def check(schedule: ScheduleIndexPage, page: WeeklySchedulePage, model: Model) -> None:
    rows = told.told_of(PublishedItem.objects.filter(schedule=schedule))
    assert {row.uid for row in rows} == {uid_of(number) for number in model.seen}
    in_page = {each.uid: each for each in reading.items_of(page)} if page.live else {}
    changes = changelog.changes_of(schedule, MONDAY)
    for row in rows:
        number = next(each for each in model.seen if uid_of(each) == row.uid)
        seen = model.seen[number]
        assert row.is_withdrawn == (seen is None)
        assert row.sequence == model.times_changed[number]
        moments = {change.at for change in changes if change.uid == row.uid}
        assert len(moments) in (row.sequence, row.sequence + 1)
        assert (row.uid in in_page) == (seen is not None)
        if seen is not None:
            assert (row.status, row.place, row.reason) == seen
            shown = in_page[row.uid]
            assert (shown.status, shown.place, shown.reason) == seen
    assert set(in_page) <= {row.uid for row in rows}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(_STEPS, min_size=3, max_size=10))
def test_readers_are_told_what_is_so(schedule, steps):
    with transaction.atomic():
        _run(schedule, steps)
        transaction.set_rollback(True)


def _run(schedule: ScheduleIndexPage, steps: list[tuple[str, Any, Any]]) -> None:
    schedule = ScheduleIndexPage.objects.get(pk=schedule.pk)
    model, draft = Model(), {0: Line(), 1: Line(visibility=Visibility.INTERNAL.value)}
    page = make_week(schedule, *rows_of(draft), publish=False)
    versions = [(page.latest_revision, dict(draft))]
    for at, (step, number, values) in enumerate(steps):
        if step == "edit":
            line = replace(draft.get(number, Line()), **values, reason=f"Lý do {at}")
            draft = draft | {number: line}
            page = change_week(page, *rows_of(draft), publish=False)
            versions.append((page.latest_revision, dict(draft)))
        elif step == "remove":
            # The rules keep what is public; drafts of old versions may lack it nevertheless.
            draft = {each: line for each, line in draft.items() if each != number}
            page = change_week(page, *rows_of(draft), publish=False)
            versions.append((page.latest_revision, dict(draft)))
        elif step == "revert":
            revision, draft = versions[number % len(versions)]
            draft = dict(draft)
            revision.as_object().save_revision()
        elif step == "publish":
            with publication.authorised("test"):
                page.get_latest_revision().publish()
            model.show(draft)
        elif page.live:
            page.unpublish()
            model.show({})
        page = WeeklySchedulePage.objects.get(pk=page.pk)
        check(schedule, page, model)
        if page.live:
            assert publishing.pending(page) == []
            expected = {number for number, line in draft.items() if _differs(model, number, line)}
            found = publishing.pending(editing.newest(page))
            assert {each.uid for each in found if not each.is_removed} == {
                uid_of(number) for number in expected
            }


def _differs(model: Model, number: int, line: Line) -> bool:
    return model.seen.get(number) != line.seen


@pytest.fixture
def schedule():
    return make_schedule(make_portal())
