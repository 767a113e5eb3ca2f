"""Translating by a machine: off until ``GOVPORTAL_MACHINE_TRANSLATOR`` names a translator.

What a machine translated is kept as such and cannot be handed in until a person has confirmed or
changed it. Tags travel as numbers (``<g id="1">``, ``<x id="2"/>``); a text that comes back with
other ones is left untranslated.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.strings import StringValue

from .. import conf
from . import drafting, flow, log, strings
from .errors import TranslationError
from .exchange.inline import CodeTable, Tag, canonical, escape_text, pieces
from .exchange.units import Mark, MarkRole
from .models import PageTranslation
from .vocabulary import TranslationEventKind

logger = logging.getLogger(__name__)

#: Texts in one question to the service.
BATCH: Final = 50
#: Texts that are translated at once; a person waits for them.
MOST: Final = 100
_NUMBER: Final = re.compile(r"""\bid\s*=\s*["']?(\d+)""")


class MachineTranslator(Protocol):
    """What translates texts; ``GOVPORTAL_MACHINE_TRANSLATOR`` names a class of this kind."""

    def translate(
        self, texts: Sequence[str], source_language: str, target_language: str
    ) -> Sequence[str]:
        """Return the translations of the texts, in their order.

        A text is a piece of HTML: ``&``, ``<`` and ``>`` are escaped, ``<g id="1">`` and
        ``<x id="2"/>`` stand for tags and are to be kept. Whatever is raised is logged, and the
        texts stay untranslated.
        """


class LocalizeTranslator:
    """The translator of wagtail-localize's setting ``WAGTAILLOCALIZE_MACHINE_TRANSLATOR``."""

    def translate(
        self, texts: Sequence[str], source_language: str, target_language: str
    ) -> Sequence[str]:
        """Return the translations of the texts.

        Raises:
            LookupError: where the setting names none, or one that does not know the languages.
        """
        service = get_machine_translator()
        source = Locale.objects.get(language_code=source_language)
        target = Locale.objects.get(language_code=target_language)
        if service is None or not service.can_translate(source, target):
            message = f"No machine translates from {source_language} into {target_language}"
            raise LookupError(message)
        values = [StringValue(text) for text in texts]
        found = service.translate(source, target, values)
        return [found[value].data for value in values]


@dataclass(slots=True)
class Done:
    """What came of it."""

    stored: int = 0
    #: Texts that came back with other tags, or empty.
    refused: int = 0
    #: Texts for another time.
    left: int = 0


def is_on() -> bool:
    """Whether the portal has a machine translator."""
    return bool(conf.MACHINE_TRANSLATOR)


def translate(translation: PageTranslation, user: Any) -> Done:
    """Translate the texts that have no translation yet, at most ``MOST`` of them.

    They are stored in batches, so that what was translated before an error of the service stays.

    Raises:
        TranslationError: where the service fails.
        PermissionDenied: for whoever does not write the text now.
    """
    flow.require_writable(translation, user)
    waiting = [
        each for each in strings.each_once(strings.segments_of(translation)) if not each.given
    ]
    done = Done(left=max(0, len(waiting) - MOST))
    for start in range(0, len(waiting) - done.left, BATCH):
        segments = waiting[:MOST][start : start + BATCH]
        found = _asked(translation, [each.string.data for each in segments])
        _store(translation, user, list(zip(segments, found, strict=True)), done)
    return done


def _asked(translation: PageTranslation, sources: list[str]) -> list[str]:
    """Return the translations as HTML; an empty one where the tags are not those of the source.

    Raises:
        TranslationError: where the service fails.
    """
    tables = [CodeTable(source) for source in sources]
    texts = ["".join(map(_written, table.source)) for table in tables]
    language = translation.locale.language_code
    own = translation.portal_site.site.root_page.locale.language_code
    try:
        service: MachineTranslator = import_string(conf.MACHINE_TRANSLATOR)()
        answers = [str(each) for each in service.translate(texts, own, language)]
        if len(answers) != len(texts):
            raise ValueError(f"{len(answers)} translations of {len(texts)} texts")
    except Exception as error:
        # A service of somebody else may fail in any way, and the person must be able to go on.
        logger.exception("The machine translator failed")
        message = _("The translation service failed; nothing that you wrote is lost. Try later.")
        raise TranslationError(message) from error
    triples = zip(sources, tables, answers, strict=True)
    return [_read(source, table, answer, language) for source, table, answer in triples]


def _written(part: str | Mark) -> str:
    """A piece of a text as the service gets it: escaped, with numbers for tags."""
    if isinstance(part, str):
        return escape_text(part)
    if part.role == MarkRole.SINGLE:
        return f'<x id="{part.code}"/>'
    return f'<g id="{part.code}">' if part.role == MarkRole.OPENING else "</g>"


def _read(source: str, table: CodeTable, answer: str, language: str) -> str:
    content = list(_marks(answer))
    known = [each for each in content if each is not None and _is_known(table, each)]
    target, _unknown = table.decode(known)
    is_wrong = len(known) < len(content) or strings.problem_of(source, target, language)
    return "" if is_wrong else target.strip()


def _is_known(table: CodeTable, part: str | Mark) -> bool:
    """Whether it is text, or a tag of the source: a pair, or a single one."""
    if isinstance(part, str):
        return True
    code = table.get(part.code)
    return code is not None and code.is_pair == (part.role != MarkRole.SINGLE)


def _marks(answer: str) -> Iterator[str | Mark | None]:
    """The pieces of an answer; None for a tag that no text was sent with."""
    open_numbers: list[str] = []
    for part in pieces(canonical(answer)):
        if isinstance(part, str):
            yield part
        elif part.name == "x":
            # Programs that write HTML close it: "<x id="1"></x>".
            if part.role != MarkRole.CLOSING:
                yield _mark(part, MarkRole.SINGLE)
        elif part.name != "g" or (part.role == MarkRole.CLOSING and not open_numbers):
            yield None
        elif part.role == MarkRole.CLOSING:
            yield Mark(open_numbers.pop(), MarkRole.CLOSING)
        else:
            mark = _mark(part, MarkRole.OPENING)
            open_numbers.append(mark.code if mark else "")
            yield mark


def _mark(tag: Tag, role: MarkRole) -> Mark | None:
    number = _NUMBER.search(tag.literal)
    return Mark(number[1], role) if number else None


def _store(
    translation: PageTranslation, user: Any, found: list[tuple[Any, str]], done: Done
) -> None:
    """Keep the translations of a batch; meanwhile a person may have written or handed in."""
    with transaction.atomic():
        row = flow.locked(translation)
        flow.require_writable(row, user)
        keys = [segment.pk for segment, _target in found]
        waiting = strings.segments_of(row).filter(pk__in=keys, given=None)
        free = set(waiting.values_list("pk", flat=True))
        count = 0
        for segment, target in found:
            if target and segment.pk in free:
                strings.store(row, user, segment, target, is_machine=True)
                count += 1
        if count:
            revision = drafting.write_draft(row, user)
            kind = TranslationEventKind.MACHINE
            log.record(kind, row, user=user, revision_id=revision.pk, texts=count)
    done.stored += count
    done.refused += sum(1 for _segment, target in found if not target)
