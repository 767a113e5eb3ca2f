"""What all screens of one question share."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin

from .. import rights
from ..models import Question
from ..rights import Can
from . import access


class OneQuestion(ContextMixin):
    """A screen of the question that its address names."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def question(self) -> Question:
        """The question of the address.

        Raises:
            Http404: where there is none that the user may see.
        """
        return access.question_for(self.request.user, self.kwargs["pk"])

    @cached_property
    def allowed(self) -> frozenset[Can]:
        """What the user may do with the question now."""
        return rights.can(self.request.user, self.question)
