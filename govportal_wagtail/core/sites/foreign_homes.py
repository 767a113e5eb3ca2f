"""The home pages of a portal in the other languages of its regulation, and their hosts.

A regulation names the languages and the host of each: ``english.camau.gov.vn``, or the portal's own
where the addresses carry the language. What is made here is a draft: it is translated and published
as any page is. What exists is never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, Site

from ...regulation.schema import Profile
from ...regulation.vocabulary import LanguageStatus
from ..address_language import uses_prefixes
from ..models import PortalSettings, PortalSite
from ..publication_context import trusted
from . import naming

__all__ = ["early_slug", "ensure_foreign_homes"]

Report = Callable[[str], None]
_SITE_NAME_LENGTH: Final = 255
#: Room is left for a number behind a slug that is taken.
_SLUG_LENGTH: Final = 240
#: What has no language, and what a portal tells its readers in any of them.
_SAME_EVERYWHERE: Final = ("emblem_id", "phone", "fax", "email", "hotline", "security_contact")


def ensure_foreign_homes(portal_site: PortalSite, profile: Profile, report: Report) -> None:
    """Make the draft home page, and the host, of each official language that has a locale.

    ``provisioning.ensure_languages`` makes the locales and reports the languages that the settings
    do not offer.
    """
    home = Page.objects.get(pk=portal_site.site.root_page_id).specific
    codes = [
        code
        for code, rule in profile.languages.items()
        if rule.status is LanguageStatus.OFFICIAL and code != home.locale.language_code
    ]
    locales = {each.language_code: each for each in Locale.objects.filter(language_code__in=codes)}
    for code in codes:
        if code not in locales:
            continue
        foreign = home.get_translation_or_none(locales[code])
        if foreign is None:
            foreign = _draft(home, portal_site, locales[code])
            report(_("Home page (%(code)s, draft): %(title)s") % _named(code, foreign))
        _ensure_host(portal_site, foreign, code, profile, report)


def early_slug(home: Page, code: str) -> str:
    """Return a free slug that comes before that of the home page in every sort order.

    Of sites whose home pages are translations of each other Wagtail addresses all pages to the one
    whose home page comes last (``page_hosts``). With such a slug that is the Vietnamese site, also
    where nothing knows better. Digits come before letters in every collation, a hyphen does not.
    """
    slug = f"00-{code}-{home.slug}"[:_SLUG_LENGTH]
    return str(find_available_slug(home.get_parent(), slug))


def _draft(home: Page, portal_site: PortalSite, locale: Locale) -> Page:
    """A copy that is not published; what the home page shows of Vietnamese pages is left out."""
    rows = [relation.get_accessor_name() for relation in get_all_child_relations(type(home))]
    with trusted("site creation"):
        foreign = home.copy_for_translation(locale, exclude_fields=rows)
        foreign.slug = early_slug(home, locale.language_code)
        foreign.title = foreign.draft_title = _name(portal_site, locale.language_code) or home.title
        foreign.save()
        foreign.save_revision()
    return foreign


def _ensure_host(
    portal_site: PortalSite, home: Page, code: str, profile: Profile, report: Report
) -> None:
    """The site of the language, where the regulation gives it a host of its own."""
    site = portal_site.site
    if Site.objects.filter(root_page=home).exists():
        return
    host = naming.language_host(site.hostname, code, profile)
    if not host:
        if not uses_prefixes():
            message = _(
                "%(code)s is on the host of the portal; its addresses need a prefix (see "
                "docs/how-to/offer-other-languages.md)."
            )
            report(message % {"code": code})
        return
    if _is_number(site.hostname):
        message = _("%(host)s is no name; %(code)s gets no host.")
        report(message % {"host": site.hostname, "code": code})
    elif Site.objects.filter(hostname=host).exists():
        message = _("The host name %(host)s is taken; %(code)s gets no host.")
        report(message % {"host": host, "code": code})
    else:
        _make_site(portal_site, home, code, host)
        report(_("Host (%(code)s): %(host)s") % {"code": code, "host": host})


def _make_site(portal_site: PortalSite, home: Page, code: str, host: str) -> None:
    name = _name(portal_site, code)
    site = Site.objects.create(
        hostname=host,
        port=portal_site.site.port,
        root_page=home,
        site_name=name[:_SITE_NAME_LENGTH],
    )
    theirs, ours = PortalSettings.for_site(portal_site.site), PortalSettings.for_site(site)
    for field in _SAME_EVERYWHERE:
        setattr(ours, field, getattr(theirs, field))
    ours.agency_name = ours.governing_body = name
    ours.save()


def _name(portal_site: PortalSite, code: str) -> str:
    """The name of the portal's agency in the language; empty where the register has none."""
    return str(getattr(portal_site.agency, f"name_{code}", ""))


def _named(code: str, page: Page) -> dict[str, str]:
    return {"code": code, "title": page.title}


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
