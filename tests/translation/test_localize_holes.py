"""What wagtail-localize does as shipped, and what stands against it here.

The first test of each pair shows the finding on the bare package, so that it tells when a later
version has mended it; the second shows that it does not hold on a portal.
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

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
    translate,
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


def target_of(row):
    return Page.objects.get(pk=row.target_id).specific


def correct(source, title):
    page = type(source).objects.get(pk=source.pk)
    page.title = title
    with publication.authorised("test"):
        publish_page(page)


class BareTests:
    """What the package does by itself: each of these is why something below exists."""

    def test_a_changed_source_still_counts_as_up_to_date(self, source, posted):
        record = Translation.objects.get(source__object_id=source.translation_key)
        correct(source, "Khánh thành cầu mới")
        assert record.get_status_display() in ("Up to date", "Đã cập nhật")
        assert PageTranslation.objects.get(pk=posted.pk).is_outdated

    def test_saving_without_publishing_still_writes_into_the_live_page(self, source, posted):
        correct(source, "Khánh thành cầu mới")
        record = Translation.objects.get(source__object_id=source.translation_key)
        record.source.update_from_db()
        record.save_target(publish=False)
        assert target_of(posted).title == "Khánh thành cầu mới"

    def test_translations_do_not_follow_by_themselves(self, source, portal):
        from wagtail.signals import page_unpublished

        from govportal_wagtail.translation import receivers

        for above in (source.get_parent(), source):
            translate_object(above.specific, [english()])
        copied = source.get_translation(english())
        Page.objects.filter(pk=copied.pk).update(live=True)
        page_unpublished.disconnect(dispatch_uid="govportal_translation.unpublished")
        try:
            Page.objects.get(pk=source.pk).specific.unpublish()
        finally:
            page_unpublished.connect(
                receivers.page_was_unpublished, dispatch_uid="govportal_translation.unpublished"
            )
        assert Page.objects.get(pk=copied.pk).live


class HoleTests:
    def test_nobody_submits_a_page_past_the_newsroom(self, clerk, source):
        to = address("submit_page_translation", source.pk)
        for answer in (
            clerk.get(to, follow=True),
            clerk.post(to, {"locales": [english().pk]}, follow=True),
        ):
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

    @pytest.mark.parametrize("name", ["machine_translate", "stop_translation"])
    def test_what_has_no_place_here_is_closed(self, client, people, source, posted, name):
        client.force_login(may_submit(people["bien-dich"]))
        record = Translation.objects.get(source__object_id=source.translation_key)
        client.post(address(name, record.pk))
        record.refresh_from_db()
        assert record.enabled
        client.post(address("convert_to_alias", posted.target_id))
        assert target_of(posted).alias_of_id is None

    def test_texts_are_written_by_their_translator_only(self, client, portal, source, people):
        row = flow.select(source, english(), people["truong-ban"], unit=portal.agency)[-1]
        record = Translation.objects.get(source__object_id=source.translation_key)
        segment = record.source.stringsegment_set.first()
        to = address("edit_string_translation", record.pk, segment.pk)
        client.force_login(people["bien-dich"])
        client.put(to, "value=Hack", content_type="application/x-www-form-urlencoded")
        assert not StringTranslation.objects.exists()
        row.unit = None
        row.save()
        client.put(to, "value=Good", content_type="application/x-www-form-urlencoded")
        assert StringTranslation.objects.count() == 1

    def test_nothing_is_written_while_the_board_has_it(self, client, source, people):
        for row in flow.select(source, english(), people["truong-ban"]):
            translate(row)
            flow.hand_in(row, people["bien-dich"])
        record = Translation.objects.get(source__object_id=source.translation_key)
        segment = record.source.stringsegment_set.first()
        client.force_login(people["bien-dich"])
        client.put(
            address("edit_string_translation", record.pk, segment.pk),
            "value=Hack",
            content_type="application/x-www-form-urlencoded",
        )
        assert not StringTranslation.objects.filter(data="Hack").exists()

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
