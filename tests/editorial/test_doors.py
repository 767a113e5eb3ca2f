"""Every door of the admin by which somebody could publish without an approval is closed.

Each is tried by the head of the board and by a superuser, with both layers and with the guards at
the write alone: what the admin's permissions keep away, a hand-made request must not reach either.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.test.utils.form_data import querydict_from_html

from govportal_wagtail.editorial.models import EditorialEvent
from govportal_wagtail.editorial.page_permissions import PublicationTester
from govportal_wagtail.editorial.vocabulary import EventKind
from govportal_wagtail.pages.models import ArticlePage
from tests.builders import make_article, make_user
from tests.core.portal_builders import make_component, make_officer, make_portal
from tests.editorial import gate_builders as gate

pytestmark = pytest.mark.django_db

_ASKED = ("can_publish", "can_publish_subpage", "can_move_to")


@pytest.fixture(params=["both layers", "guards alone"])
def layers(request, monkeypatch):
    if request.param == "guards alone":
        for name in _ASKED:
            monkeypatch.delattr(PublicationTester, name)
    return request.param


@pytest.fixture
def portal():
    return make_portal("camau-2026")


@pytest.fixture(params=["board_head", "superuser"])
def user(request, portal):
    if request.param == "superuser":
        return make_user("quan-tri", superuser=True)
    return make_officer("truong-ban", portal, "board_head")


@pytest.fixture
def staff(client, user, layers):
    client.force_login(user)
    client.raise_request_exception = True
    return client


@pytest.fixture
def section(portal):
    return gate.section_of(portal)


@pytest.fixture
def draft(section):
    return gate.draft_in(section, by=make_user("tac-gia"))


@pytest.fixture
def live(section):
    return make_article(section, "Đã đăng")


def form_at(client, url):
    """What a browser would send from the editor; the stream of blocks is written by a script."""
    html = client.get(url).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form").copy()
    return data | {"body-count": "0"}


def api(client, page, action, **data):
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return client.post(url, json.dumps(data), content_type="application/json")


def nothing_went_public(before):
    return set(Page.objects.live().values_list("pk", flat=True)) == before


@pytest.fixture
def public(portal, section, draft, live):
    return set(Page.objects.live().values_list("pk", flat=True))


def test_a_hand_made_post_to_the_editor(staff, draft, public):
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    data = form_at(staff, url)
    data["action-publish"] = "1"
    staff.post(url, data)
    assert nothing_went_public(public)


def test_a_change_of_what_is_live(staff, live, public):
    url = reverse("wagtailadmin_pages:edit", args=[live.pk])
    data = form_at(staff, url)
    data["title"] = "Không ai duyệt"
    data["action-publish"] = "1"
    staff.post(url, data)
    assert gate.fresh(live).title == "Đã đăng"


def test_a_new_page(staff, section, public):
    url = reverse("wagtailadmin_pages:add", args=["govportal_pages", "articlepage", section.pk])
    data = form_at(staff, url)
    data |= {"title": "Mới", "slug": "moi", "published_on": "05/11/2026", "author": "An"}
    data["action-publish"] = "1"
    staff.post(url, data)
    assert nothing_went_public(public)


def test_bulk_publishing(staff, draft, section, public):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    staff.post(f"{url}?id={draft.pk}")
    assert nothing_went_public(public)
    staff.post(f"{url}?id={section.pk}", {"include_descendants": "on"})
    assert nothing_went_public(public)


@pytest.mark.parametrize("choice", ["publish_copies", "alias"])
def test_a_copy_and_an_alias(staff, live, section, public, choice):
    url = reverse("wagtailadmin_pages:copy", args=[live.pk])
    data = {
        "new_title": "Bản sao",
        "new_slug": "ban-sao",
        "new_parent_page": section.pk,
        choice: "on",
    }
    staff.post(url, data)
    assert nothing_went_public(public)
    assert not Page.objects.filter(alias_of=live).exists()


def test_a_copy_of_a_whole_section(staff, live, section, portal, public):
    url = reverse("wagtailadmin_pages:copy", args=[section.pk])
    data = {
        "new_title": "Bản sao",
        "new_slug": "ban-sao",
        "new_parent_page": portal.site.root_page_id,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    staff.post(url, data)
    assert nothing_went_public(public)


def test_a_copy_that_stays_a_draft_is_made(staff, live, section, public):
    url = reverse("wagtailadmin_pages:copy", args=[live.pk])
    data = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": section.pk}
    staff.post(url, data)
    assert not ArticlePage.objects.get(slug="ban-sao").live
    assert nothing_went_public(public)


@pytest.mark.parametrize("is_bulk", [False, True])
def test_a_move_to_another_site(staff, live, public, portal, is_bulk):
    elsewhere = gate.section_of(make_component())
    place = Page.objects.get(pk=live.pk).path
    if is_bulk:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        staff.post(f"{url}?id={live.pk}", {"chooser": elsewhere.pk})
    else:
        url = reverse("wagtailadmin_pages:move_confirm", args=[live.pk, elsewhere.pk])
        staff.post(url)
    assert Page.objects.get(pk=live.pk).path == place


def test_a_move_of_a_section_with_live_pages_to_another_site(staff, live, section, portal):
    elsewhere = make_component().site.root_page
    Page.objects.filter(pk=section.pk).update(live=False)
    place = Page.objects.get(pk=section.pk).path
    staff.post(reverse("wagtailadmin_pages:move_confirm", args=[section.pk, elsewhere.pk]))
    assert Page.objects.get(pk=section.pk).path == place


def test_a_move_within_the_site_goes_on(staff, live, portal):
    elsewhere = gate.section_of(portal, "Thông báo khác")
    staff.post(reverse("wagtailadmin_pages:move_confirm", args=[live.pk, elsewhere.pk]))
    assert Page.objects.get(pk=live.pk).is_child_of(Page.objects.get(pk=elsewhere.pk))


def test_a_date_of_posting(staff, draft, live, public):
    when = timezone.now() + timedelta(days=2)
    for page in (draft, live):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = form_at(staff, url)
        data["go_live_at"] = f"{timezone.localtime(when):%d/%m/%Y %H:%M}"
        data["title"] = "Hẹn giờ"
        data["action-publish"] = "1"
        staff.post(url, data)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize("action", ["publish", "copy", "create_alias"])
def test_the_api_of_the_admin(staff, draft, live, public, action):
    page = draft if action == "publish" else live
    data = {} if action == "publish" else {"slug": "ban-sao", "update_slug": "ban-sao"}
    assert api(staff, page, action, **data).status_code == 403
    assert nothing_went_public(public)


def test_the_move_of_the_api(staff, live, portal):
    elsewhere = gate.section_of(make_component())
    place = Page.objects.get(pk=live.pk).path
    answer = api(staff, live, "move", destination_page_id=elsewhere.pk)
    assert answer.status_code == 403
    assert Page.objects.get(pk=live.pk).path == place


def test_an_old_version_taken_up_again(staff, section, user, public):
    page = gate.draft_in(section, "Bản cũ", by=make_user("cu"))
    old = page.latest_revision
    gate.edit(page, "Bản mới", make_user("moi"))
    gate.fresh(page).get_latest_revision().publish()
    answer = api(staff, gate.fresh(page), "revert_to_page_revision", revision_id=old.pk)
    assert answer.status_code == 200
    api(staff, gate.fresh(page), "publish")
    assert gate.fresh(page).title == "Bản mới"
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])
    data = form_at(staff, url)
    data["action-publish"] = "1"
    staff.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert gate.fresh(page).title == "Bản mới"


class PrivacyTests:
    """Nobody shows their own live text to more readers."""

    @pytest.fixture
    def own(self, section, user):
        page = gate.draft_in(section, "Nội bộ", by=user)
        page.latest_revision.publish()
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        return gate.fresh(page)

    def post(self, client, page, kind):
        url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        data = {"restriction_type": kind, "password": "mat-khau", "groups": []}
        # A deletion that is refused breaks the transaction around it, here that of the test.
        with transaction.atomic():
            return client.post(url, data)

    @pytest.mark.parametrize("kind", ["none", "password"])
    def test_by_another_kind_of_privacy(self, staff, own, kind):
        self.post(staff, own, kind)
        kept = PageViewRestriction.objects.get(page=own)
        assert kept.restriction_type == "login"

    def test_by_the_privacy_of_the_section_above(self, staff, section, own):
        PageViewRestriction.objects.all().delete()
        PageViewRestriction.objects.create(page=section, restriction_type="login")
        self.post(staff, section, "none")
        assert PageViewRestriction.objects.filter(page=section).exists()

    def test_by_moving_it_out_of_a_closed_section(self, staff, section, own, portal):
        PageViewRestriction.objects.all().delete()
        PageViewRestriction.objects.create(page=section, restriction_type="login")
        elsewhere = gate.section_of(portal, "Mở")
        staff.post(reverse("wagtailadmin_pages:move_confirm", args=[own.pk, elsewhere.pk]))
        assert Page.objects.get(pk=own.pk).is_child_of(Page.objects.get(pk=section.pk))

    def test_another_person_may(self, staff, own):
        revision = own.live_revision
        revision.user = make_user("tac-gia-khac")
        revision.save()
        self.post(staff, own, "none")
        assert not PageViewRestriction.objects.filter(page=own).exists()

    def test_the_writer_may_show_it_to_fewer(self, staff, section, user):
        page = gate.draft_in(section, "Mở", by=user)
        page.latest_revision.publish()
        self.post(staff, page, "login")
        assert PageViewRestriction.objects.filter(page=page).exists()

    def test_a_restriction_goes_with_its_page(self, staff, own):
        staff.post(reverse("wagtailadmin_pages:delete", args=[own.pk]))
        assert not Page.objects.filter(pk=own.pk).exists()


def test_an_attempt_is_on_record(client, user, portal, draft, monkeypatch):
    for name in _ASKED:
        monkeypatch.delattr(PublicationTester, name)
    client.force_login(user)
    assert api(client, draft, "publish").status_code == 403
    line = EditorialEvent.objects.get(kind=EventKind.ATTEMPT_REFUSED)
    assert (line.page_id, line.by_id, line.portal_site_id) == (draft.pk, user.pk, portal.pk)


def test_the_editor_offers_no_publishing(client, user, draft):
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert 'name="action-publish"' not in page
