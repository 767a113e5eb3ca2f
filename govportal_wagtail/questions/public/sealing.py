"""Lets the asker's browser carry the secret of a question for two hours, so that it can be shown.

The secret is stored nowhere. What the cookie holds is signed and encrypted: a keystream from the
key of the installation and a number that is used once.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.core import signing
from django.utils.crypto import salted_hmac

from .. import codes
from ..models import Question

SECONDS: Final = 7200
_SALT: Final = "govportal.question.sealed"


def seal(question: Question, secret: str) -> str:
    """The question with its secret, readable to nobody without the key of the installation."""
    nonce = secrets.token_hex(16)
    return signing.dumps(
        {"question": question.pk, "nonce": nonce, "secret": _mixed(secret.encode(), nonce).hex()},
        salt=_SALT,
    )


def unseal(sealed: str) -> tuple[Question, str] | None:
    """The question and its secret; None for what is forged, too old or no longer right."""
    try:
        content = signing.loads(sealed, salt=_SALT, max_age=SECONDS)
        mixed = _mixed(bytes.fromhex(content["secret"]), content["nonce"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    secret = mixed.decode(errors="replace")
    found = Question.objects.select_related("portal_site__site", "portal_site__agency")
    question = found.filter(pk=content["question"]).first()
    if question is None or not codes.matches(question, secret):
        return None
    return question, secret


def _mixed(text: bytes, nonce: str) -> bytes:
    """A text with the keystream of a nonce; applied twice it is the text again.

    Raises:
        ValueError: for a text that is longer than the keystream.
    """
    stream: bytes = salted_hmac(_SALT, nonce, algorithm="sha256").digest()
    return bytes(one ^ other for one, other in zip(text, stream[: len(text)], strict=True))
