"""What a reader may mean who has begun to type: pages whose title or number goes on like that."""

from __future__ import annotations

from typing import Final

from wagtail.models import Locale, Site

from .candidates import named_by_number
from .query import parse
from .results import Suggestion
from .scope import units_within

__all__ = ["suggest"]

#: One letter begins too many titles.
_SHORTEST: Final = 2


def suggest(
    text: str, *, site: Site, locale: Locale, across: bool = False, limit: int = 8
) -> list[Suggestion]:
    """Return public pages whose number is named or whose title has all words, newest first.

    The last word may be unfinished.
    """
    query = parse(text)
    if len(query.text) < _SHORTEST:
        return []
    pages = units_within(site, locale, across=across).filter(is_part=False)
    numbered = named_by_number(query.text)
    titled = pages.matching(query.heading_condition(open_end=True))
    newest = titled.order_by("-date", "-page_id").values_list("page_id", flat=True)
    ids = list(dict.fromkeys([*numbered, *newest[:limit]]))
    columns = ("page_id", "text__title", "text__number", "url_path", "source")
    rows = {row[0]: row for row in pages.filter(page_id__in=ids).values_list(*columns)}
    found = [rows[page_id] for page_id in ids if page_id in rows][:limit]
    return [
        Suggestion(
            label=f"{number} – {title}" if number and number not in title else title,
            page_id=page_id,
            url_path=url_path,
            source=source,
        )
        for page_id, title, number, url_path, source in found
    ]
