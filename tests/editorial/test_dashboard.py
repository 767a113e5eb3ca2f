"""The panel “My work” on the first page of the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from govportal_wagtail.editorial.staff import dashboard
from govportal_wagtail.editorial.vocabulary import ItemState
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.builders import make_user
from tests.editorial.item_builders import browse, in_days, put_item
from tests.isolation.world import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_place("Portal", body=BodyKind.PORTAL, host="localhost")


def home(user) -> str:
    return browse(user).get(reverse("wagtailadmin_home")).content.decode()


def context(user) -> dict:
    class Request:
        pass

    request = Request()
    request.user = user
    return dashboard.MyWorkPanel().get_context_data({"request": request})


def test_urgent_first_then_by_the_last_day_and_without_one_last(portal):
    put_item(portal, "none")
    put_item(portal, "far", due_on=in_days(9))
    put_item(portal, "late", due_on=in_days(-1))
    put_item(portal, "urgent", due_on=in_days(20), is_urgent=True)
    rows = context(portal.user(RoleCode.BOARD_HEAD))["rows"]
    assert [row["item"].title for row in rows] == ["urgent", "late", "far", "none"]


def test_it_counts_what_waits_what_is_late_and_what_is_due_today(portal):
    put_item(portal, due_on=in_days(-1), is_urgent=True)
    put_item(portal, due_on=in_days(0))
    put_item(portal)
    put_item(portal, due_on=in_days(-5), state=ItemState.PUBLISHED)
    counts = context(portal.user(RoleCode.BOARD_HEAD))["counts"]
    assert counts == {"total": 3, "late": 1, "today": 1, "urgent": 1}


def test_the_numbers_are_links_to_the_list_behind_them(portal):
    put_item(portal, "Late", due_on=in_days(-1))
    text = home(portal.user(RoleCode.BOARD_HEAD))
    inbox = reverse("editorial_items:index")
    assert f"{inbox}?due=late" in text
    assert "gpe-due--late" in text
    assert "icon-warning" in text


def test_a_long_inbox_shows_its_first_rows(portal):
    for number in range(12):
        put_item(portal, f"{number}")
    found = context(portal.user(RoleCode.BOARD_HEAD))
    assert found["counts"]["total"] == 12
    assert len(found["rows"]) == 8


def test_who_has_no_role_has_no_panel(portal):
    put_item(portal)
    assert "my-work" not in home(_plain_user())


def test_whoever_has_a_role_has_it_also_with_nothing_to_do(portal):
    assert "my-work" in home(portal.user(RoleCode.TRANSLATOR))


def test_a_supplier_is_led_to_their_own_items(portal):
    text = home(portal.user(RoleCode.CONTRIBUTOR))
    assert f'href="{reverse("editorial_items:mine")}"' in text


def _plain_user():
    from django.contrib.auth.models import Permission

    user = make_user("thuong")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    return user
