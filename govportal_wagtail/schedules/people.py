"""People in office as those who chair and take part: offered to the clerk, found in texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from ..core.models import Agency, Post
from ..core.models.agency import AgencyKind
from ..core.vietnamese import fold
from .models import ItemPerson, ScheduleIndexPage
from .vocabulary import PersonRole

#: Somebody who left office is offered so long, since weeks of the past are corrected.
_OFFERED_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class PersonInOffice:
    """A post with what the clerk types or an office writes for it."""

    post: Post
    #: "Nguyễn Văn A, Phó Chủ tịch"
    label: str
    #: Folded: the name, the post, both.
    keys: frozenset[str] = field(default_factory=frozenset)


def offered(schedule: ScheduleIndexPage, *, on: date) -> list[PersonInOffice]:
    """Who may be chosen for an item of that day: the agency's people, then those of its units.

    In the order of protocol; one query for the posts, one for the units.
    """
    agencies = [schedule.agency_id, *_below(schedule.agency_id)]
    posts = (
        Post.objects.filter(agency__in=agencies, is_public=True)
        .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=on + timedelta(days=7)))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on - _OFFERED_AFTER))
        .select_related("person", "agency")
        .order_by("-is_head", "rank", "sort_order", "pk")
    )
    place = {pk: number for number, pk in enumerate(agencies)}
    return [_offer(post) for post in sorted(posts, key=lambda post: place[post.agency_id])]


def find(text: str, people: Iterable[PersonInOffice]) -> list[PersonInOffice]:
    """Those whom a short text such as "Nguyễn Văn A" or "Chủ tịch" names exactly; case and
    diacritics do not matter. More than one where the text does not tell them apart.
    """
    wanted = fold(text).strip(" .,;-")
    return [each for each in people if wanted and wanted in each.keys]


def rows(posts: Iterable[Post], role: PersonRole) -> list[ItemPerson]:
    """New rows for an item, with what the people are called today."""
    return [
        ItemPerson(post=post, role=role, label=label_of(post), sort_order=order)
        for order, post in enumerate(posts)
    ]


def label_of(post: Post) -> str:
    """Name and post, as schedules write them."""
    return f"{post.person.name}, {post.title}"


def _offer(post: Post) -> PersonInOffice:
    label = label_of(post)
    keys = {fold(post.person.name), fold(post.title), fold(label)}
    keys.add(fold(f"{post.title} {post.person.name}"))
    return PersonInOffice(post, label, frozenset(keys))


def _below(agency: int) -> list[int]:
    """Divisions and offices of an agency; a department's own people belong to its own schedule."""
    inner = (AgencyKind.INTERNAL_UNIT, AgencyKind.PC_OFFICE)
    return list(
        Agency.objects.filter(parent=agency, kind__in=inner)
        .order_by("name")
        .values_list("pk", flat=True)
    )
