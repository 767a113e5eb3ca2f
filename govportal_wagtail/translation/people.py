"""Who translates where and who edits where, read at once for any number of translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from ..core.models import PortalSite
from ..editorial.recipients import EDITORS
from ..editorial.reminders import HEADS, by_site, first_holders
from ..regulation.vocabulary import RoleCode
from .models import PageTranslation


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of all sites, by keys of their users."""

    #: By site and role.
    of_site: dict[tuple[int, str], list[int]]
    #: Translators by site and agency; 0 for people of none.
    translating: Mapping[tuple[int, int], frozenset[int]]

    def translators(self, row: PageTranslation) -> frozenset[int]:
        """Who translates it: of its unit where it has one, else whoever does on the site."""
        if row.unit_id is not None:
            return self.translating.get((row.portal_site_id, row.unit_id), frozenset())
        found = (
            users for (site, _), users in self.translating.items() if site == row.portal_site_id
        )
        return frozenset().union(*found)

    def editors(self, site: PortalSite) -> frozenset[int]:
        """The newsroom of the site; that of the portal where a component has none."""
        return frozenset(first_holders(self.of_site, site, [EDITORS]))

    def heads(self, site: PortalSite) -> frozenset[int]:
        """The head of the board, else the deputies."""
        return frozenset(first_holders(self.of_site, site, [[role] for role in HEADS]))


def staff() -> Staff:
    """Everybody who edits or translates anywhere; two queries."""
    users = get_user_model()._default_manager.filter(
        groups__govportal_role__role=RoleCode.TRANSLATOR, is_active=True
    )
    rows: Iterable[tuple[int, int, int | None]] = users.order_by().values_list(
        "pk", "groups__govportal_role__portal_site", "govportal_account__agency"
    )
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for user, site, agency in rows:
        found[site, agency or 0].add(user)
    translating = {key: frozenset(users) for key, users in found.items()}
    return Staff(by_site(EDITORS), translating)
