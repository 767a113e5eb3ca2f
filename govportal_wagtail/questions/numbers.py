"""Gives questions their numbers: a series for each portal site and year, no gap, no double."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from ..core.models import PortalSite
from .models import QuestionCounter


def next_number(portal_site: PortalSite, *, on: date) -> str:
    """The next number of the site, ``H2026/000001``; on a component site ``H2026/000001-12``.

    The ending is the number of the component: every site counts for itself, and a number names one
    question in the whole portal. Must run in the transaction that stores it: the row of the counter
    stays locked until then, and a transaction that fails gives its number back.
    """
    with transaction.atomic():
        key: dict[str, Any] = {"portal_site_id": portal_site.pk, "year": on.year}
        # First a row, then its lock: nobody can lock what is not there.
        QuestionCounter.objects.get_or_create(**key)
        counter = QuestionCounter.objects.select_for_update().get(**key)
        counter.last += 1
        counter.save(update_fields=["last"])
    ending = "" if portal_site.is_portal else f"-{portal_site.pk}"
    return f"H{on.year}/{counter.last:06d}{ending}"
