"""Plain text: whether bytes are text at all, and their decoding whatever encoding wrote them."""

from __future__ import annotations

from ..legacy_encoding import DecodedText, UndecodableText, decode_bytes
from .errors import RefusedFile

_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Everything below the blank except tab, line breaks, form feed, escape and the DOS end mark.
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B})
# VISCII, an old Vietnamese encoding, puts six capital letters on control codes.
_CONTROLS_PER_THOUSAND = 10


class TextScan:
    """Judges, piece by piece, whether a file is text."""

    def __init__(self) -> None:
        self._size = 0
        self._controls = 0
        self._zeros = False
        self._is_utf16 = False

    def feed(self, chunk: bytes) -> None:
        """Take the next piece of the file."""
        if not self._size:
            self._is_utf16 = chunk.startswith(_BYTE_ORDER_MARKS)
        self._size += len(chunk)
        self._controls += len(chunk) - len(chunk.translate(None, _CONTROLS))
        self._zeros = self._zeros or b"\x00" in chunk

    @property
    def is_text(self) -> bool:
        """Say whether the pieces so far can be a text; UTF-16 only with a byte-order mark."""
        if self._is_utf16:
            return True
        return not self._zeros and self._controls * 1000 <= self._size * _CONTROLS_PER_THOUSAND


def decode(data: bytes) -> DecodedText:
    """Decode a text in whatever encoding it was written.

    Raises `RefusedFile` with code ``encoding`` if no encoding gives a readable text.
    """
    try:
        return decode_bytes(data)
    except UndecodableText as error:
        raise RefusedFile("encoding", error.message) from error


def beginning(data: bytes, length: int) -> bytes:
    """Return about the first ``length`` bytes, not cut inside a character of UTF-8 or UTF-16."""
    if len(data) <= length:
        return data
    if data.startswith(_BYTE_ORDER_MARKS) or b"\x00" in data[:length]:
        length -= length % 2
        # Zero bytes are the high ones of the ASCII characters; without a mark they tell the order.
        sample = data[2:1026]
        is_little = data.startswith(_BYTE_ORDER_MARKS[0]) or (
            not data.startswith(_BYTE_ORDER_MARKS[1])
            and sample[1::2].count(0) > sample[0::2].count(0)
        )
        high = data[length - 1 if is_little else length - 2]
        return data[: length - 2] if 0xD8 <= high <= 0xDB else data[:length]
    while length > 0 and data[length] & 0xC0 == 0x80:
        length -= 1
    return data[:length]
