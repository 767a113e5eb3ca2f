"""What a required section of questions and answers lacks although it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.network import below_any
from ..core.registries import Label, PartContent
from .models import QuestionIndexPage, QuestionPage

__all__ = ["SECTIONS"]


def is_section(model: type[Page]) -> bool:
    """Return whether pages of a class are sections of questions and answers."""
    return issubclass(model, QuestionIndexPage)


def gaps_of_sections(page_ids: Sequence[int]) -> Mapping[int, Label]:
    """Return the sections below which no answer is public."""
    rows = QuestionIndexPage.objects.filter(pk__in=page_ids).order_by()
    sections = dict(rows.values_list("path", "pk"))
    answers = QuestionPage.objects.live().public().filter(below_any(sections)).order_by()
    lengths = {len(path) for path in sections}
    paths = answers.values_list("path", flat=True).iterator()
    filled = {path[:length] for path in paths for length in lengths}
    message = _("No answer has been published yet.")
    return {pk: message for path, pk in sections.items() if path not in filled}


SECTIONS: Final = PartContent("question_sections", is_section, gaps_of_sections)
