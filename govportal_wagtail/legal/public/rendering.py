"""A document's text as HTML: escaped, divided, with links to the articles it refers to.

Every citation of a text is looked up at once: one query for the documents, one for the articles.
A link is made only where its target exists and anyone may read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ..citations import Citation, Scope, anchor_for, find_citations
from ..document_lookup import documents_of
from ..models import DocumentUnit, LegalDocumentPage
from ..structure import UnitKind
from ..symbols import symbol_key

__all__ = ["UnitLike", "render_units", "table_of_contents"]

#: A stored part, or one just recognised for a preview: both have the same names.
UnitLike = Any

_HEADINGS: Final = frozenset(
    {
        UnitKind.PART,
        UnitKind.CHAPTER,
        UnitKind.SECTION,
        UnitKind.SUBSECTION,
        UnitKind.ARTICLE,
        UnitKind.ANNEX,
    }
)
_TITLE_LIMIT: Final = 160


@dataclass(slots=True)
class _Piece:
    """One string of the document with the citations found in it."""

    text: str
    article: str = ""
    clause: str = ""
    part: str = ""
    citations: list[Citation] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """The labels of the article and clause that hold a unit."""

    article: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class _Targets:
    """What citations may link to."""

    own_anchors: frozenset[str]
    own_key: str
    urls: dict[str, str]
    anchors: dict[str, set[str]]


def render_units(
    page: LegalDocumentPage, units: Sequence[UnitLike], request: HttpRequest | None = None
) -> list[dict[str, Any]]:
    """Return the parts in order for the template, with safe HTML in titles and paragraphs."""
    places = _places(units)
    titles, bodies = [], []
    for unit, place in zip(units, places, strict=True):
        titles.append(_piece(unit.heading, unit, place))
        bodies.append([_piece(line, unit, place) for line in unit.text.split("\n") if line])
    pieces = [*titles, *(piece for body in bodies for piece in body)]
    targets = _find_targets(page, units, pieces, request)
    rendered = []
    for unit, title, body in zip(units, titles, bodies, strict=True):
        is_heading = unit.kind in _HEADINGS
        paragraphs = [_linked(piece, targets) for piece in body]
        label = str(unit.marker)
        if unit.kind == UnitKind.DOCUMENT:
            # Printed order: the letterhead, the type of document, its subject. An attached text
            # has no letterhead; what follows its subject names the document it came with.
            head = [escape(line) for line in (unit.marker, unit.heading) if line]
            paragraphs = head + paragraphs if unit.part else paragraphs + head
            label = ""
        elif not is_heading and unit.heading:
            paragraphs.insert(0, _linked(title, targets))
        rendered.append(
            {
                "kind": str(unit.kind),
                "level": unit.level,
                "label": label,
                "title_html": _linked(title, targets) if is_heading else SafeString(""),
                "paragraphs": paragraphs or ([SafeString("")] if label and not is_heading else []),
                "anchor": unit.anchor,
                "is_heading": is_heading,
            }
        )
    return rendered


def table_of_contents(units: Sequence[UnitLike]) -> list[dict[str, Any]]:
    """Return chapters, articles and annexes as a tree of title, anchor and children."""
    roots: list[dict[str, Any]] = []
    nodes: list[tuple[int, dict[str, Any]]] = []
    for unit in units:
        if unit.kind not in _HEADINGS or not unit.anchor:
            continue
        title = " ".join(piece for piece in (str(unit.marker), unit.heading.strip()) if piece)
        node = {"title": _shortened(title), "anchor": unit.anchor, "children": []}
        while nodes and nodes[-1][0] >= unit.level:
            nodes.pop()
        (nodes[-1][1]["children"] if nodes else roots).append(node)
        nodes.append((unit.level, node))
    return roots


def _shortened(title: str) -> str:
    if len(title) <= _TITLE_LIMIT:
        return title
    return title[:_TITLE_LIMIT].rsplit(" ", 1)[0] + "…"


def _places(units: Iterable[UnitLike]) -> list[_Place]:
    """Return for each unit the article and clause it stands in.

    Levels suffice: units come in reading order, each right after the one that holds it.
    """
    places: list[_Place] = []
    open_units: list[UnitLike] = []
    for unit in units:
        while open_units and open_units[-1].level >= unit.level:
            open_units.pop()
        open_units.append(unit)
        place = _Place()
        for holder in open_units:
            if holder.kind == UnitKind.ARTICLE:
                place = _Place(article=holder.label)
            elif holder.kind == UnitKind.CLAUSE:
                place.clause = holder.label
        places.append(place)
    return places


def _piece(text: str, unit: UnitLike, place: _Place) -> _Piece:
    found = find_citations(text) if unit.kind != UnitKind.DOCUMENT else []
    return _Piece(text, place.article, place.clause, unit.part, found)


def _find_targets(
    page: LegalDocumentPage,
    units: Iterable[UnitLike],
    pieces: Iterable[_Piece],
    request: HttpRequest | None,
) -> _Targets:
    wanted: dict[str, set[str]] = defaultdict(set)
    for piece in pieces:
        for citation in piece.citations:
            if citation.scope is Scope.EXTERNAL and (key := symbol_key(citation.symbol)):
                wanted[key].add(anchor_for(citation))
    own = frozenset(unit.anchor for unit in units if unit.anchor)
    cited = documents_of(page, wanted.keys() - {page.symbol_key, ""})
    anchors: dict[int, set[str]] = defaultdict(set)
    if cited:
        all_anchors = set().union(*(wanted[key] for key in cited)) - {""}
        rows = DocumentUnit.objects.filter(
            page_id__in=[entry.page_id for entry in cited.values()], anchor__in=all_anchors
        )
        for page_id, anchor in rows.values_list("page_id", "anchor"):
            anchors[page_id].add(anchor)
    return _Targets(
        own_anchors=own,
        own_key=page.symbol_key,
        urls={key: entry.get_url(request) for key, entry in cited.items()},
        anchors={key: anchors[entry.page_id] for key, entry in cited.items()},
    )


def _linked(piece: _Piece, targets: _Targets) -> SafeString:
    html: list[str] = []
    position = 0
    for citation in sorted(piece.citations, key=lambda each: (each.start, -each.end)):
        if citation.start < position:
            continue
        url = _address(citation, piece, targets)
        if not url:
            continue
        html.append(escape(piece.text[position : citation.start]))
        label = piece.text[citation.start : citation.end]
        html.append(format_html('<a class="gp-citation" href="{}">{}</a>', url, label))
        position = citation.end
    html.append(escape(piece.text[position:]))
    # Every item went through escape or format_html.
    return mark_safe("".join(html))  # noqa: S308


def _address(citation: Citation, piece: _Piece, targets: _Targets) -> str:
    if citation.scope is Scope.EXTERNAL:
        key = symbol_key(citation.symbol)
        if not key:
            return ""
        anchor = anchor_for(citation)
        if key == targets.own_key:
            return f"#{anchor}" if anchor in targets.own_anchors else ""
        url = targets.urls.get(key, "")
        return f"{url}#{anchor}" if url and anchor in targets.anchors[key] else url
    if not citation.is_qualified and piece.part == "" and not citation.article:
        return ""
    # "Điều 5" inside an attached regulation means its own article 5.
    part = citation.part or piece.part
    anchor = anchor_for(citation, article=piece.article, clause=piece.clause, part=part)
    return f"#{anchor}" if anchor in targets.own_anchors else ""
