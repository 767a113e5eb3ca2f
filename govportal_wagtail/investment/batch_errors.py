"""What stops a step of a sheet of figures; the messages are for the person who asked for it."""

from __future__ import annotations

from collections.abc import Iterable


class BatchError(Exception):
    """A step that was refused; nothing was written."""

    def __init__(self, *problems: str, is_moved: bool = False) -> None:
        """``is_moved``: somebody was quicker, and the sheet is in another state now."""
        super().__init__(*problems)
        self.problems: list[str] = list(problems)
        self.is_moved = is_moved

    @classmethod
    def of(cls, problems: Iterable[str]) -> BatchError:
        """The error with all these problems."""
        return cls(*problems)
