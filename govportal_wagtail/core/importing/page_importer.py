"""Bring in each row as a page below a register page, the way an editor would: revision, publish."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Hashable
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from ..findings import Finding
from . import findings
from .mappings import MappingT
from .permission import publishing
from .registers import RawRow
from .row_reading import DataT, RowReading
from .running import Importer, Outcome, RowResult, RunT

PageT = TypeVar("PageT", bound=Page)


class PageImporter(Importer[RunT, MappingT, DataT], Generic[RunT, MappingT, DataT, PageT]):
    """An importer whose rows are pages: a new one, a changed one, or one that is left as it is."""

    # What a part of the portal defines.

    @abstractmethod
    def find(self, data: DataT, key: Hashable) -> int | None:
        """Primary key of the page of a row; None for one that is not here."""

    @abstractmethod
    def draft(self, data: DataT) -> PageT:
        """An unsaved page with the values of a row."""

    @abstractmethod
    def load(self, pk: int) -> PageT:
        """The page with that primary key, with what `change` compares."""

    @abstractmethod
    def change(self, page: PageT, data: DataT) -> list[str]:
        """Set on the page what the row changes; returns the names of changed fields."""

    @abstractmethod
    def check(self, page: PageT) -> list[Finding]:
        """What the rules of the page say of it, without asking the database."""

    @abstractmethod
    def create(self, parent: Page, page: PageT, data: DataT) -> None:
        """Put a drafted page below `parent` and publish it.

        Raises:
            ValidationError: if the rules of the page refuse it.
        """

    @abstractmethod
    def update(self, page: PageT, data: DataT, changed: list[str]) -> None:
        """Publish a changed page as a new revision.

        Raises:
            ValidationError: if the rules of the page refuse it.
        """

    def prepare(self, row: RawRow, data: DataT) -> list[Finding]:
        """Called once for each row before its page is looked for; returns remarks."""
        return []

    def remarks_on_new(self, data: DataT) -> list[Finding]:
        """Remarks on a row that becomes a new page."""
        return []

    def being_edited(self) -> Finding:
        """What is said where an editor's unpublished work would be overwritten."""
        message = _(
            "The page has changes that are not published, or is not published itself; publish or "
            "discard them first."
        )
        return findings.error(findings.ROW, "being_edited", message)

    def locked(self) -> Finding:
        """What is said where an editor has locked the page."""
        return findings.error(findings.ROW, "locked", _("The page is locked by an editor."))

    # What all importers of pages do.

    def apply(
        self, row: RawRow, reading: RowReading[DataT], key: Hashable, *, write: bool
    ) -> RowResult:
        """Create, update or leave the page of a row, or only say which it would be."""
        data = reading.data
        remarks = self.prepare(row, data)
        pk = self.find(data, key)
        if pk is not None:
            return self._update(reading, pk, remarks, write=write)
        page = self.draft(data)
        remarks += self.check(page)
        if _refuse(remarks):
            return self.result(reading, Outcome.REFUSED, remarks)
        remarks += self.remarks_on_new(data)
        if write:
            # The lock makes imports below one page wait for each other, and the place in the tree
            # is that of this moment.
            parent = Page.objects.select_for_update().get(pk=self.target.pk)
            self.create(parent, page, data)
        return self.result(reading, Outcome.CREATED, remarks, page_id=page.pk)

    def _update(
        self, reading: RowReading[DataT], pk: int, remarks: list[Finding], *, write: bool
    ) -> RowResult:
        page = self.load(pk)
        changed = self.change(page, reading.data)
        if not changed:
            return self.result(reading, Outcome.UNCHANGED, remarks, page_id=pk)
        remarks += self.check(page)
        if not page.live or page.has_unpublished_changes:
            remarks.append(self.being_edited())
        elif page.locked:
            remarks.append(self.locked())
        if _refuse(remarks):
            return self.result(reading, Outcome.REFUSED, remarks, page_id=pk, changed=changed)
        if write:
            self.update(page, reading.data, changed)
        return self.result(reading, Outcome.UPDATED, remarks, page_id=pk, changed=changed)


def publish_new(parent: Page, page: Page, user: Any) -> None:
    """Put an unsaved page below `parent` and publish it in the name of a user.

    Raises:
        ValidationError: if the rules of the page refuse it.
    """
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    with publishing(user):
        page.save_revision(user=user).publish(user=user)


def publish_changed(page: Page, user: Any) -> None:
    """Publish a changed page as a new revision in the name of a user.

    Raises:
        ValidationError: if the rules of the page refuse it.
    """
    with publishing(user):
        page.save_revision(user=user, log_action=True).publish(user=user)


def taken_slugs(parent: Page) -> set[str]:
    """The slugs of the pages below `parent`."""
    return set(parent.get_children().values_list("slug", flat=True))


def free_slug(base: str, taken: Collection[str]) -> str:
    """`base`, numbered where another page has that slug."""
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _refuse(remarks: list[Finding]) -> bool:
    return any(each.level == "error" for each in remarks)
