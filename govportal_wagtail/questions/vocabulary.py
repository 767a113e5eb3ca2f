"""The words of the flow of questions: states, outcomes, events, kinds of replies.

The codes are stored and never change; the labels are for people.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy


class QuestionState(models.TextChoices):
    """Where a question stands; how it ended is another matter, see ``Outcome``."""

    RECEIVED = "received", pgettext_lazy("question", "to be classified")
    ASSIGNED = "assigned", pgettext_lazy("question", "with the agency")
    WAITING = "waiting", pgettext_lazy("question", "waits for the asker")
    TO_SIGN = "to_sign", pgettext_lazy("question", "answer waits for the head of the agency")
    TO_APPROVE = "to_approve", pgettext_lazy("question", "answer waits for the board")
    CLOSED = "closed", pgettext_lazy("question", "closed")


class Outcome(models.TextChoices):
    """How a closed question ended."""

    ANSWERED = "answered", pgettext_lazy("question", "answered")
    OUT_OF_SCOPE = "out_of_scope", pgettext_lazy("question", "out of scope")
    #: A complaint or denunciation that the regulation does not take (Lạng Sơn 40/2024, 9.6.c).
    REFUSED = "refused", pgettext_lazy("question", "not taken")
    #: To the authority that is competent (Khánh Hòa draft, 5.2.i).
    FORWARDED = "forwarded", pgettext_lazy("question", "forwarded")
    WITHDRAWN = "withdrawn", pgettext_lazy("question", "withdrawn")
    MERGED = "merged", pgettext_lazy("question", "joined with another one")
    #: Several questions in one mail became questions of their own.
    SPLIT = "split", pgettext_lazy("question", "divided")
    NO_REPLY = "no_reply", pgettext_lazy("question", "not completed by the asker")


class ReplyKind(models.TextChoices):
    """What an agency sends to the asker."""

    ANSWER = "answer", pgettext_lazy("question", "answer")
    PROGRESS = "progress", pgettext_lazy("question", "progress notice")


class ReplyState(models.TextChoices):
    """Where a reply stands on its way out."""

    DRAFT = "draft", pgettext_lazy("reply", "draft")
    TO_SIGN = "to_sign", pgettext_lazy("reply", "waits for the head of the agency")
    TO_APPROVE = "to_approve", pgettext_lazy("reply", "waits for the board")
    RETURNED = "returned", pgettext_lazy("reply", "returned for completion")
    SENT = "sent", pgettext_lazy("reply", "sent")


class QuestionChannel(models.TextChoices):
    """How a question came in."""

    FORM = "form", pgettext_lazy("question", "form on the portal")
    EMAIL = "email", pgettext_lazy("question", "e-mail")
    PHONE = "phone", pgettext_lazy("question", "telephone")
    POST = "post", pgettext_lazy("question", "letter")
    COUNTER = "counter", pgettext_lazy("question", "at the counter")


#: How askers reach the staff, who then enter what was asked or told.
BY_STAFF: Final = (
    QuestionChannel.COUNTER,
    QuestionChannel.PHONE,
    QuestionChannel.POST,
    QuestionChannel.EMAIL,
)


class Publishing(models.TextChoices):
    """Whether question and answer are to be published."""

    UNDECIDED = "undecided", pgettext_lazy("question", "not decided")
    #: The regulation asks for it: common interest, or management of economy and society.
    REQUIRED = "required", pgettext_lazy("question", "required by the regulation")
    WANTED = "wanted", pgettext_lazy("question", "decided by the board")
    NONE = "none", pgettext_lazy("question", "not to be published")


class QuestionEventKind(models.TextChoices):
    """What may happen to a question; every one is written into its log."""

    ASKED = "asked", pgettext_lazy("question event", "asked")
    ENTERED = "entered", pgettext_lazy("question event", "entered for the asker")
    CLASSIFIED = "classified", pgettext_lazy("question event", "classified")
    ASSIGNED = "assigned", pgettext_lazy("question event", "given to an agency")
    TRANSFERRED = "transferred", pgettext_lazy("question event", "transferred to another agency")
    CLAIMED = "claimed", pgettext_lazy("question event", "claimed")
    RELEASED = "released", pgettext_lazy("question event", "released")
    DIVIDED = "divided", pgettext_lazy("question event", "divided")
    MERGED = "merged", pgettext_lazy("question event", "joined with another question")
    OUT_OF_SCOPE = "out_of_scope", pgettext_lazy("question event", "found out of scope")
    REFUSED = "refused", pgettext_lazy("question event", "not taken")
    FORWARDED = "forwarded", pgettext_lazy("question event", "forwarded to another authority")
    INFORMATION_ASKED = "information_asked", pgettext_lazy("question event", "information asked")
    INFORMATION_GIVEN = "information_given", pgettext_lazy("question event", "information given")
    NO_REPLY = "no_reply", pgettext_lazy("question event", "closed without the asker's reply")
    EXTENDED = "extended", pgettext_lazy("question event", "time limit extended")
    DRAFTED = "drafted", pgettext_lazy("question event", "answer drafted")
    SUBMITTED = "submitted", pgettext_lazy("question event", "answer submitted")
    SIGNED = "signed", pgettext_lazy("question event", "answer signed by the head")
    RETURNED = "returned", pgettext_lazy("question event", "answer returned")
    PROGRESS = "progress", pgettext_lazy("question event", "progress notice sent")
    ANSWERED = "answered", pgettext_lazy("question event", "answer sent")
    WITHDRAWN = "withdrawn", pgettext_lazy("question event", "withdrawn by the asker")
    CONSENT = "consent", pgettext_lazy("question event", "consent changed")
    RATED = "rated", pgettext_lazy("question event", "answer rated")
    PUBLISHING = "publishing", pgettext_lazy("question event", "decided on publication")
    REDACTED = "redacted", pgettext_lazy("question event", "page for publication prepared")
    PERSON_SEEN = "person_seen", pgettext_lazy("question event", "personal data looked at")
    EXPORTED = "exported", pgettext_lazy("question event", "personal data exported")
    ANONYMISED = "anonymised", pgettext_lazy("question event", "personal data erased")


#: Replies of the agency that are under way.
REPLY_UNDER_WAY: Final = (
    ReplyState.DRAFT,
    ReplyState.RETURNED,
    ReplyState.TO_SIGN,
    ReplyState.TO_APPROVE,
)
