"""Signals of the core app, for the layers that the core may not import."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent when a file has been read again; arguments: ``document`` and ``facts`` (``FileFacts``).
file_inspected = Signal()
