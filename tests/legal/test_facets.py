"""Counts of facets: the same however they are counted, and fresh after a publication."""

from __future__ import annotations

from datetime import date

import pytest

from govportal_wagtail.legal.public.facets import SHOWN_OPTIONS, FoundByText, options_of
from govportal_wagtail.legal.public.list_query import FACETS, ListQuery
from govportal_wagtail.legal.public.listing import entries_of, matching, ordered
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    library = builders.make_library(builders.make_site().root_page)
    fields = [builders.make_field(f"linh-vuc-{n}", name=f"Lĩnh vực {n}") for n in range(3)]
    for n in range(12):
        builders.make_document(
            library,
            f"{n + 1}/{2024 + n % 3}/QĐ-UBND",
            abstract="Quy định về đất đai" if n % 4 else "Quy định về nước sạch",
            issuer=builders.make_agency(f"co-quan-{n % 2}", name=f"Sở {n % 2}"),
            issued_on=date(2024 + n % 3, 1, 1 + n),
            effective_on=date(2024 + n % 3, 2, 1) if n % 5 else None,
            signer=("Trần Thị Đào", "Lê Văn Ổn", "")[n % 3],
            fields_of_administration=fields[: n % 3],
        )
    return library


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"year": "2025"},
        {"issuer": "co-quan-1"},
        {"issuer": "co-quan-1", "signer": "le-van-on"},
        {"field": "linh-vuc-0", "status": "in_force"},
        {"issuer": "no-such-body"},
    ],
)
def test_text_is_counted_as_the_database_counts(library, chosen):
    query = ListQuery(text="đất đai", chosen=chosen)
    base = entries_of(library)
    found = FoundByText(ordered(matching(base, ListQuery(text=query.text)), query), query)
    expected = ordered(matching(base, query), query)
    assert list(found) == list(expected)
    for name in set(FACETS) - {"field"}:
        entries = matching(base, query, leave_out=name)
        assert found.options(name) == options_of(entries, name, chosen.get(name, "")), name


def test_signer_is_named_with_diacritics(library):
    labels = {
        option.label for option in options_of(matching(entries_of(library), ListQuery()), "signer")
    }
    assert labels == {"Trần Thị Đào", "Lê Văn Ổn"}


def test_chosen_option_is_shown_however_rare(library):
    for n in range(SHOWN_OPTIONS + 5):
        for _ in range(2):
            builders.make_document(library, issuer=builders.make_agency(f"a-{n}", name=f"A {n}"))
    builders.make_document(library, issuer=builders.make_agency("rare", name="Z"))
    entries = matching(entries_of(library), ListQuery())
    assert "rare" not in {option.value for option in options_of(entries, "issuer")}
    assert "rare" in {option.value for option in options_of(entries, "issuer", "rare")}


def test_counts_are_fresh_after_a_publication(client, library, django_capture_on_commit_callbacks):
    def years() -> dict[str, int]:
        facets = {facet["code"]: facet for facet in client.get(library.url).context["facets"]}
        return {option["value"]: option["count"] for option in facets["year"]["options"]}

    before = years()
    with django_capture_on_commit_callbacks(execute=True):
        builders.make_document(library, "99/2026/QĐ-UBND")
    assert years() == before | {"2026": before["2026"] + 1}
