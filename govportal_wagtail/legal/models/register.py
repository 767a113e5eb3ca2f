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

from ...core.models import AdministrativeField, Agency
from ...core.vietnamese import query_terms
from ..symbols import query_key, symbol_key
from .choices import Normativity, Validity
from .taxonomy import DocumentType


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

    def matching_words(self, query: str) -> RegisterQuerySet:
        """Entries that have every word of the query; nothing where the query has no word.

        The last word may be unfinished, the others are whole words.
        """
        wanted = _words_wanted(query)
        return self.none() if wanted is None else self.filter(wanted)

    def search(self, query: str) -> RegisterQuerySet:
        """Entries found by number or by words: the exact symbol first, then numbers, then words.

        Understands what ``legal.symbols.query_key`` does; a query without a word finds nothing.
        """
        by_words, by_number = _words_wanted(query), _number_wanted(query)
        if by_words is None:
            return self.none().annotate(rank=models.Value(0))
        exact = models.Q(symbol_key=symbol_key(query)) & ~models.Q(symbol_key="")
        wanted, whens = by_words | exact, [models.When(exact, then=0)]
        if by_number is not None:
            wanted |= by_number
            whens.append(models.When(by_number, then=1))
        rank = models.Case(*whens, default=2, output_field=models.IntegerField())
        newest = models.F("issued_on").desc(nulls_last=True)
        return self.filter(wanted).annotate(rank=rank).order_by("rank", newest, "-page_id")

    def for_lists(self) -> RegisterQuerySet:
        """Entries with what a line of a list shows, without further queries per line."""
        return self.select_related("doc_type", "issuer").defer("words")

    def with_fields(self) -> RegisterQuerySet:
        """Entries with their fields of administration, in one query for all."""
        return self.prefetch_related("administrative_fields")


def _words_wanted(query: str) -> models.Q | None:
    folded = query_terms(query).folded
    if not folded:
        return None
    wanted = models.Q()
    for position, word in enumerate(folded, start=1):
        end = "" if position == len(folded) else " "
        wanted &= models.Q(words__contains=f" {word}{end}")
    return wanted


def _number_wanted(query: str) -> models.Q | None:
    parts = query_key(query)
    if parts is None:
        return None
    given = {"number": parts.number, "year": parts.year, "doc_type__code": parts.type_slug}
    named = models.Q(**{name: value for name, value in given.items() if value})
    return models.Q(symbol_key__startswith=parts.key_prefix) & named


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
    words = models.TextField(blank=True, help_text="Folded words of symbol, title and abstract.")
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
