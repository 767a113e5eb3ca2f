"""The narrow table behind public lists, filters, feeds and exports.

One row per published document, written when a page is published, moved, unpublished or deleted.
Lists never walk the page tree: a province holds tens of thousands of documents, the national
gazette more than a hundred thousand.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ...core.models import AdministrativeField, Agency, SearchUnit
from ...core.search.candidates import pages_with_phrases, pages_without
from ...core.search.query import ParsedQuery, parse
from ..symbols import reference_key, symbol_key
from .choices import Normativity, Validity
from .taxonomy import DocumentType

#: The documents in the search.
SEARCH_SOURCE: Final = "documents"
_KEY_LENGTH: Final = 120
_NEWEST: Final = models.F("issued_on").desc(nulls_last=True)


class RegisterQuerySet(models.QuerySet["RegisterEntry"]):
    """Questions asked of the register."""

    def with_status(self, *, on: date) -> RegisterQuerySet:
        """Each entry with ``status``: its validity on the given day, from its stored dates."""
        ended = models.Q(ended_on__lte=on)
        suspended = models.Q(suspended_from__lte=on) & (
            models.Q(suspended_until__isnull=True) | models.Q(suspended_until__gt=on)
        )
        whens = [
            models.When(~models.Q(status_override=""), then=models.F("status_override")),
            models.When(is_draft=True, then=models.Value(Validity.DRAFT)),
            models.When(ended, then=models.Value(Validity.EXPIRED)),
            models.When(effective_on__isnull=True, then=models.Value(Validity.UNKNOWN)),
            models.When(effective_on__gt=on, then=models.Value(Validity.NOT_YET)),
            models.When(suspended, then=models.Value(Validity.SUSPENDED)),
            models.When(partly_ended_on__lte=on, then=models.Value(Validity.PARTLY_EXPIRED)),
        ]
        return self.annotate(
            status=models.Case(
                *whens,
                default=models.Value(Validity.IN_FORCE),
                output_field=models.CharField(max_length=20),
            )
        )

    def public(self) -> RegisterQuerySet:
        """Entries that anyone may read."""
        return self.filter(is_public=True)

    def below(self, page: Page) -> RegisterQuerySet:
        """Entries of the documents below a page, for example of one site or one library."""
        return self.filter(path__startswith=page.path)

    def having_words(self, query: str) -> RegisterQuerySet:
        """Entries of documents that have every word of the query, wherever in them it stands.

        The last word may be unfinished. Asks the search index, which holds the whole text; who may
        read an entry is for the register to say.
        """
        parsed = parse(query)
        documents = SearchUnit.objects.filter(source=SEARCH_SOURCE)
        found = documents.filter(is_part=False)
        found = found.matching(parsed.condition(open_end=_may_go_on(parsed)))
        quoted = pages_with_phrases(parsed, documents)
        if quoted is not None:
            found = found.filter(page_id__in=quoted)
        return self.filter(_is_of(pages_without(parsed, found)))

    def headed(self, query: str) -> RegisterQuerySet:
        """Entries that have every word of the query in title, symbol or abstract."""
        parsed = parse(query)
        units = SearchUnit.objects.filter(source=SEARCH_SOURCE, is_part=False)
        wanted = parsed.heading_condition(open_end=_may_go_on(parsed))
        return self.filter(_is_of(units.matching(wanted)))

    def search(self, query: str) -> RegisterQuerySet:
        """Entries found by number or by words, with ``rank``; a query without a word finds nothing.

        In the order of `match_rank`, within each rank the newest first. Understands what
        ``legal.symbols.reference_key`` does.
        """
        exact, number = symbol_conditions(query)
        having = models.Q(pk__in=RegisterEntry.objects.having_words(query).values("pk"))
        found = self.filter(exact | number | having).annotate(rank=match_rank(query))
        return found.order_by("rank", _NEWEST, "-page_id")

    def named(self, query: str) -> RegisterQuerySet:
        """Entries that the whole query names by number, the exact symbol first, then the newest."""
        exact, number = symbol_conditions(query)
        rank = models.Case(models.When(exact, then=0), default=1)
        return self.filter(exact | number).order_by(rank, _NEWEST, "-page_id")

    def for_lists(self) -> RegisterQuerySet:
        """Entries with what a line of a list shows, without further queries per line."""
        return self.select_related("doc_type", "issuer")

    def with_fields(self) -> RegisterQuerySet:
        """Entries with their fields of administration, in one query for all."""
        return self.prefetch_related("administrative_fields")


def symbol_conditions(query: str) -> tuple[models.Q, models.Q]:
    """Return for pages and entries: the symbol is exactly that of the query; it has its number."""
    parts = reference_key(query)
    keys = {symbol_key(query)[:_KEY_LENGTH]} - {""}
    if parts is None:
        return models.Q(symbol_key__in=keys), models.Q(pk__in=[])
    keys.add(parts.key_prefix)
    given = {"number": parts.number, "year": parts.year, "doc_type__code": parts.type_slug}
    named = models.Q(**{name: value for name, value in given.items() if value})
    head = f"{parts.number}{parts.year or ''}"
    if parts.key_prefix.startswith(head):
        # The year may stand in the symbol, or be that of issue; either may be left out of a query.
        tail = parts.key_prefix.removeprefix(head)
        named &= models.Q(symbol_key__contains=tail) if tail else models.Q()
    else:
        named &= models.Q(symbol_key__startswith=parts.key_prefix)
    return models.Q(symbol_key__in=keys), named


def match_rank(query: str, *, titled: models.Q | None = None) -> models.Case:
    """Return how well a found page or entry matches, the best first.

    The exact symbol (0), its number (1), every word in title or abstract (2), in the text (3).
    ``titled`` adds to the third.
    """
    exact, number = symbol_conditions(query)
    headed = models.Q(pk__in=RegisterEntry.objects.headed(query).values("pk"))
    return models.Case(
        models.When(exact, then=0),
        models.When(number, then=1),
        models.When(headed | titled if titled else headed, then=2),
        default=3,
        output_field=models.IntegerField(),
    )


def _is_of(units: models.QuerySet[SearchUnit]) -> models.Q:
    """Entries of the pages of units, and of those that hold their place in another language.

    The latter are not in the search index, since their text is in the language of the original, but
    they are in the list of a library.
    """
    pages = units.order_by().values("page_id")
    found = models.Q(page_id__in=pages)
    if Page.objects.filter(alias_of__isnull=False).exists():
        found |= models.Q(page_id__in=Page.objects.filter(alias_of__in=pages).values("pk"))
    return found


def _may_go_on(parsed: ParsedQuery) -> bool:
    """Whether the last word may be unfinished; the beginning of a number is another number."""
    return bool(parsed.folded) and not parsed.folded[-1].isdigit()


_NARROW: Final = (
    "is_public",
    "doc_type",
    "issuer",
    "year",
    "normativity",
    "signer_key",
    "status_override",
    "is_draft",
    "effective_on",
    "ended_on",
    "partly_ended_on",
    "suspended_from",
    "suspended_until",
)


class RegisterEntry(models.Model):
    """What lists need to know of one published document."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="govportal_register_entry",
    )
    library = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("library"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=255, help_text="Tree path of the page, for one site's rows.")
    url_path = models.TextField()
    is_public = models.BooleanField(
        default=True, help_text="False below a page with a view restriction."
    )
    title = models.CharField(max_length=255)
    abstract = models.TextField()
    symbol = models.CharField(max_length=120, blank=True)
    symbol_key = models.CharField(max_length=120, blank=True, db_index=True)
    number = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    doc_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    normativity = models.CharField(max_length=20, choices=Normativity.choices)
    issuer = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    administrative_fields = models.ManyToManyField(AdministrativeField, related_name="+")
    signer = models.CharField(max_length=255, blank=True)
    signer_key = models.CharField(max_length=255, blank=True)
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    partly_ended_on = models.DateField(null=True)
    suspended_from = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    status_override = models.CharField(max_length=20, blank=True)
    is_draft = models.BooleanField(default=False)
    has_files = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        indexes = [
            # Holds every column that a list filters, counts or sorts by: the rows themselves are
            # wide, and counting facets would read them all.
            models.Index(
                fields=["library", "locale", "-issued_on", "-page", *_NARROW],
                name="govportal_reg_lib_date",
            ),
            models.Index(fields=["-issued_on", "-page"], name="govportal_reg_date"),
            models.Index(fields=["path"], name="govportal_reg_path"),
            models.Index(fields=["issuer", "-issued_on"], name="govportal_reg_issuer"),
            models.Index(fields=["doc_type", "-issued_on"], name="govportal_reg_type"),
            models.Index(fields=["signer_key"], name="govportal_reg_signer"),
            models.Index(fields=["number", "year"], name="govportal_reg_number"),
        ]

    def __str__(self) -> str:
        return self.symbol or self.title

    def get_url(self, request: HttpRequest | None = None) -> str:
        """The public address of the document; empty below no site. Asks no query of its own.

        Wagtail keeps the root paths of all sites in its cache and on the request.
        """
        page = Page(pk=self.page_id, url_path=self.url_path)
        return page.get_url(request) or ""

    @property
    def status_label(self) -> str:
        """The name of the annotated ``status``; empty where the query did not annotate it."""
        status = getattr(self, "status", "")
        return str(Validity(status).label) if status else ""
