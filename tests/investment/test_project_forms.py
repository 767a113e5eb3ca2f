"""The form of a project: amounts as people write them, errors beside the fields of rows, places."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import inline_formset

from govportal_wagtail.investment.amount_forms import AmountFormField
from govportal_wagtail.investment.forms import communes
from govportal_wagtail.investment.models import InvestmentProjectPage
from tests.builders import make_agency, make_user
from tests.investment.builders import BILLION, MILLION, capital, make_project
from tests.investment.project_form_data import form_of


class AmountFormFieldTests:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("1.234.500.000", 1_234_500_000),
            ("1,234,500,000", 1_234_500_000),
            ("1 234 500 000 đồng", 1_234_500_000),
            ("1.234,5 tỷ", 1_234_500_000_000),
            ("1.5 tỷ đồng", 1_500_000_000),
            ("500 triệu đồng", 500 * MILLION),
            ("500 tr.đ", 500 * MILLION),
            ("VND 500 million", 500 * MILLION),
            ("1.234", 1234),
            ("0", 0),
            ("", None),
            ("  ", None),
        ],
    )
    def test_an_amount_as_people_write_it(self, text, amount):
        assert AmountFormField(required=False).clean(text) == amount

    @pytest.mark.parametrize(
        "text",
        [
            *("-5", "-5 tỷ", "1.234 tỷ", "1,234 triệu", "0,5", "0,0000000001 tỷ", "=1+1", "nhiều"),
            *("5 USD", "5 xu", "=HYPERLINK(1)", "9" * 19, "9" * 40, "1e9", "5 tỷ triệu"),
        ],
    )
    def test_what_is_no_amount_is_refused_in_words(self, text):
        with pytest.raises(ValidationError) as refused:
            AmountFormField(required=False).clean(text)
        assert refused.value.messages[0]

    @pytest.mark.parametrize(("language", "shown"), [("vi", "1.234.500"), ("en", "1,234,500")])
    def test_a_stored_amount_is_shown_in_groups_and_comes_back(self, language, shown):
        field = AmountFormField(required=False)
        with translation.override(language):
            assert field.prepare_value(1_234_500) == shown
            assert field.clean(shown) == 1_234_500

    def test_the_same_amount_in_other_words_is_no_change(self):
        field = AmountFormField(required=False)
        assert not field.has_changed(BILLION, "1 tỷ")
        assert not field.has_changed(None, "")
        assert field.has_changed(None, "0")
        assert field.has_changed(0, "")
        assert field.has_changed(BILLION, "2 tỷ")
        assert field.has_changed(BILLION, "nhiều")


def newest(page: InvestmentProjectPage) -> Any:
    return InvestmentProjectPage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.django_db
class ProjectPageFormTests:
    @pytest.fixture
    def project(self, register, sources):
        return make_project(
            register,
            planned_start="2025",
            planned_end="2027",
            capital=[capital(2025, planned=MILLION)],
        )

    @pytest.fixture
    def editor(self, client):
        client.force_login(make_user("quan-tri", superuser=True))
        return client

    def post(self, editor, project, **changes):
        address = reverse("wagtailadmin_pages:edit", args=[project.pk])
        return editor.post(address, form_of(project, **changes))

    def test_an_amount_with_a_unit_is_stored_in_dong(self, editor, project):
        response = self.post(editor, project, total_investment="1.234,5 tỷ")
        assert response.status_code == 302, response.context["form"].errors
        draft = newest(project)
        assert draft.total_investment == 1_234_500 * MILLION

    def test_a_wrong_amount_stays_as_typed_beside_its_error(self, editor, project):
        response = self.post(editor, project, total_investment="1.234 tỷ", donor="ADB")
        form = response.context["form"]
        assert list(form.errors) == ["total_investment"]
        assert form["total_investment"].value() == "1.234 tỷ"
        assert form["donor"].value() == "ADB"

    def test_a_year_twice_is_an_error_beside_the_second_row(self, editor, project, sources):
        first = project.capital.get()
        row = {"source": first.source_id, "allocated": "", "disbursed": ""}
        rows = [
            {**row, "id": first.pk, "year": 2025, "planned": "1 tỷ"},
            {**row, "id": "", "year": 2025, "planned": "2 tỷ"},
        ]
        response = self.post(editor, project, capital=inline_formset(rows, initial=1))
        found = response.context["form"].formsets["capital"]
        assert [list(each.errors) for each in found.forms] == [[], ["year"]]

    def test_deleted_rows_do_not_count(self, editor, project):
        first = project.capital.get()
        row = {"source": first.source_id, "allocated": "", "disbursed": ""}
        rows = [
            {**row, "id": first.pk, "year": 2025, "planned": "1 tỷ", "DELETE": "1"},
            {**row, "id": "", "year": 2025, "planned": "2 tỷ"},
        ]
        response = self.post(editor, project, capital=inline_formset(rows, initial=1))
        assert response.status_code == 302
        draft = newest(project)
        assert [each.planned for each in draft.capital.all()] == [2 * BILLION]

    def test_decisions_in_a_circle(self, editor, project):
        rows = [
            {"kind": "approval", "symbol": "1/QĐ-UBND", "adjusts": "2/QĐ-UBND"},
            {"kind": "adjustment", "symbol": "2/QĐ-UBND", "adjusts": "1/QĐ-UBND"},
        ]
        response = self.post(editor, project, decisions=inline_formset(rows))
        found = response.context["form"].formsets["decisions"]
        assert [list(each.errors) for each in found.forms] == [["adjusts"], ["adjusts"]]

    @pytest.mark.parametrize("text", ["{", "[" * 30_000, '"x"', '{"type": "Point"}', "5", "NaN"])
    def test_what_is_no_place_is_an_error_beside_the_field(self, editor, project, text):
        response = self.post(editor, project, area=text)
        form = response.context["form"]
        assert list(form.errors) == ["area"]
        assert form["area"].value() == text

    def test_a_pasted_feature_becomes_its_geometry(self, editor, project):
        line = {"type": "LineString", "coordinates": [[105.1, 9.1], [105.2, 9.2]]}
        feature = json.dumps({"type": "Feature", "properties": {}, "geometry": line})
        response = self.post(editor, project, area=feature)
        assert response.status_code == 302, response.context["form"].errors
        draft = newest(project)
        assert draft.area == line

    def test_only_communes_are_on_offer_and_accepted(self, editor, project, communes):
        department = make_agency("so-xay-dung")
        response = self.post(editor, project, communes=[department.pk])
        assert list(response.context["form"].errors) == ["communes"]
        response = self.post(editor, project, communes=[communes[0].pk])
        assert response.status_code == 302

    def test_a_broken_key_of_a_chooser_is_no_crash(self, editor, project):
        response = self.post(editor, project, investor="x" * 30)
        assert response.status_code in (200, 302)
        response = self.post(editor, project, investor="99999999999999999999")
        assert response.status_code in (200, 302)

    def test_a_project_out_of_the_form_is_shown(self, editor, project, register):
        address = reverse("wagtailadmin_pages:edit", args=[project.pk])
        assert editor.get(address).status_code == 200
        new = reverse(
            "wagtailadmin_pages:add",
            args=["govportal_investment", "investmentprojectpage", register.pk],
        )
        assert editor.get(new).status_code == 200


@pytest.mark.django_db
def test_a_commune_that_ended_stays_on_offer_where_it_was_chosen():
    from datetime import date

    from tests.core.portal_builders import make_commune

    today = make_commune()
    ended = make_commune("Xã cũ", "xa-cu")
    type(ended).objects.filter(pk=ended.pk).update(valid_to=date(2020, 1, 1))
    assert list(communes()) == [today]
    assert set(communes(chosen=[ended])) == {today, ended}
