"""Select a section in the background, where the site has workers."""

from __future__ import annotations

from django.utils import translation
from django_tasks import task

from . import sections


@task()
def select_section(run_id: int, language: str) -> None:
    """Select what is left of a section; problems are noted in the given language."""
    with translation.override(language):
        sections.perform(run_id)
