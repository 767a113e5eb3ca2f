"""Permissions of groups as plain lines, given and taken in a few queries for a whole site.

A line is ``kind/object/app.codename``: ``page/7/wagtailcore.add_page``. The kind is ``page``,
``collection``, ``site`` or ``record``; the object of a permission on records is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission

Grant = str

_MODELS: Final[dict[str, Any]] = {
    "page": GroupPagePermission,
    "collection": GroupCollectionPermission,
    "site": GroupSitePermission,
}


class _Row(NamedTuple):
    """One permission of a group as the database keeps it."""

    kind: str
    group: int
    target: int
    permission: int


def apply(
    groups: Mapping[str, Group],
    *,
    given: Mapping[str, set[Grant]],
    wanted: Mapping[str, set[Grant]],
) -> None:
    """Give each group what it is wanted to have, and take what it was given and is wanted no more.

    ``given`` is what an earlier run gave: nothing else is ever taken. A permission that does not
    exist, since no app of the project has its model, is passed over.
    """
    permissions = _permissions({grant for found in wanted.values() for grant in found})
    permissions |= _permissions({grant for found in given.values() for grant in found})
    surplus: set[_Row] = set()
    missing: set[_Row] = set()
    for role, group in groups.items():
        over = given.get(role, set()) - wanted[role]
        surplus |= _rows(group, over, permissions)
        missing |= _rows(group, wanted[role], permissions)
    _take(surplus)
    _give(missing, [group.pk for group in groups.values()])


def _permissions(grants: set[Grant]) -> dict[str, int]:
    names = {grant.split("/")[2] for grant in grants}
    wanted = Q(pk__in=[])
    for name in names:
        app_label, codename = name.split(".")
        model = "admin" if codename == "access_admin" else codename.rsplit("_", 1)[1]
        wanted |= Q(content_type__app_label=app_label, content_type__model=model, codename=codename)
    rows = Permission.objects.filter(wanted).values_list(
        "content_type__app_label", "codename", "pk"
    )
    return {f"{app_label}.{codename}": pk for app_label, codename, pk in rows}


def _rows(group: Group, grants: set[Grant], permissions: dict[str, int]) -> set[_Row]:
    found = set()
    for grant in grants:
        kind, target, name = grant.split("/")
        if name in permissions:
            found.add(_Row(kind, group.pk, int(target), permissions[name]))
    return found


def _take(rows: set[_Row]) -> None:
    for kind, model in _MODELS.items():
        gone = Q(pk__in=[])
        for row in rows:
            if row.kind == kind:
                target = {f"{kind}_id": row.target}
                gone |= Q(group_id=row.group, permission_id=row.permission, **target)
        model.objects.filter(gone).delete()
    through = Group.permissions.through
    for row in rows:
        if row.kind == "record":
            through.objects.filter(group_id=row.group, permission_id=row.permission).delete()


def _give(rows: set[_Row], groups: list[int]) -> None:
    for kind, model in _MODELS.items():
        there = set(
            model.objects.filter(group__in=groups).values_list(
                "group_id", f"{kind}_id", "permission_id"
            )
        )
        model.objects.bulk_create(
            model(**{"group_id": row.group, f"{kind}_id": row.target}, permission_id=row.permission)
            for row in sorted(rows)
            if row.kind == kind and row[1:] not in there
        )
    through = Group.permissions.through
    there = set(through.objects.filter(group__in=groups).values_list("group_id", "permission_id"))
    through.objects.bulk_create(
        through(group_id=row.group, permission_id=row.permission)
        for row in sorted(rows)
        if row.kind == "record" and (row.group, row.permission) not in there
    )
