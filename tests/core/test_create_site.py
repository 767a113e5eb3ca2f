from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import GroupPagePermission, Locale, Page, Site

from govportal_wagtail.core.models import (
    Agency,
    DomainName,
    DomainState,
    EditorialBoard,
    PortalSettings,
    PortalSite,
    SiteState,
)
from govportal_wagtail.core.sites.creation import Request, create_site, plan
from govportal_wagtail.core.sites.resolution import portal_site_for, sites_of
from govportal_wagtail.regulation.vocabulary import BodyKind
from tests.builders import make_agency
from tests.core.portal_builders import make_commune, make_component, make_department, make_portal

pytestmark = pytest.mark.django_db
HOST = "songphu.camau.gov.vn"


def create(*options: str, **named: str) -> None:
    call_command("govportal_create_site", *options, **named)


def errors(request: Request) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        plan(request)
    return caught.value.message_dict


def counts() -> tuple[int, ...]:
    models = (Site, Page, PortalSite, DomainName, EditorialBoard, Agency, GroupPagePermission)
    return tuple(model.objects.count() for model in models)


def test_command_makes_a_whole_component(capsys):
    portal = make_portal()
    agency = make_commune()
    create("--kind", "commune", "--agency", agency.code)
    site = Site.objects.get(hostname="songphu.camau.gov.vn")
    component = portal_site_for(site)
    assert component.agency == agency
    assert (component.body, component.state) == (BodyKind.COMMUNE, SiteState.PREPARING)
    assert component.portal == portal
    assert site.root_page.get_parent() == portal.site.root_page.get_parent()
    assert type(site.root_page.specific).__name__ == "HomePage"
    codes = set(component.parts.values_list("code", flat=True))
    assert codes == {
        "direction",
        "legal_documents",
        "strategy",
        "projects",
        "news",
        "investment",
        "propaganda",
        "notices",
        "statistics",
    }
    for part in component.parts.select_related("page"):
        assert part.page.path.startswith(site.root_page.path)
    assert component.collection.get_parent().is_root()
    assert component.role_groups.count() == 11
    board = EditorialBoard.objects.get(portal_site=component)
    assert not board.members.exists()
    assert component.workflow is not None and component.workflow != portal.workflow
    domain = DomainName.objects.get(portal_site=component)
    assert (domain.host, domain.state, domain.language) == (HOST, DomainState.REQUESTED, "")
    settings = PortalSettings.for_site(site)
    assert settings.agency_name == settings.governing_body == agency.name
    assert [link.url for link in settings.links.all()] == ["http://localhost/"]
    assert "songphu.camau.gov.vn" in capsys.readouterr().out


def test_second_run_changes_nothing():
    make_portal()
    agency = make_commune()
    create("--agency", agency.code)
    before = counts()
    create("--agency", agency.code)
    assert counts() == before


def test_second_run_adds_what_was_deleted():
    make_portal()
    component = make_component()
    EditorialBoard.objects.all().delete()
    component.parts.get(code="news").page.delete()
    create_site(Request(agency=component.agency, host=component.site.hostname))
    assert EditorialBoard.objects.filter(portal_site=component).exists()
    assert component.parts.filter(code="news").exists()


def test_dry_run_writes_nothing(capsys):
    make_portal()
    agency = make_commune()
    before = counts()
    create("--agency", agency.code, "--dry-run")
    assert counts() == before
    assert HOST in capsys.readouterr().out


def test_english_gets_a_host_and_a_home_page_of_its_own():
    make_portal()
    agency = make_commune()
    create("--agency", agency.code, "--languages", "vi,en")
    english = Site.objects.get(hostname=f"english.{HOST}")
    component = portal_site_for(english)
    assert component.agency == agency
    assert set(sites_of(component)) == {component.site, english}
    assert english.root_page.locale == Locale.objects.get(language_code="en")
    assert english.root_page.title == "People's Committee of Song Phu Commune"
    assert english.root_page.live
    languages = dict(component.domain_names.values_list("host", "language"))
    assert languages == {HOST: "", f"english.{HOST}": "en"}
    settings = PortalSettings.for_site(english)
    assert settings.agency_name == "People's Committee of Song Phu Commune"


def test_language_without_host_is_refused():
    make_portal("khanhhoa-2018-draft")
    request = Request(agency=make_commune(), host="songphu.khanhhoa.gov.vn", languages=("en",))
    assert "en" in errors(request)["languages"][0]


def test_language_that_settings_do_not_allow_is_refused():
    make_portal()
    assert "languages" in errors(Request(agency=make_commune(), host=HOST, languages=("ru",)))


def test_portal_oversees_the_new_site():
    portal = make_portal()
    component = make_component()
    home = component.site.root_page
    group = portal.role_groups.get(role="board_head").group
    given = GroupPagePermission.objects.filter(group=group, page=home)
    assert {row.permission.codename for row in given} >= {"publish_page", "change_page"}
    supplier = portal.role_groups.get(role="contributor").group
    assert not GroupPagePermission.objects.filter(group=supplier, page=home).exists()


def test_component_has_no_rights_on_the_portal():
    portal = make_portal()
    component = make_component()
    groups = component.role_groups.values("group")
    pages = GroupPagePermission.objects.filter(group__in=groups).values_list("page", flat=True)
    assert set(pages) == {component.site.root_page_id}
    assert portal.site.root_page_id not in pages


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("songphu.langson.gov.vn", "điểm b khoản 3 Điều 5"),
        ("song-phu.camau.gov.vn", "điểm b khoản 3 Điều 5"),
        ("xasongphu.camau.gov.vn", "songphu"),
        ("songphu.tambinh.camau.gov.vn", "điểm b khoản 3 Điều 5"),
    ],
)
def test_host_against_the_rules_is_refused_with_the_article(host, text):
    make_portal()
    assert text in errors(Request(agency=make_commune(), host=host))["host"][0]


def test_host_against_the_rules_is_taken_with_a_reason_that_is_logged():
    make_portal()
    host = "ubndsongphu.camau.gov.vn"
    create("--agency", make_commune().code, "--host", host, "--force-host", "Công văn 12/VPUBND")
    assert "Công văn 12/VPUBND" in DomainName.objects.get(host=host).note


def test_no_reason_makes_a_host_of_what_is_none():
    make_portal()
    request = Request(agency=make_commune(), host="Song Phú", force_reason="vì sao không")
    assert "host" in errors(request)


def test_host_that_is_taken_is_refused():
    make_portal()
    make_component(host="songphu.localhost")
    other = make_commune("Ủy ban nhân dân xã Tân Phú", "xa-tan-phu")
    assert "songphu.localhost" in errors(Request(agency=other, host="songphu.localhost"))["host"][0]


def test_two_communes_of_one_name_are_reported_and_not_decided():
    make_portal()
    first = make_commune("Ủy ban nhân dân xã Tân Thành", "tan-thanh-1")
    make_commune("Ủy ban nhân dân xã Tân Thạnh", "tan-thanh-2")
    found = errors(Request(agency=first, host="tanthanh.camau.gov.vn"))["host"]
    assert "Tân Thạnh" in found[0]


def test_wrong_kind_is_refused():
    make_portal()
    agency = make_department()
    with pytest.raises(CommandError, match="kind"):
        create("--agency", agency.code, "--kind", "commune")
    assert not PortalSite.objects.filter(agency=agency).exists()


def test_unknown_agency_is_refused():
    make_portal()
    with pytest.raises(CommandError, match="khong-co"):
        create("--agency", "khong-co")


@pytest.mark.parametrize("kind", ["ministry", "peoples_committee"])
def test_agency_that_gets_no_component_is_refused(kind):
    make_portal()
    agency = make_agency("bo", name="Bộ Nội vụ", kind=kind)
    assert "agency" in errors(Request(agency=agency, host="bonoivu.camau.gov.vn"))


def test_dissolved_agency_is_refused_and_its_successor_named():
    make_portal()
    heir = make_department()
    gone = make_department(
        "Sở Thông tin và Truyền thông", "so-tttt", valid_to=date(2025, 2, 28), successor=heir
    )
    found = errors(Request(agency=gone, host="stttt.camau.gov.vn"))["agency"][0]
    assert heir.name in found


def test_agency_with_a_site_gets_no_second_one():
    make_portal()
    component = make_component()
    found = errors(Request(agency=component.agency, host="khac.localhost"))
    assert component.site.hostname in found["agency"][0]


def test_without_a_portal_nothing_is_made():
    with pytest.raises(ValidationError, match="govportal_setup"):
        plan(Request(agency=make_commune(), host=HOST))


def test_host_asked_for_before_is_tied_to_the_site():
    from govportal_wagtail.core.sites import domains

    make_portal()
    agency = make_commune()
    domain = domains.issue(domains.request(HOST, agency, None), None, basis="QĐ 1")
    create_site(Request(agency=agency, host=HOST))
    domain.refresh_from_db()
    assert domain.state == DomainState.ISSUED
    assert domain.portal_site.agency == agency


def test_failure_leaves_nothing_behind(monkeypatch):
    make_portal()
    agency = make_commune()
    before = counts()
    monkeypatch.setattr(
        "govportal_wagtail.core.sites.creation.ensure_role_groups", lambda *args: 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        create_site(Request(agency=agency, host=HOST))
    assert counts() == before


def test_department_gets_the_pages_of_an_agency():
    make_portal("vn-national")
    component = make_component(make_department(), "skhcn.localhost")
    codes = set(component.parts.values_list("code", flat=True))
    assert {"organisation", "functions", "leaders"} <= codes
    assert "map" not in codes
