"""Make the demo's PDF files from the full texts, laid out as Vietnamese official documents.

The page follows the layout of Decree 30/2020/NĐ-CP: A4, issuing body on the left, national
motto on the right, serif text, recipients and signature at the end, annex on a new page.
One file is an image without a text layer, as a scanner makes it.

Development tools only: reportlab, fonttools, pypdfium2, Pillow, PyYAML, and the Noto Serif fonts
(Debian package fonts-noto-core, SIL Open Font License), which carry every Vietnamese letter.
Each file embeds only the letters it uses.

Usage: ``python draw_files.py [folder of the fonts]``
"""

from __future__ import annotations

import random
import re
import sys
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2
import yaml
from fontTools import subset
from PIL import Image, ImageDraw
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

DATA = Path(__file__).parent / "data"
FONTS = Path("/usr/share/fonts/truetype/noto")
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
SCANNED = {"52-tb-ttr"}
KINDS = {
    "QUYẾT ĐỊNH",
    "NGHỊ QUYẾT",
    "CHỈ THỊ",
    "CÔNG ĐIỆN",
    "KẾ HOẠCH",
    "THÔNG BÁO",
    "HƯỚNG DẪN",
    "QUY CHẾ",
    "QUY ĐỊNH",
}
PREAMBLE = ("Căn cứ ", "Theo đề nghị ", "Xét ", "Ủy ban nhân dân tỉnh ban hành ")
PREAMBLE += ("Hội đồng nhân dân tỉnh ban hành ",)


@dataclass
class Letterhead:
    """The fixed lines above the title."""

    issuer: list[str]
    number: str
    subject: str
    place_date: str
    is_draft: bool = False


@dataclass
class Text:
    """One full text cut into its parts."""

    head: Letterhead
    body: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    annex: list[str] = field(default_factory=list)


def read_text(path: Path) -> Text:
    """Cut a printed text into letterhead, body, recipients, signature and annex."""
    lines = path.read_text(encoding="utf-8").splitlines()
    is_draft = lines[0] == "DỰ THẢO"
    if is_draft:
        lines = lines[2:]
    rule = lines.index("-------")
    blank = lines.index("", rule)
    number = next(line for line in lines[rule:blank] if line.startswith("Số:"))
    subject = next((line for line in lines[rule:blank] if line.startswith("V/v")), "")
    text = Text(Letterhead(lines[:rule], number, subject, lines[blank - 1], is_draft))
    end = lines.index("Nơi nhận:")
    text.body = lines[blank + 1 : end]
    gap = lines.index("", end)
    text.recipients = lines[end + 1 : gap]
    after = lines.index("", gap + 1) if "" in lines[gap + 1 :] else len(lines)
    text.signature = lines[gap + 1 : after]
    text.annex = lines[after + 1 :]
    return text


def style(name: str, **options: Any) -> ParagraphStyle:
    """Return a paragraph style over the document's base style."""
    base: dict[str, Any] = {
        "fontName": "Serif-Regular",
        "fontSize": 11.5,
        "leading": 16,
        "spaceAfter": 4,
    }
    return ParagraphStyle(name, **(base | options))


BODY = style("body", alignment=TA_JUSTIFY, firstLineIndent=10 * mm)
ITALIC = style("italic", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, fontName="Serif-Italic")
BOLD = style("bold", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, fontName="Serif-Bold")
CENTRE = style("centre", alignment=TA_CENTER, fontName="Serif-Bold")
HEAD = style("head", alignment=TA_CENTER, fontSize=10.5, leading=14, spaceAfter=0)
PLACE = style("place", alignment=TA_CENTER, fontName="Serif-Italic", spaceAfter=0)
SMALL = style("small", fontSize=9.5, leading=12.5, spaceAfter=0)


def letterhead(head: Letterhead) -> list[Flowable]:
    """Return the two columns above the title."""
    bold = f"<b>{escape(head.issuer[-1])}</b>"
    first = escape(head.issuer[0])
    if head.issuer[0].startswith(("ỦY BAN", "HỘI ĐỒNG")):
        first = f"<b>{first}</b>"
    left: list[Flowable] = [Paragraph(first, HEAD), Paragraph(bold, HEAD)]
    left += [HRFlowable(width="30%", thickness=0.7, color="black", spaceBefore=2, spaceAfter=5)]
    left.append(Paragraph(escape(head.number).replace("  ", "&nbsp;&nbsp;"), HEAD))
    if head.subject:
        left.append(Paragraph(escape(head.subject), SMALL))
    right: list[Flowable] = [
        Paragraph("<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", HEAD),
        Paragraph("<b>Độc lập - Tự do - Hạnh phúc</b>", HEAD),
        HRFlowable(width="58%", thickness=0.7, color="black", spaceBefore=2, spaceAfter=5),
        Paragraph(escape(head.place_date), PLACE),
    ]
    table = Table([[left, right]], colWidths=[68 * mm, 97 * mm])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    draft = [Paragraph("DỰ THẢO", BOLD)] if head.is_draft else []
    return [*draft, table, Spacer(1, 6 * mm)]


def line_flowable(line: str) -> Flowable:
    """Choose the look of one line by what it is."""
    text = escape(line)
    if re.match(r"“?Điều \d+\. ", line):
        head, _, rest = line.partition(". ")
        if len(rest) > 110 or rest.endswith((".", ":", ";")):
            return Paragraph(f"<b>{escape(head)}.</b> {escape(rest)}", BODY)
        return Paragraph(text, BOLD)
    if re.match(r"Chương [IVX]+$", line) or (line.isupper() and len(line) > 5):
        return Paragraph(text, CENTRE)
    if line.startswith(PREAMBLE):
        return Paragraph(text, ITALIC)
    if re.match(r"\(Ban hành kèm theo", line):
        return Paragraph(text, style("note", alignment=TA_CENTER, fontName="Serif-Italic"))
    return Paragraph(text, BODY)


def body_flowables(lines: list[str]) -> list[Flowable]:
    """Turn body lines into flowables; the title is the kind and the line below it."""
    flowables: list[Flowable] = []
    title = len(lines) > 1 and lines[0] in KINDS
    if title:
        flowables += [Paragraph(escape(lines[0]), CENTRE), Paragraph(escape(lines[1]), CENTRE)]
        flowables.append(
            HRFlowable(width="24%", thickness=0.7, color="black", spaceBefore=1, spaceAfter=9)
        )
    flowables += [line_flowable(line) for line in lines[2 if title else 0 :] if line]
    return flowables


def closing(text: Text) -> Flowable:
    """Return recipients on the left and signature on the right."""
    left = [Paragraph("<b><i>Nơi nhận:</i></b>", SMALL)]
    left += [Paragraph(escape(line), SMALL) for line in text.recipients]
    right: list[Flowable] = []
    for line in text.signature:
        if line == "(Đã ký)":
            right += [Spacer(1, 7 * mm), Paragraph("<i>(Đã ký)</i>", HEAD), Spacer(1, 7 * mm)]
        else:
            if (
                line is text.signature[-1]
                and not line.isupper()
                and "(Đã ký)" not in text.signature
            ):
                right.append(Spacer(1, 24 * mm))
            right.append(Paragraph(f"<b>{escape(line)}</b>", style("sign", alignment=TA_CENTER)))
    table = Table([[left, right]], colWidths=[84 * mm, 81 * mm])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return KeepTogether([Spacer(1, 5 * mm), table])


def page_number(canvas: Any, document: Any) -> None:
    """Write the page number at the top, except on the first page."""
    if document.page > 1:
        canvas.setFont("Serif-Regular", 13)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 14 * mm, str(document.page))


def register_fonts(fonts: Path, letters: str) -> None:
    """Register the four faces, reduced to the given letters and without hinting."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    for face in FACES:
        font = subset.load_font(fonts / f"NotoSerif-{face}.ttf", options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=letters + " 0123456789\u00a0")
        subsetter.subset(font)
        out = BytesIO()
        font.save(out)
        out.seek(0)
        pdfmetrics.registerFont(TTFont(f"Serif-{face}", out))
    pdfmetrics.registerFontFamily("Serif-Regular", *(f"Serif-{face}" for face in FACES))


def render(text: Text, title: str, author: str) -> bytes:
    """Return the PDF of one text."""
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        title=title,
        author=author,
        lang="vi",
        invariant=1,
        leftMargin=28 * mm,
        rightMargin=17 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
    )
    frame = Frame(28 * mm, 20 * mm, 165 * mm, 257 * mm, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=page_number)])
    story = [*letterhead(text.head), *body_flowables(text.body), closing(text)]
    if text.annex:
        story += [PageBreak(), *body_flowables(text.annex)]
    document.build(story)
    return out.getvalue()


def scan(pdf: bytes) -> bytes:
    """Return the PDF as a scanner would: skewed black and white pages without text."""
    chance = random.Random(7)
    pages = []
    source = pypdfium2.PdfDocument(pdf)
    for index in range(len(source)):
        page = source[index].render(scale=170 / 72, grayscale=True).to_pil().convert("L")
        pen = ImageDraw.Draw(page)
        if index == len(source) - 1:
            sign(page, pen)
        page = page.rotate(0.45, fillcolor=255, resample=Image.Resampling.BICUBIC)
        pen = ImageDraw.Draw(page)
        for _ in range(140):
            x, y = chance.randrange(page.width), chance.randrange(page.height)
            pen.ellipse((x, y, x + chance.choice((0, 1)), y + 1), fill=0)
        pages.append(page.point(lambda value: 255 if value > 150 else 0).convert("1"))
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=170)
    return out.getvalue()


def sign(page: Image.Image, pen: ImageDraw.ImageDraw) -> None:
    """Scribble a signature above the signer's name on the last page."""
    right = page.crop((page.width // 2, 0, page.width, page.height - 140))
    ink = right.point(lambda value: 255 if value < 128 else 0).getbbox()
    bottom = ink[3] if ink else page.height // 2
    x, y = int(page.width * 0.66), bottom - 110
    path = [(0, 30), (24, -28), (36, 40), (60, -10), (82, 26), (96, -40), (112, 34), (150, 2)]
    path += [(190, 16), (230, -18), (40, 52), (260, 30)]
    pen.line([(x + dx, y + dy) for dx, dy in path], fill=0, width=4, joint="curve")


def main(fonts: Path = FONTS) -> None:
    """Write every PDF named in documents.yaml that has a full text."""
    documents = yaml.safe_load((DATA / "documents.yaml").read_text(encoding="utf-8"))
    texts = sorted((DATA / "documents" / "texts").glob("*.txt"))
    used = {letter for path in texts for letter in path.read_text(encoding="utf-8")}
    register_fonts(fonts, "".join(sorted(used)))
    (DATA / "files").mkdir(exist_ok=True)
    for document in documents:
        for file_name in document.get("files", []):
            stem = file_name.removesuffix(".pdf")
            path = DATA / "documents" / "texts" / f"{stem}.txt"
            text = read_text(path)
            title = f"{document['symbol']} - {document['abstract']}"
            pdf = render(text, title, " ".join(text.head.issuer).capitalize())
            if stem in SCANNED:
                pdf = scan(pdf)
            (DATA / "files" / file_name).write_bytes(pdf)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FONTS)
