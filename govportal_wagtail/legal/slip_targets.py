"""Legal documents as what a supply slip may become."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Site

from ..core.vietnamese import fold
from ..editorial.errors import FlowError
from ..editorial.registries import SlipTarget
from .models import (
    DocumentFile,
    DocumentType,
    FileRole,
    LegalDocumentIndexPage,
    LegalDocumentPage,
    Normativity,
)
from .symbols import Symbol, find_symbols

_TITLE_LENGTH = 255
_EDITABLE = frozenset({"doc", "docx", "odt", "rtf", "txt"})


def document_parents(site: Site) -> list[Page]:
    """The document libraries of a site."""
    home = site.root_page
    found = LegalDocumentIndexPage.objects.filter(path__startswith=home.path)
    return list(found.order_by("path"))


def fill_document(page: LegalDocumentPage, slip: Any) -> None:
    """Copy what the slip says into a legal document; a second filling replaces the first.

    Symbol and type are read from the title, as far as they stand there; the newsroom completes
    what the slip has no field for, and what it completed stays.

    Raises:
        FlowError: where the register of document types is empty.
    """
    item = slip.item
    symbol = _symbol_in(slip.title) or _symbol_in(slip.lead)
    page.title = Truncator(slip.title).chars(_TITLE_LENGTH)
    page.abstract = slip.lead or slip.title
    page.source_url = slip.source_url
    if symbol:
        page.symbol = symbol.text
    kind = _type_of(symbol, slip.title)
    if kind is not None:
        page.doc_type = kind
    elif page.doc_type_id is None:
        page.doc_type = _any_type()
    if page._state.adding:
        page.issuer = item.agency or item.portal_site.agency
        is_normative = bool(symbol and symbol.is_normative)
        page.normativity = Normativity.NORMATIVE if is_normative else Normativity.ADMINISTRATIVE
    page.issued_on = _day(item.anchors.get("issued")) or page.issued_on
    page.full_text = _plain(slip.body) or page.full_text
    page.files = [
        DocumentFile(
            document=row.document,
            title=row.title,
            role=_role(row.document.filename),
            sort_order=order,
        )
        for order, row in enumerate(slip.attachments.select_related("document"))
    ]
    page.derive()


def _symbol_in(text: str) -> Symbol | None:
    found = find_symbols(text)
    return found[0].symbol if found else None


def _type_of(symbol: Symbol | None, title: str) -> DocumentType | None:
    """The type by the abbreviation in the symbol, else by the words with which the title begins."""
    types = list(DocumentType.objects.all())
    code = symbol.type_code if symbol else ""
    by_code = next((kind for kind in types if code and kind.abbreviation == code), None)
    if by_code is not None:
        return by_code
    words = fold(title)
    named = [kind for kind in types if words.startswith(fold(kind.name))]
    # "Nghị quyết liên tịch" also begins with "Nghị quyết".
    return max(named, key=lambda kind: len(kind.name), default=None)


def _any_type() -> DocumentType:
    """A dispatch says nothing of its kind, and most papers without a symbol are one."""
    types = DocumentType.objects.order_by("sort_order", "pk")
    found = types.filter(code="cong-van").first() or types.first()
    if found is None:
        message = _("There are no document types yet. Ask the administrator to set up the portal.")
        raise FlowError({"target": message})
    return found


def _plain(html: str) -> str:
    """The content as plain text, a line for each paragraph."""
    lines = html.replace("</p>", "\n").replace("</li>", "\n").replace("</h3>", "\n")
    lines = lines.replace("<br/>", "\n")
    text = unescape(strip_tags(lines))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _role(filename: str) -> str:
    extension = filename.rsplit(".", 1)[-1].lower()
    return FileRole.EDITABLE if extension in _EDITABLE else FileRole.SIGNED


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        return None


LEGAL_DOCUMENT = SlipTarget(
    code="legal_document",
    label=gettext_lazy("Legal document"),
    model=lambda: LegalDocumentPage,
    parents=document_parents,
    fill=fill_document,
    order=20,
)
