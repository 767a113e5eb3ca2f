"""Every page that readers of a host reach, and the Vietnamese words that they read there."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

from govportal_wagtail.core.models import Person
from govportal_wagtail.pages.models import ArticlePage
from govportal_wagtail.translation.provinces import provinces

_MARKED = re.compile(
    "[àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE
)
_WORD = re.compile(r"[\w/.-]+")
#: The symbol of a document, such as 18/2026/QĐ-UBND, or the number of an article, such as 5.1.đ.
_SYMBOL = re.compile(r"\d+(/\d{4})?/[\w.-]+|\d+(\.\w+)+")
_READ_ALOUD = ("title", "alt", "aria-label", "placeholder", "content", "summary")
_NOT_PAGES = ("/admin/", "/media/", "/static/", "/documents/", "/api/", "/du-lieu/")


def crawl(host: str, starts: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """Each page of the host that can be reached by links from some of them, once."""
    client = Client(headers={"host": host})
    waiting, known = deque(starts), set(starts)
    while waiting:
        path = waiting.popleft()
        response = client.get(path)
        yield path, response
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        for link in _page(response).find_all("a", href=True):
            found = _path_on(host, urljoin(f"http://{host}{path}", str(link["href"])))
            if found and found not in known:
                known.add(found)
                waiting.append(found)


def _path_on(host: str, url: str) -> str:
    """The path of an address on the host with its question; empty for all other addresses."""
    parts = urlsplit(urldefrag(url).url)
    if parts.scheme not in ("http", "https") or parts.hostname != host:
        return ""
    path = parts.path or "/"
    # One filter at a time; a form in another language is no English page.
    is_wanted = "&" not in parts.query and "language=" not in parts.query
    is_page = is_wanted and not path.startswith(_NOT_PAGES)
    return f"{path}?{parts.query}".rstrip("?") if is_page else ""


def vietnamese_in(response: HttpResponse) -> set[str]:
    """Texts with Vietnamese words besides names and symbols, if not marked as Vietnamese."""
    return {text for text in _texts(_page(response)) if not _words(text) <= _names()}


@cache
def _names() -> frozenset[str]:
    """Words of names that have no English form: of people, authors and provinces; the currency."""
    articles = ArticlePage.objects.all()
    named = [
        *Person.objects.values_list("name", flat=True),
        *articles.values_list("author", flat=True),
        *articles.values_list("image_author", flat=True),
        *(term.source for term in provinces()),
        "đồng",
    ]
    return frozenset(word for name in named for word in name.split())


def _words(text: str) -> set[str]:
    words = (word.strip(".-/") for word in _WORD.findall(_SYMBOL.sub("", text)))
    return {word for word in words if _MARKED.search(word)}


def _texts(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all(True):
        if element.name in ("script", "style") or _is_vietnamese(element):
            continue
        for name in _READ_ALOUD:
            yield str(element.get(name) or "")
        for text in element.find_all(string=True, recursive=False):
            yield " ".join(text.split())


def _is_vietnamese(element: Tag) -> bool:
    around = element if element.get("lang") else element.find_parent(lang=True)
    return bool(around and str(around["lang"]) == "vi")


def _page(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")
