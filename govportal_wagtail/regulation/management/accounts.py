"""The user in whose name a command works."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def user_named(name: str | None) -> Any:
    """The user with that login name, or None where the command was given no name.

    Raises:
        CommandError: if there is no such user.
    """
    if not name:
        return None
    model: Any = get_user_model()
    user = model._default_manager.filter(**{model.USERNAME_FIELD: name}).first()
    if user is None:
        raise CommandError(_("There is no user %(name)s.") % {"name": name})
    return user
