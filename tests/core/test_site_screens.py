from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from govportal_wagtail.core.models import AgencyKind, DomainName, DomainState, PortalSite, SiteState
from govportal_wagtail.core.sites import domains
from tests.builders import make_user
from tests.core.portal_builders import (
    make_commune,
    make_component,
    make_department,
    make_officer,
    make_portal,
    publish_parts,
    seat_head,
)

pytestmark = pytest.mark.django_db
HOST = "songphu.camau.gov.vn"


@pytest.fixture
def portal() -> PortalSite:
    return make_portal()


@pytest.fixture
def component(portal) -> PortalSite:
    return make_component()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(portal) -> Client:
    """An administrator of the provincial portal."""
    return client_of(make_officer("van-phong", portal, "site_admin"))


@pytest.fixture
def commune_admin(component) -> Client:
    """An administrator of the component."""
    return client_of(make_officer("quan-tri-xa", component, "site_admin"))


def url(name: str, *args) -> str:
    return reverse(f"govportal_sites:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def test_list_shows_state_body_hosts_board_and_what_is_missing(component, office):
    page = text(office.get(url("index")))
    for each in (component.site.hostname, component.agency.name, str(component)):
        assert each in page
    assert page.count("w-status") >= 2


def test_list_is_filtered_without_marks(component, office):
    make_component(make_department(), "skhcn.localhost")
    found = text(office.get(url("index"), {"q": "song phu"}))
    assert component.site.hostname in found and "skhcn.localhost" not in found
    found = text(office.get(url("index"), {"state": "live"}))
    assert component.site.hostname not in found


@pytest.mark.parametrize(
    "query", [{"state": "khong-co"}, {"p": "-7"}, {"q": "x" * 500}, {"q": "\x00"}]
)
def test_absurd_filters_are_no_error(component, office, query):
    assert office.get(url("index"), query).status_code == 200


def test_list_asks_as_much_for_many_as_for_few(portal, office):
    for number in range(3):
        make_component(make_commune(f"Ủy ban nhân dân xã Tây {number} Nam", f"xa-{number}"))
    office.get(url("index"))
    with CaptureQueriesContext(connection) as few:
        office.get(url("index"))
    for number in range(3, 7):
        make_component(make_commune(f"Ủy ban nhân dân xã Tây {number} Nam", f"xa-{number}"))
    with CaptureQueriesContext(connection) as many:
        page = text(office.get(url("index")))
    assert "xa-6.localhost" in page
    assert len(many) == len(few)


def test_component_administrator_sees_the_own_site_only(component, commune_admin):
    other = make_component(make_department(), "skhcn.localhost")
    page = text(commune_admin.get(url("index")))
    assert component.site.hostname in page and "skhcn.localhost" not in page
    assert url("create") not in page
    assert commune_admin.get(url("detail", component.pk)).status_code == 200
    assert commune_admin.get(url("detail", other.pk)).status_code in (302, 403)


@pytest.mark.parametrize("role", ["contributor", "site_admin", "board_head"])
def test_no_role_on_a_component_makes_launches_or_closes_sites(component, role):
    seat_head(component)
    publish_parts(component)
    client = client_of(make_officer("ai-do", component, role))
    agency = make_department()
    for name, args in (("launch", [component.pk]), ("close", [component.pk])):
        response = client.post(url(name, *args), {"reason": "vì"})
        assert response.status_code in (302, 403)
    for method in (client.get, client.post):
        assert method(f"{url('create')}?agency={agency.pk}").status_code in (302, 403)
    component.refresh_from_db()
    assert component.state == SiteState.PREPARING
    assert not PortalSite.objects.filter(agency=agency).exists()


def test_strangers_get_in_nowhere(component):
    domain = component.domain_names.get()
    stranger = client_of(make_user("la"))
    for address in (
        url("index"),
        url("create"),
        url("detail", component.pk),
        url("domains"),
        url("domain_request"),
        url("domain", domain.pk),
    ):
        assert stranger.get(address).status_code in (302, 403), address
        assert Client().get(address).status_code == 302, address


def test_changes_are_made_by_post_only(component, office):
    assert office.get(url("launch", component.pk)).status_code == 405
    assert office.get(url("close", component.pk)).status_code == 405
    domain = component.domain_names.get()
    assert office.get(url("domain_decide", domain.pk, "issued")).status_code == 405


def test_wizard_leads_from_the_agency_to_the_site(portal, office):
    agency = make_commune()
    assert agency.name in text(office.get(url("create")))
    address = f"{url('create')}?agency={agency.pk}"
    page = text(office.get(address))
    assert HOST in page and "điểm b khoản 3 Điều 5" in page and 'name="languages"' in page
    data = {"suggested": HOST, "name": "Trang xã Song Phú", "languages": ["en"]}
    preview = text(office.post(address, {**data, "step": "preview"}))
    assert f"english.{HOST}" in preview and not PortalSite.objects.filter(agency=agency).exists()
    back = text(office.post(address, {**data, "step": "change"}))
    assert "Trang xã Song Phú" in back
    response = office.post(address, {**data, "step": "create"})
    made = PortalSite.objects.get(agency=agency)
    assert response["Location"] == url("detail", made.pk)
    assert str(made) == "Trang xã Song Phú"
    assert office.post(address, {**data, "step": "create"}).status_code == 422


def test_wizard_says_next_to_the_field_what_is_wrong(portal, office):
    agency = make_commune()
    address = f"{url('create')}?agency={agency.pk}"
    data = {
        "suggested": "other",
        "host": "song-phu.camau.gov.vn",
        "name": "Trang",
        "step": "create",
    }
    response = office.post(address, data)
    assert response.status_code == 422
    form = response.context["form"]
    assert "điểm b khoản 3 Điều 5" in form.errors["host"][0]
    forced = office.post(address, {**data, "step": "preview", "force_reason": "Công văn 7"})
    assert forced.status_code == 200 and "Công văn 7" in text(forced)


@pytest.mark.parametrize("agency", ["0", "abc", "999999", "\x00"])
def test_wizard_takes_no_unknown_agency(portal, office, agency):
    assert office.get(url("create"), {"agency": agency}).status_code == 422


def test_wizard_offers_no_agency_that_has_a_site(component, office):
    assert office.get(url("create"), {"agency": component.agency.pk}).status_code == 422


def test_launch_button_works_when_nothing_is_missing(component, office):
    page = text(office.get(url("detail", component.pk)))
    assert "disabled" in page
    office.post(url("launch", component.pk))
    component.refresh_from_db()
    assert component.state == SiteState.PREPARING
    seat_head(component)
    publish_parts(component)
    office.post(url("launch", component.pk))
    component.refresh_from_db()
    assert component.state == SiteState.LIVE
    assert office.post(url("close", component.pk), {"reason": ""}).status_code == 422
    office.post(url("close", component.pk), {"reason": "Sáp nhập"})
    component.refresh_from_db()
    assert component.state == SiteState.CLOSED
    page = text(office.get(url("detail", component.pk)))
    assert "Sáp nhập" in page and "van-phong" in page


def test_page_of_the_portal_has_no_launch_and_no_close(portal, office):
    page = text(office.get(url("detail", portal.pk)))
    assert url("launch", portal.pk) not in page and url("close", portal.pk) not in page
    office.post(url("close", portal.pk), {"reason": "vì"})
    portal.refresh_from_db()
    assert portal.state == SiteState.LIVE


def test_unknown_numbers_are_not_found(portal, office):
    assert office.get(url("detail", 99999)).status_code == 404
    assert office.get(url("domain", 99999)).status_code == 404


def test_component_administrator_asks_for_the_own_agency_only(component, commune_admin):
    host = "english.songphu.camau.gov.vn"
    other = make_department()
    data = {"agency": other.pk, "host": "skhcn.camau.gov.vn"}
    assert commune_admin.post(url("domain_request"), data).status_code == 422
    assert not DomainName.objects.filter(host="skhcn.camau.gov.vn").exists()
    data = {"agency": component.agency.pk, "host": host}
    refused = commune_admin.post(url("domain_request"), data)
    assert "host" in refused.context["form"].errors
    data["host"] = HOST
    response = commune_admin.post(url("domain_request"), data)
    domain = DomainName.objects.get(host=HOST)
    assert response["Location"] == url("domain", domain.pk)
    assert domain.requested_by.username == "quan-tri-xa"


def test_name_that_is_taken_is_an_error_at_the_field(component, commune_admin):
    domains.request(HOST, component.agency, None)
    data = {"agency": component.agency.pk, "host": HOST}
    response = commune_admin.post(url("domain_request"), data)
    assert response.status_code == 422
    assert HOST in response.context["form"].errors["host"][0]


def test_agency_that_gets_no_site_is_an_error_at_the_agency(component, office):
    agency = make_department()
    agency.kind = AgencyKind.INTERNAL_UNIT
    agency.save()
    response = office.post(url("domain_request"), {"agency": agency.pk, "host": HOST})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"agency"}


@pytest.mark.parametrize("state", ["issued", "refused", "withdrawn"])
def test_component_administrator_decides_nothing(component, commune_admin, state):
    domain = component.domain_names.get()
    response = commune_admin.post(url("domain_decide", domain.pk, state), {"note": "vì"})
    assert response.status_code in (302, 403)
    domain.refresh_from_db()
    assert domain.state == DomainState.REQUESTED
    assert "formaction" not in text(commune_admin.get(url("domain", domain.pk)))


def test_component_administrator_sees_no_names_of_others(component, commune_admin):
    other = domains.request("skhcn.camau.gov.vn", make_department(), None)
    page = text(commune_admin.get(url("domains")))
    assert "skhcn" not in page and component.site.hostname in page
    assert commune_admin.get(url("domain", other.pk)).status_code in (302, 403)


def test_portal_administrator_decides_with_reason_and_basis(component, office):
    domain = component.domain_names.get()
    response = office.post(url("domain_decide", domain.pk, "refused"), {"note": ""})
    assert response.status_code == 422
    assert "note" in response.context["form"].errors
    office.post(url("domain_decide", domain.pk, "issued"), {"basis": "Công văn 12"})
    domain.refresh_from_db()
    assert (domain.state, domain.basis) == (DomainState.ISSUED, "Công văn 12")
    assert domain.decided_by.username == "van-phong"
    late = office.post(url("domain_decide", domain.pk, "refused"), {"note": "vì"})
    assert late.status_code == 422
    assert office.post(url("domain_decide", domain.pk, "khong-co"), {}).status_code == 404


def test_menu_is_shown_to_whom_it_is_of_use(component, office, commune_admin):
    contributor = client_of(make_officer("cong-tac", component, "contributor"))
    for client, sees_domains in ((office, True), (commune_admin, True), (contributor, False)):
        page = text(client.get(reverse("wagtailadmin_home")))
        assert url("index") in page
        assert (url("domains") in page) is sees_domains
