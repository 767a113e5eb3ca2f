"""What every page of a portal shares, as an abstract mixin that a province may extend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.html import strip_tags
from wagtail import hooks
from wagtail.models import Page

from .. import gone
from ..metadata import Metadata
from ..page_hosts import UrlParts, own_parts

if TYPE_CHECKING:
    from wagtail.models import Page as _PageBase
else:
    _PageBase = models.Model

#: Hook by which a later layer says what a user may do with a page:
#: ``function(user, page) -> PagePermissionTester``; the last one registered counts.
PAGE_PERMISSIONS_HOOK: Final = "govportal_page_permissions"


def parent_link(related_name: str) -> models.OneToOneField[Page, Page]:
    """The link to Wagtail's page row, under a name that no page type of a host can clash with."""
    return models.OneToOneField(
        Page, on_delete=models.CASCADE, parent_link=True, related_name=related_name
    )


class PortalPageMixin(_PageBase):
    """Metadata, cache policy and permissions common to all public pages."""

    class Meta:
        abstract = True

    #: Pages with a form or anything personal set this to False: they are never cached as a whole.
    page_cache_allowed = True
    #: Parameters of the address that choose another view, with an address of its own.
    view_parameters: tuple[str, ...] = ()
    #: Pages with a form add POST.
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page for an address, as Wagtail does; a page that is gone says so.

        Raises:
            Http404: where there is no such page.
        """
        try:
            return super().route(request, path_components)
        except Http404:
            if not path_components and not self.live:
                gone.remember(self, request)
            raise

    def get_url_parts(self, request: Any = None) -> UrlParts | None:
        """Where the page is: site, its address and the path; on the host of the page's language."""
        parts: UrlParts | None = super().get_url_parts(request)
        if parts is None or isinstance(request, HttpRequest):
            return parts
        return own_parts(self, parts)

    @property
    def is_foreign(self) -> bool:
        """Whether it is in another language than the portal's own."""
        return bool(self.locale.language_code != settings.LANGUAGE_CODE)

    def get_lead(self) -> str:
        """A plain-text summary for lists, feeds and metadata; empty where there is none."""
        return strip_tags(getattr(self, "lead", "") or self.search_description or "")

    def permissions_for_user(self, user: Any) -> Any:
        """What the user may do with the page, as a later layer says it; else as Wagtail does."""
        for function in reversed(hooks.get_hooks(PAGE_PERMISSIONS_HOOK)):
            return function(user, self)
        return super().permissions_for_user(user)

    def get_metadata(self, **overrides: Any) -> Metadata:
        """The page's Dublin Core elements (Circular 24/2011/TT-BTTTT)."""
        values: dict[str, Any] = {
            "title": self.seo_title or self.title,
            "description": self.get_lead(),
            "identifier": self.full_url or "",
            "date": self.first_published_at,
            "modified": self.last_published_at,
            "language": self.locale.language_code,
        }
        values.update(overrides)
        return Metadata(**values)
