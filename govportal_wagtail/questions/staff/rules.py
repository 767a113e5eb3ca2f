"""What the regulation of a question says, quoted with its article for who decides."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...regulation.presentation import articles
from ...regulation.presentation.codes import policy_value
from ..models import Question
from ..timing import profile_of


@dataclass(frozen=True, slots=True)
class Rule:
    """One answer of the regulation: its value, the answer in words, the article, the wording."""

    value: str
    words: str
    #: Empty where the regulation says nothing.
    place: str
    wording: str
    regulation: str

    @property
    def is_silent(self) -> bool:
        """Whether the regulation says nothing about it."""
        return not self.place and not self.wording


def rule_of(question: Question, key: str, default: str) -> Rule:
    """What the regulation answers to a question of principle, else the default of the portal."""
    profile = profile_of(question)
    found = profile.policies.get(key)
    value = found.value if found else default
    return Rule(
        value=value,
        words=policy_value(value),
        place=articles.label(found.article) if found else "",
        wording=(found.wording or "") if found else "",
        regulation=profile.title,
    )


def complaints(question: Question) -> Rule:
    """What happens to complaints and denunciations; a silent regulation has them forwarded."""
    return rule_of(question, "complaints", "forward")


def out_of_scope(question: Question) -> Rule:
    """What the asker of a question is told that is none of the agencies' business."""
    return rule_of(question, "out_of_scope", "notify")


def publish_answer(question: Question) -> Rule:
    """When the answer has to be published."""
    return rule_of(question, "publish_answer", "never_required")


def transfer(question: Question) -> Rule:
    """Whether a transfer begins the time limit anew."""
    return rule_of(question, "question_transfer", "keep_original")


def may_require_publishing(question: Question) -> bool:
    """Whether the regulation requires the publication of some answers."""
    return publish_answer(question).value != "never_required"


def transfer_rule(question: Question) -> str:
    """What a transfer does to the time limit, in a sentence."""
    if transfer(question).value == "restart":
        return _("The time limit begins anew with the transfer.")
    return _("The time limit goes on as it runs; the asker does not wait longer.")
