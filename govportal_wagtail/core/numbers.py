"""Numbers in a series for each portal site and year, without gap or double."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models, transaction

from .models import PortalSite


def next_in_year(counter: type[models.Model], portal_site: PortalSite, *, on: date) -> str:
    """The next number of the site, ``2026/000001``; on a component site ``2026/000001-12``.

    ``counter`` has one row for each site and year, with the fields ``portal_site_id``, ``year`` and
    ``last``. The ending is the number of the component: every site counts for itself, and a number
    names one thing in the whole portal. Must run in the transaction that stores it: the row of the
    counter stays locked until then, and a transaction that fails gives its number back.
    """
    rows: Any = counter._default_manager
    with transaction.atomic():
        key: dict[str, Any] = {"portal_site_id": portal_site.pk, "year": on.year}
        # First a row, then its lock: nobody can lock what is not there.
        rows.get_or_create(**key)
        row = rows.select_for_update().get(**key)
        row.last += 1
        row.save(update_fields=["last"])
    ending = "" if portal_site.is_portal else f"-{portal_site.pk}"
    return f"{on.year}/{row.last:06d}{ending}"
