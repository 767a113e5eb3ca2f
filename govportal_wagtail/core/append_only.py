"""Logs of which a line is written once and never changed."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

ModelT = TypeVar("ModelT", bound=models.Model)


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a line of a log."""


class AppendOnlyQuerySet(models.QuerySet[ModelT]):
    """Reads a log; changes nothing."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(str(_("The log is never changed.")))

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(str(_("The log is never changed.")))


class AppendOnlyModel(models.Model):
    """A line of a log; the database refuses changes too, see ``append_only_triggers``."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line.

        Raises:
            AppendOnlyError: for a line that is written already.
        """
        if not self._state.adding:
            raise AppendOnlyError(str(_("The log is never changed.")))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(str(_("The log is never changed.")))
