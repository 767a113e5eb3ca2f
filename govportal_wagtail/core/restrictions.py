"""Where in the page tree not everybody may read."""

from __future__ import annotations

from wagtail.models import PageViewRestriction

__all__ = ["restricted_paths"]


def restricted_paths() -> list[str]:
    """Return the tree paths of pages at and below which a view restriction holds; one query."""
    # A restriction of type "none" opens nothing and closes nothing.
    rows = PageViewRestriction.objects.exclude(restriction_type="none")
    return list(rows.values_list("page__path", flat=True))
