"""What may be done with a question on its page: the form, the doing, the words afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import answering, intake, retention, triage
from ..models import Question, QuestionEvent
from ..rights import Can
from . import action_forms as forms
from . import rules

Run = Callable[[Question, Any, Any], object]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that may be done: its form, who may (``rights.can``), and the doing."""

    can: Can
    label: Any
    form: type[forms.ActionForm]
    run: Run
    done: Any
    help_text: Any = ""
    #: What the regulation says about it, quoted above the form.
    rule: Callable[[Question], rules.Rule] | None = None
    #: Shown open, without a click.
    is_first: bool = False
    is_serious: bool = False

    @property
    def code(self) -> str:
        """The last part of its address."""
        return self.can.value


@dataclass(frozen=True, slots=True)
class Offer:
    """An action with its form, for the page."""

    action: Action
    form: forms.ActionForm
    label: Any
    rule: rules.Rule | None = None

    @property
    def is_open(self) -> bool:
        """Whether the form is shown at once: there is something wrong in it, or it comes first."""
        return self.form.is_bound or self.action.is_first


def _classify(question: Question, user: Any, data: Any) -> object:
    return triage.classify(question, user, topic=data["topic"], is_complaint=data["is_complaint"])


def _assign(question: Question, user: Any, data: Any) -> object:
    return triage.assign(question, user, data["agency"], data["reason"])


def _transfer(question: Question, user: Any, data: Any) -> object:
    return triage.transfer(question, user, data["agency"], data["reason"])


def _claim(question: Question, user: Any, data: Any) -> object:
    return triage.claim(question, user)


def _release(question: Question, user: Any, data: Any) -> object:
    return triage.release(question, user)


def _merge(question: Question, user: Any, data: Any) -> object:
    return triage.merge(question, user, data["into"], data["reason"])


def _out_of_scope(question: Question, user: Any, data: Any) -> object:
    return triage.out_of_scope(question, user, data["reason"], data["where"])


def _refuse(question: Question, user: Any, data: Any) -> object:
    return triage.refuse(question, user, data["reason"])


def _forward(question: Question, user: Any, data: Any) -> object:
    return triage.forward(question, user, data["to"], data["reason"])


def _ask(question: Question, user: Any, data: Any) -> object:
    return answering.ask_information(question, user, data["request"], data["days"])


def _close(question: Question, user: Any, data: Any) -> object:
    return answering.close_without_reply(question, user, data["reason"])


def _extend(question: Question, user: Any, data: Any) -> object:
    return answering.extend(question, user, data["days"], data["reason"])


def _publishing(question: Question, user: Any, data: Any) -> object:
    return triage.decide_publishing(question, user, data["publishing"], data["reason"])


def _complete(question: Question, user: Any, data: Any) -> object:
    return intake.add_information(
        question, data["text"], user=user, channel=data["channel"], reason=data["reason"]
    )


def _withdraw(question: Question, user: Any, data: Any) -> object:
    return intake.withdraw(question, user=user, channel=data["channel"], reason=data["reason"])


def _anonymise(question: Question, user: Any, data: Any) -> object:
    return retention.anonymise_early(question, user, data["reason"])


_ALL: Final = (
    Action(
        can=Can.CLASSIFY,
        label=pgettext_lazy("question", "Classify"),
        form=forms.ClassifyForm,
        run=_classify,
        done=_("The question was classified."),
    ),
    Action(
        can=Can.ASSIGN,
        label=pgettext_lazy("question", "Give to an agency"),
        form=forms.AssignForm,
        run=_assign,
        done=_("The question was given to the agency."),
    ),
    Action(
        can=Can.CLAIM,
        label=pgettext_lazy("question", "Claim"),
        form=forms.NothingForm,
        run=_claim,
        done=_("You are working on the question now."),
        help_text=pgettext_lazy("question", "Others see that you are working on it."),
    ),
    Action(
        can=Can.RELEASE,
        label=pgettext_lazy("question", "Release"),
        form=forms.NothingForm,
        run=_release,
        done=_("The question is free for others."),
    ),
    Action(
        can=Can.TRANSFER,
        label=pgettext_lazy("question", "Transfer to another agency"),
        form=forms.TransferForm,
        run=_transfer,
        done=_("The question was transferred."),
        rule=rules.transfer,
    ),
    Action(
        can=Can.ASK_INFORMATION,
        label=pgettext_lazy("question", "Ask for more information"),
        form=forms.AskForm,
        run=_ask,
        done=_("The asker was asked; the time limit pauses until the reply."),
    ),
    Action(
        can=Can.EXTEND,
        label=pgettext_lazy("question", "Extend the time limit"),
        form=forms.ExtendForm,
        run=_extend,
        done=_("The time limit was extended; the asker is told."),
    ),
    Action(
        can=Can.MERGE,
        label=pgettext_lazy("question", "Join with another question"),
        form=forms.MergeForm,
        run=_merge,
        done=_("The question was joined with the other one."),
    ),
    Action(
        can=Can.OUT_OF_SCOPE,
        label=pgettext_lazy("question", "Out of scope"),
        form=forms.OutOfScopeForm,
        run=_out_of_scope,
        done=_("The asker is told that the question is not answered here."),
        rule=rules.out_of_scope,
        is_serious=True,
    ),
    Action(
        can=Can.FORWARD,
        label=pgettext_lazy("question", "Forward to the competent authority"),
        form=forms.ForwardForm,
        run=_forward,
        done=_("The question was forwarded; the asker is told."),
        rule=rules.complaints,
        is_serious=True,
    ),
    Action(
        can=Can.REFUSE,
        label=pgettext_lazy("question", "Do not take the complaint"),
        form=forms.RefuseForm,
        run=_refuse,
        done=_("The asker is told that the complaint is not taken here, and why."),
        rule=rules.complaints,
        is_serious=True,
    ),
    Action(
        can=Can.COMPLETE,
        label=pgettext_lazy("question", "Complete for the asker"),
        form=forms.CompleteForm,
        run=_complete,
        done=_("The completion was entered; the time limit runs again."),
        help_text=_("The asker called, wrote or came and gave what was missing."),
    ),
    Action(
        can=Can.CLOSE_WITHOUT_REPLY,
        label=pgettext_lazy("question", "Close without a reply of the asker"),
        form=forms.ReasonForm,
        run=_close,
        done=_("The question was closed; the asker is told."),
        is_serious=True,
    ),
    Action(
        can=Can.DECIDE_PUBLISHING,
        label=pgettext_lazy("question", "Decide on publication"),
        form=forms.PublishingForm,
        run=_publishing,
        done=_("The decision on publication was recorded."),
        rule=rules.publish_answer,
    ),
    Action(
        can=Can.WITHDRAW,
        label=pgettext_lazy("question", "Withdraw for the asker"),
        form=forms.OnBehalfForm,
        run=_withdraw,
        done=_("What the asker took back was recorded."),
        help_text=_("The asker called, wrote or came and takes it back."),
        is_serious=True,
    ),
    Action(
        can=Can.ANONYMISE,
        label=pgettext_lazy("question", "Erase the personal data"),
        form=forms.AnonymiseForm,
        run=_anonymise,
        done=_("The personal data were erased."),
        help_text=_(
            "Who asked, the text of the question, the completions, the files and the e-mails to"
            " the asker are deleted for good, and the asker can follow the question no longer."
            " Number, days, agency, outcome and what was published stay."
        ),
        is_serious=True,
    ),
)
ACTIONS: Final[dict[str, Action]] = {each.code: each for each in _ALL}


def last_event(question: Question) -> int:
    """The number of the last line of the question's log; 0 without one."""
    found = QuestionEvent.objects.filter(question_id=question.pk).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0


def offers(
    question: Question,
    user: Any,
    allowed: frozenset[Can],
    bound: forms.ActionForm | None = None,
    code: str = "",
) -> Iterator[Offer]:
    """What the user may do with the question now; ``bound`` is the form that failed."""
    seen = last_event(question)
    for action in _ALL:
        is_bound = bound is not None and action.code == code
        if not is_bound and action.can not in allowed:
            continue
        form = bound if is_bound and bound is not None else _blank(action, question, user, seen)
        rule = action.rule(question) if action.rule else None
        yield Offer(action, form, _label(action, question), rule)


def _blank(action: Action, question: Question, user: Any, seen: int) -> forms.ActionForm:
    return action.form(
        question=question,
        user=user,
        initial={"seen": seen},
        auto_id=f"id_{action.code}_%s",
    )


def _label(action: Action, question: Question) -> Any:
    if action.can == Can.CLAIM and question.claimed_by_id:
        return _("Take over")
    if action.can == Can.WITHDRAW and not question.is_open:
        return _("Take back the consent to the publication for the asker")
    return action.label
