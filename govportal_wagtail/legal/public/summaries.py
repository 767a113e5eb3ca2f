"""What happened to a document, in plain words: sentences, labels of events, an explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...core.dates import written
from ..connections import RelationGroup, RelationItem
from ..models import RelationKind, Validity
from ..validity import IncomingRelation, TimelineEvent, ValidityResult

__all__ = ["event_label", "explanation", "printed_day", "reference", "summary_sentences"]

_Text = str | Promise
#: By kind and whether seen from the other document: of the whole document, of some articles.
_SENTENCES: Final[dict[tuple[str, bool], tuple[_Text, _Text]]] = {
    (RelationKind.REPLACES, False): (
        gettext_lazy("This document replaces {document} from {date}."),
        gettext_lazy("This document replaces {articles} of {document} from {date}."),
    ),
    (RelationKind.REPLACES, True): (
        gettext_lazy("{document} replaces this document from {date}."),
        gettext_lazy("{document} replaces {articles} of this document from {date}."),
    ),
    (RelationKind.REPEALS, False): (
        gettext_lazy("This document repeals {document} from {date}."),
        gettext_lazy("This document repeals {articles} of {document} from {date}."),
    ),
    (RelationKind.REPEALS, True): (
        gettext_lazy("{document} repeals this document from {date}."),
        gettext_lazy("{document} repeals {articles} of this document from {date}."),
    ),
    (RelationKind.AMENDS, False): (
        gettext_lazy("This document amends {document} from {date}."),
        gettext_lazy("This document amends {articles} of {document} from {date}."),
    ),
    (RelationKind.AMENDS, True): (
        gettext_lazy("{document} amends this document from {date}."),
        gettext_lazy("{document} amends {articles} of this document from {date}."),
    ),
    (RelationKind.SUSPENDS, False): (
        gettext_lazy("This document suspends {document} from {date}."),
        gettext_lazy("This document suspends {articles} of {document} from {date}."),
    ),
    (RelationKind.SUSPENDS, True): (
        gettext_lazy("{document} suspends this document from {date}."),
        gettext_lazy("{document} suspends {articles} of this document from {date}."),
    ),
    (RelationKind.CORRECTS, False): (
        gettext_lazy("This document corrects {document}."),
        gettext_lazy("This document corrects {articles} of {document}."),
    ),
    (RelationKind.CORRECTS, True): (
        gettext_lazy("{document} corrects this document."),
        gettext_lazy("{document} corrects {articles} of this document."),
    ),
    (RelationKind.CONSOLIDATES, False): (
        gettext_lazy("This document is the consolidated text of {document}."),
        gettext_lazy("This document consolidates {articles} of {document}."),
    ),
    (RelationKind.CONSOLIDATES, True): (
        gettext_lazy("{document} is the consolidated text of this document."),
        gettext_lazy("{document} consolidates {articles} of this document."),
    ),
}
_SAME_WORDS: Final = {RelationKind.SUSPENDS_EXECUTION: RelationKind.SUSPENDS}
_UNDATED: Final = {RelationKind.CORRECTS, RelationKind.CONSOLIDATES}

_EVENTS: Final[dict[str, tuple[_Text, _Text]]] = {
    "issued": (gettext_lazy("Issued"), ""),
    "in_force": (gettext_lazy("Takes effect"), ""),
    "expired": (gettext_lazy("Ceases to have effect"), ""),
    "resumed": (gettext_lazy("Has effect again"), ""),
    "amended": (gettext_lazy("Amended"), gettext_lazy("Amended by {document}")),
    "corrected": (gettext_lazy("Corrected"), gettext_lazy("Corrected by {document}")),
    "consolidated": (gettext_lazy("Consolidated"), gettext_lazy("Consolidated in {document}")),
    "partly_ended": (
        gettext_lazy("Ended in part"),
        gettext_lazy("Ended in part by {document}"),
    ),
    "partly_suspended": (
        gettext_lazy("Suspended in part"),
        gettext_lazy("Suspended in part by {document}"),
    ),
    "suspended": (gettext_lazy("Suspended"), gettext_lazy("Suspended by {document}")),
    "repealed": (gettext_lazy("Repealed"), gettext_lazy("Repealed by {document}")),
    "replaced": (gettext_lazy("Replaced"), gettext_lazy("Replaced by {document}")),
}


def printed_day(day: date) -> str:
    """Return a day as documents print it: 05/11/2026, in Russian 05.11.2026."""
    return written(day)


def reference(type_name: str, symbol: str, title: str) -> str:
    """Return how one refers to a document: "Quyết định 12/2020/QĐ-UBND", else its title."""
    if not symbol:
        return title
    return f"{type_name} {symbol}".strip()


def summary_sentences(groups: Iterable[RelationGroup]) -> list[SafeString]:
    """Return in sentences what a document did to others and what others did to it.

    Safe HTML: names of documents are links where the documents may be read. Drafts do nothing yet.
    """
    sentences = []
    for group in groups:
        for item in group.items:
            if not item.is_draft and (sentence := _sentence(item)):
                sentences.append(sentence)
    return sentences


def _sentence(item: RelationItem) -> SafeString | None:
    kind = _SAME_WORDS.get(RelationKind(item.kind), RelationKind(item.kind))
    texts = _SENTENCES.get((kind, item.is_passive))
    if texts is None or (item.on is None and kind not in _UNDATED):
        return None
    name = reference(item.type_name, item.symbol, item.title)
    link = format_html('<a href="{}">{}</a>', item.url, name) if item.url else name
    return format_html(
        str(texts[0] if item.is_whole else texts[1]),
        document=link,
        articles=item.scope_text,
        date=printed_day(item.on) if item.on else "",
    )


def event_label(event: TimelineEvent) -> str:
    """Return the words of an event; an acting document that is not public stays unnamed."""
    plain, by_document = _EVENTS[event.code]
    relation = event.relation
    if relation is None:
        return str(plain)
    by = relation.by
    name = reference(by.type_name, by.symbol, by.title)
    label = str(by_document).format(document=name) if name else str(plain)
    return f"{label} ({relation.articles})" if relation.articles else label


def explanation(result: ValidityResult, effective_on: date | None) -> SafeString:
    """Return why a document is in its state, as safe HTML; empty where there is nothing to add."""
    names = _names(result.causes)
    values: dict[str, Any] = {
        "date": printed_day(result.since) if result.since else "",
        "documents": names,
    }
    if result.is_override:
        return SafeString(_("The validity was set by an editor."))
    if result.code == Validity.NOT_YET and effective_on:
        text = _("It takes effect on {date}.")
        values["date"] = printed_day(effective_on)
    elif result.code == Validity.DRAFT:
        text = _("It is a draft and has no legal effect.")
    elif result.code == Validity.UNKNOWN:
        text = _("The day on which it takes effect is not recorded.")
    elif not result.since:
        return SafeString("")
    elif result.code == Validity.IN_FORCE:
        text = _("It has been in force since {date}.")
    elif result.code == Validity.EXPIRED:
        by_others = _("It has had no effect since {date}, because of {documents}.")
        text = by_others if names else _("It has had no effect since {date}.")
    elif result.code == Validity.SUSPENDED:
        by_others = _("It has been suspended since {date} by {documents}.")
        text = by_others if names else _("It has been suspended since {date}.")
    else:
        by_others = _("Parts of it have had no effect since {date}, because of {documents}.")
        text = by_others if names else _("Parts of it have had no effect since {date}.")
    return format_html(text, **values)


def _names(relations: Sequence[IncomingRelation]) -> SafeString:
    named = {}
    for relation in relations:
        by = relation.by
        if name := reference(by.type_name, by.symbol, by.title):
            named[by.key] = (by.url, name)
    linked = [
        format_html('<a href="{}">{}</a>', url, name) if url else name
        for url, name in named.values()
    ]
    return format_html_join(", ", "{}", ((each,) for each in linked))
