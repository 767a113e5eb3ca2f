"""The form of a legal document in the admin."""

from __future__ import annotations

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from ...core.vietnamese import normalise, slugify
from ...editorial.page_forms import PublishRequirementsForm
from ..validation import errors_of

_TITLE_PATTERN: Final = "{doc_type} {symbol}"
_SLUG_LENGTH: Final = 200


def derived_title(doc_type: Any, symbol: str, abstract: str) -> str:
    """The title that follows from type and symbol, "Quyết định 68/2026/QĐ-UBND"; "" if neither."""
    # The importer names documents by the same rule; it reads the models, which use this form.
    from ..importing.rows import document_title  # noqa: PLC0415

    if doc_type is None or not (symbol or abstract):
        return ""
    symbol, abstract = normalise(symbol).strip(), normalise(abstract).strip()
    return document_title(
        _TITLE_PATTERN, doc_type=doc_type.name, symbol=symbol, abstract=abstract, issuer=""
    )


def derived_slug(title: str, symbol: str, issued_on: Any) -> str:
    """A slug without diacritics; with the year of issue where the symbol does not say it.

    Administrative numbers start again every year.
    """
    parts = [title]
    if symbol and issued_on and str(issued_on.year) not in symbol:
        parts.append(str(issued_on.year))
    return slugify(" ".join(parts))[:_SLUG_LENGTH].strip("-")


def _with_possible_keys(data: Any, names: tuple[str, ...]) -> Any:
    """What was sent, without values of choosers that are no key of a record.

    Wagtail's chooser looks such a value up to show it again, and fails; as an empty value it is
    an error next to its field.
    """
    wrong = [name for name in names if data and not re.fullmatch(r"[0-9]{0,9}", data.get(name, ""))]
    if not wrong:
        return data
    data = data.copy()
    for name in wrong:
        data[name] = ""
    return data


class LegalDocumentPageForm(PublishRequirementsForm):
    """Fills title and slug from the document, and guards what a relation may point at.

    A draft may be saved with findings of error level; publishing asks to correct them.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_with_possible_keys(data, ("issuer",)), *args, **kwargs)
        for name in ("title", "slug"):
            if name in self.fields:
                self.fields[name].required = False
        page = self.instance
        # Before the form writes to the instance: what was derived last time may be derived anew.
        doc_type = page.doc_type if page.doc_type_id else None
        self._old_title = derived_title(doc_type, page.symbol, page.abstract)
        self._old_slug = derived_slug(self._old_title, page.symbol, page.issued_on)

    def clean(self) -> dict[str, Any]:
        """Fill an empty title and slug; refuse targets that the user may not choose."""
        self._fill_title()
        cleaned: dict[str, Any] = super().clean()
        self._fill_slug(cleaned)
        self._check_targets()
        return cleaned

    def _fill_title(self) -> None:
        data = self.cleaned_data
        if "title" not in self.fields or "title" in self.errors:
            return
        title = (data.get("title") or "").strip()
        if title and title != self._old_title:
            return
        derived = derived_title(
            data.get("doc_type"), data.get("symbol") or "", data.get("abstract") or ""
        )
        data["title"] = derived or title
        if not data["title"]:
            self.add_error("title", _("Write a title, or the type with number and symbol."))

    def _fill_slug(self, data: dict[str, Any]) -> None:
        if "slug" not in self.fields or "slug" in self.errors or "title" in self.errors:
            return
        slug, page = data.get("slug") or "", self.instance
        was_derived = slug == self._old_slug or slug.startswith(f"{self._old_slug}-")
        if page.first_published_at:
            # The address of a published document stays.
            data["slug"] = slug or page.slug
        elif not slug or (self._old_slug and was_derived and data["title"] != self._old_title):
            wanted = derived_slug(data["title"], data.get("symbol") or "", data.get("issued_on"))
            data["slug"] = self._free_slug(wanted or "van-ban")

    def _free_slug(self, wanted: str) -> str:
        slug, number = wanted, 1
        while not Page._slug_is_available(slug, self.parent_page, self.instance):
            number += 1
            slug = f"{wanted}-{number}"
        return slug

    def _check_targets(self) -> None:
        formset = self.formsets.get("relations")
        if formset is None or self.for_user is None:
            return
        # Choosing rules read the models, which use this form.
        from .access import visible_documents  # noqa: PLC0415

        chosen = {}
        for form in formset.forms:
            if form.is_valid() and "target" in form.changed_data and form.cleaned_data["target"]:
                chosen[form] = form.cleaned_data["target"].pk
        if not chosen:
            return
        allowed = visible_documents(self.for_user).filter(pk__in=set(chosen.values()))
        ids = set(allowed.values_list("pk", flat=True))
        for form, pk in chosen.items():
            if pk not in ids:
                form.add_error("target", _("Choose a legal document that you may see."))

    def _update_errors(self, errors: ValidationError) -> None:
        if self.is_deferred_validation and hasattr(errors, "error_dict"):
            for name in errors_of(self.instance):
                errors.error_dict.pop(name, None)
            if not errors.error_dict:
                return
        super()._update_errors(errors)
