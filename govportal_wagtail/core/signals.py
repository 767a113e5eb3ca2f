"""Signals of the core app, for the layers that the core may not import."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent when a file has been read again; arguments: ``document`` and ``facts`` (``FileFacts``).
file_inspected = Signal()

#: Sent while a portal site is set up or created, in its transaction, after its groups and pages are
#: there; arguments: ``portal_site``, ``profile`` and ``groups`` (a dict of groups by role code).
#: Safe to repeat: receivers make what is missing and change what another regulation changes.
site_provisioned = Signal()
