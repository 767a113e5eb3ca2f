"""One letter with several questions, and several letters with one question.

A part is a new question with the asker, the day of receipt and the clock of the one it comes from.
A duplicate is closed, and its asker gets what is sent on the question that it was joined with;
that one is never a joined one itself, so that no ring and no chain can come about. Neither leaves
its site.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.vietnamese import normalise
from . import codes, delivery, events, intake, numbers, rights, timing
from .errors import QuestionError
from .intake import ContentData
from .models import Asker, Question, QuestionContent, QuestionFile
from .rights import Can
from .standing import close, lock, lock_all, needed
from .vocabulary import Outcome, QuestionEventKind, QuestionState

_IN_HAND: Final = (QuestionState.RECEIVED, QuestionState.ASSIGNED)
#: Nobody asks more in one letter; a form that sends more was not filled in by a person.
_MOST_PARTS: Final = 20


def split(
    question: Question,
    user: Any,
    parts: Sequence[ContentData],
    *,
    files: Sequence[Collection[int]] | None = None,
) -> list[Question]:
    """Make a question of its own of each part, and close the one they came in.

    ``files`` names for each part the files of the question that belong to it, by number; without
    it each part gets all of them. The asker gets a number, a code and a secret for each part.

    Raises:
        QuestionError: for fewer than two parts, or parts without words, or where the question is
            not being handled.
        PermissionDenied: for who does not sort the questions of the site.
    """
    _check_parts(parts)
    if files is not None and len(files) != len(parts):
        raise ValueError("files are named for each part")
    copied: list[QuestionFile] = []
    try:
        with transaction.atomic():
            lock(question, *_IN_HAND)
            rights.require(user, question, Can.SPLIT)
            if question.duplicates.exists():
                raise QuestionError(_("Other questions were joined with it; it stays as it is."))
            return _divided(question, user, parts, files, copied)
    except BaseException:
        # The rows were rolled back: nobody could find these files to erase them.
        for each in copied:
            each.file.storage.delete(str(each.file.name))
        raise


def _divided(
    question: Question,
    user: Any,
    parts: Sequence[ContentData],
    files: Sequence[Collection[int]] | None,
    copied: list[QuestionFile],
) -> list[Question]:
    """The parts, each with its files; what was copied is noted while it happens."""
    stored = list(question.files.all())
    made = []
    for index, content in enumerate(parts):
        part, secret = _part(question, content)
        for each in stored:
            if files is None or each.pk in files[index]:
                copied.append(_copy(each, part))
        _begin(part, question, user, secret)
        made.append(part)
    _end(question, made, user)
    return made


def merge(question: Question, user: Any, into: Question, reason: str) -> Question:
    """Join the question with an earlier one on the same matter; its asker gets that one's answer.

    Its own time limit runs on until then. Where that one is answered already, the answer goes out
    at once. Questions that were joined with this one go along.

    Raises:
        QuestionError: without a reason, or for a question that cannot take it in: itself, one of
            another site, a later one, one that was joined itself or ended without an answer.
        PermissionDenied: for who may not handle both.
    """
    reason = needed(reason)
    with transaction.atomic():
        lock_all(question, into, states=_IN_HAND)
        rights.require(user, question, Can.MERGE)
        _check_target(question, into, user)
        gone_along = delivery.joined(question)
        timing.triaged(question, user)
        close(question, Outcome.MERGED, same_as=into)
        for each in gone_along:
            each.same_as = into
            each.save(update_fields=["same_as"])
        events.record(
            QuestionEventKind.MERGED, question, user=user, reason=reason, into=into.number
        )
        if answer := delivery.last_answer(into):
            for each in [question, *gone_along]:
                delivery.pass_on(answer, each, user)
    return question


def _check_target(question: Question, into: Question, user: Any) -> None:
    if question.pk == into.pk:
        raise QuestionError({"into": _("A question cannot be joined with itself.")})
    if question.portal_site_id != into.portal_site_id or not rights.may_see(user, into):
        raise QuestionError({"into": _("There is no such question on this site.")})
    if into.same_as_id is not None:
        raise QuestionError(
            {
                "into": _("It was itself joined with question %(number)s; choose that one.")
                % {"number": into.same_as}
            }
        )
    if not into.is_open and (into.outcome != Outcome.ANSWERED or into.anonymised_at):
        raise QuestionError({"into": _("That question is closed and has no answer to pass on.")})
    if (question.received_on, question.pk) < (into.received_on, into.pk) and into.is_open:
        raise QuestionError(
            {
                "into": _(
                    "Join the later question with the earlier one, whose time limit ends first."
                )
            }
        )


def _check_parts(parts: Sequence[ContentData]) -> None:
    if not 2 <= len(parts) <= _MOST_PARTS:
        raise QuestionError(
            {"parts": _("Divide it into 2 to %(most)s questions.") % {"most": _MOST_PARTS}}
        )
    longest = QuestionContent._meta.get_field("title").max_length or 0
    for part in parts:
        if not part.title.strip() or not part.text.strip():
            raise QuestionError({"parts": _("Each part has a title and a text.")})
        if len(part.title) > longest:
            raise QuestionError(
                {"parts": _("A title has %(most)s characters at most.") % {"most": longest}}
            )


def _part(question: Question, content: ContentData) -> tuple[Question, str]:
    """A new question with everything of the asker, and its secret."""
    secret = codes.new_secret()
    now = timezone.now()
    part = Question.objects.create(
        portal_site=question.portal_site,
        number=numbers.next_number(question.portal_site, on=timezone.localdate(now)),
        code=codes.new_code(),
        secret_hash=codes.hash_secret(secret),
        language=question.language,
        channel=question.channel,
        topic=content.topic,
        asked_agency=content.agency or question.asked_agency,
        part_of=question,
        entered_by=question.entered_by,
        profile=question.profile,
        received_at=question.received_at,
        received_on=question.received_on,
        moved_at=now,
    )
    QuestionContent.objects.create(
        question=part,
        title=normalise(content.title).strip(),
        text=normalise(content.text).strip(),
    )
    asker = Asker.objects.filter(question=question).first()
    if asker is not None:
        asker.pk, asker.question = None, part
        asker._state.adding = True
        asker.save()
    for addition in question.additions.exclude(answered_at=None):
        addition.pk, addition.question = None, part
        addition._state.adding = True
        addition.save()
    return part, secret


def _begin(part: Question, question: Question, user: Any, secret: str) -> None:
    timing.start(part, user, like=question)
    events.record(
        QuestionEventKind.ENTERED, part, user=user, secret=secret, part_of=question.number
    )


def _end(question: Question, made: list[Question], user: Any) -> None:
    timing.triaged(question, user)
    timing.cancel(question, user, _("Divided into several questions."))
    close(question, Outcome.SPLIT)
    numbers_made = [each.number for each in made]
    events.record(QuestionEventKind.DIVIDED, question, user=user, parts=numbers_made)


def _copy(row: QuestionFile, part: Question) -> QuestionFile:
    """A file of its own: the part keeps it when the question it came with is erased."""
    with row.file.open("rb") as content:
        return intake.store_file(part, (row.name, content))
