"""The replies of a question on its page: the one under way, those sent, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from ...editorial import ledger
from .. import answering, delivery, rights
from ..consents import Consent, consent_of
from ..models import Question, Reply
from ..rights import Can
from ..vocabulary import Outcome, Publishing, ReplyState
from . import rules
from .reply_forms import ReturnForm
from .rules import Rule


@dataclass(frozen=True, slots=True)
class Publication:
    """What is said of the published page on the page of a question."""

    may_prepare: bool
    #: The page that was prepared; None before, and after it was deleted.
    page: Page | None
    #: The page as its readers or its editors find it, in words.
    state: str
    #: Whether the user may open the page in the editor.
    may_edit: bool
    #: What the regulation says of publishing answers.
    rule: Rule
    consent: Consent | None

    @property
    def lacks_consent(self) -> bool:
        """Whether the asker has not agreed, or no longer agrees, to publication."""
        return self.consent is None or not self.consent.publishes


def context(request: HttpRequest, question: Question, allowed: frozenset[Can]) -> dict[str, Any]:
    """What ``reply_panel.html`` shows of the question to a user who may do so much with it."""
    user: Any = request.user
    reply = answering.under_way(question)
    return {
        "reply": reply,
        "reply_files": list(reply.files.all()) if reply else [],
        "reply_writer": _name(reply.written_by) if reply else "",
        "reply_next": next_step(question, reply),
        "reply_blocked": blocked(question, reply, user, allowed),
        "sent_replies": list(
            delivery.readable_replies(question).prefetch_related("files").select_related("agency")
        ),
        "may_write_reply": Can.DRAFT in allowed,
        "may_submit_reply": Can.SUBMIT in allowed and _is_with_writer(reply),
        "may_sign_reply": Can.SIGN in allowed,
        "may_approve_reply": Can.APPROVE in allowed,
        "may_return_reply": Can.RETURN in allowed,
        "needs_board": answering.needs_board(question),
        "return_form": ReturnForm(auto_id="id_return_reply_%s"),
        "publication": publication_of(question, user, allowed),
    }


def next_step(question: Question, reply: Reply | None) -> str:
    """Whose turn it is with the reply, in words; empty without one."""
    if reply is None:
        return ""
    if reply.state == ReplyState.TO_SIGN:
        return _("The head of %(agency)s decides now.") % {"agency": reply.agency or "–"}
    if reply.state == ReplyState.TO_APPROVE:
        return _("The editorial board decides now; after its approval the reply is sent at once.")
    if answering.needs_board(question):
        return _("Once submitted, the head of the agency signs it and the board approves it.")
    return _("Once submitted, the head of the agency signs it; then it is sent at once.")


def blocked(question: Question, reply: Reply | None, user: Any, allowed: frozenset[Can]) -> str:
    """Why somebody who decides elsewhere may not decide on this reply; empty where they may."""
    if reply is None or allowed & {Can.SIGN, Can.APPROVE}:
        return ""
    heads = reply.state == ReplyState.TO_SIGN and rights.heads(user, question)
    approves = reply.state == ReplyState.TO_APPROVE and rights.approves(user, question)
    if not heads and not approves:
        return ""
    if reply.written_by_id == user.pk:
        return _("You wrote the newest version of the text; another person decides on it.")
    if reply.signed_by_id == user.pk:
        return _("You took the step before this one; another person takes this one.")
    return ""


def publication_of(question: Question, user: Any, allowed: frozenset[Can]) -> Publication | None:
    """How far the publication is; None for a question that was not answered."""
    if question.outcome != Outcome.ANSWERED:
        return None
    wanted = question.publishing in (Publishing.REQUIRED, Publishing.WANTED)
    page = question.page
    if not wanted and page is None:
        return None
    return Publication(
        may_prepare=Can.REDACT in allowed,
        page=page,
        state=page_state(page),
        may_edit=page is not None and page.permissions_for_user(user).can_edit(),
        rule=rules.publish_answer(question),
        consent=consent_of(question),
    )


def page_state(page: Page | None) -> str:
    """Where the page is: posted, in the workflow, a draft; empty without one."""
    if page is None:
        return ""
    if page.workflow_in_progress:
        return _("with the editorial board")
    if page.live:
        return _("posted")
    return _("not posted")


def _is_with_writer(reply: Reply | None) -> bool:
    return reply is not None and reply.state in (ReplyState.DRAFT, ReplyState.RETURNED)


def _name(user: Any) -> str:
    return ledger.name_of(user) if user else ""
