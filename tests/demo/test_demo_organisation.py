"""Pages of the demo about agencies and leaders."""

from __future__ import annotations

import pytest
from demo.loaders import organisation, published_answers, sources
from django.test import Client

from govportal_wagtail.core.models import Person
from govportal_wagtail.editorial import requirements
from govportal_wagtail.pages.models import (
    AdministrativeMapPage,
    AgencyPage,
    LeaderPage,
    LeadersPage,
    OfficialDirectoryPage,
    OrganisationPage,
)

NAMES = ("portal", "snnmt", "muongsuong")
FILES = {name: sources.read_yaml(f"organisation/{name}.yaml") for name in NAMES}
KINDS = (LeadersPage, OrganisationPage, OfficialDirectoryPage, AgencyPage, LeaderPage)


def pages_of(name: str, kind):
    portal_site = published_answers.site_of(FILES[name]["host"])
    assert portal_site is not None
    return kind.objects.descendant_of(portal_site.site.root_page).live()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_site_has_its_pages_and_shows_them(loaded, name):
    for kind in KINDS:
        pages = list(pages_of(name, kind))
        assert pages, kind
        for page in pages:
            site = page.get_site()
            response = Client().get(page.relative_url(site), headers={"host": site.hostname})
            assert response.status_code == 200, page
            assert list(requirements.shortfalls(page)) == []
    leaders = {page.person.name for page in pages_of(name, LeaderPage)}
    assert leaders == {row["name"] for row in FILES[name]["leaders"]}


@pytest.mark.django_db
def test_the_map_says_what_it_shows(loaded):
    page = pages_of("portal", AdministrativeMapPage).get()
    assert page.image is not None
    assert page.image_alt
    assert "sông Thanh" in page.image_alt


@pytest.mark.django_db
def test_earlier_terms_are_kept(loaded):
    chair = Person.objects.get(name="Đoàn Thế Khuê")
    terms = sorted((post.starts_on, post.ends_on) for post in chair.posts.all())
    assert [ends_on is None for _starts_on, ends_on in terms] == [False, True]
    page = pages_of("portal", LeadersPage).get()
    site = page.get_site()
    address = f"{page.relative_url(site)}?former=1"
    text = Client().get(address, headers={"host": site.hostname}).content.decode()
    assert "Tiêu Bích Ngà" in text


@pytest.mark.django_db
def test_loading_again_adds_nothing(loaded):
    assert organisation.load() == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n\nB.", "<h3>A</h3>\n<p>B.</p>"),
        (
            "| X | Y |\n|---|---:|\n| a | 1 |\n| b | |",
            "<ul>\n<li>a: 1</li>\n<li>b</li>\n</ul>",
        ),
    ],
)
def test_markdown_becomes_what_rich_text_keeps(text, expected):
    assert organisation.rich_text(text) == expected


def test_an_introduction_has_no_marks():
    assert organisation.plain("- A: 1\n- B.\n\n1. C") == "A: 1; B; C."
