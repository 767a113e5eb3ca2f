"""Everything a portal needs before its first editor logs in; safe to repeat.

What is created comes from the installed apps: reference data by code and the required parts of a
site's tree. Nothing that exists is renamed, moved or deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Locale, Site

from .models import PortalSettings
from .registries import reference_data, required_parts

Report = Callable[[str], None]


def run(*, site: Site | None = None, report: Report = lambda line: None) -> None:
    """Create what is missing, for one site or for all, and report each step as a line of text.

    Raises:
        ImproperlyConfigured: from an app whose part cannot be created.
    """
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _ensure_locale(report)
        for data in reference_data:
            report(f"{data.label}: {data.load()}")
        for each in [site] if site else list(Site.objects.select_related("root_page")):
            _prepare(each, report)


def _ensure_locale(report: Report) -> None:
    """Make sure of the locale of the portal's language.

    A site with one locale whose language was changed in its settings keeps its pages: the locale
    follows the settings, since Wagtail cannot work with a default language that has no locale.
    """
    code = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    languages = get_content_languages()
    if Locale.all_objects.filter(language_code=code).exists():
        return
    stray = Locale.all_objects.exclude(language_code__in=languages)
    if Locale.all_objects.count() == stray.count() == 1:
        locale = stray.get()
        report(f"{locale.language_code} -> {code}")
        locale.language_code = code
        locale.save()
    else:
        Locale.objects.create(language_code=code)


def _prepare(site: Site, report: Report) -> None:
    PortalSettings.for_site(site)
    for part in sorted(required_parts, key=attrgetter("order")):
        site.refresh_from_db()
        page = part.ensure(site, site.root_page)
        if page is not None:
            report(f"{site.hostname}: {part.label}: {page.title}")
