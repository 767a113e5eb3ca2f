"""Fields of the read APIs that several kinds of pages have; imported by models."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

__all__ = ["RecordField"]


class RecordField(serializers.Field[Any, Any, Any, Any]):
    """A register record as its code and its name in the language of the request."""

    def to_representation(self, value: Any) -> dict[str, str]:
        """Code and name."""
        return {"code": value.code, "name": value.localized_name}
