"""What is searched for: how often on which day, and nothing about who asked.

A row is a day, a site and a text. There is no address, no session, no time of day; what looks like
an e-mail address, a telephone number or the number of an identity card is masked before it is
written, and rows are deleted after a while.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connections, router, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from ... import conf
from ..models import SearchLogEntry
from ..vietnamese import normalise

logger = logging.getLogger(__name__)

#: What stands in the log for what could name a person.
MASK: Final = "***"
#: Different texts that are kept for one site and day: whoever asks nonsense all day fills no disk.
TEXTS_PER_DAY: Final = 20_000

_LENGTH: Final = 200
#: More than is kept, so that what is masked was read to its end.
_READ: Final = 1000
_EMAIL: Final = re.compile(r"\S+@\S+")
# Telephone numbers are written with blanks, points and hyphens between the figures; the symbol of
# a document has a slash there. Also the letter before the figures of a passport.
_PERSONAL_NUMBER: Final = re.compile(r"\+?\d(?:[ .-]?\d){8,}|\b[a-z]\d{7,8}\b")
_ROBOT: Final = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|archiver|facebookexternalhit|preview|monitor|scan|"
    r"python-|curl/|wget/|libwww|java/|go-http|okhttp|headless|^$",
    re.IGNORECASE,
)


def record(site: Site, query: str, total: int) -> None:
    """Count one search of today; a fault of the database is logged and does not reach the reader.

    ``total`` is what was found, and the last number of the day is kept.
    """
    text = logged_form(query)
    if not text or not conf.SEARCH_LOG_DAYS:
        return
    try:
        # A fault must not spoil a transaction that the request may be in.
        with transaction.atomic(using=router.db_for_write(SearchLogEntry)):
            _count(site.pk, text, total)
    except DatabaseError:
        logger.exception("A search could not be counted.")


def logged_form(query: str) -> str:
    """Return what the log keeps of a query: one line in lower case, cut, without personal data."""
    text = " ".join(normalise(query[:_READ]).casefold().split())
    text = _PERSONAL_NUMBER.sub(MASK, _EMAIL.sub(MASK, text))
    return text[:_LENGTH].rstrip()


def is_robot(request: HttpRequest) -> bool:
    """Return whether a program that says so asks, and not a reader: its searches do not count."""
    return bool(_ROBOT.search(request.headers.get("User-Agent", "")))


def purge() -> int:
    """Delete what is older than ``GOVPORTAL_SEARCH_LOG_DAYS``; returns how many rows that were.

    One statement without signals: a year of searches is not read into memory to be deleted.
    """
    oldest = timezone.localdate() - timedelta(days=conf.SEARCH_LOG_DAYS)
    connection = connections[router.db_for_write(SearchLogEntry)]
    table = connection.ops.quote_name(SearchLogEntry._meta.db_table)
    with connection.cursor() as cursor:
        value = connection.ops.adapt_datefield_value(oldest)
        cursor.execute(f"DELETE FROM {table} WHERE day <= %s", [value])  # noqa: S608
        return int(cursor.rowcount)


def _count(site_id: int, text: str, total: int) -> None:
    today = timezone.localdate()
    known = SearchLogEntry.objects.filter(day=today, site_id=site_id, query=text)
    counted = {"count": F("count") + 1, "results": total}
    if known.update(**counted):
        return
    of_today = SearchLogEntry.objects.filter(day=today, site_id=site_id).count()
    if of_today >= TEXTS_PER_DAY:
        return
    if not of_today:
        purge()
    _entry, is_new = SearchLogEntry.objects.get_or_create(
        day=today, site_id=site_id, query=text, defaults={"count": 1, "results": total}
    )
    if not is_new:
        # Somebody else asked the same for the first time at the same moment.
        known.update(**counted)
