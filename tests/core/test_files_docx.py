"""The text of Word documents is complete, in order, and numbered as on paper."""

from __future__ import annotations

import io

import pytest

from govportal_wagtail.core.files import (
    Limits,
    RefusedFile,
    extract_text,
)
from tests.core import file_samples as samples
from tests.core.file_checks import LEGAL_NUMBERING
from tests.core.file_samples import paragraph as P

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>
<w:style w:type="paragraph" w:styleId="Article"><w:basedOn w:val="Normal"/>
 <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="ArticleBold"><w:basedOn w:val="Article"/></w:style>
"""


def docx_text(body: str, **parts: str) -> str:
    data = samples.zip_of(samples.docx_parts(body, **parts))
    return extract_text(io.BytesIO(data), "a.docx").text


def test_tables_stand_where_they_stand() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    table = f"<w:tbl>{row(P('A1'), P('B1'))}{row(P('A2'), P(''))}</w:tbl>"
    assert docx_text(P("before") + table + P("after")) == "before\nA1\tB1\nA2\t\nafter"


def test_cells_of_several_paragraphs_are_read_one_after_the_other() -> None:
    table = (
        f"<w:tbl><w:tr><w:tc>{P('ỦY BAN NHÂN DÂN')}{P('TỈNH X')}</w:tc>"
        f"<w:tc>{P('CỘNG HÒA')}</w:tc></w:tr></w:tbl>"
    )
    assert docx_text(table) == "ỦY BAN NHÂN DÂN\nTỈNH X\nCỘNG HÒA"


def test_merged_cells_are_read_once() -> None:
    start = "<w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr>"
    table = (
        f"<w:tbl><w:tr><w:tc>{start}{P('merged')}</w:tc><w:tc>{P('1')}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{P('')}</w:tc><w:tc>{P('2')}</w:tc></w:tr>"
        "</w:tbl>"
    )
    assert docx_text(table).split() == ["merged", "1", "2"]


def test_automatic_numbers_are_written_out() -> None:
    body = "".join(
        [
            P("Scope", numbered=(1, 0)),
            P("First clause", numbered=(1, 1)),
            P("point", numbered=(1, 2)),
            P("point", numbered=(1, 2)),
            P("Second clause", numbered=(1, 1)),
            P("point", numbered=(1, 2)),
            P("deep", numbered=(1, 3)),
            P("plain"),
            P("Effect", numbered=(1, 0)),
            P("clause", numbered=(1, 1)),
        ]
    )
    assert docx_text(body, numbering=LEGAL_NUMBERING).split("\n") == [
        "Điều 1. Scope",
        "1. First clause",
        "a) point",
        "b) point",
        "2. Second clause",
        "a) point",
        "1.2.1 deep",
        "plain",
        "Điều 2. Effect",
        "1. clause",
    ]


def test_lists_of_one_definition_go_on_unless_one_starts_anew() -> None:
    body = P("a", numbered=(1, 0)) + P("b", numbered=(4, 0)) + P("c", numbered=(5, 0))
    text = docx_text(body + P("d", numbered=(5, 0)), numbering=LEGAL_NUMBERING)
    assert text == "Điều 1. a\nĐiều 2. b\nĐiều 1. c\nĐiều 2. d"


def test_roman_start_legal_and_bullet_formats() -> None:
    body = P("x", numbered=(2, 0)) + P("y", numbered=(2, 1)) + P("z", numbered=(3, 0))
    assert docx_text(body, numbering=LEGAL_NUMBERING) == "III. x\n3.1 y\n• z"


def test_numbers_come_from_styles_and_their_parents() -> None:
    body = P("a", style="Article") + P("b", style="ArticleBold") + P("c")
    text = docx_text(body, numbering=LEGAL_NUMBERING, styles=STYLES)
    assert text == "Điều 1. a\nĐiều 2. b\nc"


def test_number_can_be_taken_off_and_missing_lists_are_none() -> None:
    body = P("a", numbered=(0, 0), style="Article") + P("b", numbered=(99, 0))
    body += P("c", numbered=(1, 8)) + P("d", numbered=(1, -4))
    assert docx_text(body, numbering=LEGAL_NUMBERING, styles=STYLES) == "a\nb\nc\nd"
    assert docx_text(P("e", numbered=(1, 0))) == "e"


def test_insertions_and_content_controls_are_text_and_deletions_are_not() -> None:
    body = (
        "<w:sdt><w:sdtContent>" + P("control") + "</w:sdtContent></w:sdt>"
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText><w:t>older</w:t></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p><w:hyperlink><w:r><w:t>link</w:t><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t>"
        "<w:noBreakHyphen/></w:r></w:hyperlink></w:p>"
    )
    assert docx_text(body) == "control\nnew\nlink\tx\ny-"


def test_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{P('in the box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>host</w:t><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert docx_text(body) == "host\nin the box"


def test_footnotes_follow_the_text() -> None:
    body = "<w:p><w:r><w:t>Article</w:t><w:footnoteReference w:id='7'/></w:r></w:p>" + P("end")
    notes = f"<w:footnote w:id='7'>{P('Amended by Decree 1')}</w:footnote>"
    assert docx_text(body, footnotes=notes) == "Article[1]\nend\n[1] Amended by Decree 1"


def test_text_is_nfc_and_character_limit_cuts() -> None:
    assert docx_text(P("Quye\u0302\u0301t")) == "Quyết"
    stream = io.BytesIO(samples.docx("12345", "67890"))
    extracted = extract_text(stream, "a.docx", limits=Limits(max_characters=8))
    assert (extracted.text, extracted.truncated) == ("12345\n67", True)
    extracted = extract_text(stream, "a.docx", limits=Limits(max_characters=11))
    assert (extracted.text, extracted.truncated) == ("12345\n67890", False)


def test_document_of_pictures_has_no_text_layer() -> None:
    extracted = extract_text(io.BytesIO(samples.docx("")), "a.docx")
    assert (extracted.text, extracted.has_text_layer, extracted.pages) == ("", False, None)


def test_link_to_a_template_elsewhere_is_not_followed() -> None:
    parts = samples.docx_parts(P("x"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1:9/t.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    assert extract_text(io.BytesIO(samples.zip_of(parts)), "a.docx").text == "x"


@pytest.mark.parametrize("broken", ["_rels/.rels", "word/document.xml"])
def test_package_that_cannot_be_opened_is_refused(broken: str) -> None:
    for content in ("<not closed", "", "<x/>"):
        parts = {**samples.docx_parts(P("x")), broken: content}
        with pytest.raises(RefusedFile) as caught:
            extract_text(io.BytesIO(samples.zip_of(parts)), "a.docx")
        assert caught.value.code == "broken"


def test_part_too_large_for_memory_is_refused() -> None:
    with pytest.raises(RefusedFile) as caught:
        extract_text(
            io.BytesIO(samples.docx("x" * 2000)),
            "a.docx",
            limits=Limits(max_xml_part_bytes=999),
        )
    assert caught.value.code == "too_large"
