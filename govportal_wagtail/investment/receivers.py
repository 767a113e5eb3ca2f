"""Signal receivers of the investment app; what they do is in ``publishing``."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from . import publishing
from .models import InvestmentProjectPage


@receiver(
    pre_save, sender=InvestmentProjectPage, dispatch_uid="govportal_investment.before_writing"
)
def on_writing(
    instance: InvestmentProjectPage, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """A version is about to be written over what the public reads."""
    if not raw and update_fields is None:
        publishing.remember(instance)


@receiver(page_published, dispatch_uid="govportal_investment.published")
def on_published(instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """A project was published, or published again."""
    if isinstance(instance, InvestmentProjectPage):
        publishing.published(instance, revision)


@receiver(page_unpublished, dispatch_uid="govportal_investment.unpublished")
def on_unpublished(instance: Page, **kwargs: Any) -> None:
    """A project was withdrawn, or its time is over."""
    if issubclass(instance.specific_class or Page, InvestmentProjectPage):
        publishing.unpublished(instance)


@receiver(post_page_move, dispatch_uid="govportal_investment.moved")
def on_moved(instance: Page, **kwargs: Any) -> None:
    """A page was moved, perhaps with projects below it."""
    publishing.tree_changed(instance)


@receiver(page_slug_changed, dispatch_uid="govportal_investment.renamed")
def on_renamed(instance: Page, **kwargs: Any) -> None:
    """The address of a page changed, and with it those of all pages below."""
    publishing.tree_changed(instance)


@receiver(
    [post_save, post_delete],
    sender=PageViewRestriction,
    dispatch_uid="govportal_investment.access",
)
def on_access_changed(**kwargs: Any) -> None:
    """Who may read a branch of the tree changed."""
    publishing.access_changed()
