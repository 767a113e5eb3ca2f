"""Every published figure that becomes another one is written down; nothing else is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Page

from govportal_wagtail.core import publication_context
from govportal_wagtail.core.append_only import AppendOnlyError
from govportal_wagtail.editorial.models import Correction
from govportal_wagtail.investment import history
from govportal_wagtail.investment.history import FigureKey
from govportal_wagtail.investment.models import (
    FigureChange,
    InvestmentProjectPage,
    ProjectEntry,
    ProjectIndexPage,
    ProjectStatus,
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
    package,
)

pytestmark = pytest.mark.django_db


def told(page: Any) -> list[tuple[Any, ...]]:
    rows = FigureChange.objects.filter(page_id=page.pk)
    return list(rows.values_list("figure", "year", "source_code", "part", "before", "after"))


class WhatIsWrittenTests:
    def test_a_first_publication_changes_nothing(self, register: ProjectIndexPage) -> None:
        page = make_project(register, capital=[capital(2025, planned=5)], publish=False)
        change_project(page, total_investment=7)
        assert not FigureChange.objects.exists()

    def test_each_figure_that_changed_is_a_line(self, register: ProjectIndexPage) -> None:
        page = make_project(register, progress=Decimal("10.50"), total_investment=100 * BILLION)
        change_project(
            page,
            progress=Decimal("55"),
            total_investment=90 * BILLION,
            status=ProjectStatus.COMPLETED,
            actual_end="2026-10",
            planned_end="",
        )
        assert set(told(page)) == {
            ("total_investment", None, "", "", "100000000000", "90000000000"),
            ("progress", None, "", "", "10.5", "55"),
            ("status", None, "", "", "in_progress", "completed"),
            ("actual_end", None, "", "", "", "2026-10"),
            ("planned_end", None, "", "", "2027-12", ""),
        }

    def test_capital_is_told_by_year_and_source(self, register: ProjectIndexPage) -> None:
        make_source("central-budget")
        page = make_project(
            register,
            capital=[capital(2025, planned=10, disbursed=4), capital(2025, "central-budget", 8)],
        )
        change_project(
            page,
            capital=[capital(2025, planned=10, disbursed=0), capital(2026, "central-budget", 8)],
        )
        assert set(told(page)) == {
            ("disbursed", 2025, "provincial-budget", "", "4", "0"),
            ("planned", 2025, "central-budget", "", "8", ""),
            ("planned", 2026, "central-budget", "", "", "8"),
        }

    def test_prices_of_packages_are_told_by_code_or_name(self, register: ProjectIndexPage) -> None:
        page = make_project(
            register,
            packages=[package(code="XL01", price=5), package("Tư vấn", price=1, contractor="A")],
        )
        change_project(
            page,
            packages=[
                package(code="XL01", price=6),
                package("Tư vấn", price=1, contractor="A", result=1),
            ],
        )
        assert set(told(page)) == {
            ("package_price", None, "", "XL01", "5", "6"),
            ("package_result", None, "", "Tư vấn", "", "1"),
        }

    def test_the_same_figures_in_other_rows_are_no_change(self, register: ProjectIndexPage) -> None:
        rows = [{"year": 2025, "planned": 5}, {"year": 2026, "planned": 6}]
        page = make_project(
            register, capital=[capital(**row) for row in rows], progress=Decimal("45.50")
        )
        change_project(
            page, capital=[capital(**row) for row in reversed(rows)], progress=Decimal("45.5")
        )
        assert told(page) == []

    def test_a_draft_is_told_when_it_is_published(self, register: ProjectIndexPage) -> None:
        page = make_project(register, total_investment=1)
        change_project(page, total_investment=2, publish=False)
        assert told(page) == []
        change_project(page, total_investment=3)
        assert [line[-2:] for line in told(page)] == [("1", "3")]

    def test_what_was_withdrawn_is_compared_when_it_comes_back(
        self, register: ProjectIndexPage
    ) -> None:
        page = make_project(register, capital=[capital(2025, planned=5)])
        page.unpublish()
        change_project(page, capital=[capital(2025, planned=9)])
        assert [line[-2:] for line in told(page)] == [("5", "9")]

    def test_a_copy_begins_anew(self, register: ProjectIndexPage) -> None:
        page = make_project(register)
        copied = page.copy(update_attrs={"slug": "ban-sao", "code": "99", "total_investment": 1})
        assert told(copied) == []

    def test_an_alias_follows_its_page(self, register: ProjectIndexPage) -> None:
        page = make_project(register, capital=[capital(2025, planned=5)])
        other = make_register(Page.objects.get(pk=register.pk).get_parent(), slug="khac")
        alias = page.create_alias(parent=other)
        change_project(page, capital=[capital(2025, planned=6)])
        assert [line[-2:] for line in told(alias)] == [("5", "6")]
        assert list(ProjectEntry.objects.get(pk=alias.pk).money.values_list("planned")) == [(6,)]

    def test_the_log_outlives_the_project_and_is_never_changed(
        self, register: ProjectIndexPage
    ) -> None:
        page = make_project(register)
        change_project(page, total_investment=1)
        line = FigureChange.objects.get()
        page.delete()
        assert FigureChange.objects.filter(pk=line.pk).exists()
        with pytest.raises(AppendOnlyError):
            line.delete()


class WhoAndWhyTests:
    def test_who_is_at_work_in_the_admin(self, register: ProjectIndexPage) -> None:
        user = builders.make_user("hoa", first_name="Hoa", last_name="Lê")
        page = make_project(register)
        with LogContext(user=user), publication_context.trusted("test"):
            change_project(page, total_investment=1)
        line = FigureChange.objects.get()
        assert (line.by_id, line.by_name) == (user.pk, user.get_full_name())
        assert line.code == page.code and line.translation_key == page.translation_key

    def test_the_system_is_nobody(self, register: ProjectIndexPage) -> None:
        change_project(make_project(register), total_investment=1)
        line = FigureChange.objects.get()
        assert (line.by_id, line.by_name, line.reason, line.batch_id) == (None, "", "", None)

    def test_code_says_for_whom_why_and_of_which_sheet(self, register: ProjectIndexPage) -> None:
        user = builders.make_user("tai-chinh")
        page = make_project(register)
        reason = "Báo cáo số 12/BC-STC " * 20
        with (
            publication_context.trusted("figures", user=user, reason=reason),
            history.in_batch(17),
        ):
            change_project(page, total_investment=1)
        line = FigureChange.objects.get()
        assert (line.by_id, line.batch_id) == (user.pk, 17)
        assert line.reason.startswith("Báo cáo số 12/BC-STC") and len(line.reason) <= 255

    def test_the_notice_that_is_posted_with_the_change_is_the_reason(
        self, register: ProjectIndexPage
    ) -> None:
        user = builders.make_user("bien-tap-vien")
        page = make_project(register)
        old = Correction.objects.create(page=page, kind="correction", text="Cũ", made_by=user)
        change_project(page, total_investment=1)
        Correction.objects.create(page=page, kind="update", text="Số liệu mới", made_by=user)
        change_project(page, total_investment=2)
        assert old.pk
        reasons = FigureChange.objects.order_by("pk").values_list("reason", flat=True)
        assert list(reasons) == ["Cũ", "Số liệu mới"]


class DaysTests:
    """When somebody last published something new, and when a figure was revised."""

    def aged(self, page: Any) -> Any:
        long_ago = timezone.now() - timedelta(days=400)
        ProjectEntry.objects.filter(pk=page.pk).update(content_at=long_ago)
        return long_ago

    def test_publishing_the_same_again_is_no_news(self, register: ProjectIndexPage) -> None:
        page = make_project(
            register, capital=[capital(2025, planned=5)], packages=[package(price=3)]
        )
        long_ago = self.aged(page)
        change_project(page, slug="dia-chi-khac", seo_title="Khác")
        assert ProjectEntry.objects.get(pk=page.pk).content_at == long_ago

    @pytest.mark.parametrize(
        "values", [{"objective": "Khác"}, {"packages": []}, {"total_investment": 1}]
    )
    def test_anything_else_is(self, register: ProjectIndexPage, values: dict[str, Any]) -> None:
        page = make_project(register, packages=[package(price=3)])
        long_ago = self.aged(page)
        change_project(page, **values)
        assert ProjectEntry.objects.get(pk=page.pk).content_at > long_ago + timedelta(days=399)

    def test_communes_are_news_too(self, register: ProjectIndexPage, communes: Any) -> None:
        page = make_project(register)
        long_ago = self.aged(page)
        change_project(page, communes=communes)
        assert ProjectEntry.objects.get(pk=page.pk).content_at > long_ago

    def test_only_figures_are_revised(self, register: ProjectIndexPage) -> None:
        page = make_project(register)
        change_project(page, objective="Khác")
        assert ProjectEntry.objects.get(pk=page.pk).revised_on is None
        change_project(page, progress=Decimal(5))
        assert ProjectEntry.objects.get(pk=page.pk).revised_on == timezone.localdate()


def test_publishing_writes_a_fixed_number_of_lines_and_reads_nothing_twice(
    register: ProjectIndexPage,
) -> None:
    page = make_project(register)
    change_project(page, total_investment=5 * MILLION)
    stored = InvestmentProjectPage.objects.get(pk=page.pk)
    assert history.snapshot(stored)[FigureKey("total_investment")] == "5000000"
    builders.publish_page(stored)
    builders.publish_page(stored)
    assert FigureChange.objects.count() == 1
    assert [line.after for line in history.changes_of(page)] == ["5000000"]
