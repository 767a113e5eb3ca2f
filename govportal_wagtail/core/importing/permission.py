"""Who may import, and on what ground an import publishes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Final

from wagtail.models import Page

from ..publication_context import trusted

PURPOSE: Final = "import"


def publishing(user: Any) -> AbstractContextManager[None]:
    """Publish what is imported: it was issued and published before. The log says so."""
    return trusted(PURPOSE, user=user, is_logged=True)


def may_import(user: Any, parent: Page) -> bool:
    """Whether a user may add and publish pages below `parent`, by Wagtail's permissions."""
    with trusted(PURPOSE, user=user):
        allowed = parent.permissions_for_user(user)
        return bool(allowed.can_add_subpage() and allowed.can_publish_subpage())
