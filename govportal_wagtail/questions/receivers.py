"""Keeps last days in step with the time limits, and files with their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from ..regulation.models import Deadline, DeadlineState
from ..regulation.signals import deadlines_recalculated
from .models import Question, QuestionFile, ReplyFile
from .vocabulary import QuestionState

_BATCH: Final = 500
_ANSWER: Final = "qa_answer"
_RUNNING: Final = (DeadlineState.OPEN, DeadlineState.PAUSED)
_Days = tuple[date | None, date | None]


@receiver([post_save, post_delete], sender=Deadline, dispatch_uid="govportal_questions.due_on")
def deadline_changed(instance: Deadline, **kwargs: Any) -> None:
    """A time limit was started, moved, met, cancelled or deleted."""
    if instance.content_type_id == _content_type().pk:
        keep_last_days([int(instance.object_id)])


@receiver(deadlines_recalculated, dispatch_uid="govportal_questions.due_on_moved")
def calendar_moved(moved: Any, **kwargs: Any) -> None:
    """A change of the calendar moves deadlines in bulk, which sends no signal for each row."""
    keys = [each.deadline_id for each in moved]
    for start in range(0, len(keys), _BATCH):
        rows = Deadline.objects.filter(
            pk__in=keys[start : start + _BATCH], content_type=_content_type()
        )
        questions = rows.order_by().values_list("object_id", flat=True).distinct()
        keep_last_days([int(each) for each in questions])


@receiver(post_save, sender=Question, dispatch_uid="govportal_questions.closed")
def question_saved(instance: Question, **kwargs: Any) -> None:
    """A closed question is due no more, also where a day was promised."""
    if instance.state == QuestionState.CLOSED and instance.due_on is not None:
        Question.objects.filter(pk=instance.pk).update(due_on=None)
        instance.due_on = None


@receiver(post_delete, sender=Question, dispatch_uid="govportal_questions.deleted")
def question_deleted(instance: Question, **kwargs: Any) -> None:
    """A question that is gone must not stay in the register as a deadline that runs."""
    Deadline.objects.filter(content_type=_content_type(), object_id=str(instance.pk)).delete()


@receiver(post_delete, sender=QuestionFile, dispatch_uid="govportal_questions.question_file")
@receiver(post_delete, sender=ReplyFile, dispatch_uid="govportal_questions.reply_file")
def file_row_deleted(instance: QuestionFile | ReplyFile, **kwargs: Any) -> None:
    """The file goes once it is certain that its row does."""
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(partial(storage.delete, name), robust=True)


def keep_last_days(questions: Iterable[int]) -> None:
    """Give each of the questions its last day, and the last day for its answer."""
    keys = list(questions)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        _write(_last_days(batch))


def synchronise() -> int:
    """Mend the last days of all open questions; returns how many were wrong.

    They are right unless the process ended between the change of the calendar and its signal.
    """
    wrong = 0
    stored = {
        pk: (due_on, answer)
        for pk, due_on, answer in Question.objects.open()
        .order_by()
        .values_list("pk", "due_on", "answer_due_on")
    }
    keys = list(stored)
    for start in range(0, len(keys), _BATCH):
        days = _last_days(keys[start : start + _BATCH])
        changed = {pk: each for pk, each in days.items() if stored[pk] != each}
        _write(changed)
        wrong += len(changed)
    return wrong


def _content_type() -> ContentType:
    return ContentType.objects.get_for_model(Question)


def _last_days(questions: list[int]) -> dict[int, _Days]:
    """Last day, and last day for the answer, of each of the questions."""
    deadlines = Deadline.objects.filter(
        content_type=_content_type(), object_id__in=[str(each) for each in questions]
    )
    running: dict[int, list[date | None]] = defaultdict(list)
    answers: dict[int, date | None] = {}
    rows = deadlines.order_by("pk").values_list("object_id", "category", "state", "due_on")
    for key, category, state, due_on in rows:
        if category == _ANSWER:
            answers[int(key)] = due_on
        if state in _RUNNING:
            running[int(key)].append(due_on)
    known = Question.objects.filter(pk__in=questions).order_by()
    found: dict[int, _Days] = {}
    for pk, state, promised in known.values_list("pk", "state", "promised_on"):
        due = _due(running.get(pk), promised) if state != QuestionState.CLOSED else None
        found[pk] = (due, answers.get(pk))
    return found


def _due(running: list[date | None] | None, promised: date | None) -> date | None:
    """The earliest last day of what runs; what was promised once nothing runs any more."""
    if running is None:
        return promised
    return min((day for day in running if day is not None), default=None)


def _write(days: dict[int, _Days]) -> None:
    by_days: dict[_Days, list[int]] = defaultdict(list)
    for question, pair in days.items():
        by_days[pair].append(question)
    for (due_on, answer_due_on), questions in by_days.items():
        Question.objects.filter(pk__in=questions).update(due_on=due_on, answer_due_on=answer_due_on)
