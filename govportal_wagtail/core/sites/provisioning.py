"""What every portal site has, made by the setup and by the creation of a component; repeatable.

Nothing that exists is renamed, moved or deleted, with one exception: words that came from a
regulation and that nobody changed follow when another regulation is adopted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Collection, Locale, Site

from ...regulation import catalogue
from ...regulation.adoption import profile_for
from ...regulation.presentation import articles
from ...regulation.schema import Profile
from ...regulation.vocabulary import BodyKind, LanguageStatus
from ..access.roles import ensure_role_groups
from ..models import Agency, AgencyKind, AgencyLevel, PortalSettings, PortalSite, SiteState
from ..signals import site_provisioned
from ..vietnamese import fold
from . import parts
from .foreign_homes import ensure_foreign_homes

Report = Callable[[str], None]
#: The agency that governs a portal for which the register has none yet.
GOVERNING_CODE: Final = "ubnd-tinh"
GOVERNING_NAME: Final = "Ủy ban nhân dân tỉnh"
_COLLECTION_NAME_LENGTH: Final = 255


def ensure_languages(profile: Profile, report: Report) -> None:
    """The locales of the regulation's languages that the settings allow; others are reported."""
    allowed = get_content_languages()
    for code, rule in profile.languages.items():
        if rule.status is not LanguageStatus.OFFICIAL:
            continue
        if code not in allowed or not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
            if code != settings.LANGUAGE_CODE:
                message = _(
                    "The regulation has the language %(code)s (%(article)s), which "
                    "WAGTAIL_CONTENT_LANGUAGES does not allow."
                )
                report(message % {"code": code, "article": articles.label(rule.article)})
            continue
        if Locale.objects.get_or_create(language_code=code)[1]:
            report(_("Language: %(code)s") % {"code": code})


def ensure_portal(site: Site, profile: Profile, report: Report) -> PortalSite:
    """The record of the provincial portal; a site that is in use already is live."""
    found = PortalSite.objects.filter(site=site).select_related("site__root_page").first()
    if found is not None:
        return found
    portal = PortalSite.objects.create(
        site=site,
        body=BodyKind.PORTAL,
        agency=governing_agency(profile, report),
        managing_body=_agency_called(_title(profile, "managing_body")),
        operator=_agency_called(_title(profile, "operator")),
        state=SiteState.LIVE,
    )
    report(_("Provincial portal: %(agency)s") % {"agency": portal.agency})
    return portal


def governing_agency(profile: Profile, report: Report) -> Agency:
    """The provincial People's Committee of the register; it is entered where there is none."""
    title = _title(profile, "governing_body") or GOVERNING_NAME
    committees = list(
        Agency.objects.existing(on=timezone.localdate())
        .filter(kind=AgencyKind.PEOPLES_COMMITTEE, parent=None)
        .order_by("pk")
    )
    for agency in committees:
        if fold(agency.name) == fold(title):
            return agency
    if len(committees) == 1:
        return committees[0]
    agency, created = Agency.objects.get_or_create(
        code=GOVERNING_CODE,
        defaults={
            "name": title,
            "issuer_code": "UBND",
            "kind": AgencyKind.PEOPLES_COMMITTEE,
            "level": AgencyLevel.PROVINCE,
        },
    )
    if created:
        report(_("Agency entered: %(agency)s") % {"agency": agency})
    return agency


def provision(portal_site: PortalSite, report: Report) -> None:
    """Collection, groups, pages and settings of one portal site, and what other apps add to it.

    The profile is the one that applies to the site today.
    """
    profile = profile_for(portal_site.site)
    with transaction.atomic():
        ensure_collection(portal_site)
        if portal_site.is_portal:
            # Before the groups, which get their permissions on these pages too.
            ensure_foreign_homes(portal_site, profile, report)
        outcome = parts.ensure(portal_site, profile)
        groups = ensure_role_groups(portal_site, profile)
        # The workflow is a later layer's: it knows what is done at each step.
        site_provisioned.send(
            sender=PortalSite, portal_site=portal_site, profile=profile, groups=groups
        )
        _fill_settings(portal_site, profile)
    host = portal_site.site.hostname
    for page in outcome.created:
        state = "" if page.live else _(" (draft)")
        report(f"{host}: {page.title}{state}")
    if outcome.unknown:
        message = _("%(host)s: no installed app offers the pages %(codes)s.")
        report(message % {"host": host, "codes": ", ".join(outcome.unknown)})
    if outcome.refused:
        message = _("%(host)s: the home page takes no page for %(codes)s.")
        report(message % {"host": host, "codes": ", ".join(outcome.refused)})
    _report_gaps(portal_site, profile, report)


def ensure_collection(portal_site: PortalSite) -> None:
    """A collection of the site's own for its images and files."""
    if portal_site.collection_id is None:
        name = str(portal_site)[:_COLLECTION_NAME_LENGTH]
        root = Collection.get_first_root_node()
        portal_site.collection = root.add_child(instance=Collection(name=name))
        portal_site.save(update_fields=["collection"])


def credit_text(profile: Profile) -> str:
    """What others must write when they reuse content; empty where the regulation is silent."""
    wordings = [rule.wording for rule in profile.credits.values() if rule.wording]
    return wordings[0] if wordings else ""


def _fill_settings(portal_site: PortalSite, profile: Profile) -> None:
    """Fill what is empty or still as a regulation worded it."""
    found = PortalSettings.for_site(portal_site.site)
    agency = portal_site.agency
    names = {"agency_name": agency.name, "governing_body": agency.name}
    if portal_site.is_portal:
        # A register that has no agency yet knows the body by the regulation only.
        names["governing_body"] = _title(profile, "governing_body") or agency.name
        names["managing_body"] = _title(profile, "managing_body")
        names["credit_line"] = credit_text(profile)
    elif portal_site.managing_body:
        names["managing_body"] = portal_site.managing_body.name
    everywhere = list(catalogue.profiles().values())
    regulated = {
        "governing_body": {_title(each, "governing_body") for each in everywhere},
        "managing_body": {_title(each, "managing_body") for each in everywhere},
        "credit_line": {credit_text(each) for each in everywhere},
    }
    changed = False
    for name, text in names.items():
        current = getattr(found, name)
        if current != text and (not current or current in regulated.get(name, set())):
            setattr(found, name, text)
            changed = True
    if changed:
        found.save()


def _report_gaps(portal_site: PortalSite, profile: Profile, report: Report) -> None:
    found = PortalSettings.for_site(portal_site.site)
    host = portal_site.site.hostname
    if not found.hotline:
        rules = [rule for rule in profile.contacts.values() if rule.kind == "hotline"]
        article = rules[0].article if rules else ""
        message = _("%(host)s: the incident hotline is empty; enter it in the portal settings.")
        report(message % {"host": host} + (f" ({articles.label(article)})" if article else ""))


def _title(profile: Profile, key: str) -> str:
    body = profile.bodies.get(key)
    return body.title if body else ""


def _agency_called(name: str) -> Agency | None:
    """The agency of today whose name, or name without its province, is the given one."""
    wanted = fold(name)
    if not wanted:
        return None
    rows: Iterable[Any] = Agency.objects.existing(on=timezone.localdate())
    for agency in rows:
        if wanted in (fold(agency.name), fold(agency.short_name)):
            return agency  # type: ignore[no-any-return]
    return None
