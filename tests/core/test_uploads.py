from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from govportal_wagtail.core.uploads import checked_upload

CSV = "mã;tên\nA;Sở Y tế\n".encode()


def refusal(name: str, content: bytes = CSV, **options) -> str:
    with pytest.raises(ValidationError) as caught:
        checked_upload(SimpleUploadedFile(name, content), ("csv", "json"), **options)
    return caught.value.messages[0]


def test_good_file_comes_back_from_its_beginning():
    file = checked_upload(SimpleUploadedFile("C:/Bảng.CSV", CSV), ("csv", "json"))
    assert file.read() == CSV


def test_other_kind_is_named_in_the_order_of_the_form():
    assert ".csv, .json" in refusal("a.xlsx")
    assert ".csv, .json" in refusal("csv")


def test_content_must_be_what_the_name_says():
    assert refusal("a.csv", b"MZ\x90\x00" + b"\x00" * 200)


def test_form_lowers_the_limit_of_the_project_and_never_raises_it(settings):
    assert "10" in refusal("a.csv", max_bytes=10)
    settings.GOVPORTAL_UPLOAD_MAX_BYTES = 8
    assert "8" in refusal("a.csv", max_bytes=1_000_000)
