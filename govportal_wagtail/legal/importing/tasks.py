"""Carry out an uploaded import in the background, where the site has workers."""

from __future__ import annotations

from django.utils import translation
from django_tasks import task

from ..models import ImportRun
from .errors import UnusableInput
from .importer import TakenOver
from .runs import perform_stored


@task()
def import_register(run_id: int, language: str) -> None:
    """Carry out a run; what goes wrong is noted with the run, in the given language."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        return
    with translation.override(language):
        try:
            perform_stored(run)
        except (UnusableInput, TakenOver):
            return
