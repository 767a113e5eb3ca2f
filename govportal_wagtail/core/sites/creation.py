"""Making a component site: a Wagtail site with home page, pages, groups, board and host names.

The site begins in preparation and is shown to nobody until it is launched. Everything happens in
one transaction; the same request may be sent again and then only adds what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site

from ...regulation.adoption import profile_for
from ...regulation.schema import Profile
from ...regulation.vocabulary import BodyKind
from ..access.roles import ensure_role_groups
from ..models import (
    Agency,
    DomainName,
    DomainState,
    EditorialBoard,
    LinkGroup,
    PortalLink,
    PortalSettings,
    PortalSite,
)
from ..publication_context import trusted
from ..registries import required_parts
from . import domains, naming, parts, provisioning
from .foreign_homes import early_slug
from .resolution import provincial_portal

Report = Callable[[str], None]
CREATED: Final = "govportal_core.site_create"
#: Without it only pages and files of a site in preparation are kept back.
MIDDLEWARE: Final = "govportal_wagtail.core.sites.gate.PortalSiteMiddleware"
_SITE_NAME_LENGTH: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for."""

    agency: Agency
    host: str
    #: The kind of body; that of the agency where it is not given.
    kind: str = ""
    name: str = ""
    port: int = 80
    #: Codes of content languages; the portal's own is always among them.
    languages: tuple[str, ...] = ()
    #: Why a host name against the rules is taken all the same; it is logged.
    force_reason: str = ""
    user: Any = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request would make."""

    request: Request
    portal: PortalSite
    profile: Profile
    body: BodyKind
    name: str
    #: Host name by language; the first is the site's own.
    hosts: dict[str, str]
    #: Labels of the pages that the regulation requires of such a body.
    pages: tuple[str, ...]
    #: What the rules say against the host names; not empty only where a reason is given.
    overruled: tuple[str, ...] = ()
    #: The site that the agency has already under this host.
    existing: PortalSite | None = None


@dataclass(slots=True)
class Result:
    """What was made."""

    portal_site: PortalSite
    is_new: bool
    lines: list[str] = field(default_factory=list)


def plan(request: Request) -> Plan:
    """What the request would make; nothing is written.

    Raises:
        ValidationError: by ``kind``, ``agency``, ``host`` and ``languages``, with the article
            where a rule of the regulation is broken.
    """
    portal = provincial_portal()
    if portal is None:
        raise ValidationError(_("There is no provincial portal yet; run govportal_setup first."))
    profile = profile_for(portal.site)
    body = _body(request)
    host = request.host.strip().lower()
    existing = _existing(request.agency, host)
    overruled = [] if existing else _host_problems(request, host, profile, portal)
    hosts = _hosts(request, host, profile)
    errors = [problem for each in hosts.values() for problem in _taken(each, request, existing)]
    if errors:
        raise ValidationError({"host": errors})
    codes = parts.codes_for(profile, body)
    offered = [part for code in codes if (part := required_parts.get(code))]
    return Plan(
        request=request,
        portal=portal,
        profile=profile,
        body=body,
        name=_name(request),
        hosts=hosts,
        pages=tuple(str(part.label) for part in offered),
        overruled=tuple(overruled),
        existing=existing,
    )


def create_site(request: Request, report: Report = lambda line: None) -> Result:
    """Make the component site, or add to it what is missing.

    Raises:
        ValidationError: as ``plan``.
    """
    language = translation.override(settings.LANGUAGE_CODE)
    with transaction.atomic(), language, trusted("site creation", user=request.user):
        wanted = plan(request)
        result = _site(wanted)
        portal_site = result.portal_site

        def note(line: str) -> None:
            result.lines.append(line)
            report(line)

        _foreign_homes(wanted, portal_site)
        _board(portal_site)
        _settings(wanted, portal_site)
        _register_hosts(wanted, portal_site)
        provisioning.provision(portal_site, note)
        # The portal's board, operator and administrators oversee the new site.
        ensure_role_groups(wanted.portal, wanted.profile)
        if result.is_new:
            data: dict[str, Any] = {
                "hosts": list(wanted.hosts.values()),
                "against": list(wanted.overruled),
            }
            data["note"] = request.force_reason if wanted.overruled else ""
            log(instance=portal_site, action=CREATED, user=request.user, data=data)
        if MIDDLEWARE not in settings.MIDDLEWARE:
            message = _(
                "%(name)s is missing in MIDDLEWARE: lists and feeds of a site in preparation can "
                "be read."
            )
            note(message % {"name": MIDDLEWARE})
    return result


def possible_languages(profile: Profile) -> list[str]:
    """Languages besides the portal's own that have hosts of their own and that settings allow."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    return [
        code
        for code in get_content_languages()
        if code != settings.LANGUAGE_CODE and naming.language_host("x", code, profile)
    ]


def _body(request: Request) -> BodyKind:
    agency = request.agency
    body = naming.body_of(agency)
    if body in (None, BodyKind.PORTAL):
        raise ValidationError({"agency": _("%(agency)s gets no component site.") % _named(agency)})
    if request.kind and request.kind != body:
        raise ValidationError(
            {
                "kind": _("%(agency)s is of the kind %(kind)s.")
                % {"agency": agency, "kind": BodyKind(body).label}
            }
        )
    if not Agency.objects.existing(on=timezone.localdate()).filter(pk=agency.pk).exists():
        message = _("%(agency)s does not exist any more.") % _named(agency)
        if agency.successor:
            successor = {"agency": agency.successor}
            message = f"{message} " + _("Its successor is %(agency)s.") % successor
        raise ValidationError({"agency": message})
    return BodyKind(body)


def _existing(agency: Agency, host: str) -> PortalSite | None:
    own = PortalSite.objects.filter(agency=agency).exclude(portal=None)
    found = own.select_related("site__root_page", "agency", "portal", "managing_body").first()
    if found is not None and found.site.hostname != host:
        message = _("%(agency)s has the site %(host)s already.")
        raise ValidationError({"agency": message % {**_named(agency), "host": found.site.hostname}})
    return found


def _host_problems(request: Request, host: str, profile: Profile, portal: PortalSite) -> list[str]:
    portal_host = portal.site.hostname
    found = domains.check(host, request.agency, profile, portal_host=portal_host)
    problems = [str(problem) for problem in found]
    # No reason makes a host name of what is none.
    if problems and (not request.force_reason.strip() or naming.malformed(host)):
        raise ValidationError({"host": problems})
    return problems


def _hosts(request: Request, host: str, profile: Profile) -> dict[str, str]:
    hosts = {settings.LANGUAGE_CODE: host}
    allowed = possible_languages(profile)
    wrong = [
        code for code in request.languages if code != settings.LANGUAGE_CODE and code not in allowed
    ]
    if wrong:
        message = _(
            "%(codes)s: the regulation gives the language no host of its own, or "
            "WAGTAIL_CONTENT_LANGUAGES does not allow it."
        )
        raise ValidationError({"languages": message % {"codes": ", ".join(wrong)}})
    for code in allowed:
        if code in request.languages:
            hosts[code] = naming.language_host(host, code, profile)
    return hosts


def _taken(host: str, request: Request, existing: PortalSite | None) -> list[str]:
    sites = Site.objects.filter(hostname=host)
    if existing is not None:
        key = existing.site.root_page.translation_key
        sites = sites.exclude(root_page__translation_key=key)
    rows = DomainName.objects.filter(host=host).exclude(agency=request.agency)
    in_use = rows.filter(state__in=[DomainState.REQUESTED, DomainState.ISSUED])
    if sites.exists() or in_use.exists():
        return [_("The host name %(host)s is taken.") % {"host": host}]
    return []


def _site(wanted: Plan) -> Result:
    """The Wagtail site with its home page, and its record."""
    if wanted.existing is not None:
        return Result(wanted.existing, is_new=False)
    request, portal = wanted.request, wanted.portal
    above = portal.site.root_page.get_parent() or Page.get_first_root_node()
    slug = naming.label(request.agency.name)[:80] or request.agency.code
    taken = set(above.get_children().values_list("slug", flat=True))
    slug = slug if slug not in taken else f"{slug}-{request.agency.code}"
    root = above.add_child(
        instance=Page(title=wanted.name, slug=slug, locale=portal.site.root_page.locale)
    )
    site = Site.objects.create(
        hostname=wanted.hosts[settings.LANGUAGE_CODE],
        port=request.port,
        site_name=wanted.name,
        root_page=root,
    )
    parts.ensure_basics(site)
    portal_site = PortalSite.objects.create(
        site=site,
        body=wanted.body,
        agency=request.agency,
        managing_body=request.agency,
        operator=request.agency,
        portal=portal,
    )
    return Result(portal_site, is_new=True)


def _foreign_homes(wanted: Plan, portal_site: PortalSite) -> None:
    """A site and a home page for each further language."""
    home = portal_site.site.root_page.specific
    agency = portal_site.agency
    for code, host in list(wanted.hosts.items())[1:]:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        foreign = home.get_translation_or_none(locale)
        name = getattr(agency, f"name_{code}", "") or agency.name
        if foreign is None:
            foreign = home.copy_for_translation(locale)
            foreign.slug = early_slug(home, code)
            foreign.title = foreign.draft_title = name[:255]
            foreign.save_revision().publish()
        Site.objects.get_or_create(
            hostname=host,
            port=portal_site.site.port,
            defaults={"root_page": foreign, "site_name": name[:_SITE_NAME_LENGTH]},
        )


def _board(portal_site: PortalSite) -> None:
    """An empty editorial board, to be filled by decision of the agency's head."""
    if not portal_site.boards.exists():
        name = _("Editorial board of %(agency)s") % {"agency": portal_site.agency}
        EditorialBoard.objects.create(
            portal_site=portal_site, name=name[:255], standing_body=portal_site.agency
        )


def _settings(wanted: Plan, portal_site: PortalSite) -> None:
    """The names of the site, the emblem of the portal and a link to it; only where empty."""
    portal = wanted.portal
    theirs = PortalSettings.for_site(portal.site)
    for code, host in wanted.hosts.items():
        site = Site.objects.get(hostname=host, port=portal_site.site.port)
        agency = portal_site.agency
        name = getattr(agency, f"name_{code}", "") or agency.name
        ours = PortalSettings.for_site(site)
        ours.agency_name = ours.agency_name or name
        ours.portal_name = ours.portal_name or site.site_name
        ours.governing_body = ours.governing_body or name
        ours.emblem_id = ours.emblem_id or theirs.emblem_id
        ours.address, ours.phone = ours.address or agency.address, ours.phone or agency.phone
        ours.email = ours.email or agency.email
        ours.save()
        title = (theirs.portal_name or str(portal))[:255]
        address = f"{portal.site.root_url}/"
        if not ours.links.filter(url=address).exists():
            PortalLink.objects.create(
                settings=ours, group=LinkGroup.OTHER, title=title, url=address
            )


def _register_hosts(wanted: Plan, portal_site: PortalSite) -> None:
    """A request for each host name; one that the agency has already is tied to the site."""
    request = wanted.request
    for code, host in wanted.hosts.items():
        language = "" if code == settings.LANGUAGE_CODE else code
        known = DomainName.objects.filter(
            host=host,
            agency=request.agency,
            state__in=[DomainState.REQUESTED, DomainState.ISSUED],
        )
        if known.exists():
            known.update(portal_site=portal_site, language=language)
            continue
        note = "; ".join([*wanted.overruled, request.force_reason]) if wanted.overruled else ""
        domains.request(
            host,
            request.agency,
            request.user,
            portal_site=portal_site,
            language=language,
            note=note[:500],
        )


def _name(request: Request) -> str:
    named = {"agency": request.agency.name}
    return (request.name.strip() or _("Website of %(agency)s") % named)[:_SITE_NAME_LENGTH]


def _named(agency: Agency) -> dict[str, Any]:
    return {"agency": agency}
