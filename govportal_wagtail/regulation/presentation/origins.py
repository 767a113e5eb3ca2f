"""Which file says a rule, and whose rule it takes the place of."""

from __future__ import annotations

from .. import catalogue
from ..loading import SHIPPED
from ..schema import Profile


def said_by(profile: Profile, address: str) -> str:
    """The code of the profile whose file says the rule last."""
    return profile.origins.get(address, profile.path).stem


def overridden(profile: Profile, address: str) -> str:
    """The code of the profile whose rule this one replaced; empty where it replaced none."""
    if not profile.extends or profile.origins.get(address) != profile.path:
        return ""
    base = catalogue.profiles().get(profile.extends)
    return profile.extends if base is not None and base.find(address) else ""


def is_shipped(profile: Profile) -> bool:
    """Whether the file comes with the package and not from the project."""
    return profile.path.parent == SHIPPED
