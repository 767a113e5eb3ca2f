"""Projects that lack something of the least that the law asks for, published and as drafts.

Decree 43/2011/NĐ-CP, Article 10.1.h; ``publishing_rules`` says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from ...editorial.registries import Shortfall
from ..publishing_rules import missing

__all__ = ["LEAST", "Gap", "Version", "gaps"]

#: Fields that may be lacking, in the order of the decree.
LEAST: Final = (
    *("title", "objective", "field", "kind", "planned_start", "planned_end", "total_investment"),
    *("funding", "donor", "status"),
)
_READ: Final = (*LEAST, "actual_start", "actual_end", "code", "investor", "investor_name")
_AT_ONCE: Final = 200


class Version(TextChoices):
    """Which version of a project lacks something."""

    PUBLISHED = "published", pgettext_lazy("version of a project", "published")
    DRAFT = "draft", pgettext_lazy("version of a project", "draft")


@dataclass(frozen=True, slots=True)
class Gap:
    """A version of a project and what it lacks."""

    pk: int
    path: str
    version: Version
    title: str
    code: str
    investor_id: int | None
    investor_name: str
    shortfalls: tuple[Shortfall, ...]


def gaps(published: QuerySet[Any], drafts: QuerySet[Any]) -> list[Gap]:
    """What published projects and drafts lack, most first; two queries.

    Of the first the published version is read, of the second the newest version of what is not
    published, or was changed since.
    """
    found = [
        *_found(_published(published), Version.PUBLISHED),
        *_found(_drafts(drafts), Version.DRAFT),
    ]
    return sorted(found, key=lambda gap: (-len(gap.shortfalls), gap.title, gap.pk, gap.version))


def _found(rows: Iterable[Mapping[str, Any]], version: Version) -> Iterator[Gap]:
    for row in rows:
        shortfalls = tuple(missing(SimpleNamespace(**row, field_id=row["field"])))
        if shortfalls:
            yield Gap(
                row["pk"],
                row["path"],
                version,
                row["title"] or "",
                row["code"] or "",
                row["investor"],
                row["investor_name"] or "",
                shortfalls,
            )


def _published(pages: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    rows = pages.filter(live=True).order_by().values("pk", "path", *_READ)
    yield from rows.iterator(chunk_size=_AT_ONCE)


def _drafts(pages: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    unpublished = pages.filter(Q(live=False) | Q(has_unpublished_changes=True)).order_by()
    rows = unpublished.values("pk", "path", "latest_revision__content", *_READ)
    for row in rows.iterator(chunk_size=_AT_ONCE):
        # The row of a page keeps what is published, its newest revision what was entered since.
        content = row.pop("latest_revision__content") or {}
        yield row | {name: content[name] for name in _READ if name in content}
