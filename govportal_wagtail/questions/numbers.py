"""Gives questions their numbers: a series for each portal site and year, no gap, no double."""

from __future__ import annotations

from datetime import date

from ..core.models import PortalSite
from ..core.numbers import next_in_year
from .models import QuestionCounter


def next_number(portal_site: PortalSite, *, on: date) -> str:
    """The next number of the site, ``H2026/000001``, in the transaction that stores it."""
    return f"H{next_in_year(QuestionCounter, portal_site, on=on)}"
