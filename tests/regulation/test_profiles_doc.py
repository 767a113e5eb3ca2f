"""The reference of profiles is what the data says; the guide to a profile of one's own works."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from govportal_wagtail.regulation import catalogue, loading

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs/how-to/write-your-own-profile.md"


def script():
    path = ROOT / "scripts/make_profiles_doc.py"
    spec = importlib.util.spec_from_file_location("make_profiles_doc", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class ReferenceTests:
    """``docs/reference/profiles.md``."""

    def test_it_is_up_to_date(self):
        maker = script()
        assert maker.TARGET.read_text(encoding="utf-8") == maker.render(), (
            "run scripts/make_profiles_doc.py"
        )

    def test_it_does_not_depend_on_the_language(self):
        maker = script()
        with translation.override("vi"):
            vietnamese = maker.render()
        with translation.override("en"):
            assert maker.render() == vietnamese

    def test_it_names_every_shipped_profile_and_every_rule_of_it(self):
        text = script().render()
        for path in loading.SHIPPED.glob("*.toml"):
            assert f"\n## {path.stem}\n" in text
        for _section, rule in catalogue.get("camau-2026").rules():
            assert f"| `{rule.key}` |" in text

    def test_profiles_of_a_project_are_left_out(self, tmp_path, monkeypatch):
        path = tmp_path / "own-2026.toml"
        path.write_text('extends = "camau-2026"\n', encoding="utf-8")
        files = {**loading.profile_files(), "own-2026": path}
        monkeypatch.setattr(loading, "profile_files", lambda: files)
        catalogue.reload()
        try:
            assert "own-2026" in catalogue.profiles()
            assert "own-2026" not in script().render()
        finally:
            monkeypatch.undo()
            catalogue.reload()

    def test_a_cell_cannot_break_the_table(self):
        assert script()._row(["a|b", "c\nd"]) == "| a\\|b | c d |"


class GuideTests:
    """``docs/how-to/write-your-own-profile.md``."""

    @pytest.fixture
    def files(self, tmp_path):
        blocks = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
        names = ["thanhgiang-2026", "thanhgiang-2028"]
        assert len(blocks) == len(names)
        files = dict(loading.profile_files())
        for name, block in zip(names, blocks, strict=True):
            tomllib.loads(block)
            files[name] = tmp_path / f"{name}.toml"
            files[name].write_text(block, encoding="utf-8")
        return files

    def test_its_profile_changes_and_removes_rules(self, files):
        own, base = loading.load("thanhgiang-2026", files), catalogue.get("camau-2026")
        assert own.deadline("statistics").days == 5
        assert base.find("deadlines.science") is not None
        assert own.find("deadlines.science") is None
        assert own.deadline("propaganda") == base.deadline("propaganda")

    def test_its_later_version_follows_the_first(self, files):
        later = loading.load("thanhgiang-2028", files)
        assert later.succeeds == "thanhgiang-2026"
        assert later.deadline("statistics").days == 5
        assert later.instrument.in_force(on=date(2028, 3, 1))
        assert not later.instrument.in_force(on=date(2028, 2, 29))
