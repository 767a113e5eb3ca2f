"""A regulation article by article: what it says, and what the software does about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import slugify

from ..coverage_table import Requirement, requirements
from ..folding import folded
from ..schema import Profile, Rule
from . import articles, origins
from .rules import SECTION_LABELS, headline, is_certain, summary


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in a list."""

    address: str
    section: str
    article: str
    headline: str
    summary: str
    #: How sure it is, in words; empty where the text itself says it.
    doubt: str
    #: The file that says it, where that is not the profile's own.
    said_by: str
    #: The profile whose rule it replaces.
    overrides: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One requirement with its rules, or one rule that no requirement names."""

    article: str
    requirement: Requirement | None
    rules: tuple[RuleLine, ...]
    #: The profile whose table has the requirement, where it is not the profile itself.
    borrowed_from: str = ""

    @property
    def label(self) -> str:
        """The place in words."""
        return articles.label(self.article)

    @property
    def text(self) -> str:
        """Everything in which a search looks, without diacritics."""
        row = self.requirement
        words = [self.article, self.label]
        words += [row.id, row.subject, row.note, *row.rules] if row else []
        for rule in self.rules:
            words += [rule.address, rule.headline, rule.summary, rule.article]
        return folded(" ".join(words))


@dataclass(slots=True)
class Group:
    """The entries of one article."""

    label: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The part of an address that leads to the article on its page."""
        return slugify(folded(self.label)) or "article"


def rule_line(profile: Profile, section: str, rule: Rule) -> RuleLine:
    """A rule as it stands in a list."""
    address = f"{section}.{rule.key}"
    said_by = origins.said_by(profile, address)
    return RuleLine(
        address=address,
        section=str(SECTION_LABELS[section]),
        article=rule.article,
        headline=headline(rule),
        summary=summary(rule),
        doubt="" if is_certain(rule) else str(rule.evidence.label),
        said_by="" if said_by == profile.path.stem else said_by,
        overrides=origins.overridden(profile, address),
    )


def article_groups(profile: Profile, *, state: str = "", query: str = "") -> list[Group]:
    """The regulation in the order of its articles, only what matches state and words.

    A rule that no requirement names is listed at its own article; it has no state, so that a
    filter by state leaves it out.
    """
    words = folded(query).split()
    groups: dict[tuple[bool, object], Group] = {}
    for entry in sorted(_entries(profile), key=lambda each: articles.sort_key(each.article)):
        row = entry.requirement
        if state and (row is None or row.state != state):
            continue
        if any(word not in entry.text for word in words):
            continue
        place = articles.places(entry.article)[0]
        key = (place.in_decision, place.article if place.article is not None else place.text)
        group = groups.setdefault(key, Group(articles.group_label(place)))
        group.entries.append(entry)
    return list(groups.values())


def coverage_code(profile: Profile) -> str:
    """The profile whose table of coverage applies: its own, or that of the one it extends."""
    if requirements(profile.code) or not profile.extends:
        return profile.code
    return profile.extends


def requirements_of(profile: Profile, address: str) -> list[Requirement]:
    """The requirements that name a rule, also those of the table of an extended profile."""
    return [row for row in requirements(coverage_code(profile)) if address in row.rules]


def _entries(profile: Profile) -> Iterator[Entry]:
    rows = requirements(profile.code)
    named: set[str] = set()
    for row in rows:
        found = [(address, profile.find(address)) for address in row.rules]
        lines = [
            rule_line(profile, address.partition(".")[0], rule) for address, rule in found if rule
        ]
        named.update(row.rules)
        yield Entry(row.article, row, tuple(lines))
    for section, rule in profile.rules():
        if f"{section}.{rule.key}" not in named:
            yield _rule_entry(profile, section, rule)


def _rule_entry(profile: Profile, section: str, rule: Rule) -> Entry:
    """A rule at its own article, with what is known of the same rule of an extended profile.

    The requirement itself is not shown then: its words and its article are another regulation's.
    """
    line = (rule_line(profile, section, rule),)
    source = coverage_code(profile)
    known = requirements_of(profile, f"{section}.{rule.key}") if source != profile.code else []
    if not known:
        return Entry(rule.article, None, line)
    return Entry(rule.article, known[0], line, borrowed_from=source)
