"""What the head of a page says of it to search engines and archives."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site

from .identity import portal_settings
from .metadata import Metadata
from .navigation import LanguageLink

_SHARE_IMAGE = "fill-1200x630|format-jpeg"
_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def describe(request: HttpRequest, page: Page, languages: list[LanguageLink]) -> dict[str, Any]:
    """Template context of the metadata of a page."""
    metadata = _complete(request, page)
    canonical = _canonical(request, page)
    image = _share_image(request, page)
    return {
        "elements": metadata.elements(),
        "metadata": metadata,
        "canonical": canonical,
        "languages": _alternates(request, languages),
        "image": image,
        "site_name": metadata.publisher,
        "og_type": "article" if metadata.schema_type == "NewsArticle" else "website",
        "linked_data": _linked_data(metadata, canonical, image),
    }


def _alternates(request: HttpRequest, languages: list[LanguageLink]) -> list[dict[str, str]]:
    """Code and address of the page in each language it has, where it has several.

    ``x-default``, for readers of all other languages, is the page in the portal's own.
    """
    known = [
        {"code": link["code"], "url": request.build_absolute_uri(link["url"])}
        for link in languages
        if not link["instead"]
    ]
    if len(known) < 2:
        return []
    own = [each["url"] for each in known if each["code"] == settings.LANGUAGE_CODE]
    return [*known, *({"code": "x-default", "url": url} for url in own)]


def _complete(request: HttpRequest, page: Page) -> Metadata:
    """The page's metadata with no mandatory element left empty (Circular 24/2011/TT-BTTTT)."""
    metadata: Metadata = (
        page.get_metadata()
        if hasattr(page, "get_metadata")
        else Metadata(title=page.seo_title or page.title, language=page.locale.language_code)
    )
    portal = portal_settings(request)
    site = Site.find_for_request(request)
    site_name = (site.site_name or site.hostname) if site else ""
    publisher = metadata.publisher or portal.agency_name or portal.portal_name or site_name
    return replace(
        metadata,
        creator=metadata.creator or publisher,
        publisher=publisher,
        description=metadata.description or metadata.title,
        date=metadata.date or page.first_published_at or page.last_published_at,
        identifier=metadata.identifier or page.full_url or request.build_absolute_uri(),
        rights=metadata.rights or portal.copyright_line,
    )


def _canonical(request: HttpRequest, page: Page) -> str:
    """The address of the page, of a view of it, or of a page of its list; filters are left out."""
    address = page.get_full_url(request) or request.build_absolute_uri(request.path)
    kept = {name: request.GET.get(name, "") for name in getattr(page, "view_parameters", ())}
    query = {name: value for name, value in kept.items() if value}
    number = request.GET.get("page", "")
    if number.isascii() and number.isdigit() and len(number) < 7 and int(number) > 1:
        query["page"] = str(int(number))
    return f"{address}?{urlencode(query)}" if query else str(address)


def _share_image(request: HttpRequest, page: Page) -> str:
    image = getattr(page, "image", None)
    if image is None:
        return ""
    try:
        return request.build_absolute_uri(image.get_rendition(_SHARE_IMAGE).url)
    except (OSError, ValueError):
        # A file that is gone or broken costs the picture, not the page.
        return ""


def _linked_data(metadata: Metadata, canonical: str, image: str) -> SafeString:
    organisation = {"@type": "GovernmentOrganization", "name": metadata.publisher}
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": metadata.schema_type,
        "name": metadata.title,
        "description": metadata.description,
        "inLanguage": metadata.language,
        "url": canonical,
        "publisher": organisation,
    }
    if metadata.schema_type == "NewsArticle":
        values["headline"] = metadata.title
        values["author"] = {"@type": "Person", "name": metadata.creator}
    if metadata.schema_type == "Legislation":
        values["legislationIdentifier"] = metadata.identifier
    if metadata.date:
        values["datePublished"] = metadata.date.isoformat()
    if metadata.modified:
        values["dateModified"] = metadata.modified.isoformat()
    if image:
        values["image"] = image
    text = json.dumps(values, ensure_ascii=False).translate(_JSON_ESCAPES)
    # Escaped above: no character that could end the script element is left.
    return mark_safe(text)  # noqa: S308
