"""Texts out as XLIFF and PO and back in, for a page and for a batch, by who may."""

from __future__ import annotations

from copy import deepcopy

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree
from wagtail.models import Page

from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import drafting, flow
from govportal_wagtail.translation.models import PageTranslation
from tests.core.portal_builders import make_department, make_officer
from tests.translation.builders import english, make_source, translate

pytestmark = pytest.mark.django_db
XLIFF = "{urn:oasis:names:tc:xliff:document:1.2}"


def to(name, *args):
    return reverse(f"govportal_translation:{name}", args=args)


@pytest.fixture
def row(portal, people, unit):
    source = make_source(portal)
    return flow.select(source, english(), people["truong-ban"], unit=unit)[-1]


@pytest.fixture
def translator(client, people, row):
    client.force_login(people["bien-dich"])
    return client


def filled(data: bytes, mark: str = "EN ") -> bytes:
    """The file as another program hands it back: every text translated, tags kept."""
    tree = etree.fromstring(data)
    for unit in tree.iter(f"{XLIFF}trans-unit"):
        source = unit.find(f"{XLIFF}source")
        target = unit.find(f"{XLIFF}target")
        if target is None:
            target = etree.SubElement(unit, f"{XLIFF}target")
        for child in list(target):
            target.remove(child)
        target.text = mark + (source.text or "")
        for child in source:
            target.append(deepcopy(child))
        target.set("state", "translated")
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-16")


def outcome_of(answer) -> str:
    """What the screen says of the file that was taken in."""
    return str(BeautifulSoup(answer.content, "html.parser").find(class_="gpe-callout"))


def upload(client, data: bytes, name: str = "x.xlf"):
    return client.post(to("files"), {"file": SimpleUploadedFile(name, data)})


class RoundTripTests:
    @pytest.mark.parametrize("one", [True, False])
    def test_a_file_comes_back_and_is_handed_in(self, translator, row, people, one):
        address = to("file", row.pk, "xliff") if one else to("batch", "en", "xliff")
        answer = translator.get(address)
        assert answer["Content-Type"] == "application/xliff+xml"
        assert answer["Content-Disposition"].endswith('.xlf"')
        back = upload(translator, filled(answer.content))
        assert back.status_code == 200
        assert f'href="{to("translation", row.pk)}"' in outcome_of(back)
        assert not back.context["outcome"].problems
        assert drafting.missing(row) == 0
        draft = Page.objects.get(pk=row.target_id).specific.get_latest_revision_as_object()
        assert draft.title == "EN Khánh thành cầu"
        assert "<b>cầu</b>" in str(draft.body)
        flow.hand_in(row, people["bien-dich"])
        assert PageTranslation.objects.get(pk=row.pk).state == "translated"

    def test_the_same_file_again_changes_nothing(self, translator, row):
        data = filled(translator.get(to("file", row.pk, "xliff")).content)
        upload(translator, data)
        again = upload(translator, data).context["outcome"]
        assert again.count == 0
        assert again.unchanged > 0

    def test_po(self, translator, row):
        translate(row)
        data = translator.get(to("file", row.pk, "po")).content
        outcome = upload(translator, data, "x.po").context["outcome"]
        assert (outcome.count, outcome.problems) == (0, [])
        assert outcome.unchanged > 0


class RefusalTests:
    def test_one_wrong_text_is_said_and_the_rest_is_taken(self, translator, row):
        data = filled(translator.get(to("file", row.pk, "xliff")).content)
        tree = etree.fromstring(data)
        marked = next(each for each in tree.iter(f"{XLIFF}target") if len(each))
        for child in list(marked):
            marked.remove(child)
        back = upload(translator, etree.tostring(tree))
        assert back.status_code == 422
        outcome = back.context["outcome"]
        assert len([each for each in outcome.problems if each.is_error]) == 1
        assert outcome.count > 0
        assert drafting.missing(row) == 1
        table = BeautifulSoup(back.content, "html.parser").find(class_="gpt-remarks")
        assert table.find("a", href=to("translation", row.pk)).text == row.title

    def test_each_page_is_named_by_itself_where_two_have_one_title(self, translator, row, people):
        other = flow.select(
            make_source(row.portal_site), english(), people["truong-ban"], unit=row.unit
        )[-1]
        data = filled(translator.get(to("batch", "en", "xliff")).content)
        said = outcome_of(upload(translator, data))
        assert row.title == other.title
        for each in (row, other):
            assert f'href="{to("translation", each.pk)}"' in said

    def test_a_part_of_no_known_page_is_named_without_a_link(self, translator, row):
        tree = etree.fromstring(filled(translator.get(to("file", row.pk, "xliff")).content))
        part = deepcopy(tree.find(f"{XLIFF}file"))
        part.set("original", "0b54b1c5-55f0-4c0a-8f07-4c54ab0cf3a0")
        tree.append(part)
        back = upload(translator, etree.tostring(tree))
        table = BeautifulSoup(back.content, "html.parser").find(class_="gpt-remarks")
        assert "0b54b1c5-55f0-4c0a-8f07-4c54ab0cf3a0" in table.text
        assert table.find("a") is None

    @pytest.mark.parametrize(
        "data", [b"", b"x", b"<xliff", b"PK\x03\x04", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>']
    )
    def test_no_such_file_is_an_error_at_the_field(self, translator, row, data):
        back = upload(translator, data)
        assert back.status_code == 422
        assert "file" in back.context["form"].errors

    def test_no_file_at_all(self, translator, row):
        assert translator.post(to("files")).status_code == 422

    def test_nothing_is_taken_while_the_board_has_it(self, translator, row, people):
        data = filled(translator.get(to("file", row.pk, "xliff")).content)
        translate(row, "OK")
        flow.hand_in(row, people["bien-dich"])
        assert upload(translator, data).status_code == 422
        draft = Page.objects.get(pk=row.target_id).specific.get_latest_revision_as_object()
        assert draft.title == "OK Khánh thành cầu"

    def test_another_unit_neither_reads_nor_writes(self, client, portal, row, people):
        client.force_login(people["truong-ban"])
        data = filled(client.get(to("file", row.pk, "xliff")).content)
        other = make_officer("khac", portal, RoleCode.TRANSLATOR, make_department("Sở Y tế", "syt"))
        client.force_login(other)
        assert client.get(to("file", row.pk, "xliff")).status_code == 404
        assert client.get(to("batch", "en", "xliff")).status_code == 404
        assert upload(client, data).status_code == 422
        assert drafting.missing(row) > 0

    def test_no_such_kind_of_file(self, translator, row):
        assert translator.get(to("file", row.pk, "exe")).status_code == 404
        assert translator.get(to("batch", "xx", "po")).status_code == 404
