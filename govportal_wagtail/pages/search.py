"""What the search keeps of articles, sections, standard pages and pages on who governs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..core.models import SearchUnit
from ..core.registries import SearchEntry, SearchSource
from .body_text import body_texts
from .models import (
    ArticleAttachment,
    ArticleCategory,
    ArticlePageMixin,
    ArticleTag,
    SectionPageMixin,
    StandardPageMixin,
)
from .organisation.models import LeaderPageMixin, OfAgencyMixin
from .organisation.search import is_organisation_page, texts_of


def is_article(model: type[Page]) -> bool:
    """Return whether pages of a class are articles."""
    return issubclass(model, ArticlePageMixin)


def is_plain_page(model: type[Page]) -> bool:
    """Return whether pages of a class are sections, standard pages or about who governs."""
    is_plain = issubclass(model, SectionPageMixin | StandardPageMixin)
    return is_plain or is_organisation_page(model)


def article_entries(page_ids: Sequence[int]) -> Iterator[SearchEntry]:
    """Return what the search keeps of articles, by their keys.

    The number of queries depends on how many kinds of articles there are, not on how many
    articles.
    """
    pages = _specific(page_ids, ArticlePageMixin)
    texts = body_texts(pages)
    for further in (_attached(page_ids), _tagged(page_ids)):
        for key, names in further.items():
            texts.get(key, []).extend(names)
    categories = ArticleCategory.objects.in_bulk({page.category_id for page in pages} - {None})
    for page in pages:
        category = categories.get(page.category_id)
        yield SearchEntry(
            page_id=page.pk,
            title=page.title,
            summary=page.get_lead(),
            text=_joined([page.image_caption, *texts[page.pk]]),
            category=category.code if category else "",
            agency_id=page.agency_id,
            date=page.published_on,
        )


def page_entries(page_ids: Sequence[int]) -> Iterator[SearchEntry]:
    """Return what the search keeps of all pages that are no articles, by their keys."""
    kinds = (SectionPageMixin, StandardPageMixin, OfAgencyMixin, LeaderPageMixin)
    pages = _specific(page_ids, *kinds)
    texts, formatted = body_texts(pages), texts_of(pages)
    for page in pages:
        yield SearchEntry(
            page_id=page.pk,
            title=page.title,
            summary=page.get_lead(),
            text=_joined([*texts[page.pk], *formatted[page.pk]]),
            agency_id=getattr(page, "agency_id", None),
        )


def category_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of article categories in the active language, by code."""
    found = ArticleCategory.objects.filter(code__in=list(codes))
    return {category.code: category.localized_name for category in found}


@receiver(post_save, sender=ArticleCategory)
def follow_category(instance: ArticleCategory, created: bool, **kwargs: Any) -> None:
    """The index keeps the code of a category, which an editor may change."""
    if created:
        return
    for model in apps.get_models():
        if not issubclass(model, ArticlePageMixin):
            continue
        articles: Any = model._default_manager
        pages = articles.filter(category=instance).values("pk")
        units = SearchUnit.objects.filter(page__in=pages, source=ARTICLES.code)
        units.exclude(category=instance.code).update(category=instance.code)


def _specific(page_ids: Sequence[int], *kinds: type) -> list[Any]:
    pages = Page.objects.filter(pk__in=list(page_ids)).order_by("pk").specific()
    # A page of a class that is not installed any more has none of the fields.
    return [page for page in pages if isinstance(page, kinds)]


def _attached(page_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = ArticleAttachment.objects.filter(page__in=list(page_ids)).order_by("sort_order")
    names: dict[int, list[str]] = defaultdict(list)
    for page_id, title, file_title in rows.values_list("page_id", "title", "document__title"):
        names[page_id].append(title or file_title)
    return names


def _tagged(page_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = ArticleTag.objects.filter(content_object__in=list(page_ids)).order_by("pk")
    names: dict[int, list[str]] = defaultdict(list)
    for page_id, name in rows.values_list("content_object_id", "tag__name"):
        names[page_id].append(name)
    return names


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


ARTICLES = SearchSource(
    code="articles",
    label=_("News and notices"),
    handles=is_article,
    entries=article_entries,
    category_label=_("Category"),
    category_names=category_names,
    order=20,
)
PAGES = SearchSource(
    code="pages",
    label=_("Sections and pages"),
    handles=is_plain_page,
    entries=page_entries,
    order=30,
)
