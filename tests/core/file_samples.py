"""Small files of every kind, built in code: honest, damaged and hostile ones."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

_PASSWORD_PADDING = bytes.fromhex(
    "28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A"
)
_FILE_ID = b"0123456789abcdef"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OOXML = "application/vnd.openxmlformats-officedocument."
WORD_MAIN = _OOXML + "wordprocessingml.document.main+xml"
WORD_MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def pdf_from_objects(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Write numbered objects with a correct cross-reference table; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number]
    out += b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
    return bytes(out)


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def _text_content(lines: Iterable[str]) -> bytes:
    shown = b" ".join(b"(%s) Tj T*" % line.encode("latin-1") for line in lines)
    return b"BT /F1 12 Tf 14 TL 72 720 Td %s ET" % shown


_IMAGE_CONTENT = b"q 612 0 0 792 0 0 cm /Im1 Do Q"


def _page_objects(contents: list[bytes], annotations: bytes = b"") -> dict[int, bytes]:
    first = 10
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(contents)))
    objects = {
        2: b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, len(contents)),
        3: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        4: _stream(
            b"\x80",
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"
            b" /ColorSpace /DeviceGray",
        ),
    }
    for index, content in enumerate(contents):
        number = first + 2 * index
        objects[number] = (
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources <</Font <</F1 3 0 R>> /XObject <</Im1 4 0 R>>>> %s>>"
        ) % (number + 1, annotations if index == 0 else b"")
        objects[number + 1] = _stream(content)
    for number in range(5, first):
        objects[number] = b"null"
    return objects


# The font of an old document: ư (AD) and ã (B7) look like signs to whoever reads the file.
TCVN3_FONT = (
    b"<</Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [173 /minus 183 /uni2219]>>"
)


def pdf_with_text(*pages: Iterable[str], encoding: bytes = b"/StandardEncoding") -> bytes:
    """One page per argument, one line of Latin-1 text per string."""
    objects = _page_objects([_text_content(lines) for lines in pages])
    objects[3] = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding %s>>" % encoding
    objects[1] = b"<</Type /Catalog /Pages 2 0 R>>"
    return pdf_from_objects(objects)


def pdf_from_scan(pages: int = 1, stamp: str = "") -> bytes:
    """Pages that hold one picture each, and perhaps a few words stamped on it."""
    content = _IMAGE_CONTENT + (b" " + _text_content([stamp]) if stamp else b"")
    objects = _page_objects([content] * pages)
    objects[1] = b"<</Type /Catalog /Pages 2 0 R>>"
    return pdf_from_objects(objects)


def pdf_with_packed_page(content: bytes, layers: int = 1, entries: bytes = b"") -> bytes:
    """One page whose contents are packed, perhaps several times over."""
    for _layer in range(layers):
        content = zlib.compress(content, 9)
    objects = _page_objects([b""])
    objects[1] = b"<</Type /Catalog /Pages 2 0 R>>"
    objects[11] = _stream(content, entries + b"/Filter [%s]" % (b"/FlateDecode " * layers))
    return pdf_from_objects(objects)


def pdf_mixed(*, text_pages: int, scanned_pages: int) -> bytes:
    """A typed document with a scanned appendix."""
    text = [
        _text_content([f"Page {index} of the typed part, long enough"])
        for index in range(text_pages)
    ]
    objects = _page_objects(text + [_IMAGE_CONTENT] * scanned_pages)
    objects[1] = b"<</Type /Catalog /Pages 2 0 R>>"
    return pdf_from_objects(objects)


def pdf_signed(*, in_form: bool = True, empty_field: bool = False, intact: bool = True) -> bytes:
    """A PDF that looks signed; the signature's bytes are zeros.

    ``in_form`` False leaves the field on the page only, as programs that shrink files do.
    """
    objects = _page_objects(
        [_text_content(["Signed text that is long enough here"])], b"/Annots [5 0 R]"
    )
    form = b"/AcroForm <</Fields [5 0 R] /SigFlags 3>>" if in_form else b""
    objects[1] = b"<</Type /Catalog /Pages 2 0 R %s>>" % form
    value = b"" if empty_field else b"/V 6 0 R"
    objects[5] = (
        b"<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /Rect [0 0 0 0] /F 132"
        b" /P 10 0 R %s>>"
    ) % value
    if empty_field:
        return pdf_from_objects(objects)
    objects[6] = (
        b"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached"
        b" /ByteRange [0 1111111111 1222222222 1333333333] /Contents <%s>>>"
    ) % (b"00" * 64)
    data = pdf_from_objects(objects)
    if not intact:
        return data
    opening = data.index(b"/Contents <") + len(b"/Contents ")
    closing = data.index(b">", opening) + 1
    for placeholder, value_ in (
        (b"1111111111", opening),
        (b"1222222222", closing),
        (b"1333333333", len(data) - closing),
    ):
        data = data.replace(placeholder, b"%10d" % value_)
    return data


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def pdf_encrypted(password: bytes) -> bytes:
    """A PDF with the standard 40-bit encryption; an empty password opens without asking."""
    user = (password + _PASSWORD_PADDING)[:32]
    owner_key = hashlib.md5((b"owner" + _PASSWORD_PADDING)[:32], usedforsecurity=False).digest()[:5]
    owner = _rc4(owner_key, user)
    permissions = struct.pack("<i", -4)
    key = hashlib.md5(user + owner + permissions + _FILE_ID, usedforsecurity=False).digest()[:5]

    def object_key(number: int) -> bytes:
        salted = key + struct.pack("<I", number)[:3] + b"\x00\x00"
        return hashlib.md5(salted, usedforsecurity=False).digest()[:10]

    text = _text_content(["Text of an encrypted document, long enough"])
    objects = _page_objects([_rc4(object_key(11), text)])
    objects[1] = b"<</Type /Catalog /Pages 2 0 R>>"
    objects[7] = b"<</Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4>>" % (
        owner.hex().encode(),
        _rc4(key, _PASSWORD_PADDING).hex().encode(),
    )
    file_id = _FILE_ID.hex().encode()
    return pdf_from_objects(objects, b"/Encrypt 7 0 R /ID [<%s> <%s>]" % (file_id, file_id))


def zip_of(parts: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def content_types(main: str) -> str:
    """The list of media types of an Office Open XML package."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_TYPES}">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
        f'<Override PartName="/word/numbering.xml" '
        f'ContentType="{_OOXML}wordprocessingml.numbering+xml"/>'
        f'<Override PartName="/word/styles.xml" '
        f'ContentType="{_OOXML}wordprocessingml.styles+xml"/></Types>'
    )


def docx_parts(
    body: str, *, numbering: str = "", styles: str = "", footnotes: str = "", main: str = WORD_MAIN
) -> dict[str, bytes | str]:
    """Parts of a DOCX whose body, numbering, styles and footnotes are given as inner XML."""
    links = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name, xml in (("numbering", numbering), ("styles", styles), ("footnotes", footnotes))
        if xml
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": content_types(main),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>'
        ),
    }
    for name, xml in (("numbering", numbering), ("styles", styles), ("footnotes", footnotes)):
        if xml:
            parts[f"word/{name}.xml"] = _root(name, xml)
    return parts


def _root(name: str, inner: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"{inner}</w:{name}>"
    )


def paragraph(text: str, *, style: str = "", numbered: tuple[int, int] | None = None) -> str:
    """A ``w:p``; ``numbered`` is (list, level)."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        list_id, level = numbered
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def docx(*paragraphs: str) -> bytes:
    return zip_of(docx_parts("".join(map(paragraph, paragraphs))))


def docm() -> bytes:
    """A Word document with a macro, under whatever name."""
    parts = docx_parts(paragraph("x"), main=WORD_MACRO_MAIN)
    return zip_of({**parts, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def odt(extra: Mapping[str, bytes | str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office/>")
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def bomb_docx(mebibytes: int = 300) -> bytes:
    """A DOCX with a part that unpacks to so many MiB of zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in docx_parts(paragraph("x")).items():
            archive.writestr(name, data)
        with archive.open("word/media/image1.bin", "w", force_zip64=True) as part:
            block = bytes(1024 * 1024)
            for _ in range(mebibytes):
                part.write(block)
    return buffer.getvalue()


def lying_docx(mebibytes: int = 64, declared: int = 100) -> bytes:
    """A DOCX with a part that declares few bytes, with their checksum, and unpacks to many MiB."""
    body = bytes(mebibytes * 1024 * 1024)
    name = b"word/media/image1.bin"
    data = zip_of(docx_parts(paragraph("x")))
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(body) + deflate.flush()
    crc = zlib.crc32(body[:declared])
    end = data.rindex(b"PK\x05\x06")
    entries, directory_size, directory_at = struct.unpack_from("<HII", data, end + 10)
    directory = data[directory_at : directory_at + directory_size]
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), declared, len(name), 0
    )
    entry = struct.pack(
        "<4s6H3I5H2I",
        b"PK\x01\x02",
        20,
        20,
        0,
        8,
        0,
        33,
        crc,
        len(packed),
        declared,
        len(name),
        0,
        0,
        0,
        0,
        0,
        directory_at,
    )
    front = data[:directory_at] + local + name + packed
    directory += entry + name
    tail = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, entries + 1, entries + 1, len(directory), len(front), 0
    )
    return front + directory + tail


def ole(*streams: str, nested: str = "") -> bytes:
    """An OLE compound file whose root holds empty streams of these names.

    ``nested`` is the name of one more stream, inside a storage of the root.
    """
    names = ["Root Entry", *streams]
    no = 0xFFFFFFFF
    entries: list[bytes] = []
    for index, name in enumerate(names):
        raw = (name + "\x00").encode("utf-16-le")
        right = index + 1 if 0 < index < len(streams) else no
        child = 1 if index == 0 and streams else no
        kind = 5 if index == 0 else 2
        if nested and index == len(streams):
            kind, child = 1, len(names)
        entries.append(
            struct.pack("<64sHBBIII", raw, len(raw), kind, 1, no, right, child) + bytes(48)
        )
    if nested:
        raw = (nested + "\x00").encode("utf-16-le")
        entries.append(struct.pack("<64sHBBIII", raw, len(raw), 2, 1, no, no, no) + bytes(48))
    while len(entries) % 4:
        entries.append(bytes(128))
    directory = b"".join(entries)
    sectors = len(directory) // 512
    fat = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    fat += [no] * (128 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
    ) + struct.pack("<109I", 0, *[no] * 108)
    return header + struct.pack("<128I", *fat) + directory


HTML = b"<!DOCTYPE html>\n<html><body><p>Not a document</p></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
RTF = rb"{\rtf1\ansi Text}"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
JPEG = b"\xff\xd8\xff\xe0" + bytes(32)
GIF = b"GIF89a" + bytes(32)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24)
MP3 = b"ID3\x04" + bytes(32)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(32)
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(32)
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c" + bytes(32)
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(120)
