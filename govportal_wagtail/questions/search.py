"""What the search keeps of published answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from ..core.models import SearchUnit
from ..core.registries import SearchEntry, SearchSource
from .models import (
    QuestionAttachment,
    QuestionCitation,
    QuestionPage,
    QuestionPageMixin,
    QuestionTag,
    QuestionTopic,
)
from .public.listing import SOURCE

__all__ = ["ANSWERS", "entries", "is_answer", "topic_names"]


def is_answer(model: type[Page]) -> bool:
    """Return whether pages of a class are published answers."""
    return issubclass(model, QuestionPageMixin)


def entries(page_ids: Sequence[int]) -> Iterator[SearchEntry]:
    """Return what the search keeps of published answers, by their keys.

    Nothing but what the page shows to everybody. The number of queries depends on how many kinds
    of pages there are, not on how many pages.
    """
    pages = Page.objects.filter(pk__in=list(page_ids)).order_by("pk").specific()
    # A page of a class that is not installed any more has none of the fields.
    answers: list[Any] = [page for page in pages if isinstance(page, QuestionPageMixin)]
    topics = QuestionTopic.objects.in_bulk({page.topic_id for page in answers} - {None})
    further = _further(page_ids)
    for page in answers:
        topic = topics.get(page.topic_id)
        yield SearchEntry(
            page_id=page.pk,
            title=page.title,
            summary=page.question,
            text="\n".join([get_text_for_indexing(page.answer), *further[page.pk]]),
            category=topic.code if topic else "",
            agency_id=page.agency_id,
            date=page.answered_on,
        )


def topic_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of topics in the active language, by code."""
    found = QuestionTopic.objects.filter(code__in=list(codes))
    return {topic.code: topic.localized_name for topic in found}


@receiver(post_save, sender=QuestionTopic)
def follow_topic(instance: QuestionTopic, created: bool, **kwargs: Any) -> None:
    """The index keeps the code of a topic, which may be changed."""
    if created:
        return
    pages = QuestionPage.objects.filter(topic=instance).values("pk")
    units = SearchUnit.objects.filter(page__in=pages, source=SOURCE)
    units.exclude(category=instance.code).update(category=instance.code)


def _further(page_ids: Sequence[int]) -> dict[int, list[str]]:
    """Words of cited documents, names of files and tags; three queries."""
    found: dict[int, list[str]] = defaultdict(list)
    ids = list(page_ids)
    cited = QuestionCitation.objects.filter(page__in=ids, cited__live=True).order_by("sort_order")
    for page_id, label, title in cited.values_list("page_id", "label", "cited__title"):
        found[page_id].append(label or title)
    files = QuestionAttachment.objects.filter(page__in=ids).order_by("sort_order")
    for page_id, title, name in files.values_list("page_id", "title", "document__title"):
        found[page_id].append(title or name)
    tags = QuestionTag.objects.filter(content_object__in=ids).order_by("pk")
    for page_id, name in tags.values_list("content_object_id", "tag__name"):
        found[page_id].append(name)
    return found


ANSWERS: Final = SearchSource(
    code=SOURCE,
    label=_("Questions and answers"),
    handles=is_answer,
    entries=entries,
    category_label=pgettext_lazy("question", "Topic"),
    category_names=topic_names,
    order=25,
)
