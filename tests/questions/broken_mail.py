"""A mail server that does not answer."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.mail.backends.base import BaseEmailBackend


class BrokenBackend(BaseEmailBackend):
    """Every mail fails as it does without a connection."""

    def send_messages(self, email_messages: Any) -> NoReturn:
        """Fail.

        Raises:
            ConnectionRefusedError: always.
        """
        raise ConnectionRefusedError
