"""Old encodings: recognised only when certain, converted without loss, binary files refused."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govportal_wagtail.core.legacy_encoding import (
    UndecodableText,
    convert,
    decode_bytes,
    detect,
)
from govportal_wagtail.core.legacy_tables import TCVN3, VNI, is_syllable

# No test here measures time: a busy machine must not fail one.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared reference data is not beside the project"
)
LETTERS = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
SENTENCES = (
    "Quyết định về việc ban hành Quy chế quản lý và vận hành Cổng thông tin điện tử của tỉnh.",
    "Ủy ban nhân dân tỉnh chịu trách nhiệm hướng dẫn, kiểm tra việc thực hiện Nghị quyết này.",
    "Nghĩa vụ của người sử dụng đất: nộp thuế, giữ gìn khuyến nông, quỹ, thuở, huỷ, xoong nồi.",
)
FOREIGN = (
    "The Department of Justice, 24 July 2026: a café with a naïve façade.",
    "Le ministre a été désigné à la préfecture, où il reçoit les élèves. Là où naïve, créé, né.",
    "El niño pequeño volverá mañana según el señor Muñoz.",
    "Für schöne Mädchen über Köln, Straße der Höhe, Tür, Äpfel, Öl.",
    "São Paulo não está às ordens do irmão; maçã, pão, lição.",
    "Microsoft® Windows© «test» § 5 ¶ 3 ° µm ±2 ·",
    "Москва, Российская Федерация",
    "北京市 人民政府",
)


def to_tcvn3(text: str) -> str:
    table = {letter: written for written, letter in TCVN3.items()}
    return "".join(table.get(c) or table.get(c.lower()) or c for c in text)


def to_vni(text: str) -> str:
    table: dict[str, str] = {}
    for written, letter in VNI.items():
        table.setdefault(letter, written)
    return "".join(table.get(c, c) for c in text)


ENCODERS = {"tcvn3": to_tcvn3, "vni": to_vni}


@pytest.mark.parametrize("letter", LETTERS)
def test_both_tables_hold_every_letter(letter):
    assert convert(to_tcvn3(letter), "tcvn3") == letter
    assert convert(to_vni(letter), "vni") == letter
    assert convert(to_vni(letter.upper()), "vni") == letter.upper()


@pytest.mark.parametrize("encoding", ENCODERS)
@pytest.mark.parametrize("text", SENTENCES)
def test_sentence_is_recognised_and_restored(text, encoding):
    written = ENCODERS[encoding](text)
    assert written != text
    assert detect(written) == encoding
    # The first letter of a sentence loses its capital in TCVN3 when it carries a tone.
    assert convert(written, encoding).lower() == text.lower()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bé Tµi chÝnh", "Bộ Tài chính"),
        ("QUYÕT §ÞNH", "QUYẾT ĐỊNH"),
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("V¨n phßng ChÝnh phñ", "Văn phòng Chính phủ"),
        ("Së Tµi", "Sở Tài"),
        ("M\u00adêi t\u00adêng", "Mười tường"),
    ],
)
def test_tcvn3_text_gets_its_capitals_from_the_word_or_the_line(written, expected):
    assert convert(written, "tcvn3") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Uûy ban nhaân daân", "Ủy ban nhân dân"),
        ("ÑAÛNG COÄNG SAÛN VIEÄT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("VEÂØ", "VỀ"),
        ("höôùng daãn", "hướng dẫn"),
        ("UÛy ban, Uûy ban", "Ủy ban, Ủy ban"),
        ("kyõ sö, kyù, tyû, lyù, kyø, tî", "kỹ sư, ký, tỷ, lý, kỳ, tỵ"),
    ],
)
def test_vni_text_in_either_case_and_with_stacked_marks(written, expected):
    assert convert(written, "vni") == expected


@pytest.mark.parametrize("text", ["", "Hµ", "Vieät Nam", "là où", *SENTENCES, *FOREIGN])
def test_uncertain_and_correct_texts_are_not_called_legacy(text):
    assert detect(text) is None
    assert detect(unicodedata.normalize("NFD", text)) is None


@given(st.text(max_size=200))
def test_detection_and_conversion_never_raise(text):
    detect(text)
    convert(text, "tcvn3")
    convert(text, "vni")


@given(st.text(alphabet="abcdghiklmnopqrstuvxyz 0123456789.,;", max_size=80))
def test_plain_text_is_unchanged_by_conversion(text):
    assert convert(text, "tcvn3") == convert(text, "vni") == text


@pytest.mark.parametrize(
    "word", ["Quyết", "nghiêng", "quỳnh", "giếng", "gì", "yếu", "ưỡn", "huỵch"]
)
def test_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "été", "naïve", "Vieät", "chynh", "ba à", "nng", "bầà"])
def test_other_words_are_not_syllables(word):
    assert not is_syllable(word)


TEXT = "Quyết định số 68/2026/QĐ-UBND\nvề đất đai và người sử dụng đất tại tỉnh."


def to_cp1258(text: str) -> bytes:
    decomposed = unicodedata.normalize("NFD", text)
    # The code page has the vowels with their own marks as one character, tones as marks.
    shaped = re.sub(
        "(.)([\u0323]?)([\u0302\u0306\u031b])",
        lambda m: unicodedata.normalize("NFC", m[1] + m[3]) + m[2],
        decomposed,
    )
    return shaped.encode("cp1258")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (to_cp1258(TEXT), "windows-1258"),
        (to_tcvn3(TEXT).encode("latin-1"), "tcvn3"),
        (to_vni(TEXT).encode("latin-1"), "vni"),
        (to_tcvn3(TEXT).encode(), "tcvn3"),
        (to_vni(TEXT).encode("utf-16"), "vni"),
    ],
)
def test_bytes_of_every_usual_encoding_give_the_same_text(data, encoding):
    decoded = decode_bytes(data)
    assert unicodedata.normalize("NFC", decoded.text) == TEXT
    assert decoded.encoding == encoding
    assert [issue.code for issue in decoded.issues] == (
        [encoding] if encoding in {"tcvn3", "vni"} else []
    )


def test_western_text_is_read_as_windows_1252():
    decoded = decode_bytes("Le préfet reçoit les élèves “ici” – déjà".encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (
        "Le préfet reçoit les élèves “ici” – déjà",
        "windows-1252",
    )


def test_empty_file_is_empty_text():
    assert decode_bytes(b"").text == ""


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"PK\x03\x04abc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n\0\0",
        b"abc\0\0\0\0\x01\x02",
        b"\x00\x01\x02\x03\x04\xff\xfe\xfd",
        b"{\\rtf1\\ansi abc}",
    ],
)
def test_binary_files_are_refused_with_a_reason(data):
    with pytest.raises(UndecodableText) as caught:
        decode_bytes(data)
    assert caught.value.code == "binary"
    assert str(caught.value)


@pytest.mark.parametrize("data", [bytes(range(0x80, 0x100)) * 4, b"\xef\xbb\xbf\xff", b"\xff\xfea"])
def test_unknown_encodings_are_refused(data):
    with pytest.raises(UndecodableText) as caught:
        decode_bytes(data)
    assert caught.value.code == "unknown"


@given(st.binary(max_size=200))
@example(b"\xfe\xff\xd8\x00")
@example(b"\xff\xfe\x00\xd8")
def test_any_bytes_are_decoded_or_refused(data):
    try:
        decoded = decode_bytes(data)
    except UndecodableText:
        return
    decoded.text.encode("utf-8")


def transcripts(folder: str = "*") -> list[Path]:
    return sorted((SHARED / "encoding").glob(f"{folder}/*.txt"))


@needs_shared
@pytest.mark.parametrize("encoding", ENCODERS)
def test_real_documents_survive_the_round_trip(encoding):
    capitals_lost = characters = 0
    assert len(transcripts()) == 17
    for path in transcripts():
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        assert detect(text) is None, path.name
        written = ENCODERS[encoding](text)
        assert detect(written) == encoding, path.name
        restored = convert(written, encoding)
        assert restored.lower() == text.lower(), path.name
        capitals_lost += sum(a != b for a, b in zip(restored, text, strict=True))
        characters += len(text)
    assert characters > 500_000
    # Capitals with tones do not exist in TCVN3; nearly all are recovered from their surroundings.
    assert capitals_lost == (0 if encoding == "vni" else pytest.approx(7, abs=3))


def raw_words(data: bytes) -> list[str]:
    """Return the eight-bit text runs of an old word-processor file, without its format."""
    runs = re.findall(rb"[\x07\x09\x0b\x0d\x20-\x7e\xa1-\xfe]{60,}", data)
    texts = [run.decode("latin-1") for run in runs]
    return [text for text in texts if len(re.findall("[a-zA-Z ]", text)) > 0.6 * len(text)]


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        "2004-19Z9A_Luat_hop_tac_xasuadoi",
        "2004-1E849_Tran_Du_Lich",
        "2004-1F7ZB_EtudeBinh_vn",
        "2004-B6",
        "2005-QD-256",
        "2005-QDINHUUDAI522",
        "2005-nghiencuu_2004_07_21_110129",
    ],
)
def test_text_inside_real_tcvn3_files_converts_to_the_words_of_the_transcript(name):
    folder = SHARED / "encoding" / "tcvn3"
    raw = "\n".join(raw_words((folder / f"{name}.doc").read_bytes())).replace("\r", "\n")
    assert detect(raw) == "tcvn3"
    truth = unicodedata.normalize("NFC", (folder / f"{name}.txt").read_text(encoding="utf-8"))
    known = set(re.findall(r"[^\W\d_]+", truth.lower()))
    found = Counter(re.findall(r"[^\W\d_]+", convert(raw, "tcvn3").lower()))
    accented = {word: count for word, count in found.items() if not word.isascii()}
    right = sum(count for word, count in accented.items() if word in known)
    assert sum(accented.values()) > 500
    assert right >= 0.999 * sum(accented.values())


@needs_shared
def test_no_line_of_the_national_gazette_is_called_legacy():
    documents = json.loads((SHARED / "congbao" / "documents.json").read_text(encoding="utf-8"))
    lines = {line for document in documents for line in document["text"].split("\n")}
    assert len(lines) > 30_000
    assert [line for line in lines if detect(line)] == []
