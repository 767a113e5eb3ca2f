"""A portal with one component site, both live, and pages that stand on both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page

from govportal_wagtail.core.models import PortalSite, SiteState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_article, make_section
from tests.core.portal_builders import make_commune, make_component, make_officer, make_portal
from tests.replay import replayed

COMPONENT_HOST = "xa-song-phu.localhost"


@dataclass
class Network:
    """The two sites, a section on each, and an article on the portal."""

    portal: PortalSite
    commune: PortalSite
    section: Page
    commune_section: Page
    article: Any

    def officer(self, role: RoleCode, *, on: PortalSite | None = None) -> Any:
        """Somebody with one role on the portal, or on another site."""
        site = on or self.portal
        return make_officer(f"{role.value}-{site.pk}", site, role.value)


@replayed
def make_network(profile: str = "langson-2024") -> Network:
    """Two live sites with content."""
    portal = make_portal(profile)
    commune = make_component(make_commune(), host=COMPONENT_HOST)
    for site in (portal, commune):
        site.state = SiteState.LIVE
        site.save()
        home = site.site.root_page.specific
        if not home.live:
            home.save_revision().publish()
    section = make_section(portal.site.root_page, title="Tin mới", slug="tin-moi")
    commune_section = make_section(commune.site.root_page, title="Tin mới", slug="tin-moi")
    article = make_article(section, title="Khánh thành cầu", slug="khanh-thanh-cau")
    return Network(portal, commune, section, commune_section, article)


def make_alias(network: Network) -> Page:
    """The article of the portal as an alias on the component site."""
    alias: Page = network.article.create_alias(parent=network.commune_section)
    return alias


def make_translation(network: Network) -> Any:
    """The article in English, in an English tree of the portal."""
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (network.portal.site.root_page, network.section):
        if not page.has_translation(english):
            copy = page.specific.copy_for_translation(english)
            copy.specific.save_revision().publish()
    copy = network.article.copy_for_translation(english)
    copy.title = "Bridge opened"
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def public_path(page: Page) -> str:
    """The path of a page below its host."""
    return str(page.get_url_parts()[2])
