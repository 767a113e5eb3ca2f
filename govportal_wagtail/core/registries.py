"""Registries through which later layers add to the portal without being imported by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Generic, Self, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.models import Page, Site

EntryT = TypeVar("EntryT")
Label = str | Promise
Fields = tuple[str, ...]


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
class SearchPart:
    """A part of a page that is found by itself, such as an article of a document.

    ``fragment`` is appended to the address of the page.
    """

    fragment: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the search index keeps of one page.

    ``number`` is the page's own number as written; ``category`` a code that the source names.
    ``text`` is what neither the summary nor a part says.
    """

    page_id: int
    title: str
    summary: str = ""
    text: str = ""
    parts: Sequence[SearchPart] = ()
    number: str = ""
    category: str = ""
    agency_id: int | None = None
    date: date | None = None


def no_names(codes: Iterable[str]) -> Mapping[str, str]:
    """For sources whose pages have no category."""
    return {}


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A kind of content that the search finds.

    ``handles`` says which page classes it speaks for; ``entries`` reads live pages of these by
    key, with few queries for many. ``category_names`` names codes in the active language.
    ``numbers`` returns the keys of the pages that a whole query names by number, best first. A
    source that does not follow pages refreshes the index itself, after rows of its own.
    """

    code: str
    label: Label
    handles: Callable[[type[Page]], bool]
    entries: Callable[[Sequence[int]], Iterable[SearchEntry]]
    category_label: Label = ""
    category_names: Callable[[Iterable[str]], Mapping[str, str]] = no_names
    numbers: Callable[[str], list[int]] | None = None
    follows_pages: bool = True
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
    already is that part, or None. ``find_in`` does the same for the home pages of many sites, by
    their keys, with a number of queries that does not grow with them.
    """

    code: str
    label: Label
    ensure: Callable[[Site, Page], Page | None]
    order: int = field(default=100)
    is_optional: bool = False
    find: Callable[[Site, Page], Page | None] | None = None
    find_in: Callable[[Sequence[Page]], Mapping[int, Page]] | None = None


@dataclass(frozen=True, slots=True)
class PartContent:
    """How an app tells whether a live page that a regulation requires has anything to read.

    ``handles`` says for which page classes it speaks. ``gaps`` gets keys of live pages of these and
    returns, for those that are empty or incomplete, what they lack; few queries for many pages.
    """

    code: str
    handles: Callable[[type[Page]], bool]
    gaps: Callable[[Sequence[int]], Mapping[int, Label]]


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


@dataclass(frozen=True, slots=True)
class ApiPart:
    """The part of the read API that an app adds, as OpenAPI 3.1 describes it.

    ``paths`` and ``schemas`` return what is merged into the whole description.
    """

    code: str
    paths: Callable[[], dict[str, Any]]
    schemas: Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RoleAddition:
    """What roles on a site may do with models of a later layer.

    ``settings`` are permissions ("app.change_model") on settings of a site, for the roles that
    change its settings. ``records_on_portal`` are permissions on records that all sites share, for
    those who administer or lead the provincial portal.
    """

    code: str
    settings: frozenset[str] = frozenset()
    records_on_portal: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RelatedPart:
    """What an app knows of a person or an agency, shown on the page about them.

    ``context`` gets the ``Person`` or ``Agency``, the page that shows it and the request, and
    returns the template context, or None where there is nothing to show. ``label`` is the heading.
    """

    code: str
    label: Label
    template: str
    context: Callable[[Any, Page, HttpRequest], dict[str, Any] | None]
    order: int = field(default=100)


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A public document: what it is called, and its address as seen from the page that asked."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class DocumentLookup:
    """An app that has the text of documents which others only name by number and symbol.

    ``find`` gets symbols as they are written and the page that names them. It returns links by
    symbol, for those that name exactly one public document; few queries for many symbols.
    """

    code: str
    find: Callable[[Sequence[str], Page], Mapping[str, DocumentLink]]


#: What every page has: its texts, what follows the original, what each language has for itself.
#: The address is written in the language of the page, and it is posted and taken down by itself.
PAGE_TEXTS: Final = ("title", "seo_title", "search_description")
PAGE_FACTS: Final = ("show_in_menus",)
PAGE_OWN: Final = ("slug", "go_live_at", "expire_at")


@dataclass(frozen=True, slots=True)
class TranslationFields:
    """What of a page class, or of a class of rows on pages, is translated into other languages.

    ``translated`` are texts and rows with texts. ``synchronised`` always follow the original:
    symbols, dates, money, codes, relations. ``overridable`` follow it unless the translation has
    another one: photos, files. ``untouched`` are shown to no translator, and what a translation has
    there stays; a row is always a copy of the row of the original. Every editable field of the
    class and every kind of rows on it is in one of the four.
    """

    code: str
    model: Callable[[], type[Model]]
    translated: Fields = ()
    synchronised: Fields = ()
    overridable: Fields = ()
    untouched: Fields = ()
    #: Pages of the class have the force of law in their own language only.
    is_legal_text: bool = False
    #: Long texts among the translated that may stay in the language of the original, each as a
    #: whole. Such a field is empty in the translation, and its page says so.
    optional: Fields = ()
    #: Where pages of the class also hold what is not for the public: takes it out of an instance,
    #: which is not saved afterwards, and returns it. Nothing else is frozen, shown or copied.
    public_form: Callable[[Any], Page] | None = None
    #: By name, fields of a row that the portal fills in for what another field of it says, such as
    #: the document that has the symbol: filled in later, nothing has changed.
    filled_in: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_page(
        cls,
        code: str,
        model: Callable[[], type[Page]],
        *,
        translated: Fields = (),
        synchronised: Fields = (),
        overridable: Fields = (),
        untouched: Fields = (),
        is_legal_text: bool = False,
        optional: Fields = (),
        public_form: Callable[[Any], Page] | None = None,
    ) -> Self:
        """The fields of a page class: those given, and those that every page has."""
        return cls(
            code,
            model,
            translated=(*PAGE_TEXTS, *translated),
            synchronised=(*PAGE_FACTS, *synchronised),
            overridable=overridable,
            untouched=(*PAGE_OWN, *untouched),
            is_legal_text=is_legal_text,
            optional=optional,
            public_form=public_form,
        )


home_sections: Registry[HomeSection] = Registry("Home section")
search_sources: Registry[SearchSource] = Registry("Search source")
reference_data: Registry[ReferenceData] = Registry("Reference data")
required_parts: Registry[ReadyPart] = Registry("Required part")
part_contents: Registry[PartContent] = Registry("Content of required pages")
page_notes: Registry[PageNote] = Registry("Note on pages")
page_absences: Registry[PageAbsence] = Registry("Absence of a page")
api_parts: Registry[ApiPart] = Registry("Part of the read API")
person_parts: Registry[RelatedPart] = Registry("What is known of a person")
agency_parts: Registry[RelatedPart] = Registry("What is known of an agency")
role_additions: Registry[RoleAddition] = Registry("Addition to the roles")
document_lookups: Registry[DocumentLookup] = Registry("Lookup of documents")
translation_fields: Registry[TranslationFields] = Registry("Fields to translate")
#: Makes a string to translate out of a paragraph or a cell; of the translation layer.
string_makers: Registry[Callable[[str], Any]] = Registry("Maker of strings to translate")
