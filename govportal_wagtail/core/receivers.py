"""Signal receivers of the core app: each change that shows on public pages makes them stale."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from . import caching, checks, network  # noqa: F401 - registers the check for the umbrella app
from .models import Agency, LocalizedNameMixin, Person, PortalLink, PortalSettings, PortalSite, Post

#: Who leads an agency is shown by pages of any site.
_SHOWN_EVERYWHERE = (
    *(LocalizedNameMixin, Person, Post),
    *(Site, PortalSite, Locale, PageViewRestriction),
)


@receiver([page_published, page_unpublished])
def forget_pages_of_site(instance: Page, **kwargs: Any) -> None:
    """A page appeared, changed or went: the site's menus, lists and pages may show it."""
    caching.bump_url_path(instance.url_path)


@receiver(post_page_move)
def forget_pages_of_both_sites(
    instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """A page moved: stale are the site it left and the one it came to."""
    caching.bump_url_path(url_path_before)
    caching.bump_url_path(url_path_after)


@receiver(post_delete, sender=Page)
def forget_deleted_page(instance: Page, **kwargs: Any) -> None:
    """A page was deleted; drafts were never shown."""
    if instance.live:
        caching.bump_url_path(instance.url_path)


@receiver(post_save)
def forget_saved(sender: type[Model], instance: Any, created: bool, **kwargs: Any) -> None:
    """A record was saved that pages show, or a page was made live without being published."""
    if issubclass(sender, Page):
        # Drafts are saved all day; only a page that is born live, by an import, shows at once.
        if created and instance.live:
            caching.bump_url_path(instance.url_path)
    elif issubclass(sender, _media_models()):
        # A new file is on no page yet.
        if not created:
            caching.bump_all()
    else:
        _forget(sender, instance)


@receiver(post_delete)
def forget_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """A record was deleted that pages show."""
    if issubclass(sender, _media_models()):
        caching.bump_all()
    elif not issubclass(sender, Page):
        _forget(sender, instance)


@receiver(m2m_changed, sender=Agency.further_successors.through)
def forget_successors(action: str, **kwargs: Any) -> None:
    """Which agencies took over duties is shown by the pages of both."""
    if action.startswith("post_"):
        caching.bump_all()


def _forget(sender: type[Model], instance: Any) -> None:
    if issubclass(sender, PortalSettings):
        # Its components carry the name and the emblem of the portal.
        for site_id in (instance.site_id, *network.sites_that_show(instance.site_id)):
            caching.bump(site_id)
    elif issubclass(sender, PortalLink):
        # Links are saved after the settings they belong to.
        caching.bump(instance.settings.site_id)
    elif issubclass(sender, _SHOWN_EVERYWHERE):
        caching.bump_all()
    elif sender._meta.label == "wagtailredirects.Redirect":
        if instance.site_id:
            caching.bump(instance.site_id)
        else:
            caching.bump_all()


def _media_models() -> tuple[type[Model], ...]:
    return get_image_model(), get_document_model()
