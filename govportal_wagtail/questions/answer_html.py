"""The text of an answer as it is stored and shown: no other markup than an answer may have."""

from __future__ import annotations

import re
from typing import Final

from bs4 import BeautifulSoup, Comment
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from ..core.vietnamese import normalise
from ..editorial.mail_html import text_of
from .models import ANSWER_FEATURES

__all__ = ["clean_answer", "has_text", "text_of"]

#: The editor's own marks of paragraphs; without them the same text is stored the same way.
_BLOCK_KEY: Final = re.compile(r' data-block-key="[^"]*"')
#: What is no text and would be left behind as such.
_NEVER_READ: Final = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math")


def clean_answer(html: str) -> str:
    """The text with the markup of ``ANSWER_FEATURES`` alone, in precomposed Unicode.

    It is sent to the asker and shown as it is stored, so that it is cleaned before it is kept,
    whatever form sent it. Empty for a text without words. Safe to repeat.
    """
    if not has_text(html):
        return ""
    readable = _readable(normalise(html))
    converter = ContentstateConverter(features=ANSWER_FEATURES)
    stored: str = converter.to_database_format(converter.from_database_format(readable))
    return _BLOCK_KEY.sub("", stored)


def has_text(html: str) -> bool:
    """Whether there is something to read."""
    return bool(text_of(html or "").replace("\xa0", " ").strip())


def _readable(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(_NEVER_READ):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    return str(soup)
