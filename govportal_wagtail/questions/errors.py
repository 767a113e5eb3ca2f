"""What may go wrong with a step of a question."""

from __future__ import annotations

from ..editorial.errors import FlowError


class QuestionError(FlowError):
    """The step cannot be taken; the message tells the user why."""
