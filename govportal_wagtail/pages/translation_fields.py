"""What of the pages, and of the rows on them, is translated."""

from __future__ import annotations

from typing import Final

from ..core.registries import TranslationFields
from .models import (
    AdministrativeMapPage,
    AgencyPage,
    ArticleAttachment,
    ArticlePage,
    HomePage,
    HomePageSection,
    LeaderPage,
    LeadersPage,
    OfficialDirectoryPage,
    OrganisationPage,
    SectionPage,
    StandardPage,
)

_of_page = TranslationFields.of_page

_CONTENT: Final = (
    _of_page("home", lambda: HomePage, translated=("lead", "sections")),
    TranslationFields(
        "home_section",
        lambda: HomePageSection,
        translated=("heading",),
        synchronised=("kind", "count"),
        overridable=("source",),
    ),
    _of_page("section", lambda: SectionPage, translated=("lead",), synchronised=("reach",)),
    _of_page("standard_page", lambda: StandardPage, translated=("lead", "body")),
    _of_page(
        "article",
        lambda: ArticlePage,
        translated=("lead", "body", "source", "image_alt", "image_caption", "attachments"),
        synchronised=(
            *("published_on", "author", "source_url", "source_published_on"),
            *("image_author", "category", "agency"),
        ),
        overridable=("image",),
        # Tags are words of one language.
        untouched=("tags", "tagged_items"),
    ),
    TranslationFields(
        "article_attachment",
        lambda: ArticleAttachment,
        translated=("title",),
        overridable=("document",),
    ),
)

_ORGANISATION: Final = (
    _of_page("leaders", lambda: LeadersPage, translated=("lead",), synchronised=("agency",)),
    _of_page(
        "leader",
        lambda: LeaderPage,
        translated=("biography", "duties", "duties_basis"),
        synchronised=("person",),
        overridable=("photo",),
    ),
    _of_page(
        "official_directory",
        lambda: OfficialDirectoryPage,
        translated=("lead",),
        synchronised=("agency", "with_units"),
    ),
    _of_page(
        "organisation",
        lambda: OrganisationPage,
        translated=("lead",),
        synchronised=("agency", "depth_shown"),
    ),
    _of_page(
        "agency",
        lambda: AgencyPage,
        translated=("lead", "functions", "functions_basis", "history"),
        synchronised=("agency",),
    ),
    _of_page(
        "administrative_map",
        lambda: AdministrativeMapPage,
        translated=("lead", "image_alt", "description", "source"),
        synchronised=("agency",),
        overridable=("image", "document"),
    ),
)

FIELDS: Final = (*_CONTENT, *_ORGANISATION)
