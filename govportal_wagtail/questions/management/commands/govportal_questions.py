"""Personal data of askers: erased when their time is over, handed out or erased for one person."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ... import retention


class Command(BaseCommand):
    """``govportal_questions anonymise``, ``export`` or ``erase``."""

    help = (
        "Erases the personal data of questions that were closed long enough ago, and hands out or "
        "erases what is kept of one person. Each step is written into the log of its question."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be asked for."""
        actions = parser.add_subparsers(dest="action", required=True)
        anonymising = actions.add_parser("anonymise", help="What is due; run it every day.")
        anonymising.add_argument("--dry-run", action="store_true", help="Only list the numbers.")
        exporting = actions.add_parser("export", help="What is kept of one person, as a ZIP file.")
        _add_person(exporting)
        exporting.add_argument(
            "--output", metavar="FILE", default="", help="Where to; a new file in this folder."
        )
        erasing = actions.add_parser("erase", help="Forget one person; open questions end.")
        _add_person(erasing)
        erasing.add_argument("--reason", default="", help="Written into the log; name nobody.")
        erasing.add_argument("--dry-run", action="store_true", help="Only list the numbers.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for.

        Raises:
            CommandError: for a user who does not exist, and a file that cannot be written.
        """
        actions = {"anonymise": self._anonymise, "export": self._export, "erase": self._erase}
        actions[options["action"]](options)

    def _anonymise(self, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            self._list(retention.due_for_anonymising())
            return
        count = retention.anonymise_due()
        self.stdout.write(_("Questions anonymised: %(count)s") % {"count": count})

    def _export(self, options: dict[str, Any]) -> None:
        user = _user(options["by"])
        path = _new_file(options["output"])
        packed = retention.export_person(user, **_person(options))
        if packed is None:
            self.stdout.write(_("Nothing is kept of this person."))
            return
        try:
            with path.open("xb") as target:
                # What is in it is for one person.
                path.chmod(0o600)
                target.write(packed)
        except OSError as error:
            message = _("The file could not be written: %(error)s") % {"error": error}
            raise CommandError(message) from error
        self.stdout.write(str(path))

    def _erase(self, options: dict[str, Any]) -> None:
        user, person = _user(options["by"]), _person(options)
        if options["dry_run"]:
            self._list(retention.questions_of(**person))
            return
        reason = options["reason"].strip() or _("The person asked for it.")
        erased = retention.erase_person(user, reason, **person)
        for question in erased:
            self.stdout.write(question.number)
        self.stdout.write(_("Questions anonymised: %(count)s") % {"count": len(erased)})

    def _list(self, questions: Any) -> None:
        numbers = list(questions.values_list("number", flat=True))
        for number in numbers:
            self.stdout.write(number)
        self.stdout.write(_("Questions: %(count)s") % {"count": len(numbers)})


def _add_person(parser: ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--email", default="", help="The e-mail address that was left.")
    who.add_argument("--phone", default="", help="The telephone number that was left.")
    parser.add_argument("--by", metavar="USERNAME", required=True, help="Who does it; logged.")


def _person(options: dict[str, Any]) -> dict[str, str]:
    return {"email": options["email"], "phone": options["phone"]}


def _user(name: str) -> Any:
    model = get_user_model()
    found = model._default_manager.filter(**{model.USERNAME_FIELD: name}, is_active=True).first()
    if found is None:
        raise CommandError(_("There is no active user %(name)s.") % {"name": name})
    return found


def _new_file(text: str) -> Path:
    """The file to write; what is there already is not written over."""
    path = Path(text) if text else Path(f"questions-{timezone.localtime():%Y%m%d-%H%M%S}.zip")
    if path.exists():
        raise CommandError(_("%(path)s exists already.") % {"path": path})
    if not path.absolute().parent.is_dir():
        raise CommandError(_("There is no folder %(path)s.") % {"path": path.absolute().parent})
    return path
