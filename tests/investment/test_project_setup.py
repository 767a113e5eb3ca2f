"""What the setup makes for projects: sources of capital and the register that regulations ask."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.core.registries import role_additions
from govportal_wagtail.core.sites import parts
from govportal_wagtail.core.sites.completeness import PartState, statuses
from govportal_wagtail.investment.completeness import gaps_of_registers
from govportal_wagtail.investment.models import CapitalSource, ProjectIndexPage
from govportal_wagtail.investment.reference_data import load_capital_sources
from govportal_wagtail.investment.required import (
    ensure_register,
    find_register,
    find_registers,
)
from tests.builders import make_article, make_section, make_site
from tests.core.portal_builders import make_component, make_portal
from tests.investment.builders import make_project

pytestmark = pytest.mark.django_db


def state(portal: PortalSite) -> PartState:
    return next(each.state for each in statuses(portal) if each.code == "projects")


class RegisterTests:
    def test_the_setup_makes_one_where_the_regulation_asks(self, portal: PortalSite) -> None:
        page = parts.page_of(portal, "projects")
        assert page is not None and page.live
        assert page.specific_class is ProjectIndexPage
        assert page.get_parent().slug == "thong-tin-cong-khai"

    def test_the_setup_repeats_nothing(self, portal: PortalSite) -> None:
        # The builder leaves out the home pages in other languages.
        setup.run()
        count = Page.objects.count()
        setup.run()
        assert Page.objects.count() == count

    def test_a_section_of_older_days_is_kept(self) -> None:
        site = make_site()
        section = make_section(site.root_page, "Dự án", slug="du-an-dau-thau")
        portal = make_portal_of(site)
        page = parts.page_of(portal, "projects")
        assert page is not None and page.pk == section.pk
        assert not ProjectIndexPage.objects.exists()

    def test_a_section_that_is_called_like_it_counts_and_an_article_does_not(self) -> None:
        site = make_site()
        title = "Dự án, đấu thầu, mua sắm công"
        make_article(site.root_page, title)
        assert find_register(site, site.root_page) is None
        section = make_section(site.root_page, title, slug="muc-khac")
        found = find_register(site, site.root_page)
        assert found is not None and found.pk == section.pk

    def test_a_register_comes_before_a_section(self, register: ProjectIndexPage) -> None:
        home = Page.objects.get(pk=register.pk).get_parent()
        make_section(home, "Dự án", slug="du-an-dau-thau")
        found = find_registers([home])[home.pk]
        assert found.pk == register.pk

    def test_many_sites_are_searched_at_once(
        self, portal: PortalSite, django_assert_num_queries: object
    ) -> None:
        component = make_component()
        roots = [each.site.root_page for each in (portal, component)]
        found = find_registers(roots)
        assert set(found) == {root.pk for root in roots}
        assert all(page.path.startswith(root.path) for root in roots for page in [found[root.pk]])

    def test_a_site_that_is_no_portal_site_gets_none(self) -> None:
        site = make_site()
        assert ensure_register(site, site.root_page) is None


def make_portal_of(site: object) -> PortalSite:
    """The portal of a site that has pages already."""
    setup.run(profile="camau-2026")
    return PortalSite.objects.get(site=site)


class CompletenessTests:
    def test_an_empty_register_is_not_complete(
        self, portal: PortalSite, register: ProjectIndexPage
    ) -> None:
        assert state(portal) == PartState.EMPTY
        make_project(register, publish=False)
        assert set(gaps_of_registers([register.pk])) == {register.pk}
        make_project(register)
        assert state(portal) == PartState.COMPLETE

    def test_a_register_that_shows_other_sites_lacks_nothing_of_its_own(
        self, register: ProjectIndexPage
    ) -> None:
        register.reach = "components"
        register.save()
        assert gaps_of_registers([register.pk]) == {}


class ReferenceTests:
    def test_sources_of_capital_have_names_in_three_languages(self, portal: PortalSite) -> None:
        assert CapitalSource.objects.count() == load_capital_sources()
        source = CapitalSource.objects.get(code="oda")
        assert source.name == "Vốn ODA và vay ưu đãi"
        assert source.name_en and source.name_ru
        assert CapitalSource.objects.first() == CapitalSource.objects.get(code="central-budget")

    def test_what_the_office_changed_stays(self, portal: PortalSite) -> None:
        CapitalSource.objects.filter(code="oda").update(name="Vốn nước ngoài")
        CapitalSource.objects.filter(code="other").delete()
        load_capital_sources()
        assert CapitalSource.objects.get(code="oda").name == "Vốn nước ngoài"
        assert CapitalSource.objects.filter(code="other").exists()

    def test_those_who_keep_the_portal_keep_the_sources(self) -> None:
        addition = role_additions.get("investment")
        assert addition is not None
        assert "govportal_investment.change_capitalsource" in addition.records_on_portal


def test_a_portal_without_the_part_is_made_complete_again() -> None:
    portal = make_portal()
    page = parts.page_of(portal, "projects")
    assert page is not None
    page.delete()
    setup.run()
    assert parts.page_of(portal, "projects") is not None
