"""What the command and the screens say of an import and of duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .duplicates import DuplicateGroup
from .importing import Outcome

_OUTCOMES: Final = {
    Outcome.CREATED: pgettext_lazy("row of an import", "created"),
    Outcome.UPDATED: pgettext_lazy("row of an import", "updated"),
    Outcome.UNCHANGED: pgettext_lazy("row of an import", "unchanged"),
    Outcome.REPEATED: pgettext_lazy("row of an import", "repeated in the file"),
    Outcome.LEFT_OUT: pgettext_lazy("row of an import", "left out (too deep)"),
    Outcome.ERROR: pgettext_lazy("row of an import", "error"),
}


def outcome_label(outcome: Outcome) -> str:
    """Return what a reader is told about the outcome of a row."""
    return str(_OUTCOMES[outcome])


def describe_duplicates(groups: Iterable[DuplicateGroup]) -> Iterator[str]:
    """Yield a line for each group of agencies that may be one."""
    for group in groups:
        names = "; ".join(f"{agency.name} ({agency.code})" for agency in group.agencies)
        values = {"names": names, "reason": group.likeness.label}
        yield _("Perhaps the same agency (%(reason)s): %(names)s") % values
