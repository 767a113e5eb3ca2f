"""Modules stay small, say what they are for, and read settings in one place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "govportal_wagtail"
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
VAGUE = {"utils", "helpers", "util", "helper", "common", "misc"}


def relative(path: Path) -> str:
    """Name of a module for the test report."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_module_is_small_and_documented(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    assert path.stem not in VAGUE
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "a module says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_our_settings_are_read_in_conf_only(path):
    if path == PACKAGE / "conf.py":
        return
    code = path.read_text(encoding="utf-8")
    assert not re.search(r"settings\.GOVPORTAL_|getattr\(settings,\s*[\"']GOVPORTAL_", code)


def test_every_setting_is_documented():
    names = re.findall(r"def ([A-Z_]+)\(self\)", (PACKAGE / "conf.py").read_text(encoding="utf-8"))
    reference = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert names
    assert [name for name in names if f"GOVPORTAL_{name}" not in reference] == []


def test_every_command_is_documented():
    reference = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    commands = [path.stem for path in PACKAGE.glob("*/management/commands/[a-z]*.py")]
    assert "govportal_setup" in commands
    assert [name for name in commands if name not in reference] == []


def test_links_in_the_documentation_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = []
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists():
                missing.append((page.name, target))
    assert missing == []


def test_tests_with_transactions_of_their_own_have_files_of_their_own():
    """They empty the tables, and the files of others must not come after them."""
    decorated = "@pytest.mark.django_db(transaction" + "=True)"
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    assert [relative(path) for path in files if decorated in path.read_text("utf-8")] == []
