"""Fixtures of the tests of translations."""

from __future__ import annotations

import pytest

from tests.translation.builders import make_bilingual_portal, make_foreign_affairs, make_people


@pytest.fixture
def portal(db):
    return make_bilingual_portal()


@pytest.fixture
def people(portal):
    return make_people(portal)


@pytest.fixture
def unit(db):
    return make_foreign_affairs()
