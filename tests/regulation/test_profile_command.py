"""``govportal_profile``: list, show, compare, explain, coverage."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.regulation import catalogue, loading
from govportal_wagtail.regulation.coverage_table import State, requirements
from govportal_wagtail.regulation.presentation import articles, comparison
from govportal_wagtail.regulation.presentation.codes import POLICY_LABELS, policy_value
from govportal_wagtail.regulation.presentation.rules import (
    SECTION_LABELS,
    facts,
    field_label,
    summary,
)
from govportal_wagtail.regulation.presentation.text_tables import text_table
from govportal_wagtail.regulation.schema import SECTIONS
from govportal_wagtail.regulation.vocabulary import POLICIES


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("govportal_profile", *args, stdout=out)
    return out.getvalue()


def data(*args: str):
    return json.loads(run(*args, "--json"))


@pytest.fixture
def own_profile(tmp_path, monkeypatch):
    """A province's file that changes one rule of a shipped profile and adds another."""
    path = tmp_path / "own-2026.toml"
    path.write_text(
        'extends = "camau-2026"\n'
        '[profile]\ntitle = "Own"\nprovince = "Own"\nsucceeds = "camau-2026"\n'
        '[deadlines.statistics]\narticle = "7.2.đ"\ndays = 3\n'
        '[deadlines.brand_new]\nunit = "continuous"\n',
        encoding="utf-8",
    )
    files = {**loading.profile_files(), "own-2026": path}
    monkeypatch.setattr(loading, "profile_files", lambda: files)
    catalogue.reload()
    yield path
    monkeypatch.undo()
    catalogue.reload()


class ListTests:
    """``list``."""

    def test_every_profile_is_named_with_its_days(self):
        text = run("list")
        assert "camau-2026" in text and "28/05/2026" in text and "68/2026/QĐ-UBND" in text

    def test_a_draft_is_no_regulation_in_force(self):
        rows = {row["code"]: row for row in data("list")}
        assert rows["khanhhoa-2018-draft"]["instrument"]["is_draft"] is True
        assert rows["khanhhoa-2018-draft"]["in_force"] is False
        assert rows["camau-2026"]["in_force"] is True

    def test_descent_is_told(self, own_profile):
        rows = {row["code"]: row for row in data("list")}
        assert rows["own-2026"]["extends"] == rows["own-2026"]["succeeds"] == "camau-2026"
        assert run("list").count("camau-2026") >= 2


class ShowTests:
    """``show``."""

    def test_a_section_lists_its_rules_by_article(self):
        text = run("show", "camau-2026", "--section", "deadlines")
        assert text.index("13.1.c") < text.index("13.1.d") < text.index("13.1.đ")

    def test_json_holds_every_rule_with_its_article(self):
        shown = data("show", "camau-2026")
        assert list(shown["sections"]) == list(SECTIONS)
        rule = shown["sections"]["deadlines"]["statistics"]
        assert (rule["days"], rule["unit"], rule["article"]) == (10, "working_day", "13.1.đ")
        assert rule["anchors"] == ["published_by_authority"]

    def test_silence_is_told(self):
        assert run("show", "langson-2024", "--section", "slip").strip()
        assert data("show", "langson-2024", "--section", "slip")["sections"] == {"slip": {}}

    def test_an_unknown_profile_names_those_there_are(self):
        with pytest.raises(CommandError, match="camau-2026"):
            run("show", "nowhere-1999")

    def test_an_unknown_section_is_refused(self):
        with pytest.raises(CommandError, match="nothing"):
            run("show", "camau-2026", "--section", "nothing")


class DiffTests:
    """``diff``."""

    def test_both_values_and_both_articles_are_shown(self, own_profile):
        found = {row["rule"]: row for row in data("diff", "camau-2026", "own-2026")}
        assert set(found) == {"deadlines.statistics", "deadlines.brand_new"}
        changed = found["deadlines.statistics"]
        assert (changed["left"]["days"], changed["right"]["days"]) == (10, 3)
        assert (changed["left"]["article"], changed["right"]["article"]) == ("13.1.đ", "7.2.đ")
        assert changed["fields"] == ["days"]
        assert found["deadlines.brand_new"]["outcome"] == "right_only"
        text = run("diff", "camau-2026", "own-2026")
        assert "13.1.đ" in text and "7.2.đ" in text

    def test_a_profile_does_not_differ_from_itself(self):
        assert data("diff", "camau-2026", "camau-2026") == []
        whole = data("diff", "camau-2026", "camau-2026", "--all")
        assert len(whole) == len(list(catalogue.get("camau-2026").rules()))

    def test_the_other_direction_swaps_the_sides(self):
        left, right = catalogue.get("camau-2026"), catalogue.get("langson-2024")
        swap = {"left_only": "right_only", "right_only": "left_only"}
        there = {(d.section, d.key): d.outcome.value for d in comparison.compare(left, right)}
        back = {(d.section, d.key): d.outcome.value for d in comparison.compare(right, left)}
        assert there and back == {key: swap.get(value, value) for key, value in there.items()}


class ExplainTests:
    """``explain``."""

    def test_the_symbol_of_the_regulation_is_said_once(self):
        for profile in catalogue.profiles().values():
            address = next(f"{section}.{rule.key}" for section, rule in profile.rules())
            lines = run("explain", address, "--profile", profile.code).splitlines()
            (line,) = [each for each in lines if profile.title in each]
            assert line.count(profile.instrument.symbol) == 1

    def test_article_and_file_are_named(self):
        told = data("explain", "deadlines.statistics", "--profile", "camau-2026")
        assert told["values"]["article"] == "13.1.đ"
        assert Path(told["said_by"]).name == "camau-2026.toml"
        assert told["overrides"] == ""

    def test_an_override_names_its_file_and_what_it_replaces(self, own_profile):
        told = data("explain", "deadlines.statistics", "--profile", "own-2026")
        assert told["said_by"] == str(own_profile)
        assert told["overrides"] == "camau-2026"
        assert str(own_profile) in run("explain", "deadlines.statistics", "--profile", "own-2026")
        kept = data("explain", "deadlines.propaganda", "--profile", "own-2026")
        assert Path(kept["said_by"]).name == "camau-2026.toml" and kept["overrides"] == ""
        added = data("explain", "deadlines.brand_new", "--profile", "own-2026")
        assert added["said_by"] == str(own_profile) and added["overrides"] == ""

    def test_cited_instruments_come_with_their_dated_chain(self):
        rules = [
            (code, f"{section}.{rule.key}")
            for code, profile in catalogue.profiles().items()
            for section, rule in profile.rules()
            if "42/2022/NĐ-CP" in rule.cites
        ]
        assert rules
        code, address = rules[0]
        cited = data("explain", address, "--profile", code)["cites"]
        chain = next(cite["chain"] for cite in cited if cite["symbol"] == "42/2022/NĐ-CP")
        steps = [(link["instrument"]["symbol"], link["instrument"]["ended_on"]) for link in chain]
        assert steps == [("42/2022/NĐ-CP", "2026-07-01"), ("224/2026/NĐ-CP", None)]
        assert "01/07/2026" in run("explain", address, "--profile", code)

    @pytest.mark.parametrize("address", ["statistics", "nothing.statistics", "deadlines.nothing"])
    def test_what_does_not_exist_names_what_does(self, address):
        with pytest.raises(CommandError, match=r"deadlines|statistics"):
            run("explain", address, "--profile", "camau-2026")

    @pytest.mark.django_db
    def test_without_a_profile_it_is_that_of_the_portal(self, settings):
        settings.GOVPORTAL_PROFILE = "langson-2024"
        address = f"deadlines.{next(iter(catalogue.get('langson-2024').deadlines))}"
        assert data("explain", address)["profile"] == "langson-2024"


class CoverageReportTests:
    """``coverage``."""

    def test_counts_and_rows(self):
        told = data("coverage", "camau-2026")
        assert sum(told["counts"].values()) == len(told["requirements"]) == 71

    def test_one_state_only(self):
        told = data("coverage", "camau-2026", "--state", "missing")
        wanted = [row.id for row in requirements("camau-2026") if row.state == State.MISSING]
        assert [row["id"] for row in told["requirements"]] == wanted
        assert sum(told["counts"].values()) == 71

    def test_a_profile_without_a_table(self):
        with pytest.raises(CommandError, match="vn-national"):
            run("coverage", "vn-national")


class ArticleTests:
    """Places in a regulation."""

    def test_points_follow_the_vietnamese_alphabet(self):
        letters = ["a", "b", "c", "d", "đ", "e", "ê", "f", "g", "h", "i", "k", "l", "m"]
        texts = [f"13.1.{letter}" for letter in letters]
        backwards = texts[::-1]
        assert sorted(backwards, key=articles.sort_key) == texts

    def test_numbers_are_numbers_and_the_decision_comes_first(self):
        texts = ["QĐ 2", "QĐ 2.1", "2", "2.2", "2.10", "10.1.a", "Nơi nhận", "Phụ lục", ""]
        backwards = texts[::-1]
        assert sorted(backwards, key=articles.sort_key) == texts

    def test_places_are_read(self):
        place = articles.places("QĐ 2.1; 13.1.đ")
        assert (place[0].in_decision, place[0].article, place[0].clause) == (True, 2, "1")
        assert (place[1].article, place[1].clause, place[1].point) == (13, "1", "đ")

    @given(st.text(max_size=30))
    def test_no_text_breaks_order_or_label(self, text):
        assert articles.sort_key(text) <= articles.sort_key(text)
        assert isinstance(articles.label(text), str)

    @given(st.lists(st.text(alphabet="13.ađQĐ ;-x", max_size=8), max_size=8))
    def test_every_two_places_can_be_compared(self, texts):
        ordered = sorted(texts, key=articles.sort_key)
        assert sorted(ordered) == sorted(texts)


class WordsTests:
    """Everything in a profile has words."""

    def test_every_section_has_a_name(self):
        assert set(SECTION_LABELS) == set(SECTIONS)

    def test_every_policy_and_every_answer_has_words(self):
        assert set(POLICY_LABELS) == set(POLICIES)
        values = {value for allowed in POLICIES.values() for value in allowed}
        assert [value for value in values if policy_value(value) == value and "_" in value] == []

    def test_every_field_of_every_rule_has_a_label(self):
        names = {
            fact.name
            for profile in catalogue.profiles().values()
            for _section, rule in profile.rules()
            for fact in facts(rule)
        }
        assert names and [name for name in names if field_label(name) == name and "_" in name] == []

    def test_every_rule_has_a_line(self):
        for profile in catalogue.profiles().values():
            for section, rule in profile.rules():
                assert isinstance(summary(rule), str), (profile.code, section, rule.key)


class TextTableTests:
    """Tables in a terminal."""

    @given(
        st.lists(st.tuples(st.text(max_size=60), st.text(max_size=60)), max_size=5),
        st.integers(30, 120),
    )
    def test_every_line_fits_unless_a_word_does_not(self, rows, width):
        rows = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
        lines = text_table(["a", "b"], rows, width=width).split("\n")
        columns = zip(*rows, strict=True) if rows else []
        words = [
            max((len(w) for cell in each for w in cell.split()), default=1) for each in columns
        ]
        assert max(len(line) for line in lines) <= max(width, sum(words) + 2)

    def test_nothing_is_lost(self):
        words = "Thông tin tuyên truyền, phổ biến, hướng dẫn việc thực hiện pháp luật"
        text = text_table(["key", "name"], [["a", words]], width=30)
        assert " ".join(text.split("\n", 2)[2].replace("a ", "", 1).split()) == words
