"""A symbol that an editor wrote is connected when the one document it can mean is published."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from govportal_wagtail.legal import effects
from govportal_wagtail.legal.connections import connect, relations_of
from govportal_wagtail.legal.models import DocumentRelation, LegalDocumentPage, RegisterEntry
from govportal_wagtail.legal.symbols import symbol_key
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


def naming(symbol: str, **values):
    values.setdefault("kind", "replaces")
    return {"target_symbol": symbol, "target_key": symbol_key(symbol), **values}


def target_of(page) -> int | None:
    return DocumentRelation.objects.get(page_id=page.pk).target_id


def groups(page) -> dict[str, list[str]]:
    return {group.code: [item.symbol for item in group.items] for group in relations_of(page)}


class ConnectTests:
    def test_a_named_document_that_is_here_is_connected(self, library):
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        page = builders.make_document(library, relations=[naming("05/2020/QĐ-UBND")])
        assert target_of(page) == old.pk

    def test_a_named_document_that_arrives_later_is_connected_and_ended(self, library):
        page = builders.make_document(library, relations=[naming("5/2020/QĐ-UBND")])
        assert target_of(page) is None
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        assert target_of(page) == old.pk
        ended = RegisterEntry.objects.get(pk=old.pk).ended_on
        assert ended == page.effective_on

    def test_a_document_is_never_connected_to_itself_or_its_translation(self, library):
        page = builders.make_document(
            library, "5/2020/QĐ-UBND", relations=[naming("5/2020/QĐ-UBND")]
        )
        english = builders.make_locale("en")
        builders.publish_page(library.get_parent().specific.copy_for_translation(english))
        builders.publish_page(library.copy_for_translation(english))
        translated = page.copy_for_translation(english)
        builders.publish_page(translated)
        assert (target_of(page), target_of(translated)) == (None, None)
        assert groups(page) == {"replaces": ["5/2020/QĐ-UBND"]}

    def test_an_act_is_told_once_though_its_translation_words_the_articles_itself(self, library):
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        part = {"kind": "amends", "target": old, "scope": "articles", "articles": "Điều 5"}
        acting = builders.make_document(library, relations=[part])
        english = builders.make_locale("en")
        for page in (library.get_parent().specific, library, acting):
            builders.publish_page(page.copy_for_translation(english))
        translated = LegalDocumentPage.objects.get(locale=english)
        translated.relations.set([*translated.relations.all()])
        [relation] = translated.relations.all()
        relation.articles = "Article 5"
        builders.publish_page(translated)
        rows = DocumentRelation.objects.filter(target=old).order_by("pk")
        assert [row.articles for row in rows] == ["Điều 5", "Article 5"]
        [item] = [item for group in relations_of(old) for item in group.items]
        assert item.scope_text == "Điều 5"
        [told] = effects.load([old])[old.pk].incoming
        assert told.articles == "Điều 5"

    def test_unpublished_pages_are_neither_connected_nor_connected_to(self, library):
        builders.make_document(library, "5/2020/QĐ-UBND", publish=False)
        page = builders.make_document(library, relations=[naming("5/2020/QĐ-UBND")])
        draft = builders.make_document(library, relations=[naming(page.symbol)], publish=False)
        connect(page)
        assert (target_of(page), target_of(draft)) == (None, None)

    def test_of_several_documents_the_one_of_the_same_body_is_meant(self, library):
        commune = builders.make_agency("ubnd-xa", name="Ủy ban nhân dân xã")
        mine = builders.make_document(library, "5/QĐ-UBND", issuer=commune)
        builders.make_document(library, "5/QĐ-UBND")
        page = builders.make_document(library, issuer=commune, relations=[naming("5/QĐ-UBND")])
        assert target_of(page) == mine.pk

    def test_several_possible_documents_leave_the_relation_unconnected(self, library):
        for year in (2020, 2021):
            builders.make_document(library, "5/QĐ-UBND", issued_on=date(year, 1, 5))
        page = builders.make_document(library, relations=[naming("5/QĐ-UBND")])
        assert target_of(page) is None

    @pytest.mark.parametrize("text", ["ngày 05/01/2021", "ngày 05 tháng 01 năm 2021"])
    def test_the_day_in_the_citation_tells_which_one_is_meant(self, library, text):
        pages = {
            year: builders.make_document(library, "5/QĐ-UBND", issued_on=date(year, 1, 5))
            for year in (2020, 2021)
        }
        page = builders.make_document(library, relations=[naming("5/QĐ-UBND", target_title=text)])
        assert target_of(page) == pages[2021].pk

    def test_of_two_copies_the_one_in_the_same_library_is_taken(self, library):
        other = builders.make_library(library.get_parent(), "Bản sao")
        builders.make_document(other, "5/2020/QĐ-UBND")
        near = builders.make_document(library, "5/2020/QĐ-UBND")
        page = builders.make_document(library, relations=[naming("5/2020/QĐ-UBND")])
        assert target_of(page) == near.pk

    def test_publishing_an_older_revision_keeps_the_connection(self, library):
        page = builders.make_document(library, relations=[naming("5/2020/QĐ-UBND")])
        revision = page.get_latest_revision()
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        revision.publish()
        assert target_of(page) == old.pk

    def test_a_deleted_document_leaves_its_symbol_and_can_come_back(self, library):
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        page = builders.make_document(library, relations=[{"kind": "repeals", "target": old}])
        old.delete()
        row = DocumentRelation.objects.get(page_id=page.pk)
        assert (row.target_id, row.target_symbol) == (None, "5/2020/QĐ-UBND")
        again = builders.make_document(library, "5/2020/QĐ-UBND")
        assert target_of(page) == again.pk


class BothDirectionsTests:
    def test_each_side_tells_the_relation_in_its_own_words(self, library):
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        new = builders.make_document(
            library, "6/2026/QĐ-UBND", relations=[{"kind": "replaces", "target": old}]
        )
        assert groups(new) == {"replaces": ["5/2020/QĐ-UBND"]}
        assert groups(old) == {"replaces_passive": ["6/2026/QĐ-UBND"]}
        assert str(relations_of(old)[0].label) != str(relations_of(new)[0].label)
        assert relations_of(old)[0].items[0].url == new.get_url()

    def test_a_document_that_is_not_here_is_a_stub(self, library):
        page = builders.make_document(library, relations=[naming("1/1999/QĐ-UB")])
        item = relations_of(page)[0].items[0]
        assert (item.symbol, item.url, item.is_stub) == ("1/1999/QĐ-UB", "", True)

    def test_drafts_and_withdrawn_documents_are_not_told_from_the_other_side(self, library):
        old = builders.make_document(library)
        relation = {"kind": "replaces", "target": old}
        builders.make_document(library, relations=[dict(relation)], publish=False)
        builders.make_document(library, relations=[dict(relation)]).unpublish()
        assert groups(old) == {}

    def test_what_is_not_public_is_not_named(self, library):
        closed = builders.make_library(library.get_parent(), "Nội bộ")
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        secret = builders.make_document(closed, "9/2026/QĐ-UBND", title="Mật")
        page = builders.make_document(library, relations=[{"kind": "related", "target": secret}])
        builders.make_document(
            closed, "8/2026/QĐ-UBND", relations=[{"kind": "amends", "target": page}]
        )
        found = relations_of(page)
        assert [group.code for group in found] == ["related"]
        assert (found[0].items[0].title, found[0].items[0].url) == ("", "")

    def test_the_number_of_queries_does_not_grow(self, library, django_assert_max_num_queries):
        targets = [builders.make_document(library) for _n in range(6)]
        page = builders.make_document(
            library, relations=[{"kind": "based_on", "target": target} for target in targets]
        )
        page = type(page).objects.get(pk=page.pk)
        with django_assert_max_num_queries(6):
            assert len(relations_of(page)[0].items) == 6
