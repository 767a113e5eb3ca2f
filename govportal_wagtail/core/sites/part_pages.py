"""What the required pages of features have in common: finding, and making, one of their own kind.

A site of older days keeps the page that it has, whatever its kind; nothing is renamed or made
twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from wagtail.models import Page, Site

from ..network import below_any
from ..registries import required_parts
from ..vietnamese import fold
from .parts import page_at

__all__ = ["find_page", "find_pages", "free_slug", "page_above"]

#: How many levels below the home page a page is looked for by its title.
_NEAR: Final = 2


def find_page(root: Page, *, model: type[Page], slug: str, title: str) -> Page | None:
    """The page below a home page that already is the part; see ``find_pages``."""
    return find_pages([root], model=model, slug=slug, title=title).get(root.pk)


def find_pages(
    roots: Sequence[Page], *, model: type[Page], slug: str, title: str
) -> dict[int, Page]:
    """The pages below home pages that already are a part, by the keys of these; also drafts.

    One of the model comes before one with the address, and this before one that is called like it;
    of several the shallowest counts. Three queries, however many home pages there are.
    """
    found: dict[int, Page] = {}
    own: Any = model._default_manager
    _take(found, roots, own.filter(below_any([root.path for root in roots])))
    rest = [root for root in roots if root.pk not in found]
    if rest:
        below = Page.objects.filter(below_any([root.path for root in rest]))
        _take(found, rest, below.filter(slug=slug))
    rest = [root for root in rest if root.pk not in found]
    if rest:
        deepest = max(root.depth for root in rest) + _NEAR
        near = Page.objects.filter(below_any([root.path for root in rest]), depth__lte=deepest)
        called = (page for page in _shallowest(near) if fold(page.title) == fold(title))
        for page in called:
            root = _root_of(page, rest)
            if root and 0 < page.depth - root.depth <= _NEAR and _is_section(page):
                found.setdefault(root.pk, page)
    return found


def page_above(site: Site, root: Page, code: str) -> Page:
    """The page of another part below which a part belongs, made where it is missing; else home."""
    above = page_at(site, code)
    part = required_parts.get(code)
    if above is None and part is not None:
        above = part.find(site, root) if part.find else None
        above = above or part.ensure(site, root)
    # Read anew: a child added through another instance is not known to an older one.
    return Page.objects.get(pk=above.pk if above is not None else root.pk)


def free_slug(parent: Page, wanted: str) -> str:
    """The wanted slug, with a number where a page below the parent has it already."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _take(found: dict[int, Page], roots: Sequence[Page], pages: Any) -> None:
    for page in _shallowest(pages):
        root = _root_of(page, roots)
        if root and page.depth > root.depth:
            found.setdefault(root.pk, page)


def _shallowest(pages: Any) -> Any:
    return pages.order_by("depth", "path")


def _root_of(page: Page, roots: Sequence[Page]) -> Page | None:
    return next((root for root in roots if page.path.startswith(root.path)), None)


def _is_section(page: Page) -> bool:
    """Not an article that is called like it: something that takes pages below it."""
    model = page.specific_class
    return model is not None and bool(model.allowed_subpage_models())
