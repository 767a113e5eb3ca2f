"""Who is occupied by what other schedules of the portal have posted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ..core.network import below_any, foreign_homes
from ..core.vietnamese import fold, words
from .models import ItemPerson, ScheduleIndexPage, ScheduleItem, WeeklySchedulePage
from .times import Span, span_of
from .vocabulary import ItemStatus, Visibility


@dataclass(frozen=True, slots=True)
class Occupied:
    """An item of another schedule; ``content`` is empty where the public does not read it."""

    uid: UUID
    span: Span
    people: frozenset[int]
    schedule: str
    content: str
    #: When it begins, where a time is stated.
    starts: datetime | None
    #: Its content and place, folded; empty where the public does not read them: whoever compared
    #: their own words with them could find out by trying.
    words: str
    place: str

    def is_same_event(self, item: ScheduleItem, content: str, place: str) -> bool:
        """Whether both schedules speak of one event: the same beginning, and content or place."""
        if self.starts is None or item.starts_at is None:
            return False
        if self.starts != datetime.combine(item.date, item.starts_at):
            return False
        same_words = bool(content) and self.words == content
        return same_words or (bool(place) and self.place == place)


def occupied(
    people: Collection[int],
    days: Collection[date],
    uids: Collection[UUID],
    page: WeeklySchedulePage | None,
) -> list[Occupied]:
    """What takes one of these people (keys) on one of these days, without that page.

    Weeks in another language than their site's own are left out, which repeat others, and so are
    items with one of the ``uids``.
    """
    if not people or not days:
        return []
    rows = (
        ItemPerson.objects.filter(
            post__person__in=people,
            item__date__in=days,
            item__page__live=True,
            item__status=ItemStatus.PLANNED,
        )
        .exclude(item__uid__in=uids)
        .exclude(below_any(foreign_homes(), column="item__page__path"))
        .select_related("item", "post")
        .order_by("item__date", "item_id", "pk")
    )
    if page is not None and page.pk:
        rows = rows.exclude(item__page=page.pk)
    items: dict[int, ScheduleItem] = {}
    taken: dict[int, set[int]] = {}
    for row in rows:
        if row.post is not None:
            items[row.item_id] = row.item
            taken.setdefault(row.item_id, set()).add(row.post.person_id)
    titles, is_open = _schedules({item.page_id for item in items.values()})
    return [
        _occupied(item, taken[pk], titles[item.page_id], is_shown=item.page_id in is_open)
        for pk, item in items.items()
    ]


def _occupied(item: ScheduleItem, people: set[int], schedule: str, *, is_shown: bool) -> Occupied:
    is_shown = is_shown and item.visibility == Visibility.PUBLIC
    starts = datetime.combine(item.date, item.starts_at) if item.starts_at else None
    return Occupied(
        uid=item.uid,
        span=span_of(item),
        people=frozenset(people),
        schedule=schedule,
        content=item.content if is_shown else "",
        starts=starts,
        words=folded_words(item.content) if is_shown else "",
        place=folded_words(item.place) if is_shown else "",
    )


def folded_words(text: str) -> str:
    """The words of a text without case, diacritics and punctuation, to compare it."""
    return " ".join(words(fold(text)))


def _schedules(weeks: Collection[int]) -> tuple[dict[int, str], set[int]]:
    """The agency whose schedule each week belongs to, and which weeks everybody may read."""
    if not weeks:
        return {}, set()
    pages = WeeklySchedulePage.objects.filter(pk__in=weeks)
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    schedules = ScheduleIndexPage.objects.filter(path__in=set(above.values()))
    names = {each.path: each.agency.name for each in schedules.select_related("agency")}
    shown = set(pages.live().public().values_list("pk", flat=True))
    return {pk: names.get(path, "") for pk, path in above.items()}, shown
