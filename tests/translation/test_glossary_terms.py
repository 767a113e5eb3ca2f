"""The glossary at work: where its terms come from, who keeps them, where they are shown."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from govportal_wagtail.core.models import Agency, AgencyKind, Person, Post, SiteLogEntry
from govportal_wagtail.legal.models import DocumentType
from govportal_wagtail.questions.models import QuestionTopic
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import files, flow, strings
from govportal_wagtail.translation.glossary import find_terms
from govportal_wagtail.translation.models import GlossaryTerm
from govportal_wagtail.translation.staff.glossary_viewset import glossary_terms
from govportal_wagtail.translation.terms import glossary_of
from tests.builders import make_locale
from tests.core.portal_builders import make_component, make_department, make_officer
from tests.translation.builders import english, make_source

pytestmark = pytest.mark.django_db

BODY = "<p>Giám đốc <b>Sở Ngoại vụ</b> dự lễ khánh thành.</p>"


def to(name, *args):
    return reverse(f"govportal_translation:{name}", args=args)


def to_terms(name, *args):
    return reverse(glossary_terms.get_url_name(name), args=args)


@pytest.fixture
def row(portal, people, unit):
    page = make_source(portal, body=[("paragraph", BODY)])
    return flow.select(page, english(), people["truong-ban"], unit=unit)[-1]


@pytest.fixture
def translator(client, people, row):
    client.force_login(people["bien-dich"])
    return client


@pytest.fixture
def board(client, people):
    client.force_login(people["truong-ban"])
    return client


def add(source, target, portal=None, **fields):
    fields.setdefault("locale", english())
    return GlossaryTerm.objects.create(portal_site=portal, source=source, target=target, **fields)


def wanted(row, text):
    """The translations of the terms in a text."""
    return [each.term.targets for each in find_terms(text, glossary_of(row))]


def key_of(row, part):
    found = strings.lines(row, strings.segments_of(row))
    return next(each.key for each in found if part in each.source)


class SourceTests:
    def test_names_of_agencies_with_their_short_names(self, row):
        make_department("Sở Y tế", "syt", name_en="Department of Health")
        Agency.objects.filter(code="syt").update(short_name="SYT", short_name_en="DOH")

        assert wanted(row, "Sở Y tế (SYT)") == [("Department of Health",), ("DOH",)]

    def test_a_kind_of_document_is_a_common_word_in_small_letters(self, row):
        DocumentType.objects.update_or_create(
            code="quy-dinh", defaults={"name": "Quy định", "name_en": "Rules"}
        )

        assert wanted(row, "theo quy định chung") == []
        assert wanted(row, "Quy định số 12") == [("Rules",)]

    def test_an_agency_that_was_dissolved_has_no_official_name(self, row):
        make_department("Sở Cũ", "cu", name_en="Old Department", valid_to="2020-01-01")

        assert wanted(row, "Sở Cũ") == []

    def test_a_commune_stands_also_without_its_committee(self, row):
        name, name_en = "Ủy ban nhân dân xã Tân Khê", "People's Committee of Tan Khe Commune"
        make_department(name, "tk", name_en=name_en)
        Agency.objects.filter(code="tk").update(kind=AgencyKind.COMMUNE_PEOPLES_COMMITTEE)

        assert wanted(row, name) == [(name_en,)]
        assert wanted(row, "người dân xã Tân Khê") == [("Tan Khe Commune",)]

    def test_posts_document_types_topics_and_provinces(self, row, unit):
        person = Person.objects.create(name="Nguyễn Văn A", agency=unit)
        Post.objects.create(person=person, agency=unit, title="Giám đốc", title_en="Director")
        DocumentType.objects.update_or_create(
            code="nghi-quyet", defaults={"name": "Nghị quyết", "name_en": "Resolution"}
        )
        QuestionTopic.objects.create(code="x", name="Đất rừng", name_en="Forest land")
        text = "Giám đốc, Nghị quyết, đất rừng, Cao Bằng"

        found = [each.term for each in find_terms(text, glossary_of(row))]

        assert [each.targets[0] for each in found] == [
            *("Director", "Resolution", "Forest land", "Cao Bang")
        ]
        assert [each.is_fixed for each in found] == [True, True, False, True]

    def test_a_term_of_the_site_goes_before_one_of_all_and_before_a_name(self, row, portal):
        add("Sở Ngoại vụ", "External Relations Office")
        add("Sở Ngoại vụ", "Foreign Office", portal, accepted="FO; DFA")

        (targets,) = wanted(row, "Sở Ngoại vụ")

        assert targets == (
            *("Foreign Office", "FO", "DFA", "External Relations Office"),
            "Department of Foreign Affairs",
        )

    def test_terms_of_other_sites_and_languages_are_not_there(self, row):
        add("lễ", "x", make_component())
        add("lễ", "праздник", locale=make_locale("ru"))

        assert wanted(row, "lễ") == []

    def test_as_many_queries_for_many(self, row, portal, unit):
        def count():
            with CaptureQueriesContext(connection) as asked:
                glossary_of(row)
            return len(asked)

        few = count()
        for number in range(5):
            add(f"từ {number}", "x", portal)
            make_department(f"Sở {number}", f"so-{number}", name_en="x")
        assert count() == few


class EditorTests:
    def test_terms_are_marked_and_their_translation_stands_beside(self, translator, row):
        page = translator.get(to("translation", row.pk)).content.decode()
        key = key_of(row, "Ngoại vụ")

        assert '<mark class="gpt-term">Sở Ngoại vụ</mark>' in page
        assert f'id="terms-{key}"' in page
        assert f'data-gpt-field="text-{key}">Department of Foreign Affairs</span>' in page

    def test_a_term_that_was_translated_otherwise_is_a_remark_and_no_error(self, translator, row):
        key = key_of(row, "Ngoại vụ")
        given = {f"text-{key}": "The Director of the <b>Foreign Office</b> attended."}

        assert translator.post(to("save", row.pk), given).status_code == 302
        page = translator.get(to("translation", row.pk)).content.decode()
        assert f'id="remarks-{key}"' in page
        right = {f"text-{key}": "The head of the <b>Department of Foreign Affairs</b> attended."}
        translator.post(to("save", row.pk), right)
        page = translator.get(to("translation", row.pk)).content.decode()
        assert f'id="remarks-{key}"' not in page

    def test_what_is_not_translated_yet_has_no_remark(self, translator, row):
        assert 'id="remarks-' not in translator.get(to("translation", row.pk)).content.decode()

    def test_a_term_is_no_markup(self, translator, row):
        add("khánh thành", "<script>alert(1)</script>")

        page = translator.get(to("translation", row.pk)).content.decode()

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_who_only_reads_gets_words_and_nothing_to_insert(self, client, people, row):
        flow.remove(row, people["truong-ban"], reason="x")
        client.force_login(people["truong-ban"])
        page = client.get(to("translation", row.pk)).content.decode()

        assert "Department of Foreign Affairs" in page
        assert "data-gpt-field" not in page


class FileTests:
    def test_a_file_with_another_word_is_taken_with_a_remark(self, translator, row):
        text = files.write([row], "po").decode()
        source = 'msgid "Giám đốc <b>Sở Ngoại vụ</b> dự lễ khánh thành."\nmsgstr '
        assert f'{source}""' in text
        target = "The head of the <b>Foreign Office</b> attended."
        text = text.replace(f'{source}""', f'{source}"{target}"')

        answer = translator.post(to("files"), {"file": SimpleUploadedFile("x.po", text.encode())})

        assert answer.status_code == 200
        (problem,) = answer.context["outcome"].problems
        assert not problem.is_error
        assert "Department of Foreign Affairs" in problem.message
        assert answer.context["outcome"].count == 1


class TableTests:
    def test_a_unit_takes_the_terms_of_its_sites_along(self, translator, portal, row):
        add("lễ khánh thành", "inauguration", portal, accepted="opening", note="không dùng =")
        add("lễ", "x", make_component())

        answer = translator.get(to("glossary", "en"))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = {each[0]: each[1:] for each in csv.reader(io.StringIO(text))}

        assert rows["lễ khánh thành"][:2] == ["inauguration", "opening"]
        assert rows["Sở Ngoại vụ"][0] == "Department of Foreign Affairs"
        assert "lễ" not in rows

    @pytest.mark.parametrize("language", ["fr", "x" * 300])
    def test_no_language_of_the_portal(self, translator, language):
        assert translator.get(to("glossary", language)).status_code == 404

    def test_who_has_nothing_to_do_with_it_is_refused(self, client, people):
        client.force_login(people["cong-tac-vien"])
        assert client.get(to("glossary", "en")).status_code == 302


class RegisterTests:
    def given(self, portal=None, **fields):
        return {
            "portal_site": portal.pk if portal else "",
            "locale": english().pk,
            "source": "lễ  khánh thành",
            "target": "inauguration",
            "accepted": "",
            "note": "",
        } | fields

    def test_the_newsroom_adds_a_term_and_it_is_logged(self, board, portal):
        page = board.get(to("translations")).content.decode()
        assert to_terms("list") in page
        answer = board.post(to_terms("add"), self.given(portal))

        assert answer.status_code == 302
        term = GlossaryTerm.objects.get()
        assert (term.source, term.portal_site) == ("lễ khánh thành", portal)
        assert SiteLogEntry.objects.for_instance(term).get().action == "wagtail.create"
        page = board.get(to_terms("list"), {"q": "khanh thanh"}).content.decode()
        assert "inauguration" in page

    def test_the_same_term_twice_is_an_error_at_the_field(self, board, portal):
        for site in (portal, None):
            add("lễ khánh thành", "x", site)
            answer = board.post(to_terms("add"), self.given(site))
            assert answer.status_code == 200
            assert "source" in answer.context["form"].errors
        assert GlossaryTerm.objects.count() == 2

    @pytest.mark.parametrize("source", ["Lễ khánh thành", "LỄ KHÁNH THÀNH", "Lễ - khánh thành"])
    def test_a_term_in_other_letters_is_the_same(self, board, portal, source):
        for site in (portal, None):
            known = add("lễ khánh thành", "x", site)
            answer = board.post(to_terms("add"), self.given(site, source=source))
            (error,) = answer.context["form"].errors["source"]
            assert "lễ khánh thành" in error
            answer = board.post(to_terms("edit", known.pk), self.given(site, source=source))
            assert answer.status_code == 302
        assert set(GlossaryTerm.objects.values_list("source", flat=True)) == {source}

    @pytest.mark.parametrize("field", ["source", "target"])
    @pytest.mark.parametrize("value", ["", "...", "x" * 256])
    def test_a_term_needs_words(self, board, portal, field, value):
        answer = board.post(to_terms("add"), self.given(portal, **{field: value}))

        assert field in answer.context["form"].errors

    def test_a_language_of_the_sources_is_not_offered(self, board, portal):
        own = portal.site.root_page.locale_id
        answer = board.post(to_terms("add"), self.given(portal, locale=own))

        assert "locale" in answer.context["form"].errors

    def test_the_newsroom_of_a_component_keeps_its_own_alone(self, client, portal):
        component = make_component()
        client.force_login(make_officer("xa", component, RoleCode.BOARD_HEAD))
        theirs = add("a", "b", portal), add("c", "d")
        own = add("e", "f", component)

        assert client.get(to_terms("edit", own.pk)).status_code == 200
        for term in theirs:
            assert client.get(to_terms("edit", term.pk)).status_code == 302
            client.post(to_terms("delete", term.pk))
        assert GlossaryTerm.objects.count() == 3
        for site in (portal, None):
            answer = client.post(to_terms("add"), self.given(site))
            assert "portal_site" in answer.context["form"].errors

    def test_a_translator_keeps_none(self, translator):
        assert translator.get(to_terms("list")).status_code == 302
        assert translator.post(to_terms("add"), self.given()).status_code == 302
        assert not GlossaryTerm.objects.exists()

    def test_the_model_refuses_what_is_no_word(self, portal):
        with pytest.raises(ValidationError) as refused:
            GlossaryTerm(locale=english(), source="-", target="x").full_clean()
        assert set(refused.value.error_dict) == {"source"}
