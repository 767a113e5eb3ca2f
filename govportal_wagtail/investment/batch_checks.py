"""Whether a sheet of figures can still be published: the projects are as they were when entered.

A project whose draft goes through the workflow is left to the editors: to publish beside it would
end its workflow, and the draft, once posted, would bring the old figures back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from ..core.batches import batched
from ..editorial.models import EditorialItem
from . import batch_figures, money
from .batch_figures import FIGURES, Amounts
from .models import Figure, FigureBatch, FigureRow, InvestmentProjectPage


def problems_of(batch: FigureBatch) -> list[str]:
    """What stands against publishing the sheet now, in words; empty where nothing does.

    The number of queries grows with hundreds of projects, not with each.
    """
    rows = list(batch.rows.select_related("source").order_by("number"))
    pages = {row.page_id for row in rows if row.page_id}
    projects = _projects(pages)
    held = _held(pages)
    current = batch_figures.published(pages)
    found: list[str] = []
    told: set[int] = set()
    for row in rows:
        project = projects.get(row.page_id or 0)
        if project is None or not project.is_descendant_of(batch.register):
            found.append(_("%(code)s: the project is not in the register.") % {"code": row.code})
            continue
        if project.pk not in told:
            told.add(project.pk)
            reason = _reason(project, held)
            if reason:
                found.append(f"{row.code}: {reason}")
        found += _differences(row, current.get(project.pk, {}))
    return found


def _projects(pages: Iterable[int]) -> dict[int, InvestmentProjectPage]:
    found: dict[int, InvestmentProjectPage] = {}
    for part in batched(sorted(pages)):
        names = ("path", "depth", "live", "locked", "alias_of", "go_live_at", "code")
        projects = InvestmentProjectPage.objects.filter(pk__in=part).only(*names)
        found |= {project.pk: project for project in projects}
    return found


def _held(pages: Iterable[int]) -> dict[str, set[int]]:
    """Projects that wait at a step of the workflow, and those with a day of posting."""
    running: set[int] = set()
    scheduled: set[int] = set()
    in_progress = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    for part in batched(sorted(pages)):
        keys = [str(pk) for pk in part]
        # A snippet may have the same number as a page.
        states = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page, for_concrete_model=False),
            object_id__in=keys,
            status__in=in_progress,
        )
        running |= {int(pk) for pk in states.values_list("object_id", flat=True)}
        items = EditorialItem.objects.open().filter(page__in=part)
        running |= set(items.values_list("page_id", flat=True))
        waiting = Revision.page_revisions.filter(
            object_id__in=keys, approved_go_live_at__isnull=False
        )
        scheduled |= {int(pk) for pk in waiting.values_list("object_id", flat=True)}
    return {"running": running, "scheduled": scheduled}


def _reason(project: InvestmentProjectPage, held: dict[str, set[int]]) -> str:
    """Why the figures of the project cannot be published now; empty where they can."""
    if not project.live:
        return _("the project is not published.")
    if project.alias_of_id:
        return _("the project is a copy that follows another page.")
    if project.locked:
        return _("the project is locked by an editor.")
    if project.pk in held["running"]:
        return _("a draft of the project is in the workflow; have it posted or withdrawn first.")
    planned = project.go_live_at is not None and project.go_live_at > timezone.now()
    if planned or project.pk in held["scheduled"]:
        return _("a version of the project waits for its day of posting.")
    return ""


def _differences(row: FigureRow, current: dict[batch_figures.Key, Amounts]) -> Iterator[str]:
    """Figures that somebody published since the sheet was entered."""
    now = current.get((row.year, row.source_id), Amounts())
    for name, entered, published in zip(FIGURES, batch_figures.before(row), now, strict=True):
        if entered != published:
            message = _(
                "%(code)s, %(year)s, %(source)s: the %(figure)s was %(entered)s when the sheet was "
                "entered, and is %(published)s now."
            )
            yield message % {
                "code": row.code,
                "year": row.year,
                "source": row.source.localized_name,
                "figure": Figure(name).label,
                "entered": _amount(entered),
                "published": _amount(published),
            }


def _amount(value: Any) -> str:
    if value is None:
        return _("not stated")
    return money.format_exact(value, get_language() or "vi")
