"""What most tests of schedules begin with: a portal, its schedule, and who writes the weeks."""

from __future__ import annotations

from typing import Any

import pytest

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.schedules.models import ScheduleIndexPage
from tests.core.portal_builders import make_portal
from tests.schedules.builders import make_clerk, make_schedule


@pytest.fixture
def portal() -> PortalSite:
    """The portal of a province."""
    return make_portal()


@pytest.fixture
def schedule(portal: PortalSite) -> ScheduleIndexPage:
    """The public schedule of the province."""
    return make_schedule(portal)


@pytest.fixture
def clerk(portal: PortalSite) -> Any:
    """Somebody of the office who writes the weeks."""
    return make_clerk(portal)
