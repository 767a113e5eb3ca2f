"""Files as other programs give them back: every change to the frame that leaves the texts alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from lxml import etree

from govportal_wagtail.translation.exchange import po, xliff
from govportal_wagtail.translation.exchange.reading import read
from govportal_wagtail.translation.exchange.units import UnitState
from tests.translation.texts import BUNDLE_ID, bundle, by_id, strings, unit

NS = xliff.NAMESPACE
SOURCE = 'Xem <a id="a1">tại <b>đây</b></a>,<br/>hạn 15/8/2025 & 5 < 6'.replace(
    "& 5 <", "&amp; 5 &lt;"
)
TARGET = 'See <a id="a1"><b>here</b></a>,<br/>by 15 August 2025 &amp; 5 &lt; 6'


def exported():
    """A text that is still to be translated."""
    return bundle(unit(SOURCE, id="body.1"))


def tree(source=SOURCE, target=TARGET):
    """The exported file as a tree of lxml, with a translation in it."""
    return etree.fromstring(xliff.write([bundle(unit(source, target, id="body.1"))]))


def texts(data, state=UnitState.TRANSLATED):
    """The accepted texts of a file, which must have no error."""
    reading = read(data, by_id(exported()))
    assert reading.problems == []
    return [text.target for text in reading.accepted if text.state == state]


def find(root, name):
    """The first element of that name."""
    return next(root.iter(f"{{{NS}}}{name}"))


def add_frame(root):
    """What programs put around and between the texts."""
    for element in root.iter(f"{{{NS}}}file", f"{{{NS}}}body", f"{{{NS}}}header"):
        element.text = "\r\n      "
        for child in element:
            child.tail = "\r\n      "
    header = find(root, "header")
    tool = etree.SubElement(header, f"{{{NS}}}tool", {"tool-id": "t", "tool-name": "CAT"})
    tool.addnext(etree.Comment("msgid <b>"))
    root.addprevious(etree.ProcessingInstruction("cat", "x='1'"))
    transunit = find(root, "trans-unit")
    etree.SubElement(transunit, f"{{{NS}}}note", {"from": "translator"}).text = "Xong"
    other = etree.SubElement(transunit, "{urn:example:cat}status", {"score": "99"})
    other.text = "text of the program"


def add_segments(root):
    """The source cut into segments, and marks around the words of the translation."""
    transunit = find(root, "trans-unit")
    source, target = find(root, "source"), find(root, "target")
    segments = etree.fromstring(etree.tostring(source, with_tail=False))
    segments.tag = f"{{{NS}}}seg-source"
    source.addnext(segments)
    mark = etree.Element(f"{{{NS}}}mrk", {"mtype": "seg", "mid": "0"})
    mark.text, target.text = target.text, None
    for child in list(target):
        mark.append(child)
    target.append(mark)
    alternative = etree.SubElement(transunit, f"{{{NS}}}alt-trans", {"match-quality": "80%"})
    etree.SubElement(alternative, f"{{{NS}}}source").text = "Khác"
    etree.SubElement(alternative, f"{{{NS}}}target").text = "Other"


class XliffTests:
    @pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "UTF-16LE", "US-ASCII"])
    def test_another_encoding(self, encoding):
        data = etree.tostring(tree(), encoding=encoding, xml_declaration=True)
        if encoding == "UTF-16LE":
            data = b"\xff\xfe" + data

        assert texts(data) == [TARGET]

    def test_a_byte_order_mark_and_windows_line_ends(self):
        data = etree.tostring(tree(), encoding="UTF-8", xml_declaration=True)

        assert texts(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")) == [TARGET]

    def test_another_frame(self):
        root = tree()
        add_frame(root)

        data = etree.tostring(root.getroottree(), encoding="UTF-8", standalone=True)

        assert texts(data) == [TARGET]

    def test_segments_marks_and_alternatives(self):
        root = tree()
        add_segments(root)

        assert texts(etree.tostring(root)) == [TARGET]

    def test_a_prefix_for_the_namespace(self):
        root = tree()
        prefixed = etree.Element(root.tag, dict(root.attrib), nsmap={"x": NS})
        prefixed.extend(list(root))
        etree.cleanup_namespaces(prefixed, top_nsmap={"x": NS})
        data = etree.tostring(prefixed)

        assert b"<x:trans-unit" in data
        assert texts(data) == [TARGET]

    def test_no_namespace(self):
        data = etree.tostring(tree()).replace(f' xmlns="{NS}"'.encode(), b"")

        assert texts(data) == [TARGET]

    def test_cdata_for_text(self):
        root = tree("Một &amp; hai", "x")
        find(root, "target").text = etree.CDATA("One & <two>")
        before = bundle(unit("Một &amp; hai", id="body.1"))

        (text,) = read(etree.tostring(root), by_id(before)).accepted

        assert text.target == "One &amp; &lt;two&gt;"

    @pytest.mark.parametrize(
        ("opening", "closing", "key"), [("bpt", "ept", "id"), ("bx", "ex", "rid")]
    )
    def test_pairs_of_elements_for_a_tag(self, opening, closing, key):
        root = tree("Một <b>hai</b> ba", "One <b>two</b> three")
        pair = next(iter(find(root, "target")))
        after = pair.tail
        first = etree.Element(f"{{{NS}}}{opening}", {"id": "1"})
        last = etree.Element(f"{{{NS}}}{closing}", {key: "1"})
        if opening == "bpt":
            first.text, last.text = "<strong>", "</strong>"
        first.tail, last.tail = pair.text, after
        target = pair.getparent()
        target.replace(pair, first)
        first.addnext(last)
        before = bundle(unit("Một <b>hai</b> ba", id="body.1"))

        (text,) = read(etree.tostring(root), by_id(before)).accepted

        assert text.target == "One <b>two</b> three"

    def test_a_placeholder_for_a_single_tag(self):
        root = tree("Một<br/>hai", "One<br/>two")
        for element in root.iter(f"{{{NS}}}x"):
            element.tag = f"{{{NS}}}ph"
            element.text = "<br/>"
        before = bundle(unit("Một<br/>hai", id="body.1"))

        (text,) = read(etree.tostring(root), by_id(before)).accepted

        assert text.target == "One<br/>two"

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("new", UnitState.TRANSLATED),
            ("needs-translation", UnitState.TRANSLATED),
            ("x-done", UnitState.TRANSLATED),
            ("translated", UnitState.TRANSLATED),
            ("signed-off", UnitState.FINAL),
            ("final", UnitState.FINAL),
            ("needs-review-translation", UnitState.MACHINE),
            ("needs-review-l10n", UnitState.MACHINE),
        ],
    )
    def test_states_of_other_programs(self, state, expected):
        root = tree()
        find(root, "target").set("state", state)

        assert texts(etree.tostring(root), expected) == [TARGET]

    @pytest.mark.parametrize(
        ("language", "attribute"),
        [("en-US", "target-language"), ("EN_gb", "target-language"), ("vi-VN", "source-language")],
    )
    def test_a_region_in_the_language(self, language, attribute):
        root = tree()
        find(root, "file").set(attribute, language)

        assert texts(etree.tostring(root)) == [TARGET]

    def test_no_language_of_the_target(self):
        root = tree()
        del find(root, "file").attrib["target-language"]

        assert texts(etree.tostring(root)) == [TARGET]

    def test_a_source_that_was_wrapped_and_decomposed(self):
        root = tree("Hội nghị  quán triệt", "Conference")
        find(root, "source").text = "Ho\u0323\u0302i nghi\u0323 \n   qua\u0301n trie\u0323\u0302t"
        before = bundle(unit("Hội nghị  quán triệt", id="body.1"))

        (text,) = read(etree.tostring(root), by_id(before)).accepted

        assert text.target == "Conference"

    def test_words_put_in_another_order(self):
        source = "<b>Sở</b> <i>Tài chính</i> tỉnh"
        root = tree(source, source)
        bold, italic = list(find(root, "target"))
        bold.text, italic.text = "Department", "Finance"
        bold.tail, italic.tail = ".", " "
        italic.addnext(bold)
        before = bundle(unit(source, id="body.1"))

        (text,) = read(etree.tostring(root), by_id(before)).accepted

        assert text.target == "<i>Finance</i> <b>Department</b>."

    @given(strings())
    def test_any_text_survives_another_program(self, source):
        root = etree.fromstring(xliff.write([bundle(unit(source, f"{source}.", id="body.1"))]))
        add_frame(root)
        add_segments(root)
        before = bundle(unit(source, id="body.1"))

        reading = read(
            etree.tostring(root.getroottree(), encoding="UTF-16", xml_declaration=True),
            by_id(before),
        )

        assert reading.accepted == [(BUNDLE_ID, "body.1", f"{source}.", UnitState.TRANSLATED)]


class XliffTwoTests:
    DOCUMENT = f"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"
        srcLang="vi" trgLang="en"><file id="f1" original="{BUNDLE_ID}"><group id="g">
        <unit id="u1" name="body.1"><notes><note>x</note></notes>
        <segment id="s1" state="translated"><source>Xem <pc id="1">tại <pc id="2">đây</pc></pc
        >,<ph id="3"/></source><target>See <pc id="1"><pc id="2">here</pc></pc
        >,<ph id="3"/></target></segment>
        <ignorable><source> </source><target> </target></ignorable>
        <segment id="s2" state="final"><source>hết<sc id="4"/>.<ec startRef="4"/></source
        ><target><mrk id="m1" type="term">end</mrk><sm id="m2"/><sc id="4"/>.<ec startRef="4"
        /><em startRef="m2"/><cp hex="0021"/></target></segment></unit></group></file></xliff>"""

    def test_segments_of_2_0_become_one_text(self):
        source = 'Xem <a id="a1">tại <b>đây</b></a>,<br/> hết<i>.</i>'
        before = bundle(unit(source, id="body.1"))

        (text,) = read(self.DOCUMENT.encode(), by_id(before)).accepted

        assert text.target == 'See <a id="a1"><b>here</b></a>,<br/> end<i>.</i>!'
        assert text.state == UnitState.TRANSLATED

    def test_a_code_point_that_is_none(self):
        document = self.DOCUMENT.replace('hex="0021"', 'hex="zz"')
        source = 'Xem <a id="a1">tại <b>đây</b></a>,<br/> hết<i>.</i>'

        (text,) = read(document.encode(), by_id(bundle(unit(source, id="body.1")))).accepted

        assert text.target.endswith("\ufffd")


class PoTests:
    def written(self):
        """The exported file as text, translated."""
        return po.write([bundle(unit(SOURCE, TARGET, id="body.1"))]).decode()

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_another_encoding(self, encoding):
        assert texts(self.written().encode(encoding)) == [TARGET]

    def test_windows_line_ends_comments_and_obsolete_entries(self):
        text = self.written() + '\n#~ msgctxt "x/y"\n#~ msgid "cũ"\n#~ msgstr "old"\n'

        data = text.replace("\n", "\r\n").replace("msgctxt", "# xong\r\nmsgctxt", 1)

        assert texts(data.encode()) == [TARGET]

    def test_lines_wrapped(self):
        data = self.written().replace('msgstr "See ', 'msgstr ""\n"See "\n"')

        assert texts(data.encode()) == [TARGET]

    def test_entities_and_signs_as_people_type_them(self):
        before = bundle(unit("Một &amp; hai", id="body.1"))
        after = bundle(unit("Một &amp; hai", "R&D&nbsp;< &quot;two&quot;", id="body.1"))

        (text,) = read(po.write([after]), by_id(before)).accepted

        assert text.target == 'R&amp;D\u00a0&lt; "two"'

    def test_a_fuzzy_entry_is_to_be_reviewed(self):
        data = self.written().replace("msgctxt", "#, fuzzy\nmsgctxt", 1)

        assert texts(data.encode(), UnitState.MACHINE) == [TARGET]

    def test_a_fuzzy_mark_taken_away_means_reviewed(self):
        before = bundle(unit(SOURCE, TARGET, id="body.1", state=UnitState.MACHINE))
        data = po.write([before]).replace(b"#, fuzzy\n", b"")

        (text,) = read(data, by_id(before)).accepted

        assert text.state == UnitState.TRANSLATED


class MachineTests:
    BEFORE = bundle(unit("Tin tức", "New", state=UnitState.MACHINE))

    def test_a_machine_text_that_no_person_marked_stays_one(self):
        data = xliff.write([self.BEFORE]).replace(b"needs-review-translation", b"new")

        (text,) = read(data, by_id(self.BEFORE)).accepted

        assert text.state == UnitState.MACHINE

    def test_a_machine_text_that_a_person_changed_is_a_translation(self):
        data = xliff.write([self.BEFORE]).replace(b"needs-review-translation", b"new")

        (text,) = read(data.replace(b">New<", b">News<"), by_id(self.BEFORE)).accepted

        assert (text.target, text.state) == ("News", UnitState.TRANSLATED)

    def test_a_machine_text_that_a_person_confirmed_is_a_translation(self):
        data = xliff.write([self.BEFORE]).replace(b"needs-review-translation", b"translated")

        (text,) = read(data, by_id(self.BEFORE)).accepted

        assert text.state == UnitState.TRANSLATED

    def test_a_final_text_that_a_person_doubts_is_to_be_reviewed(self):
        before = bundle(unit("Tin tức", "News", state=UnitState.FINAL))
        data = xliff.write([before]).replace(b'state="final"', b'state="needs-review-l10n"')

        (text,) = read(data, by_id(before)).accepted

        assert text.state == UnitState.MACHINE

    @pytest.mark.parametrize("write", [xliff.write, po.write])
    def test_a_final_text_stays_final_until_it_is_changed(self, write):
        before = bundle(unit("Tin tức", "News", state=UnitState.FINAL))
        data = write([before]).replace(b'state="final"', b'state="translated"')

        same = read(data, by_id(before)).accepted
        changed = read(data.replace(b"News", b"Latest"), by_id(before)).accepted

        assert [text.state for text in same + changed] == [
            UnitState.FINAL,
            UnitState.TRANSLATED,
        ]
