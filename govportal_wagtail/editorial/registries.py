"""What features tell the editorial flow: kinds of pages it makes, what they need to be posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wagtail.models import Page

from ..core.registries import Label, Registry


@dataclass(frozen=True, slots=True)
class SlipTarget:
    """A kind of page that a slip may become.

    ``model`` is called for the page class when it is needed. ``parents`` gives the pages of a site
    below which such a page may stand. ``fill`` copies what the slip says into a new, unsaved or
    drafted page; files and photos are in ``slip.attachments`` and ``slip.photos``.
    """

    code: str
    label: Label
    model: Callable[[], type[Page]]
    parents: Callable[[Any], Iterable[Page]]
    fill: Callable[[Page, Any], None]
    order: int = field(default=100)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that a page lacks to be posted, at the field where it is to be mended."""

    field: str
    message: Label
    #: Where the regulation asks for it, as in profiles: ``14.2``; empty where no text does.
    article: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class PublishRequirement:
    """Something that a page must have before it is submitted, and again before it is posted.

    ``check`` gets the page as it would be posted and returns what is missing. It may read the
    database; it must bear a page whose fields are empty.
    """

    code: str
    label: Label
    applies_to: Callable[[Page], bool]
    check: Callable[[Page], Iterable[Shortfall]]
    order: int = field(default=100)


@dataclass(frozen=True, slots=True)
class PageTiming:
    """How the time limits of a kind of page are found, where no slip says it.

    ``category`` is a kind of information of the regulation's time limits, ``anchors`` the days of
    events (``issued``, ``approved``, ...) as far as the page knows them.
    """

    code: str
    applies_to: Callable[[Page], bool]
    category: Callable[[Page], str]
    anchors: Callable[[Page], Mapping[str, date]]
    agency: Callable[[Page], Any] = lambda page: None


@dataclass(frozen=True, slots=True)
class PageTwins:
    """How the copies of a kind of page are found.

    ``find`` gets the specific page, of any type, and returns pages that say the same.
    """

    code: str
    find: Callable[[Page], Iterable[Page]]


slip_targets: Registry[SlipTarget] = Registry("Kind of page that a slip becomes")
publish_requirements: Registry[PublishRequirement] = Registry("Publish requirement")
page_timings: Registry[PageTiming] = Registry("Timing of a kind of page")
page_twins: Registry[PageTwins] = Registry("Copies of a page")
