"""What readers do with public forms, as their browsers send it."""

from __future__ import annotations

import io
import re
import time
from typing import Any

from django.core import signing
from django.core.cache.backends.base import BaseCache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from govportal_wagtail.editorial import spam

SENDER_ADDRESS = "203.0.113.7"


def stamp(scope: str, *, seconds_ago: float = 60, **content: Any) -> str:
    """The stamp of a form that was opened some time ago."""
    nonce = f"{time.monotonic_ns():x}"
    found = {"scope": scope, "nonce": nonce, "since": int(time.time() - seconds_ago)}
    return signing.dumps({**found, "proof": False, **content}, salt=spam._SALT)


def hidden(response: Any, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


def text_file(name: str = "bao-cao.txt", text: str = "Báo cáo quý IV") -> SimpleUploadedFile:
    """A small honest file."""
    return SimpleUploadedFile(name, text.encode())


def picture(name: str = "hoi-nghi.png") -> SimpleUploadedFile:
    """A small honest picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def slip_data(**fields: Any) -> dict[str, Any]:
    """A slip of an organisation with everything that any regulation asks for."""
    return {
        spam.STAMP: stamp("slip"),
        spam.TRAP: "",
        "kind": "organisation",
        "name": "Nguyễn Thị Lụa",
        "organisation": "Hợp tác xã Tân Thành",
        "post": "Giám đốc",
        "email": "lua@example.com",
        "phone": "0290 3555 000",
        "address": "Ấp 3, xã Song Phú",
        "title": "Mùa tôm bội thu ở Song Phú",
        "lead": "Sản lượng tăng một phần ba.",
        "body": "Bà con thu hoạch sớm.\n\nGiá ổn định <b>không đổi</b>.",
        "author": "Nguyễn Thị Lụa",
        "source": "",
        "source_published_on": "",
        "responsible_person": "Nguyễn Thị Lụa, Giám đốc",
        "consent": "on",
        **fields,
    }


def solve(response: Any) -> dict[str, str]:
    """What the script of a page with a challenge sends: token and proof."""
    from govportal_wagtail.editorial import spam_challenge

    nonce = re.search(r'data-nonce="([0-9a-f]+)"', response.content.decode())
    assert nonce
    number = next(n for n in range(10**7) if spam_challenge.is_proof(nonce[1], str(n)))
    return {
        spam.CHALLENGE: hidden(response, spam.CHALLENGE),
        spam.PROOF: str(number),
        spam.STAMP: hidden(response, spam.STAMP),
    }


class BrokenCache(BaseCache):
    """A cache whose server does not answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__({})

    def add(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError

    get = set = incr = add  # type: ignore[assignment]
