"""What follows when a document is published, changed, withdrawn, moved or deleted.

Signal receivers, imports and commands all come through here, so that relations, parts, register and
search index are written in one transaction and in one order.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from ..core.search import index
from . import connections, effects, register, units_store
from .models import LegalDocumentPage

__all__ = [
    "access_changed",
    "after_deletion",
    "before_deletion",
    "file_read",
    "published",
    "refresh_targets",
    "tree_changed",
    "unpublished",
]


def published(page: LegalDocumentPage) -> None:
    """Connect the relations of a published document, divide its text and write its rows.

    Also writes the rows of the documents related to it, whose validity may have changed.
    """
    with transaction.atomic():
        related = connections.connect(page)
        units_store.store_units(page)
        register.refresh_ids({page.pk, *related})
        index.refresh([page.pk])


def unpublished(page: LegalDocumentPage) -> None:
    """Take a withdrawn document out of the register; what it did to others no longer counts."""
    with transaction.atomic():
        related = connections.neighbours([page])
        units_store.remove_units(page.pk)
        register.refresh_ids({page.pk, *related})


def before_deletion(page: LegalDocumentPage) -> set[int]:
    """Return the documents to look at again when this one is gone."""
    return connections.neighbours([page])


def after_deletion(page: LegalDocumentPage, related: Iterable[int]) -> None:
    """Write the rows of the documents that a deleted one was related to.

    Relations that lost their document keep its symbol and find another copy where there is one.
    """
    with transaction.atomic():
        if page.symbol_key:
            connections.connect_key(page.symbol_key)
        register.refresh_ids(related)


def refresh_targets(page_ids: Iterable[int]) -> None:
    """Write the rows of documents that a relation let go of, in every copy and translation."""
    pages = list(LegalDocumentPage.objects.filter(pk__in=page_ids).defer("full_text"))
    if pages:
        with transaction.atomic():
            register.refresh_ids(set().union(*effects.twin_ids(pages).values()))


def tree_changed(page: Page) -> None:
    """Bring paths and addresses up to date after a page was moved or renamed."""
    with transaction.atomic():
        if isinstance(page.specific_deferred, LegalDocumentPage):
            register.refresh_ids([page.pk])
        register.sync_tree()


def access_changed() -> None:
    """Bring up to date who may read which row."""
    with transaction.atomic():
        register.sync_access()


def file_read(document_id: int) -> None:
    """Divide the text of the documents that have no text but this file's."""
    pages = (
        LegalDocumentPage.objects.live()
        .filter(files__document_id=document_id, full_text="")
        .distinct()
    )
    with transaction.atomic():
        for page in pages:
            units_store.store_units(page)
        index.refresh([page.pk for page in pages])
