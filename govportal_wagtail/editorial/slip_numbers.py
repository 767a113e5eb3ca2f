"""Gives slips their numbers: one series for each portal site and year, without gap or double."""

from __future__ import annotations

from datetime import date

from ..core.models import PortalSite
from ..core.numbers import next_in_year
from .models import SlipCounter


def next_number(portal_site: PortalSite, *, on: date) -> str:
    """The next number of the site, ``2026/000001``, in the transaction that stores it."""
    return next_in_year(SlipCounter, portal_site, on=on)
