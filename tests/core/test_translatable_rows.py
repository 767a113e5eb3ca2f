"""Rows of a page have the language of the page, and one key in all its languages."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page, TranslatableMixin

from govportal_wagtail.core.registries import translation_fields
from govportal_wagtail.core.row_keys import key_of
from govportal_wagtail.editorial import second_person
from govportal_wagtail.investment.models import ProjectFile, ProjectPhoto, ProjectUpdate
from govportal_wagtail.investment.publishing import content_of
from govportal_wagtail.legal.models import DocumentRelation, LegalDocumentPage, RelationKind
from govportal_wagtail.pages.models import ArticleAttachment, HomePage, HomePageSection
from tests import builders
from tests.investment import builders as investment
from tests.legal.editors import form_of, make_editor
from tests.questions import builders as questions
from tests.schedules import builders as schedules
from tests.schedules.request_builders import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def english() -> Locale:
    return builders.make_locale("en")


@pytest.fixture
def home() -> HomePage:
    found: HomePage = HomePage.objects.get(pk=builders.make_site().root_page_id)
    return found


def home_with_rows(home: HomePage) -> Page:
    home.sections = [
        HomePageSection(kind="news", heading="Tin mới", sort_order=0),
        HomePageSection(kind="links", heading="Liên kết", sort_order=1),
    ]
    builders.publish_page(home)
    return home


def article_with_rows(home: HomePage) -> Page:
    page = builders.make_article(builders.make_section(home), publish=False)
    page.attachments = [ArticleAttachment(document=builders.make_file(), title="Phụ lục")]
    builders.publish_page(page)
    return page


def document_with_rows(home: HomePage) -> Page:
    relation = {"kind": RelationKind.BASED_ON, "target_symbol": "42/2022/NĐ-CP", "note": "Căn cứ"}
    return builders.make_document(
        builders.make_library(home), files=[builders.make_file()], relations=[relation]
    )


def answer_with_rows(home: HomePage) -> Page:
    section = questions.make_answer_section(home)
    return questions.make_answer(section, citations=[home], files=[builders.make_file()])


def project_with_rows(home: HomePage) -> Page:
    return investment.make_project(
        investment.make_register(home),
        capital=[investment.capital(2026, planned=investment.BILLION)],
        decisions=[investment.decision(abstract="Phê duyệt dự án")],
        packages=[investment.package()],
        updates=[ProjectUpdate(date="2026-10-01", title="Khởi công")],
        photos=[ProjectPhoto(image=builders.make_image(), alt_text="Cầu")],
        files=[ProjectFile(document=builders.make_file(), title="Bản vẽ")],
    )


def week_with_rows(home: HomePage) -> Page:
    office = make_office()
    post = schedules.make_post(office.schedule.agency)
    return schedules.make_week(office.schedule, schedules.item(chairs=(post,)))


MAKERS = [
    pytest.param(maker, id=maker.__name__.removesuffix("_with_rows"))
    for maker in (
        *(home_with_rows, article_with_rows, document_with_rows, answer_with_rows),
        *(project_with_rows, week_with_rows),
    )
]


def rows_of(page: Page) -> dict[str, list[Any]]:
    """The stored rows with a language, by the name of the relation."""
    stored = type(page).objects.get(pk=page.pk)
    entry = next(entry for entry in translation_fields if entry.model() is type(page))
    relations = [name for name in entry.translated if stored._meta.get_field(name).is_relation]
    found = {name: list(getattr(stored, name).order_by("sort_order", "pk")) for name in relations}
    assert all(isinstance(row, TranslatableMixin) for rows in found.values() for row in rows)
    return found


def keys_of(page: Page) -> dict[str, list[uuid.UUID]]:
    """The keys of the rows."""
    return {name: [row.translation_key for row in rows] for name, rows in rows_of(page).items()}


def languages_of(page: Page) -> set[str]:
    """The languages of the rows."""
    found = rows_of(page).values()
    return {row.locale.language_code for rows in found for row in rows}


@pytest.mark.parametrize("make", MAKERS)
class CopyTests:
    """The ways in which Wagtail copies a page with its rows."""

    def test_a_translation_has_the_rows_in_its_language_under_the_same_keys(
        self, home, english, make
    ):
        page = make(home)
        assert all(keys_of(page).values()), "rows of every kind"
        assert languages_of(page) == {"vi"}
        translation = page.copy_for_translation(english, copy_parents=True)
        assert languages_of(translation) == {"en"}
        assert keys_of(translation) == keys_of(page)

    def test_a_draft_that_was_never_published_translates_too(self, home, english, make):
        page = make(home)
        page.unpublish()
        page = type(page).objects.get(pk=page.pk)
        page.save_revision()
        translation = page.copy_for_translation(english, copy_parents=True)
        builders.publish_page(type(page).objects.get(pk=translation.pk))
        assert languages_of(translation) == {"en"}
        assert keys_of(translation) == keys_of(page)

    def test_an_alias_in_another_language_follows_its_page(self, home, english, make):
        page = make(home)
        alias = page.copy_for_translation(english, copy_parents=True, alias=True)
        assert (languages_of(alias), keys_of(alias)) == ({"en"}, keys_of(page))
        type(page).objects.get(pk=page.pk).save_revision().publish()
        assert (languages_of(alias), keys_of(alias)) == ({"en"}, keys_of(page))

    def test_publishing_again_leaves_the_keys(self, home, english, make):
        page = make(home)
        before = keys_of(page)
        for _time in range(2):
            type(page).objects.get(pk=page.pk).save_revision().publish()
        assert keys_of(page) == before

    def test_a_version_from_before_the_keys_gives_rows_those_of_the_upgrade(
        self, home, english, make
    ):
        page = make(home)
        page = type(page).objects.get(pk=page.pk)
        as_migrated = {
            name: [getattr(row, "uid", None) or key_of(row._meta.label, row.pk) for row in rows]
            for name, rows in rows_of(page).items()
        }
        revision = page.save_revision()
        for name in as_migrated:
            for row in revision.content[name]:
                del row["locale"], row["translation_key"]
        revision.save()
        revision.publish()
        assert keys_of(page) == as_migrated
        assert languages_of(page) == {"vi"}


@pytest.mark.parametrize(
    "make", [each for each in MAKERS if each.id not in ("home", "week", "project")]
)
def test_a_copy_in_the_same_language_has_rows_of_its_own(home, make):
    page = make(home)
    page = type(page).objects.get(pk=page.pk)
    copy = page.copy(update_attrs={"slug": "ban-sao"}, keep_live=True)
    mine, theirs = keys_of(page), keys_of(copy)
    assert mine.keys() == theirs.keys()
    for name in mine:
        assert len(mine[name]) == len(theirs[name])
        assert not set(mine[name]) & set(theirs[name])
    builders.publish_page(type(page).objects.get(pk=copy.pk))
    assert languages_of(copy) == {"vi"}


def test_a_row_that_only_a_version_has_is_translated_with_it(home, english):
    page = builders.make_article(home, publish=False)
    page.attachments = [ArticleAttachment(document=builders.make_file(), title="Phụ lục")]
    page.save_revision()
    page = type(page).objects.get(pk=page.pk)
    assert not page.attachments.exists()
    translation = page.copy_for_translation(english, copy_parents=True)
    assert languages_of(translation) == {"en"}
    page.get_latest_revision().publish()
    assert (languages_of(page), keys_of(page)) == ({"vi"}, keys_of(translation))


def test_items_of_a_week_keep_their_key_though_every_version_writes_them_anew(home, english):
    week = week_with_rows(home)
    [item] = week.items.all()
    translation = week.copy_for_translation(english, copy_parents=True)
    week = schedules.change_week(week, schedules.again(item, content="Họp kín"))
    [changed] = week.items.all()
    [translated] = translation.items.all()
    assert changed.pk != item.pk
    assert (changed.translation_key, translated.translation_key) == (item.uid, item.uid)
    assert [person.label for person in translated.people.all()] == ["Nguyễn Văn An, Chủ tịch"]


def test_a_row_that_is_made_by_code_takes_the_language_of_its_page(home, english):
    translation = home.copy_for_translation(english)
    by_page = HomePageSection.objects.create(page=translation, kind="news")
    by_key = HomePageSection.objects.create(page_id=translation.pk, kind="news")
    assert {by_page.locale_id, by_key.locale_id} == {english.pk}


class FormTests:
    """Rows that an editor types in the form of a page."""

    @pytest.fixture(autouse=True)
    def _publishing_by_the_form(self, settings):
        settings.GOVPORTAL_EMERGENCY_PUBLISHING = True

    @pytest.fixture
    def translation(self, home, english) -> LegalDocumentPage:
        page = document_with_rows(home)
        made = page.copy_for_translation(english, copy_parents=True)
        found: LegalDocumentPage = LegalDocumentPage.objects.get(pk=made.pk)
        return found

    def row(self, row: DocumentRelation | None = None, **fields: Any) -> dict[str, Any]:
        names = ("target", "target_title", "articles", "effective_on", "last_day", "note")
        return {
            **dict.fromkeys(names, ""),
            "id": str(row.pk) if row else "",
            "kind": "based_on",
            "target_symbol": "1/2020/QĐ-UBND",
            "scope": "whole",
            **fields,
        }

    def test_a_row_that_is_typed_on_an_english_page_is_english(self, client, translation):
        client.force_login(make_editor(translation.get_parent()))
        [there] = translation.relations.all()
        sent = form_of(
            title=translation.title,
            slug=translation.slug,
            symbol=translation.symbol,
            relations=[self.row(there, note="Based on"), self.row()],
        )
        address = reverse("wagtailadmin_pages:edit", args=[translation.pk])
        answer = client.post(address, sent | {"action-publish": "1"})
        assert answer.status_code == 302
        known, new = DocumentRelation.objects.filter(page=translation).order_by("pk")
        assert (known.pk, known.note) == (there.pk, "Based on")
        assert known.translation_key == there.translation_key
        assert new.locale.language_code == "en"

    def test_language_and_key_are_no_fields_of_the_form(self, client, translation):
        client.force_login(make_editor(translation.get_parent()))
        address = reverse("wagtailadmin_pages:edit", args=[translation.pk])
        form = client.get(address).context["form"]
        for formset in form.formsets.values():
            for each in (*formset.forms, formset.empty_form):
                assert not {"locale", "translation_key"} & each.fields.keys()


def locale_queries(page: Page) -> int:
    """How often the table of languages is asked while a page is saved and posted."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page.save_revision().publish()
    return sum("wagtailcore_locale" in query["sql"] for query in captured)


def test_the_language_is_not_asked_for_each_row(home):
    def version(rows: int) -> Page:
        page = builders.make_document(builders.make_library(home), publish=False)
        page.relations = [
            DocumentRelation(kind=RelationKind.BASED_ON, target_symbol=f"{n}/2020/QĐ-UBND")
            for n in range(rows)
        ]
        return page

    locale_queries(version(1))
    assert locale_queries(version(12)) == locale_queries(version(2))
    posted = LegalDocumentPage.objects.last()
    few = LegalDocumentPage.objects.order_by("-pk")[1]
    assert posted.relations.count() + few.relations.count() == 14
    assert locale_queries(few) == locale_queries(posted)


class ComparisonTests:
    """Keys and languages of rows are nothing that somebody wrote."""

    def test_versions_of_a_project_do_not_differ_by_them(self, home):
        page = project_with_rows(home)
        before = content_of(page)
        for rows in rows_of(page).values():
            for row in rows:
                type(row).objects.filter(pk=row.pk).update(translation_key=uuid.uuid4())
        assert content_of(type(page).objects.get(pk=page.pk)) == before

    def test_who_only_saves_again_after_an_upgrade_wrote_nothing(self, home):
        page = document_with_rows(home)
        author, other = builders.make_user("tac-gia"), builders.make_user("nguoi-khac")
        page.abstract = "Sửa đổi Quy chế"
        first = page.save_revision(user=author)
        for row in first.content["relations"] + first.content["files"]:
            del row["locale"], row["translation_key"]
        first.save()
        page.save_revision(user=other)
        assert second_person.last_editor(page) == author
