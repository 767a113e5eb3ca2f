"""Projects in the search: what it keeps of them, and finding them by their codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Locale, Page

from ..core.registries import SearchEntry, SearchSource
from .codes import code_key, split_codes
from .models import (
    BiddingPackage,
    InvestmentProjectMixin,
    InvestmentProjectPage,
    ProjectDecision,
    ProjectEntry,
    ProjectIndexPageMixin,
    ProjectStatus,
    ProjectUpdate,
)

__all__ = ["PROJECTS", "entries", "is_of_projects", "named"]

#: The code of the source.
SOURCE: Final = "projects"
_MOST_NAMED: Final = 200
_TEXTS: Final = (
    *("other_codes", "investor_name", "board_name", "place", "scale", "donor", "land_use"),
    *("status_note", "incentives", "call_terms", "contact_unit"),
)
#: What rows of a project say that somebody may look for.
_PARTS: Final = (
    (ProjectDecision, ("symbol", "abstract")),
    (BiddingPackage, ("name", "contractor", "notice")),
    (ProjectUpdate, ("title", "text")),
)


def is_of_projects(model: type[Page]) -> bool:
    """Return whether pages of a class are projects or registers of them."""
    return issubclass(model, InvestmentProjectMixin | ProjectIndexPageMixin)


def entries(page_ids: Sequence[int]) -> Iterator[SearchEntry]:
    """Return what the search keeps of projects and registers, by their keys.

    The number of queries does not depend on how many there are.
    """
    found: list[Any] = list(Page.objects.filter(pk__in=list(page_ids)).order_by("pk").specific())
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    projects = [page.pk for page in found if isinstance(page, InvestmentProjectMixin)]
    words = _words(projects)
    stored = InvestmentProjectPage.objects.select_related("investor", "field")
    known = stored.prefetch_related("communes").in_bulk(projects)
    for page in found:
        if isinstance(page, ProjectIndexPageMixin):
            yield SearchEntry(page.pk, page.title, summary=page.lead)
        elif isinstance(page, InvestmentProjectMixin):
            language = languages[page.locale_id]
            yield _entry(known.get(page.pk, page), language, words[page.pk])


def named(query: str) -> list[int]:
    """The keys of the projects that the whole query names by a code, the newest first."""
    key = code_key(query)
    if not key:
        return []
    newest = ProjectEntry.objects.order_by("-content_at", "-page_id")
    exact = list(newest.filter(code_key=key).values_list("pk", flat=True)[:_MOST_NAMED])
    other = newest.exclude(code_key=key).filter(other_codes__icontains=query.strip())
    rows = other.values_list("pk", "other_codes")[:_MOST_NAMED]
    return exact + [pk for pk, codes in rows if key in map(code_key, split_codes(codes))]


def _entry(page: Any, language: str, words: Sequence[str]) -> SearchEntry:
    # Names of agencies are part of what is indexed: they must not depend on who publishes.
    with override(language):
        names = [each.localized_name for each in page.communes.all()]
        names += [each.localized_name for each in (page.investor, page.field) if each]
    texts = [str(getattr(page, name)) for name in _TEXTS]
    published_at = page.last_published_at or page.first_published_at
    return SearchEntry(
        page_id=page.pk,
        title=page.title,
        summary=page.objective,
        text="\n".join(filter(None, (*texts, *names, *words))),
        number=page.code,
        category=page.status,
        agency_id=page.investor_id,
        date=timezone.localdate(published_at) if published_at else None,
    )


def _words(pages: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for model, names in _PARTS:
        rows = model._default_manager.filter(page_id__in=pages)
        for pk, *texts in rows.values_list("page_id", *names):
            found[pk] += [text for text in texts if text]
    return found


def _status_names(codes: Iterable[str]) -> dict[str, str]:
    return {code: str(ProjectStatus(code).label) for code in codes if code in ProjectStatus.values}


PROJECTS: Final = SearchSource(
    SOURCE,
    _("Investment projects"),
    handles=is_of_projects,
    entries=entries,
    category_label=_("Status"),
    category_names=_status_names,
    numbers=named,
    order=24,
)
