"""Registries through which later layers add to the portal without being imported by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.models import Page, Site

EntryT = TypeVar("EntryT")
Label = str | Promise


class Registry(Generic[EntryT]):
    """Entries by code, in the order they were registered."""

    def __init__(self, subject: str) -> None:
        """``subject`` names the kind of entry in error messages."""
        self.subject = subject
        self._entries: dict[str, EntryT] = {}

    def register(self, code: str, entry: EntryT) -> EntryT:
        """Add an entry.

        Raises:
            ImproperlyConfigured: if the code is taken by a different entry.
        """
        if code in self._entries and self._entries[code] != entry:
            raise ImproperlyConfigured(f"{self.subject} '{code}' is registered twice.")
        self._entries[code] = entry
        return entry

    def get(self, code: str) -> EntryT | None:
        """The entry, or None where the app that brought it is not installed any more."""
        return self._entries.get(code)

    def choices(self) -> list[tuple[str, Label]]:
        """Choices for a form field: code and label of each entry."""
        return [(code, getattr(entry, "label", code)) for code, entry in self._entries.items()]

    def __iter__(self) -> Iterator[EntryT]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A kind of section that a home page may show.

    ``context`` receives the request, the site and the section's own settings (``source`` page or
    None, ``count``) and returns the template context; a falsy ``items`` hides the section.
    """

    code: str
    label: Label
    template: str
    context: Callable[[HttpRequest, Site, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of a search result."""

    title: str
    url: str
    summary: str = ""
    label: Label = ""
    date: Any = None


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Something the public search page looks through.

    ``search`` returns a lazily sliceable queryset-like of matches for a site and a cleaned query;
    ``present`` turns a slice of it into hits.
    """

    code: str
    label: Label
    search: Callable[[Site, str], QuerySet[Any]]
    present: Callable[[list[Any], HttpRequest], list[SearchHit]]
    order: int = field(default=100)


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """Records that ``govportal_setup`` creates or updates, keyed by code and safe to repeat."""

    code: str
    label: Label
    load: Callable[[], int]


@dataclass(frozen=True, slots=True)
class ReadyPart:
    """A part of the tree that ``govportal_setup`` makes sure exists below a site's home page.

    ``ensure`` creates what is missing and returns it, or None where nothing was to do. An optional
    part is created only where the site's regulation asks for it; ``find`` returns the page that
    already is that part, or None.
    """

    code: str
    label: Label
    ensure: Callable[[Site, Page], Page | None]
    order: int = field(default=100)
    is_optional: bool = False
    find: Callable[[Site, Page], Page | None] | None = None


@dataclass(frozen=True, slots=True)
class PageNote:
    """Something that public pages say of themselves, above or below their content.

    ``context`` returns the template context, or None where the page has nothing to say. It bears a
    page that is shown in a preview and was never saved.
    """

    code: str
    template: str
    context: Callable[[Page, HttpRequest], dict[str, Any] | None]
    order: int = field(default=100)
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class GoneNotice:
    """What readers are told of a page that was taken off its address on purpose."""

    since: date
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageAbsence:
    """Why a page that is not live is gone for good or for now: its address then answers 410.

    ``find`` returns None for a page that was merely not published, or withdrawn without notice.
    """

    code: str
    find: Callable[[Page, HttpRequest], GoneNotice | None]


home_sections: Registry[HomeSection] = Registry("Home section")
search_sources: Registry[SearchSource] = Registry("Search source")
reference_data: Registry[ReferenceData] = Registry("Reference data")
required_parts: Registry[ReadyPart] = Registry("Required part")
page_notes: Registry[PageNote] = Registry("Note on pages")
page_absences: Registry[PageAbsence] = Registry("Absence of a page")
