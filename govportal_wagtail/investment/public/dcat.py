"""A register as a data set for catalogues of open data: DCAT 3 with the terms of DCAT-AP, JSON-LD.

The catalogue of the nation (data.gov.vn) and others harvest such descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from ... import conf
from ...core.models import PortalSettings
from ...core.sites.resolution import portal_site_for
from ..models import ProjectIndexPage
from ..models.register import ProjectEntryQuerySet
from . import dictionary, links
from .api import ENDPOINT
from .list_query import DATA, ProjectQuery
from .part_columns import PARTS

__all__ = ["CONTEXT", "description"]

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_LANGUAGES: Final = {"vi": "VIE", "en": "ENG", "ru": "RUS"}
_MEDIA_TYPES: Final = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON", "application/json"),
    "geojson": ("GEOJSON", "application/geo+json"),
}
_Node = dict[str, Any]


def description(
    request: HttpRequest,
    register: ProjectIndexPage,
    query: ProjectQuery,
    found: ProjectEntryQuerySet,
) -> _Node:
    """The data set of what a query finds in a register; texts in the active language."""
    language = register.locale.language_code
    page = register.get_full_url(request) or request.build_absolute_uri("/")
    facts = _facts(found)
    # What is asked with filters is another data set than the whole.
    landing = page + query.encode()
    title = _("Public investment projects: %(title)s") % {"title": register.title}
    return {
        "@context": CONTEXT,
        "@id": f"{landing}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": landing,
        "dct:title": _text(title, language),
        "dct:description": _text(register.lead or _about(), language),
        "dct:publisher": _publisher(request),
        "dcat:contactPoint": _contact(request),
        "dcat:keyword": [_text(each, language) for each in _keywords()],
        "dcat:theme": {"@id": f"{_AUTHORITY}/data-theme/GOVE"},
        "dct:language": {"@id": f"{_AUTHORITY}/language/{_LANGUAGES.get(language, 'MUL')}"},
        "dct:license": {"@id": conf.API_LICENCE},
        "dct:rights": _text(dictionary.terms_of(register), language),
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}/frequency/IRREG"},
        "dcat:landingPage": {"@id": landing},
        "foaf:page": {"@id": page + ProjectQuery(view=DATA).encode()},
        **_dated("dct:issued", facts["first"]),
        **_dated("dct:modified", facts["last"]),
        **_temporal(facts),
        "dct:spatial": _spatial(facts),
        "dcat:distribution": _distributions(request, register, query, language),
    }


def _facts(found: ProjectEntryQuerySet) -> dict[str, Any]:
    return found.order_by().aggregate(
        first=Min("published_at"),
        last=Max("updated_at"),
        from_year=Min("first_year"),
        to_year=Max("last_year"),
        west=Min("longitude"),
        south=Min("latitude"),
        east=Max("longitude"),
        north=Max("latitude"),
    )


def _about() -> str:
    return _(
        "Projects with their objective, field, kind, time, cost, funding and status; capital by "
        "year and source; decisions; bidding and its results."
    )


def _keywords() -> list[str]:
    return [
        pgettext("keyword", "public investment"),
        pgettext("keyword", "bidding"),
        pgettext("keyword", "disbursement"),
    ]


def _text(value: str, language: str) -> _Node:
    return {"@value": value, "@language": language}


def _dated(name: str, moment: datetime | None) -> _Node:
    return {name: _typed(moment.isoformat(), "dateTime")} if moment else {}


def _typed(value: str, kind: str) -> _Node:
    return {"@value": value, "@type": f"xsd:{kind}"}


def _temporal(facts: Mapping[str, Any]) -> _Node:
    """The years in which the projects run, as far as they are known."""
    years = (("dcat:startDate", facts["from_year"]), ("dcat:endDate", facts["to_year"]))
    known = {name: _typed(str(year), "gYear") for name, year in years if year}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", **known}} if known else {}


def _spatial(facts: Mapping[str, Any]) -> list[_Node]:
    country: _Node = {"@id": f"{_AUTHORITY}/country/VNM", "@type": "dct:Location"}
    west, south, east, north = (facts[name] for name in ("west", "south", "east", "north"))
    if west is None or south is None:
        return [country]
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ", ".join(f"{longitude} {latitude}" for longitude, latitude in corners)
    box = {"@value": f"POLYGON(({ring}))", "@type": "gsp:wktLiteral"}
    return [country, {"@type": "dct:Location", "dcat:bbox": box}]


def _publisher(request: HttpRequest) -> _Node:
    """The agency whose site it is."""
    site = Site.find_for_request(request)
    portal_site = portal_site_for(site)
    name = portal_site.agency.localized_name if portal_site else getattr(site, "site_name", "")
    home = request.build_absolute_uri("/")
    return {
        "@id": f"{home}#publisher",
        "@type": "foaf:Organization",
        "foaf:name": name or request.get_host(),
        "foaf:homepage": {"@id": home},
    }


def _contact(request: HttpRequest) -> _Node:
    settings = PortalSettings.for_request(request)
    home = request.build_absolute_uri("/")
    named = {"vcard:fn": settings.agency_name or request.get_host(), "vcard:hasURL": {"@id": home}}
    if settings.email:
        named["vcard:hasEmail"] = {"@id": f"mailto:{settings.email}"}
    return {"@type": "vcard:Organization", **named}


def _distributions(
    request: HttpRequest, register: ProjectIndexPage, query: ProjectQuery, language: str
) -> list[_Node]:
    files = [
        (each["label"], each["url"], each["code"]) for each in links.download_links(register, query)
    ]
    for part in PARTS.values():
        address = reverse("govportal_investment:part_export", args=[register.pk, part.slug])
        files.append((f"{part.label} (CSV)", address + query.encode(), "csv"))
    found = [_file(request, *each, language) for each in files]
    return [*found, _service(request, language)]


def _file(request: HttpRequest, label: str, address: str, code: str, language: str) -> _Node:
    file_type, media_type = _MEDIA_TYPES[code]
    url = request.build_absolute_uri(address)
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": _text(label, language),
        "dcat:accessURL": {"@id": url},
        "dcat:downloadURL": {"@id": url},
        "dct:format": {"@id": f"{_AUTHORITY}/file-type/{file_type}"},
        "dcat:mediaType": {"@id": f"{_MEDIA}{media_type}"},
        "dct:license": {"@id": conf.API_LICENCE},
    }


def _service(request: HttpRequest, language: str) -> _Node:
    endpoint = request.build_absolute_uri(reverse(f"govportal_investment_api:{ENDPOINT}:listing"))
    about = request.build_absolute_uri(reverse("govportal_core:openapi"))
    title = _text(pgettext("open data", "Interface for programs"), language)
    service = {
        "@id": f"{endpoint}#service",
        "@type": "dcat:DataService",
        "dct:title": title,
        "dcat:endpointURL": {"@id": endpoint},
        "dcat:endpointDescription": {"@id": about},
    }
    return {
        "@id": endpoint,
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": {"@id": endpoint},
        "dcat:accessService": service,
        "dct:format": {"@id": f"{_AUTHORITY}/file-type/JSON"},
        "dct:license": {"@id": conf.API_LICENCE},
    }
