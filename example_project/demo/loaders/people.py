"""People with their posts, editorial boards and accounts of the demo."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from govportal_wagtail.core.access import accounts
from govportal_wagtail.core.models import (
    Account,
    Agency,
    BoardMember,
    EditorialBoard,
    Person,
    PortalSite,
    Post,
)

#: Printed by the demo, which listens on this machine only.
PASSWORD = "thanhgiang"  # noqa: S105
_POST_FIELDS = ("title", "rank", "is_head", "is_focal_officer", "is_public", "phone", "email")
Row = dict[str, Any]


def load_people(rows: Iterable[Row], agency: Agency | None = None) -> None:
    """Each person with one post; who is in the register already stays as they are."""
    for row in rows:
        keeper = agency or Agency.objects.get(code=row["agency"])
        if Person.objects.filter(name=row["name"]).exists():
            continue
        unit = Agency.objects.get(code=row["unit"]) if row.get("unit") else keeper
        person = Person(name=row["name"], agency=keeper)
        person.posts = [Post(agency=unit, **{key: row[key] for key in _POST_FIELDS if key in row})]
        person.full_clean()
        person.save()


def load_board(portal_site: PortalSite, row: Row) -> None:
    """The board with its founding decision and its members, in the place of an empty one."""
    board = portal_site.boards.first() or EditorialBoard(portal_site=portal_site)
    if board.pk and board.members.exists():
        return
    board.name, board.decision, board.decided_on = row["name"], row["decision"], row["decided_on"]
    board.starts_on = row["decided_on"]
    board.standing_body = Agency.objects.get(code=row["standing_body"])
    board.members = [
        BoardMember(
            sort_order=order, person=Person.objects.get(name=seat["person"]), role=seat["role"]
        )
        for order, seat in enumerate(row["members"])
    ]
    board.full_clean()
    board.save()


def load_accounts(portal_site: PortalSite, rows: Iterable[Row]) -> None:
    """Logins with one role each; those that exist keep their password."""
    for row in rows:
        person = Person.objects.filter(name=row["name"]).first()
        user = get_user_model().objects.filter(username=row["username"]).first()
        if user is None:
            _create(portal_site, row, person)
        elif not Account.objects.filter(user=user).exists():
            # A login of an earlier version of the demo.
            account = Account.objects.create(
                user=user,
                agency=_agency(portal_site, row),
                portal_site=portal_site,
                person=person,
            )
            accounts.grant(account, portal_site, row["role"], None)


def _create(portal_site: PortalSite, row: Row, person: Person | None) -> None:
    account = accounts.create_account(
        username=row["username"],
        email=f"{row['username']}@thanhgiang.gov.vn",
        last_name=row["name"],
        agency=_agency(portal_site, row),
        portal_site=portal_site,
        roles=[row["role"]],
        person=person,
    )
    account.user.password = _hashed()
    account.user.save()


@cache
def _hashed() -> str:
    """The password of the demo as it is stored; hashing it for each login takes its time."""
    return make_password(PASSWORD)


def _agency(portal_site: PortalSite, row: Row) -> Agency:
    """For whom somebody works: the agency of the site, unless the file names another."""
    return Agency.objects.get(code=row["agency"]) if "agency" in row else portal_site.agency


def people_table(rows: Iterable[Row]) -> str:
    """The leaders among the people as a Markdown table: those whose duty is told."""
    lines = [
        "| Họ và tên | Chức vụ | Nhiệm vụ | Điện thoại |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row['name']} | {row['title']} | {row['duty']} | {row.get('phone', '')} |"
        for row in rows
        if row.get("duty")
    ]
    return "\n".join(lines)


def focal_officers(rows: Iterable[Row]) -> str:
    """Who supplies the information of the agency, as Markdown."""
    lines = [
        f"- {row['name']}, {row['title']}: {row['phone']}, {row['email']}"
        for row in rows
        if row.get("is_focal_officer")
    ]
    return "\n".join(["## Đầu mối cung cấp thông tin", "", *lines]) if lines else ""
