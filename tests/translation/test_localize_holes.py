"""What wagtail-localize does as shipped, and what stands against it here.

The first test of each pair shows the finding on the bare package, so that it tells when a later
version has mended it; the second shows that it does not hold on a portal.
"""

from __future__ import annotations

import json
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object
from wagtail_localize.views import edit_translation
from wagtail_localize.wagtail_hooks import register_admin_urls

from govportal_wagtail.editorial import publication
from govportal_wagtail.translation import flow
from govportal_wagtail.translation.checks import check_settings
from govportal_wagtail.translation.models import PageTranslation
from tests.builders import make_user, publish_page
from tests.editorial.flow_builders import make_draft
from tests.translation.builders import (
    english,
    make_source,
    publish_translation,
)

pytestmark = pytest.mark.django_db


def may_submit(user):
    """The one permission that wagtail-localize asks for."""
    user.user_permissions.add(
        Permission.objects.get(
            codename="submit_translation", content_type__app_label="wagtail_localize"
        )
    )
    return type(user).objects.get(pk=user.pk)


def address(name, *args):
    return reverse(f"wagtail_localize:{name}", args=args)


TYPED = "application/x-www-form-urlencoded"
#: How a source may go, by one of the forms of the admin.
WAYS_AWAY = (
    "unpublish",
    "delete",
    "move",
    "bulk unpublish",
    "bulk delete",
    "bulk move",
)
#: Addresses of wagtail-localize that lead to a screen of ours.
LED_TO_OURS = (
    "submit_page_translation",
    "update_translations",
    "translations_report",
    "translations_report_results",
)
#: All others, with what stands in their addresses.
DOORS = {
    "javascript_catalog": (),
    "submit_snippet_translation": ("app", "model", "page"),
    "edit_string_translation": ("record", "segment"),
    "edit_override": ("record", "segment"),
    "download_pofile": ("record",),
    "upload_pofile": ("record",),
    "machine_translate": ("record",),
    "preview_translation": ("record",),
    "stop_translation": ("record",),
    "convert_to_alias": ("page",),
    "snippets_api_listing": ("app", "model"),
    "snippets_api_detail": ("app", "model", "page"),
}


@pytest.fixture
def source(portal):
    return make_source(portal)


@pytest.fixture
def posted(source, people):
    rows = flow.select(source, english(), people["truong-ban"])
    return [publish_translation(row, people) for row in rows][-1]


@pytest.fixture
def clerk(portal, client):
    """Somebody who may enter the admin and submit translations, and nothing else."""
    user = make_user("thu-van")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(may_submit(user))
    return client


@pytest.fixture
def bare(settings):
    """The package as shipped: its own views, its own setting, nobody to ask before publishing."""
    settings.ROOT_URLCONF = "tests.translation.bare_urls"
    settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
    with publication.authorised("bare"):
        yield


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """The package publishes after the transaction."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def shown(bare, source, committed):
    """An English page that the package made and published; nobody here selected it."""
    with committed():
        for above in (source.get_parent(), source):
            translate_object(above.specific, [english()])
    record = Translation.objects.get(source__object_id=source.translation_key)
    title = record.source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=title.string,
        context=title.context,
        locale=english(),
        data="Bridge opened",
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )
    with committed():
        record.save_target(publish=True)
    found = source.get_translation(english())
    assert (found.live, found.title) == (True, "Bridge opened")
    return found


@pytest.fixture
def editor(client, portal):
    """Somebody who may change pages of the English tree by Wagtail's own permissions."""
    home = Page.objects.get(pk=portal.site.root_page_id).get_translation(english())
    group = Group.objects.create(name="Editors of English pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(
        codename="change_page", content_type__app_label="wagtailcore"
    )
    GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    client.user = make_user("bien-tap-tieng-anh")
    client.user.groups.add(group)
    client.force_login(client.user)
    return client


@pytest.fixture
def head(client, portal):
    """Somebody who may do everything with pages."""
    client.force_login(make_user("chu-tich", superuser=True))
    return client


def go_away(client, source, way):
    """The form of the admin by which a page goes."""
    kind, _space, action = way.rpartition(" ")
    home = source.get_ancestors().get(depth=2)
    if kind:
        to = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        answer = client.post(f"{to}?id={source.pk}", {"chooser": home.pk})
    elif action == "move":
        args = [source.pk, home.pk]
        answer = client.post(reverse("wagtailadmin_pages:move_confirm", args=args))
    else:
        answer = client.post(reverse(f"wagtailadmin_pages:{action}", args=[source.pk]))
    assert answer.status_code == 302
    page = Page.objects.filter(pk=source.pk).first()
    assert page is None or not page.live or page.is_child_of(home)


def dummy_of(title):
    """What the machine of wagtail-localize that is for tests makes of a title."""
    return " ".join(reversed(title.split(" ")))


def strings_of(record):
    """All that is translated, and what was chosen otherwise than in the source."""
    texts = StringTranslation.objects.filter(locale=record.target_locale)
    return sorted(texts.values_list("pk", "data")), SegmentOverride.objects.count()


def target_of(row):
    return Page.objects.get(pk=row.target_id).specific


def correct(source, title):
    page = type(source).objects.get(pk=source.pk)
    page.title = title
    with publication.authorised("test"):
        publish_page(page)


class BareTests:
    """What the package does by itself: each of these is why something below exists."""

    def test_one_permission_publishes_a_copy_of_any_page(self, clerk, bare, source, committed):
        to = address("submit_page_translation", source.pk)
        assert source.title in clerk.get(to).content.decode()
        with committed():
            clerk.post(to, {"locales": [english().pk]})
        assert source.get_translation(english()).live

    def test_also_a_draft_and_a_closed_page(self, clerk, bare, portal, people, source):
        draft = make_draft(portal, people["cong-tac-vien"], "Chuyện chưa công bố")
        PageViewRestriction.objects.create(page=source, restriction_type="login")
        for page in (draft, source):
            to = address("submit_page_translation", page.pk)
            assert page.title in clerk.get(to).content.decode()
            clerk.post(to, {"locales": [english().pk]})
            assert page.get_translations().filter(locale=english()).exists()

    def test_a_whole_subtree_is_copied_within_the_request(self, clerk, bare, source):
        above = source.get_parent()
        given = {"locales": [english().pk], "include_subtree": "on"}
        clerk.post(address("submit_page_translation", above.pk), given)
        assert source.get_translations().exists()

    def test_updating_shows_the_source_text_to_readers(self, clerk, source, shown, committed):
        correct(source, "Khánh thành cầu mới")
        record = TranslationSource.objects.get(object_id=source.translation_key)
        with committed():
            clerk.post(address("update_translations", record.pk), {"publish_translations": "on"})
        assert Page.objects.get(pk=shown.pk).title == "Khánh thành cầu mới"

    def test_saving_without_publishing_still_writes_into_the_live_page(self, bare, source, shown):
        correct(source, "Khánh thành cầu mới")
        record = Translation.objects.get(source__object_id=source.translation_key)
        record.source.update_from_db()
        record.save_target(publish=False)
        assert Page.objects.get(pk=shown.pk).specific.title == "Khánh thành cầu mới"

    def test_a_changed_source_still_counts_as_up_to_date(self, source, posted):
        record = Translation.objects.get(source__object_id=source.translation_key)
        correct(source, "Khánh thành cầu mới")
        assert record.get_status_display() in ("Up to date", "Đã cập nhật")
        assert PageTranslation.objects.get(pk=posted.pk).is_outdated

    def test_the_report_shows_every_title_to_everybody(self, client, bare, source, shown):
        user = make_user("nguoi-khac")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert source.title in client.get(address("translations_report")).content.decode()

    def test_who_may_change_the_page_writes_anything_into_it(self, editor, bare, source, shown):
        record = Translation.objects.get(source__object_id=source.translation_key)
        marked = record.source.stringsegment_set.get(string__data__contains="<b>")
        to = address("edit_string_translation", record.pk, marked.pk)
        answer = editor.put(to, "value=No marks", content_type=TYPED)
        assert answer.status_code in (200, 201)
        assert StringTranslation.objects.get(translation_of=marked.string).data == "No marks"

    def test_the_editor_of_a_translation_hands_nothing_in(self, rf, editor, bare, source, shown):
        record = Translation.objects.get(source__object_id=source.translation_key)
        request = rf.get("/")
        request.user = editor.user
        answer = edit_translation.edit_translation(request, record, shown)
        soup = BeautifulSoup(answer.content, "html.parser")
        props = soup.select_one("[data-props]")["data-props"]
        assert json.loads(props)["perms"]["canPublish"] is False
        assert "workflow" not in props.lower()

    def test_who_may_change_a_page_turns_it_into_an_alias(self, editor, bare, source, shown):
        editor.post(address("convert_to_alias", shown.pk))
        assert Page.objects.get(pk=shown.pk).alias_of_id == source.pk

    def test_translations_are_stopped(self, editor, bare, source, shown):
        record = Translation.objects.get(source__object_id=source.translation_key)
        editor.post(address("stop_translation", record.pk))
        record.refresh_from_db()
        assert not record.enabled

    def test_a_machine_translation_is_shown_unread(
        self, editor, settings, source, shown, committed
    ):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
            "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
        }
        record = Translation.objects.get(source__object_id=source.translation_key)
        StringTranslation.objects.all().delete()
        editor.post(address("machine_translate", record.pk))
        with committed():
            record.save_target(publish=True)
        assert Page.objects.get(pk=shown.pk).title == dummy_of(source.title)

    @pytest.mark.parametrize("way", WAYS_AWAY)
    def test_translations_do_not_follow_by_themselves(self, bare, head, source, shown, way):
        place = Page.objects.get(pk=shown.pk).path
        go_away(head, source, way)
        left = Page.objects.get(pk=shown.pk)
        assert left.live
        assert left.path == place


class HoleTests:
    def test_nobody_submits_a_page_past_the_newsroom(self, clerk, source):
        to = address("submit_page_translation", source.pk)
        given = {"locales": [english().pk], "include_subtree": "on"}
        for answer in (clerk.get(to, follow=True), clerk.post(to, given, follow=True)):
            assert source.title not in answer.content.decode()
        assert not source.get_translations().exists()
        assert not TranslationSource.objects.exists()

    def test_a_draft_and_a_closed_page_are_not_copied_out(self, clerk, portal, people, source):
        draft = make_draft(portal, people["cong-tac-vien"], "Chuyện chưa công bố")
        PageViewRestriction.objects.create(page=source, restriction_type="login")
        for page in (draft, source):
            answer = clerk.post(
                reverse("govportal_translation:select", args=[page.pk]),
                {"locale": english().pk},
                follow=True,
            )
            assert page.title not in answer.content.decode()
        assert not TranslationSource.objects.exists()

    def test_nobody_publishes_by_updating(self, clerk, source, posted):
        correct(source, "Khánh thành cầu mới")
        record = TranslationSource.objects.get(object_id=source.translation_key)
        to = address("update_translations", record.pk)
        clerk.post(to, {"publish_translations": "on"}, follow=True)
        assert target_of(posted).title == "EN Khánh thành cầu"
        record.refresh_from_db()
        assert "mới" not in record.object_repr

    def test_renewing_never_shows_the_source_text_to_readers(self, source, posted, people, client):
        correct(source, "Khánh thành cầu mới")
        flow.renew(posted, people["bien-dich"])
        assert target_of(posted).title == "EN Khánh thành cầu"

    def test_the_report_shows_what_one_may_see(self, clerk, source, posted):
        for name in ("translations_report", "translations_report_results"):
            answer = clerk.get(address(name), follow=True)
            assert source.title not in answer.content.decode()

    @pytest.mark.parametrize("name", DOORS)
    def test_the_other_doors_are_closed(self, client, portal, people, source, posted, name):
        """To everybody, also to those who may write the text on our screens."""
        record = Translation.objects.get(source__object_id=source.translation_key)
        before = strings_of(record)
        segment = record.source.stringsegment_set.first().pk
        args = {"segment": segment, "record": record.pk, "page": posted.target_id}
        args |= {"app": "govportal_core", "model": "person"}
        to = address(name, *(args[each] for each in DOORS[name]))
        for user in (people["bien-dich"], people["truong-ban"], make_user("r", superuser=True)):
            client.force_login(may_submit(user))
            for answer in (
                client.get(to),
                client.post(to, {"value": "Hack"}),
                client.put(to, "value=Hack", content_type=TYPED),
                client.delete(to),
            ):
                assert answer.status_code in (302, 403)
        record.refresh_from_db()
        assert record.enabled
        assert strings_of(record) == before
        assert target_of(posted).alias_of_id is None

    def test_no_door_is_forgotten(self, client):
        """What wagtail-localize adds in a later version is closed until somebody opens it."""
        client.force_login(make_user("root", superuser=True))
        known = {*DOORS, *LED_TO_OURS}
        named = {each.name for each in register_admin_urls()[0].url_patterns}
        assert named == known
        assert client.get("/admin/localize/something/new/").status_code == 302

    @pytest.mark.parametrize("way", WAYS_AWAY)
    def test_translations_follow_their_source(self, head, source, posted, way):
        go_away(head, source, way)
        if "move" in way:
            home = source.get_ancestors().get(depth=2)
            assert target_of(posted).get_parent().translation_key == home.translation_key
        else:
            assert not target_of(posted).live
            assert PageTranslation.objects.get(pk=posted.pk).state == "removed"

    def test_the_editor_of_a_translation_is_ours(self, client, people, posted):
        client.force_login(people["truong-ban"])
        edit = reverse("wagtailadmin_pages:edit", args=[posted.target_id])
        ours = reverse("govportal_translation:translation", args=[posted.pk])
        for answer in (client.get(edit), client.post(edit, {"action-publish": "1", "title": "X"})):
            assert answer.status_code == 302
            assert answer.url == ours
        assert target_of(posted).title == "EN Khánh thành cầu"


class SettingTests:
    def test_the_settings_of_the_package_are_right(self):
        assert check_settings(None) == []
        call_command("check", "--tag", "compatibility")

    def test_publishing_along_with_the_source_is_an_error(self, settings):
        settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = True
        assert [each.id for each in check_settings(None)] == ["govportal.E050"]

    def test_so_is_a_site_without_languages(self, settings):
        settings.WAGTAIL_I18N_ENABLED = False
        assert [each.id for each in check_settings(None)] == ["govportal.E051"]
