"""Writes many pages at once, as publishing one by one would have left them in the tree."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Page

PageT = TypeVar("PageT", bound=Page)
_BATCH: Final = 500


def place(page: PageT, parent: Page, number: int, *, key: uuid.UUID, moment: datetime) -> PageT:
    """Return the page with all that the tree and publishing would give it, as the n-th child."""
    page.locale = parent.locale
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, number)
    page.content_type = ContentType.objects.get_for_model(type(page))
    page.translation_key = key
    page.draft_title = page.title
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.live = True
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = moment
    if hasattr(page, "derive"):
        page.derive()
    return page


def insert(parent: Page, pages: Sequence[Any]) -> None:
    """Write placed pages of one type and give them ids; the caller has a transaction."""
    Page.objects.bulk_create([_page_row(page) for page in pages], batch_size=_BATCH)
    paths = [page.path for page in pages]
    written = Page.objects.filter(path__gte=min(paths), path__lte=max(paths), depth=pages[0].depth)
    ids = dict(written.order_by().values_list("path", "pk"))
    for page in pages:
        page.pk = page.id = page.page_ptr_id = ids[page.path]
    _insert_child_rows(pages)
    children = Page.objects.child_of(parent).count()
    Page.objects.filter(pk=parent.pk).update(numchild=children)


def settle() -> None:
    """Do what the database does by itself some minutes after a large import."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _page_row(page: Page) -> Page:
    names_of_page = [field.attname for field in Page._meta.concrete_fields]
    return Page(**{name: getattr(page, name) for name in names_of_page})


def _insert_child_rows(pages: Sequence[Any]) -> None:
    """Write what each page has besides; Django has no bulk insert for inherited tables."""
    meta = type(pages[0])._meta
    fields = meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(meta.db_table)
    rows = [
        [field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields]
        for page in pages
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608
