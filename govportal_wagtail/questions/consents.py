"""To what an asker agreed; whoever decides on a publication need not know who it is."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Asker, Question


@dataclass(frozen=True, slots=True)
class Consent:
    """What the asker agreed to, as far as it matters for publication."""

    publishes: bool
    names: bool


def consent_of(question: Question) -> Consent | None:
    """What the asker agreed to; None once their data were erased."""
    given = Asker.objects.filter(question=question.pk).values_list(
        "agreed_to_publish_at", "agreed_to_name_at"
    )
    row = given.first()
    if row is None:
        return None
    publishes = row[0] is not None
    return Consent(publishes, publishes and row[1] is not None)
