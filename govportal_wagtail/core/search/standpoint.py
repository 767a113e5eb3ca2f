"""Where a question is asked: on which site, in which language, with which sites within reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Locale, Site

from .. import caching, network
from ..navigation import current_home
from . import search
from .question import Question
from .results import Results

__all__ = ["Standpoint"]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The site of a request, a language it has a home page in, and the names of other sites."""

    site: Site
    locale: Locale
    others: Mapping[int, str]

    @classmethod
    def of(cls, request: HttpRequest, site: Site, question: Question) -> Standpoint:
        """Return the standpoint of a request; a language without a home page is not one."""
        with translation.override(question.language or translation.get_language()):
            home = current_home(request)
        language = home.language if home else translation.get_language()
        locale = Locale.objects.filter(language_code=language).first()
        others = caching.remember(site.pk, "search-sites", lambda: _others(site))
        return cls(site, locale or site.root_page.locale, dict(others))

    @property
    def language(self) -> str:
        """The language of what is found and of the page that shows it."""
        return str(self.locale.language_code)

    def within_reach(self, question: Question) -> Question:
        """Return the question as it may be asked here: across sites only where there are others."""
        if question.across and not self.others:
            return question.everywhere(across=False)
        return question

    def search(self, question: Question, *, limit: int, offset: int = 0) -> Results:
        """Return what is found."""
        return search(
            question.text,
            site=self.site,
            locale=self.locale,
            types=question.types,
            filters=question.filters,
            order=question.order,
            across=question.across,
            limit=limit,
            offset=offset,
        )

    def site_names(self) -> dict[int, str]:
        """Return the names of this and the other sites, by key."""
        return {self.site.pk: self.site.site_name or self.site.hostname, **self.others}


def _others(site: Site) -> list[tuple[int, str]]:
    return [(each.site_id, str(each)) for each in network.other_sites(site)]
