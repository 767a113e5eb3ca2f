"""The leaders by whom a schedule is filtered and grouped, and what an address asks of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest

from ...core.models import Person, Post
from ..models import ItemPerson, ScheduleIndexPage
from .posted import weeks_of
from .reading import SHOWN, ShownItem, ShownPerson

#: The codes of what a week is shown by; the empty one is that of days.
VIEWS: Final = ("", "leaders")
_MAX_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a schedule; every link of the page keeps it."""

    view: str = ""
    leader: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Read the address; a view that does not exist is the usual one.

        Raises:
            Http404: for a leader that is no number.
        """
        view = request.GET.get("view", "")
        leader = request.GET.get("leader", "")
        if leader and not (leader.isascii() and leader.isdecimal() and len(leader) <= _MAX_DIGITS):
            raise Http404("A leader is asked for by number.")
        return cls(view if view in VIEWS else "", int(leader) if leader else None)

    def by(self, view: str) -> Asked:
        """The same in another view."""
        return replace(self, view=view)

    def of_leader(self, leader: int | None) -> Asked:
        """The same for another leader, or for all."""
        return replace(self, leader=leader)

    def query(self, **more: str) -> str:
        """The end of an address, with its question mark; empty where nothing is asked."""
        pairs = {"view": self.view, "leader": str(self.leader or ""), **more}
        text = urlencode({name: value for name, value in pairs.items() if value})
        return f"?{text}" if text else ""


def leaders_of(
    schedule: ScheduleIndexPage, first: date, last: date, items: Iterable[ShownItem]
) -> list[ShownPerson]:
    """Whoever was in office in these days, and whoever their items name besides; by protocol.

    One query. Those of other agencies stand after the schedule's own.
    """
    own: dict[int, ShownPerson] = {}
    posts = Post.objects.filter(agency=schedule.agency_id, is_public=True)
    held = posts.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=last),
        Q(ends_on__isnull=True) | Q(ends_on__gte=first),
    )
    ordered = held.select_related("person").order_by("-is_head", "rank", "sort_order", "pk")
    for post in ordered:
        own.setdefault(post.person_id, _shown(post))
    others = {
        person.person_id: person
        for item in items
        for person in item.people
        if person.person_id is not None and person.person_id not in own
    }
    return [*own.values(), *sorted(others.values(), key=lambda each: (each.rank, each.label))]


def chosen(
    schedule: ScheduleIndexPage, asked: Asked, leaders: Iterable[ShownPerson]
) -> ShownPerson | None:
    """The leader for whom the address asks; None where it asks for nobody.

    Raises:
        Http404: for somebody of whom neither a public post nor a posted week says anything.
    """
    if asked.leader is None:
        return None
    for each in leaders:
        if each.person_id == asked.leader:
            return each
    person = Person.objects.filter(pk=asked.leader).first()
    if person is None or not _is_public(schedule, person):
        raise Http404("The schedule knows no such leader.")
    return ShownPerson(person.name, person.name, "", person.pk)


def _is_public(schedule: ScheduleIndexPage, person: Person) -> bool:
    if Post.objects.filter(person=person.pk, is_public=True).exists():
        return True
    rows = ItemPerson.objects.filter(
        post__person=person.pk,
        item__visibility__in=SHOWN,
        item__page__in=weeks_of(schedule, is_open=False).order_by().values("pk"),
    )
    return bool(rows.exists())


def _shown(post: Post) -> ShownPerson:
    title, name = post.localized_title, post.person.name
    rank = (not post.is_head, post.rank, post.sort_order or 0)
    return ShownPerson(f"{name}, {title}", name, title, post.person_id, rank)
