"""The register of projects stays in step with what is published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.investment import register as projects
from govportal_wagtail.investment.models import (
    InvestmentProjectPage,
    ProjectEntry,
    ProjectIndexPage,
    ProjectMoney,
)
from tests import builders
from tests.investment.builders import (
    BILLION,
    MILLION,
    capital,
    change_project,
    make_project,
    make_register,
    make_source,
)

pytestmark = pytest.mark.django_db
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[105.0, 9.0], [105.2, 9.0], [105.2, 9.2], [105.0, 9.2], [105.0, 9.0]]],
}


def entry(page: Page) -> ProjectEntry:
    return ProjectEntry.objects.get(pk=page.pk)


def all_rows() -> tuple[list[Any], list[Any], list[Any]]:
    columns = [f.name for f in ProjectEntry._meta.concrete_fields if f.name != "updated_at"]
    return (
        list(ProjectEntry.objects.order_by("pk").values(*columns)),
        list(ProjectEntry.communes.through.objects.order_by("pk").values_list("agency_id")),
        list(
            ProjectMoney.objects.order_by("entry", "year", "source").values(
                "entry", "year", "source", "planned", "allocated", "disbursed"
            )
        ),
    )


class RowTests:
    def test_publishing_writes_the_particulars(
        self, register: ProjectIndexPage, communes: list[Agency]
    ) -> None:
        page = make_project(
            register,
            title="Cầu Đầm Dơi",
            code="7.123.456",
            donor="Ngân hàng Thế giới",
            progress=Decimal("45.5"),
            call_until=date(2026, 12, 31),
            communes=communes,
        )
        row = entry(page)
        assert (row.title_key, row.code_key) == ("cau dam doi", "7123456")
        assert (row.register_id, row.path, row.url_path) == (
            register.pk,
            page.path,
            page.url_path,
        )
        assert (row.locale_id, row.translation_key) == (page.locale_id, page.translation_key)
        assert (row.investor, row.field) == (page.investor, page.field)
        assert (row.status, row.status_since) == ("in_progress", "2025-03")
        assert (row.total_investment, row.progress) == (120 * BILLION, Decimal("45.5"))
        assert row.published_at == page.first_published_at
        assert row.call_until == date(2026, 12, 31)
        assert set(row.communes.all()) == set(communes)
        assert row.is_public and row.revised_on is None

    def test_publishing_again_writes_the_rows_again(
        self, register: ProjectIndexPage, communes: list[Agency]
    ) -> None:
        page = make_project(register, communes=communes, capital=[capital(2025, planned=5)])
        change_project(page, objective="Khác", communes=communes[:1], capital=[capital(2026)])
        row = entry(page)
        assert row.objective == "Khác"
        assert list(row.communes.all()) == communes[:1]
        assert list(row.money.values_list("year", "planned")) == [(2026, None)]

    def test_money_is_summed_and_what_is_not_stated_is_not_nothing(
        self, register: ProjectIndexPage
    ) -> None:
        make_source("central-budget", "Ngân sách trung ương")
        page = make_project(
            register,
            capital=[
                capital(2025, planned=100 * MILLION, disbursed=40 * MILLION),
                capital(2025, "central-budget", planned=50 * MILLION),
                capital(2026, disbursed=7 * MILLION),
            ],
        )
        row = entry(page)
        assert (row.planned, row.allocated, row.disbursed) == (150 * MILLION, None, 47 * MILLION)
        assert (row.rate_planned, row.rate_disbursed) == (100 * MILLION, 40 * MILLION)
        assert row.money.count() == 3
        bare = entry(make_project(register))
        assert (bare.planned, bare.rate_planned, bare.rate_disbursed) == (None, None, None)

    def test_a_year_and_source_that_code_wrote_twice_lose_no_money(
        self, register: ProjectIndexPage
    ) -> None:
        page = make_project(
            register, capital=[capital(2025, planned=3), capital(2025, planned=4, disbursed=1)]
        )
        assert list(entry(page).money.values_list("planned", "disbursed")) == [(7, 1)]
        assert entry(page).planned == 7

    @pytest.mark.parametrize(
        ("dates", "years"),
        [
            ({"planned_start": "2024-05", "planned_end": "2026"}, (2024, 2026)),
            ({"planned_start": "2024", "planned_end": "2026", "actual_start": "2025-02-01"}, None),
            ({"planned_start": "2024", "planned_end": "2025", "actual_end": "2026-03"}, None),
            ({"planned_start": "2024", "planned_end": ""}, (2024, None)),
            ({"planned_start": "", "planned_end": ""}, (None, None)),
        ],
    )
    def test_the_years_are_those_planned_or_those_that_were(
        self, register: ProjectIndexPage, dates: dict[str, str], years: Any
    ) -> None:
        row = entry(make_project(register, **dates))
        assert (row.first_year, row.last_year) == (years or (2024, 2026))

    def test_a_page_that_was_never_published_has_no_row(self, register: ProjectIndexPage) -> None:
        page = make_project(register, publish=False)
        projects.refresh(page)
        assert not ProjectEntry.objects.exists()

    def test_a_later_draft_does_not_change_the_row(self, register: ProjectIndexPage) -> None:
        page = make_project(register, capital=[capital(2025, planned=5)])
        before = all_rows()
        change_project(page, title="Đang sửa", capital=[capital(2025, planned=6)], publish=False)
        projects.rebuild()
        assert all_rows() == before

    def test_withdrawing_and_deleting_take_the_rows_away(self, register: ProjectIndexPage) -> None:
        withdrawn = make_project(register, capital=[capital(2025, planned=5)])
        deleted = make_project(register, capital=[capital(2025, planned=5)])
        withdrawn.unpublish()
        deleted.delete()
        assert not ProjectEntry.objects.exists()
        assert not ProjectMoney.objects.exists()

    def test_each_language_has_its_own_row(self, register: ProjectIndexPage) -> None:
        page = make_project(register)
        english = builders.make_locale("en")
        home = register.get_parent().specific
        builders.publish_page(home.copy_for_translation(english))
        translated_register = register.copy_for_translation(english)
        builders.publish_page(translated_register)
        translated = page.copy_for_translation(english)
        translated.title = "Provincial road"
        builders.publish_page(translated)
        rows = ProjectEntry.objects.order_by("pk").values_list("register", "title")
        assert set(rows) == {
            (register.pk, page.title),
            (translated_register.pk, "Provincial road"),
        }


class PlaceTests:
    def test_a_point_is_taken_as_it_is(self, register: ProjectIndexPage) -> None:
        page = make_project(
            register, latitude=Decimal("9.176800"), longitude=Decimal("105.150000"), area=SQUARE
        )
        row = entry(page)
        assert (row.latitude, row.longitude, row.has_area) == (9.1768, 105.15, True)

    def test_an_area_has_a_point_inside(self, register: ProjectIndexPage) -> None:
        row = entry(make_project(register, area=SQUARE))
        assert row.has_area
        assert 105.0 < (row.longitude or 0) < 105.2
        assert 9.0 < (row.latitude or 0) < 9.2

    def test_without_a_place_there_is_no_point(self, register: ProjectIndexPage) -> None:
        row = entry(make_project(register))
        assert (row.latitude, row.longitude, row.has_area) == (None, None, False)

    def test_a_geometry_that_code_stored_and_nobody_can_read_breaks_nothing(
        self, register: ProjectIndexPage
    ) -> None:
        page = make_project(register)
        InvestmentProjectPage.objects.filter(pk=page.pk).update(area={"type": "Nothing"})
        projects.rebuild()
        assert (entry(page).latitude, entry(page).has_area) == (None, True)


class TreeTests:
    def test_a_renamed_register_takes_its_rows_along(
        self, register: ProjectIndexPage, django_capture_on_commit_callbacks: Any
    ) -> None:
        page = make_project(register)
        with django_capture_on_commit_callbacks(execute=True):
            register.slug = "du-an-moi"
            builders.publish_page(register)
        page.refresh_from_db()
        assert "du-an-moi" in entry(page).url_path
        assert entry(page).url_path == page.url_path

    def test_moving_a_page_keeps_the_paths_of_its_neighbours_right(
        self, register: ProjectIndexPage
    ) -> None:
        page = make_project(register)
        home = register.get_parent()
        builders.make_section(home, "Chuyên mục").move(home, pos="first-child")
        page.refresh_from_db()
        assert entry(page).path == page.path
        assert projects.audit().is_clean

    def test_a_project_moved_to_another_register_belongs_to_it(
        self, register: ProjectIndexPage
    ) -> None:
        page = make_project(register)
        other = make_register(Page.objects.get(pk=register.pk).get_parent(), slug="khac")
        page.move(other, pos="last-child")
        assert entry(page).register_id == other.pk
        assert projects.audit().is_clean

    def test_a_closed_branch_is_not_public_until_it_is_opened(
        self, register: ProjectIndexPage
    ) -> None:
        page = make_project(register)
        restriction = PageViewRestriction.objects.create(page=register, restriction_type="login")
        later = make_project(register)
        assert not ProjectEntry.objects.public().exists()
        restriction.delete()
        assert entry(page).is_public and entry(later).is_public


class RebuildTests:
    def test_rebuilding_from_nothing_gives_the_same_rows(
        self, register: ProjectIndexPage, communes: list[Agency]
    ) -> None:
        make_project(register, communes=communes, capital=[capital(2025, planned=5)])
        make_project(register, area=SQUARE)
        before = all_rows()
        ProjectEntry.objects.all().delete()
        assert projects.rebuild() == 2
        found = all_rows()
        for row in (*before[0], *found[0]):
            # The moment of the publication, not that of the writing of the row.
            row["content_at"] = row["content_at"].date()
        assert found == before

    def test_rows_without_a_project_go_and_progress_is_told(
        self, register: ProjectIndexPage
    ) -> None:
        page, gone = make_project(register), make_project(register)
        InvestmentProjectPage.objects.filter(pk=gone.pk).update(live=False)
        assert projects.audit().orphaned == (gone.pk,)
        told: list[tuple[int, int]] = []
        projects.rebuild(register, progress=lambda done, total: told.append((done, total)))
        assert list(ProjectEntry.objects.values_list("pk", flat=True)) == [page.pk]
        assert told == [(1, 1)]

    def test_rebuilding_one_register_leaves_the_others(
        self, portal: PortalSite, register: ProjectIndexPage
    ) -> None:
        other = make_register(Page.objects.get(pk=portal.site.root_page_id), slug="khac")
        first, second = make_project(register), make_project(other)
        ProjectEntry.objects.update(title="Cũ")
        projects.rebuild(other)
        assert (entry(first).title, entry(second).title) == ("Cũ", second.title)

    def test_the_number_of_queries_does_not_grow_with_the_projects(
        self, register: ProjectIndexPage, communes: list[Agency]
    ) -> None:
        def queries_of_rebuild() -> int:
            with CaptureQueriesContext(connection) as queries:
                projects.rebuild()
            return len(queries)

        def make() -> None:
            make_project(register, communes=communes, capital=[capital(2025, planned=5)])
            make_project(register, area=SQUARE)

        make()
        few = queries_of_rebuild()
        for _n in range(4):
            make()
        assert queries_of_rebuild() == few

    def test_the_command_writes_checks_and_refuses(self, register: ProjectIndexPage) -> None:
        page = make_project(register)
        ProjectEntry.objects.all().delete()
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("govportal_rebuild_projects", check=True, stdout=out)
        assert f"missing: {page.pk}" in out.getvalue()
        call_command("govportal_rebuild_projects", register=register.pk, stdout=StringIO())
        call_command("govportal_rebuild_projects", check=True, stdout=StringIO())
        with pytest.raises(CommandError):
            call_command("govportal_rebuild_projects", register=0, stdout=StringIO())
