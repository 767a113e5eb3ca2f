"""What the page about a leader needs to be posted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...editorial.registries import PublishRequirement, Shortfall
from .models import LeaderPageMixin
from .rich_text import plain_text

__all__ = ["LEADER_REQUIREMENTS", "is_leader"]


def is_leader(page: Page) -> bool:
    """Whether the page is about a leader, also one of a province's own kind."""
    return isinstance(page, LeaderPageMixin)


def check_person(page: Any) -> Iterator[Shortfall]:
    """The person holds, or held, a post that is shown to the public."""
    if not page.person_id:
        yield Shortfall("person", _("Choose the person."), "", "no_person")
    elif not page.person.posts.filter(is_public=True).exists():
        message = _(
            "The register of people has no post of this person that is shown to the public."
        )
        yield Shortfall("person", message, "", "no_post")


def check_texts(page: Any) -> Iterator[Shortfall]:
    """A short biography or the assigned duties (Decree 224/2026/NĐ-CP, Article 9.1.b)."""
    if not (plain_text(page.biography) or plain_text(page.duties)):
        message = _("Write the short biography or the assigned duties.")
        yield Shortfall("biography", message, "", "no_biography")


LEADER_REQUIREMENTS: Final = (
    PublishRequirement("leader_person", _("A post in the register"), is_leader, check_person, 10),
    PublishRequirement("leader_texts", _("Biography or duties"), is_leader, check_texts, 20),
)
