"""Investment projects of the demo: complete, with money, a corrected figure and English calls."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from demo.loaders import investment, sources
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Site

from govportal_wagtail.editorial import requirements
from govportal_wagtail.investment import rights
from govportal_wagtail.investment.models import (
    FigureChange,
    InvestmentProjectPage,
    ProjectEntry,
    ProjectIndexPage,
    ProjectStatus,
)

pytestmark = pytest.mark.django_db
HOST = "english.localhost"
DATA = sources.read_yaml("investment/projects.yaml")
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


def in_language(code):
    return InvestmentProjectPage.objects.live().filter(locale__language_code=code)


def test_every_project_is_posted_with_what_the_law_asks_for(loaded):
    assert {page.code for page in in_language("vi")} == {row["code"] for row in DATA["projects"]}
    for page in in_language("vi"):
        assert list(requirements.shortfalls(page)) == [], page
        response = Client().get(page.url)
        assert response.status_code == 200, page
    assert {entry.status for entry in ProjectEntry.objects.all()} == set(ProjectStatus.values)


def test_money_is_that_of_the_file(loaded):
    row = DATA["projects"][0]
    entry = ProjectEntry.objects.get(code=row["code"], locale__language_code="vi")
    millions = [sum(each[column] for each in row["capital"]) for column in (2, 3, 4)]
    found = [entry.planned, entry.allocated, entry.disbursed]
    assert found == [round(each * 10**6) for each in millions]


def test_corrected_figures_are_told(loaded):
    codes = [code for code, *_rest in DATA["revisions"]]
    assert list(FigureChange.objects.values_list("code", flat=True)) == codes
    register = ProjectIndexPage.objects.get(locale__language_code="vi")
    listed = Client().get(f"{register.url}?xem=bang").content.decode()
    assert "492" in listed


def test_investors_read_the_calls_in_english(loaded):
    register = ProjectIndexPage.objects.get(locale__language_code="en")
    site = Site.objects.get(hostname=HOST)
    path = register.url_path.removeprefix(site.root_page.url_path)
    response = Client().get(f"/{path}?xem=keu-goi", headers={"host": HOST})
    main = BeautifulSoup(response.content.decode(), "html.parser").find("main")
    calls = in_language("en").exclude(call_until=None)
    assert len(calls) == len(re.findall("Applications until", main.get_text()))
    words = [text for text in main.find_all(string=_VIETNAMESE) if "đồng" not in text]
    assert words == []


def test_the_english_host_says_in_english_whose_it_is(loaded):
    response = Client().get("/", headers={"host": HOST})
    page = BeautifulSoup(response.content.decode(), "html.parser")
    assert "People's Committee of Thanh Giang Province" in page.find("header").get_text()
    assert "Office of the Provincial People's Committee" in page.find("footer").get_text()
    assert "Ủy ban nhân dân" not in page.get_text()


def test_the_department_of_finance_may_supply_figures(loaded):
    officer = get_user_model().objects.get(username="daumoi.stc")
    register = ProjectIndexPage.objects.get(locale__language_code="vi")
    assert register in rights.registers_of(officer)


def test_loading_again_makes_nothing(loaded):
    assert investment.load(Site.objects.get(is_default_site=True)) == 0
