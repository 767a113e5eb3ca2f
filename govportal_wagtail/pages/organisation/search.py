"""What the search keeps of pages on leaders and agencies besides title and introduction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Page

from ...core.models import Person, Post
from ...core.search import index
from .models import LeaderPage, LeaderPageMixin, OfAgencyMixin
from .rich_text import plain_text

__all__ = ["is_organisation_page", "texts_of"]


def is_organisation_page(model: type[Page]) -> bool:
    """Return whether pages of a class are about leaders or agencies."""
    return issubclass(model, OfAgencyMixin | LeaderPageMixin)


def texts_of(pages: Sequence[Any]) -> Mapping[int, list[str]]:
    """Return formatted texts and, for leaders, public posts in every language, by key of the page.

    One query for the posts of all pages, none where no page is about a leader.
    """
    posts = _posts({page.person_id for page in pages if isinstance(page, LeaderPageMixin)})
    found: dict[int, list[str]] = {}
    for page in pages:
        texts = [
            plain_text(getattr(page, field.name))
            for field in page._meta.get_fields()
            if isinstance(field, RichTextField)
        ]
        held = posts.get(getattr(page, "person_id", None), [])
        found[page.pk] = [text for text in [*held, *texts] if text]
    return found


@receiver([post_save, post_delete], sender=Post)
def follow_post(instance: Post, **kwargs: Any) -> None:
    """A post was entered, changed, hidden or deleted: the pages about its holder name it."""
    _refresh(instance.person_id)


@receiver(post_save, sender=Person)
def follow_person(instance: Person, created: bool, **kwargs: Any) -> None:
    """The search names the posts of somebody, who may be called otherwise now."""
    if not created:
        _refresh(instance.pk)


def _refresh(person_id: int) -> None:
    pages = LeaderPage.objects.filter(person=person_id).live().order_by()
    index.refresh(pages.values_list("pk", flat=True))


def _posts(people: Iterable[int]) -> dict[int | None, list[str]]:
    wanted = set(people)
    found: dict[int | None, list[str]] = defaultdict(list)
    if not wanted:
        return found
    # A post that is yet to come is told by nobody before its first day.
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=timezone.localdate())
    rows = Post.objects.filter(begun, person__in=wanted, is_public=True)
    rows = rows.order_by("sort_order", "pk")
    columns = ("title", "title_en", "title_ru", "agency__name")
    for person_id, name, *texts in rows.values_list("person_id", "person__name", *columns):
        if not found[person_id]:
            found[person_id].append(name)
        found[person_id].append(" ".join(text for text in texts if text))
    return found
