"""Whether a text looks like a complaint or a denunciation, as far as words can tell.

It asks a person to look, and decides nothing. Who asks how, where or within which time complaints
are handled does not complain; whoever says "tôi tố cáo" does. Text without diacritics is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..core.vietnamese import normalise
from .phrases import Line, Phrase

#: What such a letter is about (Law on Complaints 02/2011/QH13, Law on Denunciations 25/2018/QH14).
_TERMS: Final = (
    *("tố cáo", "khiếu nại", "khiếu tố", "tố giác", "kêu oan", "kêu cứu", "khiếu kiện"),
    # A common slip of the pen.
    "khiếu lại",
    *("denounce", "denunciation", "complaint against", "complain about", "file a complaint"),
)
#: Before the term they make it the name of a procedure, a law, an office, a right.
_BEFORE: Final = (
    *("thủ tục", "quy trình", "trình tự", "thời hạn", "thời hiệu", "thời gian", "thẩm quyền"),
    *("quy định", "luật", "nghị định", "thông tư", "mẫu", "mẫu đơn", "hướng dẫn", "cách"),
    *("cách thức", "quyền", "có thể", "hồ sơ", "công tác", "lệ phí", "hình thức"),
    *("kết quả", "số liệu", "điều kiện", "trường hợp", "hỏi về", "tìm hiểu", "phân biệt"),
    *("khái niệm", "thế nào là", "văn bản", "khi nào", "bao giờ"),
    *("how to", "where", "procedure", "time limit", "form", "how do i", "how can i"),
)
#: Right before it, or one word away.
_RIGHT_BEFORE: Final = ("nếu", "khi", "bị", "không", "chưa", "phòng", "if", "not")
#: After it, in the same sentence, they ask about the way.
_AFTER: Final = (
    *("ở đâu", "ở chỗ nào", "như thế nào", "thế nào", "ra sao", "bao lâu", "bao nhiêu ngày"),
    *("mấy ngày", "là gì", "gồm những gì", "gồm gì", "cần những gì", "cần giấy tờ gì"),
    *(
        "cơ quan nào",
        "cấp nào",
        "nơi nào",
        "với ai",
        "cho ai",
        "đến đâu",
        "tới đâu",
        "bằng cách nào",
    ),
    *("được không", "có mất phí", "khi nào", "where", "how long", "which agency"),
)
#: Who says it of themselves, and against whom, does it now.
_SPEAKERS: Final = (
    "tôi",
    "chúng tôi",
    "em",
    "con",
    "cháu",
    "gia đình",
    "bà con",
    "công dân",
    "i",
    "we",
)
_TARGETS: Final = (
    *("ông", "bà", "anh", "chị", "cán bộ", "chủ tịch", "trưởng", "công ty", "công an"),
    *("hành vi", "nhóm", "một số", "những người"),
)
_WANTING: Final = ("muốn", "định", "cần", "có thể", "được", "phải", "nếu", "khi", "có quyền")
#: "nhà to cao" without diacritics is a tall house.
_TALL: Final = frozenset({"nha", "cay", "cot", "tuong"})

_SENTENCE_END: Final = re.compile(r"[.!?;\n]+")
#: Words before the term among which a procedure is looked for; what stands farther off belongs to
#: something else ("... khi làm thủ tục đất đai").
_NEAR: Final = 4
_RIGHT: Final = 2
#: Words after the term among which whom it is against is looked for.
_NEAR_TARGET: Final = 3
_LONGEST_TEXT: Final = 50_000


def complaint_signs(text: str) -> list[str]:
    """The words of the text by which it may be a complaint, each once; empty where nothing says so.

    Never the asker's own sentence: what is returned are words from a fixed list.
    """
    found: dict[str, None] = {}
    for sentence in _SENTENCE_END.split(normalise(text[:_LONGEST_TEXT])):
        found.update(dict.fromkeys(_signs_in(Line(sentence))))
    return list(found)


def _signs_in(line: Line) -> Iterator[str]:
    found = [(start, term) for term in _COMPILED_TERMS for start in line.find(term)]
    asked_until = -_RIGHT
    for start, term in sorted(found, key=lambda each: each[0]):
        end = start + len(term)
        # "thủ tục khiếu nại và tố cáo": the second is asked about with the first.
        if start < asked_until + _RIGHT or not _is_meant(line, start, end):
            asked_until = max(asked_until, end)
            continue
        prefix = next((each for each in _PREFIXES if line.find(each, start - 1, start)), "")
        yield f"{prefix} {term}".strip()


def _is_meant(line: Line, start: int, end: int) -> bool:
    """Whether the term is what the sentence does, and not what it asks about."""
    near = max(0, start - _NEAR)
    if not line.has_marks and line.word(start - 1) in _TALL:
        return False
    speaks = _has(line, _SPEAKER_PHRASES, near, start)
    wants = _has(line, _WANTING_PHRASES, near, start)
    names = _has(line, _TARGET_PHRASES, end, end + _NEAR_TARGET)
    if speaks and names and not wants:
        return True
    if _has(line, _BEFORE_PHRASES, near, start):
        return False
    if _has(line, _RIGHT_BEFORE_PHRASES, max(0, start - _RIGHT), start):
        return False
    return not _has(line, _AFTER_PHRASES, end, len(line))


def _has(line: Line, phrases: Sequence[Phrase], start: int, end: int) -> bool:
    return any(line.find(phrase, start, end) for phrase in phrases)


_COMPILED_TERMS: Final = tuple(Phrase(each) for each in _TERMS)
_BEFORE_PHRASES: Final = tuple(Phrase(each) for each in _BEFORE)
_RIGHT_BEFORE_PHRASES: Final = tuple(Phrase(each) for each in _RIGHT_BEFORE)
_AFTER_PHRASES: Final = tuple(Phrase(each) for each in _AFTER)
_SPEAKER_PHRASES: Final = tuple(Phrase(each) for each in _SPEAKERS)
_TARGET_PHRASES: Final = tuple(Phrase(each) for each in _TARGETS)
_WANTING_PHRASES: Final = tuple(Phrase(each) for each in _WANTING)
_PREFIXES: Final = tuple(Phrase(each) for each in ("tôi", "đơn"))
