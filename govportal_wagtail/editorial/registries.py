"""What features tell the editorial flow: kinds of pages it makes, what they need to be posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wagtail.models import Page

from ..core.models import PortalSite
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


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where the text of an item is worked on: the address, and the words that lead there."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class WorkScreen:
    """A kind of item whose text is worked on elsewhere than in Wagtail's editor.

    ``find`` gets the item and the user; it returns None for other items, and for whoever may not
    see the screen. ``origin`` is what is said of where such an item comes from; ``supplier`` gets
    the page and returns the agency that supplied its text, None for other pages.
    """

    code: str
    find: Callable[[Any, Any], WorkPlace | None]
    origin: Label
    supplier: Callable[[Page], Any] = lambda page: None


@dataclass(frozen=True, slots=True)
class OutboxSource:
    """Steps of a feature of which people are told after the commit.

    ``tell`` gets the key under which the step was put into the outbox, writes the messages with
    ``messaging.tell`` and returns them. It is called once, in a transaction; what it raises is
    logged, undone and tried again later.
    """

    code: str
    tell: Callable[[str], list[Any]]


@dataclass(frozen=True, slots=True)
class FleetingMail:
    """A kind of e-mail whose text is forgotten once it is sent, such as one with a secret."""

    kind: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One line of a reminder, about something that is not an item of the editorial flow.

    ``key`` is the same for the same thing, whoever is reminded of it. ``title`` and ``state`` are
    read in the language of the mail, so that lazy text is welcome. ``holders`` are the keys of
    the users whose turn it is, ``heads`` of those who are told when it is late.
    """

    key: str
    title: Any
    due_on: date
    state: Any
    portal_site: PortalSite
    link: str = ""
    holders: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()

    @property
    def get_state_display(self) -> Any:
        """The state, under the name that items have it."""
        return self.state


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """A feature whose time limits stand in the daily reminder.

    ``lines`` gets the day and the last day that is asked for, and returns what is due until then
    or late, with a number of queries that does not depend on how much that is. ``synchronise``
    corrects stored last days before.
    """

    code: str
    lines: Callable[[date, date], Iterable[AgendaLine]]
    synchronise: Callable[[], Any] | None = None


slip_targets: Registry[SlipTarget] = Registry("Kind of page that a slip becomes")
publish_requirements: Registry[PublishRequirement] = Registry("Publish requirement")
page_timings: Registry[PageTiming] = Registry("Timing of a kind of page")
page_twins: Registry[PageTwins] = Registry("Copies of a page")
work_screens: Registry[WorkScreen] = Registry("Screen on which items are worked on")
outbox_sources: Registry[OutboxSource] = Registry("Source of messages")
fleeting_mails: Registry[FleetingMail] = Registry("E-mail that is forgotten once it is sent")
agenda_sources: Registry[AgendaSource] = Registry("Source of reminders")
