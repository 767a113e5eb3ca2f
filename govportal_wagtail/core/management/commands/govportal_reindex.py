"""Write the index of the search again, or compare it with the live pages."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from ...registries import search_sources
from ...search import findings, index, log, statistics

#: Progress is told so many times in a run, however many pages there are.
_STEPS: Final = 20


class Command(BaseCommand):
    """``govportal_reindex [--source CODE] [--site HOST]`` or one of the other options."""

    help = (
        "Writes the index of the search again from the live pages. The portal goes on searching "
        "meanwhile; safe to repeat at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--source", action="append", metavar="CODE", help="Only this kind of content."
        )
        parser.add_argument("--site", metavar="HOST", help="Only pages of this site.")
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--resume", action="store_true", help="Go on where the last run was interrupted."
        )
        what.add_argument(
            "--check", action="store_true", help="Only compare; exit code 1 if anything differs."
        )
        what.add_argument(
            "--statistics", action="store_true", help="Only count anew how common words are."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command.

        Raises:
            CommandError: for options that name nothing, or differences found by ``--check``.
        """
        is_limited = bool(options["source"] or options["site"])
        if is_limited and (options["resume"] or options["check"] or options["statistics"]):
            raise CommandError(_("--source and --site go with no other option."))
        self._shown = -1
        self._verbosity = options["verbosity"]
        if options["check"]:
            self._check()
        elif options["statistics"]:
            statistics.recount()
            self._say(_("Words were counted anew."))
        else:
            self._rebuild(options)

    def _rebuild(self, options: dict[str, Any]) -> None:
        sources = _known_sources(options["source"] or [])
        if options["site"]:
            written = 0
            for path in _paths_of(options["site"]):
                written += index.rebuild(self._progress, sources=sources, path=path)
        else:
            written = index.rebuild(self._progress, resume=options["resume"], sources=sources)
        text = ngettext("%(count)d page was written.", "%(count)d pages were written.", written)
        self._say(text % {"count": written})
        old = log.purge()
        if old:
            text = ngettext(
                "%(count)d old entry of the search log was deleted.",
                "%(count)d old entries of the search log were deleted.",
                old,
            )
            self._say(text % {"count": old})

    def _check(self) -> None:
        found = index.audit()
        for line in findings.lines(found, is_whole=self._verbosity > 1):
            self.stdout.write(line)
        if not found.is_clean:
            raise CommandError(
                _("The index differs from the live pages. Run govportal_reindex without --check.")
            )
        self._say(_("The index agrees with the live pages."))

    def _progress(self, done: int, total: int) -> None:
        step = done * _STEPS // max(total, 1)
        if step != self._shown:
            self._shown = step
            self._say(f"{done}/{total}")

    def _say(self, text: str) -> None:
        if self._verbosity:
            self.stdout.write(text)


def _known_sources(codes: list[str]) -> list[str] | None:
    known = {source.code for source in search_sources}
    if unknown := sorted(set(codes) - known):
        message = _("There is no kind of content %(codes)s. Known: %(known)s.")
        values = {"codes": ", ".join(unknown), "known": ", ".join(sorted(known))}
        raise CommandError(message % values)
    return codes or None


def _paths_of(host: str) -> list[str]:
    """The branches of the tree that a site serves: its home page in all its languages."""
    paths: set[str] = set()
    for site in Site.objects.filter(hostname=host).select_related("root_page"):
        homes = site.root_page.get_translations(inclusive=True)
        paths.update(homes.values_list("path", flat=True))
    if not paths:
        hosts = ", ".join(Site.objects.order_by("hostname").values_list("hostname", flat=True))
        message = _("There is no site with the host name %(host)s. Known: %(hosts)s.")
        raise CommandError(message % {"host": host, "hosts": hosts})
    return sorted(paths)
