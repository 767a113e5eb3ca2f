"""What an editor should look at again in a document: never a reason to refuse it.

To the rules of ``validation``, which need the document alone, come those that ask the database:
whether the document is already there, whether replacements run in a circle, whether the text and
the files are complete.
"""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ...core.findings import Finding
from ...core.models import FileFacts, InspectionState
from .. import effects, validity
from ..models import DocumentRelation, LegalDocumentPage, RelationKind, RelationScope
from ..symbols import parse_symbol
from ..units_store import text_of
from ..validation import check_document
from .access import visible_documents

_ENDING: Final = (RelationKind.REPLACES, RelationKind.REPEALS)
_LONGEST_CIRCLE: Final = 10
_MOST_DUPLICATES: Final = 5


def findings_of(page: LegalDocumentPage, user: Any) -> list[Finding]:
    """All findings about a saved document as it stands in the instance, errors first.

    Documents that the user may not see are not named.
    """
    return [
        *check_document(page),
        *_already_there(page, user),
        *_circular(page),
        *_undated(page),
        *_incomplete_text(page),
        *_files(page),
    ]


def duplicates_of(page: LegalDocumentPage, user: Any) -> list[LegalDocumentPage]:
    """Other documents of the same issuer, type, number, year and kind that the user may see.

    Translations and aliases are the same document. Normative and other documents are numbered
    apart (Decree 30/2020/NĐ-CP, Article 8), and 66a is not 66.
    """
    if page.is_draft or page.number is None or page.year is None:
        return []
    same = visible_documents(user).filter(
        number=page.number,
        year=page.year,
        issuer_id=page.issuer_id,
        doc_type_id=page.doc_type_id,
        normativity=page.normativity,
        is_draft=False,
    )
    same = same.exclude(pk=page.pk).exclude(translation_key=page.translation_key)
    same = same.filter(alias_of=None).exclude(pk=page.alias_of_id)
    number = _number_of(page.symbol)
    found = same.defer("full_text").order_by("-live", "pk")[: 4 * _MOST_DUPLICATES]
    return [each for each in found if _number_of(each.symbol) == number][:_MOST_DUPLICATES]


def links_to(documents: list[LegalDocumentPage]) -> Any:
    """The documents as safe HTML: their symbols, linked to their pages in the admin."""
    return format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (reverse("wagtailadmin_pages:edit", args=[each.pk]), each.symbol or each.title)
            for each in documents
        ),
    )


def _number_of(symbol: str) -> str:
    return parse_symbol(symbol).number_text.casefold().lstrip("0")


def _already_there(page: LegalDocumentPage, user: Any) -> list[Finding]:
    found = duplicates_of(page, user)
    if not found:
        return []
    text = _("A document with this number, type, issuing body and year already exists: {links}")
    message = format_html(text, links=links_to(found))
    return [Finding("warning", "symbol", "already_exists", message)]


def _circular(page: LegalDocumentPage) -> list[Finding]:
    """Whether what this document ends leads, by further endings, back to it."""
    reached = {
        row.target_id
        for row in page.relations.all()
        if row.kind in _ENDING and row.scope == RelationScope.WHOLE and row.target_id
    }
    if not reached:
        return []
    own = effects.twin_ids([page])[page.pk]
    newest = reached
    for _step in range(_LONGEST_CIRCLE):
        if newest & own:
            message = _(
                "The replacements run in a circle: what this document replaces or repeals "
                "ends this document in turn."
            )
            return [Finding("warning", "relations", "circular", message)]
        rows = DocumentRelation.objects.filter(
            page_id__in=newest, page__live=True, kind__in=_ENDING, scope=RelationScope.WHOLE
        )
        further = {pk for pk in rows.values_list("target_id", flat=True) if pk}
        newest = further - reached
        reached = reached | newest
        if not newest:
            break
    return []


def _undated(page: LegalDocumentPage) -> list[Finding]:
    dossier = effects.load([page], links=True)[page.pk]
    found = []
    for each in validity.findings(dossier.facts, dossier.incoming):
        if each.code == "undated" and each.relation.by.symbol:
            message = _("%(symbol)s changes this document, but from no known day.") % {
                "symbol": each.relation.by.symbol
            }
            found.append(Finding("warning", "relations", "undated", message))
    return found


def _incomplete_text(page: LegalDocumentPage) -> list[Finding]:
    """Normative documents are posted in full text (Decision 40/2024/QĐ-UBND Lạng Sơn, Art. 5)."""
    text = text_of(page)
    if page.is_normative and not text.text.strip():
        message = _(
            "A normative document is posted in full text: add the text, or a file whose text can "
            "be read."
        )
        return [Finding("warning", "full_text", "no_full_text", message)]
    if text.is_truncated:
        message = _("The text of the file was cut because of its length.")
        return [Finding("warning", "full_text", "text_cut", message)]
    return []


def _files(page: LegalDocumentPage) -> list[Finding]:
    files = list(page.files.all())
    if not files:
        message = _("There is no file of the document yet.")
        return [Finding("warning", "files", "no_files", message)]
    ids = [file.document_id for file in files]
    found = []
    for facts in FileFacts.objects.filter(document_id__in=ids).select_related("document"):
        name = {"name": facts.document.title}
        if facts.state in {InspectionState.REFUSED, InspectionState.FAILED}:
            message = _("The file “%(name)s” could not be read.") % name
            found.append(Finding("warning", "files", "unreadable_file", message))
        elif facts.has_text_layer is False:
            message = _(
                "The file “%(name)s” has no text layer: it is a picture of the document, and "
                "cannot be searched or read aloud."
            )
            found.append(Finding("warning", "files", "no_text_layer", message % name))
    return found
