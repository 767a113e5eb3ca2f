"""Texts out to a translator's program and back, for one page or a batch of them.

A unit without accounts works on the file; somebody of the newsroom or a translator takes it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from . import drafting, flow, log, rights, strings
from .errors import TranslationError
from .exchange import po, reading, xliff
from .exchange.units import Bundle, FileRefused, Unit, UnitState
from .glossary import Glossary, check
from .models import PageTranslation
from .terms import glossary_of
from .vocabulary import TranslationEventKind

#: Kinds of files by the word in their address.
FORMATS: Final[dict[str, ModuleType]] = {"xliff": xliff, "po": po}
#: Pages in one file.
MOST_PAGES: Final = 200


_NUMBER: Final = re.compile(rb"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Problem:
    """A remark on one text of a file; without a translation where the file names none of ours."""

    title: str
    source: str
    message: str
    is_error: bool
    translation_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredTexts:
    """How many texts of one translation were stored."""

    title: str
    count: int
    translation_id: int


@dataclass(slots=True)
class Outcome:
    """What came of a file: texts by translation, remarks, texts that were left empty."""

    stored: list[StoredTexts] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many texts were stored."""
        return sum(each.count for each in self.stored)


def bundle_of(translation: PageTranslation) -> Bundle:
    """The texts of one translation, each once, with what is translated of them.

    Raises:
        TranslationError: where the source was deleted.
    """
    record = drafting.record_of(translation)
    model = translation.source.specific_class if translation.source else None
    units = {strings.key_of(each): _unit(model, each) for each in strings.segments_of(translation)}
    return Bundle(
        str(record.uuid),
        record.source.locale.language_code,
        translation.locale.language_code,
        translation.title,
        list(units.values()),
    )


def write(translations: Iterable[PageTranslation], form: str) -> bytes:
    """A file of the kind with the texts of these translations into one language.

    Raises:
        TranslationError: for too many of them.
    """
    rows = list(translations)
    if len(rows) > MOST_PAGES:
        raise TranslationError(_too_many())
    written: bytes = FORMATS[form].write([bundle_of(row) for row in rows])
    return written


def take_in(translations: Iterable[PageTranslation], user: Any, data: bytes) -> Outcome:
    """Store the texts of a file that belong to these translations and are right.

    Nothing is handed in by that; each page gets a new draft.

    Raises:
        FileRefused: for a file of which nothing can be taken.
        PermissionDenied: where one of them is not for the user to write.
    """
    named = _named_in(data, list(translations))
    if len(named) > MOST_PAGES:
        raise FileRefused(_too_many())
    with transaction.atomic():
        # Nobody hands one of them in, or changes its texts, while the file is read.
        in_order = sorted(named.items(), key=lambda item: item[1].pk)
        rows = {key: flow.locked(row) for key, row in in_order}
        for row in rows.values():
            flow.require_writable(row, user)
        bundles = {key: bundle_of(row) for key, row in rows.items()}
        found = reading.read(data, bundles)
        outcome = Outcome(empty=found.empty)
        outcome.problems = [_problem(each, bundles, rows) for each in found.problems]
        _store_all(rows, bundles, found, user, outcome)
    return outcome


def _store_all(
    rows: Mapping[str, PageTranslation],
    bundles: Mapping[str, Bundle],
    found: reading.Reading,
    user: Any,
    outcome: Outcome,
) -> None:
    glossaries: dict[tuple[int, int], Glossary] = {}
    for key, row in rows.items():
        texts = [each for each in found.accepted if each.bundle_id == key]
        if not texts:
            continue
        _store(row, user, texts, outcome)
        where = (row.portal_site_id, row.locale_id)
        glossary = glossaries.get(where) or glossaries.setdefault(where, glossary_of(row))
        outcome.problems += _missed(row, bundles[key], texts, glossary)


def writable(user: Any) -> list[PageTranslation]:
    """The translations on which the user works now: who sees one that is in work, writes it."""
    return list(rights.visible(user).in_work().select_related("locale", "portal_site", "source"))


def _too_many() -> str:
    return _("One file holds at most %(count)d pages; choose fewer.") % {"count": MOST_PAGES}


def _named_in(data: bytes, rows: list[PageTranslation]) -> dict[str, PageTranslation]:
    """Those of which the number stands in the file, by it: there may be thousands in work."""
    # In UTF-16 there is a zero beside each letter.
    named = {each.decode().lower() for each in _NUMBER.findall(data.replace(b"\0", b""))}
    by_key = {(row.source_key, row.locale_id): row for row in rows}
    records = Translation.objects.filter(source__object_id__in={key for key, _locale in by_key})
    found = records.values_list("uuid", "source__object_id", "target_locale")
    return {
        str(number): by_key[key, locale]
        for number, key, locale in found
        if str(number) in named and (key, locale) in by_key
    }


def _store(row: PageTranslation, user: Any, texts: list[Any], outcome: Outcome) -> None:
    segments = {strings.key_of(each): each for each in strings.segments_of(row)}
    count = 0
    for text in texts:
        segment, is_machine = segments[text.unit_id], text.state == UnitState.MACHINE
        if segment.given == text.target and strings.is_machine_made(segment) == is_machine:
            outcome.unchanged += 1
            continue
        strings.store(row, user, segment, text.target, is_machine=is_machine)
        count += 1
    if count:
        revision = drafting.write_draft(row, user)
        outcome.stored.append(StoredTexts(row.title, count, row.pk))
        log.record(
            TranslationEventKind.TAKEN_IN, row, user=user, revision_id=revision.pk, texts=count
        )


def _missed(
    row: PageTranslation, bundle: Bundle, texts: list[Any], glossary: Glossary
) -> Iterator[Problem]:
    """Remarks on texts in which the wanted translation of a term is missing."""
    sources = {each.id: each.source for each in bundle.units}
    for text in texts:
        source = sources[text.unit_id]
        for term in check(source, text.target, glossary):
            words = strings.missed_words(term)
            yield Problem(bundle.title, source, words, is_error=False, translation_id=row.pk)


def _unit(model: Any, segment: Any) -> Unit:
    path = segment.context.path
    return Unit(
        strings.key_of(segment),
        path,
        strings.label_of(model, path),
        segment.string.data,
        segment.given or "",
        _state(segment),
        max_length=strings.max_length_of(model, path),
    )


def _state(segment: Any) -> UnitState:
    if not segment.given:
        return UnitState.NEW
    is_open = strings.is_machine_made(segment) or segment.given_has_error
    return UnitState.MACHINE if is_open else UnitState.TRANSLATED


def _problem(
    found: reading.UnitProblem,
    bundles: Mapping[str, Bundle],
    rows: Mapping[str, PageTranslation],
) -> Problem:
    bundle, row = bundles.get(found.bundle_id), rows.get(found.bundle_id)
    units = {each.id: each for each in bundle.units} if bundle else {}
    unit = units.get(found.unit_id)
    return Problem(
        bundle.title if bundle else found.bundle_id,
        unit.source if unit else found.unit_id,
        found.message,
        found.severity == reading.Severity.ERROR,
        row.pk if row else None,
    )
