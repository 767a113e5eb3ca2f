"""The news of an agency, for the page about it."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...core import network
from ...core.models import Agency
from ...core.navigation import current_home
from ...core.registries import RelatedPart
from .. import listings

__all__ = ["NEWS", "SHOWN", "news_of_agency"]

#: The newest articles that a page shows.
SHOWN: Final = 10


def news_of_agency(agency: Agency, page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """Return the newest public articles of the site for which the agency answers; None for none."""
    home = current_home(request, page)
    if home is None:
        return None
    articles = listings.articles_in([home.path]).filter(agency=agency)
    items = network.address(articles[:SHOWN], request)
    return {"items": items} if items else None


NEWS: Final = RelatedPart(
    "news", _("News"), "govportal/pages/parts/news.html", news_of_agency, order=40
)
