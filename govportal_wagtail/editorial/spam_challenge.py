"""The proof that a suspicious form asks for: a computation in the browser, or a sum in words.

The script ``spam.js`` finds a number whose SHA-256 with the given text begins with enough zero
bits, without any work of the reader. Without JavaScript the reader answers a sum that screen
readers can speak. Either is enough.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

#: The work of the browser: about 32,000 hashes, one or two seconds of a phone.
PROOF_BITS: Final = 15
#: How long an answer is awaited.
SECONDS: Final = 3600
_SALT: Final = "govportal.form.challenge"
_NUMBERS: Final = (
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
)


@dataclass(frozen=True, slots=True)
class Challenge:
    """One proof that is asked for, with what the template shows of it."""

    token: str
    nonce: str
    question: str
    bits: int = PROOF_BITS


def ask(scope: str) -> Challenge:
    """A new challenge for a kind of form."""
    nonce = secrets.token_hex(16)
    first, second = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
    question = _("What is %(first)s plus %(second)s?") % {
        "first": _NUMBERS[first - 1],
        "second": _NUMBERS[second - 1],
    }
    content = {"nonce": nonce, "sum": _sealed(nonce, str(first + second)), "scope": scope}
    return Challenge(signing.dumps(content, salt=_SALT), nonce, question)


def solved(scope: str, token: str, *, answer: str, proof: str) -> str:
    """The nonce of a challenge that was answered rightly; empty for any other.

    The caller sees to it that a nonce is accepted once.
    """
    content = _opened(token)
    if content.get("scope") != scope:
        return ""
    nonce = str(content["nonce"])
    if is_proof(nonce, proof):
        return nonce
    right = constant_time_compare(str(content["sum"]), _sealed(nonce, digits(answer)))
    return nonce if right else ""


def is_proof(nonce: str, proof: str) -> bool:
    """Whether SHA-256 of ``nonce:proof`` begins with the zero bits that are asked for."""
    if not (proof.isascii() and proof.isdecimal() and len(proof) <= 12):
        return False
    digest = hashlib.sha256(f"{nonce}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - PROOF_BITS) == 0


def digits(answer: str) -> str:
    """The figures of an answer: ``" 12. "`` and full-width digits count as ``12``."""
    found = "".join(str(int(char)) for char in answer[:20] if char.isdecimal())
    return found.lstrip("0") or found[:1]


def explanation() -> str:
    """What the reader is told at the top of the form."""
    return pgettext(
        "form",
        "To be sure that a person is sending this, one more step is needed at the end of the form. "
        "Nothing that you entered is lost.",
    )


def _sealed(nonce: str, answer: str) -> str:
    # Signed values can be read: the sum must not stand there for a program to copy.
    sealed: str = salted_hmac(_SALT, f"{nonce} {answer}", algorithm="sha256").hexdigest()
    return sealed


def _opened(token: str) -> dict[str, Any]:
    try:
        content = signing.loads(token[:2000], salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return {}
    return content if isinstance(content, dict) else {}
