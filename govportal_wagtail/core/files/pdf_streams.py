"""Compressed page contents of a PDF, measured before PDFium unpacks them all into memory.

Pictures are left out: a blank page scanned at 600 dpi packs a thousand to one and harms nobody.
Page contents, which become millions of objects when they are parsed, stay under 20 to one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from .errors import refuse_bomb
from .limits import Limits

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_DICTIONARY_ROOM = 4_096
_PIECE = 64 * 1024
_UNPACKED_PIECE = 1024 * 1024
_MAX_LAYERS = 4


def check_streams(data: bytes, limits: Limits) -> None:
    """Raise `RefusedFile` (``archive_bomb``) if a page's contents unpack to far too much."""
    end = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if start < end:
            continue  # inside the packed data of the stream before
        dictionary = data[max(end, match.start() - _DICTIONARY_ROOM) : match.start()]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        layers = len(_FLATE.findall(dictionary))
        found = data.find(b"endstream", start)
        end = found if found >= 0 else len(data)
        if layers == 0 or _PICTURE.search(dictionary):
            continue
        if layers > _MAX_LAYERS:
            refuse_bomb()
        _check_stream(memoryview(data)[start:end], layers, limits)


def _check_stream(packed: memoryview, layers: int, limits: Limits) -> None:
    pieces: Iterable[bytes] = (
        bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE)
    )
    for _layer in range(layers):
        pieces = _unpacked(pieces)
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limits.max_pdf_stream_bytes:
            refuse_bomb()
        is_judged_by_ratio = total > limits.pdf_ratio_from_bytes
        if is_judged_by_ratio and total > len(packed) * limits.max_archive_ratio:
            refuse_bomb()


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack piece by piece; damaged or encrypted data ends the stream without an error."""
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _UNPACKED_PIECE)
                rest = unpacker.unconsumed_tail
    except zlib.error:
        return
