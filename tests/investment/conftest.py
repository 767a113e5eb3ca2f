"""What most tests of projects begin with: a portal, its register, its sources of capital."""

from __future__ import annotations

from typing import Any

import pytest

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.investment.models import ProjectIndexPage
from tests.core.portal_builders import make_portal
from tests.investment.builders import make_communes, make_register, make_source


@pytest.fixture
def portal() -> PortalSite:
    """The portal of a province."""
    return make_portal()


@pytest.fixture
def register(portal: PortalSite) -> ProjectIndexPage:
    """The register of projects of the province."""
    return make_register(portal)


@pytest.fixture
def sources() -> list[Any]:
    """Two sources of capital."""
    return [make_source(), make_source("central-budget", "Ngân sách trung ương")]


@pytest.fixture
def communes() -> list[Agency]:
    """Two communes of the province."""
    return make_communes()
