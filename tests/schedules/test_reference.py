"""The reference names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
REFERENCE = TESTS.parent / "docs" / "reference" / "schedules.md"


def test_every_test_that_the_reference_names_is_there():
    named = re.findall(r"`(\w+/test_\w+\.py)::(test_\w+)`", REFERENCE.read_text(encoding="utf-8"))
    assert len(named) >= 60
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (TESTS / file).read_text(encoding="utf-8")
    ]
    assert missing == []
