"""What the software does about each requirement of a regulation, as data."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from .schema.instrument import STRICT

FOLDER = Path(__file__).resolve().parent / "coverage"


class State(models.TextChoices):
    """How far a requirement is met."""

    DATA = "data", _("by rules of the profile")
    FEATURE = "feature", _("by a function of the portal")
    MISSING = "missing", _("not yet")
    ORGANISATIONAL = "organisational", _("not a matter of software")


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Requirement:
    """One requirement with its article and what satisfies it."""

    id: str
    article: str
    #: What is required, in a few Vietnamese words.
    subject: str
    state: State
    #: Rules of the profile, as ``section.key``.
    rules: tuple[str, ...] = ()
    #: Dotted paths of the models, views or commands that do it.
    places: tuple[str, ...] = ()
    note: str = ""


@cache
def requirements(profile_code: str) -> tuple[Requirement, ...]:
    """The requirements of a shipped profile in the order of its articles; empty for others."""
    path = FOLDER / f"{profile_code}.toml"
    if not path.exists():
        return ()
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = [{**values, "id": key} for key, values in raw.items()]
    return TypeAdapter(tuple[Requirement, ...]).validate_python(rows)
