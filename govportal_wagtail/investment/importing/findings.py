"""The remarks of the importer of projects on one row, in words for the person who imports."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ...core.findings import Finding
from ...core.importing.findings import ROW, error, shortened, warning


def not_a_number(name: str, message: str) -> Finding:
    """A cell that cannot be read as a number, or not in one way only."""
    return error(name, "bad_number", message)


def other_style(name: str, text: str) -> Finding:
    """A number with other marks than the rest of its column."""
    message = _("“%(text)s” writes decimals in another way than the rest of the column.")
    return error(name, "other_style", message % {"text": shortened(text)})


def negative(name: str, text: str) -> Finding:
    """Money below 0."""
    message = _("“%(text)s”: an amount of money cannot be negative.")
    return error(name, "negative", message % {"text": shortened(text)})


def small_percentage(name: str, text: str) -> Finding:
    """A number that may be a share of one instead of a percentage."""
    message = _("“%(text)s” was read as less than one per cent; check the cell.")
    return warning(name, "small_percentage", message % {"text": shortened(text)})


def not_a_year(name: str, text: str) -> Finding:
    """A cell that is no year of capital."""
    message = _("“%(text)s” is not a year.")
    return error(name, "bad_year", message % {"text": shortened(text)})


def unknown_choice(name: str, text: str) -> Finding:
    """A word that is none of a fixed list."""
    message = _("“%(text)s” is not known; add it to the mapping.")
    return error(name, "unknown_value", message % {"text": shortened(text)})


def unknown_source(name: str, text: str) -> Finding:
    """A source of capital that the portal does not have."""
    message = _("There is no source of capital “%(text)s”.")
    return error(name, "unknown_source", message % {"text": shortened(text)})


def no_source(name: str) -> Finding:
    """An amount without its source."""
    return error(name, "no_source", _("The source of capital is missing."))


def unknown_field(text: str) -> Finding:
    """A field of administration that is not in the tree of fields."""
    message = _("The field “%(text)s” is not known and was left out.")
    return warning("field", "unknown_field", message % {"text": shortened(text)})


def unknown_investor(text: str) -> Finding:
    """An investor that is none of the agencies."""
    message = _("“%(text)s” is none of the agencies of the portal; the name was kept as text.")
    return warning("investor", "unknown_investor", message % {"text": shortened(text)})


def unknown_commune(text: str) -> Finding:
    """A commune that is none of the agencies."""
    message = _("There is no commune “%(text)s”; it was left out.")
    return warning("communes", "unknown_commune", message % {"text": shortened(text)})


def shortened_title(limit: int) -> Finding:
    """A name that is longer than a title may be."""
    message = _(
        "The name has more than %(limit)s characters: the title is shortened, the whole name "
        "stands under capacity and scale of a new project."
    )
    return warning("title", "shortened", message % {"limit": limit})


def future_disbursement(name: str) -> Finding:
    """Money that cannot have been paid yet."""
    return error(name, "future", _("Nothing can be disbursed in a year to come."))


def capital_twice(name: str) -> Finding:
    """Two columns of a row about the same year and source."""
    message = _("This year and source of capital stand here twice.")
    return error(name, "capital_twice", message)


def bad_list(name: str) -> Finding:
    """A member of a JSON file that is no list of objects."""
    return error(name, "bad_list", _("This is not a list of objects with named values."))


def no_identity() -> Finding:
    """A row without code."""
    return error("code", "no_identity", _("The code of the project is missing."))


def no_code(text: str) -> Finding:
    """A code without letters or digits."""
    message = _("“%(text)s” is no code: write it in letters or digits.")
    return error("code", "bad_code", message % {"text": shortened(text)})


def unknown_project(text: str) -> Finding:
    """Capital of a project that is not here."""
    message = _("The register has no project with the code “%(code)s”.")
    return error("code", "unknown_project", message % {"code": shortened(text)})


def duplicate(number: int) -> Finding:
    """The same project stands in an earlier row."""
    message = _("The same project is in row %(number)s already.")
    return warning("code", "duplicate", message % {"number": number})


def duplicate_capital(number: int) -> Finding:
    """The same project, year and source stand in an earlier row."""
    message = _("Project, year and source stand in row %(number)s already.")
    return warning("code", "duplicate", message % {"number": number})


def older_version(number: int) -> Finding:
    """Another row of the file holds a newer version of the project."""
    message = _("Row %(number)s has a newer version of the same project.")
    return warning("code", "older_version", message % {"number": number})


def kept_as_draft(reasons: Iterable[str]) -> Finding:
    """A project that lacks what the law asks for is not published."""
    message = _("Kept as a draft: %(reasons)s")
    return warning(ROW, "kept_as_draft", message % {"reasons": " ".join(reasons)})


def is_draft() -> Finding:
    """A project that is not published, and in which nothing changes."""
    return warning(ROW, "is_draft", _("The project is a draft and not published."))


def lacking(name: str, message: str) -> Finding:
    """What a published project would lack with the values of the row."""
    return error(name, "lacking", message)


def is_copy() -> Finding:
    """The project follows another page."""
    message = _("The project is a copy that follows another page; change that one.")
    return error(ROW, "is_copy", message)


def of_part(relation: str, label: str, heading: str, message: str) -> Finding:
    """A mistake in one of the rows that belong to a project: of a year, of a decision."""
    if heading:
        text = _("Column “%(column)s”, %(label)s: %(message)s")
    else:
        text = _("%(label)s: %(message)s")
    values = {"column": shortened(heading), "label": shortened(label), "message": message}
    return error(relation, "invalid_row", text % values)
