"""Create and update the page of one document, the way an editor would: revision, then publish."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from wagtail.models import Page

from ...core.findings import Finding
from ...core.importing.findings import of_validation
from ...core.importing.page_importer import free_slug, publish_changed, publish_new
from ...core.vietnamese import normalise, slugify
from ..citations import find_relations
from ..models import DocumentRelation, LegalDocumentPage, RelationScope
from ..symbols import symbol_key
from ..validation import check_document
from .attachments import Attachments, FoundFile
from .lookups import Directory, new_doc_type
from .mapping import Mapping
from .rows import DocumentData, document_title

#: Fields copied from a row as they are.
PLAIN_FIELDS: Final = (
    "symbol",
    "abstract",
    "signer",
    "position",
    "signing_capacity",
    "issued_on",
    "effective_on",
    "expires_on",
    "gazette_number",
    "gazette_date",
    "summary_procedure",
    "is_draft",
    "source_url",
    "national_id",
    "full_text",
    "status_override",
    "status_override_reason",
)
# Filled when the page is saved, or checked by the database itself.
_NOT_CHECKED: Final = frozenset(
    {
        *("path", "depth", "numchild", "slug", "url_path", "draft_title", "content_type"),
        *("translation_key", "locale", "latest_revision", "live_revision", "owner"),
        *("doc_type", "issuer"),
    }
)
_SLUG_LENGTH: Final = 200


class Writer:
    """Writes the documents of one import."""

    def __init__(
        self,
        mapping: Mapping,
        directory: Directory,
        user: AbstractBaseUser | None,
        attachments: Attachments | None,
    ) -> None:
        self._mapping = mapping
        self._directory = directory
        self._user = user
        self._attachments = attachments

    def draft(self, data: DocumentData) -> LegalDocumentPage:
        """An unsaved page with the plain values of a row."""
        page = LegalDocumentPage(normativity=data.values["normativity"], live=False)
        page.title = self._title(data)
        self._set_plain(page, data)
        page.derive()
        return page

    def changes(
        self, page: LegalDocumentPage, data: DocumentData, files: list[FoundFile]
    ) -> list[str]:
        """Set on `page` what the row changes; returns the names of changed fields."""
        old_title = self._title_of(page)
        changed = self._set_plain(page, data)
        if page.doc_type.code != data.doc_type:
            page.doc_type = self._directory.existing_doc_type(data.doc_type) or new_doc_type(
                data.doc_type
            )
            changed.append("doc_type")
        if page.issuer.code != data.issuer:
            changed.append("issuer")
        if "normativity" in self._mapping.columns and data.text("normativity") != page.normativity:
            page.normativity = data.values["normativity"]
            changed.append("normativity")
        if data.fields is not None:
            held = {each.code for each in page.administrative_fields.all()}
            if held != set(data.fields):
                changed.append("administrative_fields")
        if changed and page.title == old_title:
            page.title = self._title(data)
        if self._attachments and self._attachments.missing_from(page, files):
            changed.append("files")
        page.derive()
        return changed

    def check(self, page: LegalDocumentPage) -> list[Finding]:
        """What the document's own rules say of a page, without asking the database."""
        found = list(check_document(page))
        try:
            page.clean_fields(exclude=_NOT_CHECKED)
        except ValidationError as error:
            found += of_validation(error)
        return found

    def create(
        self, library: Page, page: LegalDocumentPage, data: DocumentData, files: list[FoundFile]
    ) -> None:
        """Put a drafted page below the library and publish it.

        Raises:
            ValidationError: if the document's rules refuse it.
        """
        page.locale_id = library.locale_id
        page.owner = self._user
        self._set_records(page, data)
        self._add_relations(page)
        if self._attachments:
            self._attachments.attach(page, files)
        publish_new(library, page, self._user)

    def update(
        self,
        page: LegalDocumentPage,
        data: DocumentData,
        files: list[FoundFile],
        changed: list[str],
    ) -> None:
        """Publish a changed page as a new revision.

        Raises:
            ValidationError: if the document's rules refuse it.
        """
        self._set_records(page, data)
        if "full_text" in changed:
            self._add_relations(page)
        if self._attachments:
            self._attachments.attach(page, self._attachments.missing_from(page, files))
        publish_changed(page, self._user)

    def _set_plain(self, page: LegalDocumentPage, data: DocumentData) -> list[str]:
        changed = []
        for name in PLAIN_FIELDS:
            if name not in data.values:
                continue
            value = data.values[name]
            if isinstance(value, str):
                value = normalise(value)
            if getattr(page, name) != value:
                setattr(page, name, value)
                changed.append(name)
        return changed

    def _set_records(self, page: LegalDocumentPage, data: DocumentData) -> None:
        page.doc_type = self._directory.doc_type(data.doc_type)
        page.issuer = self._directory.agency(data.issuer)
        if data.fields is not None:
            page.administrative_fields.set(self._directory.fields(data.fields))

    def _title(self, data: DocumentData) -> str:
        if data.title:
            return data.title
        kind = self._directory.existing_doc_type(data.doc_type) or new_doc_type(data.doc_type)
        return document_title(
            self._mapping.title,
            doc_type=kind.name,
            symbol=data.symbol,
            abstract=data.text("abstract"),
            issuer=self._directory.agency_name(data.issuer),
        )

    def _title_of(self, page: LegalDocumentPage) -> str:
        return document_title(
            self._mapping.title,
            doc_type=page.doc_type.name,
            symbol=page.symbol,
            abstract=page.abstract,
            issuer=page.issuer.name,
        )

    def _add_relations(self, page: LegalDocumentPage) -> None:
        """Add what the text says of other documents; nothing an editor entered is touched."""
        if self._mapping.relations != "from-text" or not page.full_text:
            return
        known = {(each.kind, each.target_key) for each in page.relations.all()}
        for found in find_relations(page.full_text):
            key = symbol_key(found.symbol)[:120] if found.symbol else ""
            if not key or key == page.symbol_key or (found.kind, key) in known:
                continue
            known.add((found.kind, key))
            relation = _relation(found)
            relation.derive()
            page.relations.add(relation)


def _relation(found: Any) -> DocumentRelation:
    articles = found.articles if isinstance(found.articles, str) else ", ".join(found.articles)
    articles = articles[:255]
    return DocumentRelation(
        kind=found.kind,
        target_symbol=found.symbol[:120],
        target_title=found.title[:500],
        articles=articles,
        scope=RelationScope.ARTICLES if articles else RelationScope.WHOLE,
        note=found.evidence[:500],
    )


def slug_for(data: DocumentData, taken: set[str]) -> str:
    """A slug that no other page below the library has."""
    parts = [data.doc_type, data.symbol or data.text("abstract")[:120]]
    if data.year and str(data.year) not in data.symbol:
        # Numbers start again every year, and the symbol of most documents does not say the year.
        parts.append(str(data.year))
    base = slugify(data.slug or " ".join(parts))[:_SLUG_LENGTH].strip("-") or "van-ban"
    return free_slug(base, taken)
