"""A change of a portal site's record shows at once in what is kept of its Wagtail sites."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .. import caching
from ..models import DomainName, PortalSite


@receiver([post_save, post_delete], sender=PortalSite)
def forget_portal_site(sender: type[Any], instance: PortalSite, **kwargs: Any) -> None:
    """State and successor decide what the public sees, also on the sites of other languages."""
    caching.bump_all()


@receiver([post_save, post_delete], sender=DomainName)
def forget_domain(sender: type[Any], instance: DomainName, **kwargs: Any) -> None:
    """The host of a site may serve another language from now on."""
    caching.bump_all()
