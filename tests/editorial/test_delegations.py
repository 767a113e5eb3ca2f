"""Delegations: given by the head of a board whose regulation knows them, and ended again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.editorial import delegations
from govportal_wagtail.editorial.models import Delegation, EditorialEvent
from govportal_wagtail.editorial.vocabulary import EventKind
from tests.builders import make_user
from tests.core.portal_builders import make_commune, make_component, make_officer, make_portal
from tests.editorial import gate_builders as gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_portal("backan-2018")


@pytest.fixture
def head(portal):
    return make_officer("truong-ban", portal, "board_head")


@pytest.fixture
def delegate(portal):
    return make_officer("duoc-uy-quyen", portal, "focal_officer")


@pytest.fixture
def section(portal):
    return gate.section_of(portal)


def given(portal, section, delegate, head, **fields):
    fields.setdefault("decision", "12/QĐ-BBT ngày 01/11/2026")
    fields.setdefault("starts_on", timezone.localdate())
    return delegations.grant(portal_site=portal, page=section, user=delegate, by=head, **fields)


def test_what_is_given_is_in_force_and_on_record(portal, section, delegate, head):
    delegation = given(portal, section, delegate, head)
    below = gate.draft_in(section)
    assert delegations.current_for(delegate, below) == delegation
    line = EditorialEvent.objects.get(kind=EventKind.DELEGATION_GIVEN)
    assert line.by_id == head.pk
    assert line.details["delegate"] == delegate.pk
    assert line.article == "5.5; 6.1.b; 12.1"


def test_what_is_ended_is_over_at_once_and_on_record(portal, section, delegate, head):
    today = timezone.localdate()
    delegation = given(portal, section, delegate, head, starts_on=today - timedelta(days=3))
    delegations.end(delegation, by=head, reason="Chuyển công tác")
    assert delegations.current_for(delegate, section) is None
    line = EditorialEvent.objects.get(kind=EventKind.DELEGATION_ENDED)
    assert line.reason == "Chuyển công tác"
    delegations.end(delegation, by=head, reason="Lần nữa")
    assert EditorialEvent.objects.filter(kind=EventKind.DELEGATION_ENDED).count() == 1


@pytest.mark.parametrize("days", [0, 5])
def test_one_that_was_never_used_ends_too(portal, section, delegate, head, days):
    start = timezone.localdate() + timedelta(days=days)
    delegation = given(portal, section, delegate, head, starts_on=start)
    delegations.end(delegation, by=head)
    assert not delegations.current(on=start).exists()


@pytest.mark.parametrize("role", ["board_member", "board_secretary", "site_admin", "operator"])
def test_only_head_and_deputy_decide(portal, section, delegate, head, role):
    other = make_officer("khac", portal, role)
    with pytest.raises(PermissionDenied):
        given(portal, section, delegate, other)
    delegation = given(portal, section, delegate, head)
    with pytest.raises(PermissionDenied):
        delegations.end(delegation, by=other)


def test_a_superuser_does_not_decide(portal, section, delegate):
    with pytest.raises(PermissionDenied):
        given(portal, section, delegate, make_user("quan-tri", superuser=True))


def test_the_head_of_another_board_does_not_decide(portal, section, delegate):
    component = make_component(make_commune())
    other = make_officer("truong-ban-xa", component, "board_head")
    with pytest.raises(PermissionDenied):
        given(portal, section, delegate, other)


def test_a_regulation_without_delegation_allows_none():
    portal = make_portal("camau-2026")
    head = make_officer("truong-ban", portal, "board_head")
    delegate = make_officer("khac", portal, "focal_officer")
    with pytest.raises(PermissionDenied):
        given(portal, gate.section_of(portal), delegate, head)
    assert delegations.sites_for(head) == []


def test_what_is_wrong_is_said_at_its_field(portal, section, delegate, head):
    elsewhere = gate.section_of(make_component(make_commune()))
    today = timezone.localdate()
    wrong = [
        ("page", {"section": elsewhere}),
        ("user", {"delegate": head}),
        ("user", {"delegate": make_user("ngoai")}),
        ("decision", {"decision": " "}),
        ("ends_on", {"starts_on": today, "ends_on": today - timedelta(days=1)}),
    ]
    for field, change in wrong:
        fields = {"section": section, "delegate": delegate} | change
        page, user = fields.pop("section"), fields.pop("delegate")
        with pytest.raises(ValidationError) as caught:
            given(portal, page, user, head, **fields)
        assert list(caught.value.message_dict) == [field]
    assert not Delegation.objects.exists()


def test_nobody_gets_the_same_right_twice(portal, section, delegate, head):
    given(portal, section, delegate, head)
    with pytest.raises(ValidationError):
        given(portal, section, delegate, head)


class ScreenTests:
    """The list, a new delegation, ending one."""

    @pytest.fixture
    def staff(self, client, head):
        client.force_login(head)
        return client

    def data(self, portal, section, delegate, **fields):
        return {
            "portal_site": portal.pk,
            "page": section.pk,
            "user": delegate.pk,
            "decision": "12/QĐ-BBT",
            "starts_on": "01/11/2026",
            "ends_on": "",
        } | fields

    def test_a_page_is_delegated_and_the_delegation_ended(self, staff, portal, section, delegate):
        url = reverse("editorial_delegations:add")
        assert staff.get(url).status_code == 200
        assert staff.post(url, self.data(portal, section, delegate)).status_code == 302
        delegation = Delegation.objects.get()
        listed = staff.get(reverse("editorial_delegations:index")).content.decode()
        end = reverse("editorial_delegations:end", args=[delegation.pk])
        assert "12/QĐ-BBT" in listed
        assert end in listed
        assert staff.get(end).status_code == 200
        assert staff.post(end, {"reason": ""}).status_code == 200
        assert staff.post(end, {"reason": "Hết hạn"}).status_code == 302
        assert delegations.current_for(delegate, section) is None
        assert end not in staff.get(reverse("editorial_delegations:index")).content.decode()

    def test_bad_input_is_answered_at_its_field(self, staff, portal, section, delegate):
        url = reverse("editorial_delegations:add")
        wrong = [{"starts_on": "31/02/2026"}, {"page": "x"}, {"user": "0"}, {"decision": ""}]
        for change in wrong:
            answer = staff.post(url, self.data(portal, section, delegate, **change))
            assert answer.status_code == 200
            assert list(answer.context["form"].errors) == list(change)
        assert not Delegation.objects.exists()

    def test_the_menu_leads_there(self, staff):
        menu = staff.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("editorial_delegations:index") in menu

    @pytest.mark.parametrize("role", ["operator", "board_member", "superuser"])
    def test_nobody_else_sees_the_screens(self, client, portal, section, delegate, head, role):
        delegation = given(portal, section, delegate, head)
        user = (
            make_user("quan-tri", superuser=True)
            if role == "superuser"
            else make_officer("khac", portal, role)
        )
        client.force_login(user)
        index = reverse("editorial_delegations:index")
        assert index not in client.get(reverse("wagtailadmin_home")).content.decode()
        for url in (
            index,
            reverse("editorial_delegations:add"),
            reverse("editorial_delegations:end", args=[delegation.pk]),
        ):
            answer = client.get(url, headers={"x-requested-with": "XMLHttpRequest"})
            assert answer.status_code == 403

    def test_the_delegations_of_another_site_do_not_exist(self, staff, section, delegate):
        component = make_component(make_commune())
        other = Delegation.objects.create(
            page=component.site.root_page,
            portal_site=component,
            user=delegate,
            decision="của xã",
            starts_on=timezone.localdate(),
        )
        assert "của xã" not in staff.get(reverse("editorial_delegations:index")).content.decode()
        url = reverse("editorial_delegations:end", args=[other.pk])
        assert staff.post(url, {"reason": "x"}).status_code == 404

    def test_the_list_costs_the_same_for_many(self, staff, portal, delegate):
        url = reverse("editorial_delegations:index")
        staff.get(url)

        def count():
            with CaptureQueriesContext(connection) as queries:
                staff.get(url)
            return len(queries)

        def more(number):
            for each in range(number):
                Delegation.objects.create(
                    page=gate.section_of(portal, f"Mục {each}"),
                    portal_site=portal,
                    user=delegate,
                    decision="x",
                    starts_on=timezone.localdate(),
                )

        more(1)
        few = count()
        more(8)
        assert count() == few
