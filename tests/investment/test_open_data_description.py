"""The description of the data set for catalogues (DCAT), and the view of the register about it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import resolve
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail import conf
from govportal_wagtail.core.models import PortalSettings
from govportal_wagtail.investment.public.columns import PROJECT_COLUMNS
from govportal_wagtail.investment.public.dcat import CONTEXT
from govportal_wagtail.investment.public.part_columns import PARTS
from tests import builders
from tests.investment.builders import make_project, make_register
from tests.investment.open_data_helpers import address, body, read_csv, read_json

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    """Each answer is made anew."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


def check_node(node) -> None:
    """Assert what JSON-LD asks of a node: known prefixes, whole addresses, typed values."""
    assert isinstance(node, dict)
    if "@value" in node:
        assert set(node) <= {"@value", "@type", "@language"}
        assert isinstance(node["@value"], str) and len(node) == 2
        return
    for name, value in node.items():
        if name == "@context":
            continue
        if name == "@id":
            assert value.startswith(("http://", "https://", "mailto:"))
        elif name == "@type":
            assert value.partition(":")[0] in CONTEXT
        else:
            assert name.partition(":")[0] in CONTEXT, name
            for each in value if isinstance(value, list) else [value]:
                if not isinstance(each, str):
                    check_node(each)


class DescriptionTests:
    def test_it_is_a_data_set_with_all_that_catalogues_ask_for(self, client, portal, register):
        PortalSettings.objects.update_or_create(
            site=portal.site, defaults={"email": "vanphong@tinh.example.vn"}
        )
        make_project(
            register, latitude=Decimal("18.5"), longitude=Decimal("105.5"), planned_end="2027"
        )
        response = client.get(address(register, "/dcat.jsonld"))
        assert response["Content-Type"] == "application/ld+json"
        data = response.json()
        check_node(data)
        assert data["@context"] == CONTEXT
        assert data["@type"] == "dcat:Dataset"
        assert register.title in data["dct:title"]["@value"]
        assert data["dct:title"]["@language"] == "vi"
        assert data["dct:publisher"]["foaf:name"] == portal.agency.name
        assert data["dct:license"] == {"@id": conf.API_LICENCE}
        assert data["dct:identifier"] == register.full_url
        assert data["dcat:contactPoint"]["vcard:hasEmail"] == {
            "@id": "mailto:vanphong@tinh.example.vn"
        }
        assert datetime.fromisoformat(data["dct:modified"]["@value"])
        assert data["dct:temporal"]["dcat:startDate"] == {"@value": "2025", "@type": "xsd:gYear"}
        assert data["dct:temporal"]["dcat:endDate"] == {"@value": "2027", "@type": "xsd:gYear"}
        assert data["dct:spatial"][1]["dcat:bbox"]["@value"].startswith("POLYGON((105.5 18.5, ")

    def test_every_file_is_there_under_its_address(self, client, register):
        make_project(register)
        files = read_json(client, register, "/dcat.jsonld")["dcat:distribution"]
        assert len(files) == 4 + len(PARTS) + 1
        for each in files:
            url = each["dcat:accessURL"]["@id"].removeprefix("http://testserver")
            response = client.get(url)
            assert response.status_code == 200, url
            if "dcat:mediaType" in each:
                kind = response["Content-Type"].partition(";")[0]
                assert each["dcat:mediaType"]["@id"].endswith(kind)

    def test_with_filters_it_describes_what_they_find(self, client, register):
        data = read_json(client, register, "/dcat.jsonld", nhom="a")
        assert data["dct:identifier"].endswith("?nhom=a")
        assert "dct:temporal" not in data
        files = [each for each in data["dcat:distribution"] if "dcat:downloadURL" in each]
        assert all(each["@id"].endswith("?nhom=a") for each in files)


class ViewTests:
    def shown(self, client, register, **asked):
        return client.get(register.get_url(), {"xem": "du-lieu", **asked})

    def test_it_leads_to_every_file_with_the_filters_of_the_list(self, client, register):
        make_project(register)
        response = self.shown(client, register, nhom="b")
        assert response.status_code == 200
        about = response.context["open_data"]
        urls = [each["url"] for each in (*about["files"], *about["parts"])]
        assert len(urls) == 4 + len(PARTS)
        for url in (*urls, about["dcat_url"]):
            assert url.endswith("?nhom=b")
            body(client.get(url))
            assert url in response.content.decode()
        for url in (about["dictionary_url"], about["api_url"], about["description_url"]):
            assert resolve(url)
            assert url in response.content.decode()

    def test_it_has_the_dictionary_and_the_terms(self, client, portal):
        register = make_register(portal, licence="Ghi rõ nguồn khi dùng lại")
        text = self.shown(client, register).content.decode()
        assert "Ghi rõ nguồn khi dùng lại" in text
        assert conf.API_LICENCE in text
        with translation.override("vi"):
            for column in (
                *PROJECT_COLUMNS,
                *(each for part in PARTS.values() for each in part.columns),
            ):
                assert f"<code>{column.code}</code>" in text
                assert str(column.heading) in text

    def test_filters_that_are_not_understood_are_told(self, client, register):
        response = self.shown(client, register, nhom="x")
        assert response.status_code == 400
        assert response.context["open_data"]["files"] == []

    def test_a_closed_register_offers_no_files(self, client, register, admin_user):
        PageViewRestriction.objects.create(page=register, restriction_type="login")
        client.force_login(admin_user)
        response = self.shown(client, register)
        assert response.status_code == 200
        assert response.context["open_data"]["files"] == []


class LanguageTests:
    @pytest.fixture
    def english(self, portal):
        """The register of the English pages of the site."""
        home = Page.objects.get(pk=portal.site.root_page_id)
        copy = home.copy_for_translation(builders.make_locale("en"))
        builders.publish_page(copy.specific)
        return make_register(copy, title="Investment projects", slug="projects")

    def test_a_register_tells_of_projects_in_its_language(self, client, register, english, sources):
        make_project(register, title="Cầu Lam Kiều 2")
        field = builders.make_field("duong-bo", name="Đường bộ", name_en="Roads")
        page = make_project(english, title="Lam Kieu 2 bridge", field=field, code="LK-2")
        data = read_json(client, english)
        (project,) = data["projects"]
        assert (project["name"], project["field"]) == ("Lam Kieu 2 bridge", "Roads")
        assert (project["status"], project["language"]) == ("in progress", "en")
        assert project["url"] == page.full_url
        headings, _rows = read_csv(client, english)
        with translation.override("en"):
            assert headings == [str(column.heading) for column in PROJECT_COLUMNS]
        described = read_json(client, english, "/dcat.jsonld")
        assert described["dct:title"]["@language"] == "en"
        assert described["dct:language"]["@id"].endswith("/ENG")
        asked = {"query": "bridge", "locale": "en", "fields": "status,field"}
        (row,) = client.get("/api/v2/projects/", asked).json()["items"]
        assert row["id"] == page.pk
