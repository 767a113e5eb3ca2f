"""Collect the package's strings into ``locale/`` and compile every catalogue: ``make messages``."""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages
from public_strings import READERS_ONLY, keep_those_of_readers
from wagtail_strings import extend

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "govportal_wagtail"
LANGUAGES = ["vi", "ru"]
#: Kept apart: they translate strings of Wagtail, not of the package.
WAGTAIL_CATALOGUES = ROOT / PACKAGE / "admin_vi/locale/vi/LC_MESSAGES"
GETTEXT_PROGRAMS = ["xgettext", "msgmerge", "msguniq", "msgattrib"]


class CollectMessages(makemessages.Command):
    """Django's command, but a changed string starts untranslated: a guess must not be shipped."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    # The second names of gettext in modules where ``_`` is the lazy one.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_t", "--keyword=_p:1c,2"]


def missing_programs() -> list[str]:
    """The programs of GNU gettext that are not installed here."""
    return [name for name in GETTEXT_PROGRAMS if shutil.which(name) is None]


def domains(package: Path) -> list[str]:
    """Catalogues that the package needs: ``djangojs`` only when a script translates something."""
    scripts = package.rglob("*.js")
    if any(re.search(r"\bn?p?gettext\(", path.read_text(encoding="utf-8")) for path in scripts):
        return ["django", "djangojs"]
    return ["django"]


def collect(root: Path, workplace: Path) -> Path:
    """The folder of fresh catalogues, made from copies inside ``workplace``; ``root`` stays as is.

    Only the package itself is copied, so nothing else in a checkout can add strings.
    """
    ignored = shutil.ignore_patterns("__pycache__", "locale", "migrations")
    shutil.copytree(root / PACKAGE, workplace / PACKAGE, ignore=ignored)
    locale = workplace / "locale"
    for language in LANGUAGES:
        folder = Path("locale") / language / "LC_MESSAGES"
        (workplace / folder).mkdir(parents=True)
        for source in (root / folder).glob("*.po"):
            shutil.copy(source, workplace / folder)
    if not settings.configured:
        settings.configure(USE_I18N=True)
    with contextlib.chdir(workplace):
        for domain in domains(workplace / PACKAGE):
            call_command(
                CollectMessages(),
                locale=LANGUAGES,
                domain=domain,
                add_location="file",
                no_obsolete=True,
                no_wrap=True,
                verbosity=0,
            )
    for language in READERS_ONLY:
        for path in (locale / language).rglob("*.po"):
            keep_those_of_readers(str(path))
    for path in locale.rglob("*.po"):
        settle(path)
    return locale


def settle(path: Path) -> None:
    """Take out of a catalogue what would differ on every run: the date of collection."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'^"POT-Creation-Date:.*\n', "", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def catalogues(root: Path) -> list[Path]:
    """Every .po file of the checkout: the package's, those inside it and the example's."""
    folders = ["locale", PACKAGE, "example_project"]
    found = (path for folder in folders for path in (root / folder).rglob("LC_MESSAGES/*.po"))
    return sorted(found)


def compile_catalogue(path: Path) -> None:
    """Write the .mo beside a .po; in Python, so that every machine writes the same bytes."""
    polib.pofile(str(path), wrapwidth=0).save_as_mofile(str(path.with_suffix(".mo")))


def main() -> int:
    """Update all catalogues; the number of strings left to translate is told, not an error."""
    if missing := missing_programs():
        print(
            f"GNU gettext is needed ({', '.join(missing)} not found); "
            "on Debian: apt-get install gettext",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory() as workplace:
        fresh = collect(ROOT, Path(workplace))
        for path in fresh.rglob("*.po"):
            target = ROOT / "locale" / path.relative_to(fresh)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() or target.read_bytes() != path.read_bytes():
                shutil.copy(path, target)
    for path in sorted(WAGTAIL_CATALOGUES.glob("*.po")):
        extend(path)
    for path in catalogues(ROOT):
        compile_catalogue(path)
        left = len(polib.pofile(str(path)).untranslated_entries())
        print(f"{path.relative_to(ROOT)}: {left} left to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
