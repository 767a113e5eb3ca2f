"""Answers about regulations as text for a terminal and as data for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..coverage_table import Requirement, State
from ..schema import SECTIONS, Profile, Rule
from . import articles, origins
from .chains import CitedInstrument, cited_by_profile, cited_by_rule
from .comparison import Difference, Outcome
from .rules import (
    SECTION_LABELS,
    facts,
    field_label,
    headline,
    is_certain,
    plain,
    profile_label,
    shown,
    summary,
)
from .text_tables import text_table


@dataclass(frozen=True, slots=True)
class Report:
    """One answer: what is read and what ``--json`` prints."""

    text: str
    data: Any


def profile_state(profile: Profile, *, on: date) -> str:
    """Where the regulation stands on the day: draft, in force, not yet, no longer."""
    instrument = profile.instrument
    if instrument.is_draft:
        return pgettext("regulation", "draft")
    if instrument.in_force_from is None:
        return pgettext("regulation", "date not known")
    if instrument.in_force_from > on:
        return pgettext("regulation", "not yet in force")
    if instrument.in_force(on=on):
        return pgettext("regulation", "in force")
    return pgettext("regulation", "no longer in force")


def profile_list(profiles: Iterable[Profile], *, on: date) -> Report:
    """All profiles with their instrument and the days on which they apply."""
    ordered = sorted(profiles, key=lambda profile: profile.code)
    rows = [
        [
            each.code,
            each.title,
            each.instrument.symbol,
            profile_state(each, on=on),
            shown(each.instrument.in_force_from),
            shown(each.instrument.in_force_to),
            _lineage(each),
        ]
        for each in ordered
    ]
    headings = [
        pgettext("regulation", "code"),
        _("regulation"),
        _("instrument"),
        pgettext("regulation", "state"),
        pgettext("date", "from"),
        pgettext("date", "until"),
        _("based on"),
    ]
    return Report(text_table(headings, rows), [_head(each, on) for each in ordered])


def profile_report(profile: Profile, section: str | None, *, on: date) -> Report:
    """One profile, or one section of it."""
    names = [section] if section else list(SECTIONS)
    parts = [_heading(profile, on)]
    parts += [_section_text(profile, name) for name in names if section or profile.section(name)]
    empty = [str(SECTION_LABELS[name]) for name in names if not profile.section(name)]
    if empty and not section:
        parts.append(
            _("The regulation is silent on: %(sections)s") % {"sections": ", ".join(empty)}
        )
    data: dict[str, Any] = _head(profile, on)
    data["sections"] = {name: profile.section(name) for name in names}
    if not section:
        cited = cited_by_profile(profile, on=on)
        parts.append(f"{_('Legal basis')}\n{chain_text(cited)}")
        data["cites"] = cited
    return Report("\n\n".join(parts), data)


def difference_report(left: Profile, right: Profile, found: Sequence[Difference]) -> Report:
    """Two profiles side by side, rule by rule."""
    parts = [f"{left.code} ≠ {right.code}"]
    for section in SECTIONS:
        rows = [_difference_row(each) for each in found if each.section == section]
        if rows:
            headings = [
                pgettext("regulation", "rule"),
                left.code,
                pgettext("regulation", "article"),
                right.code,
                pgettext("regulation", "article"),
            ]
            parts.append(f"{SECTION_LABELS[section]}\n{text_table(headings, rows)}")
    if not found:
        parts.append(_("The two profiles say the same."))
    data = [
        {
            "rule": f"{each.section}.{each.key}",
            "outcome": each.outcome,
            "fields": each.fields,
            "left": each.left,
            "right": each.right,
        }
        for each in found
    ]
    return Report("\n\n".join(parts), data)


def rule_report(profile: Profile, section: str, rule: Rule, *, on: date) -> Report:
    """Where one rule comes from and what became of the instruments it rests on."""
    address = f"{section}.{rule.key}"
    cited = cited_by_rule(profile, rule, on=on)
    origin = profile.origins.get(address, profile.path)
    replaced = origins.overridden(profile, address)
    rows = [
        (pgettext("regulation", "rule"), address),
        (_("regulation"), profile_label(profile)),
        (
            pgettext("regulation", "article"),
            articles.label(rule.article) or _("no article says it"),
        ),
        (field_label("wording"), rule.wording),
        *((fact.label, fact.value) for fact in facts(rule)),
        (field_label("evidence"), shown(rule.evidence)),
        (field_label("silent"), ", ".join(field_label(name) for name in rule.silent)),
        (field_label("note"), rule.note),
        (_("said by the file"), str(origin)),
        (_("instead of"), replaced),
    ]
    width = max(len(str(label)) for label, _value in rows)
    lines = [f"{str(label).ljust(width)}  {value}" for label, value in rows if value]
    text = "\n".join(lines)
    if cited:
        text = f"{text}\n\n{_('Cited instruments')}\n{chain_text(cited)}"
    data = {
        "rule": address,
        "profile": profile.code,
        "said_by": str(origin),
        "overrides": replaced,
        "values": rule,
        "cites": cited,
    }
    return Report(text, data)


def coverage_report(profile: Profile, rows: Sequence[Requirement], state: str) -> Report:
    """What the software does about each requirement, and how many are in which state."""
    wanted = [row for row in rows if not state or row.state == state]
    counts = Counter(row.state for row in rows)
    table = text_table(
        [
            "",
            pgettext("regulation", "article"),
            pgettext("regulation", "requirement"),
            pgettext("requirement", "state"),
            pgettext("regulation", "where"),
        ],
        [
            [
                row.id,
                row.article,
                row.subject,
                str(row.state.label),
                "\n".join([*row.rules, *row.places, *([row.note] if row.note else [])]),
            ]
            for row in wanted
        ],
    )
    total = ", ".join(f"{each.label}: {counts[each]}" for each in State)
    data = {"profile": profile.code, "counts": counts, "requirements": wanted}
    return Report(f"{table}\n\n{len(rows)} - {total}", data)


def chain_text(cited: Sequence[CitedInstrument]) -> str:
    """Cited instruments, each with a dated line per instrument that took its place."""
    lines: list[str] = []
    told: set[str] = set()
    for cite in cited:
        place = f" ({cite.place})" if cite.place else ""
        lines.append(f"- {cite.symbol}: {cite.subject}{place}")
        if cite.symbol in told:
            continue
        told.add(cite.symbol)
        for link in cite.chain:
            lines.append(f"    {_life(link.instrument)}")
        if not cite.chain:
            lines.append("    " + _("nothing is known of what replaced it"))
    return "\n".join(lines)


def _life(instrument: Any) -> str:
    words = [instrument.symbol]
    if instrument.in_force_from:
        words.append(_("in force from %(day)s") % {"day": shown(instrument.in_force_from)})
    if instrument.ended_on:
        words.append(_("no longer from %(day)s") % {"day": shown(instrument.ended_on)})
    if instrument.replaced_by:
        later = ", ".join(instrument.replaced_by)
        words.append(_("replaced by %(symbols)s") % {"symbols": later})
    if instrument.evidence != "text":
        words.append(_("not yet compared with the original"))
    return "; ".join(words)


def _lineage(profile: Profile) -> str:
    parts = []
    if profile.extends:
        parts.append(_("extends %(code)s") % {"code": profile.extends})
    if profile.succeeds:
        parts.append(_("follows %(code)s") % {"code": profile.succeeds})
    return ", ".join(parts)


def _head(profile: Profile, on: date) -> dict[str, Any]:
    return {
        "code": profile.code,
        "title": profile.title,
        "province": profile.province,
        "host": profile.host,
        "instrument": profile.instrument,
        "in_force": profile.instrument.in_force(on=on),
        "extends": profile.extends,
        "succeeds": profile.succeeds,
        "note": profile.note,
        "file": plain(profile.path),
    }


def _heading(profile: Profile, on: date) -> str:
    instrument = profile.instrument
    lines = [
        f"{profile.title} [{profile.code}]",
        f"{instrument.symbol} - {instrument.title}",
        f"{instrument.issuer}, {shown(instrument.issued_on)}".rstrip(", "),
        f"{profile_state(profile, on=on)}: {shown(instrument.in_force_from) or '?'}"
        f" - {shown(instrument.in_force_to)}".rstrip(),
        _lineage(profile),
        profile.note,
    ]
    return "\n".join(line for line in lines if line)


def _section_text(profile: Profile, name: str) -> str:
    rules = sorted_rules(profile, name)
    if not rules:
        return f"{SECTION_LABELS[name]}\n" + _("The regulation is silent.")
    rows = [[rule.key, rule.article, headline(rule), summary(rule), _doubt(rule)] for rule in rules]
    headings = [
        field_label("key"),
        pgettext("regulation", "article"),
        field_label("title"),
        _("what it says"),
        field_label("evidence"),
    ]
    return f"{SECTION_LABELS[name]}\n{text_table(headings, rows)}"


def sorted_rules(profile: Profile, name: str) -> list[Rule]:
    """The rules of a section: steps in their order, all others by article."""
    if name == "steps":
        return list(profile.workflow())
    return sorted(profile.section(name).values(), key=lambda rule: articles.sort_key(rule.article))


def _doubt(rule: Rule) -> str:
    return "" if is_certain(rule) else str(rule.evidence.label)


def _difference_row(each: Difference) -> list[str]:
    words = [each.key, *_side(each.left, each), *_side(each.right, each)]
    if each.outcome is Outcome.SAME:
        words[0] = f"{each.key} ="
    return words


def _side(rule: Rule | None, each: Difference) -> tuple[str, str]:
    if rule is None:
        return "-", ""
    lines = [summary(rule) or headline(rule)]
    lines += [
        f"{field_label(name)}: {shown(getattr(rule, name)) or '-'}"
        for name in each.fields
        if name in {"wording", "title"} and shown(getattr(rule, name)) not in lines[0]
    ]
    return "\n".join(lines), rule.article
