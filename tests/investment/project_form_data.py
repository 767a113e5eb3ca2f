"""What the page editor posts for a project, in tests that change one by hand."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data

from govportal_wagtail.investment.models import InvestmentProjectPage


def form_of(page: InvestmentProjectPage, **changes: Any) -> dict[str, Any]:
    """What the editor posts for a project, with other values for some fields."""
    names = [
        *("title", "slug", "code", "other_codes", "objective", "kind", "group", "scale", "status"),
        *("status_since", "status_note", "planned_start", "planned_end", "actual_start"),
        *("actual_end", "investor_name", "board_name", "place", "land_use", "incentives"),
        *("call_terms", "contact_unit", "contact_phone", "contact_email", "source_url", "donor"),
        *("total_investment", "funding"),
    ]
    values: dict[str, Any] = {name: getattr(page, name) or "" for name in names}
    rows = [
        {
            "id": row.pk,
            "year": row.year,
            "source": row.source_id,
            "planned": row.planned,
            "allocated": "",
            "disbursed": "",
        }
        for row in page.capital.all()
    ]
    states = [{"id": row.pk, "status": row.status, "since": row.since} for row in page.states.all()]
    values |= {
        "field": page.field_id or "",
        "investor": page.investor_id or "",
        "capital": inline_formset(rows, initial=len(rows)),
        "states": inline_formset(states, initial=len(states)),
        "comments": inline_formset([]),
        **{
            name: inline_formset([])
            for name in ("decisions", "packages", "updates", "photos", "files")
        },
        **changes,
    }
    chosen = values.pop("communes", [])
    return nested_form_data(values) | {"communes": chosen}
