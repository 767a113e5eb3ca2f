"""What may go wrong on an item's way, in words for the user."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError


class FlowError(ValidationError):
    """The step cannot be taken: it was taken meanwhile, or something is missing.

    Views show the message and lose nothing; the fields it names are fields of their forms.
    """


class PublishingRefused(PermissionDenied):
    """A page would become public, or would change in public, without an approval."""
