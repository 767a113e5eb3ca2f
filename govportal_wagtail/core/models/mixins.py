"""What every page of a portal shares, as an abstract mixin that a province may extend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.html import strip_tags

from ..metadata import Metadata

if TYPE_CHECKING:
    from wagtail.models import Page as _PageBase
else:
    _PageBase = models.Model


class PortalPageMixin(_PageBase):
    """Metadata and cache policy common to all public pages."""

    class Meta:
        abstract = True

    #: Pages with a form or anything personal set this to False: they are never cached as a whole.
    page_cache_allowed = True
    #: Pages with a form add POST.
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    def get_lead(self) -> str:
        """A plain-text summary for lists, feeds and metadata; empty where there is none."""
        return strip_tags(getattr(self, "lead", "") or self.search_description or "")

    def get_metadata(self, **overrides: Any) -> Metadata:
        """The page's Dublin Core elements (Circular 24/2011/TT-BTTTT)."""
        values: dict[str, Any] = {
            "title": self.seo_title or self.title,
            "description": self.get_lead(),
            "identifier": self.full_url or "",
            "date": self.first_published_at,
            "modified": self.last_published_at,
            "language": self.locale.language_code,
        }
        values.update(overrides)
        return Metadata(**values)
