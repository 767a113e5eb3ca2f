"""The reference of projects names tests that exist, and every code that is stored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govportal_wagtail.investment import models

TESTS = Path(__file__).parents[1]
REFERENCE = TESTS.parent / "docs" / "reference" / "investment.md"
#: Vocabularies whose codes stand in addresses, files and the log.
VOCABULARIES = (
    models.ProjectKind,
    models.ProjectGroup,
    models.ProjectStatus,
    models.FundingType,
    models.DecisionKind,
    models.SelectionForm,
    models.PackageState,
    models.BatchState,
)


def test_every_test_that_the_reference_of_projects_names_is_there():
    named = re.findall(r"`(\w+/test_\w+\.py)::(test_\w+)`", REFERENCE.read_text(encoding="utf-8"))
    assert len(named) >= 50
    missing = [
        f"{file}::{name}"
        for file, name in named
        if f"def {name}(" not in (TESTS / file).read_text(encoding="utf-8")
    ]
    assert missing == []


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_code_is_written_down(vocabulary):
    reference = REFERENCE.read_text(encoding="utf-8")
    assert [code for code in vocabulary.values if f"`{code}`" not in reference] == []


def test_every_model_is_written_down():
    reference = REFERENCE.read_text(encoding="utf-8")
    names = [each for each in models.__all__ if hasattr(getattr(models, each), "_meta")]
    assert "ProjectCapital" in names
    assert [name for name in names if f"`{name}`" not in reference and "Mixin" not in name] == []
