"""The check of the database that tells when the search does not hold what is live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from ..models import SearchUnit
from . import findings, index


@register(Tags.database)
def check_search_index(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every live page is found, and nothing else; asked by ``check --database`` and ``migrate``."""
    alias = router.db_for_read(SearchUnit)
    if alias not in (databases or ()) or not _has_tables(alias):
        return []
    # Checks speak English, as Django's own do.
    with translation.override(None):
        found = findings.lines(index.audit())
    return [
        Warning(
            f"The search index differs from the live pages: {line}",
            hint="Run govportal_reindex.",
            id="govportal.W010",
        )
        for line in found
    ]


def _has_tables(alias: str) -> bool:
    """Before migrations have run there is nothing to ask; ``migrate`` asks before it begins."""
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
