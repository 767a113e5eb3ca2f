"""What the part ``govportal/investment/parts/map.html`` needs to draw a map of projects."""

from __future__ import annotations

import logging
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from ... import conf

logger = logging.getLogger(__name__)


class MapContext(TypedDict):
    """Addresses, the first view and the credit of one map; empty text where there is none."""

    features_url: str
    outline_url: str
    tiles: str
    credit: str
    #: A setting is one text for pages in every language.
    credit_language: str
    #: Latitude and longitude with a comma between, as the script reads them.
    centre: str
    zoom: int
    #: The id of the list on the page that says the same.
    list_id: str
    #: Whether it shows one project, on its own page.
    is_single: bool


def map_context(
    request: HttpRequest,
    features_url: str,
    list_id: str = "gp-projects",
    *,
    is_single: bool = False,
) -> dict[str, MapContext]:
    """``{"map": ...}`` for the part, which shows what ``features_url`` answers as GeoJSON.

    Raises:
        TypeError, ValueError: ``GOVPORTAL_MAP_CENTRE`` or ``GOVPORTAL_MAP_ZOOM`` has a value of the
            wrong type; ``govportal.E004`` says so at start-up.
    """
    centre = conf.MAP_CENTRE
    return {
        "map": {
            "features_url": features_url,
            "outline_url": _outline_url(request),
            "tiles": conf.MAP_TILES,
            "credit": conf.MAP_ATTRIBUTION,
            "credit_language": settings.LANGUAGE_CODE,
            "centre": f"{centre[0]},{centre[1]}" if centre else "",
            "zoom": conf.MAP_ZOOM,
            "list_id": list_id,
            "is_single": is_single,
        }
    }


def _outline_url(request: HttpRequest) -> str:
    """The address of the outline; a map without one is better than a page without a list."""
    outline: str = conf.MAP_OUTLINE
    if not outline or outline.startswith(("https://", "/")):
        return outline
    try:
        return static(outline)
    except ValueError:
        # A storage with a manifest does not know the file.
        logger.exception(
            "GOVPORTAL_MAP_OUTLINE names no collected file", extra={"request": request}
        )
        return ""
