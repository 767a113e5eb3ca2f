"""Words are counted as offices count them."""

from __future__ import annotations

import pytest
from hypothesis import given

from govportal_wagtail.translation.words import words
from tests.translation.texts import strings


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "vi", 0),
        ("Ủy ban nhân dân tỉnh", "vi", 5),
        ("U\u0309y ban nha\u0302n da\u0302n", "vi", 4),
        ("Hà\u00a0Nội", "vi", 2),
        ("Quyết định số 68/2025/QĐ-UBND ngày 15/8/2025", "vi", 6),
        ("Thu – chi: 1.234,5 tỷ đồng ...", "vi", 5),
        ("People's Committee", "en", 2),
        ("Народный комитет", "ru", 2),
        ('Xem <a id="a1">tại <b>đây</b></a>', "vi", 3),
        ("đậm<b>nhạt</b>", "vi", 1),
        ("một<br/>hai", "vi", 2),
        ("R&amp;D &lt; 5", "en", 2),
        ("&amp; &gt; _ * —", "en", 0),
        ("老街省 2025", "zh", 4),
        ("老街省 2025", "zh-Hans", 4),
        ("老街省 2025", "vi", 2),
    ],
)
def test_words(text, language, expected):
    assert words(text, language) == expected


@given(strings())
def test_tags_change_no_count(text):
    assert words(f"<b>{text}</b>", "vi") == words(text, "vi")


@given(strings(), strings())
def test_counts_add_up(first, second):
    assert words(f"{first} {second}", "vi") == words(first, "vi") + words(second, "vi")
