"""What follows when a project is published, changed, withdrawn, moved or deleted.

Signal receivers, imports and commands all come through here: the log of changed figures and the
register are written in one transaction. The search follows pages by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

from ..core import publication_context
from ..editorial import publication
from ..editorial.models import Correction
from . import history, register
from .models import FigureChange, InvestmentProjectMixin, InvestmentProjectPage

__all__ = [
    "Before",
    "access_changed",
    "published",
    "remember",
    "tree_changed",
    "unpublished",
]

#: Where an instance that is being saved keeps what its page said before.
_BEFORE: Final = "_govportal_before"
_FIELDS: Final = frozenset(field.name for field in InvestmentProjectMixin._meta.local_fields)
_PARTS: Final = (*("capital", "decisions", "packages", "states", "updates", "photos", "files"),)
_BOOKKEEPING: Final = frozenset({"id", "page", "sort_order", "translation_key", "locale"})


@dataclass(frozen=True, slots=True)
class Before:
    """What the public read, or had last read, of a project before a version is written over it."""

    figures: history.Snapshot
    content: dict[str, Any]


def remember(page: InvestmentProjectPage) -> None:
    """Keep on the instance what the stored page says, if it was ever public; else nothing.

    Called before an instance is written, in the transaction of the writing: the row of the page is
    locked until its end, so that two publications are compared one after the other.
    """
    if not page.pk or hasattr(page, _BEFORE):
        return
    stored = (
        InvestmentProjectPage.objects.select_for_update(of=("self",))
        .filter(pk=page.pk, first_published_at__isnull=False)
        .first()
    )
    if stored is not None:
        setattr(page, _BEFORE, Before(history.snapshot(stored), content_of(stored)))


def published(page: InvestmentProjectPage, revision: Revision | None = None) -> list[FigureChange]:
    """Write down which figures changed, and the rows of the project; returns the changes.

    Nothing is written down of a first publication, or of a page that is not public (yet). Called
    again it finds nothing new.
    """
    with transaction.atomic():
        if not InvestmentProjectPage.objects.live().filter(pk=page.pk).exists():
            register.remove(page.pk)
            return []
        before: Before | None = page.__dict__.pop(_BEFORE, None)
        if before is None:
            register.refresh(page)
            return []
        changes = history.record(
            page,
            before.figures,
            history.snapshot(page),
            user=_user(),
            reason=_reason(page, revision),
        )
        is_new = bool(changes) or content_of(page) != before.content
        register.refresh(page, content_at=timezone.now() if is_new else None)
    return changes


def unpublished(page: Page) -> None:
    """Take a withdrawn project out of the register; the log of its figures stays.

    Not one that was published again meanwhile, or that is being deleted: Wagtail says of it that it
    is not live any more and never stores that. Its rows go with it.
    """
    with transaction.atomic():
        if not InvestmentProjectPage.objects.live().filter(pk=page.pk).exists():
            register.remove(page.pk)


def tree_changed(page: Page) -> None:
    """Bring paths, addresses and registers up to date after a page was moved or renamed."""
    with transaction.atomic():
        if issubclass(page.specific_class or Page, InvestmentProjectPage):
            register.refresh_ids([page.pk])
        register.sync_tree()


def access_changed() -> None:
    """Bring up to date who may read which row."""
    with transaction.atomic():
        register.sync_access()


def content_of(page: InvestmentProjectPage) -> dict[str, Any]:
    """What a version says of the project, for comparison: not where it stands or when it was made.

    One query for each kind of rows of a stored page.
    """
    found: dict[str, Any] = {"title": page.title}
    for field in page._meta.concrete_fields:
        if field.name in _FIELDS:
            # Cleaned as the database would give it back: "45.50" is 45.5.
            found[field.name] = field.to_python(field.value_from_object(page))
    found["communes"] = sorted(each.pk for each in page.communes.all())
    for name in _PARTS:
        # Rows that only stand in another order are no news.
        found[name] = sorted((_row(row) for row in getattr(page, name).all()), key=repr)
    return found


def _row(row: Any) -> dict[str, Any]:
    return {
        field.name: field.to_python(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in _BOOKKEEPING
    }


def _user() -> Any:
    """Who publishes: the code that does it on behalf of somebody says so; None for the system."""
    purpose = publication_context.purpose()
    return (purpose.user if purpose else None) or publication.actor()


def _reason(page: Page, revision: Revision | None) -> str:
    """Why it is published: what the code says that does it, else the notices posted with it."""
    purpose = publication_context.purpose()
    if purpose is not None and purpose.reason:
        return purpose.reason
    now_posted = Q(published_at__gte=page.last_published_at)
    if revision is not None:
        now_posted |= Q(published_at=None, made_at__lte=revision.created_at)
    notices = Correction.objects.filter(now_posted, page=page.alias_of_id or page.pk)
    return " ".join(notices.order_by("pk").values_list("text", flat=True))
