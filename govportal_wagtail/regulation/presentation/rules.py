"""What a rule says, as labelled facts and as one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import (
    gettext,
    gettext_lazy,
    ngettext,
    pgettext_lazy,
)

from ..schema import (
    Channel,
    Contact,
    ContentGroup,
    Cycle,
    DeadlineRule,
    DomainRule,
    LanguageRule,
    Policy,
    Profile,
    RefusalGround,
    RhythmRule,
    Rule,
    SourceRule,
    WorkflowStep,
)
from ..vocabulary import Direction, Evidence, Period, RoleCode, Unit
from .codes import policy_label, policy_value, word
from .language_names import language_name

#: What the sections of a profile are called.
SECTION_LABELS: dict[str, Promise] = {
    "bodies": gettext_lazy("Bodies"),
    "roles": pgettext_lazy("regulation", "Roles"),
    "policies": gettext_lazy("Decisions of principle"),
    "domains": gettext_lazy("Domain names"),
    "languages": pgettext_lazy("regulation", "Languages"),
    "translation": gettext_lazy("Duties of translation"),
    "content": gettext_lazy("Groups of information"),
    "contacts": gettext_lazy("Contacts"),
    "channels": gettext_lazy("Ways in"),
    "slip": gettext_lazy("Supply slip"),
    "steps": gettext_lazy("Steps to publication"),
    "return_reasons": gettext_lazy("Reasons to send back"),
    "refusal_grounds": gettext_lazy("Grounds of refusal"),
    "prohibited_acts": gettext_lazy("Prohibited acts"),
    "deadlines": gettext_lazy("Time limits"),
    "rhythm": gettext_lazy("Rhythm of publication"),
    "sources": gettext_lazy("Statement of origin"),
    "credits": gettext_lazy("Credit lines"),
    "cycles": gettext_lazy("Recurring duties"),
}
_LABELS: dict[str, Promise] = {
    "key": pgettext_lazy("rule", "key"),
    "article": pgettext_lazy("regulation", "article"),
    "wording": gettext_lazy("wording"),
    "note": pgettext_lazy("rule", "note"),
    "evidence": gettext_lazy("evidence"),
    "silent": gettext_lazy("what the text leaves open"),
    "cites": gettext_lazy("cited instruments"),
    "unit": gettext_lazy("counted in"),
    "category": gettext_lazy("kind of information"),
    "role": gettext_lazy("whose time limit"),
    "days": pgettext_lazy("rule", "days"),
    "anchors": gettext_lazy("counted from"),
    "direction": gettext_lazy("direction"),
    "is_minimum": gettext_lazy("shortest period"),
    "or_progress_notice": gettext_lazy("a notice of progress is enough"),
    "extendable_days": gettext_lazy("days of extension"),
    "covers": gettext_lazy("also covers"),
    "return_policy": gettext_lazy("on return for completion"),
    "title": pgettext_lazy("rule", "name"),
    "times": pgettext_lazy("rule", "times"),
    "per": gettext_lazy("in every"),
    "scope": gettext_lazy("whose rhythm"),
    "hours": gettext_lazy("hours"),
    "letter": gettext_lazy("letter"),
    "code": pgettext_lazy("rule", "meaning"),
    "order": pgettext_lazy("rule", "place in the order"),
    "action": pgettext_lazy("rule", "action"),
    "roles": gettext_lazy("done by"),
    "is_optional": gettext_lazy("optional"),
    "kind": pgettext_lazy("rule", "kind"),
    "purpose": gettext_lazy("purpose"),
    "address": pgettext_lazy("rule", "address"),
    "is_required": pgettext_lazy("rule", "required"),
    "value": pgettext_lazy("rule", "value"),
    "duty": gettext_lazy("duty"),
    "body": gettext_lazy("kind of body"),
    "pattern": gettext_lazy("pattern"),
    "level": gettext_lazy("level of the domain name"),
    "naming": gettext_lazy("named by"),
    "name_languages": gettext_lazy("languages of the name"),
    "language": pgettext_lazy("rule", "language"),
    "is_encouraged": gettext_lazy("encouraged"),
    "until": gettext_lazy("last day of issue"),
    "status": pgettext_lazy("rule", "status"),
    "host": gettext_lazy("host name"),
    "fields": gettext_lazy("fields"),
    "applies_to": gettext_lazy("applies to"),
    "requires": gettext_lazy("must be stated"),
    "subject": pgettext_lazy("rule", "subject"),
    "period": gettext_lazy("period"),
    "every": gettext_lazy("every so many periods"),
    "by": gettext_lazy("owed by"),
    "to": gettext_lazy("goes to"),
    "bodies": gettext_lazy("for which bodies"),
    "parts": gettext_lazy("pages set up for it"),
    "shown_in": gettext_lazy("shown in"),
}
#: Fields that hold a fixed code and are no choice of the schema.
_CODED = {"applies_to", "requires", "scope", "kind", "purpose", "shown_in"}
#: What stands in columns of its own and is no value of the rule.
ORIGIN = ("key", "article", "wording", "note", "evidence", "silent", "cites")


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a rule for people, with the name of the field it comes from."""

    name: str
    label: str
    value: str


def field_label(name: str) -> str:
    """What a field of a rule is called."""
    return str(_LABELS.get(name, name))


def shown(value: Any) -> str:
    """A value in words: labels of choices, dates day first, lists with commas."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, tuple | list):
        return ", ".join(shown(each) for each in value)
    return str(value)


def facts(rule: Rule) -> list[Fact]:
    """What the rule decides, without what it says of its origin; silent fields are left out."""
    found = []
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in ORIGIN or value in (None, "", (), False) or value == field.default:
            continue
        found.append(Fact(field.name, field_label(field.name), _in_words(rule, field.name)))
    return found


def _in_words(rule: Rule, name: str) -> str:
    value = getattr(rule, name)
    if isinstance(rule, Policy) and name == "value":
        return policy_value(rule.value)
    if name in _CODED and not isinstance(value, Enum):
        return ", ".join(word(each) for each in ((value,) if isinstance(value, str) else value))
    return shown(value)


def headline(rule: Rule) -> str:
    """What the rule is called: its name or wording in the regulation, else its key."""
    if isinstance(rule, WorkflowStep):
        return rule.title or str(rule.action.label)
    if isinstance(rule, Policy):
        return policy_label(rule.key)
    if isinstance(rule, SourceRule):
        return word(rule.applies_to).capitalize()
    if isinstance(rule, Contact):
        return word(rule.kind).capitalize()
    if isinstance(rule, Channel):
        return str(rule.kind.label).capitalize()
    if isinstance(rule, DomainRule):
        return str(rule.body.label).capitalize()
    if isinstance(rule, LanguageRule):
        return language_name(rule.key)
    if isinstance(rule, RhythmRule):
        return word(rule.scope).capitalize()
    return str(getattr(rule, "title", "") or rule.wording or rule.key)


def summary(rule: Rule) -> str:
    """What the rule decides, in one line."""
    for kind, words in _SUMMARIES.items():
        if isinstance(rule, kind):
            return str(words(rule))
    return "; ".join(
        f"{fact.label}: {fact.value}" for fact in facts(rule) if fact.name not in {"title", "kind"}
    )


def deadline_summary(rule: DeadlineRule) -> str:
    """Length, start and holder of a time limit in one line."""
    parts = [deadline_length(rule)]
    if rule.anchors:
        before = rule.direction == Direction.BEFORE
        pattern = gettext("before: %(events)s") if before else gettext("from: %(events)s")
        events = gettext(" or ").join(str(event.label) for event in rule.anchors)
        parts.append(pattern % {"events": events})
    if rule.role:
        parts.append(gettext("for: %(role)s") % {"role": role_label(rule.role)})
    return ", ".join(parts)


def deadline_length(rule: DeadlineRule) -> str:
    """How long a time limit is, for example ``2 working days``."""
    if rule.days is None:
        return str(rule.unit.label)
    if rule.unit == Unit.WORKING_DAY:
        pattern = ngettext("%(days)d working day", "%(days)d working days", rule.days)
    else:
        pattern = ngettext("%(days)d calendar day", "%(days)d calendar days", rule.days)
    words = pattern % {"days": rule.days}
    return gettext("at least %(period)s") % {"period": words} if rule.is_minimum else words


def role_label(code: str) -> str:
    """Whose time limit it is, in words; the code itself where it is a province's own."""
    known = {"issuer": gettext("issuing agency"), "affected": gettext("agencies concerned")}
    if code in RoleCode.values:
        return str(RoleCode(code).label)
    return known.get(code, code)


def profile_label(profile: Profile) -> str:
    """What a regulation is called, with the symbol of its instrument said once."""
    symbol = profile.instrument.symbol
    return profile.title if symbol in profile.title else f"{profile.title} ({symbol})"


def category_label(rule: DeadlineRule) -> str:
    """What a kind of information is called in a list of time limits."""
    return rule.title or rule.wording or rule.category


def is_certain(rule: Rule) -> bool:
    """Whether the text itself says it."""
    return rule.evidence == Evidence.TEXT


def plain(value: Any) -> Any:
    """The value as JSON can hold it; records become objects with all their fields."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.name
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _cycle(rule: Cycle) -> str:
    values = {"times": rule.times, "every": rule.every, "period": rule.period.label}
    if rule.period in (Period.UNKNOWN, Period.CONTINUOUS):
        often = str(rule.period.label)
    elif rule.every == 1:
        often = gettext("%(times)s × per %(period)s") % values
    else:
        often = gettext("%(times)s × in every %(every)s × %(period)s") % values
    return f"{rule.subject.label}: {often}"


def _domain(rule: DomainRule) -> str:
    words = [rule.pattern, gettext("level %(level)s") % {"level": rule.level}]
    if rule.naming:
        words.append(shown(rule.naming))
    if rule.is_encouraged:
        words.append(gettext("encouraged"))
    if rule.until:
        words.append(gettext("until %(day)s") % {"day": shown(rule.until)})
    return ", ".join(words)


def _rhythm(rule: RhythmRule) -> str:
    values = {"times": rule.times, "period": rule.per.label}
    words = gettext("at least %(times)s in every %(period)s") % values
    return f"{words} ({', '.join(rule.hours)})" if rule.hours else words


def _language(rule: LanguageRule) -> str:
    return f"{rule.status.label}, {rule.host}" if rule.host else str(rule.status.label)


def _content(rule: ContentGroup) -> str:
    return shown(rule.bodies)


def _refusal(rule: RefusalGround) -> str:
    return f"{rule.letter}) {rule.wording or rule.code}"


def _policy(rule: Policy) -> str:
    return policy_value(rule.value)


def _source(rule: SourceRule) -> str:
    return _in_words(rule, "requires")


def _step(rule: WorkflowStep) -> str:
    words = f"{rule.order}. {rule.action.label}: {shown(rule.roles)}"
    return f"{words} ({gettext('optional')})" if rule.is_optional else words


_SUMMARIES: dict[type[Rule], Any] = {
    DeadlineRule: deadline_summary,
    Cycle: _cycle,
    DomainRule: _domain,
    RhythmRule: _rhythm,
    LanguageRule: _language,
    ContentGroup: _content,
    RefusalGround: _refusal,
    Policy: _policy,
    SourceRule: _source,
    WorkflowStep: _step,
}
