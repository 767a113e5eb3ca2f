"""The strings of a translation as the translator sees and writes them.

A string is HTML with a few inline marks (``<b>``, ``<a id="a1">``) and no attributes besides the
numbers of links. One without marks is shown and typed as plain text.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.strings import StringValue

from . import drafting
from .errors import TranslationError
from .exchange.checking import Severity, check_target
from .exchange.units import Unit
from .glossary import Glossary, Term, check, highlight
from .models import PageTranslation
from .words import words

_NO_TERMS: Final = Glossary(())


@dataclass(frozen=True, slots=True)
class Line:
    """One string of the source beside its translation."""

    #: The number of the string on this page of this source.
    key: int
    #: The field of the page that it belongs to.
    label: str
    source: str
    target: str
    #: Whether the marks of the source have to stand in the translation.
    has_marks: bool
    is_machine: bool
    #: What is wrong with the stored translation; empty where nothing is.
    problem: str
    #: The source cut at the terms of the glossary.
    parts: list[tuple[str, Term | None]]
    #: Remarks on terms of the source that the stored translation does not have.
    remarks: list[str]

    @property
    def is_done(self) -> bool:
        """Whether it counts as translated."""
        return bool(self.target) and not self.problem and not self.is_machine

    @property
    def terms(self) -> list[Term]:
        """The terms of the source, each once."""
        return list(dict.fromkeys(term for _part, term in self.parts if term is not None))


def segments_of(translation: PageTranslation) -> models.QuerySet[Any]:
    """The strings of the text that is being translated, in the order of the page, with theirs."""
    record = drafting.record_of(translation)
    given = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=translation.locale_id,
    )
    found: models.QuerySet[Any] = StringSegment.objects.filter(source=record.source_id)
    annotated = found.select_related("string", "context").annotate(
        given=Subquery(given.values("data")[:1]),
        given_by=Subquery(given.values("translation_type")[:1]),
        given_has_error=Subquery(given.values("has_error")[:1]),
    )
    ordered: models.QuerySet[Any] = annotated.order_by("order", "pk")
    return ordered


def lines(
    translation: PageTranslation, segments: Any, glossary: Glossary = _NO_TERMS
) -> list[Line]:
    """The given segments as lines, with the terms of the glossary in them."""
    model = translation.source.specific_class if translation.source else None
    return [_line(model, each, translation.locale.language_code, glossary) for each in segments]


def save(
    translation: PageTranslation,
    user: Any,
    texts: Mapping[int, str],
    segments: Any,
    *,
    confirmed: Collection[int] = (),
) -> dict[int, str]:
    """Store what was typed for these segments; an empty text takes the translation away.

    A text of a machine that was not changed stays one, unless its key is among the confirmed.

    Returns what is wrong by key of the line; nothing is stored of those.
    """
    problems: dict[int, str] = {}
    with transaction.atomic():
        for segment in segments:
            if segment.pk not in texts:
                continue
            typed = texts[segment.pk].replace("\r\n", "\n").strip()
            stored = _stored_form(segment, typed)
            is_confirmed = is_machine_made(segment) and segment.pk in confirmed
            if stored == (segment.given or "") and not is_confirmed:
                continue
            problem = problem_of(segment.string.data, stored, translation.locale.language_code)
            if problem:
                problems[segment.pk] = problem
            else:
                store(translation, user, segment, stored)
    return problems


def problem_of(source: str, target: str, language: str) -> str:
    """What keeps a translation from being stored, in words; empty where nothing does."""
    if not target:
        return ""
    remarks = check_target(Unit("", "", "", source), target, language)
    return "\n".join(each.message for each in remarks if each.severity == Severity.ERROR)


def words_of(translation: PageTranslation) -> int:
    """How many words the translated strings have; none where the source was deleted."""
    try:
        given = segments_of(translation).values_list("given", flat=True)
    except TranslationError:
        return 0
    language = translation.locale.language_code
    return sum(words(text, language) for text in given if text)


def missed_words(term: Term) -> str:
    """What to say where the wanted translation of a term is missing."""
    said = _("Glossary: “%(source)s” is translated as “%(target)s”.")
    return said % {"source": term.source, "target": term.targets[0]}


def store(
    translation: PageTranslation, user: Any, segment: Any, text: str, *, is_machine: bool = False
) -> None:
    """Keep a checked text as the translation of the segment; an empty one takes it away."""
    where = {
        "translation_of": segment.string,
        "context": segment.context,
        "locale": translation.locale,
    }
    if not text:
        StringTranslation.objects.filter(**where).delete()
        return
    machine, manual = (
        StringTranslation.TRANSLATION_TYPE_MACHINE,
        StringTranslation.TRANSLATION_TYPE_MANUAL,
    )
    StringTranslation.objects.update_or_create(
        **where,
        defaults={
            "data": text,
            "translation_type": machine if is_machine else manual,
            "tool_name": "",
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )


def has_marks(source: str) -> bool:
    """Whether the string has inline marks."""
    return "<" in source


def _line(model: Any, segment: Any, language: str, glossary: Glossary) -> Line:
    source, given = segment.string.data, segment.given or ""
    marked = has_marks(source)
    return Line(
        key=segment.pk,
        label=label_of(model, segment.context.path),
        source=source if marked else html.unescape(source),
        target=given if marked else html.unescape(given),
        has_marks=marked,
        is_machine=is_machine_made(segment),
        problem=problem_of(source, given, language) if segment.given_has_error else "",
        parts=highlight(source, glossary),
        remarks=[missed_words(each) for each in check(source, given, glossary)] if given else [],
    )


def label_of(model: Any, path: str) -> str:
    """What the field of the page at the beginning of the path is called."""
    name = path.split(".", 1)[0]
    try:
        field = model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return name
    label = getattr(field, "verbose_name", None)
    if label is None:
        label = field.related_model._meta.verbose_name_plural
    return str(capfirst(str(label)))


def optional_labels(translation: PageTranslation) -> list[str]:
    """What the fields are called that may stay in the language of the source."""
    model = translation.source.specific_class if translation.source else None
    return [label_of(model, name) for name in drafting.optional_of(translation)]


def is_machine_made(segment: Any) -> bool:
    """Whether a machine translated it and nobody has confirmed that."""
    return bool(segment.given_by == StringTranslation.TRANSLATION_TYPE_MACHINE)


def _stored_form(segment: Any, typed: str) -> str:
    if has_marks(segment.string.data):
        return typed
    return str(StringValue.from_plaintext(typed).data) if typed else ""
