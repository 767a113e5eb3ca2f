"""What follows a publication: rows of what is public, once, and of nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.investment import publishing
from govportal_wagtail.investment.models import (
    FigureChange,
    InvestmentProjectPage,
    ProjectEntry,
    ProjectIndexPage,
)
from tests.investment.builders import capital, change_project, make_project, stored

pytestmark = pytest.mark.django_db


def test_a_project_that_waits_for_its_day_is_not_in_the_register(
    register: ProjectIndexPage,
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    page = make_project(register, go_live_at=tomorrow, capital=[capital(2025, planned=5)])
    assert not stored(page).live
    assert not ProjectEntry.objects.exists()


def test_its_day_brings_it_into_the_register(register: ProjectIndexPage) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    page = make_project(register, go_live_at=tomorrow)
    revision = page.latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert ProjectEntry.objects.filter(pk=page.pk).exists()
    assert not FigureChange.objects.exists()


def test_a_project_whose_time_is_over_leaves_it(register: ProjectIndexPage) -> None:
    page = make_project(register, expire_at=timezone.now() + timedelta(days=1))
    past = timezone.now() - timedelta(minutes=1)
    InvestmentProjectPage.objects.filter(pk=page.pk).update(expire_at=past)
    call_command("publish_scheduled")
    assert not ProjectEntry.objects.exists()


def test_what_is_told_twice_is_written_once(register: ProjectIndexPage) -> None:
    page = make_project(register)
    version = stored(page)
    version.total_investment = 5
    version.save()
    assert len(publishing.published(version)) == 1
    assert publishing.published(version) == []
    assert publishing.published(stored(page)) == []
    assert FigureChange.objects.count() == 1
    assert ProjectEntry.objects.get().total_investment == 5


def test_deleting_the_register_takes_everything_along(register: ProjectIndexPage) -> None:
    make_project(register, capital=[capital(2025, planned=5)])
    Page.objects.get(pk=register.pk).delete()
    assert not ProjectEntry.objects.exists()


def test_coming_back_brings_the_rows_back(register: ProjectIndexPage) -> None:
    page = make_project(register, capital=[capital(2025, planned=5)])
    page.unpublish()
    change_project(page)
    entry = ProjectEntry.objects.get()
    assert list(entry.money.values_list("planned")) == [(5,)]
    assert entry.published_at == stored(page).first_published_at


def test_publishing_leaves_other_projects_alone(register: ProjectIndexPage) -> None:
    other = make_project(register, capital=[capital(2025, planned=5)])
    before = ProjectEntry.objects.values().get(pk=other.pk)
    change_project(make_project(register), total_investment=1)
    assert ProjectEntry.objects.values().get(pk=other.pk) == before
