"""Terms of the glossary as a table: what its columns are, and a table taken in.

A table is taken in as a whole or not at all. An empty cell erases nothing, no term is deleted, and
names that stand in a register are left to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.log_actions import log
from wagtail.models import Locale

from ..core.importing.errors import UnusableInput
from ..core.importing.registers import OVERFLOW, RawRow, read_register
from ..core.models import PortalSite
from ..core.spreadsheets import unguarded
from .glossary import key_of_term
from .models import GlossaryTerm

EXTENSIONS: Final = ("xlsx", "csv", "txt")
MAX_BYTES: Final = 2 * 1024 * 1024
#: A term is compared and logged one by one; a larger table is sent in parts.
MAX_TERMS: Final = 2_000
_TEXTS: Final = ("source", "target", "accepted", "note")
#: In whatever language of the admin a table was downloaded, it is understood.
_LANGUAGES: Final = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Change:
    """A term that the table adds, or changes; ``before`` is empty for a new one."""

    source: str
    before: str
    after: str


@dataclass(slots=True)
class Outcome:
    """What came of a table; nothing was written where a row has a problem."""

    added: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    #: Names of registers, which the file of the glossary holds as well.
    of_registers: int = 0
    #: Number of the row as the spreadsheet shows it, and what is wrong there.
    problems: list[tuple[int, str]] = field(default_factory=list)
    is_written: bool = False


def headings() -> tuple[str, ...]:
    """The headings of the columns in the active language: the four texts of a term, its kind."""
    return tuple(map(_heading, (*_TEXTS[:3], "kind", "note")))


def take_in(
    data: bytes,
    *,
    portal_site: PortalSite | None,
    locale: Locale,
    user: Any,
    source: str = "",
    is_trial: bool = False,
) -> Outcome:
    """Add the terms of a table to those of a site, or of all sites, and change those of the name.

    With `is_trial` nothing is written; the answer says what would be. What is written is logged for
    `user` with the name of the file in `source`.

    Raises:
        UnusableInput: if the file is no table, has not the columns, or too many rows.
    """
    register = read_register(data)
    columns = _columns(register.columns)
    if len(register) > MAX_TERMS:
        message = _("The file has more than %(count)s rows; split it.")
        raise UnusableInput(message % {"count": MAX_TERMS})
    try:
        with transaction.atomic():
            intake = _Intake(portal_site, locale)
            for row in register.rows:
                intake.take(row, columns)
            if not intake.outcome.problems and not is_trial:
                intake.write(user, source)
            return intake.outcome
    except IntegrityError as error:
        message = _("Somebody changed the glossary meanwhile; take the file in once more.")
        raise UnusableInput(message) from error


def _heading(name: str) -> str:
    if name == "kind":
        return capfirst(_("kind"))
    column: Any = GlossaryTerm._meta.get_field(name)
    return str(capfirst(column.verbose_name))


def _known() -> dict[str, str]:
    """The column of each heading, in small letters."""
    known = {name: name for name in (*_TEXTS, "kind")}
    for language in {*_LANGUAGES, translation.get_language() or _LANGUAGES[0]}:
        with translation.override(language):
            known |= {_heading(name).casefold(): name for name in (*_TEXTS, "kind")}
    return known


def _columns(found: tuple[str, ...]) -> dict[str, str]:
    """The heading in the file of each column.

    Raises:
        UnusableInput: if a term or its translation has none, or one is there twice.
    """
    known = _known()
    columns: dict[str, str] = {}
    for heading in found:
        name = known.get(heading.casefold(), "")
        if name in columns:
            message = _("The column %(name)s occurs twice in the heading.")
            raise UnusableInput(message % {"name": _heading(name)})
        if name:
            columns[name] = heading
    for name in ("source", "target"):
        if name not in columns:
            message = _("The file has no column %(name)s. Its columns are: %(columns)s")
            raise UnusableInput(
                message % {"name": _heading(name), "columns": ", ".join(found) or "–"}
            )
    return columns


class _Intake:
    """The terms of one table, compared with those that are there."""

    def __init__(self, portal_site: PortalSite | None, locale: Locale) -> None:
        self.outcome = Outcome()
        self._site, self._locale = portal_site, locale
        terms = GlossaryTerm.objects.filter(locale=locale).select_for_update()
        # By what a text has of them, however they are written.
        self._own = _by_key(terms.filter(portal_site=portal_site))
        self._shared = _by_key(terms.filter(portal_site=None)) if portal_site else {}
        self._seen: dict[str, int] = {}
        self._to_write: list[tuple[GlossaryTerm, bool]] = []
        self._kinds = set(_term_kinds())

    def take(self, row: RawRow, columns: Mapping[str, str]) -> None:
        """Compare one row, and keep what is to be written."""
        cells = {name: _text(row.values.get(heading)) for name, heading in columns.items()}
        kind = cells.pop("kind", "")
        if kind and kind.casefold() not in self._kinds:
            self.outcome.of_registers += 1
            return
        try:
            self._compare(row, cells)
        except ValidationError as error:
            self.outcome.problems += [(row.number, text) for text in _lines(error)]

    def write(self, user: Any, source: str) -> None:
        """Write the terms that differ, each with an entry in the log."""
        for term, is_new in self._to_write:
            term.save()
            action = "wagtail.create" if is_new else "wagtail.edit"
            log(instance=term, action=action, user=user, data={"file": source})
        self.outcome.is_written = True

    def _compare(self, row: RawRow, cells: dict[str, str]) -> None:
        if OVERFLOW in row.values:
            raise ValidationError(_("The row has more cells than the heading."))
        term = GlossaryTerm(portal_site=self._site, locale=self._locale, **cells)
        term.clean()
        term.clean_fields(exclude=("portal_site", "locale"))
        key = key_of_term(term.source)
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            message = _("The term “%(term)s” stands in row %(row)s already.")
            raise ValidationError(message % {"term": term.source, "row": first})
        known = self._own.get(key)
        if known is None and _adds_nothing(term, self._shared.get(key)):
            self.outcome.unchanged += 1
        elif known is None:
            self._to_write.append((term, True))
            self.outcome.added.append(Change(term.source, "", _said(term)))
        else:
            self._change(known, term)

    def _change(self, known: GlossaryTerm, term: GlossaryTerm) -> None:
        if _adds_nothing(term, known):
            self.outcome.unchanged += 1
            return
        before = _said(known)
        for name in ("target", "accepted", "note"):
            setattr(known, name, getattr(term, name) or getattr(known, name))
        self._to_write.append((known, False))
        self.outcome.changed.append(Change(known.source, before, _said(known)))


def _by_key(terms: Iterable[GlossaryTerm]) -> dict[str, GlossaryTerm]:
    return {key_of_term(each.source): each for each in terms}


def _term_kinds() -> Iterator[str]:
    """What the file of the glossary calls a term that stands in no register."""
    for language in {*_LANGUAGES, translation.get_language() or _LANGUAGES[0]}:
        with translation.override(language):
            yield pgettext("glossary", "term").casefold()


def _adds_nothing(term: GlossaryTerm, known: GlossaryTerm | None) -> bool:
    return known is not None and all(
        getattr(term, name) in ("", getattr(known, name)) for name in ("target", "accepted", "note")
    )


def _said(term: GlossaryTerm) -> str:
    said = "; ".join(term.targets)
    return f"{said} ({term.note})" if term.note else said


def _text(cell: Any) -> str:
    return unguarded("" if cell is None else str(cell))


def _lines(error: ValidationError) -> Iterator[str]:
    """What is wrong, with the column before it where one is to blame."""
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, texts in error.message_dict.items():
        for text in texts:
            yield f"{_heading(name)}: {text}"
