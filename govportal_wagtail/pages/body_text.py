"""The readable text of StreamField bodies, read from the stored form of many pages at once.

Wagtail's own ``get_searchable_content`` first loads what the blocks of a page refer to: pictures
and files, page by page. Here stored values are walked, and the titles of all files are asked for
together, so that the number of queries does not grow with the number of pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents import get_document_model
from wagtail.fields import StreamField

#: What walking knows how to enter. A block with a content of its own is asked itself.
_CONTAINERS = (blocks.BaseStreamBlock, blocks.BaseStructBlock, blocks.ListBlock)


class _FileTitle(int):
    """Stands in a text where the title of a file belongs, until it is known."""


def body_texts(pages: Sequence[Model]) -> dict[int, list[str]]:
    """Return the texts of all StreamFields of each page, in reading order, by key of the page.

    Words, tables with their captions, captions of pictures and titles of files. One query for the
    files of all pages, none where no page has any.
    """
    found = {page.pk: list(_texts_of_page(page)) for page in pages}
    files = {text for texts in found.values() for text in texts if isinstance(text, _FileTitle)}
    titles: dict[int, str] = {}
    if files:
        documents = get_document_model()._default_manager.filter(pk__in={int(pk) for pk in files})
        titles = dict(documents.values_list("pk", "title"))
    return {
        key: [text for text in (_written(each, titles) for each in texts) if text]
        for key, texts in found.items()
    }


def _written(text: str | _FileTitle, titles: dict[int, str]) -> str:
    if isinstance(text, _FileTitle):
        return titles.get(int(text), "")
    return " ".join(text.split())


def _texts_of_page(page: Model) -> Iterator[str | _FileTitle]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            yield from _texts(stream.stream_block, stream.raw_data)


def _texts(block: Any, value: Any) -> Iterator[str | _FileTitle]:
    """The texts of a stored value; what does not fit its block, after a change of it, is left out.

    Raises nothing: one odd block must not keep a page out of the search.
    """
    if value is None:
        return
    if isinstance(block, blocks.ChooserBlock):
        if issubclass(block.model_class, get_document_model()) and isinstance(value, int):
            yield _FileTitle(value)
    elif isinstance(block, _CONTAINERS) and _is_plain(block):
        if getattr(block, "search_index", True):
            for child, stored in _children(block, value):
                yield from _texts(child, stored)
    else:
        yield from _own_texts(block, value)


def _own_texts(block: Any, value: Any) -> Iterator[str]:
    try:
        native = block.to_python(value)
        texts = [str(text) for text in block.get_searchable_content(native)]
    except (AttributeError, KeyError, TypeError, ValueError):
        return
    if isinstance(block, TableBlock) and isinstance(value, dict):
        yield str(value.get("table_caption") or "")
    yield from texts


def _is_plain(block: Any) -> bool:
    """Whether the block leaves it to its children what of it is searched."""
    own = type(block).get_searchable_content
    return any(own is each.get_searchable_content for each in _CONTAINERS)


def _children(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(block, blocks.BaseStructBlock):
        if isinstance(value, dict):
            for name, child in block.child_blocks.items():
                yield child, value.get(name)
        return
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return
    for item in value:
        if isinstance(block, blocks.ListBlock):
            # Lists that were stored long ago hold bare values.
            is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            yield block.child_block, item["value"] if is_wrapped else item
        elif isinstance(item, dict) and item.get("type") in block.child_blocks:
            yield block.child_blocks[item["type"]], item.get("value")
