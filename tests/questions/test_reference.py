"""The reference names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "docs" / "reference" / "questions.md"


def test_every_test_that_the_reference_names_is_there():
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", REFERENCE.read_text(encoding="utf-8"))
    assert len(named) >= 20
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (HERE / file).read_text(encoding="utf-8")
    ]
    assert missing == []
