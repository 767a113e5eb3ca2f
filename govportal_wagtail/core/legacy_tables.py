"""The character tables of TCVN3 (ABC) and VNI-Windows, and the shape of a Vietnamese syllable.

Both were font tricks of the time before Unicode: the file holds Windows-1252 characters that only
a Vietnamese font shows as Vietnamese. TCVN3: TCVN 5712:1993, third set, one character a letter,
tones on small letters only. VNI: a vowel followed by a mark.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final


def _tcvn3_table() -> dict[str, str]:
    rows = {
        0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
        0xB5: "àảãáạ",
        0xBB: "ằẳẵắ",
        0xC6: "ặầẩẫấậè",
        0xCE: "ẻẽéẹềểễếệìỉ",
        0xDC: "ĩíịò",
        0xE1: "ỏõóọồổỗốộờởỡớợù",
        0xF1: "ủũúụừửữứựỳỷỹýỵ",
    }
    return {chr(start + i): letter for start, row in rows.items() for i, letter in enumerate(row)}


def _vni_table() -> dict[str, str]:
    tones = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    circumflex = {
        "": "â",
        "\u0301": "á",
        "\u0300": "à",
        "\u0309": "å",
        "\u0303": "ã",
        "\u0323": "ä",
    }
    breve = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    table = {
        "í": "í",
        "ì": "ì",
        "æ": "ỉ",
        "ó": "ĩ",
        "ò": "ị",
        "ô": "ơ",
        "ö": "ư",
        "ñ": "đ",
        "î": "ỵ",
    }
    for vowel in "aeouy":
        table |= {vowel + mark: vowel + tone for tone, mark in tones.items()}
    for vowel, written in (("ơ", "ô"), ("ư", "ö")):
        table |= {written + mark: vowel + tone for tone, mark in tones.items()}
    for vowel in "aeo":
        table |= {vowel + mark: vowel + "\u0302" + tone for tone, mark in circumflex.items()}
    table |= {"a" + mark: "a\u0306" + tone for tone, mark in breve.items()}
    for written, letter in list(table.items()):
        # The mark may be typed in either case after a capital; the base letter decides.
        table[written.upper()] = letter.upper()
        table.setdefault(written[0].upper() + written[1:], letter.upper())
        table.setdefault(written[0] + written[1:].upper(), letter)
    return {written: unicodedata.normalize("NFC", letter) for written, letter in table.items()}


TCVN3: Final = _tcvn3_table()
VNI: Final = _vni_table()
# Two marks typed one after the other for a vowel that has both: "VEÂØ" for VỀ.
VNI_STACKED_MARKS: Final = {
    **dict.fromkeys("ùÙ", "\u0301"),
    **dict.fromkeys("øØ", "\u0300"),
    **dict.fromkeys("ûÛ", "\u0309"),
    **dict.fromkeys("õÕ", "\u0303"),
    **dict.fromkeys("ïÏ", "\u0323"),
}

_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng i ia ich iêc iêm iên iêng iêp iêt iêu im "
    "in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc "
    "oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân "
    "uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên "
    "uyêt uynh uyt uyu uyp ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y"
)
# Spelled with y after qu or at the beginning of a syllable only.
_Y_RIMES = "yêm yên yêt yêng yêu ych ynh yt"
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_SYLLABLE = re.compile(
    f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RIMES.split())})"
    f"|(?:qu)?(?:{'|'.join(_Y_RIMES.split())})"
)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Return whether `word` is spelled as one Vietnamese syllable, with at most one tone."""
    bare, tones = _TONE.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None
