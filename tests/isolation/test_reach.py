"""What isolation must not take away, and what a click cannot show: uploads, files, the userbar."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from govportal_wagtail import checks
from govportal_wagtail.core.access import accounts, scope
from govportal_wagtail.core.models import Account
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders

from .world import ROLES, SUPPLYING, make_account

GUARD = "govportal_wagtail.core.access.guard.SiteGuardMiddleware"

pytestmark = pytest.mark.django_db

_OVERSEEING = [role for role in ROLES if role not in SUPPLYING]


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _get(user, name, *args, query: str = ""):
    return _client(user).get(reverse(name, args=args) + query)


@pytest.mark.parametrize("role", _OVERSEEING)
def test_overseers_of_the_portal_reach_every_component(province, role):
    user = province.portal.user(role)
    for place in (province.a, province.b):
        page = _get(user, "wagtailadmin_explore", place.home.pk)
        assert f"Section {place.mark}" in page.content.decode()
        chooser = _get(user, "wagtailadmin_choose_page_child", place.home.pk)
        assert f"Section {place.mark}" in chooser.content.decode()
        chosen = _get(
            user,
            "wagtailadmin_choose_page_chosen_multiple",
            query=f"?id={place.things['article'].pk}",
        )
        assert f"Article {place.mark}" in chosen.content.decode()
        assert _get(user, "wagtailadmin_pages:edit", place.things["article"].pk).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_everybody_works_on_their_own_site(province, role):
    user = province.a.user(role)
    if role == RoleCode.TRANSLATOR:
        # There are no pages in another language yet.
        return
    page = _get(user, "wagtailadmin_explore", province.a.things["section"].pk)
    assert "Article ALPHAXYZ" in page.content.decode()
    search = _get(user, "wagtailadmin_choose_page_search", query="?q=ALPHAXYZ")
    assert "Article ALPHAXYZ" in search.content.decode()
    api = _get(user, "wagtailadmin_api:pages:listing", query="?child_of=root")
    assert "Home ALPHAXYZ" in api.content.decode()
    images = _get(user, "wagtailimages_chooser:choose")
    assert "Image ALPHAXYZ" in images.content.decode()
    own = _get(
        user,
        "wagtailadmin_choose_page_chosen_multiple",
        query=(f"?id={province.a.things['article'].pk}"),
    )
    assert "Article ALPHAXYZ" in own.content.decode()


def test_who_works_on_two_sites_sees_both_and_no_third(province):
    account = make_account(province.a, RoleCode.BOARD_MEMBER)
    accounts.grant(account, province.portal.portal_site, RoleCode.CONTRIBUTOR, None)
    user = Account.objects.get(pk=account.pk).user
    root = Page.objects.get(depth=1)
    explorer = _get(user, "wagtailadmin_explore", root.pk).content.decode()
    assert "Home ALPHAXYZ" in explorer
    assert "Home PORTALXYZ" in explorer
    assert "BETAXYZ" not in explorer
    for name in ("wagtailadmin_explore", "wagtailadmin_choose_page_child"):
        answer = _get(user, name, province.b.home.pk)
        assert answer.status_code in {302, 403}
    everything = _get(
        user,
        "wagtail_bulk_action",
        "wagtailcore",
        "page",
        "delete",
        query=f"?id=all&childOf={root.pk}",
    )
    assert everything.status_code == 302
    assert "BETAXYZ" not in _get(user, "wagtailadmin_home").content.decode()


def test_whole_listings_of_the_own_site_can_be_chosen(province):
    user = province.a.user(RoleCode.BOARD_MEMBER)
    answer = _get(
        user,
        "wagtail_bulk_action",
        "wagtailcore",
        "page",
        "unpublish",
        query=f"?id=all&childOf={province.a.things['library'].pk}",
    )
    assert answer.status_code == 200
    assert "Decision ALPHAXYZ" in answer.content.decode()


def test_ordinary_editors_work_where_there_is_no_portal_site():
    site = builders.make_site()
    section = builders.make_section(site.root_page, "Ordinary section")
    group = Group.objects.create(name="Ordinary editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(
        codename="change_page", content_type__app_label="wagtailcore"
    )
    GroupPagePermission.objects.create(group=group, page=site.root_page, permission=permission)
    user = builders.make_user("ordinary")
    user.groups.add(group)
    page = _get(user, "wagtailadmin_explore", site.root_page.pk)
    assert "Ordinary section" in page.content.decode()
    assert _get(user, "wagtailadmin_pages:edit", section.pk).status_code == 200
    chosen = _get(user, "wagtailadmin_choose_page_chosen_multiple", query=f"?id={section.pk}")
    assert "Ordinary section" in chosen.content.decode()


class UploadTests:
    """Nothing is put into the collection of another site."""

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize(
        ("name", "field"),
        [
            ("wagtaildocs:add_multiple", "files[]"),
            ("wagtaildocs:add", "file"),
            ("wagtaildocs_chooser:create", "document-chooser-upload-file"),
            ("wagtailimages:add_multiple", "files[]"),
            ("wagtailimages:add", "file"),
            ("wagtailimages_chooser:create", "image-chooser-upload-file"),
        ],
    )
    def test_no_upload_into_a_foreign_collection(self, province, role, name, field):
        prefix = field.removesuffix("file") if "chooser" in field else ""
        image = "images" in name
        content = builders.make_image("x").file.read() if image else b"%PDF-1.4 text"
        data = {
            field: SimpleUploadedFile("x.png" if image else "x.txt", content),
            f"{prefix}title": "Intruder",
            f"{prefix}collection": province.b.collection.pk,
        }
        _client(province.a.user(role)).post(
            reverse(name), data, headers={"X-Requested-With": "XMLHttpRequest"}
        )
        for model in (get_image_model(), get_document_model()):
            titles = set(
                model.objects.filter(collection=province.b.collection).values_list(
                    "title", flat=True
                )
            )
            assert titles <= {"Image BETAXYZ", "File BETAXYZ"}

    def test_a_private_file_is_served_to_the_groups_of_its_site(self, province):
        restriction = CollectionViewRestriction.objects.create(
            collection=province.b.collection, restriction_type="groups"
        )
        restriction.groups.set(
            each.group for each in province.b.portal_site.role_groups.select_related("group")
        )
        file = province.b.things["file"]
        assert _client(province.b.user(RoleCode.CONTRIBUTOR)).get(file.url).status_code == 200
        for role in ROLES:
            answer = _client(province.a.user(role)).get(file.url)
            assert answer.status_code in {302, 403}


class UserbarTests:
    """The bar of editors on public pages."""

    def test_it_offers_no_editing_of_another_site(self, province):
        for role in ROLES:
            client = Client(HTTP_HOST=province.b.site.hostname)
            client.force_login(province.a.user(role))
            page = client.get(province.b.things["article"].get_url_parts()[2])
            assert page.status_code == 200
            for view in ("edit", "add_subpage", "delete", "unpublish"):
                address = reverse(
                    f"wagtailadmin_pages:{view}", args=[province.b.things["article"].pk]
                )
                assert address not in page.content.decode()


def test_redirects_workflows_collections_and_users_are_not_for_roles(province):
    """Wagtail knows these permissions for the whole installation only."""
    for place in (province.a, province.portal):
        for role in ROLES:
            user = place.user(role)
            for permission in (
                "wagtailredirects.add_redirect",
                "wagtailredirects.change_redirect",
                "wagtailcore.change_workflow",
                "wagtailcore.change_task",
                "wagtailcore.change_site",
                "wagtailcore.change_locale",
                "auth.change_user",
                "auth.change_group",
                "wagtailimages.change_image",
                "wagtaildocs.change_document",
                "govportal_core.change_portalsettings",
            ):
                assert not user.has_perm(permission), (role, permission)


def test_files_of_the_root_collection_are_shared_by_nobody(province):
    root = province.a.collection.get_parent()
    assert not GroupCollectionPermission.objects.filter(collection=root).exists()


def test_the_guard_is_asked_for_where_it_is_missing(settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "SiteGuard" not in each]
    assert [each.id for each in checks.check_site_guard()] == ["govportal.W008"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, GUARD]
    assert checks.check_site_guard() == []


def test_the_scope_is_the_same_for_the_wrapped_user_of_a_request(province, rf):
    from django.utils.functional import SimpleLazyObject

    user = province.a.user(RoleCode.SITE_ADMIN)
    lazy = SimpleLazyObject(lambda: user)
    assert list(scope.managed_portal_sites(lazy)) == [province.a.portal_site]
