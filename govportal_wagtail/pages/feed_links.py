"""Addresses of the feeds, for the head of pages."""

from __future__ import annotations

from django.urls import reverse

_KINDS = (("atom", "Atom", "application/atom+xml"), ("rss", "RSS", "application/rss+xml"))


def feed_links(title: str, page_id: int | None = None) -> list[dict[str, str]]:
    """Title, url and media type of the feeds of a section, or of the site without ``page_id``."""
    prefix, args = ("site", []) if page_id is None else ("section", [page_id])
    return [
        {
            "title": f"{title} ({name})",
            "url": reverse(f"govportal_pages:{prefix}_{kind}", args=args),
            "type": media_type,
        }
        for kind, name, media_type in _KINDS
    ]
