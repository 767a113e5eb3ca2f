"""``govportal_deadline``: the answer, its JSON, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.deadline_answers import CATEGORIES
from govportal_wagtail.regulation.models import CalendarOverride

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def run(*args: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("govportal_deadline", *args, stdout=out)
    return out.getvalue()


def ask(profile: str, category: str, *events: str, role: str = "") -> dict:
    args = ["--profile", profile, "--category", category, "--json"]
    for each in events:
        args += ["--event", each]
    return json.loads(run(*args, *(["--role", role] if role else [])))


@pytest.mark.parametrize(
    ("profile", "category", "event", "role", "expected", "article"),
    [
        ("camau-2026", "legal_doc", "received=2026-02-13", "", "2026-02-24", "13.1.c"),
        ("camau-2026", "propaganda", "received=2026-02-13", "", "2026-02-25", "13.1.b"),
        ("camau-2026", "science", "accepted=2026-03-02", "", "2026-03-30", "13.1.e"),
        ("vinhlong-2021", "legal_doc", "issued=2026-08-20", "", "2026-08-22", "18.1.c"),
        ("vinhlong-2021", "legal_doc", "issued=2026-08-20", "affected", "2026-09-07", "18.1.c"),
        ("backan-2018", "consultation", "request_received=01/04/2026", "", "2026-05-04", "7.1.c"),
        ("langson-2024", "science", "officially_issued=2026-04-29", "", "2026-05-15", "9.4"),
    ],
)
def test_date_and_article(profile, category, event, role, expected, article):
    found = ask(profile, category, event, role=role)
    assert (found["due"], found["article"], found["status"]) == (expected, article, "computed")
    assert found["instrument"] == catalogue.get(profile).instrument.symbol
    assert (found["profile"], found["category"]) == (profile, category)


def test_json_explains_the_date():
    found = ask("camau-2026", "legal_doc", "received=2026-02-13")
    assert (found["unit"], found["days"], found["event"]) == ("working_day", 2, "received")
    assert found["counted"] == ["2026-02-23", "2026-02-24"]
    skipped = {row["date"]: row["reason"] for row in found["skipped"]}
    assert len(skipped) == 9
    assert skipped["2026-02-17"] == "Tết Nguyên Đán"
    assert [each["due"] for each in found["deadlines"]] == [found["due"]]


def test_the_days_of_the_portal_come_first():
    CalendarOverride.objects.create(date=date(2026, 2, 23), label="Nghỉ bão", basis="1/QĐ")
    found = ask("camau-2026", "legal_doc", "received=2026-02-13")
    assert found["due"] == "2026-02-25"
    assert found["skipped"][-1] == {
        "date": "2026-02-23",
        "reason": "Nghỉ bão",
        "kind": "exception_off",
        "basis": "1/QĐ",
    }


def test_several_events_give_several_deadlines_the_earliest_first():
    found = ask("camau-2026", "science", "accepted=2026-03-02", "approved=2026-06-01")
    assert found["due"] == "2026-03-30"
    assert {each["event"]: each["due"] for each in found["deadlines"]} == {
        "accepted": "2026-03-30",
        "approved": "2026-06-29",
    }


def test_without_a_role_the_issuer_and_the_others_as_alternatives():
    found = ask("vinhlong-2021", "legal_doc", "issued=2026-08-20")
    assert found["role"] == "issuer"
    assert [(each["role"], each["due"]) for each in found["alternatives"]] == [
        ("affected", "2026-09-07")
    ]


def test_without_an_event_nothing_is_counted_from_today():
    found = ask("camau-2026", "legal_doc")
    assert (found["due"], found["status"]) == (None, "not_computable")


@pytest.mark.parametrize(
    ("profile", "category", "status", "article"),
    [
        ("khanhhoa-2018-draft", "legal_doc", "silent", ""),
        ("camau-2026", "consultation", "silent", ""),
        ("camau-2026", "frequency", "silent", ""),
        ("camau-2026", "news", "continuous", "13.1.a"),
        ("camau-2026", "other", "as_required", "13.1.h"),
        ("vinhlong-2021", "frequency", "rhythm", "19.1"),
        ("khanhhoa-2018-draft", "frequency_agency", "rhythm", "11.2"),
        ("langson-2024", "complaints", "policy", "9.6.c"),
        ("langson-2024", "news", "immediate", "5.3; 9.1"),
    ],
)
def test_without_a_last_day_the_answer_says_why(profile, category, status, article):
    found = ask(profile, category)
    assert (found["due"], found["status"], found["article"]) == (None, status, article)
    assert found["skipped"] == []


def test_silence_is_a_clear_sentence_and_no_error():
    out = run("--profile", "khanhhoa-2018-draft", "--category", "legal_doc")
    assert "says nothing" in out


def test_a_draft_is_said_to_be_none_in_force():
    assert ask("khanhhoa-2018-draft", "frequency")["in_force"] is False
    assert ask("camau-2026", "legal_doc", "received=2026-06-01")["in_force"] is True
    assert ask("camau-2026", "legal_doc", "received=2026-02-13")["in_force"] is False


def test_cited_instruments_come_with_what_replaced_them():
    found = ask("vinhlong-2021", "strategy", "approved=2026-08-20")
    [basis] = found["legal_basis"]
    assert basis["cited"] == "43/2011/NĐ-CP"
    assert basis["replaced_by"] == ["42/2022/NĐ-CP", "224/2026/NĐ-CP"]
    assert basis["applicable"] == ["224/2026/NĐ-CP"]


def test_text_names_article_counted_and_skipped_days():
    out = run(
        *("--profile", "camau-2026", "--category", "legal_doc", "--event", "received=2026-02-13")
    )
    for expected in ("24/02/2026", "13", "23/02/2026, 24/02/2026", "Tết Nguyên Đán", "Điều 112"):
        assert expected in out
    out = run(
        *("--profile", "vinhlong-2021", "--category", "legal_doc", "--event", "issued=2026-08-20")
    )
    assert "22/08/2026" in out
    assert "Worked in exchange" in out
    assert "affected" in out


def test_text_says_before_shortest_period_progress_and_roll():
    out = run(
        *("--profile", "vn-national", "--category", "suspension"),
        *("--event", "suspension_starts=2026-06-15"),
    )
    assert "04/06/2026: 7 working days before 15/06/2026" in out
    assert "shortest period" in out
    out = run(
        *("--profile", "vinhlong-2021", "--category", "qa_answer"),
        *("--event", "question_received=2026-03-02"),
    )
    assert "notice of progress" in out
    out = run(
        *("--profile", "backan-2018", "--category", "consultation"),
        *("--event", "request_received=2026-04-01"),
    )
    assert "04/05/2026" in out
    assert "01/05/2026" in out


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("profile", sorted(catalogue.profiles()))
def test_every_category_is_answered_by_every_profile(profile, category):
    assert ask(profile, category)["status"]
    assert run("--profile", profile, "--category", category)


def test_without_a_profile_the_adopted_one(settings):
    settings.GOVPORTAL_PROFILE = "langson-2024"
    found = json.loads(run("--category", "legal_doc", "--json", "--event", "issued=2026-03-02"))
    assert (found["profile"], found["due"]) == ("langson-2024", "2026-03-05")


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["--profile", "nowhere", "--category", "legal_doc"], "camau-2026"),
        (["--profile", "camau-2026", "--category", "nothing"], "legal_doc"),
        (
            ["--profile", "vinhlong-2021", "--category", "legal_doc", "--role", "reader"],
            "issuer, affected",
        ),
        (
            ["--profile", "camau-2026", "--category", "legal_doc", "--event", "born=2026-01-01"],
            "received",
        ),
        (
            [
                "--profile",
                "camau-2026",
                "--category",
                "legal_doc",
                "--event",
                "received=2026-02-30",
            ],
            "2026-02-30",
        ),
        (
            ["--profile", "camau-2026", "--category", "legal_doc", "--event", "received"],
            "EVENT=DAY",
        ),
        (
            [
                "--profile",
                "camau-2026",
                "--category",
                "legal_doc",
                "--event",
                "received=2100-12-31",
            ],
            "2100",
        ),
        (
            [
                "--profile",
                "camau-2026",
                "--category",
                "legal_doc",
                "--event",
                "received=0001-01-01",
            ],
            "1901",
        ),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(args, named):
    with pytest.raises(CommandError, match=named):
        run(*args)


def test_an_event_that_the_rule_does_not_count_from_gives_no_date():
    args = ["--profile", "camau-2026", "--category", "legal_doc", "--event", "issued=2026-01-05"]
    found = json.loads(run(*args, "--json"))
    assert (found["due"], found["status"]) == (None, "not_computable")
    assert found["anchors"] == ["received"]
    assert "information received" in run(*args)


def test_without_a_database_the_public_holidays_alone(tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment |= {"PORTAL_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)
    command = "govportal_deadline --profile camau-2026 --category legal_doc --json --event"
    result = subprocess.run(
        [sys.executable, "-m", "django", *command.split(), "received=2025-12-31"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["due"] == "2026-01-06"
    assert result.stderr.strip()
