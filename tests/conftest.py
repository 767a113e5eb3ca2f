"""Fixtures that every part of the suite may use."""

from __future__ import annotations

import gc
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


class FilesAndDemo(LoadFileScheduling):
    """A file stays with one process, since its tests may share a costly fixture.

    So do all files about the demo, which takes longest to load.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "demo" if nodeid.startswith("tests/demo/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndDemo:
    """Who gets which tests, where several processes share them."""
    return FilesAndDemo(config, log)


def pytest_collection_finish() -> None:
    """What was imported stays to the end, so that nobody need look through it for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real public data beside the project, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("The folder of real data is not beside the project.")
    return SHARED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """On SQLite the tables are emptied by DELETE after a test with transactions of its own."""
    from django.db import connection

    from govportal_wagtail.core import append_only_triggers
    from govportal_wagtail.core.append_only import AppendOnlyModel

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            for log in AppendOnlyModel.__subclasses__():
                append_only_triggers.remove(connection, log._meta.db_table, "DELETE")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Each test starts with an empty cache."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _one_hour(monkeypatch) -> None:
    """What is counted by the minute or hour falls into one, also if the clock strikes meanwhile."""
    from govportal_wagtail.core import rate_limits
    from govportal_wagtail.editorial import spam_rates

    stopped = SimpleNamespace(time=partial(float, time.time()))
    for module in (rate_limits, spam_rates):
        monkeypatch.setattr(module, "time", stopped)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path_factory) -> None:
    """Uploads of a test go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


hypothesis.settings.register_profile("no_deadline", deadline=None)
hypothesis.settings.load_profile("no_deadline")


@pytest.fixture(autouse=True)
def _language(settings) -> None:
    """Each test starts in the language of the portal, whatever the one before it switched to."""
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
