"""Uploaded files: what they really are, whether they may be accepted, and the text in them.

Use as ``from govportal_wagtail.core.files import inspect, extract_text``. Nothing here knows a
model, a request or a setting; a caller passes its own `Limits`.
"""

from __future__ import annotations

from .errors import RefusedFile
from .extraction import ExtractedText, extract_text
from .inspection import FileReport, inspect
from .kinds import EXTENSIONS, LABELS, MIME_TYPES, Kind
from .limits import DEFAULT, DOCUMENT_EXTENSIONS, Limits

__all__ = [
    "DEFAULT",
    "DOCUMENT_EXTENSIONS",
    "EXTENSIONS",
    "LABELS",
    "MIME_TYPES",
    "ExtractedText",
    "FileReport",
    "Kind",
    "Limits",
    "RefusedFile",
    "extract_text",
    "inspect",
]
