"""In words, what a comparison of the index with the live pages found."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from .index import Audit

#: Of each kind of finding so many pages are named.
_NAMED: Final = 50


def lines(found: Audit, *, is_whole: bool = False) -> list[str]:
    """Return one line for each kind of finding, with the keys of the pages; all where asked for."""
    kinds = (
        (_("Live, but not in the index"), found.missing),
        (_("In the index, but not live"), found.orphaned),
        (_("Published since they were indexed"), found.stale),
        (_("Moved since they were indexed"), found.displaced),
    )
    written = [
        f"{label} ({len(ids)}): {_named(ids, len(ids) if is_whole else _NAMED)}"
        for label, ids in kinds
        if ids
    ]
    if found.is_old:
        written.append(_("The whole index was written by another version of the package."))
    return written


def _named(ids: tuple[int, ...], count: int) -> str:
    names = ", ".join(map(str, ids[:count]))
    return f"{names}, ..." if len(ids) > count else names
