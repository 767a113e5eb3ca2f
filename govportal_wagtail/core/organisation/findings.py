"""What should be looked at again in people and boards; nothing here forbids anything."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ...regulation.vocabulary import RoleCode
from ..models import BoardMember, EditorialBoard, Person, Post


def findings_about_person(person: Person) -> list[str]:
    """Return remarks on posts that overlap: the same post twice, two heads of one agency.

    Two queries, whatever the number of posts.
    """
    posts = list(Post.objects.filter(person=person).select_related("agency"))
    found = [
        _("%(post)s: entered twice for the same time.") % {"post": first}
        for index, first in enumerate(posts)
        if any(_is_same(first, other) and _overlap(first, other) for other in posts[index + 1 :])
    ]
    headed = [post for post in posts if post.is_head]
    if headed:
        others = Post.objects.filter(
            agency__in={post.agency_id for post in headed}, is_head=True
        ).exclude(person=person)
        for other in others.select_related("agency", "person"):
            if any(post.agency_id == other.agency_id and _overlap(post, other) for post in headed):
                message = _("%(agency)s has another head at the same time: %(name)s.")
                found.append(message % {"agency": other.agency, "name": other.person})
    return found


def _is_same(first: Post, second: Post) -> bool:
    return first.agency_id == second.agency_id and first.title == second.title


def _overlap(first: Post, second: Post) -> bool:
    starts_later = first.starts_on and second.ends_on and first.starts_on > second.ends_on
    ended_before = first.ends_on and second.starts_on and first.ends_on < second.starts_on
    return not (starts_later or ended_before)


def findings_about_board(board: EditorialBoard, *, on: date) -> list[str]:
    """Return remarks on a board that is in office: no head, two heads, a person seated twice.

    Two queries. A board that is not in office on the day has none.
    """
    if not EditorialBoard.objects.current(on=on).filter(pk=board.pk).exists():
        return []
    seats = list(
        BoardMember.objects.current(on=on)
        .filter(board=board)
        .select_related("person")
        .order_by("pk")
    )
    heads = [seat for seat in seats if seat.role == RoleCode.BOARD_HEAD]
    found = []
    if not heads:
        found.append(_("The board has no head today."))
    elif len(heads) > 1:
        names = ", ".join(str(seat.person) for seat in heads)
        found.append(_("The board has several heads today: %(names)s.") % {"names": names})
    seen: set[int] = set()
    for seat in seats:
        if seat.person_id in seen:
            found.append(_("%(name)s has two seats at the same time.") % {"name": seat.person})
        seen.add(seat.person_id)
    return found


def reasons_to_keep(person: Person) -> list[str]:
    """Return why a person must stay in the register: the seats on boards, past ones included."""
    seats = BoardMember.objects.filter(person=person).select_related("board").order_by("pk")
    boards = sorted({str(seat.board) for seat in seats})
    if not boards:
        return []
    message = _(
        "%(name)s has or had a seat on: %(boards)s. The record stays; enter the last day instead."
    )
    return [message % {"name": person, "boards": ", ".join(boards)}]
