"""Carry out an uploaded import in the background, where the site has workers."""

from __future__ import annotations

from django_tasks import task

from .feature import DOCUMENTS


@task()
def import_register(run_id: int, language: str) -> None:
    """Carry out a run; what goes wrong is noted with the run, in the given language."""
    DOCUMENTS.perform_in_background(run_id, language)
