"""The settings of the request's site and its place in the portal, kept between requests."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Site

from ..regulation.vocabulary import BodyKind
from . import caching
from .address_language import uses_prefixes
from .models import LinkGroup, PortalSettings, PortalSite, SiteState
from .vietnamese import sort_key

logger = logging.getLogger(__name__)

_ON_REQUEST = "_govportal_settings"
_EMBLEM: Final = "max-96x96"
#: The groups of component sites in the order in which they are shown.
_GROUPS: Final = (
    ("agencies", _("Departments and agencies"), {BodyKind.AGENCY}),
    ("communes", _("Communes, wards and special zones"), {BodyKind.COMMUNE}),
)
_OTHERS: Final = ("others", _("Other organisations"))

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HomeOfPortal:
    """The provincial portal as its components name it: on every page, with a link.

    Decision 68/2026/QĐ-UBND (Cà Mau) Article 8.1 asks for the link on a component's home page.
    """

    name: str
    url: str
    #: Address, width and height of the small emblem; empty where the portal has none of its own.
    emblem: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class LinksOfGroup:
    """The live component sites of one kind, name and address of each."""

    code: str
    label: str | Promise
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site stands in the portal, and the bodies that answer for it."""

    portal: HomeOfPortal | None = None
    components: list[LinksOfGroup] = field(default_factory=list)
    governing_body: str = ""
    managing_body: str = ""
    operator: str = ""


def portal_settings(request: HttpRequest) -> PortalSettings:
    """The site's settings with two more attributes.

    ``link_groups``: its links by group, empty groups left out. ``place``: the provincial portal of
    a component, the live components of a portal, and the bodies of the site's record.

    Reading never writes: a site without settings gets empty ones that are not saved.
    """
    found: PortalSettings | None = getattr(request, _ON_REQUEST, None)
    if found is None:
        found = _load(Site.find_for_request(request))
        setattr(request, _ON_REQUEST, found)
    return found


def _load(site: Site | None) -> PortalSettings:
    values: dict[str, Any] = {}
    links: list[tuple[str, str, str]] = []
    place = Place()
    if site is not None:
        values, links = caching.remember(site.pk, "settings", lambda: _read(site))
        seen = caching.remember(site.pk, f"place:{get_language()}", lambda: _seen(site))
        place = _place(seen)
        values = {**values, **_names_in_language(seen)}
    settings = PortalSettings(**values)
    # Plain attributes for templates; grouped here because labels depend on the language.
    settings.link_groups = _grouped(links, place)  # type: ignore[attr-defined]
    settings.place = place  # type: ignore[attr-defined]
    return settings


def _read(site: Site) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    settings = PortalSettings.objects.filter(site=site).first()
    if settings is None:
        return {"site_id": site.pk}, []
    values = {field.attname: getattr(settings, field.attname) for field in settings._meta.fields}
    return values, list(settings.links.values_list("group", "title", "url"))


def _names_in_language(seen: dict[str, Any]) -> dict[str, str]:
    """Names in place of those of the settings, on the pages in another language of one host.

    The settings are in the language of the site: a host of its own has settings of its own.
    """
    if not seen or seen["language"] == get_language() or not uses_prefixes():
        return {}
    agency, managing_body, _operator = seen["bodies"]
    names = {"agency_name": agency, "governing_body": agency, "managing_body": managing_body}
    return {**names, "portal_name": ""}


def _grouped(links: list[tuple[str, str, str]], place: Place) -> list[dict[str, Any]]:
    # A component site links to itself: no editor has to keep a list of them.
    live = [link for group in place.components for link in group.links]
    known = {value for link in live for value in link}
    rows = [(LinkGroup.COMPONENT.value, *link) for link in live]
    rows += [row for row in links if row[0] != LinkGroup.COMPONENT or not known & set(row[1:])]
    groups = [
        {
            "code": group.value,
            "label": group.label,
            "links": [{"title": title, "url": url} for code, title, url in rows if code == group],
        }
        for group in LinkGroup
    ]
    return [group for group in groups if group["links"]]


def _seen(site: Site) -> dict[str, Any]:
    """What is kept of a site's place: plain values, so that any cache can hold them."""
    bodies = ("agency", "managing_body", "operator")
    record = (
        PortalSite.objects.filter(site=site).select_related(*bodies, "portal__site__root_page")
    ).first()
    if record is None:
        return {}
    portal = record.portal
    shown = portal is not None and portal.state != SiteState.CLOSED
    return {
        "language": site.root_page.locale.language_code,
        "bodies": [_name_of(getattr(record, name)) for name in bodies],
        "portal": _portal(portal) if portal is not None and shown else None,
        "components": _components(record) if portal is None else [],
    }


def _portal(portal: PortalSite) -> tuple[str, str, tuple[str, int, int] | None]:
    settings = PortalSettings.objects.filter(site=portal.site_id).select_related("emblem").first()
    name = settings.portal_name if settings and settings.portal_name else str(portal)
    emblem = _rendition(settings.emblem) if settings and settings.emblem else None
    return name, f"{portal.site.root_url}/", emblem


def _rendition(image: Any) -> tuple[str, int, int] | None:
    try:
        made = image.get_rendition(_EMBLEM)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        logger.warning("The emblem of the portal could not be read.", exc_info=True)
        return None
    return made.url, made.width, made.height


def _components(portal: PortalSite) -> list[tuple[str, str, str]]:
    """Kind, name and address of each live component, by name."""
    live = portal.components.filter(state=SiteState.LIVE).select_related("site", "agency")
    rows = [(each.body, _label(each), f"{each.site.root_url}/") for each in live]
    return sorted(rows, key=lambda row: sort_key(row[1]))


def _label(each: PortalSite) -> str:
    """The name of the site; in another language that of its agency, where it has one there."""
    translated = each.agency.localized_name
    return str(each) if translated == each.agency.name else translated


def _name_of(agency: Any) -> str:
    return agency.localized_name if agency else ""


def _place(seen: dict[str, Any]) -> Place:
    if not seen:
        return Place()
    governing_body, managing_body, operator = seen["bodies"]
    return Place(
        portal=HomeOfPortal(*seen["portal"]) if seen["portal"] else None,
        components=_by_kind(seen["components"]),
        governing_body=governing_body,
        managing_body=managing_body,
        operator=operator,
    )


def _by_kind(rows: list[tuple[str, str, str]]) -> list[LinksOfGroup]:
    groups = [
        LinksOfGroup(code, label, [(name, url) for body, name, url in rows if body in kinds])
        for code, label, kinds in _GROUPS
    ]
    named = {body for _code, _label, kinds in _GROUPS for body in kinds}
    others = [(name, url) for body, name, url in rows if body not in named]
    return [group for group in [*groups, LinksOfGroup(*_OTHERS, others)] if group.links]
