"""What the software reads in the text of a document, for editors: parts, doubts, relations.

Relations found in a text are proposals. An editor sees each with the sentence that says so, and
adds those that are right to the draft.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log
from wagtail.models import Page

from ..citations import FoundRelation, find_relations
from ..models import DocumentRelation, LegalDocumentPage, RelationKind, RelationScope
from ..structure import Structure, UnitKind, WarningCode, parse
from ..symbols import symbol_key
from ..units_store import DocumentText, text_of
from .access import may_edit

_SHOWN: Final = frozenset(
    {
        UnitKind.PART,
        UnitKind.CHAPTER,
        UnitKind.SECTION,
        UnitKind.SUBSECTION,
        UnitKind.ARTICLE,
        UnitKind.ANNEX,
    }
)
_DOUBTS: Final[dict[WarningCode, str | Promise]] = {
    WarningCode.ARTICLE_GAP: gettext_lazy("An article number is missing before this one."),
    WarningCode.ARTICLE_REJECTED: gettext_lazy("This looks like an article but was not taken so."),
    WarningCode.GROUP_OUT_OF_SEQUENCE: gettext_lazy("A chapter or section is out of order."),
    WarningCode.CLAUSE_GAP: gettext_lazy("A clause number is missing before this one."),
    WarningCode.POINT_GAP: gettext_lazy("A point is missing before this one."),
    WarningCode.DAMAGED_HEADING: gettext_lazy("A heading seems to be damaged."),
    WarningCode.UNCLOSED_QUOTE: gettext_lazy("A quotation is opened but not closed."),
    WarningCode.DUPLICATE_LABEL: gettext_lazy("A number occurs twice."),
    WarningCode.NO_ARTICLES: gettext_lazy("No article was found in the text."),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation found in the text; ``key`` names it in a form and is stable while it is there."""

    key: str
    found: FoundRelation
    label: str
    is_there: bool

    @property
    def name(self) -> str:
        """The symbol of the other document, or its title where the text gives no symbol."""
        return self.found.symbol or self.found.title


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a document as it was divided."""

    text: DocumentText
    structure: Structure

    @property
    def contents(self) -> list[dict[str, Any]]:
        """Chapters, articles and annexes in order, each with its depth from 0."""
        return [
            {"level": unit.level, "marker": unit.marker, "heading": unit.heading}
            for unit in self.structure.units
            if unit.kind in _SHOWN
        ]

    @property
    def doubts(self) -> list[dict[str, str]]:
        """What the software was not sure of, with the line concerned."""
        return [
            {"message": str(_DOUBTS[each.code]), "excerpt": each.excerpt[:160]}
            for each in self.structure.warnings
        ]


def recognise(page: LegalDocumentPage) -> Recognised:
    """Read the text of a document; once for an instance, since it takes time."""
    known = page.__dict__.get("_govportal_recognised")
    if known is None:
        text = text_of(page)
        known = Recognised(text, parse(text.text))
        page.__dict__["_govportal_recognised"] = known
    return known  # type: ignore[no-any-return]


def proposals_for(page: LegalDocumentPage) -> list[Proposal]:
    """The relations that the text declares, except to the document itself."""
    there = {(row.kind, _target(row.target_key, row.target_title)) for row in page.relations.all()}
    proposals = []
    for found in find_relations(recognise(page).structure):
        key = symbol_key(found.symbol)[:120] if found.symbol else ""
        if key and key == page.symbol_key:
            continue
        label = str(RelationKind(str(found.kind)).label)
        is_there = (str(found.kind), _target(key, found.title)) in there
        proposals.append(Proposal(_form_key(found), found, label, is_there))
    return proposals


def _form_key(found: FoundRelation) -> str:
    said = "|".join([str(found.kind), found.symbol or found.title, *found.articles])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _target(key: str, title: str) -> str:
    return key or title[:500].casefold()


@require_http_methods(["GET", "HEAD", "POST"])
def found_relations(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the relations found in the text, and add the chosen ones to the draft.

    Raises:
        PermissionDenied: if the user may not edit the document now.
    """
    record = get_object_or_404(LegalDocumentPage, pk=page_id)
    if not may_edit(request.user, record):
        raise PermissionDenied
    page = record.get_latest_revision_as_object()
    proposals = proposals_for(page)
    if request.method == "POST":
        wanted = set(request.POST.getlist("relation"))
        chosen = [each for each in proposals if each.key in wanted and not each.is_there]
        _add(page, chosen, request.user)
        _tell(request, len(chosen))
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    context = {
        "page": page,
        "proposals": proposals,
        "can_add": any(not each.is_there for each in proposals),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "govportal/legal/admin/found_relations.html", context)


def _add(page: LegalDocumentPage, chosen: list[Proposal], user: Any) -> None:
    if not chosen:
        return
    for each in chosen:
        page.relations.add(relation_of(each.found))
    with transaction.atomic():
        # A draft may be incomplete; it is validated when it is published.
        page.save_revision(user=user, clean=False)
        log(
            instance=Page.objects.get(pk=page.pk),
            action="govportal_legal.add_relations",
            user=user,
            data={"count": len(chosen)},
            content_changed=True,
        )


def relation_of(found: FoundRelation) -> DocumentRelation:
    """An unsaved relation with what the text says, its sentence as the note."""
    articles = ", ".join(found.articles)[:255]
    relation = DocumentRelation(
        kind=str(found.kind),
        target_symbol=found.symbol[:120],
        target_title=found.title[:500],
        articles=articles,
        scope=RelationScope.ARTICLES if articles else RelationScope.WHOLE,
        note=found.evidence[:500],
    )
    relation.derive()
    return relation


def _tell(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("No relation was added."))
        return
    text = ngettext(
        "%(count)s relation was added to the draft; check it and publish.",
        "%(count)s relations were added to the draft; check them and publish.",
        count,
    )
    messages.success(request, text % {"count": count})
