"""What legal documents need to be posted, and how their time limits are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..core.network import is_foreign
from ..editorial import requirements
from ..editorial.registries import PageTiming, PublishRequirement, Shortfall
from ..regulation.vocabulary import Event
from .models import LegalDocumentMixin
from .validation import errors_of

#: The kind of information of the regulations' time limits.
CATEGORY: Final = "legal_doc"


def is_document(page: Page) -> bool:
    """Whether the page is a legal document, also one of a province's own kind."""
    return isinstance(page, LegalDocumentMixin)


def check_symbol(page: Any) -> Iterator[Shortfall]:
    """What was issued has a number and symbol; a draft for comment has none yet."""
    if not page.is_draft and not page.symbol.strip():
        message = _(
            "The number and symbol is missing; mark the document as a draft if it has none."
        )
        yield Shortfall("symbol", message, "", "no_symbol")


def check_dates(page: Any) -> Iterator[Shortfall]:
    """The day of issue is known and past, and the dates follow one another."""
    if not page.is_draft and page.issued_on is None:
        yield Shortfall("issued_on", _("The day of issue is missing."), "", "no_issue_date")
    elif page.issued_on and page.issued_on > timezone.localdate():
        message = _("A document cannot be issued on a day that is still to come.")
        yield Shortfall("issued_on", message, "", "future_issue_date")
    for field, found in errors_of(page).items():
        for each in found:
            yield Shortfall(field, each, "", "invalid")


def check_full_text(page: Any) -> Iterator[Shortfall]:
    """Normative documents are posted in full text (Cà Mau 68/2026, 14.2; Vĩnh Long 2021, 20.2)."""
    article = requirements.policy_article(page, "full_text_of_normative", "yes")
    if article is None or not page.is_normative or page.full_text.strip():
        return
    if is_foreign(page):
        # It shows the text of its original.
        return
    files = [each.document_id for each in page.files.all()]
    unreadable = {facts.document_id for facts in requirements.unreadable_files(files)}
    if not set(files) - unreadable:
        message = _("A normative document is posted in full: add its text, or the file of it.")
        yield Shortfall("full_text", message, article, "no_full_text")


def check_files(page: Any) -> Iterator[Shortfall]:
    """Every file can be opened (Cà Mau 68/2026, Article 14.4.e: technical format)."""
    article = requirements.ground_article(page, "technical_format")
    for facts in requirements.unreadable_files(each.document_id for each in page.files.all()):
        message = requirements.files_named(facts.document)
        yield Shortfall("files", message, article, "unreadable_file")


REQUIREMENTS = (
    PublishRequirement("legal_symbol", _("Number and symbol"), is_document, check_symbol, order=10),
    PublishRequirement("legal_dates", _("Dates of the document"), is_document, check_dates, 20),
    PublishRequirement(
        "legal_full_text", _("Full text of a normative document"), is_document, check_full_text, 30
    ),
    PublishRequirement("legal_files", _("Files that can be read"), is_document, check_files, 40),
)


def _category(page: Any) -> str:
    return "" if page.is_draft else CATEGORY


def _anchors(page: Any) -> Mapping[str, date]:
    if page.issued_on is None:
        return {}
    return dict.fromkeys((Event.ISSUED.value, Event.OFFICIALLY_ISSUED.value), page.issued_on)


def _issuer(page: Any) -> Any:
    return page.issuer if page.issuer_id else None


DOCUMENT_TIMING = PageTiming("legal_document", is_document, _category, _anchors, _issuer)
