"""The demo, loaded once for all its tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from tests import builders

PROFILE = "thanhgiang-2026"


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The whole demo, loaded once; each test works on it in a transaction of its own."""
    address = override_settings(WAGTAILADMIN_BASE_URL="http://127.0.0.1:8123")
    vietnamese = translation.override("vi")
    with django_db_blocker.unblock(), address, vietnamese, transaction.atomic():
        builders.make_site("localhost")
        call_command("govportal_setup", profile=PROFILE, verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)
