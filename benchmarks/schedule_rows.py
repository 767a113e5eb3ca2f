"""Fills a schedule with posted weeks, quickly and the same way every time.

Items and people are written in bulk, without the steps of the editorial flow; what the public was
told of each item is what ``publishing`` would have written.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, Person, Post
from govportal_wagtail.schedules import editing, publishing
from govportal_wagtail.schedules.models import (
    ItemPerson,
    PublishedItem,
    ScheduleIndexPage,
    ScheduleItem,
    WeeklySchedulePage,
)
from govportal_wagtail.schedules.vocabulary import ItemStatus, PersonRole, Visibility
from govportal_wagtail.schedules.weeks import Week

LEADERS: Final = 8
_BATCH: Final = 1000
_WHAT: Final = (
    *("Họp giao ban", "Kiểm tra hiện trường", "Tiếp công dân", "Nghe báo cáo tiến độ dự án"),
    *("Dự hội nghị trực tuyến", "Làm việc với đoàn giám sát", "Hội ý lãnh đạo"),
)
_WHERE: Final = ("Phòng họp số 1", "Phòng họp số 2", "Hội trường", "Trụ sở tiếp công dân", "Cơ sở")


def leaders(agency: Agency, number: int = LEADERS) -> list[Post]:
    """People in office, the head first; made once."""
    found = list(Post.objects.filter(agency=agency, rank__lt=LEADERS).select_related("person"))
    for rank in range(len(found), number):
        person = Person.objects.create(name=f"Lãnh đạo số {rank}", agency=agency)
        found.append(
            Post.objects.create(
                person=person, agency=agency, title=f"Chức vụ {rank}", rank=rank, is_head=not rank
            )
        )
    return found


def add_weeks(
    schedule: ScheduleIndexPage,
    posts: list[Post],
    *,
    last: Week,
    weeks: int,
    per_week: int,
) -> None:
    """So many posted weeks that end with the last one; weeks that are there stay as they are."""
    taken = set(WeeklySchedulePage.objects.child_of(schedule).values_list("monday", flat=True))
    with transaction.atomic():
        made = []
        for number in reversed(range(weeks)):
            week = last.shifted(-number)
            if week.monday not in taken:
                # Each week has a seed of its own, so that it is the same in every schedule.
                chance = random.Random(week.code)
                made.append((_page(schedule, week), list(_items(chance, week, posts, per_week))))
        for start in range(0, len(made), 50):
            _write(schedule, made[start : start + 50])


def _page(schedule: ScheduleIndexPage, week: Week) -> WeeklySchedulePage:
    moment = _moment(week.monday - timedelta(days=3), time(15))
    page = WeeklySchedulePage(
        title=editing.title_of(week),
        slug=week.code,
        monday=week.monday,
        live=True,
        first_published_at=moment,
        last_published_at=moment,
        locale=schedule.locale,
    )
    Page.objects.get(pk=schedule.pk).add_child(instance=page)
    return page


def _items(
    chance: random.Random, week: Week, posts: list[Post], number: int
) -> Iterator[tuple[ScheduleItem, list[ItemPerson]]]:
    for order in range(number):
        starts = time(7 + order // 5 % 10, chance.choice((0, 30)))
        item = ScheduleItem(
            uid=uuid.UUID(int=chance.getrandbits(128), version=4),
            date=week.days[order % 5],
            starts_at=starts,
            ends_at=time(starts.hour + 1, starts.minute) if chance.random() < 0.6 else None,
            content=f"{chance.choice(_WHAT)} {order} tuần {week.code}",
            place=chance.choice(_WHERE),
            participants_text="Lãnh đạo các đơn vị liên quan",
            visibility=Visibility.BUSY if order % 20 == 9 else Visibility.PUBLIC,
            status=ItemStatus.CANCELLED if order % 20 == 19 else ItemStatus.PLANNED,
            sort_order=order,
        )
        item.clean()
        chosen = chance.sample(posts, k=chance.choice((1, 1, 2, 3)))
        people = [
            ItemPerson(
                post=post,
                role=PersonRole.PARTICIPANT if place else PersonRole.CHAIR,
                label=f"{post.person.name}, {post.title}",
                sort_order=place,
            )
            for place, post in enumerate(chosen)
        ]
        yield item, people


def _write(schedule: ScheduleIndexPage, made: list[tuple[WeeklySchedulePage, Any]]) -> None:
    items, people = [], []
    for page, rows in made:
        for item, of_item in rows:
            item.page, item.locale_id, item.translation_key = page, page.locale_id, item.uid
            items.append(item)
            people.append(of_item)
    ScheduleItem.objects.bulk_create(items, batch_size=_BATCH)
    rows = []
    for item, of_item in zip(items, people, strict=True):
        for row in of_item:
            row.item = item
            rows.append(row)
    ItemPerson.objects.bulk_create(rows, batch_size=_BATCH)
    stored = ScheduleItem.objects.filter(page__in=[page for page, _rows in made])
    told = [_told(schedule, item) for item in publishing.loaded(stored.select_related("page"))]
    PublishedItem.objects.bulk_create(told, batch_size=_BATCH)


def _told(schedule: ScheduleIndexPage, item: ScheduleItem) -> PublishedItem:
    moment = _moment(item.page.monday - timedelta(days=3), time(15))
    return PublishedItem(
        uid=item.uid,
        schedule=schedule,
        monday=item.page.monday,
        shown=publishing.snapshot(item) | {"reason": ""},
        first_published_at=moment,
        changed_at=moment,
    )


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
