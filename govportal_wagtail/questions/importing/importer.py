"""Import an archive of questions and answers into a section: each entry by itself, safe to repeat.

What was published before is published here without a new approval, as the import of documents
does; the log says so. An entry that is here already is left as it is: its text may have been
shortened since, to protect somebody.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from ...core.publication_context import trusted
from ...core.vietnamese import fold, slugify
from ..models import QuestionCitation, QuestionPage
from .lookups import Cited, Directory, cited_documents
from .mapping import Mapping
from .rows import Entry, read

__all__ = ["Importer", "Outcome", "RowResult"]

logger = logging.getLogger(__name__)

#: On what ground an import makes pages public; stands in the log.
PURPOSE: Final = "import"
_SLUG_LENGTH: Final = 120
_PLAIN: Final = ("title", "question", "answer", "answered_on", "asked_on", "source_url")


class Outcome(StrEnum):
    """What happened to an entry."""

    CREATED = "created"
    UPDATED = "updated"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    #: It is here with another text, and was left so.
    DIFFERS = "differs"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(slots=True)
class RowResult:
    """The outcome of one entry, what is wrong with it, and what should be looked at."""

    number: int
    title: str
    outcome: Outcome
    errors: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The values of a page as an entry wants them."""

    values: dict[str, Any]
    tags: tuple[str, ...]
    citations: list[Cited]


class Importer:
    """One import into one section."""

    def __init__(
        self,
        section: Page,
        mapping: Mapping,
        *,
        publish: bool = False,
        update: bool = False,
        dry_run: bool = False,
        user: Any = None,
    ) -> None:
        self._section = section
        self._home = section.get_site().root_page if section.get_site() else section
        self._mapping = mapping
        self._publish = publish
        self._update = update
        self._dry_run = dry_run
        self._user = user
        self._directory = Directory(mapping.topics, mapping.agencies)
        self._known = _known(section)
        self._slugs = set(section.get_children().values_list("slug", flat=True))
        self._seen: set[tuple[str, ...]] = set()

    def run(self, rows: Iterable[Any]) -> Iterator[RowResult]:
        """Import the rows one by one and yield what came of each; an error stops only its own."""
        for number, row in enumerate(rows, start=1):
            reading = read(row, self._mapping)
            result = RowResult(number, reading.title, Outcome.REFUSED, reading.errors)
            if reading.entry is not None:
                self._one(reading.entry, result)
            yield result

    def _one(self, entry: Entry, result: RowResult) -> None:
        keys = _keys(entry.title, entry.answered_on, entry.source_url)
        if self._seen.intersection(keys):
            result.outcome = Outcome.DUPLICATE
            return
        try:
            with transaction.atomic():
                result.outcome = self._write(entry, result, keys)
        except ValidationError as problem:
            result.outcome, result.errors = Outcome.REFUSED, problem.messages
        except Exception:
            logger.exception("Entry %s of the archive failed.", result.number)
            result.outcome = Outcome.FAILED
            result.errors = [_("The entry could not be written; the log of the server says why.")]
        else:
            self._seen.update(keys)

    def _write(self, entry: Entry, result: RowResult, keys: list[tuple[str, ...]]) -> Outcome:
        wanted = self._wanted(entry, result)
        held = next((self._known[key] for key in keys if key in self._known), None)
        if held is None:
            return self._create(wanted, keys)
        page = QuestionPage.objects.get(pk=held)
        if not page.live:
            page = page.get_latest_revision_as_object()
        return self._bring(page, wanted, result)

    def _create(self, wanted: _Wanted, keys: list[tuple[str, ...]]) -> Outcome:
        if self._dry_run:
            return Outcome.CREATED
        page = QuestionPage(live=False, owner=self._user, locale_id=self._section.locale_id)
        _fill(page, wanted)
        page.slug = self._free_slug(page.title)
        # A parent that was read earlier does not know the children added since.
        Page.objects.get(pk=self._section.pk).add_child(instance=page)
        log(instance=page, action="wagtail.create", user=self._user, content_changed=True)
        self._save(page)
        self._slugs.add(page.slug)
        self._known.update({key: int(page.pk) for key in keys})
        return Outcome.CREATED

    def _bring(self, page: QuestionPage, wanted: _Wanted, result: RowResult) -> Outcome:
        """Leave, update or publish a page that is here already."""
        differs = _differs(page, wanted)
        if differs and self._update and page.live and page.has_unpublished_changes:
            result.remarks.append(_("Somebody is changing the page; it was left as it is."))
        elif differs and self._update:
            if not self._dry_run:
                _fill(page, wanted)
                self._save(page)
            return Outcome.UPDATED
        if self._publish and not page.live and page.first_published_at is None:
            # What was taken down on purpose does not come back by an import.
            if not self._dry_run:
                self._save(page)
            return Outcome.PUBLISHED
        return Outcome.DIFFERS if differs else Outcome.UNCHANGED

    def _save(self, page: QuestionPage) -> None:
        if not (self._publish or page.live):
            page.save_revision(user=self._user)
            return
        with trusted(PURPOSE, user=self._user, is_logged=True):
            page.save_revision(user=self._user, log_action=True).publish(user=self._user)

    def _wanted(self, entry: Entry, result: RowResult) -> _Wanted:
        defaults, remarks = self._mapping.defaults, result.remarks
        topic = self._directory.topic(entry.topic) if entry.topic else None
        topic = topic or self._directory.topic_by_words([entry.title, entry.question, *entry.tags])
        topic = topic or self._directory.topic(defaults.get("topic", ""))
        if topic is None:
            remarks.append(_("No topic was recognised."))
        agency = self._directory.agency(entry.agency) if entry.agency else None
        if entry.agency and agency is None:
            remarks.append(_("The agency %(name)s is not here.") % {"name": entry.agency})
        agency = agency or self._directory.agency(defaults.get("agency", ""))
        citations, missing = cited_documents(entry.citations, self._home)
        if missing:
            remarks.append(_("Not here: %(numbers)s") % {"numbers": ", ".join(missing)})
        values = {name: getattr(entry, name) for name in _PLAIN}
        values |= {"topic": topic, "agency": agency, "source": defaults.get("source", "")[:255]}
        return _Wanted(values, entry.tags, citations)

    def _free_slug(self, title: str) -> str:
        base = slugify(title)[:_SLUG_LENGTH].strip("-") or "hoi-dap"
        slug, number = base, 1
        while slug in self._slugs:
            number += 1
            slug = f"{base}-{number}"
        return slug


def _fill(page: QuestionPage, wanted: _Wanted) -> None:
    for name, value in wanted.values.items():
        setattr(page, name, value)
    page.tags.set(wanted.tags)
    page.citations = [
        QuestionCitation(
            cited_id=each.page_id, fragment=each.fragment, label=each.label, sort_order=place
        )
        for place, each in enumerate(wanted.citations)
    ]
    page.clean()


def _differs(page: QuestionPage, wanted: _Wanted) -> bool:
    """Whether the archive says something else than the page; what it cannot say does not count."""
    plain = {name: value for name, value in wanted.values.items() if value not in (None, "")}
    if any(getattr(page, name) != value for name, value in plain.items()):
        return True
    cited = {(each.cited_id, each.fragment, each.label) for each in page.citations.all()}
    found = {(each.page_id, each.fragment, each.label) for each in wanted.citations}
    return {tag.name for tag in page.tags.all()} != set(wanted.tags) or not found <= cited


def _known(section: Page) -> dict[tuple[str, ...], int]:
    """The answers of a section, by what makes them the same answer."""
    pages = QuestionPage.objects.child_of(section).order_by("-pk")
    rows = pages.values_list("pk", "title", "answered_on", "source_url")
    return {key: pk for pk, *facts in rows.iterator() for key in _keys(*facts)}


def _keys(title: str, answered_on: Any, source_url: str) -> list[tuple[str, ...]]:
    """By what an entry is known again: its address, else its title and its day."""
    by_title = (fold(title), answered_on.isoformat())
    return [(source_url,)] if source_url else [by_title]
