"""Programs are kept out of public forms, people are not."""

from __future__ import annotations

import pytest
from django import forms
from django.core.cache import cache
from django.test import RequestFactory

from govportal_wagtail.editorial import spam, spam_challenge, spam_rates
from tests.editorial.public_builders import SENDER_ADDRESS, stamp


class NoteForm(spam.SpamDefence, forms.Form):
    """The smallest form with the defence."""

    spam_scope = "note"
    spam_text_fields = ("text",)
    text = forms.CharField()


def make_request(address: str = SENDER_ADDRESS, **headers: str):
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def make_form(text: str = "Cầu mới đã thông xe", *, address: str = SENDER_ADDRESS, **data: str):
    given = {"text": text, spam.STAMP: stamp("note"), **data}
    return NoteForm(given, request=make_request(address))


def suspicions(form: NoteForm) -> list[str]:
    form.is_valid()
    return form.suspicions


def answered(form: NoteForm, answer: str) -> dict[str, str]:
    assert form.challenge is not None
    return {spam.CHALLENGE: form.challenge.token, spam.ANSWER: answer}


def right_answer(form: NoteForm) -> str:
    """Tries all sums, as a program might: an answer is good for one form only."""
    assert form.challenge is not None
    content = spam_challenge._opened(form.challenge.token)
    sums = (str(number) for number in range(2, 19))
    nonce = content["nonce"]
    return next(each for each in sums if spam_challenge._sealed(nonce, each) == content["sum"])


class LayerTests:
    def test_person_is_not_asked_for_anything(self):
        form = make_form()
        assert form.is_valid()
        assert form.challenge is None

    @pytest.mark.parametrize(
        ("data", "suspicion"),
        [
            ({spam.TRAP: "x"}, "trap"),
            ({spam.STAMP: ""}, "stamp"),
            ({spam.STAMP: "forged"}, "stamp"),
            ({spam.STAMP: stamp("other")}, "stamp"),
            ({"text": "http://a.vn " * 4}, "links"),
        ],
    )
    def test_what_looks_suspicious_is_asked_for_a_proof(self, data, suspicion):
        form = make_form(**data)
        assert suspicions(form) == [suspicion]
        assert form.challenge is not None

    def test_nobody_fills_in_a_form_within_a_second(self):
        form = make_form(**{spam.STAMP: stamp("note", seconds_ago=1)})
        assert suspicions(form) == ["too_fast"]

    def test_old_stamp_is_suspicious(self, monkeypatch):
        old = stamp("note")
        monkeypatch.setattr(spam, "MAX_SECONDS", -1)
        assert "stamp" in suspicions(make_form(**{spam.STAMP: old}))

    def test_three_links_are_nothing_special(self):
        assert make_form("http://a.vn " * 3).is_valid()

    def test_same_text_again_is_suspicious_however_it_is_accented_and_spaced(self):
        first = make_form("Cầu mới đã thông xe")
        assert first.is_valid()
        first.count_accepted()
        assert suspicions(make_form("cau moi  da thong xe!")) == ["duplicate"]

    def test_whoever_has_a_mistake_to_mend_is_not_asked_for_a_proof_yet(self):
        form = make_form("", **{spam.TRAP: "x"})
        assert not form.is_valid()
        assert form.challenge is None

    def test_stamp_counts_once(self):
        once = stamp("note")
        assert make_form(**{spam.STAMP: once}).is_valid()
        second = make_form("Khác", **{spam.STAMP: once})
        assert second.errors.as_data()["__all__"][0].code == "sent"

    def test_what_the_first_click_led_to_is_told_to_the_second(self):
        once = stamp("note")
        first = make_form(**{spam.STAMP: once})
        assert first.is_valid()
        first.count_accepted("17")
        second = make_form(**{spam.STAMP: once})
        assert not second.is_valid()
        assert second.sent_before() == "17"
        assert make_form().sent_before() == ""


class ChallengeTests:
    def test_sum_in_words_lets_through(self):
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        data = answered(form, f" {right_answer(form)}. ")
        assert make_form(**{spam.TRAP: "x", **data}).is_valid()

    def test_computation_lets_through(self):
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        nonce = form.challenge.nonce
        number = next(n for n in range(10**7) if spam_challenge.is_proof(nonce, str(n)))
        data = {spam.CHALLENGE: form.challenge.token, spam.PROOF: str(number)}
        assert make_form(**{spam.TRAP: "x", **data}).is_valid()

    @pytest.mark.parametrize("answer", ["", "0", "99", "bảy", "1" * 5000])
    def test_wrong_answer_gets_another_question(self, answer):
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        again = make_form(**{spam.TRAP: "x", **answered(form, answer)})
        assert not again.is_valid()
        assert again.challenge is not None
        assert again.challenge.token != form.challenge.token
        assert again.challenge_error

    def test_answer_is_good_once(self):
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        data = answered(form, right_answer(form))
        assert make_form(**{spam.TRAP: "x", **data}).is_valid()
        assert not make_form("Khác", **{spam.TRAP: "x", **data}).is_valid()

    def test_challenge_of_one_form_is_no_good_for_another(self):
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        token, answer = form.challenge.token, right_answer(form)
        assert spam_challenge.solved("note", token, answer=answer, proof="")
        assert not spam_challenge.solved("other", token, answer=answer, proof="")

    def test_proof_is_not_asked_for_twice_while_a_mistake_is_mended(self):
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        data = answered(form, right_answer(form))
        mistaken = make_form("", **{spam.TRAP: "x", **data})
        assert not mistaken.is_valid()
        mended = make_form(**{spam.TRAP: "x", spam.STAMP: mistaken._new_stamp()})
        assert mended.is_valid()

    def test_sum_does_not_stand_in_the_page(self):
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        content = spam_challenge._opened(form.challenge.token)
        assert content.keys() == {"nonce", "sum", "scope"}
        assert len(content["sum"]) == 64

    @pytest.mark.parametrize(("typed", "read"), [("12", "12"), (" 12.", "12"), ("１２", "12")])
    def test_figures_are_read_as_people_write_them(self, typed, read):
        assert spam_challenge.digits(typed) == read

    def test_question_is_in_words_of_the_reader(self):
        question = spam_challenge.ask("note").question
        assert not any(char.isdigit() for char in question)


class RateTests:
    def test_hard_limit_refuses_before_anything_is_read(self, settings):
        settings.GOVPORTAL_FORM_LIMIT = "2/day"
        assert [make_form().is_flooded() for _turn in range(3)] == [False, False, True]
        form = make_form()
        assert form.is_flooded()
        assert not form.is_valid()
        assert "text" not in form.errors

    def test_soft_rate_asks_for_a_proof(self, settings):
        settings.GOVPORTAL_FORM_RATE = "1/day"
        first = make_form("Một")
        assert first.is_valid()
        first.count_accepted()
        assert suspicions(make_form("Hai")) == ["rate"]

    def test_neighbours_share_a_range_and_others_do_not(self, settings):
        settings.GOVPORTAL_FORM_RATE = "1/day"
        first = make_form("Một", address="203.0.113.7")
        assert first.is_valid()
        first.count_accepted()
        assert suspicions(make_form("Hai", address="203.0.113.99")) == ["rate"]
        assert suspicions(make_form("Ba", address="203.0.114.7")) == []

    def test_rate_of_the_site_asks_everybody_for_a_proof_and_refuses_nobody(self, settings):
        settings.GOVPORTAL_FORM_SITE_RATE = "1/day"
        first = make_form("Một")
        assert first.is_valid()
        first.count_accepted()
        other = make_form("Hai", address="198.51.100.4")
        assert not other.is_flooded()
        assert suspicions(other) == ["site_rate"]

    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("203.0.113.7", "203.0.113.0/24"),
            ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
            ("::ffff:203.0.113.7", "203.0.113.0/24"),
            ("fe80::1%eth0", "fe80::/56"),
            ("127.0.0.1", ""),
            ("", ""),
            ("không", ""),
        ],
    )
    def test_ranges(self, address, expected):
        assert spam_rates.range_of(make_request(address)) == expected

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "expected"),
        [
            (0, "198.51.100.1", "203.0.113.0/24"),
            (1, "10.0.0.1, 198.51.100.1", "198.51.100.0/24"),
            (2, "192.0.2.1, 198.51.100.1, 10.0.0.1", "198.51.100.0/24"),
            (1, "", ""),
        ],
    )
    def test_addresses_invented_by_the_sender_do_not_count(
        self, settings, proxies, forwarded, expected
    ):
        settings.GOVPORTAL_PROXY_COUNT = proxies
        request = make_request(HTTP_X_FORWARDED_FOR=forwarded)
        assert spam_rates.range_of(request) == expected

    def test_no_address_stands_in_the_cache(self):
        form = make_form()
        form.is_flooded()
        assert form.is_valid()
        form.count_accepted()
        keys = " ".join(cache._cache)
        assert "limit:note" in keys
        assert "203.0.113" not in keys

    def test_unknown_senders_are_not_locked_out_together(self, settings):
        settings.GOVPORTAL_FORM_LIMIT = "0/day"
        assert not make_form(address="127.0.0.1").is_flooded()

    def test_cache_that_is_down_costs_a_proof_and_nothing_else(self, settings):
        settings.CACHES = {
            "default": {
                "BACKEND": "tests.editorial.public_builders.BrokenCache",
            }
        }
        form = make_form()
        assert not form.is_flooded()
        assert suspicions(form) == ["uncounted"]
        form.count_accepted("1")
        assert form.sent_before() == ""

    @pytest.mark.parametrize("text", ["20", "x/hour", "20/fortnight", "20/", "-1/hour"])
    def test_rate_that_is_none_is_reported(self, settings, text):
        from govportal_wagtail.checks import check_settings_types

        settings.GOVPORTAL_FORM_RATE = text
        assert any("FORM_RATE" in each.msg for each in check_settings_types())


class MarkupTests:
    def test_trap_is_out_of_reach_of_people(self):
        html = NoteForm(request=make_request()).spam_fields
        assert 'aria-hidden="true"' in html
        assert 'tabindex="-1"' in html
        assert "display" not in html

    def test_script_comes_only_with_a_challenge(self):
        assert "<script" not in NoteForm(request=make_request()).spam_fields
        form = make_form(**{spam.TRAP: "x"})
        form.is_valid()
        html = form.spam_fields
        assert "<script" in html
        assert form.challenge.question in html
        assert "<label" in html
