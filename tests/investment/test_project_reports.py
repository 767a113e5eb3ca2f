"""Reports for staff: sums that add up, order, reach, wrong filters, downloads, flat queries."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from govportal_wagtail.investment.amounts import LARGEST
from govportal_wagtail.investment.models import InvestmentProjectPage, ProjectEntry, ProjectStatus
from govportal_wagtail.investment.reports.disbursement import in_order
from govportal_wagtail.investment.reports.entries import each_once
from govportal_wagtail.investment.reports.gaps import Version, gaps
from govportal_wagtail.investment.reports.stale import months_before, without_news
from govportal_wagtail.investment.reports.totals import Group, Grouping, groups_of, whole_of
from govportal_wagtail.investment.sums import Sums, Total
from tests import builders
from tests.builders import make_user
from tests.core.portal_builders import make_component
from tests.investment.builders import (
    MILLION,
    capital,
    change_project,
    make_editor,
    make_focal_officer,
    make_investor,
    make_project,
    make_register,
)

pytestmark = pytest.mark.django_db
REPORTS = ("totals", "disbursement", "stale", "gaps")
TODAY = date(2026, 11, 22)


@pytest.fixture
def editor(portal):
    return make_editor(portal)


@pytest.fixture
def site(client, editor):
    client.force_login(editor)
    return client


def to(name: str) -> str:
    return reverse(f"govportal_project_reports:{name}")


def rows_in(response: Any) -> list[Any]:
    return list(response.context["object_list"])


def lines_of(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def entries() -> Any:
    return ProjectEntry.objects.all()


def amount(chance: random.Random) -> int | None:
    """Few of the largest are more than a number of 64 bits holds."""
    return chance.choice([None, 0, chance.randrange(10**13), LARGEST // 8])


def scatter(register: Any, sources: list[Any], communes: list[Any], number: int, seed: int) -> None:
    """Projects with figures that may be missing, nothing, or the largest that there are."""
    chance = random.Random(seed)
    fields = [None, *(builders.make_field(f"linh-vuc-{n}", name=f"Lĩnh vực {n}") for n in (1, 2))]
    investors = [None, make_investor(), make_investor("Sở Y tế", "so-y-te")]
    for _each in range(number):
        investor = chance.choice(investors)
        named = chance.choice(["", "Công ty A"]) if investor is None else "Tên cũ"
        make_project(
            register,
            field=chance.choice(fields),
            investor=investor,
            investor_name=named,
            total_investment=chance.choice([amount(chance), LARGEST]),
            communes=chance.sample(communes, chance.randrange(3)),
            capital=[
                capital(year, source, amount(chance), amount(chance), 7)
                for year in (2024, 2025, 2026)
                for source in sources
                if chance.random() < 0.6
            ],
        )


def added(groups: list[Group]) -> tuple[int, Total, Sums]:
    investment = sum((group.investment for group in groups), Total())
    money = sum((group.capital for group in groups), Sums())
    return sum(group.projects for group in groups), investment, money


class TotalTests:
    @pytest.mark.parametrize("seed", range(4))
    @pytest.mark.parametrize("year", [None, 2025])
    def test_groups_add_up_to_the_whole(self, register, sources, communes, seed, year):
        scatter(register, sources, communes, 9, seed)
        whole = whole_of(entries(), year)
        for by in (Grouping.FIELD, Grouping.INVESTOR):
            found = added(groups_of(entries(), by, year))
            assert found == (whole.projects, whole.investment, whole.capital)
        for by in (Grouping.SOURCE, Grouping.YEAR):
            assert added(groups_of(entries(), by, year))[2] == whole.capital
        assert added(groups_of(entries(), Grouping.COMMUNE, year))[0] >= whole.projects

    def test_each_group_of_money_counts_a_project_once(self, register, sources):
        rows = [capital(year, each, planned=5) for year in (2025, 2026) for each in sources]
        make_project(register, capital=rows, total_investment=100)
        make_project(register, total_investment=30)
        for by in (Grouping.SOURCE, Grouping.YEAR):
            found = groups_of(entries(), by)
            assert [(each.projects, each.investment.amount) for each in found] == [
                *((1, 100), (1, 100), (1, 30))
            ]
            assert [each.capital.planned.amount for each in found] == [10, 10, None]
        assert whole_of(entries()).investment == Total(130, 2)

    def test_a_project_in_two_communes_counts_in_both_and_once_in_the_whole(
        self, site, register, sources, communes
    ):
        make_project(
            register, communes=communes, total_investment=100, capital=[capital(2026, planned=60)]
        )
        response = site.get(to("totals"), {"by": "commune"})
        *groups, whole = rows_in(response)
        assert [each.label for each in groups] == ["Xã Hòa Ninh", "Xã Song Phú"]
        assert [each.investment.amount for each in (*groups, whole)] == [100, 100, 100]
        assert [each.capital.planned.amount for each in (*groups, whole)] == [60, 60, 60]
        assert whole.is_whole
        notes = response.context["view"].notes
        assert any("commune" in note or "xã" in note for note in notes)
        assert all(note in response.content.decode() for note in notes)

    def test_a_rate_rests_on_what_states_both(self, site, register, sources):
        rows = [
            capital(2025, planned=200, disbursed=50),
            capital(2026, planned=1000),
            capital(2026, sources[1], disbursed=900),
        ]
        make_project(register, capital=rows)
        group, whole = rows_in(site.get(to("totals")))
        for each in (group, whole):
            assert each.capital.disbursement.rate == 25
            assert (each.capital.disbursement.rows, each.capital.rows) == (1, 3)

    def test_translations_and_copies_count_once(self, register, portal):
        first = make_project(register, code="77", total_investment=100)
        make_project(make_register(make_component()), code="7 7", total_investment=100)
        other = make_project(register, total_investment=5)
        ProjectEntry.objects.filter(page=other.pk).update(translation_key=first.translation_key)
        assert [each.pk for each in each_once(entries())] == [first.pk]
        assert each_once(entries().exclude(pk=first.pk)).count() == 2

    def test_a_year_counts_its_projects_and_its_money(self, site, register, sources):
        make_project(register, capital=[capital(2025, planned=5), capital(2026, planned=7)])
        make_project(register, capital=[capital(2026, planned=11)])
        _group, whole = rows_in(site.get(to("totals"), {"year": "2025"}))
        assert (whole.projects, whole.capital.planned.amount) == (1, 5)

    def test_rows_are_sorted_by_a_value_with_the_whole_last(self, site, register, sources):
        for name, planned in (("a", 5), ("b", None), ("c", 9)):
            field = builders.make_field(name, name=name)
            rows = [capital(2026, planned=planned, allocated=1)]
            make_project(register, field=field, capital=rows)
        response = site.get(to("totals"), {"ordering": "-planned"})
        assert [each.label for each in rows_in(response)][:3] == ["c", "a", "b"]
        assert rows_in(response)[3].is_whole
        response = site.get(to("totals"), {"ordering": "planned"})
        assert [each.label for each in rows_in(response)][:3] == ["a", "c", "b"]

    def test_wider_fields_hold_narrower_ones(self, site, register):
        wide = builders.make_field("rong", name="Rộng")
        narrow = builders.make_field("hep", name="Hẹp", parent=wide)
        make_project(register, field=narrow)
        make_project(register)
        assert rows_in(site.get(to("totals"), {"field": wide.pk}))[-1].projects == 1


class DisbursementTests:
    def test_the_lowest_rate_stands_first_and_none_last(self, site, register, sources):
        def made(planned, disbursed, **fields):
            rows = [capital(2026, planned=planned, disbursed=disbursed), capital(2025, planned=1)]
            return make_project(register, capital=rows, **fields)

        half, none, tenth = made(100, 50), made(100, None), made(LARGEST, LARGEST // 10)
        nothing = made(0, 0, title="Zzz")
        none_titled = [none, nothing]
        found = list(in_order(entries(), 2026))
        assert found == [tenth.pk, half.pk, *(each.pk for each in none_titled)]
        assert next(iter(in_order(entries(), 2026, is_descending=True))) == half.pk
        rows = rows_in(site.get(to("disbursement"), {"year": "2026"}))
        assert [row.pk for row in rows] == found
        assert [row.capital.disbursement.rate for row in rows] == [10, 50, None, None]
        assert rows[0].capital.planned.amount == LARGEST

    def test_only_projects_with_capital_of_the_year(self, site, register, sources):
        make_project(register, capital=[capital(2024, planned=1)])
        assert rows_in(site.get(to("disbursement"), {"year": "2026"})) == []
        assert len(rows_in(site.get(to("disbursement"), {"year": "2024"}))) == 1
        year = timezone.localdate().year
        assert site.get(to("disbursement")).context["view"].year == year


def told_on(page: Any, day: date | None) -> None:
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, 23)) if day else None
    ProjectEntry.objects.filter(page=page.pk).update(content_at=moment)


class StaleTests:
    def test_only_projects_of_which_news_is_expected(self, register):
        pages = {status: make_project(register, status=status) for status in ProjectStatus}
        for page in pages.values():
            told_on(page, date(2025, 1, 1))
        found = {each.status for each in without_news(entries(), TODAY)}
        assert found == {"preparing", "calling", "in_progress", "suspended"}

    def test_the_later_of_publication_and_progress_counts(self, register):
        until = date(2026, 5, 22)
        old, new, never, measured = (make_project(register) for _each in range(4))
        told_on(old, until)
        told_on(new, until + timedelta(days=1))
        told_on(never, None)
        told_on(measured, date(2026, 1, 1))
        InvestmentProjectPage.objects.filter(pk=measured.pk).update(progress_on=TODAY)
        found = list(without_news(entries(), until))
        assert [each.pk for each in found] == [never.pk, old.pk]
        assert [each.last_news for each in found] == [None, until]

    def test_months_are_those_of_the_filter(self, site, register):
        page = make_project(register)
        told_on(page, months_before(timezone.localdate(), 3))
        assert rows_in(site.get(to("stale"))) == []
        assert [row.pk for row in rows_in(site.get(to("stale"), {"months": "3"}))] == [page.pk]
        assert rows_in(site.get(to("stale"), {"months": "4"})) == []

    @pytest.mark.parametrize(
        ("day", "months", "found"),
        [
            (date(2026, 8, 31), 6, date(2026, 2, 28)),
            (date(2024, 2, 29), 12, date(2023, 2, 28)),
            (date(2026, 1, 15), 1, date(2025, 12, 15)),
        ],
    )
    def test_months_before_a_day(self, day, months, found):
        assert months_before(day, months) == found


def lacking(found: Any) -> set[tuple[int, str, tuple[str, ...]]]:
    return {(gap.pk, gap.version, tuple(s.field for s in gap.shortfalls)) for gap in found}


class GapTests:
    def test_published_versions_and_newest_drafts_are_looked_at(self, register):
        make_project(register)
        live = make_project(register)
        InvestmentProjectPage.objects.filter(pk=live.pk).update(objective="", field=None)
        draft = make_project(register, publish=False, donor="", funding="oda_loan")
        mended = make_project(register, publish=False, objective="")
        change_project(mended, publish=False, objective="Cấp nước sạch")
        changed = make_project(register)
        change_project(changed, publish=False, total_investment=None)
        pages = InvestmentProjectPage.objects.all()
        assert lacking(gaps(pages, pages)) == {
            (live.pk, Version.PUBLISHED, ("objective", "field")),
            (draft.pk, Version.DRAFT, ("donor",)),
            (changed.pk, Version.DRAFT, ("total_investment",)),
        }

    def test_filters(self, site, register):
        draft = make_project(register, publish=False, objective="")
        live = make_project(register)
        InvestmentProjectPage.objects.filter(pk=live.pk).update(kind="")

        def found(**query):
            return {row.pk for row in rows_in(site.get(to("gaps"), query))}

        assert found() == {draft.pk, live.pk}
        assert found(version="draft") == {draft.pk}
        assert found(lacks="kind") == {live.pk}
        assert found(lacks="donor") == set()
        assert found(register=register.pk) == {draft.pk, live.pk}

    def test_drafts_are_for_those_who_work_on_them(self, client, portal, register, communes):
        make_project(register, publish=False, objective="")
        officer = make_focal_officer(make_investor(), portal)
        client.force_login(officer)
        response = client.get(to("gaps"))
        assert response.status_code == 200
        assert rows_in(response) == []


@pytest.fixture
def foreign(portal):
    """A project of a component site with everything that a report may show."""
    page = make_project(
        make_register(make_component()),
        title="Dự án của xã khác",
        capital=[capital(2026, planned=100, disbursed=5)],
    )
    told_on(page, date(2020, 1, 1))
    InvestmentProjectPage.objects.filter(pk=page.pk).update(objective="")
    make_project(page.get_parent().specific, publish=False, objective="", title="Bản thảo xã khác")
    return page


class ReachTests:
    @pytest.mark.parametrize("name", REPORTS)
    @pytest.mark.parametrize("export", ["", "csv"])
    def test_projects_of_another_site_are_not_shown(
        self, client, portal, register, foreign, name, export
    ):
        query = {"year": "2026"} | ({"export": export} if export else {})
        client.force_login(make_user("admin", is_superuser=True))
        seen = client.get(to(name), query)
        other = make_editor(portal)
        client.force_login(other)
        response = client.get(to(name), query)
        assert response.status_code == 200
        if export:
            assert len(lines_of(seen)) > 1
            assert len(lines_of(response)) == 1
        else:
            assert rows_in(seen)
            assert rows_in(response) == []
            assert "xã khác" not in response.content.decode()

    @pytest.mark.parametrize("name", REPORTS)
    def test_a_register_of_another_site_is_no_choice(self, site, register, foreign, name):
        response = site.get(to(name), {"register": foreign.get_parent().pk})
        assert response.status_code == 400
        assert rows_in(response) == []

    @pytest.mark.parametrize("name", REPORTS)
    def test_who_has_nothing_to_do_with_projects_is_refused(self, client, portal, name):
        user = make_user("khac")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        response = client.get(to(name))
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")


class FilterTests:
    @pytest.mark.parametrize(
        ("name", "query"),
        [
            ("totals", {"by": "x"}),
            ("totals", {"year": "1.5"}),
            ("totals", {"year": "99999999999999999999999"}),
            ("totals", {"field": "\x00"}),
            ("totals", {"kind": "'"}),
            ("disbursement", {"year": "0"}),
            ("disbursement", {"year": "NaN"}),
            ("disbursement", {"register": "9" * 40}),
            ("stale", {"months": "0"}),
            ("stale", {"months": "-1"}),
            ("stale", {"months": "1e9"}),
            ("stale", {"status": "completed"}),
            ("gaps", {"lacks": "slug"}),
            ("gaps", {"version": "x"}),
        ],
    )
    def test_a_wrong_value_is_named_beside_its_filter(self, site, register, name, query):
        make_project(register, capital=[capital(2026, planned=1)])
        response = site.get(to(name), query)
        assert response.status_code == 400
        assert rows_in(response) == []
        form = response.context["filters"].form
        assert list(form.errors) == list(query)
        page = response.content.decode()
        assert str(form.fields[next(iter(query))].label) in page
        assert 'role="alert"' in page
        # The script of the list needs an answer that it can show; a download is never unfiltered.
        assert site.get(to(f"{name}_results"), query).status_code == 200
        assert site.get(to(name), query | {"export": "csv"})["Content-Type"].startswith("text/html")

    @pytest.mark.parametrize("name", REPORTS)
    @pytest.mark.parametrize(
        "query", [{"p": "x"}, {"p": "999"}, {"ordering": "'"}, {"export": "x"}]
    )
    def test_strange_pages_and_orders_do_no_harm(self, site, register, name, query):
        make_project(register, capital=[capital(2026, planned=1)])
        assert site.get(to(name), query).status_code == 200


FORMULA = '=HYPERLINK("http://x.example")'


class DownloadTests:
    @pytest.fixture
    def dangerous(self, register, sources):
        page = make_project(
            register,
            title=FORMULA,
            investor=None,
            investor_name="+cmd",
            total_investment=1_234_567_890,
            capital=[capital(2026, planned=500 * MILLION, disbursed=1)],
        )
        told_on(page, date(2020, 1, 1))
        InvestmentProjectPage.objects.filter(pk=page.pk).update(objective="")
        return page

    @pytest.mark.parametrize("name", REPORTS)
    def test_no_cell_is_a_formula(self, site, dangerous, name):
        query = {"year": "2026", "by": "investor"}
        head, *lines = lines_of(site.get(to(name), query | {"export": "csv"}))
        assert lines
        assert all(len(line) == len(head) for line in lines)
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]
        response = site.get(to(name), query | {"export": "xlsx"})
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert not [text for text in texts if text.startswith(("=", "+", "@"))]

    def test_amounts_are_whole_dong_and_the_whole_stands_last(self, site, dangerous):
        response = site.get(to("totals"), {"by": "investor", "export": "xlsx"})
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        *_others, group, whole = book.worksheets[0].iter_rows(values_only=True)
        assert group[1:3] == whole[1:3] == (1, 1_234_567_890)
        assert "cmd" in str(group[0])

    def test_a_download_holds_all_pages(self, site, register, sources, settings):
        for _each in range(52):
            make_project(register, capital=[capital(2026, planned=1)])
        response = site.get(to("disbursement"), {"year": "2026"})
        assert len(rows_in(response)) == 50
        assert len(rows_in(site.get(to("disbursement"), {"year": "2026", "p": "2"}))) == 2
        query = {"year": "2026", "export": "csv"}
        assert len(lines_of(site.get(to("disbursement"), query))) == 53
        settings.GOVPORTAL_EXPORT_MAX_ROWS = 3
        assert len(lines_of(site.get(to("disbursement"), query))) == 4


def number_of_queries(client: Any, name: str, query: dict[str, str]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(to(name), query)
        if query.get("export"):
            b"".join(response.streaming_content)
    return len(captured)


class QueryTests:
    @pytest.mark.parametrize(
        ("name", "query"),
        [
            *(("totals", {"by": by.value}) for by in Grouping),
            *(("disbursement", {"year": "2026"}), ("stale", {}), ("gaps", {})),
            *((name, {"export": "csv", "year": "2026"}) for name in REPORTS),
        ],
    )
    def test_more_projects_ask_no_more_queries(
        self, site, register, sources, communes, name, query
    ):
        def more(number):
            for _each in range(number):
                code = f"cq-{random.random()}".replace(".", "")
                page = make_project(
                    register,
                    field=builders.make_field(code, name=code),
                    investor=make_investor(code, code),
                    communes=communes,
                    capital=[capital(2026, each, planned=2, disbursed=1) for each in sources],
                )
                told_on(page, date(2020, 1, 1))
                InvestmentProjectPage.objects.filter(pk=page.pk).update(objective="")
                make_project(register, publish=False, objective="")

        more(2)
        number_of_queries(site, name, query)
        few = number_of_queries(site, name, query)
        more(9)
        assert number_of_queries(site, name, query) == few
