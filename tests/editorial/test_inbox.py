"""The inbox, the list of own items: whose items, which filters, what a row says."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from govportal_wagtail.core.models import Agency
from govportal_wagtail.editorial import ledger
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.editorial.staff import item_words
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState, Origin
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.builders import make_agency, make_user
from tests.editorial.item_builders import browse, in_days, put_item, put_slip
from tests.isolation.world import make_account, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_place("Portal", body=BodyKind.PORTAL, host="localhost")


@pytest.fixture
def commune(portal):
    return make_place("Commune", portal=portal)


def inbox(user, **query):
    return browse(user).get(reverse("editorial_items:index"), query)


def titles(response) -> list[str]:
    assert response.status_code == 200
    return [item.title for item in response.context["object_list"]]


class WhatWaitsTests:
    def test_it_shows_what_waits_for_the_user_and_nothing_else(self, portal):
        put_item(portal, "For the board")
        put_item(portal, "For the operator", state=ItemState.APPROVED, step="publish")
        put_item(portal, "Done", state=ItemState.PUBLISHED, step="publish")
        assert titles(inbox(portal.user(RoleCode.BOARD_MEMBER))) == ["For the board"]
        assert titles(inbox(portal.user(RoleCode.OPERATOR))) == ["For the operator"]

    def test_everything_is_a_choice(self, portal):
        put_item(portal, "For the operator", state=ItemState.APPROVED, step="publish")
        put_item(portal, "Done", state=ItemState.PUBLISHED)
        member = portal.user(RoleCode.BOARD_MEMBER)
        assert titles(inbox(member)) == []
        assert titles(inbox(member, queue="open")) == ["For the operator"]
        assert sorted(titles(inbox(member, queue="all"))) == ["Done", "For the operator"]

    def test_an_item_in_two_groups_of_the_user_is_shown_once(self, portal):
        user = make_account(portal, RoleCode.BOARD_MEMBER, RoleCode.BOARD_HEAD).user
        put_item(portal, "One")
        assert titles(inbox(user)) == ["One"]
        assert titles(inbox(user, queue="all")) == ["One"]

    def test_what_another_has_claimed_waits_for_nobody_else(self, portal):
        head = portal.user(RoleCode.BOARD_HEAD)
        put_item(portal, "Claimed", claimed_by=head)
        member = portal.user(RoleCode.BOARD_MEMBER)
        assert titles(inbox(member)) == []
        assert titles(inbox(member, queue="claimed")) == []
        assert titles(inbox(head, queue="claimed")) == ["Claimed"]

    def test_a_user_without_a_role_has_no_inbox(self, portal):
        user = make_user("la")
        user.user_permissions.add(*_admin_access())
        assert inbox(user).status_code == 302
        page = browse(user).get(reverse("wagtailadmin_home"))
        assert reverse("editorial_items:index") not in page.content.decode()

    def test_the_menu_has_it_for_who_has_a_role(self, portal):
        page = browse(portal.user(RoleCode.CONTRIBUTOR)).get(reverse("wagtailadmin_home"))
        assert reverse("editorial_items:index") in page.content.decode()

    def test_other_sites_are_out_of_sight_but_for_who_oversees_them(self, portal, commune):
        put_item(commune, "Of the commune")
        put_item(portal, "Of the portal")
        assert titles(inbox(commune.user(RoleCode.BOARD_HEAD), queue="all")) == ["Of the commune"]
        seen = titles(inbox(portal.user(RoleCode.BOARD_HEAD), queue="all"))
        assert sorted(seen) == ["Of the commune", "Of the portal"]
        assert titles(inbox(portal.user(RoleCode.BOARD_SECRETARY), queue="all")) == [
            "Of the portal"
        ]


class FilterTests:
    @pytest.fixture(autouse=True)
    def _items(self, portal):
        self.head = portal.user(RoleCode.BOARD_HEAD)
        self.health = make_agency("so-y-te", name="Sở Y tế", parent=portal.agency)
        put_item(portal, "Late", due_on=in_days(-2), is_urgent=True)
        put_item(portal, "Today", due_on=in_days(0), agency=self.health)
        put_item(portal, "Week", due_on=in_days(6), origin=Origin.CHANGE)
        put_item(portal, "Far", due_on=in_days(30), category="news")
        put_item(portal, "None", state=ItemState.APPROVING, step="approve")
        put_item(portal, "Closed late", due_on=in_days(-9), state=ItemState.REFUSED)

    def found(self, **query) -> set[str]:
        return set(titles(inbox(self.head, **{"queue": "all"} | query)))

    @pytest.mark.parametrize(
        ("value", "wanted"),
        [("late", "Late"), ("today", "Today"), ("none", "None")],
    )
    def test_by_the_last_day_only_open_ones_count(self, value, wanted):
        assert self.found(due=value) == {wanted}

    def test_the_next_seven_days_hold_today(self):
        assert self.found(due="week") == {"Today", "Week"}

    def test_by_state_several_at_once(self):
        assert self.found(state=["approving", "refused"]) == {"None", "Closed late"}

    def test_by_step_origin_urgency_and_agency(self):
        assert self.found(step="approve") == {"None"}
        assert self.found(origin="change") == {"Week"}
        assert self.found(urgent="true") == {"Late"}
        assert self.found(agency=self.health.pk) == {"Today"}

    def test_by_site(self, portal, commune):
        put_item(commune, "There")
        assert self.found(portal_site=commune.portal_site.pk) == {"There"}

    def test_the_last_day_orders_and_items_without_one_stand_last(self):
        listed = titles(inbox(self.head))
        assert listed == ["Late", "Today", "Week", "Far", "None"]
        assert titles(inbox(self.head, ordering="-due_on"))[-1] == "None"

    def test_a_wrong_value_is_no_error(self):
        assert inbox(self.head, queue="xyz", due="x", portal_site="abc").status_code == 200


class CategoryTests:
    def test_kinds_of_information_are_those_of_the_regulation(self, portal, settings):
        settings.GOVPORTAL_PROFILE = "camau-2026"
        from govportal_wagtail.regulation.adoption import adopt

        adopt(portal.site, "camau-2026")
        put_item(portal, "Direction", category="direction")
        put_item(portal, "Other")
        head = portal.user(RoleCode.BOARD_HEAD)
        assert titles(inbox(head, queue="all", category="direction")) == ["Direction"]


class SearchTests:
    def test_by_title_with_or_without_diacritics_and_by_number_of_the_slip(self, portal):
        put_item(portal, "Khánh thành cầu Sông Đốc")
        put_slip(portal, "Lịch tiêm chủng", number="2026/000123", step="receive")
        head = portal.user(RoleCode.BOARD_HEAD)
        assert titles(inbox(head, queue="all", q="cau song doc")) == ["Khánh thành cầu Sông Đốc"]
        assert titles(inbox(head, queue="all", q="000123")) == ["Lịch tiêm chủng"]
        assert titles(inbox(head, queue="all", q="nothing like it")) == []


class RowTests:
    def test_a_row_says_state_who_is_to_act_and_how_late_in_words(self, portal):
        put_item(portal, "Late one", due_on=in_days(-1), is_urgent=True)
        from django.utils import translation

        with translation.override("en"):
            text = inbox(portal.user(RoleCode.BOARD_HEAD)).content.decode()
        item = EditorialItem.objects.get()
        for words in ("Late one", str(item.portal_site.agency), item_words.waiting_for(item)):
            assert words in text
        assert "gpe-due--late" in text
        assert item_words.due(item).words in text

    def test_due_in_words(self, portal):
        item = put_item(portal)
        codes = {}
        for days in (-3, 0, 2, 20):
            item.due_on = in_days(days)
            codes[days] = item_words.due(item).code
        assert codes == {-3: "late", 0: "today", 2: "soon", 20: "ahead"}
        item.due_on = in_days(-3)
        item.state = ItemState.PUBLISHED
        assert item_words.due(item).code == "past"

    def test_who_claimed_it_is_named_instead_of_the_roles(self, portal):
        member = portal.user(RoleCode.BOARD_MEMBER)
        item = put_item(portal, claimed_by=member)
        assert item_words.waiting_for(item) == member.get_full_name()

    def test_a_unit_that_verifies_is_named(self, portal):
        unit = make_agency("so-y-te", name="Sở Y tế")
        item = put_item(portal, state=ItemState.VERIFYING, step="verify", waiting_agency=unit)
        assert item_words.waiting_for(item) == "Sở Y tế"


class PageAndExportTests:
    def test_fifty_to_a_page(self, portal):
        EditorialItem.objects.bulk_create(
            EditorialItem(portal_site=portal.portal_site, title=f"{n:03}", origin="newsroom")
            for n in range(51)
        )
        head = portal.user(RoleCode.BOARD_HEAD)
        assert len(titles(inbox(head, queue="all"))) == 50
        assert len(titles(inbox(head, queue="all", p=2))) == 1

    def test_csv_holds_what_the_filters_leave_and_runs_no_formula(self, portal):
        put_slip(portal, "=1+1", number="2026/000001", state="submitted", step="receive")
        put_item(portal, "Other", state=ItemState.APPROVING, step="approve")
        answer = inbox(
            portal.user(RoleCode.BOARD_HEAD), queue="all", state="submitted", export="csv"
        )
        rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
        assert len(rows) == 2
        assert rows[1][:2] == ["2026/000001", "'=1+1"]

    def test_xlsx(self, portal):
        put_item(portal, "Một", due_on=in_days(1))
        answer = inbox(portal.user(RoleCode.BOARD_HEAD), export="xlsx")
        sheet = load_workbook(io.BytesIO(answer.getvalue())).active
        assert "Một" in [cell.value for cell in sheet[2]]


class OwnItemsTests:
    def mine(self, user, **query):
        return browse(user).get(reverse("editorial_items:mine"), query)

    def test_a_contributor_sees_their_own_and_no_other(self, portal):
        author = portal.user(RoleCode.CONTRIBUTOR)
        put_item(portal, "Mine", created_by=author)
        put_slip(portal, "Sent", sender={"name": "A", "user": author})
        put_item(portal, "Of a colleague")
        assert set(titles(self.mine(author))) == {"Mine", "Sent"}

    @pytest.mark.parametrize("role", [RoleCode.UNIT_HEAD, RoleCode.FOCAL_OFFICER])
    def test_who_answers_for_the_agency_sees_all_of_it(self, portal, role):
        other = make_agency("so-y-te", name="Sở Y tế")
        put_item(portal, "Ours")
        put_item(portal, "Theirs", agency=other)
        put_item(portal, "Asked", agency=other, state="verifying", waiting_agency=portal.agency)
        assert set(titles(self.mine(portal.user(role)))) == {"Ours", "Asked"}

    def test_a_returned_item_says_what_to_do_and_why(self, portal):
        author = portal.user(RoleCode.CONTRIBUTOR)
        item = put_item(portal, "Back", created_by=author, state=ItemState.RETURNED)
        member = portal.user(RoleCode.BOARD_MEMBER)
        ledger.record(EventKind.RETURNED, user=member, item=item, reason="Thiếu ảnh")
        answer = self.mine(author)
        (row,) = answer.context["object_list"]
        assert row.todo
        assert row.todo_reason == "Thiếu ảnh"
        assert "Thiếu ảnh" in answer.content.decode()

    def test_what_others_work_on_asks_nothing(self, portal):
        author = portal.user(RoleCode.CONTRIBUTOR)
        put_item(portal, "There", created_by=author)
        (row,) = self.mine(author).context["object_list"]
        assert row.todo == ""

    def test_the_head_is_asked_to_sign_and_the_contributor_is_not(self, portal):
        author = portal.user(RoleCode.CONTRIBUTOR)
        put_item(portal, "Sign", created_by=author, state=ItemState.TO_SIGN)
        (for_head,) = self.mine(portal.user(RoleCode.UNIT_HEAD)).context["object_list"]
        (for_author,) = self.mine(author).context["object_list"]
        assert for_head.todo
        assert not for_author.todo


def _admin_access():
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )


def test_agencies_of_other_sites_are_no_choice_of_the_filter(portal, commune):
    other = Agency.objects.create(name="Sở Bí ẩn", code="so-bi-an", parent=portal.agency)
    put_item(portal, "There", agency=other)
    text = inbox(commune.user(RoleCode.BOARD_HEAD), queue="all").content.decode()
    assert "Sở Bí ẩn" not in text
