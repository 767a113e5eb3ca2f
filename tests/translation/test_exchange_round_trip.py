"""A file that comes back as it went out brings back every text to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue

from govportal_wagtail.translation.exchange import po, xliff, xliff_reading
from govportal_wagtail.translation.exchange.inline import (
    CodeTable,
    canonical,
    escape_text,
    join,
    pieces,
    plain_text,
)
from govportal_wagtail.translation.exchange.reading import read
from govportal_wagtail.translation.exchange.units import UnitState
from tests.translation.texts import (
    AWKWARD,
    BUNDLE_ID,
    bundle,
    by_id,
    storable,
    strings,
    texts,
    unit,
)

WRITERS = {"xliff": xliff.write, "po": po.write}


class InlineTests:
    @given(st.text() | texts | strings())
    def test_cutting_loses_nothing(self, text):
        assert join(pieces(text)) == text

    @given(st.text() | texts | strings(), st.text() | texts | strings())
    def test_codes_lose_nothing(self, source, target):
        table = CodeTable(source, target)

        assert table.decode(table.source) == (source, [])
        assert table.decode(table.target) == (target, [])

    @given(strings())
    def test_a_stored_text_is_canonical(self, text):
        assert canonical(text) == text

    @given(texts)
    def test_canonical_is_idempotent_and_keeps_what_is_seen(self, text):
        assert canonical(canonical(text)) == canonical(text)
        assert plain_text(canonical(text)) == plain_text(text)

    @given(storable)
    def test_plain_text_is_written_as_wagtail_localize_does(self, text):
        line = "chữ " + text.replace("\n", " ")

        assert escape_text(line) == StringValue.from_plaintext(line).data

    def test_a_stray_tag_stays_a_tag(self):
        table = CodeTable("<b>một <i>hai</b> ba</i>")

        assert [code.opening for code in table.codes] == ["<b>", "<i>", "</b>"]

    def test_a_deep_text_is_written_and_read(self):
        source = "<b><i>" * 150 + "x" + "</i></b>" * 150

        (found,) = xliff_reading.read(xliff.write([bundle(unit(source))]))

        assert CodeTable(source).decode(found.units[0].source) == (source, [])


class FilesTests:
    @given(st.text() | texts | strings(), st.text() | texts | strings())
    def test_xliff_carries_any_string(self, source, target):
        (found,) = xliff_reading.read(xliff.write([bundle(unit(source, target))]))

        table = CodeTable(source, target)
        assert table.decode(found.units[0].source) == (source, [])
        assert table.decode(found.units[0].target) == (target, [])

    @given(storable.filter(bool), storable)
    def test_po_carries_any_storable_string(self, source, target):
        (found,) = po.read(po.write([bundle(unit(source, target))]))

        assert (found.units[0].source, found.units[0].target) == (source, target)

    @pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
    @given(st.lists(strings(), min_size=1, max_size=4))
    def test_every_text_is_accepted_as_it_was(self, write, sources):
        exported = bundle(
            *(
                unit(source, f"{source} ({number})", id=f"body.{number}")
                for number, source in enumerate(sources)
            )
        )

        before = bundle(*(unit(item.source, id=item.id) for item in exported.units))

        reading = read(write([exported]), by_id(before))

        assert reading.errors == []
        assert [(text.unit_id, text.target) for text in reading.accepted] == [
            (item.id, item.target) for item in exported.units
        ]

    @pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
    @pytest.mark.parametrize("awkward", AWKWARD)
    def test_an_awkward_text_is_taken_into_an_empty_translation(self, write, awkward):
        source = StringValue.from_plaintext(f"{awkward} chữ {awkward}").data
        target = StringValue.from_plaintext(f"{awkward} text {awkward}").data
        before = bundle(unit(source))
        translated = bundle(unit(source, target))

        reading = read(write([translated]), by_id(before))

        assert [text.target for text in reading.accepted] == [target]

    @pytest.mark.parametrize("state", UnitState)
    def test_xliff_keeps_every_state(self, state):
        exported = bundle(unit("Tin tức", "News", state=state))

        reading = read(xliff.write([exported]), by_id(exported))

        expected = UnitState.TRANSLATED if state == UnitState.NEW else state
        assert reading.accepted == [(BUNDLE_ID, "title", "News", expected)]

    @pytest.mark.parametrize("state", [UnitState.TRANSLATED, UnitState.MACHINE, UnitState.FINAL])
    def test_po_keeps_every_state(self, state):
        exported = bundle(unit("Tin tức", "News", state=state))

        reading = read(po.write([exported]), by_id(exported))

        assert reading.accepted == [(BUNDLE_ID, "title", "News", state)]

    @pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
    def test_a_batch_keeps_equal_texts_of_two_pages_apart(self, write):
        first = bundle(unit("Tin", "News"))
        second = bundle(unit("Tin", "Message"), id="0b54b1c5-55f0-4c0a-8f07-4c54ab0cf3a0")

        reading = read(write([first, second]), by_id(first, second))

        assert {(text.bundle_id, text.target) for text in reading.accepted} == {
            (first.id, "News"),
            (second.id, "Message"),
        }


class WritingTests:
    def test_no_attribute_of_a_tag_leaves_the_portal(self):
        data = xliff.write([bundle(unit('Xem <a id="a7">tại <b>đây</b></a><br/>nhé'))])

        assert b"a7" not in data
        assert b'<g id="1" ctype="link">' in data
        assert b'<x id="3" ctype="lb" />' in data

    def test_machine_translation_goes_out_to_be_reviewed(self):
        data = xliff.write([bundle(unit("Tin", "News", state=UnitState.MACHINE))])

        assert b'state="needs-review-translation" state-qualifier="mt-suggestion"' in data

    def test_programs_are_told_to_keep_blanks(self):
        data = xliff.write([bundle(unit("Tin  tức "), unit("Tin", id="b"))])

        assert data.count(b'xml:space="preserve"') == 2

    def test_the_greatest_length_goes_with_the_text(self):
        data = xliff.write([bundle(unit("Tin", max_length=60))])

        assert b'maxwidth="60" size-unit="char"' in data

    def test_notes_lose_what_xml_forbids(self):
        exported = bundle(unit("Tin", label="Nhãn\x01", note="Chú ý\x0b"), title="Bài\x00")

        assert b"\x01" not in xliff.write([exported])

    def test_a_line_break_in_a_label_does_not_break_po(self):
        exported = bundle(unit("Tin", "News", label="Nhãn\nmsgid 1", note="a\nb"), title="x\ny")

        assert read(po.write([exported]), by_id(exported)).accepted[0].target == "News"

    @pytest.mark.parametrize("unit_id", ["", "a\x00"])
    def test_an_id_that_xml_cannot_carry_is_refused(self, unit_id):
        with pytest.raises(ValueError, match="attribute"):
            xliff.write([bundle(unit("Tin", id=unit_id))])

    def test_po_takes_one_pair_of_languages(self):
        with pytest.raises(ValueError, match="languages"):
            po.write([bundle(), bundle(target_language="ru")])

    def test_po_takes_no_slash_in_a_bundle(self):
        with pytest.raises(ValueError, match="slash"):
            po.write([bundle(unit("Tin"), id="a/b")])

    def test_po_leaves_out_a_unit_without_text(self):
        (found,) = po.read(po.write([bundle(unit(""), unit("Tin", id="b"))]))

        assert [item.unit_id for item in found.units] == ["b"]
