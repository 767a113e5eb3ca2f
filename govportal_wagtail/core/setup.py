"""Everything a portal needs before its first editor logs in; safe to repeat.

What is created comes from the installed apps and from the regulation that was adopted: reference
data by code, the required parts of a site's tree, roles, workflow and settings. Nothing that
exists is renamed, moved or deleted.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Locale, Site

from ..regulation import calendar_seed
from ..regulation.adoption import adopt, profile_for
from .models import PortalSettings, PortalSite, SiteState
from .registries import reference_data
from .search import index as search_index
from .sites import parts, provisioning
from .sites.resolution import portal_site_for

Report = Callable[[str], None]
#: Databases do not agree on where a missing value stands.
_PORTAL_FIRST = F("portal_id").asc(nulls_first=True)


def run(
    *,
    site: Site | None = None,
    profile: str = "",
    report: Report = lambda line: None,
) -> None:
    """Create what is missing, for one site or for all, and report each step as a line of text.

    With a profile the site, or the default site, adopts that regulation first.

    Raises:
        ImproperlyConfigured: from an app whose part cannot be created.
        UnknownProfile: if there is no profile with the code.
    """
    with translation.override(settings.LANGUAGE_CODE):
        with transaction.atomic():
            _create(site, profile, report)
        # Batch by batch: the index of a large portal is no work for one transaction.
        if written := search_index.catch_up():
            report(_("Search index: %(number)d pages") % {"number": written})


def _create(site: Site | None, profile: str, report: Report) -> None:
    _ensure_locale(report)
    default = Site.objects.filter(is_default_site=True).first()
    target = site or default
    if profile and target is not None and adopt(target, profile):
        report(_("%(host)s follows %(code)s") % {"host": target.hostname, "code": profile})
    provisioning.ensure_languages(profile_for(target), report)
    for data in reference_data:
        if count := data.load():
            report(f"{data.label}: {count}")
    calendar_seed.seed(report)
    for each in [site] if site else list(Site.objects.select_related("root_page")):
        _prepare(each, report)
    _provision(site, report)


def _provision(site: Site | None, report: Report) -> None:
    """The portal first: its components look at it."""
    default = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if default is not None and site in (None, default):
        provisioning.ensure_portal(default, profile_for(default), report)
    records = PortalSite.objects.select_related("site__root_page", "agency", "workflow")
    if site is not None:
        # Components follow the portal's regulation unless they chose one of their own.
        records = records.filter(site=site) | records.filter(portal__site=site)
    for record in records.exclude(state=SiteState.CLOSED).order_by(_PORTAL_FIRST, "pk"):
        provisioning.provision(record, report)


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
    """What every Wagtail site has, whether it is a portal site or not."""
    PortalSettings.for_site(site)
    record = portal_site_for(site)
    if record is not None and record.site_id != site.pk:
        # The host of another language: its pages are translations, never new Vietnamese ones.
        return
    for part, page in parts.ensure_basics(site):
        report(f"{site.hostname}: {part.label}: {page.title}")
