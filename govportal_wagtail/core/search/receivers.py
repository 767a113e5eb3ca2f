"""What is found follows what is live, in the transaction in which that changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from ..models import SearchUnit
from . import index


@receiver(page_published, dispatch_uid="govportal_search.published")
def on_published(instance: Page, **kwargs: Any) -> None:
    """A page was published, or published again."""
    source = index.source_of(type(instance))
    if source and source.follows_pages:
        index.refresh([instance.pk])


@receiver(post_save, dispatch_uid="govportal_search.born_live")
def on_saved(
    sender: type[Any], instance: Any, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """A page is born live by an import, without being published."""
    if created and not raw and issubclass(sender, Page) and instance.live:
        on_published(instance)


@receiver(page_unpublished, dispatch_uid="govportal_search.unpublished")
def on_unpublished(instance: Page, **kwargs: Any) -> None:
    """A page was withdrawn."""
    index.remove([instance.pk])


@receiver([post_page_move, page_slug_changed], dispatch_uid="govportal_search.moved")
def on_tree_changed(**kwargs: Any) -> None:
    """Pages have other paths or addresses, perhaps many below one."""
    index.sync_tree()


@receiver(
    [post_save, post_delete], sender=PageViewRestriction, dispatch_uid="govportal_search.access"
)
def on_access_changed(**kwargs: Any) -> None:
    """A branch of the tree was closed or opened to the public."""
    index.sync_access()


@receiver([post_save, post_delete], sender=Site, dispatch_uid="govportal_search.site")
def on_sites_changed(**kwargs: Any) -> None:
    """A site came or went, or got another home page."""
    if SearchUnit.objects.exists():
        index.sync_sites()
