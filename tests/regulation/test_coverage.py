"""The coverage tables: complete, and everything they name exists."""

from __future__ import annotations

import importlib
from collections import Counter

import pytest

from govportal_wagtail.regulation import catalogue, coverage_table
from govportal_wagtail.regulation.coverage_table import State, requirements

TABLES = {
    "camau-2026": ("CM", 71),
    "vinhlong-2021": ("VL", 63),
    "backan-2018": ("BK", 56),
    "khanhhoa-2018-draft": ("KH", 38),
    "langson-2024": ("LS", 82),
}


def exists(path: str) -> bool:
    """Whether a dotted path leads to a module or to something in one."""
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError as error:
            # A module that is there but cannot import something else is another mistake.
            if error.name is None or not ".".join(parts[:cut]).startswith(error.name):
                raise
            continue
        for name in parts[cut:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def test_there_is_a_table_for_each_provincial_regulation():
    assert {path.stem for path in coverage_table.FOLDER.glob("*.toml")} == set(TABLES)


@pytest.mark.parametrize("code", TABLES)
class CoverageTests:
    """One regulation."""

    def test_every_requirement_is_there_once(self, code):
        prefix, count = TABLES[code]
        expected = {f"{prefix}-{number:02d}" for number in range(1, count + 1)}
        assert {row.id for row in requirements(code)} == expected
        assert len(requirements(code)) == count

    def test_every_rule_exists_in_the_profile(self, code):
        profile = catalogue.get(code)
        named = {(row.id, address) for row in requirements(code) for address in row.rules}
        assert [each for each in sorted(named) if profile.find(each[1]) is None] == []

    def test_every_place_exists(self, code):
        named = {(row.id, path) for row in requirements(code) for path in row.places}
        assert [each for each in sorted(named) if not exists(each[1])] == []

    def test_what_is_missing_is_explained(self, code):
        missing = [row for row in requirements(code) if row.state == State.MISSING]
        assert [row.id for row in missing if not row.note] == []

    def test_what_is_data_names_its_rules(self, code):
        data = [row for row in requirements(code) if row.state == State.DATA]
        assert [row.id for row in data if not row.rules] == []

    def test_what_is_a_feature_names_a_place(self, code):
        features = [row for row in requirements(code) if row.state == State.FEATURE]
        assert [row.id for row in features if not row.places] == []

    def test_every_requirement_says_what_and_where(self, code):
        assert [row.id for row in requirements(code) if not (row.subject and row.article)] == []

    def test_no_requirement_is_told_twice(self, code):
        subjects = Counter(row.subject for row in requirements(code))
        assert [subject for subject, times in subjects.items() if times > 1] == []


def test_a_path_that_leads_nowhere_is_noticed():
    assert not exists("govportal_wagtail.regulation.coverage_table.Nothing")
    assert not exists("govportal_wagtail.nowhere.Nothing")
    assert not exists("nowhere")


def test_a_regulation_without_a_table_has_no_requirements():
    assert requirements(catalogue.NATIONAL) == ()
