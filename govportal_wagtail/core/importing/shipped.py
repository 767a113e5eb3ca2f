"""The mapping files that come with a part of the portal, in a folder of its package."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

_SUFFIX: Final = ".toml"


@dataclass(frozen=True, slots=True)
class Shipped:
    """The TOML files of one folder: ``Shipped("govportal_wagtail.legal")``."""

    package: str
    folder: str = "data/mappings"

    def names(self) -> list[str]:
        """Names of the mappings, without suffix, in alphabetical order."""
        return sorted(
            entry.name.removesuffix(_SUFFIX)
            for entry in self._place().iterdir()
            if entry.name.endswith(_SUFFIX)
        )

    def text(self, name: str) -> str:
        """The text of a mapping.

        Raises:
            KeyError: if there is none of that name.
        """
        if name not in self.names():
            raise KeyError(name)
        return (self._place() / f"{name}{_SUFFIX}").read_text(encoding="utf-8")

    def _place(self) -> Traversable:
        place: Traversable = resources.files(self.package)
        for part in self.folder.split("/"):
            place = place / part
        return place
