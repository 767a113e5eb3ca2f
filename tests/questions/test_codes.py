"""Codes and secrets: nobody learns which exist, and nobody finds a secret in the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.editorial.tracking import ALPHABET
from govportal_wagtail.questions import codes
from govportal_wagtail.questions.models import Question
from tests.questions.builders import make_question, make_question_portal, make_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt():
    return make_receipt(make_question_portal())


def test_code_and_secret_are_eight_characters_that_are_not_mistaken(receipt):
    for text in (receipt.question.code, receipt.secret):
        assert len(text) == 8
        assert set(text) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OIUL")


def test_as_printed_or_typed_carelessly_it_opens(receipt):
    printed = codes.readable(receipt.question.code)
    assert printed == f"{receipt.question.code[:4]}-{receipt.question.code[4:]}"
    secret = f"  {codes.readable(receipt.secret).lower()} "
    assert codes.find(f" {printed.lower()}", secret) == receipt.question


@pytest.mark.parametrize("text", ["", "7KQM", "7KQM-2RXA-VW94", "7KQM-2RX0", "7KQM2RXĐ", "😀" * 8])
def test_what_cannot_be_a_code_is_none(text):
    assert codes.typed(text) == ""
    assert codes.find(text, text) is None


def test_the_secret_is_in_no_column_of_the_question(receipt):
    row = Question.objects.filter(pk=receipt.question.pk).values().get()
    assert receipt.secret not in {str(value) for value in row.values()}
    assert row["secret_hash"] == codes.hash_secret(receipt.secret)
    assert len(row["secret_hash"]) == 64


def test_wrong_code_and_wrong_secret_look_and_cost_the_same(receipt, monkeypatch):
    """Same answer, same queries, same number of hashes and comparisons."""
    hashed, compared = [], []
    original_hash, original_compare = codes._hash, codes.constant_time_compare
    monkeypatch.setattr(codes, "_hash", lambda *a: hashed.append(a) or original_hash(*a))
    monkeypatch.setattr(
        codes, "constant_time_compare", lambda *a: compared.append(a) or original_compare(*a)
    )

    def cost(code, secret):
        del hashed[:], compared[:]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = codes.find(code, secret)
        lengths = [tuple(map(len, pair)) for pair in compared]
        return found, len(queries), len(hashed), lengths

    right = cost(receipt.question.code, receipt.secret)
    wrong_secret = cost(receipt.question.code, "22222222")
    wrong_code = cost("22222222", receipt.secret)
    assert wrong_secret == wrong_code
    assert wrong_code[0] is None
    assert right == (receipt.question, *wrong_code[1:])


def test_the_secret_of_another_question_opens_nothing(receipt):
    other = make_receipt(receipt.question.portal_site)
    assert codes.find(receipt.question.code, other.secret) is None
    assert codes.find(other.question.code, other.secret) == other.question


def test_empty_secret_never_matches(receipt):
    Question.objects.filter(pk=receipt.question.pk).update(secret_hash=codes.hash_secret(""))
    assert codes.find(receipt.question.code, "") is None
    assert not codes.matches(None, receipt.secret)


def test_secrets_survive_a_change_of_the_key_and_not_its_end(receipt, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key"
    assert codes.find(receipt.question.code, receipt.secret) == receipt.question
    settings.SECRET_KEY_FALLBACKS = []
    assert codes.find(receipt.question.code, receipt.secret) is None


def test_a_code_is_given_once(monkeypatch):
    question = make_question(make_question_portal())
    drawn = iter([question.code, "3333ABCD"])
    monkeypatch.setattr(codes, "_random", lambda: next(drawn))
    assert codes.new_code() == "3333ABCD"
