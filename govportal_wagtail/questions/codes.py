"""Codes and secrets by which askers follow their questions without an account.

The code names the question and may stand in a letter; only with the secret does it open anything,
and of the secret no more than a keyed hash is stored.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from ..editorial import tracking
from .models import Question

#: Of a code and of a secret each; together about 78 bits.
LENGTH: Final = 8
_SALT: Final = "govportal_wagtail.questions.secret"
#: What is compared where there is no question: the hash of nothing that can be typed.
_NOBODY: Final = "0" * 64


def new_code() -> str:
    """A code that no question has."""
    while True:
        code = _random()
        if not Question.objects.filter(code=code).exists():
            return code


def new_secret() -> str:
    """A secret to tell the asker once."""
    return _random()


def readable(code: str) -> str:
    """Code or secret in groups of four, as it is printed and sent: ``7KQM-2RXA``."""
    return tracking.readable(code)


def typed(text: str) -> str:
    """What somebody typed as it was given out; empty for what cannot be a code or a secret."""
    return tracking.typed(text, LENGTH)


def hash_secret(secret: str) -> str:
    """What is stored of a secret; worth nothing without the key of the installation."""
    return _hash(secret, settings.SECRET_KEY)


def matches(question: Question | None, secret: str) -> bool:
    """Whether the secret is that of the question, found in the same time whatever the answer.

    Keys that the installation has replaced (``SECRET_KEY_FALLBACKS``) still count: the secrets of
    the last years were given out under them.
    """
    found = typed(secret)
    stored = question.secret_hash if question else _NOBODY
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    results = [constant_time_compare(_hash(found, key), stored) for key in keys]
    return bool(found) and question is not None and any(results)


def find(code: str, secret: str) -> Question | None:
    """The question of code and secret, as they were typed.

    None for a code that is not there and for a secret that is wrong: one query and one comparison
    in either case, so that nobody learns which codes exist.
    """
    question = Question.objects.filter(code=typed(code)).first()
    return question if matches(question, secret) else None


def _random() -> str:
    return "".join(secrets.choice(tracking.ALPHABET) for _position in range(LENGTH))


def _hash(secret: str, key: str | bytes) -> str:
    digest: str = salted_hmac(_SALT, secret, secret=key, algorithm="sha256").hexdigest()
    return digest
