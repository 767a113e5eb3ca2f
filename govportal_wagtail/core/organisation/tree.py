"""The tree of agencies: what lies below an agency, and branches ready to be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import QuerySet

from ..models import Agency
from ..vietnamese import fold, sort_key

#: A branch with more members than this is shown as a link to the list.
MAX_CHILDREN: Final = 200
#: No level that would bring the screen beyond this is shown; its branches are reached one by one.
MAX_SHOWN: Final = 1_500


def subtree_ids(roots: Iterable[int]) -> set[int]:
    """Return the keys of the given agencies and of all below them, at any depth; one query.

    A register that bites its tail, as bulk changes might leave it, is walked once.
    """
    waiting = list(roots)
    if not waiting:
        return set()
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Agency.objects.order_by().values_list("pk", "parent_id"):
        below[parent].append(pk)
    found: set[int] = set()
    while waiting:
        agency = waiting.pop()
        if agency not in found:
            found.add(agency)
            waiting += below[agency]
    return found


def descendants_of(agencies: Iterable[Agency]) -> QuerySet[Agency]:
    """Return the agencies that lie below the given ones, themselves not included; two queries."""
    roots = {agency.pk for agency in agencies}
    return Agency.objects.filter(pk__in=subtree_ids(roots) - roots)


@dataclass(slots=True)
class Node:
    """One agency in the tree with the branches below it."""

    agency: Agency
    children: list[Node] = field(default_factory=list)
    successors: list[Agency] = field(default_factory=list)
    exists: bool = True
    is_match: bool = False
    is_open: bool = False
    #: How many agencies lie below, at any depth.
    size: int = 0
    #: Why the branches are not shown here: "list" (too many members), "branch", or nothing.
    folded: str = ""

    def walk(self) -> Iterator[Node]:
        """This agency and all below it."""
        waiting: list[Node] = [self]
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if node.agency.pk not in seen:
                seen.add(node.agency.pk)
                yield node
                waiting += reversed(node.children)


@dataclass(frozen=True, slots=True)
class Forest:
    """What the screen shows: the topmost agencies, and how many were found."""

    roots: list[Node]
    total: int
    #: Agencies that match the search; None where nothing was searched for.
    found: int | None
    #: The agency whose branch is shown, and those above it, topmost first.
    trail: list[Agency]


def build(*, on: date, root: int | None = None, query: str = "", state: str = "") -> Forest:
    """Return the tree, or the branch below ``root``, as a reader of the given day sees it.

    ``query`` keeps agencies with all its words, diacritics and case aside, and those above them;
    ``state`` keeps those that exist ("today") or not any more ("ended"). Two queries, whatever
    the number of agencies.
    """
    agencies = list(Agency.objects.order_by("pk"))
    by_pk = {agency.pk: agency for agency in agencies}
    nodes = {agency.pk: Node(agency, exists=agency.exists(on=on)) for agency in agencies}
    for pk, successor in _successions(agencies):
        nodes[pk].successors.append(by_pk[successor])
    tops = _join(nodes, root)
    found = _search(nodes, tops, query, state) if query or state else None
    tops = [node for node in tops if node.size >= 0]
    _measure(tops)
    if not query or sum(node.size + 1 for node in tops) > MAX_SHOWN:
        _fold(tops)
    return Forest(tops, len(agencies), found, _trail(by_pk, root))


def _successions(agencies: list[Agency]) -> Iterator[tuple[int, int]]:
    yield from ((each.pk, each.successor_id) for each in agencies if each.successor_id)
    further = Agency.further_successors.through.objects.order_by("pk")
    yield from further.values_list("from_agency_id", "to_agency_id")


def _join(nodes: dict[int, Node], root: int | None) -> list[Node]:
    """Hang each agency below its parent; return the topmost ones."""
    tops = []
    for node in sorted(nodes.values(), key=_place):
        parent = node.agency.parent_id
        if parent is None:
            tops.append(node)
        else:
            nodes[parent].children.append(node)
    if root is not None:
        tops = [nodes[root]] if root in nodes else []
        for node in tops:
            node.is_open = True
    return tops


def _place(node: Node) -> tuple[bool, str, int]:
    return (not node.exists, sort_key(node.agency.name), node.agency.pk)


def _search(nodes: dict[int, Node], tops: list[Node], query: str, state: str) -> int:
    """Keep matches and those above them; what is dropped gets the size -1."""
    wanted = fold(query).split()
    found = 0
    for top in tops:
        for node in reversed(list(top.walk())):
            node.is_match = _matches(node, wanted, state)
            found += node.is_match
            node.children = [child for child in node.children if child.size >= 0]
            node.is_open = bool(query and node.children)
            node.size = 0 if node.is_match or node.children else -1
    return found


def _matches(node: Node, wanted: list[str], state: str) -> bool:
    if (state == "today" and not node.exists) or (state == "ended" and node.exists):
        return False
    if not wanted:
        return True
    agency = node.agency
    names = (agency.name, agency.name_en, agency.short_name, agency.abbreviation)
    text = fold(" ".join((*names, agency.national_code)))
    # The code of a division bears that of its agency, so it is looked at as a whole only.
    is_code = len(wanted) == 1 and wanted[0] == agency.code
    return is_code or all(word in text for word in wanted)


def _measure(tops: list[Node]) -> None:
    for top in tops:
        for node in reversed(list(top.walk())):
            node.size = sum(child.size + 1 for child in node.children)


def _fold(tops: list[Node]) -> None:
    """Replace branches that are too large to be shown by a way to reach them."""
    level, shown = list(tops), len(tops)
    while level:
        for node in level:
            if len(node.children) > MAX_CHILDREN:
                node.folded, node.children = "list", []
        below = [child for node in level for child in node.children]
        if shown + len(below) > MAX_SHOWN:
            for node in level:
                node.folded = "branch" if node.children else node.folded
                node.children = []
            return
        level, shown = below, shown + len(below)


def _trail(by_pk: dict[int, Agency], root: int | None) -> list[Agency]:
    trail: list[Agency] = []
    while root is not None and root in by_pk and by_pk[root] not in trail:
        trail.insert(0, by_pk[root])
        root = by_pk[root].parent_id
    return trail
