"""Know a project again: the projects of a register by their codes."""

from __future__ import annotations

from wagtail.models import Page

from ...core.importing.page_importer import free_slug, taken_slugs
from ...core.vietnamese import slugify
from ..codes import code_key, split_codes
from ..models import InvestmentProjectPage

_SLUG_LENGTH = 200


class Projects:
    """The projects of one register by code, and by other codes that only one of them bears."""

    def __init__(self, register: Page) -> None:
        self._register = register
        self.reload()

    def reload(self) -> None:
        """Read the projects again, after a write was rolled back; two queries."""
        self._slugs = taken_slugs(self._register)
        self._by_key: dict[str, int] = {}
        self._drafts: set[int] = set()
        others: dict[str, set[str]] = {}
        pages = InvestmentProjectPage.objects.child_of(self._register).order_by("-live", "pk")
        for pk, key, codes, live in pages.values_list("pk", "code_key", "other_codes", "live"):
            self._by_key.setdefault(key, pk)
            if not live:
                self._drafts.add(pk)
            for code in split_codes(codes):
                others.setdefault(code_key(code), set()).add(key)
        self._others = {
            other: next(iter(keys)) for other, keys in others.items() if len(keys) == 1 and other
        }

    def known_as(self, key: str) -> str:
        """The code by which the register knows a project, also one named by another code."""
        return key if key in self._by_key else self._others.get(key, key)

    def find(self, key: str) -> int | None:
        """Primary key of the page of a project; None for one that is not here."""
        return self._by_key.get(self.known_as(key))

    def is_draft(self, pk: int) -> bool:
        """Whether the page is not published."""
        return pk in self._drafts

    def add(self, page: InvestmentProjectPage) -> None:
        """Note a new page."""
        self._by_key[page.code_key] = page.pk
        self._slugs.add(page.slug)
        self.note_state(page)

    def note_state(self, page: InvestmentProjectPage) -> None:
        """Note whether a page is published now."""
        if page.live:
            self._drafts.discard(page.pk)
        else:
            self._drafts.add(page.pk)

    def free_slug(self, page: InvestmentProjectPage) -> str:
        """A slug that no other page of the register has, from name and code."""
        code = slugify(page.code)[:60]
        name = slugify(page.title)[: _SLUG_LENGTH - len(code)].strip("-")
        return free_slug(f"{name}-{code}".strip("-") or "du-an", self._slugs)
