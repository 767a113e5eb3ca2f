"""What the legal app adds to the registries of earlier layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from ..core import network
from ..core.placeholders import without_placeholders
from ..core.registries import (
    HomeSection,
    ReadyPart,
    ReferenceData,
    agency_parts,
    document_lookups,
    home_sections,
    part_contents,
    person_parts,
    reference_data,
    required_parts,
    search_sources,
    translation_fields,
)
from ..editorial.registries import (
    PageTwins,
    page_timings,
    page_twins,
    publish_requirements,
    slip_targets,
)
from . import effects
from .completeness import LIBRARIES
from .document_lookup import LEGAL_DOCUMENTS
from .models import DocumentType, LegalDocumentIndexPage, LegalDocumentPage, RegisterEntry
from .models.register import RegisterQuerySet
from .publishing_rules import DOCUMENT_TIMING, REQUIREMENTS
from .related import ISSUED, SIGNED
from .required import ensure_library, find_library
from .search import DOCUMENTS
from .slip_targets import LEGAL_DOCUMENT
from .symbols.document_types import DOCUMENT_TYPES
from .translation_fields import FIELDS

_DEFAULT_COUNT = 6


def load_document_types() -> int:
    """Create or update the document types by code and return how many there are."""
    for position, kind in enumerate(DOCUMENT_TYPES, start=1):
        DocumentType.objects.update_or_create(
            code=kind.slug,
            defaults={
                "name": kind.name_vi,
                "name_en": kind.name_en,
                "abbreviation": kind.abbreviation,
                "can_be_normative": kind.is_normative_capable,
                "sort_order": position * 10,
            },
        )
    return len(DOCUMENT_TYPES)


def newest_documents(
    request: HttpRequest, site: Site, section: Mapping[str, Any]
) -> dict[str, Any]:
    """The newest public documents of the chosen library, or of the whole site."""
    source = section.get("source")
    branch = (source or site.root_page).localized
    count = section.get("count") or _DEFAULT_COUNT
    dated = _entries(branch).filter(issued_on__isnull=False)
    more = branch.specific_deferred if source else _first_library(branch)
    return {
        "items": network.address(dated.order_by("-issued_on", "-page_id")[:count], request),
        "more_url": (more.get_url(request) or "") if more else "",
    }


def network_documents(
    request: HttpRequest, site: Site, section: Mapping[str, Any]
) -> dict[str, Any]:
    """The newest documents of the component sites on a portal, of the portal on a component."""
    sites = network.other_sites(site)
    paths = network.branches_of(sites, site.root_page.localized)
    entries = RegisterEntry.objects.filter(network.below_any(paths)).public().for_lists()
    newest = entries.filter(issued_on__isnull=False).order_by("-issued_on", "-page_id")
    items = network.address(newest[: section.get("count") or _DEFAULT_COUNT], request)
    return {"items": items}


def _entries(branch: Page) -> RegisterQuerySet:
    return RegisterEntry.objects.below(branch).public().for_lists()


def _first_library(branch: Page) -> Page | None:
    # Not descendant_of(): for its condition on the depth SQLite would walk all pages of the site.
    libraries = LegalDocumentIndexPage.objects.filter(path__startswith=branch.path)
    first: Page | None = without_placeholders(libraries.live().public()).first()
    return first


home_sections.register(
    "documents",
    HomeSection(
        "documents", _("Newest documents"), "govportal/legal/home/documents.html", newest_documents
    ),
)
home_sections.register(
    "network_documents",
    HomeSection(
        "network_documents",
        _("Documents of the other sites of the portal"),
        "govportal/legal/home/documents.html",
        network_documents,
    ),
)
search_sources.register(DOCUMENTS.code, DOCUMENTS)
part_contents.register(LIBRARIES.code, LIBRARIES)
person_parts.register(SIGNED.code, SIGNED)
agency_parts.register(ISSUED.code, ISSUED)
document_lookups.register(LEGAL_DOCUMENTS.code, LEGAL_DOCUMENTS)


def copies_of_document(page: Page) -> QuerySet[Page]:
    """The pages of the same document on other sites and in other languages."""
    ids = effects.twin_ids([page])[page.pk] if isinstance(page, LegalDocumentPage) else ()
    found: QuerySet[Page] = Page.objects.filter(pk__in=ids)
    return found


reference_data.register(
    "document_types",
    ReferenceData("document_types", _("Document types"), load_document_types),
)
required_parts.register("library", ReadyPart("library", _("Document library"), ensure_library))
required_parts.register(
    "legal_documents",
    ReadyPart(
        "legal_documents",
        _("Legal documents"),
        ensure_library,
        order=1100,
        is_optional=True,
        find=find_library,
    ),
)
slip_targets.register(LEGAL_DOCUMENT.code, LEGAL_DOCUMENT)
for _requirement in REQUIREMENTS:
    publish_requirements.register(_requirement.code, _requirement)
page_timings.register(DOCUMENT_TIMING.code, DOCUMENT_TIMING)
page_twins.register("legal_document", PageTwins("legal_document", copies_of_document))
for _fields in FIELDS:
    translation_fields.register(_fields.code, _fields)
