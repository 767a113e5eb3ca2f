"""One province for all tests of a module; what a test changes is rolled back."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest

from .world import Province, build_once


@pytest.fixture(scope="module")
def _media_root(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _media(settings, _media_root) -> None:
    """The files of the province are where it was built."""
    settings.MEDIA_ROOT = _media_root


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, _media_root) -> Iterator[Province]:
    with django_db_blocker.unblock():
        yield from build_once(_media_root)


@pytest.fixture
def province(built, db) -> Province:
    return copy.deepcopy(built)
