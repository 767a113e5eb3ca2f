"""How long personal data are kept, and what one person may ask for: a copy, and to be forgotten.

Law 91/2025/QH15 on the protection of personal data (Articles 4 and 9); Decree 224/2026/NĐ-CP,
Article 10.3.b. What stays is a question without a person: number, dates, agency, topic, outcome,
the words of the agency and the page that was published without personal data.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import PortalSite
from ..editorial.messaging import OUTBOX
from ..editorial.models import Message
from . import events, intake, redaction_known, rights, timing
from .errors import QuestionError
from .mails import about
from .models import (
    Addition,
    Asker,
    Question,
    QuestionContent,
    QuestionFile,
    QuestionSettings,
    Reply,
    ReplyFile,
)
from .redaction import redact
from .redaction_html import addresses_of, redact_html, words_of
from .redaction_kinds import Known, PersonalKind, Span
from .rights import Can
from .standing import lock, needed
from .vocabulary import QuestionEventKind, QuestionState, ReplyState

_NOT_DIGITS = re.compile(r"\D+")


def due_for_anonymising(on: date | None = None) -> QuerySet[Question]:
    """Closed questions whose personal data were kept as long as their site wants it.

    Those that became due first come first.
    """
    on = on or timezone.localdate()
    wanted = Q(pk__in=[])
    for site, months in months_by_site().items():
        wanted |= Q(portal_site=site, closed_at__date__lte=_months_before(on, months))
    found: QuerySet[Question] = Question.objects.filter(wanted, anonymised_at=None)
    return found.order_by("closed_at", "pk")


def due_day(question: Question, months: int) -> date | None:
    """The day from which a closed question is anonymised after so many months; None while open."""
    if question.closed_at is None:
        return None
    return _months_after(timezone.localdate(question.closed_at), months)


def anonymise_due(on: date | None = None) -> int:
    """Anonymise what is due, each question in a transaction of its own; returns how many."""
    count = 0
    for key in list(due_for_anonymising(on).values_list("pk", flat=True)):
        question = Question.objects.select_related("portal_site__site").get(pk=key)
        try:
            anonymise(question, reason=_("The time for which personal data are kept is over."))
        except QuestionError:
            # Another process was quicker.
            continue
        count += 1
    return count


def anonymise(question: Question, user: Any = None, reason: str = "") -> Question:
    """Delete who asked, what they wrote and sent, and the e-mails to them; keep the statistics.

    Where the agency named the asker in its answer, the name is taken out of the text; the files
    that went with the answer are deleted, as nobody can read them through. The page that was
    published stays, without a name. Nobody can open the question by its code any more.

    Raises:
        QuestionError: for an open question, and for one that is anonymous already.
    """
    with transaction.atomic():
        lock(question)
        if question.is_open:
            raise QuestionError(_("An open question is withdrawn before its data are erased."))
        if question.anonymised_at is not None:
            raise QuestionError(_("The personal data of this question were erased."))
        # One that was joined with another question waited for its answer until now.
        timing.cancel(question, user, reason)
        _clean_replies(question)
        # One by one: the receivers delete the files with their rows.
        for model in (QuestionFile, Addition, QuestionContent, Asker):
            model._default_manager.filter(question=question).delete()
        mails = Message.objects.filter(about=about(question), recipient=None)
        mails.exclude(kind=OUTBOX).delete()
        question.anonymised_at = timezone.now()
        question.secret_hash = ""
        question.save(update_fields=["anonymised_at", "secret_hash"])
        events.record(QuestionEventKind.ANONYMISED, question, user=user, reason=reason)
    return question


def anonymise_early(question: Question, user: Any, reason: str) -> Question:
    """Erase the personal data of a closed question before their time, as the board decides.

    Raises:
        QuestionError: without a reason, for an open question and for one that is anonymous.
        PermissionDenied: for who does not decide it.
    """
    with transaction.atomic():
        lock(question, QuestionState.CLOSED)
        if question.anonymised_at is None:
            rights.require(user, question, Can.ANONYMISE)
        return anonymise(question, user, needed(reason))


def questions_of(*, email: str = "", phone: str = "") -> QuerySet[Question]:
    """The questions that somebody asked under the address or the telephone number.

    Spaces, dots and the country code of a number do not count.
    """
    if email:
        return Question.objects.filter(asker__email__iexact=email.strip()).order_by("pk")
    wanted = _number(phone)
    rows = Asker.objects.exclude(phone="").order_by().values_list("question", "phone")
    keys = [key for key, stored in rows.iterator() if wanted and _number(stored) == wanted]
    return Question.objects.filter(pk__in=keys).order_by("pk")


def export_person(user: Any, *, email: str = "", phone: str = "") -> bytes | None:
    """Everything that is kept of one person as a ZIP file; None where nothing is.

    ``questions.json`` says what is stored, ``files/`` holds what was sent. Each question notes
    that it was handed out, and by whom.
    """
    questions = list(questions_of(email=email, phone=phone).select_related("topic", "agency"))
    if not questions:
        return None
    buffer = io.BytesIO()
    with transaction.atomic(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        told = []
        for question in questions:
            files = list(_packed(question, archive))
            told.append({**_as_data(question), "files": files})
            events.record(QuestionEventKind.EXPORTED, question, user=user)
        text = json.dumps(told, ensure_ascii=False, indent=2, default=_plain)
        archive.writestr("questions.json", text)
    return buffer.getvalue()


def erase_person(user: Any, reason: str, *, email: str = "", phone: str = "") -> list[Question]:
    """Forget one person in all their questions; open ones are withdrawn. Returns the questions."""
    erased = []
    for question in questions_of(email=email, phone=phone):
        with transaction.atomic():
            lock(question)
            if question.is_open:
                # It is the asker who wants it; who did it for them stands with the erasure.
                intake.withdraw(question)
            erased.append(anonymise(question, user, reason))
    return erased


def months_by_site() -> dict[int, int]:
    """How long each portal site keeps personal data, by its key."""
    chosen = dict(QuestionSettings.objects.values_list("site", "keep_months"))
    usual: int = QuestionSettings._meta.get_field("keep_months").default
    sites = PortalSite.objects.order_by().values_list("pk", "site")
    return {pk: chosen.get(site, usual) for pk, site in sites}


def _months_before(day: date, months: int) -> date:
    """The last day that is so many months ago: at the end of a month, the end of that one."""
    is_last = (day + timedelta(days=1)).month != day.month
    return _month(day.year * 12 + day.month - 1 - months, 31 if is_last else day.day)


def _months_after(day: date, months: int) -> date:
    return _month(day.year * 12 + day.month - 1 + months, day.day)


def _month(count: int, day: int) -> date:
    """The day of that month, or its last one."""
    year, month = divmod(count, 12)
    for last in range(day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("A month has a first day.")


def _clean_replies(question: Question) -> None:
    known = redaction_known.of_asker(Asker.objects.filter(question=question).first())
    for reply in question.replies.all():
        body, why = _body_without(reply.body, known), reply.return_reason
        why = redact(why, _askers(why, known))
        if (body, why) != (reply.body, reply.return_reason):
            Reply.objects.filter(pk=reply.pk).update(body=body, return_reason=why)
    ReplyFile.objects.filter(reply__question=question).delete()


def _body_without(html: str, known: Sequence[Known]) -> str:
    """The text without what the asker stated; one that says nothing of it stays as it is."""
    spans = _askers(words_of(html), known)
    if not spans and not any(_askers(each, known) for each in addresses_of(html)):
        return html
    return redact_html(html, spans, hides=lambda address: bool(_askers(address, known)))


def _askers(text: str, known: Sequence[Known]) -> list[Span]:
    """Where it stands; of a name not even the initials are to stay."""
    found = redaction_known.occurrences(text, known)
    return [replace(span, kind=PersonalKind.OTHER) for span in found]


def _number(phone: str) -> str:
    """The digits of a Vietnamese number, as it is dialled within the country."""
    digits = _NOT_DIGITS.sub("", phone)
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 9 else digits


def _packed(question: Question, archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    """Put the files of a question into the archive, and list them."""
    sent = ReplyFile.objects.filter(reply__question=question, reply__state=ReplyState.SENT)
    rows: list[QuestionFile | ReplyFile] = [*question.files.all(), *sent]
    for number, row in enumerate(rows, start=1):
        # A name of one's own may hold anything; the number is unique.
        name = re.sub(r"[^\w.\- ]+", "_", row.name)[-100:]
        path = f"files/{question.number.replace('/', '-')}/{number:03}-{name}"
        line: dict[str, Any] = {"name": row.name, "size": row.size, "path": path}
        try:
            with row.file.open("rb") as stream, archive.open(path, "w") as target:
                while block := stream.read(1024 * 1024):
                    target.write(block)
        except OSError:
            line["path"] = None
        yield line


def _as_data(question: Question) -> dict[str, Any]:
    replies = question.replies.filter(state=ReplyState.SENT)
    mails = Message.objects.filter(about=about(question), recipient=None).exclude(kind=OUTBOX)
    return {
        "number": question.number,
        "code": question.code,
        "site": str(question.portal_site),
        "channel": question.channel,
        "language": question.language,
        "received_at": question.received_at,
        "topic": str(question.topic or ""),
        "agency": str(question.agency or ""),
        "state": question.state,
        "outcome": question.outcome,
        "closed_at": question.closed_at,
        "rating": question.rating,
        "asker": _row(Asker.objects.filter(question=question)),
        "content": _row(QuestionContent.objects.filter(question=question)),
        "additions": [_fields(each) for each in question.additions.all()],
        "replies": [
            {"kind": each.kind, "sent_at": each.sent_at, "text": each.body} for each in replies
        ],
        "steps": [
            {"at": step.at, "step": step.sentence, "reason": step.reason}
            for step in events.public_steps(question)
        ],
        "mails": [
            {"sent_at": each.mailed_at, "to": each.address, "subject": each.subject}
            for each in mails
        ],
    }


def _row(rows: QuerySet[Any]) -> dict[str, Any] | None:
    found = rows.first()
    return _fields(found) if found else None


def _fields(row: Any) -> dict[str, Any]:
    """The fields of a row but its keys."""
    return {
        field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.is_relation
    }


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
