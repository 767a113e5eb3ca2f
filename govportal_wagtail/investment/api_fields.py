"""How an investment project appears in the read API.

Contacts of a project are left out: they are for its page, not for collections.
"""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers
from wagtail.api import APIField
from wagtail.models import Page

from ..core.api_fields import RecordField
from .money import rate
from .public.project_rows import rows_of_parts

__all__ = ["LISTED", "PROJECT"]

_SUMS: Final = ("planned", "allocated", "disbursed")


class EntryField(serializers.Field[Any, Any, Any, Any]):
    """What only the register knows of a project, such as its sums; None without an entry."""

    def get_attribute(self, instance: Any) -> Any:
        """The value of the entry under the name of the field."""
        entry = getattr(instance, "govportal_project_entry", None)
        return getattr(entry, str(self.field_name), None)

    def to_representation(self, value: Any) -> Any:
        """The value itself."""
        return value


class RateField(EntryField):
    """Disbursed by planned in per cent, of the rows that state both."""

    def get_attribute(self, instance: Any) -> Any:
        """The rate; None where it cannot be told."""
        entry = getattr(instance, "govportal_project_entry", None)
        return rate(entry.rate_disbursed, entry.rate_planned) if entry else None

    def to_representation(self, value: Any) -> float:
        """A number with one decimal."""
        return float(value)


class NumberField(serializers.Field[Any, Any, Any, Any]):
    """A decimal as a number."""

    def to_representation(self, value: Any) -> float:
        """The number."""
        return float(value)


class InvestorField(serializers.Field[Any, Any, Any, Any]):
    """Who owns a project: an agency with its code, or somebody else by name."""

    def get_attribute(self, instance: Any) -> Any:
        """The project."""
        return instance

    def to_representation(self, value: Any) -> dict[str, str] | None:
        """Code, empty for others, and name; None where nobody is named."""
        name = value.investor_label
        code = value.investor.code if value.investor else ""
        return {"code": code, "name": name} if name else None


class CommunesField(serializers.Field[Any, Any, Any, Any]):
    """The communes of a project, as they were published."""

    def get_attribute(self, instance: Any) -> Any:
        """Those of the entry."""
        entry = getattr(instance, "govportal_project_entry", None)
        return sorted(entry.communes.all(), key=lambda each: each.code) if entry else []

    def to_representation(self, value: Any) -> list[dict[str, str]]:
        """Code and name of each."""
        return [{"code": each.code, "name": each.localized_name} for each in value]


class PartsField(serializers.Field[Any, Any, Any, Any]):
    """The rows of a table of what belongs to projects, read at once for the whole answer."""

    def __init__(self, code: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._code = code

    def __deepcopy__(self, memo: dict[int, Any]) -> PartsField:
        return PartsField(self._code)

    def get_attribute(self, instance: Any) -> Any:
        """The project."""
        return instance

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        """The rows of the project."""
        context: dict[str, Any] = self.context  # type: ignore[assignment]
        key = f"govportal_{self._code}"
        if key not in context:
            context[key] = rows_of_parts(self._code, [page.pk for page in self._pages()])
        rows: list[dict[str, Any]] = context[key].get(value.pk, [])
        return rows

    def _pages(self) -> list[Any]:
        rows: Any = self.root.instance
        return [rows] if isinstance(rows, Page) else list(rows)


_PLAIN: Final = (
    *("code", "other_codes", "objective", "kind", "group", "board_name", "place", "scale"),
    *("planned_start", "planned_end", "actual_start", "actual_end", "total_investment"),
    *("funding", "donor", "status", "status_since", "status_note", "progress_on", "land_use"),
    *("incentives", "call_terms", "call_until", "source_url", "area"),
)
_DECIMALS: Final = ("latitude", "longitude", "progress", "land_area")
_PARTS: Final = ("capital", "decisions", "packages", "states")

#: What a project says of itself.
PROJECT: Final = [
    *(APIField(name) for name in _PLAIN),
    *(APIField(name, serializer=NumberField()) for name in _DECIMALS),
    APIField("field", serializer=RecordField()),
    APIField("investor", serializer=InvestorField()),
    APIField("communes", serializer=CommunesField()),
    *(APIField(name, serializer=EntryField()) for name in (*_SUMS, "revised_on")),
    APIField("disbursement_rate", serializer=RateField()),
    *(APIField(name, serializer=PartsField(name)) for name in _PARTS),
]
#: What a list shows of each project unless the caller asks for other fields.
LISTED: Final = [
    *("code", "field", "kind", "group", "status", "investor", "communes"),
    *("planned_start", "planned_end", "total_investment", "progress"),
    *("planned", "disbursed", "disbursement_rate"),
]
