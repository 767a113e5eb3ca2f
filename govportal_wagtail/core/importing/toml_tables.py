"""Read TOML strictly; every error names the key that is wrong and what would be right."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from ..vietnamese import normalise
from .errors import UnusableInput

MAX_CHARACTERS: Final = 512 * 1024


def read_toml(text: str) -> Table:
    """The outermost table of a mapping.

    Raises:
        UnusableInput: if the text is too long or no TOML.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnusableInput(_("The mapping is too long."))
    try:
        content = tomllib.loads(normalise(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = _("The mapping is not valid TOML: %(reason)s")
        raise UnusableInput(message % {"reason": error}) from error
    return Table(content, "")


class Table:
    """A table of the file that hands out its members once and complains of what is left.

    Every method that reads a member raises UnusableInput, naming the key, where it is of another
    kind; a member that is not there gives the empty value.
    """

    def __init__(self, content: Any, path: str) -> None:
        if not isinstance(content, dict):
            fail(path, _("must be a table"))
        self._content = dict(content)
        self._path = path

    def path(self, key: str) -> str:
        """The full name of a member, for messages."""
        return f"{self._path}.{key}" if self._path else key

    def text(self, key: str, default: str = "", choices: Iterable[str] = ()) -> str:
        """A text without blanks around it; one of `choices` where they are given."""
        value = self._take(key, str, default, _("must be a text in quotes"))
        allowed = list(choices)
        if allowed and value not in allowed:
            fail(self.path(key), _("must be one of: %(choices)s"), choices=", ".join(allowed))
        return str(value).strip()

    def heading(self, key: str = "column") -> str:
        """The name of a column as headings are read: every run of blanks as one blank."""
        return one_heading(self.text(key))

    def flag(self, key: str) -> bool:
        """True or false; false where it is missing."""
        return bool(self._take(key, bool, False, _("must be true or false")))

    def number(self, key: str) -> int:
        """A whole number, not negative."""
        value = self._take(key, int, 0, _("must be a whole number"))
        if isinstance(value, bool) or value < 0:
            fail(self.path(key), _("must be a whole number"))
        return int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, list, [], _("must be a list of texts"))
        if not all(isinstance(item, str) for item in value):
            fail(self.path(key), _("must be a list of texts"))
        return tuple(value)

    def pairs(self, key: str) -> dict[str, str]:
        """A table of texts."""
        value = self._take(key, dict, {}, _("must be a table"))
        for name, item in value.items():
            if not isinstance(item, str):
                fail(f'{self.path(key)}."{name}"', _("must be a text in quotes"))
        return dict(value)

    def values(self, key: str = "values") -> dict[str, str]:
        """A table that translates cell texts, by the form in which these are compared."""
        return {cell_key(name): code for name, code in self.pairs(key).items()}

    def formats(self, key: str) -> tuple[str, ...]:
        """A list of formats of dates, each with day, month and year."""
        formats = self.texts(key)
        for pattern in formats:
            named = set(_directives(pattern))
            if not {"%d", "%m"} <= named or not {"%Y", "%y"} & named:
                message = _("%(pattern)s is no date format; write, for example, %%d/%%m/%%Y")
                fail(self.path(key), message, pattern=pattern)
        return formats

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one where it is missing."""
        return Table(self._content.pop(key, {}), self.path(key))

    def has(self, key: str) -> bool:
        """Whether a member is still there."""
        return key in self._content

    def items(self) -> list[tuple[str, Any]]:
        """All members that are left, as they were read."""
        found = list(self._content.items())
        self._content.clear()
        return found

    def finish(self) -> None:
        """Complain of a member that nobody asked for.

        Raises:
            UnusableInput: naming it.
        """
        for key in self._content:
            fail(self.path(key), _("is not known here"))

    def _take(self, key: str, kind: type, default: Any, message: str) -> Any:
        value = self._content.pop(key, default)
        if not isinstance(value, kind):
            fail(self.path(key), message)
        return value


def fail(key: str, message: str, **values: object) -> NoReturn:
    """Refuse the mapping because of one key.

    Raises:
        UnusableInput: always.
    """
    text = message % values if values else message
    raise UnusableInput(_("Mapping, %(key)s: %(message)s.") % {"key": key, "message": text})


def check_codes(path: str, pairs: Iterable[tuple[str, str]], allowed: Any) -> None:
    """Refuse codes that cannot exist; `allowed` is a function that tells of one code.

    Raises:
        UnusableInput: naming the cell text whose code is wrong.
    """
    for cell, code in pairs:
        if not allowed(code):
            message = _("%(code)s is not a known code")
            fail(f'{path}."{cell}"', message, code=code or '""')


def placeholders(pattern: str, path: str) -> set[str]:
    """Names in braces in a pattern.

    Raises:
        UnusableInput: if the braces do not match or carry more than a name.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        fail(path, _("has braces that do not match"))
    if any(spec or conversion for _text, name, spec, conversion in parts if name is not None):
        fail(path, _("may hold only names in braces"))
    return {name for _text, name, _spec, _conversion in parts if name is not None}


def cell_key(text: str) -> str:
    """The form in which cell texts are compared: normalised, one blank, no letter case."""
    return " ".join(normalise(text).split()).casefold()


def one_heading(name: str) -> str:
    """The name of a column as headings are read."""
    return " ".join(name.split())


def is_code(code: str) -> bool:
    """Whether a text has the form of a code: letters without marks, digits, hyphens."""
    return bool(code) and code.isascii() and code.replace("-", "").replace("_", "").isalnum()


def _directives(pattern: str) -> list[str]:
    return [pattern[i : i + 2] for i in range(len(pattern)) if pattern[i] == "%"]
