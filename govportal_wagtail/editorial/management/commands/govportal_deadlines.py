"""What is due: listed, reminded of; and the e-mail of messages that has not gone out yet."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core.models import PortalSite
from ....regulation.calendar_rows import parse_day
from ... import mail_tasks, messaging, reminders, timing_receivers
from ...models import EditorialItem


class Command(BaseCommand):
    """``govportal_deadlines list``, ``remind`` or ``mail``."""

    help = (
        "Lists the items that wait with their last days, reminds people of what is due, and sends "
        "the e-mail of messages that has not gone out yet. All of it may be repeated at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be asked for."""
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="The items that wait, the next last day first.")
        listing.add_argument("--on", metavar="DAY", default="", help="Late on this day; today.")
        listing.add_argument("--late", action="store_true", help="Only what is late.")
        listing.add_argument("--site", metavar="HOST", default="", help="Only of this site.")
        reminding = actions.add_parser("remind", help="One e-mail for each person and day.")
        reminding.add_argument("--on", metavar="DAY", default="", help="As on this day; today.")
        reminding.add_argument(
            "--dry-run", action="store_true", help="Write nothing, send nothing."
        )
        mailing = actions.add_parser("mail", help="Send what waits; run it every few minutes.")
        mailing.add_argument(
            "--digest", action="store_true", help="First collect the daily mails; once a day."
        )
        mailing.add_argument(
            "--again", action="store_true", help="Try once more what was given up."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for.

        Raises:
            CommandError: for a day that is none, or a site that does not exist.
        """
        actions = {"list": self._list, "remind": self._remind, "mail": self._mail}
        actions[options["action"]](options)

    def _list(self, options: dict[str, Any]) -> None:
        on = _day(options["on"])
        timing_receivers.synchronise()
        items = EditorialItem.objects.open().select_related("portal_site__site")
        if host := options["site"]:
            if not PortalSite.objects.filter(site__hostname=host).exists():
                raise CommandError(_("There is no site %(host)s.") % {"host": host})
            items = items.filter(portal_site__site__hostname=host)
        if options["late"]:
            items = items.late(on=on)
        count = 0
        for item in items.iterator(chunk_size=2000):
            count += 1
            due = f"{item.due_on:%d/%m/%Y}" if item.due_on else "-" * 10
            line = (
                f"{due}  #{item.pk}  {item.title} ({item.get_state_display()}; {item.portal_site})"
            )
            is_late = item.due_on is not None and item.due_on < on
            late = _("late")
            self.stdout.write(self.style.WARNING(f"{line} {late}") if is_late else line)
        self.stdout.write(_("Items: %(count)s") % {"count": count})

    def _remind(self, options: dict[str, Any]) -> None:
        reminded = reminders.remind(_day(options["on"]), dry_run=options["dry_run"])
        for each in reminded:
            self.stdout.write(f"{each.user.get_username()}: {each.count}")
        self.stdout.write(_("People reminded: %(count)s") % {"count": len(reminded)})
        if not options["dry_run"]:
            self._send()

    def _mail(self, options: dict[str, Any]) -> None:
        messaging.empty_outbox()
        if options["digest"]:
            reminders.collect_digests()
        self._send(again=options["again"])

    def _send(self, *, again: bool = False) -> None:
        sent, failed = mail_tasks.send_waiting(again=again)
        mail_tasks.forget_outside()
        self.stdout.write(_("E-mails sent: %(count)s") % {"count": sent})
        if failed:
            message = _("E-mails that could not be sent and are tried again: %(count)s")
            self.stderr.write(self.style.WARNING(message % {"count": failed}))


def _day(text: str) -> date:
    if not text:
        return timezone.localdate()
    day = parse_day(text)
    if day is None:
        raise CommandError(
            _("“%(text)s” is not a day; write it as 2026-01-31 or 31/01/2026.") % {"text": text}
        )
    return day
