"""How a number and symbol is read, and whether the document is there: asked while one types."""

from __future__ import annotations

from typing import Any, Final

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ...core.models import Agency
from ..models import DocumentType, LegalDocumentPage, Normativity
from ..symbols import Symbol, parse_symbol
from .access import visible_documents, works_on_documents
from .columns import publication_label

LONGEST_SYMBOL: Final = 120
REQUESTS_PER_MINUTE: Final = 120
_MOST_SHOWN: Final = 5

NOTES: Final[dict[str, str | Promise]] = {
    "unparsed": gettext_lazy("The symbol is not written like a number and symbol."),
    "unknown_type": gettext_lazy("The abbreviation of the type is not known."),
    "blank_number": gettext_lazy("There is no number yet; mark the document as a draft."),
    "spaces": gettext_lazy("There are spaces in the symbol."),
    "leading_zero": gettext_lazy("The number begins with a zero."),
    "legacy_form": gettext_lazy("This form of symbol is not used any more."),
    "lost_letter": gettext_lazy("A letter of the type seems to be lost."),
    "no_hyphen": gettext_lazy("The hyphen between type and issuing body is missing."),
    "unaccented": gettext_lazy("The abbreviation of the type has lost its diacritics."),
    "misspelled": gettext_lazy("The symbol seems to be misspelled."),
}


def notes_on(symbol: Symbol) -> list[str]:
    """What is odd about the way a symbol is written, in the user's language."""
    return [str(NOTES[code]) for code in symbol.warnings if code in NOTES]


@never_cache
@require_safe
def check_symbol(request: HttpRequest) -> JsonResponse:
    """The answer for ``symbol``: a piece of HTML, and values for fields that may be empty.

    ``page`` is the document being edited, ``issued_on`` its day of issue as the form holds it.

    Raises:
        PermissionDenied: for users who neither add nor change pages.
    """
    if not works_on_documents(request.user):
        raise PermissionDenied
    text = request.GET.get("symbol", "").replace("\x00", "").strip()
    if len(text) > LONGEST_SYMBOL:
        return _refusal(_("The number and symbol is too long."), 400)
    if not _may_ask_again(request.user.pk):
        return _refusal(_("Too many checks; wait a minute."), 429)
    if not text:
        return JsonResponse({"html": "", "suggestions": {}})
    symbol = parse_symbol(text)
    doc_type, issuers = _doc_type(symbol), _issuers(symbol)
    context = {
        "parts": _parts(symbol, doc_type, issuers),
        "notes": notes_on(symbol),
        "duplicates": _duplicates(request, symbol),
    }
    html = render_to_string("govportal/legal/admin/symbol_check.html", context, request)
    return JsonResponse({"html": html, "suggestions": _suggestions(symbol, doc_type, issuers)})


def _refusal(message: str, status: int) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)


def _may_ask_again(user_id: int | None) -> bool:
    minute = timezone.now().strftime("%H%M")
    key = f"govportal-symbol-check-{user_id}-{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= REQUESTS_PER_MINUTE
    except ValueError:  # The cache dropped the key in between.
        return True


def _doc_type(symbol: Symbol) -> DocumentType | None:
    if not symbol.type_code:
        return None
    return DocumentType.objects.filter(abbreviation=symbol.type_code).order_by("pk").first()


def _issuers(symbol: Symbol) -> list[Agency]:
    """Agencies that sign with the code of the symbol; those that exist today come first."""
    if not symbol.issuer_code:
        return []
    today = timezone.localdate()
    codes = {symbol.issuer_code, symbol.issuer_code.rstrip("0123456789")}
    wanted = Q()
    for code in codes:
        wanted |= Q(issuer_code__iexact=code)
    found = Agency.objects.filter(wanted).order_by("name")
    return list(found.existing(on=today)[:_MOST_SHOWN]) or list(found[:_MOST_SHOWN])


def _parts(
    symbol: Symbol, doc_type: DocumentType | None, issuers: list[Agency]
) -> list[tuple[str, str]]:
    names = ", ".join(each.localized_name for each in issuers)
    parts = [
        (_("Number"), symbol.number_text),
        (_("Year"), str(symbol.year or "")),
        (_("Type"), doc_type.localized_name if doc_type else symbol.type_code),
        (_("Issuing body"), names or symbol.issuer_code),
        (_("Drafting unit"), symbol.unit_code),
    ]
    return [(label, value) for label, value in parts if value]


def _duplicates(request: HttpRequest, symbol: Symbol) -> list[dict[str, Any]]:
    """Documents of this symbol that the user may see; of the same year, where that is known."""
    if not symbol.key:
        return []
    found = visible_documents(request.user).filter(symbol_key=symbol.key)
    year = request.GET.get("issued_on", "")[:4]
    if symbol.year is None and year.isascii() and year.isdigit():
        found = found.filter(year=int(year))
    if (page := request.GET.get("page", "")).isdecimal() and len(page) < 19:
        own = LegalDocumentPage.objects.filter(pk=int(page)).values("translation_key")
        found = found.exclude(translation_key__in=own)
    found = found.select_related("issuer").defer("full_text").order_by("-live", "-issued_on")
    return [
        {
            "document": each,
            "state": publication_label(each),
            "url": reverse("wagtailadmin_pages:edit", args=[each.pk])
            if each.permissions_for_user(request.user).can_edit()
            else each.get_url(request),
        }
        for each in found[:_MOST_SHOWN]
    ]


def _suggestions(
    symbol: Symbol, doc_type: DocumentType | None, issuers: list[Agency]
) -> dict[str, dict[str, str]]:
    """Values by field name, each with the text of the button that takes it over."""
    found = {}
    if doc_type:
        found["doc_type"] = _suggestion(_("Type: %(value)s"), doc_type.pk, doc_type.localized_name)
    if len(issuers) == 1:
        issuer = issuers[0]
        found["issuer"] = _suggestion(
            _("Issuing body: %(value)s"), issuer.pk, issuer.localized_name
        )
    if symbol.type_code or symbol.is_normative:
        kind = Normativity.NORMATIVE if symbol.is_normative else Normativity.ADMINISTRATIVE
        found["normativity"] = _suggestion(_("Kind: %(value)s"), kind.value, str(kind.label))
    return found


def _suggestion(text: str, value: object, label: str) -> dict[str, str]:
    return {"value": str(value), "label": label, "text": text % {"value": label}}
