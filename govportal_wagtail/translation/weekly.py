"""The weekly mail on translations: to whoever translates what is theirs, to the board its sites.

Nobody is written to who has nothing to do, and nobody twice in a week, however often it is asked
for. Lạng Sơn 40/2024, Articles 7.3 and 9.5: pages in other languages are reviewed all the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from ..core.models import Agency, PortalSite
from ..editorial import messaging
from ..editorial.recipients import Recipient, language_of_site, people
from ..editorial.reminders import Lines
from .changes import days_outdated, noted_fields
from .coverage import Coverage, Owed, coverage_of
from .models import PageTranslation, WeeklyMail
from .people import Staff, staff
from .vocabulary import IN_REVIEW, IN_WORK

KIND: Final = "weekly"
FOLDER: Final = "govportal/translation/mail"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A translation as a line of the mail tells of it."""

    row: PageTranslation
    on: date

    @property
    def is_late(self) -> bool:
        """Whether its last day is over."""
        return self.row.due_on is not None and self.row.due_on < self.on

    @property
    def days(self) -> int | None:
        """For how many days readers have seen an older text."""
        return days_outdated(self.row, self.on)

    @property
    def changed(self) -> str:
        """What of the source changed since, in the language of the mail."""
        return ", ".join(noted_fields(self.row))


@dataclass(frozen=True, slots=True)
class Missing:
    """A page that the regulation wants in a language and that nobody works on."""

    line: Coverage
    owed: Owed


@dataclass(slots=True)
class Digest:
    """What one mail tells of."""

    waiting: list[PageTranslation] = field(default_factory=list)
    review: list[PageTranslation] = field(default_factory=list)
    outdated: list[PageTranslation] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def parts(self, on: date) -> dict[str, Lines]:
        """The parts of the mail, each with what is overdue, or outdated longest, first."""
        by_day = sorted(self.waiting, key=lambda row: (row.due_on or date.max, row.pk))
        by_age = sorted(
            self.outdated, key=lambda row: (row.outdated_since or row.selected_at, row.pk)
        )
        return {
            "waiting": Lines([Waiting(row, on) for row in by_day]),
            "review": Lines([Waiting(row, on) for row in self.review]),
            "outdated": Lines([Waiting(row, on) for row in by_age]),
            "missing": Lines(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Told:
    """To whom a mail went, and of how much it told."""

    name: str
    count: int


def send(on: date | None = None, *, dry_run: bool = False) -> list[Told]:
    """Write to everybody who has something to do and was not written to in the week of the day.

    The mails are sent by ``mail_tasks.send_waiting``. With ``dry_run`` nothing is written.
    """
    on = on or timezone.localdate()
    week = on - timedelta(days=on.weekday())
    by_user, by_unit = digests()
    done = WeeklyMail.objects.filter(week=week)
    users = get_user_model()._default_manager.filter(pk__in=by_user, is_active=True)
    users = users.exclude(pk__in=done.filter(user__isnull=False).values("user"))
    units = Agency.objects.filter(pk__in=by_unit).exclude(email="")
    units = units.exclude(pk__in=done.filter(unit__isnull=False).values("unit"))
    told = []
    for user in users.select_related("wagtail_userprofile").order_by("pk"):
        parts = by_user[user.pk].parts(on)
        row = WeeklyMail(week=week, user=user, count=_count(parts))
        if dry_run or _send(row, people([user]), parts, on):
            told.append(Told(user.get_username(), row.count))
    for unit in units.order_by("pk"):
        site, digest = by_unit[unit.pk]
        parts = digest.parts(on)
        row = WeeklyMail(week=week, unit=unit, count=_count(parts))
        outside = [Recipient(None, unit.email, language_of_site(site))]
        if dry_run or _send(row, outside, parts, on):
            told.append(Told(unit.email, row.count))
    return told


def digests() -> tuple[Mapping[int, Digest], Mapping[int, tuple[PortalSite, Digest]]]:
    """What is to be told: by the number of the user, and by that of a unit without accounts.

    The number of queries does not depend on how many people or translations there are.
    """
    by_user: dict[int, Digest] = defaultdict(Digest)
    by_unit: dict[int, tuple[PortalSite, Digest]] = {}
    known = staff()
    for name, row in _rows():
        translators = known.translators(row) if name != "review" else frozenset()
        for user in translators | known.editors(row.portal_site):
            getattr(by_user[user], name).append(row)
        if name != "review" and row.unit_id and not translators:
            _site, digest = by_unit.setdefault(row.unit_id, (row.portal_site, Digest()))
            getattr(digest, name).append(row)
    _add_missing(by_user, known)
    return by_user, by_unit


def _rows() -> Iterable[tuple[str, PageTranslation]]:
    """Translations to tell of, with the name of the part in which they stand: one part each."""
    rows = PageTranslation.objects.select_related(
        "locale", "unit", "source", "portal_site__site__root_page__locale"
    )
    outdated = Q(pk__in=PageTranslation.objects.outdated().order_by().values("pk"))
    open_states = [*IN_WORK, *IN_REVIEW]
    for row in rows.filter(Q(state__in=open_states) | outdated).order_by("pk"):
        if row.is_in_work:
            yield "waiting", row
        else:
            yield ("review" if row.is_in_review else "outdated"), row


def _add_missing(by_user: dict[int, Digest], known: Staff) -> None:
    """What the regulation wants and nobody works on: the board's to select."""
    sites = PortalSite.objects.select_related("site__root_page__locale", "agency", "portal")
    for line in coverage_of(list(sites.order_by("portal_id", "pk"))):
        missing = [Missing(line, each) for each in line.owed if each.is_missing]
        for user in known.editors(line.portal_site) if missing else ():
            by_user[user].missing += missing


def _count(parts: Mapping[str, Lines]) -> int:
    return sum(len(each) for each in parts.values())


def _send(row: WeeklyMail, told: list[Recipient], parts: dict[str, Lines], on: date) -> bool:
    # Whoever has no account could open nothing.
    link = messaging.address_in_admin("govportal_translation:translations") if row.user else ""
    context: dict[str, Any] = {**parts, "on": on, "week": row.week, "count": row.count}
    try:
        with transaction.atomic():
            row.save()
            messaging.store(
                KIND,
                told,
                link=link,
                context=context,
                is_digested=False,
                folder=FOLDER,
            )
    except IntegrityError:
        # Another process was quicker.
        return False
    return True
