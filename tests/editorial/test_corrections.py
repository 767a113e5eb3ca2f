"""A notice of a correction is public from the moment the change is, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.editorial import corrections, takedowns
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import Correction, EditorialEvent
from govportal_wagtail.editorial.vocabulary import EventKind
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.editorial.afterwards_builders import (
    COMPONENT_HOST,
    Network,
    make_alias,
    make_network,
    public_path,
)
from tests.editorial.gate_builders import acting, edit, fresh, make_workflow, pass_all

pytestmark = pytest.mark.django_db
TEXT = "Số tiền đúng là 12 tỷ đồng, không phải 21 tỷ đồng."


@pytest.fixture(autouse=True)
def _no_page_cache(settings) -> None:
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def network() -> Network:
    return make_network("camau-2026")


@pytest.fixture
def editor(network):
    return network.officer(RoleCode.FULL_TIME_EDITOR)


def shown(page: Page, host: str = "localhost") -> str:
    return Client().get(public_path(page), headers={"host": host}).content.decode()


def write(network, editor, text: str = TEXT, kind: str = "correction") -> Correction:
    return corrections.write(fresh(network.article), editor, kind=kind, text=text)


class PublicationTests:
    def test_notice_becomes_public_with_the_approved_change(self, network, editor):
        head = network.officer(RoleCode.BOARD_HEAD)
        workflow = make_workflow(network.portal, ("approve", "board_head"))
        notice = write(network, editor)
        with acting(editor):
            edit(network.article, "Khánh thành cầu 12 tỷ", editor)
        assert TEXT not in shown(network.article)
        pass_all(workflow, network.article, editor, head)
        text = shown(network.article)
        assert TEXT in text
        assert "Khánh thành cầu 12 tỷ" in text
        notice.refresh_from_db()
        at = timezone.localtime(notice.published_at)
        assert at.strftime("%H:%M %d/%m/%Y") in text

    def test_notice_written_after_the_change_was_saved_waits(self, network, editor):
        page = fresh(network.article)
        revision = page.save_revision(user=editor)
        notice = write(network, editor)
        revision.publish()
        notice.refresh_from_db()
        assert notice.published_at is None
        assert TEXT not in shown(network.article)
        builders.publish_page(fresh(network.article))
        notice.refresh_from_db()
        assert notice.published_at is not None

    def test_history_is_newest_first_and_says_what_is_which(self, network, editor):
        for number, kind in enumerate(("correction", "update", "correction")):
            notice = write(network, editor, f"Lần {number}", kind)
            builders.publish_page(fresh(network.article))
            past = timezone.now() - timedelta(days=10 - number)
            Correction.objects.filter(pk=notice.pk).update(published_at=past)
        text = shown(network.article)
        assert text.index("Lần 2") < text.index("Lần 1") < text.index("Lần 0")
        kinds = [notice.kind for notice in corrections.public(network.article)]
        assert kinds == ["correction", "update", "correction"]

    def test_notice_is_escaped(self, network, editor):
        write(network, editor, "<script>alert(1)</script>")
        builders.publish_page(fresh(network.article))
        assert "<script>alert(1)" not in shown(network.article)

    def test_alias_shows_the_notice_of_its_page(self, network, editor):
        alias = make_alias(network)
        write(network, editor)
        builders.publish_page(fresh(network.article))
        assert TEXT in shown(alias, COMPONENT_HOST)

    def test_restoration_posts_no_notice(self, network, editor):
        head = network.officer(RoleCode.BOARD_HEAD)
        notice = write(network, editor)
        takedown = takedowns.take_down(
            fresh(network.article), head, requested_by="Sở", reason="Xem lại"
        )
        takedowns.restore(takedown, head, note="Đúng")
        notice.refresh_from_db()
        assert notice.published_at is None

    def test_page_without_notices_says_nothing_of_them(self, network):
        assert 'role="note"' not in shown(network.article)


class RightsTests:
    def test_supplier_and_people_of_another_site_write_no_notice(self, network):
        for user in (
            network.officer(RoleCode.CONTRIBUTOR),
            network.officer(RoleCode.UNIT_HEAD),
            network.officer(RoleCode.BOARD_HEAD, on=network.commune),
        ):
            with pytest.raises(PermissionDenied):
                write(network, user)

    def test_draft_and_alias_have_nothing_to_correct(self, network, editor):
        draft = builders.make_article(network.section, title="Nháp", publish=False)
        with pytest.raises(FlowError):
            corrections.write(draft, editor, kind="update", text="x")
        operator = network.officer(RoleCode.OPERATOR)
        with pytest.raises(FlowError):
            corrections.write(make_alias(network), operator, kind="update", text="x")

    def test_public_notice_is_not_withdrawn_a_waiting_one_is(self, network, editor):
        notice = write(network, editor)
        builders.publish_page(fresh(network.article))
        with pytest.raises(FlowError):
            corrections.withdraw(notice, editor)
        waiting = write(network, editor, "Nhầm")
        corrections.withdraw(waiting, editor)
        assert not Correction.objects.filter(pk=waiting.pk).exists()

    def test_each_stage_is_logged(self, network, editor):
        write(network, editor)
        builders.publish_page(fresh(network.article))
        found = EditorialEvent.objects.filter(kind=EventKind.CORRECTED).order_by("pk")
        assert [event.details["stage"] for event in found] == ["written", "posted"]
        assert {event.reason for event in found} == {TEXT}


class ScreenTests:
    def test_editor_writes_in_the_admin_and_lands_in_the_editor_of_the_page(
        self, network, editor, client
    ):
        client.force_login(editor)
        address = reverse("editorial_after:corrections", args=[network.article.pk])
        edit_page = reverse("wagtailadmin_pages:edit", args=[network.article.pk])
        assert address in client.get(edit_page).content.decode()
        data = {"kind": "correction", "text": TEXT, "requested_by": "Sở Tài chính", "basis": ""}
        response = client.post(address, data)
        assert response.url == edit_page
        assert TEXT in client.get(edit_page).content.decode()
        listed = client.get(address)
        assert TEXT in listed.content.decode()
        notice = Correction.objects.get()
        client.post(reverse("editorial_after:correction_withdraw", args=[notice.pk]))
        assert not Correction.objects.exists()

    def test_empty_text_is_refused_next_to_its_field(self, network, editor, client):
        client.force_login(editor)
        address = reverse("editorial_after:corrections", args=[network.article.pk])
        response = client.post(address, {"kind": "update", "text": "", "basis": "12/QĐ"})
        assert response.status_code == 422
        assert "12/QĐ" in response.content.decode()
        assert "text" in response.context["form"].errors

    def test_people_of_another_site_find_nothing(self, network, editor, client):
        notice = write(network, editor)
        client.force_login(network.officer(RoleCode.BOARD_HEAD, on=network.commune))
        address = reverse("editorial_after:corrections", args=[network.article.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"kind": "update", "text": "x"}).status_code == 404
        withdraw = reverse("editorial_after:correction_withdraw", args=[notice.pk])
        assert client.post(withdraw).status_code == 404
        assert Correction.objects.filter(pk=notice.pk).exists()
