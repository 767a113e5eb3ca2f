"""What wagtail-localize makes of pages as shipped: aliases, rows, tags, links; and what we do.

As in ``test_localize_holes``: the first of a pair shows the finding on the bare package. Where the
finding is no defect there is only the test of what follows from it here.
"""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
import wagtail_localize
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail import hooks
from wagtail.models import Page, TranslatableMixin
from wagtail.rich_text import expand_db_html
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.operations import translate_object
from wagtail_localize.synctree import synchronize_tree

from govportal_wagtail.core.registries import translation_fields
from govportal_wagtail.legal.models import LegalDocumentPage
from govportal_wagtail.translation import fields, flow
from govportal_wagtail.translation.errors import TranslationError
from tests.builders import make_user
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(portal):
    return make_source(portal)


def selected(source, people):
    return flow.select(source, english(), people["truong-ban"])[-1]


def target_of(row):
    return Page.objects.get(pk=row.target_id).specific


def mirrored(source):
    """The tree of the site as aliases in English, by the package's own command."""
    synchronize_tree(source.locale, english())
    return source.get_translation(english())


def aliases():
    return Page.objects.filter(alias_of__locale__language_code="vi", locale=english())


class AliasTests:
    def test_bare_aliases_are_made_by_a_hook_and_so_only_in_the_admin(self, rf, portal):
        own = portal.site.root_page.locale
        LocaleSynchronization.objects.create(locale=english(), sync_from=own)
        source = make_source(portal)
        assert not aliases().filter(translation_key=source.translation_key).exists()
        request = rf.get("/")
        request.user = AnonymousUser()
        for function in hooks.get_hooks("after_create_page"):
            if function.__module__.startswith("wagtail_localize"):
                function(request, source)
        assert aliases().filter(translation_key=source.translation_key).exists()

    def test_a_page_made_in_code_is_selected_like_every_other(self, source, people):
        row = selected(source, people)
        assert target_of(row).alias_of_id is None
        assert not aliases().exists()

    def test_nobody_switches_the_mirroring_on(self, client):
        """Its only form is in an app that the portal does not install."""
        assert not apps.is_installed("wagtail_localize.locales")
        client.force_login(make_user("root", superuser=True))
        assert client.get("/admin/locales/").status_code in (302, 404)

    def test_bare_a_translated_page_stands_below_aliases(self, source):
        alias = mirrored(source)
        translate_object(source, [english()])
        page = Page.objects.get(pk=alias.pk)
        assert page.alias_of_id is None
        assert page.get_parent().alias_of_id is not None
        assert page.get_parent().title == "Tin tức"

    def test_the_pages_above_are_translated_too(self, source, people):
        above = target_of(selected(source, people)).get_parent()
        assert above.alias_of_id is None
        assert not above.live

    def test_bare_an_alias_is_served_and_indexed_with_vietnamese_text(self, source):
        alias = mirrored(source)
        assert (alias.live, alias.title) == (True, source.title)
        indexed = type(source).get_indexed_objects()
        assert indexed.filter(pk=alias.pk).exists()

    def test_an_alias_is_neither_selected_nor_overwritten(self, source, people):
        """What lists and the search make of one: ``tests/core/test_foreign_pages.py``."""
        alias = mirrored(source)
        with pytest.raises(TranslationError):
            flow.select(alias, english(), people["truong-ban"])
        with pytest.raises(TranslationError):
            flow.select(source, english(), people["truong-ban"])
        assert Page.objects.get(pk=alias.pk).alias_of_id == source.pk

    def test_who_edits_an_alias_is_led_to_the_selection(self, client, source):
        alias = mirrored(source)
        client.force_login(make_user("root", superuser=True))
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[alias.pk]))
        assert answer.url == reverse("govportal_translation:select", args=[source.pk])


class FieldTests:
    def test_bare_rows_without_a_language_are_only_copied(self, monkeypatch):
        found = set()
        for model in [
            each.model() for each in translation_fields if issubclass(each.model(), Page)
        ]:
            monkeypatch.delattr(model, "translatable_fields")
            for field in get_translatable_fields(model):
                relation = model._meta.get_field(field.field_name)
                if relation.one_to_many:
                    is_record = issubclass(relation.related_model, TranslatableMixin)
                    found.add((is_record, field.is_translated(model())))
        assert found == {(True, True), (False, False)}

    def test_every_row_with_text_is_a_record_of_its_language(self):
        rows = [each for each in translation_fields if not issubclass(each.model(), Page)]
        assert len(rows) > 5
        for each in rows:
            if each.translated:
                assert issubclass(each.model(), TranslatableMixin), each.code

    def test_bare_a_symbol_is_a_text_to_be_translated(self, monkeypatch):
        monkeypatch.delattr(LegalDocumentPage, "translatable_fields")
        page = LegalDocumentPage(title="Quyết định", symbol="68/2026/QĐ-UBND")
        found = {
            each.field_name
            for each in get_translatable_fields(LegalDocumentPage)
            if each.is_translated(page)
        }
        assert "symbol" in found

    def test_what_follows_the_source_has_no_other_value(self):
        for entry in translation_fields:
            for each in fields.fields_of(entry):
                if each.field_name in entry.synchronised:
                    assert not each.is_overridable(None), (entry.code, each.field_name)

    def test_no_page_has_a_record_that_would_be_submitted_with_it(self):
        """wagtail-localize translates such a record together with the page, one level deep."""
        for entry in translation_fields:
            for field in entry.model()._meta.get_fields():
                if isinstance(field, models.ForeignKey) and field.name in entry.translated:
                    pytest.fail(f"{entry.code}.{field.name}")

    def test_bare_tags_are_copied_and_stay_as_they_are(self, source):
        source.tags.add("giao thông")
        source.save()
        for page in (source.get_parent().specific, source):
            translate_object(page, [english()])
        assert [each.name for each in source.get_translation(english()).tags.all()] == [
            "giao thông"
        ]

    def test_a_translation_has_no_words_of_the_source_as_tags(self, source, people):
        source.tags.add("giao thông")
        source.save()
        rows = flow.select(source, english(), people["truong-ban"])
        for row in rows:
            publish_translation(row, people)
        assert not target_of(rows[-1]).tags.exists()
        assert source.tags.exists()

    def test_tags_stand_with_pages_that_declare_them_untouched(self):
        for entry in translation_fields:
            for field in entry.model()._meta.many_to_many:
                if isinstance(field, ClusterTaggableManager):
                    assert field.name in entry.untouched, entry.code

    def test_a_link_leads_to_the_translation_as_soon_as_there_is_one(self, portal, people):
        """No defect: links are kept as they are and resolved when a page is shown."""
        linked = make_source(portal, "Thông xe đường vành đai")
        link = f'<a linktype="page" id="{linked.pk}">xem</a>'
        body = [("paragraph", f"<p>Tin khác: {link}.</p>")]
        source = make_source(portal, "Khởi công", body=body)
        rows = flow.select(source, english(), people["truong-ban"])
        done = [publish_translation(row, people) for row in rows][-1]
        text = str(target_of(done).body[0].value.source)
        assert f'id="{linked.pk}"' in text
        other = publish_translation(selected(linked, people), people)
        assert Page.objects.get(pk=other.target_id).live
        assert expand_db_html(text)


class ModeTests:
    def test_bare_in_simple_mode_a_translation_is_a_plain_copy(self, source, settings):
        settings.WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
        for page in (source.get_parent().specific, source):
            translate_object(page, [english()])
        assert not Translation.objects.filter(enabled=True).exists()

    def test_the_mode_changes_nothing(self, source, people, settings, client):
        settings.WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
        row = selected(source, people)
        assert not Translation.objects.filter(enabled=False).exists()
        client.force_login(people["truong-ban"])
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[row.target_id]))
        assert answer.url == reverse("govportal_translation:translation", args=[row.pk])


class LanguageTests:
    def test_bare_the_screens_are_hardly_translated(self):
        folder = Path(wagtail_localize.__file__).parent / "locale"
        known, given = (
            len(polib.pofile(str(folder / language / "LC_MESSAGES/django.po")))
            for language in ("en", "vi")
        )
        assert given < known / 2

    def test_our_catalogue_is_complete(self):
        folder = Path(django_settings.LOCALE_PATHS[0]) / "vi/LC_MESSAGES"
        catalogue = polib.pofile(str(folder / "django.po"))
        ours = [each for each in catalogue if "translation/" in str(each.occurrences)]
        assert len(ours) > 100
        assert [each.msgid for each in ours if not each.translated()] == []
