"""Rules of time limits for tests, without a profile."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from govportal_wagtail.regulation.schema import DeadlineRule, Instrument, Policy, Profile


def rule(days: int | None = 2, unit: str = "working_day", **fields: Any) -> DeadlineRule:
    """A time limit; counted from receipt unless told otherwise."""
    fields.setdefault("anchors", ("received",) if days else ())
    fields.setdefault("key", "legal_doc")
    fields.setdefault("article", "13.1.c")
    return DeadlineRule(unit=unit, days=days, **fields)


def profile(*rules: DeadlineRule, policies: dict[str, str] | None = None, **fields: Any) -> Profile:
    """A profile with these time limits and policies."""
    fields.setdefault("code", "test-2026")
    return Profile(
        title="Quy chế thử",
        province="Tỉnh thử",
        host="thu.gov.vn",
        path=Path("test.toml"),
        instrument=Instrument(
            symbol="1/2026/QĐ-UBND",
            title="Quy chế",
            issuer="UBND tỉnh",
            in_force_from=date(2020, 1, 1),
        ),
        deadlines={each.key: each for each in rules},
        policies={key: Policy(key=key, value=value) for key, value in (policies or {}).items()},
        **fields,
    )
