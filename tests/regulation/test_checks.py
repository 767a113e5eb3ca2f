"""What is wrong in a profile is told at start-up with file, key and article."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from govportal_wagtail.regulation import catalogue, loading
from govportal_wagtail.regulation.checks import check_profiles

HEAD = """
[profile]
province = "X"
[instrument]
symbol = "1/2026/QĐ-UBND"
title = "Quy chế"
issuer = "UBND"
"""
RULE = """
[deadlines.news]
article = "13.1.c"
unit = "working_day"
days = 2
anchors = ["received"]
"""


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What the check says of a profile with the text."""

    def check(text: str, name: str = "own-2026") -> list[str]:
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        files = {**loading.profile_files(), name: path}
        monkeypatch.setattr(loading, "profile_files", lambda: files)
        catalogue.reload()
        return [error.msg for error in check_profiles()]

    yield check
    monkeypatch.undo()
    catalogue.reload()


def test_what_is_shipped_is_right():
    assert [error for error in run_checks() if error.id == "govportal.E101"] == []


def test_a_right_profile_is_not_told(told):
    assert told(HEAD + RULE) == []
    assert catalogue.get("own-2026").deadline("news").days == 2


@pytest.mark.parametrize(
    ("wrong", "address", "article"),
    [
        (RULE + 'colour = "red"\n', "deadlines.news.colour", "13.1.c"),
        (RULE.replace("working_day", "moon"), "deadlines.news.unit", "13.1.c"),
        (RULE.replace("days = 2", "days = 0"), "deadlines.news", "13.1.c"),
        (RULE.replace('anchors = ["received"]', ""), "deadlines.news", "13.1.c"),
        (RULE.replace("days = 2", 'days = "two"'), "deadlines.news.days", "13.1.c"),
        (RULE.replace("working_day", "immediate"), "deadlines.news", "13.1.c"),
        (
            '[policies.complaints]\narticle = "9.1"\nvalue = "perhaps"\n',
            "policies.complaints",
            "9.1",
        ),
        ('[policies.weather]\narticle = "9.2"\nvalue = "fine"\n', "policies.weather", "9.2"),
        ("[dedlines.news]\ndays = 2\n", "dedlines", ""),
        ("deadlines = 3\n" + HEAD, "deadlines", ""),
    ],
)
def test_a_mistake_names_file_key_and_article(told, wrong, address, article):
    text = wrong if HEAD in wrong else HEAD + wrong
    [message] = told(text)
    assert message.startswith("own-2026.toml: ")
    assert address in message
    assert f"({article})" in message if article else "(" not in message
    assert "own-2026" not in catalogue.profiles()


def test_every_mistake_of_a_file_is_told_at_once(told):
    text = HEAD.replace('province = "X"\n', "") + RULE.replace("working_day", "moon")
    assert len(told(text)) == 2


@pytest.mark.parametrize("base", ["nowhere", "own-2026"])
def test_a_base_that_does_not_exist_or_leads_back_is_told(told, base):
    [message] = told(f'extends = "{base}"\n' + HEAD)
    assert "own-2026.toml: extends" in message and base in message


def test_a_predecessor_that_does_not_exist_is_told(told):
    [message] = told(HEAD.replace("[profile]", '[profile]\nsucceeds = "nowhere"'))
    assert "profile.succeeds" in message and "nowhere" in message


def test_what_is_no_toml_is_told(told):
    [message] = told("[profile\n")
    assert "own-2026.toml" in message


def test_a_rule_of_the_base_is_blamed_on_the_base_file(told, tmp_path):
    assert told(HEAD + RULE.replace("working_day", "moon"), "base-2026")
    messages = told('extends = "base-2026"\n[profile]\nprovince = "Y"\n', "child-2026")
    assert len(messages) == 2
    assert all("base-2026.toml: deadlines.news.unit" in message for message in messages)


def test_a_second_file_with_a_shipped_code_is_told(tmp_path, monkeypatch):
    taken = tmp_path / "camau-2026.toml"
    taken.write_text(HEAD, encoding="utf-8")
    candidates = [*loading.SHIPPED.glob("*.toml"), taken]
    monkeypatch.setattr(loading, "_candidates", lambda: iter(candidates))
    catalogue.reload()
    try:
        [error] = check_profiles()
        assert "camau-2026.toml" in error.msg and "taken" in error.msg
        assert catalogue.get("camau-2026").province == "Cà Mau"
    finally:
        monkeypatch.undo()
        catalogue.reload()
