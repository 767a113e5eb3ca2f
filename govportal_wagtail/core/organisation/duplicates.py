"""Agencies that stand in the register twice under the same or nearly the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import Agency, AgencyKind
from ..vietnamese import fold
from .recognition import name_key


class Likeness(models.TextChoices):
    """Why agencies are taken for the same one."""

    SAME = "same", _("same name below the same agency")
    NEAR = "near", _("the same name written differently")
    UNPLACED = "unplaced", _("one of them has no parent agency")


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Agencies that may be one and the same."""

    likeness: Likeness
    agencies: tuple[Agency, ...]


# "Sở Nội vụ tỉnh ..." is the "Sở Nội vụ"; a committee is told from another by its place only.
_PLACE_AT_END = re.compile(r"(?<=\w) tinh(?: .*)?$")
_ELECTED = ("uy ban nhan dan", "hoi dong nhan dan", "thuong truc hoi dong nhan dan")
_INSIDE = frozenset({AgencyKind.INTERNAL_UNIT})


def find_duplicates(*, on: date, among: Iterable[int] | None = None) -> list[DuplicateGroup]:
    """Return groups of agencies that exist on the given day and may be one; one query.

    With ``among``, only groups in which one of these agencies is. An agency that has ended and
    its successor of the same name are not duplicates.
    """
    agencies = list(Agency.objects.existing(on=on).select_related("parent").order_by("name", "pk"))
    groups = [*_siblings(agencies), *_unplaced(agencies)]
    if among is not None:
        wanted = set(among)
        groups = [group for group in groups if wanted & {each.pk for each in group.agencies}]
    return groups


def _base_key(agency: Agency) -> str:
    key = name_key(agency.name)
    return key if key.startswith(_ELECTED) else _PLACE_AT_END.sub("", key)


def _siblings(agencies: list[Agency]) -> list[DuplicateGroup]:
    by_base: dict[tuple[int | None, str], list[Agency]] = defaultdict(list)
    for agency in agencies:
        by_base[agency.parent_id, _base_key(agency)].append(agency)
    groups = []
    for (_parent, base), members in by_base.items():
        for same in _same_place(base, members):
            if len(same) > 1 and not _are_told_apart(same):
                is_same = len({" ".join(fold(agency.name).split()) for agency in same}) == 1
                likeness = Likeness.SAME if is_same else Likeness.NEAR
                groups.append(DuplicateGroup(likeness, tuple(same)))
    return groups


def _same_place(base: str, members: list[Agency]) -> list[list[Agency]]:
    """Part the bodies of several provinces; one without a place goes with a single place."""
    by_key: dict[str, list[Agency]] = defaultdict(list)
    for agency in members:
        by_key[name_key(agency.name).removesuffix(" tinh")].append(agency)
    return [members] if base in by_key and len(by_key) <= 2 else list(by_key.values())


def _are_told_apart(agencies: list[Agency]) -> bool:
    """Whether each has a code of the national list: "Tân Hoà" and "Tân Hòa" may be two communes."""
    codes = {each.national_code for each in agencies if each.national_code.isdigit()}
    return len(codes) == len(agencies)


def _unplaced(agencies: list[Agency]) -> list[DuplicateGroup]:
    """Agencies without a place in the tree, as an import of documents leaves them."""
    placed: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        if agency.parent_id is not None and agency.kind not in _INSIDE:
            placed[_base_key(agency)].append(agency)
    parents = {agency.parent_id for agency in agencies}
    groups = []
    for agency in agencies:
        if agency.parent_id is None and agency.pk not in parents:
            same = [each for each in placed[_base_key(agency)] if each.level == agency.level]
            if same:
                groups.append(DuplicateGroup(Likeness.UNPLACED, (agency, *same)))
    return groups
