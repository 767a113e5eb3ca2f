"""Write ``docs/reference/profiles.md`` from the shipped profiles; ``--check`` only compares."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.utils import translation

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs/reference/profiles.md"
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from govportal_wagtail.regulation.schema import Profile

_INTRO = """# Profiles

<!-- Written by scripts/make_profiles_doc.py from the data; do not edit. -->

A profile is a regulation as data: one TOML file whose rules carry the article they come from. This
page is generated from the profiles that are shipped. [How to write your own
profile](../how-to/write-your-own-profile.md) says how a province adds one or changes a rule.

In the tables, *evidence* is empty where the text itself says it; a section that is missing is one
on which the regulation is silent.
"""


def render() -> str:
    """The page, in English with the legal terms in Vietnamese; the same on every day."""
    from govportal_wagtail.regulation import catalogue  # noqa: PLC0415
    from govportal_wagtail.regulation.presentation.origins import is_shipped  # noqa: PLC0415

    profiles = [
        profile for _code, profile in sorted(catalogue.profiles().items()) if is_shipped(profile)
    ]
    # Without a language the strings are those of the source.
    with translation.override(None):
        parts = [_INTRO, _overview(profiles), *(_profile(each) for each in profiles)]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _overview(profiles: Sequence[Profile]) -> str:
    from govportal_wagtail.regulation.coverage_table import State  # noqa: PLC0415

    rows = []
    for each in profiles:
        counts = _counts(each)
        rows.append(
            [
                f"[{each.code}](#{each.code})",
                each.province,
                each.instrument.symbol,
                "draft" if each.instrument.is_draft else _period(each),
                *([str(counts[state]) for state in State] if counts else [""] * len(State)),
            ]
        )
    headings = ["profile", "province", "instrument", "in force", *(str(s.label) for s in State)]
    return (
        "The last columns count the requirements of each regulation by what the software does\n"
        "about them.\n\n" + _table(headings, rows)
    )


def _profile(profile: Profile) -> str:
    instrument = profile.instrument
    lines = [f"## {profile.code}", "", f"{profile.title}", ""]
    facts = [
        ("instrument", f"{instrument.symbol}: {instrument.title}"),
        ("issued by", instrument.issuer),
        ("issued on", _day(instrument.issued_on)),
        ("in force", "draft, not in force" if instrument.is_draft else _period(profile)),
        ("replaces", ", ".join(_replacement(each) for each in instrument.replaces)),
        ("replaced by", instrument.replaced_by),
        ("host", profile.host),
        ("extends", profile.extends),
        ("follows", profile.succeeds),
        ("note", " ".join(text for text in (instrument.note, profile.note) if text)),
    ]
    lines += [f"- {name}: {value}" for name, value in facts if value]
    parts = ["\n".join(lines), *_sections(profile), _chains(profile), _coverage(profile)]
    return "\n\n".join(part for part in parts if part)


def _sections(profile: Profile) -> Iterable[str]:
    from govportal_wagtail.regulation.presentation.rules import (  # noqa: PLC0415
        SECTION_LABELS,
        headline,
        is_certain,
        summary,
    )
    from govportal_wagtail.regulation.presentation.terminal import sorted_rules  # noqa: PLC0415

    for name, label in SECTION_LABELS.items():
        rows = [
            [
                f"`{rule.key}`",
                rule.article,
                headline(rule),
                summary(rule),
                "" if is_certain(rule) else str(rule.evidence.label),
            ]
            for rule in sorted_rules(profile, name)
        ]
        if rows:
            headings = ["key", "article", "name or wording", "what it says", "evidence"]
            yield f"### {label} of {profile.code}\n\n{_table(headings, rows)}"


def _chains(profile: Profile) -> str:
    from govportal_wagtail.regulation import legal_basis  # noqa: PLC0415

    if not profile.cites:
        return ""
    rows = []
    places: dict[str, list[str]] = {}
    for cite in profile.cites:
        places.setdefault(cite.symbol, []).append(cite.article or "preamble")
    for symbol, cited_at in places.items():
        steps = [_life(each) for each in legal_basis.chain(symbol)]
        rows.append([symbol, ", ".join(cited_at), " → ".join(steps) or "not recorded"])
    headings = ["cited", "at", "its life and what took its place"]
    return f"### Legal chain of {profile.code}\n\n{_table(headings, rows)}"


def _coverage(profile: Profile) -> str:
    from govportal_wagtail.regulation.coverage_table import State, requirements  # noqa: PLC0415

    counts = _counts(profile)
    if not counts:
        return ""
    words = [f"- {state.label}: {counts[state]}" for state in State]
    missing = [row.id for row in requirements(profile.code) if row.state == State.MISSING]
    text = f"### Coverage of {profile.code}\n\n{sum(counts.values())} requirements:\n\n"
    text += "\n".join(words)
    return f"{text}\n\nNot yet: {', '.join(missing)}." if missing else text


def _counts(profile: Profile) -> Counter[str]:
    from govportal_wagtail.regulation.coverage_table import requirements  # noqa: PLC0415

    return Counter(row.state for row in requirements(profile.code))


def _life(instrument: object) -> str:
    words = str(getattr(instrument, "symbol", ""))
    start = _day(getattr(instrument, "in_force_from", None))
    end = _day(getattr(instrument, "ended_on", None))
    dates = [f"from {start}"] if start else []
    dates += [f"no longer from {end}"] if end else []
    return f"{words} ({', '.join(dates)})" if dates else words


def _replacement(each: object) -> str:
    day = _day(getattr(each, "on", None))
    symbol = str(getattr(each, "symbol", ""))
    return f"{symbol} (from {day})" if day else symbol


def _period(profile: Profile) -> str:
    start, end = profile.instrument.in_force_from, profile.instrument.in_force_to
    if start is None:
        return "date not known"
    return f"{_day(start)} to {_day(end)}" if end else f"from {_day(start)}"


def _day(value: object) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [_row(headings), _row(["---"] * len(headings)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    escaped = (" ".join(str(cell).split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def main() -> int:
    """Write the page, or tell whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="Write nothing; fail when stale.")
    options = parser.parse_args()
    settings.configure(USE_I18N=True, INSTALLED_APPS=[])
    django.setup()
    text = render()
    if options.check:
        is_fresh = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        print("up to date" if is_fresh else f"stale: run {Path(__file__).name}")
        return 0 if is_fresh else 1
    TARGET.write_text(text, encoding="utf-8")
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
