"""A page that is taken down is gone on every site at once, and comes back exactly as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction
from wagtail.test.utils.form_data import querydict_from_html

from govportal_wagtail.core.vietnamese import fold
from govportal_wagtail.editorial import takedown_reach, takedowns
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import (
    EditorialEvent,
    Takedown,
    TakedownMode,
    TakedownState,
)
from govportal_wagtail.editorial.registries import PageTwins, page_twins
from govportal_wagtail.editorial.vocabulary import EventKind
from govportal_wagtail.legal import register
from govportal_wagtail.legal.models import RegisterEntry
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.editorial.afterwards_builders import (
    COMPONENT_HOST,
    Network,
    make_alias,
    make_network,
    make_translation,
    public_path,
)
from tests.editorial.gate_builders import acting, edit, make_workflow, pass_all

pytestmark = pytest.mark.django_db
WHY = {"requested_by": "Công an tỉnh", "basis": "Văn bản 12/CAT", "reason": "Sai sự thật"}


@pytest.fixture(autouse=True)
def _no_page_cache(settings) -> None:
    """The cache hears of a change when the transaction ends, which a test's does not."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def _page_cache(settings) -> None:
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 300


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def head(network):
    return network.officer(RoleCode.BOARD_HEAD)


def status(path: str, host: str = "localhost") -> int:
    return Client().get(path, headers={"host": host}).status_code


def answer(path: str, host: str = "localhost") -> str:
    return Client().get(path, headers={"host": host}).content.decode()


def events(page: Page, kind: EventKind) -> list[EditorialEvent]:
    return list(EditorialEvent.objects.filter(page_id=page.pk, kind=kind))


class ReachTests:
    def test_page_is_gone_with_alias_and_translation_on_both_sites(self, network, head):
        alias, english = make_alias(network), make_translation(network)
        paths = [
            (public_path(network.article), "localhost"),
            (public_path(alias), COMPONENT_HOST),
            (public_path(english), "localhost"),
        ]
        assert [status(*each) for each in paths] == [200, 200, 200]
        takedown = takedowns.take_down(network.article, head, **WHY)
        assert [status(*each) for each in paths] == [410, 410, 410]
        hidden = {entry["page"] for entry in takedown.hidden}
        assert hidden == {network.article.pk, alias.pk, english.pk}

    @pytest.mark.usefixtures("_page_cache")
    def test_lists_feeds_search_and_sitemap_of_both_sites_forget_it(
        self, network, head, django_capture_on_commit_callbacks
    ):
        make_alias(network)
        feeds = [reverse("govportal_pages:site_atom"), "/sitemap-pages.xml", "/tim-kiem/?query=cau"]
        places = [
            (path, host)
            for host in ("localhost", COMPONENT_HOST)
            for path in ("/tin-moi/", *feeds)
            # The sitemap leaves aliases out anyway.
            if (path, host) != ("/sitemap-pages.xml", COMPONENT_HOST)
        ]
        for place in places:
            assert "khanh-thanh-cau" in answer(*place), place
        with django_capture_on_commit_callbacks(execute=True):
            takedowns.take_down(network.article, head, **WHY)
        for place in places:
            assert "khanh-thanh-cau" not in answer(*place), place

    def test_document_leaves_the_register_and_its_copy_elsewhere_goes_too(self, network, head):
        own = builders.make_library(network.portal.site.root_page, title="Văn bản cổng")
        other = builders.make_library(network.commune.site.root_page, title="Văn bản xã")
        document = builders.make_document(own, "7/2026/QĐ-UBND")
        copy = builders.make_document(other, "7/2026/QĐ-UBND")
        assert RegisterEntry.objects.filter(pk__in=[document.pk, copy.pk]).count() == 2
        takedown = takedowns.take_down(document, head, **WHY)
        assert not RegisterEntry.objects.filter(pk__in=[document.pk, copy.pk]).exists()
        assert status(public_path(copy), COMPONENT_HOST) == 410
        takedowns.restore(takedown, head, note="Đúng")
        assert RegisterEntry.objects.filter(pk__in=[document.pk, copy.pk]).count() == 2
        assert register.audit().is_clean

    def test_pages_below_go_too(self, network, head):
        takedown = takedowns.take_down(network.section, head, **WHY)
        assert status(public_path(network.article)) == 410
        assert network.article.pk in {entry["page"] for entry in takedown.hidden}

    def test_head_of_a_component_leaves_the_portal_alone_and_is_told(self, network):
        alias = make_alias(network)
        local = network.officer(RoleCode.BOARD_HEAD, on=network.commune)
        reach = takedowns.reach_for(alias, local, network.commune)
        assert [page.pk for page in reach.left] == [network.article.pk]
        takedowns.take_down(alias, local, **WHY)
        assert status(public_path(alias), COMPONENT_HOST) == 410
        assert status(public_path(network.article)) == 200
        event = events(alias, EventKind.TAKEN_DOWN)[0]
        assert event.details["left"] == [network.article.full_url]

    def test_another_unrelated_page_of_the_same_title_stays(self, network, head):
        twin = builders.make_article(network.commune_section, title="Khánh thành cầu")
        takedowns.take_down(network.article, head, **WHY)
        assert status(public_path(twin), COMPONENT_HOST) == 200

    def test_home_page_is_not_taken_down(self, network, head):
        with pytest.raises(FlowError):
            takedowns.take_down(network.portal.site.root_page.specific, head, **WHY)

    def test_schedule_of_a_copy_is_cancelled(self, network, head):
        english = make_translation(network)
        english.unpublish()
        english.go_live_at = timezone.now() + timedelta(days=1)
        english.save_revision().publish()
        assert english.revisions.filter(approved_go_live_at__isnull=False).exists()
        takedowns.take_down(network.article, head, **WHY)
        assert not english.revisions.filter(approved_go_live_at__isnull=False).exists()


class RightsTests:
    @pytest.mark.parametrize(
        ("role", "allowed"),
        [
            (RoleCode.BOARD_HEAD, True),
            (RoleCode.BOARD_DEPUTY, True),
            (RoleCode.BOARD_MEMBER, True),
            (RoleCode.OPERATOR, True),
            (RoleCode.SITE_ADMIN, False),
            (RoleCode.BOARD_SECRETARY, False),
            (RoleCode.FULL_TIME_EDITOR, False),
            (RoleCode.UNIT_HEAD, False),
            (RoleCode.CONTRIBUTOR, False),
        ],
    )
    def test_board_and_operator_take_down_and_nobody_else(self, network, role, allowed):
        user = network.officer(role)
        if allowed:
            takedowns.take_down(network.article, user, **WHY)
        else:
            with pytest.raises(PermissionDenied):
                takedowns.take_down(network.article, user, **WHY)
        network.article.refresh_from_db()
        assert network.article.live is not allowed

    def test_head_of_a_component_cannot_take_down_a_page_of_the_portal(self, network):
        local = network.officer(RoleCode.BOARD_HEAD, on=network.commune)
        with pytest.raises(PermissionDenied):
            takedowns.take_down(network.article, local, **WHY)

    def test_board_of_the_portal_takes_down_on_a_component(self, network, head):
        page = builders.make_article(network.commune_section, title="Tin xã")
        takedowns.take_down(page, head, **WHY)
        assert status(public_path(page), COMPONENT_HOST) == 410

    def test_second_of_two_is_told(self, network, head):
        takedowns.take_down(network.article, head, **WHY)
        with pytest.raises(FlowError):
            takedowns.take_down(Page.objects.get(pk=network.article.pk), head, **WHY)
        assert Takedown.objects.count() == 1


class AnswerTests:
    def test_notice_tells_day_basis_and_note_but_not_the_title(self, network, head):
        path = public_path(network.article)
        takedowns.take_down(network.article, head, public_note="Đang xác minh", **WHY)
        response = Client().get(path, headers={"host": "localhost"})
        text = response.content.decode()
        assert response.status_code == 410
        assert response.headers["Cache-Control"] == "no-store"
        assert 'content="noindex"' in text
        assert timezone.localdate().strftime("%d/%m/%Y") in text
        assert "Văn bản 12/CAT" in text
        assert "Đang xác minh" in text
        assert "khanh thanh cau" not in fold(text)
        assert "Sai sự thật" not in text

    def test_silent_takedown_is_an_ordinary_404(self, network, head):
        path = public_path(network.article)
        takedowns.take_down(network.article, head, mode=TakedownMode.SILENT, **WHY)
        response = Client().get(path, headers={"host": "localhost"})
        assert response.status_code == 404
        assert "12/CAT" not in response.content.decode()

    @pytest.mark.usefixtures("_page_cache")
    def test_page_in_the_cache_is_not_served_any_more(
        self, network, head, django_capture_on_commit_callbacks
    ):
        path = public_path(network.article)
        Client().get(path, headers={"host": "localhost"})
        cached = Client().get(path, headers={"host": "localhost"})
        assert cached.headers["X-Portal-Cache"] == "hit"
        with django_capture_on_commit_callbacks(execute=True):
            takedown = takedowns.take_down(network.article, head, **WHY)
        assert status(path) == 410
        with django_capture_on_commit_callbacks(execute=True):
            takedowns.restore(takedown, head, note="Đúng")
        assert status(path) == 200

    def test_page_below_a_restriction_says_nothing(self, network, head):
        PageViewRestriction.objects.create(
            page=network.section, restriction_type=PageViewRestriction.LOGIN
        )
        takedowns.take_down(network.article, head, **WHY)
        assert status(public_path(network.article)) == 404

    def test_draft_and_ordinary_withdrawal_stay_404(self, network):
        draft = builders.make_article(network.section, title="Nháp", publish=False)
        network.article.unpublish()
        assert status(public_path(draft)) == 404
        assert status(public_path(network.article)) == 404

    def test_page_approved_again_and_withdrawn_later_is_no_tombstone(self, network, head):
        takedowns.take_down(network.article, head, **WHY)
        page = Page.objects.get(pk=network.article.pk).specific
        builders.publish_page(page)
        assert status(public_path(page)) == 200
        page.unpublish()
        assert status(public_path(page)) == 404


class RestoreTests:
    def test_exactly_the_public_revisions_come_back(self, network, head):
        alias, english = make_alias(network), make_translation(network)
        live = Page.objects.get(pk=network.article.pk).live_revision_id
        network.article.title = "Bản nháp chưa duyệt"
        draft = network.article.save_revision()
        takedown = takedowns.take_down(Page.objects.get(pk=network.article.pk), head, **WHY)
        assert takedowns.restore(takedown, head, note="Không vi phạm") == []
        page = Page.objects.get(pk=network.article.pk)
        assert page.live
        assert page.title == "Khánh thành cầu"
        assert page.live_revision_id == live
        assert page.latest_revision_id == draft.pk
        assert page.has_unpublished_changes
        assert status(public_path(alias), COMPONENT_HOST) == 200
        assert status(public_path(english)) == 200
        takedown.refresh_from_db()
        assert takedown.state == TakedownState.RESTORED
        assert takedown.decided_by == head
        restored = events(network.article, EventKind.RESTORED)
        assert [event.reason for event in restored] == ["Không vi phạm"]

    def test_page_without_a_revision_comes_back(self, network, head):
        page = builders.make_article(network.section, title="Nhập", publish=False)
        Page.objects.filter(pk=page.pk).update(live=True, latest_revision=None)
        page.revisions.all().delete()
        takedown = takedowns.take_down(Page.objects.get(pk=page.pk), head, **WHY)
        assert takedowns.restore(takedown, head, note="Đúng") == []
        assert status(public_path(page)) == 200

    def test_alias_that_was_not_public_stays_away(self, network, head):
        alias = make_alias(network)
        alias.unpublish()
        takedown = takedowns.take_down(network.article, head, **WHY)
        takedowns.restore(takedown, head, note="Đúng")
        assert not Page.objects.get(pk=alias.pk).live

    def test_alias_hidden_alone_comes_back(self, network):
        alias = make_alias(network)
        local = network.officer(RoleCode.BOARD_HEAD, on=network.commune)
        takedown = takedowns.take_down(alias, local, **WHY)
        assert takedowns.restore(takedown, local, note="Đúng") == []
        assert status(public_path(alias), COMPONENT_HOST) == 200

    def test_deleted_page_is_told_and_the_rest_comes_back(self, network, head):
        english = make_translation(network)
        title = english.title
        takedown = takedowns.take_down(network.article, head, **WHY)
        Page.objects.get(pk=english.pk).delete()
        assert takedowns.restore(takedown, head, note="Đúng") == [title]
        assert status(public_path(network.article)) == 200

    def test_restores_once(self, network, head):
        takedown = takedowns.take_down(network.article, head, **WHY)
        takedowns.restore(takedown, head, note="Đúng")
        with pytest.raises(FlowError):
            takedowns.restore(takedown, head, note="Lại")

    def test_editor_cannot_restore(self, network, head):
        takedown = takedowns.take_down(network.article, head, **WHY)
        with pytest.raises(PermissionDenied):
            takedowns.restore(takedown, network.officer(RoleCode.FULL_TIME_EDITOR), note="x")

    def test_page_does_not_come_back_through_the_admin_without_approval(self, network, head):
        takedowns.take_down(network.article, head, **WHY)
        revision = Page.objects.get(pk=network.article.pk).latest_revision
        client = Client()
        client.force_login(head)
        edit = reverse("wagtailadmin_pages:edit", args=[network.article.pk])
        html = client.get(edit).content.decode()
        data = querydict_from_html(html, form_id="page-edit-form").copy()
        data |= {"body-count": "0", "action-publish": "1"}
        client.post(edit, data)
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{bulk}?id={network.article.pk}")
        with acting(head), pytest.raises(PermissionDenied):
            revision.publish(user=head)
        assert not Page.objects.get(pk=network.article.pk).live

    def test_new_approval_brings_it_back(self, network, head):
        takedowns.take_down(network.article, head, **WHY)
        workflow = make_workflow(network.portal, ("approve", "board_head"))
        editor = network.officer(RoleCode.FULL_TIME_EDITOR)
        with acting(editor):
            edit(network.article, "Khánh thành cầu, đã sửa", editor)
        pass_all(workflow, network.article, editor, head)
        assert status(public_path(network.article)) == 200


class PolicyTests:
    @pytest.mark.parametrize(
        ("profile", "state"),
        [
            ("langson-2024", TakedownState.PENDING),
            ("camau-2026", TakedownState.CONFIRMED),
            ("vinhlong-2021", TakedownState.CONFIRMED),
        ],
    )
    def test_regulation_decides_whether_it_is_verified(self, profile, state):
        network = make_network(profile)
        head = network.officer(RoleCode.BOARD_HEAD)
        assert takedowns.take_down(network.article, head, **WHY).state == state

    def test_pending_takedown_is_confirmed_once(self, network, head):
        takedown = takedowns.take_down(network.article, head, **WHY)
        assert takedowns.confirm(takedown, head, note="Đúng là sai").state == "confirmed"
        with pytest.raises(FlowError):
            takedowns.confirm(takedown, head, note="Lại")
        assert status(public_path(network.article)) == 410

    def test_copies_stay_where_the_regulation_keeps_to_one_site(self, network, head):
        document = builders.make_document(
            builders.make_library(network.portal.site.root_page, title="VB"), "8/2026/QĐ-UBND"
        )
        copy = builders.make_article(network.commune_section, title="Bản sao")
        twins = PageTwins(
            "test-copies",
            lambda page: [Page.objects.get(pk=copy.pk)] if page.pk == document.pk else [],
        )
        page_twins.register("test-copies", twins)
        try:
            across = takedown_reach.reach_of(document, head, across_sites=True)
            alone = takedown_reach.reach_of(document, head, across_sites=False)
        finally:
            page_twins._entries.pop("test-copies")
        assert [page.pk for page in across.pages] == [document.pk, copy.pk]
        assert [page.pk for page in alone.pages] == [document.pk]
        assert [page.pk for page in alone.left] == [copy.pk]


class LogTests:
    def test_every_hidden_page_has_its_line_and_wagtail_knows(self, network, head):
        english = make_translation(network)
        takedown = takedowns.take_down(network.article, head, **WHY)
        main = events(network.article, EventKind.TAKEN_DOWN)[0]
        assert (main.by_name, main.role, main.reason) == (str(head), "board_head", "Sai sự thật")
        assert main.article == "8.2.a; 8.2.b"
        assert main.details["requested_by"] == "Công an tỉnh"
        assert main.details["takedown"] == takedown.pk
        assert main.revision_id == takedown.hidden[0]["revision"]
        assert len(events(english, EventKind.TAKEN_DOWN)) == 1
        assert PageLogEntry.objects.filter(page=english, action="wagtail.unpublish").exists()


class ScreenTests:
    def test_board_head_takes_down_and_restores(self, network, head, client):
        client.force_login(head)
        address = reverse("editorial_after:take_down", args=[network.article.pk])
        assert "Khánh thành cầu" in client.get(address).content.decode()
        data = {**WHY, "mode": "tombstone", "public_note": ""}
        takedown_page = client.post(address, data)
        takedown = Takedown.objects.get()
        assert takedown_page.url == reverse("editorial_after:takedown", args=[takedown.pk])
        assert client.get(takedown_page.url).status_code == 200
        listed = client.get(reverse("editorial_after:takedowns")).content.decode()
        assert "Khánh thành cầu" in listed
        decide = reverse("editorial_after:takedown_decide", args=[takedown.pk, "restore"])
        assert client.post(decide, {"note": ""}).status_code == 422
        assert client.post(decide, {"note": "Đúng"}).status_code == 302
        assert status(public_path(network.article)) == 200

    def test_missing_reason_is_shown_and_nothing_is_hidden(self, network, head, client):
        client.force_login(head)
        address = reverse("editorial_after:take_down", args=[network.article.pk])
        response = client.post(address, {"requested_by": "Công an", "mode": "tombstone"})
        assert response.status_code == 422
        assert "Công an" in response.content.decode()
        assert status(public_path(network.article)) == 200

    def test_people_of_another_site_do_not_find_the_page(self, network, client):
        client.force_login(network.officer(RoleCode.BOARD_HEAD, on=network.commune))
        address = reverse("editorial_after:take_down", args=[network.article.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {**WHY, "mode": "silent"}).status_code == 404

    def test_editor_sees_and_may_not(self, network, head, client):
        takedown = takedowns.take_down(network.article, head, **WHY)
        client.force_login(network.officer(RoleCode.FULL_TIME_EDITOR))
        own = builders.make_article(network.section, title="Tin khác")
        address = reverse("editorial_after:take_down", args=[own.pk])
        # Wagtail's admin answers a refusal with a message on its first page.
        for denied in (client.get(address), client.post(address, {**WHY, "mode": "silent"})):
            assert denied.status_code in (302, 403)
        assert status(public_path(own)) == 200
        detail = reverse("editorial_after:takedown", args=[takedown.pk])
        assert client.get(detail).status_code == 200
        decide = reverse("editorial_after:takedown_decide", args=[takedown.pk, "restore"])
        assert client.post(decide, {"note": "x"}).status_code in (302, 403)
        assert status(public_path(network.article)) == 410

    def test_takedown_of_another_site_is_not_found(self, network, head, client):
        takedown = takedowns.take_down(network.article, head, **WHY)
        client.force_login(network.officer(RoleCode.BOARD_HEAD, on=network.commune))
        assert (
            client.get(reverse("editorial_after:takedown", args=[takedown.pk])).status_code == 404
        )
        decide = reverse("editorial_after:takedown_decide", args=[takedown.pk, "restore"])
        assert client.post(decide, {"note": "x"}).status_code == 404

    def test_contributor_has_no_list(self, network, client):
        client.force_login(network.officer(RoleCode.CONTRIBUTOR))
        response = client.get(reverse("editorial_after:takedowns"))
        assert response.status_code in (302, 403)

    def test_button_stands_on_public_pages_for_who_may(self, network, head, client):
        client.force_login(head)
        edit = reverse("wagtailadmin_pages:edit", args=[network.article.pk])
        take_down = reverse("editorial_after:take_down", args=[network.article.pk])
        assert take_down in client.get(edit).content.decode()
        client.force_login(network.officer(RoleCode.FULL_TIME_EDITOR))
        assert take_down not in client.get(edit).content.decode()
