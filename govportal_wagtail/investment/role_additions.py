"""What the roles of a site may do with the reference data of projects."""

from __future__ import annotations

from typing import Final

from ..core.registries import RoleAddition

_APP: Final = "govportal_investment"

#: Sources of capital are for all sites, so that they are kept on the portal.
INVESTMENT: Final = RoleAddition(
    code="investment",
    records_on_portal=frozenset(
        f"{_APP}.{action}_capitalsource" for action in ("view", "add", "change", "delete")
    ),
)
