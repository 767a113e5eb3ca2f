"""A section is selected at once: what is taken, what is left out, who is told, how it goes on."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.translation import flow, sections
from govportal_wagtail.translation.errors import TranslationError
from govportal_wagtail.translation.models import PageTranslation, SectionSelection
from tests.builders import make_article, make_category, make_section
from tests.translation.builders import english

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(portal):
    return make_section(Page.objects.get(pk=portal.site.root_page_id), "Phóng sự")


@pytest.fixture
def articles(section, portal):
    given = {"category": make_category(), "agency": portal.agency}
    return [make_article(section, f"Bài {number}", **given) for number in range(3)]


@pytest.fixture(autouse=True)
def _filled(articles):
    """Every test begins with the articles in the section."""


def titles():
    return set(PageTranslation.objects.values_list("title", flat=True))


def run_of(section, people, **given):
    run = sections.order(section, english(), people["truong-ban"], **given)
    sections.perform(run.pk)
    run.refresh_from_db()
    return run


def test_the_section_and_what_is_posted_below_it_is_selected(section, people):
    run = run_of(section, people, reason="Lý do")
    assert {"Phóng sự", "Bài 0", "Bài 1", "Bài 2"} <= titles()
    assert (run.selected, run.total, run.refused) == (4, 4, [])
    assert run.finished_at
    assert set(PageTranslation.objects.values_list("reason", flat=True)) == {"Lý do"}


def test_drafts_and_closed_pages_are_left_out(section, people, articles):
    articles[0].unpublish()
    PageViewRestriction.objects.create(page=articles[1], restriction_type=PageViewRestriction.LOGIN)
    run = run_of(section, people)
    assert run.total == 2
    assert titles() & {"Bài 0", "Bài 1", "Bài 2"} == {"Bài 2"}


def test_a_closed_section_is_refused(section, people):
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(TranslationError):
        sections.order(section, english(), people["truong-ban"])


def test_what_was_selected_or_removed_before_is_left_as_it_is(section, people, articles):
    first = flow.select(articles[0], english(), people["truong-ban"], reason="Chọn riêng")[-1]
    removed = flow.select(articles[1], english(), people["truong-ban"])[-1]
    flow.remove(removed, people["truong-ban"], reason="Không cần")
    run = run_of(section, people, reason="Cả chuyên mục")
    assert (run.total, run.selected) == (1, 1)
    assert PageTranslation.objects.get(pk=first.pk).reason == "Chọn riêng"
    assert PageTranslation.objects.get(pk=removed.pk).state == "removed"


def test_a_second_order_has_nothing_to_do(section, people):
    run_of(section, people)
    with pytest.raises(TranslationError):
        sections.order(section, english(), people["truong-ban"])


def test_too_many_pages_are_refused(section, people, monkeypatch):
    monkeypatch.setattr(sections, "MOST_PAGES", 3)
    with pytest.raises(TranslationError, match="4"):
        sections.order(section, english(), people["truong-ban"])
    assert not SectionSelection.objects.exists()


def test_one_page_that_cannot_be_selected_stops_no_other(section, people, articles):
    run = sections.order(section, english(), people["truong-ban"])
    # What stands at the place of the translation was made without one being selected.
    flow.select(section, english(), people["truong-ban"])
    articles[1].copy_for_translation(english(), alias=True)
    sections.perform(run.pk)
    run.refresh_from_db()
    assert [each["title"] for each in run.refused] == ["Bài 1"]
    assert run.selected == 2
    assert run.finished_at


def test_what_was_interrupted_goes_on(section, people, articles, monkeypatch):
    run = sections.order(section, english(), people["truong-ban"])
    real = flow.select

    def breaks(page, *args, **kwargs):
        if page.pk == articles[1].pk:
            raise RuntimeError("power cut")
        return real(page, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(flow, "select", breaks)
        with pytest.raises(RuntimeError):
            sections.perform(run.pk)
    run.refresh_from_db()
    assert (run.selected, run.finished_at, bool(run.message)) == (2, None, True)
    sections.perform(run.pk)
    run.refresh_from_db()
    assert (run.selected, bool(run.finished_at), run.message) == (4, True, "")


def test_the_unit_is_told_once(section, people, unit, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run_of(section, people, unit=unit)
    told = [each for each in mail.outbox if "Phóng sự" in each.subject or "Bài" in each.subject]
    assert [each.to for each in told] == [[people["bien-dich"].email]]
    assert "4" in told[0].body


def test_whoever_lost_the_role_meanwhile_selects_nothing_more(section, people):
    run = sections.order(section, english(), people["truong-ban"])
    people["truong-ban"].groups.clear()
    sections.perform(run.pk)
    run.refresh_from_db()
    assert (run.selected, bool(run.message)) == (0, True)
    assert not PageTranslation.objects.filter(title="Bài 1").exists()


def test_whoever_was_deleted_meanwhile_selects_nothing_more(section, people):
    run = sections.order(section, english(), people["truong-ban"])
    SectionSelection.objects.filter(pk=run.pk).update(ordered_by=None)
    sections.perform(run.pk)
    run.refresh_from_db()
    assert (run.selected, bool(run.message), bool(run.finished_at)) == (0, True, True)


def test_who_goes_on_with_a_run_that_runs_counts_nothing_twice(
    section, people, unit, monkeypatch, django_capture_on_commit_callbacks
):
    run = sections.order(section, english(), people["truong-ban"], unit=unit)
    real, begun = flow.select, []

    def meanwhile(*args, **kwargs):
        made = real(*args, **kwargs)
        if not begun:
            begun.append(True)
            # As a second process does, once the first has let go of this page.
            transaction.on_commit(lambda: sections.perform(run.pk))
        return made

    monkeypatch.setattr(flow, "select", meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        sections.perform(run.pk)
    run.refresh_from_db()
    assert (run.selected, run.refused, run.message) == (4, [], "")
    assert len([each for each in mail.outbox if "Phóng sự" in each.subject]) == 1


def test_only_the_newsroom_orders(section, people):
    with pytest.raises(PermissionDenied):
        sections.order(section, english(), people["bien-dich"])


class ScreenTests:
    def test_the_board_selects_a_section(self, client, section, people):
        client.force_login(people["truong-ban"])
        address = reverse("govportal_translation:select", args=[section.pk])
        form = client.get(address).context["form"]
        assert "3" in form.fields["with_section"].label
        answer = client.post(address, {"locale": english().pk, "with_section": "on"})
        run = SectionSelection.objects.get()
        assert answer.url == reverse("govportal_translation:section", args=[run.pk])
        assert run.selected == 4
        assert client.get(answer.url).status_code == 200
        assert client.get(address).status_code == 200

    def test_a_page_with_nothing_below_has_no_such_box(self, client, articles, people):
        client.force_login(people["truong-ban"])
        address = reverse("govportal_translation:select", args=[articles[0].pk])
        assert "with_section" not in client.get(address).context["form"].fields
        client.post(address, {"locale": english().pk, "with_section": "on"})
        assert not SectionSelection.objects.exists()

    def test_nothing_left_is_said_on_the_form(self, client, section, people):
        run_of(section, people)
        client.force_login(people["truong-ban"])
        address = reverse("govportal_translation:select", args=[section.pk])
        answer = client.post(address, {"locale": english().pk, "with_section": "on"})
        assert answer.status_code == 422
        assert answer.context["form"].non_field_errors()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_others_see_no_run(self, client, section, people, method):
        run = run_of(section, people)
        client.force_login(people["bien-dich"])
        address = reverse("govportal_translation:section", args=[run.pk])
        answer = getattr(client, method)(address)
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")

    def test_a_run_that_does_not_exist_is_not_found(self, client, people):
        client.force_login(people["truong-ban"])
        address = reverse("govportal_translation:section", args=[999999])
        assert client.get(address).status_code == 404

    def test_going_on_with_a_finished_run_does_nothing(self, client, section, people):
        run = run_of(section, people)
        client.force_login(people["truong-ban"])
        client.post(reverse("govportal_translation:section", args=[run.pk]))
        run.refresh_from_db()
        assert run.selected == 4
