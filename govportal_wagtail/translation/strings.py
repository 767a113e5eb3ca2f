"""The strings of a translation as the translator sees and writes them.

A string is HTML with a few inline marks (``<b>``, ``<a id="a1">``) and no attributes besides the
numbers of links. One without marks is shown and typed as plain text.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Min, OuterRef, Subquery
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
_NOTHING: Final[Mapping[str, str]] = {}
#: Stands behind the version of a text that a machine made.
_MACHINE: Final = "m"


@dataclass(frozen=True, slots=True)
class Line:
    """One string of the source beside its translation."""

    #: The same for the same text at the same place, see ``key_of``.
    key: str
    #: Which translation is shown, see ``version_of``.
    version: str
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
    #: What of the source the stored translation lacks: figures, terms; that it is no translation.
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


def each_once(segments: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The segments without those that repeat a text at the same place: they share a translation."""
    first = segments.order_by().values("context", "string").annotate(first=Min("pk"))
    return segments.filter(pk__in=first.values("first"))


def key_of(segment: Any) -> str:
    """The same for the same text at the same place, also after the source changed elsewhere."""
    return f"{segment.context_id}-{segment.string_id}"


def version_of(segment: Any) -> str:
    """Tells one translation of the segment from another, and a machine's from a person's."""
    mark = _MACHINE if is_machine_made(segment) else ""
    return f"{_fingerprint(segment.given or '')}{mark}"


def lines(
    translation: PageTranslation, segments: Any, glossary: Glossary = _NO_TERMS
) -> list[Line]:
    """The given segments as lines, with the terms of the glossary in them."""
    model = _model_of(translation)
    return [_line(model, each, translation.locale.language_code, glossary) for each in segments]


def save(
    translation: PageTranslation,
    user: Any,
    texts: Mapping[str, str],
    segments: Any,
    *,
    confirmed: Collection[str] = (),
    shown: Mapping[str, str] = _NOTHING,
) -> dict[str, str]:
    """Store what was typed for these segments; an empty text takes the translation away.

    A text of a machine that was not changed stays one, unless its key is among the confirmed.
    ``shown`` has the versions over which somebody typed: what they left as it was is passed over,
    and what another person changed meanwhile is not written over.

    Returns what is wrong by key of the line; nothing is stored of those.
    """
    model = _model_of(translation)
    language = translation.locale.language_code
    problems: dict[str, str] = {}
    with transaction.atomic():
        for segment in segments:
            key = key_of(segment)
            if key not in texts:
                continue
            stored = _stored_form(segment, _cleaned(texts[key]))
            version = shown.get(key, version_of(segment))
            if key not in confirmed or not version.endswith(_MACHINE):
                was_left = version.removesuffix(_MACHINE) == _fingerprint(stored)
                if was_left or stored == (segment.given or ""):
                    continue
            limit = max_length_of(model, segment.context.path)
            problem = problem_of(segment.string.data, stored, language, limit)
            if version != version_of(segment):
                problem = _changed_meanwhile(segment)
            if problem:
                problems[key] = problem
            else:
                store(translation, user, segment, stored)
    return problems


def without_place(
    texts: Mapping[str, str], shown: Mapping[str, str], known: Collection[str]
) -> list[str]:
    """What somebody typed for texts that are not among the known keys, to be shown again."""
    found = []
    for key, text in texts.items():
        typed = _cleaned(text)
        forms = (typed, str(StringValue.from_plaintext(typed).data))
        was_left = shown.get(key, "").removesuffix(_MACHINE) in map(_fingerprint, forms)
        if typed and key not in known and not was_left:
            found.append(typed)
    return found


def problem_of(source: str, target: str, language: str, max_length: int | None = None) -> str:
    """What keeps a translation from being stored, in words; empty where nothing does."""
    if not target:
        return ""
    unit = Unit("", "", "", source, max_length=max_length)
    remarks = check_target(unit, target, language)
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
        key=key_of(segment),
        version=version_of(segment),
        label=label_of(model, segment.context.path),
        source=source if marked else html.unescape(source),
        target=given if marked else html.unescape(given),
        has_marks=marked,
        is_machine=is_machine_made(segment),
        problem=problem_of(source, given, language) if segment.given_has_error else "",
        parts=highlight(source, glossary),
        remarks=_remarks(source, given, language, glossary) if given else [],
    )


def _remarks(source: str, given: str, language: str, glossary: Glossary) -> list[str]:
    found = check_target(Unit("", "", "", source), given, language)
    warnings = [each.message for each in found if each.severity == Severity.WARNING]
    return [*warnings, *(missed_words(each) for each in check(source, given, glossary))]


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


def max_length_of(model: Any, path: str) -> int | None:
    """How many characters the field of the page, or of its row, takes; None for any number."""
    name, _dot, rest = path.partition(".")
    try:
        field = model._meta.get_field(name)
        if isinstance(field, models.ManyToOneRel):
            field = field.related_model._meta.get_field(rest.rpartition(".")[2])
    except (AttributeError, FieldDoesNotExist):
        return None
    limit: int | None = getattr(field, "max_length", None)
    return limit


def optional_labels(translation: PageTranslation) -> list[str]:
    """What the fields are called that may stay in the language of the source."""
    model = _model_of(translation)
    return [label_of(model, name) for name in drafting.optional_of(translation)]


def is_machine_made(segment: Any) -> bool:
    """Whether a machine translated it and nobody has confirmed that."""
    return bool(segment.given_by == StringTranslation.TRANSLATION_TYPE_MACHINE)


def _model_of(translation: PageTranslation) -> Any:
    return translation.source.specific_class if translation.source else None


def _changed_meanwhile(segment: Any) -> str:
    message = _(
        "Somebody changed this text meanwhile to “%(text)s”. Save again to put yours in its place."
    )
    given = segment.given or ""
    return message % {"text": given if has_marks(segment.string.data) else html.unescape(given)}


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cleaned(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


def _stored_form(segment: Any, typed: str) -> str:
    if has_marks(segment.string.data):
        return typed
    return str(StringValue.from_plaintext(typed).data) if typed else ""
