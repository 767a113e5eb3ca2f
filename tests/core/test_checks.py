"""Start-up checks: each wrong setting is named, and the example project has none."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import override_settings

from govportal_wagtail import checks
from govportal_wagtail.core.checks import check_umbrella_app


def ids(found):
    return [message.id for message in found]


def without(monkeypatch, name):
    """Behave as if an app were not installed."""
    installed = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda app: app != name and installed(app))


@pytest.fixture
def on_postgresql(monkeypatch):
    monkeypatch.setattr(checks, "_uses_postgresql", lambda: True)


@pytest.mark.parametrize(
    "check",
    [
        check_umbrella_app,
        checks.check_required_apps,
        checks.check_settings_types,
        checks.check_search_config,
        checks.check_middleware_order,
        checks.check_language,
        checks.check_date_format,
    ],
)
def test_the_example_project_passes(check):
    assert check() == []


def test_the_umbrella_app_is_needed(monkeypatch):
    without(monkeypatch, "govportal_wagtail")
    assert ids(check_umbrella_app()) == ["govportal.E001"]


def test_settings_app_is_needed(monkeypatch):
    without(monkeypatch, "wagtail.contrib.settings")
    assert ids(checks.check_required_apps()) == ["govportal.E002"]


def test_postgres_app_is_needed_on_postgresql(monkeypatch, on_postgresql):
    without(monkeypatch, "django.contrib.postgres")
    assert ids(checks.check_required_apps()) == ["govportal.E003"]


def test_an_app_without_the_one_it_builds_on_is_named(monkeypatch):
    without(monkeypatch, "govportal_wagtail.editorial")
    messages = checks.check_required_apps()
    built_on_it = ("investment", "questions", "schedules")
    assert ids(messages) == ["govportal.E005"] * len(built_on_it)
    for name, message in zip(built_on_it, messages, strict=True):
        assert f"govportal_wagtail.{name}" in message.msg
        assert message.msg.endswith(": govportal_wagtail.editorial.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAGE_SIZE", "many"),
        ("PAGE_SIZE", None),
        ("PAGE_SIZE", 0),
        ("PAGE_CACHE_SECONDS", -1),
        ("PAGE_CACHE_SECONDS", True),
        ("PAGE_CACHE_ALIAS", "nowhere"),
        ("ADMIN_PREFIXES", "/admin/"),
        ("ADMIN_PREFIXES", 7),
        ("UPLOAD_EXTENSIONS", "pdf"),
        ("CSP_PUBLIC", {"default-src": "'self'"}),
    ],
)
def test_a_setting_of_the_wrong_type_is_named(name, value):
    with override_settings(**{f"GOVPORTAL_{name}": value}):
        found = checks.check_settings_types()
    assert ids(found) == ["govportal.E004"]
    assert f"GOVPORTAL_{name}" in found[0].msg


def test_another_upload_form_is_a_warning():
    with override_settings(WAGTAILDOCS_DOCUMENT_FORM_BASE="django.forms.Form"):
        assert ids(checks.check_document_form()) == ["govportal.W001"]
    with override_settings(WAGTAILDOCS_DOCUMENT_FORM_BASE="nowhere.Form"):
        assert ids(checks.check_document_form()) == ["govportal.W001"]


def test_our_upload_form_and_its_subclasses_pass(monkeypatch):
    assert checks.check_document_form() == []


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ({"BACKEND": "wagtail.search.backends.database"}, ["govportal.W002"]),
        (
            {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"},
            ["govportal.W002"],
        ),
        ({"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}, []),
        ({"BACKEND": "wagtail.search.backends.elasticsearch8"}, []),
    ],
)
def test_search_without_the_simple_config_is_a_warning(on_postgresql, backend, expected):
    with override_settings(WAGTAILSEARCH_BACKENDS={"default": backend}):
        assert ids(checks.check_search_config()) == expected


def test_the_order_of_middleware_matters(settings):
    order = [checks._SESSIONS, checks._PAGE_CACHE, checks._SECURITY_HEADERS]
    settings.MIDDLEWARE = order
    assert ids(checks.check_middleware_order()) == ["govportal.W003", "govportal.W004"]
    settings.MIDDLEWARE = order[::-1]
    assert checks.check_middleware_order() == []
    settings.MIDDLEWARE = []
    assert checks.check_middleware_order() == []


def test_the_main_language_is_vietnamese(settings):
    settings.LANGUAGE_CODE = "en"
    assert ids(checks.check_language()) == ["govportal.W005"]
    settings.LANGUAGE_CODE = "vi-VN"
    assert checks.check_language() == []


def test_dates_are_typed_day_first(settings):
    settings.WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
    assert ids(checks.check_date_format()) == ["govportal.W006"]


class PrivateStorageTests:
    def test_the_example_project_passes(self):
        assert checks.check_private_storage() == []

    @pytest.mark.parametrize("location", ["", "private"])
    def test_the_storage_of_public_files_is_named(self, settings, tmp_path, location):
        settings.MEDIA_ROOT = str(tmp_path)
        backend = "django.core.files.storage.FileSystemStorage"
        inside = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path / "private")}}
        known = {"default": {"BACKEND": backend}, "staticfiles": {"BACKEND": backend}}
        settings.STORAGES = {**known, "private": inside} if location else known
        assert ids(checks.check_private_storage()) == ["govportal.W011"]
        settings.DEBUG = True
        assert checks.check_private_storage() == []

    def test_a_storage_that_does_not_exist(self, settings):
        settings.GOVPORTAL_PRIVATE_STORAGE = "nowhere"
        found = checks.check_settings_types()
        assert ids(found) == ["govportal.E004"]
