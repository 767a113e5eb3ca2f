"""What a home page may show of questions: the newest answers, and the way to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ..core import caching, network
from ..core.registries import HomeSection
from .models import QuestionSettings
from .public import listing

__all__ = ["SECTIONS", "ask_section", "latest_section"]

_DEFAULT_COUNT: Final = 6


def latest_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The newest published answers of a section, or of the whole site."""
    source = options.get("source")
    below = source or options.get("home") or site.root_page
    answers = listing.newest(below, options.get("count") or _DEFAULT_COUNT)
    more = source or (listing.index_of(below) if answers else None)
    return {
        "items": network.address(answers, request),
        "more_url": (more.get_url(request) or "") if more else "",
    }


def ask_section(request: HttpRequest, site: Site, options: Mapping[str, Any]) -> dict[str, Any]:
    """The ways to ask and to follow a question; asking only while the form is open."""
    settings = QuestionSettings.for_site(site)
    return {
        "items": [{"url": reverse("govportal_questions:tracking")}],
        "ask_url": reverse("govportal_questions:ask") if settings.is_open else "",
        "tracking_url": reverse("govportal_questions:tracking"),
        "closed_note": "" if settings.is_open else settings.closed_note,
    }


@receiver(post_save, sender=QuestionSettings)
def forget_pages_of_site(instance: QuestionSettings, **kwargs: Any) -> None:
    """Pages say whether questions may be asked, and whether figures are shown."""
    caching.bump(instance.site_id)


SECTIONS: Final = (
    HomeSection(
        "questions_latest",
        _("Newest answers to questions"),
        "govportal/questions/home/latest.html",
        latest_section,
    ),
    HomeSection(
        "questions_ask", _("Ask a question"), "govportal/questions/home/ask.html", ask_section
    ),
)
