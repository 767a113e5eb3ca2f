"""What must be set so that no translation becomes public without an approval."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

from .. import conf
from . import fields


@checks.register(checks.Tags.compatibility)
def check_settings(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Errors about wagtail-localize's settings and installation; empty where all is well."""
    found: list[checks.CheckMessage] = []
    if getattr(settings, "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True):
        found.append(
            checks.Error(
                "wagtail-localize would publish translations without an approval.",
                hint="Set WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False, as "
                "govportal_wagtail.defaults does.",
                id="govportal.E050",
            )
        )
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        found.append(
            checks.Error(
                "Pages in other languages need WAGTAIL_I18N_ENABLED = True.",
                id="govportal.E051",
            )
        )
    if fields.undeclared():
        found.append(
            checks.Error(
                "The translation app is ready before the apps of the pages that it translates.",
                hint="Put TRANSLATION_APPS below PORTAL_APPS in INSTALLED_APPS.",
                id="govportal.E052",
            )
        )
    return found


@checks.register(checks.Tags.compatibility)
def check_machine_translator(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """An error where the machine translator cannot be loaded; empty where all is well."""
    path = conf.MACHINE_TRANSLATOR
    if not path:
        return []
    try:
        is_one = callable(getattr(import_string(path), "translate", None))
    except ImportError:
        is_one = False
    if is_one:
        return []
    return [
        checks.Error(
            f"GOVPORTAL_MACHINE_TRANSLATOR names no class with a method translate: '{path}'.",
            hint="Name one, or take the setting out: then nothing is translated by machine.",
            id="govportal.E053",
        )
    ]
