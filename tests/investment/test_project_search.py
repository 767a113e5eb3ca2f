"""Projects are found by their words and by their codes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.core.registries import search_sources
from govportal_wagtail.core.search import search as search_for
from govportal_wagtail.investment import search
from govportal_wagtail.investment.models import ProjectIndexPage, ProjectUpdate
from tests import builders
from tests.investment.builders import decision, make_project, package

pytestmark = pytest.mark.django_db


def found(portal: PortalSite, text: str) -> list[str]:
    site = portal.site
    hits = search_for(text, site=site, locale=site.root_page.locale, types=["projects"]).hits
    return [hit.title for hit in hits]


def test_everything_that_is_said_of_a_project_is_kept(
    register: ProjectIndexPage, communes: list[Agency]
) -> None:
    page = make_project(
        register,
        title="Cầu Đầm Dơi",
        code="7123456",
        communes=communes,
        decisions=[decision("12/QĐ-UBND")],
        packages=[package(contractor="Công ty Cầu đường 5", state="awarded")],
        updates=[ProjectUpdate(title="Hợp long nhịp chính", date="2026-11-01")],
        incentives="Miễn tiền thuê đất",
    )
    [entry] = search.entries([page.pk])
    assert (entry.title, entry.summary) == (page.title, page.objective)
    assert (entry.number, entry.category) == ("7123456", "in_progress")
    assert entry.agency_id == page.investor_id
    for text in (
        *("12/QĐ-UBND", "Công ty Cầu đường 5", "Hợp long nhịp chính", "Miễn tiền thuê đất"),
        *(communes[0].name, "Giao thông"),
    ):
        assert text in entry.text


def test_a_register_is_found_by_its_introduction(register: ProjectIndexPage) -> None:
    register.lead = "Toàn bộ dự án của tỉnh"
    builders.publish_page(register)
    [entry] = search.entries([register.pk])
    assert (entry.title, entry.summary) == (register.title, "Toàn bộ dự án của tỉnh")


def test_the_number_of_queries_does_not_grow_with_the_projects(
    register: ProjectIndexPage, communes: list[Agency]
) -> None:
    def queries(pages: list[Any]) -> int:
        with CaptureQueriesContext(connection) as found:
            assert len(list(search.entries([page.pk for page in pages]))) == len(pages)
        return len(found)

    pages = [make_project(register, communes=communes) for _n in range(5)]
    queries(pages[:1])
    assert queries(pages[:1]) == queries(pages)


def test_a_code_names_its_project(register: ProjectIndexPage) -> None:
    page = make_project(register, code="7123456", other_codes="PL2500012345; IB25-77")
    other = make_project(register, code="71234567")
    assert search.named("7.123.456") == [page.pk]
    assert search.named("ib25-77") == [page.pk]
    assert search.named("IB25-7") == []
    assert search.named("71234567") == [other.pk]
    assert search.named("…") == []


def test_the_public_search_finds_what_everybody_may_read(
    portal: PortalSite, register: ProjectIndexPage
) -> None:
    page = make_project(register, title="Kè chống sạt lở Gành Hào", code="7123456")
    draft = make_project(register, title="Bản thảo", code="7123457", publish=False)
    for text in ("sạt lở gành hào", "ganh hao", "7123456", "7.123.456"):
        assert found(portal, text) == [page.title]
    assert found(portal, draft.code) == []
    PageViewRestriction.objects.create(page=register, restriction_type="login")
    assert found(portal, "7123456") == []


def test_the_status_is_what_results_are_narrowed_by() -> None:
    source = search_sources.get("projects")
    assert source is not None
    names = source.category_names(["in_progress", "unknown"])
    assert set(names) == {"in_progress"}
