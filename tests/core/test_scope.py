"""On which sites, and for which agencies, a user works."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied

from govportal_wagtail.core.access import accounts, scope
from govportal_wagtail.core.access.policies import policy_for
from govportal_wagtail.core.models import Account, DomainName, EditorialBoard, Person, PortalSite
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.isolation.world import (
    ROLES,
    SUPPLYING,
    Province,
    build_once,
    make_account,
    make_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Province]:
    with django_db_blocker.unblock():
        yield from build_once(tmp_path_factory.mktemp("media"))


@pytest.fixture
def province(built) -> Province:
    return copy.deepcopy(built)


def _marks(sites) -> set[str]:
    return {str(site).split()[-1] for site in sites}


def _all(place, model) -> set[object]:
    """Every record of this kind that the site holds."""
    return {thing for thing in place.things.values() if isinstance(thing, model)}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_on_a_component_reaches_that_component_only(province, role):
    user = province.a.user(role)
    assert _marks(scope.managed_portal_sites(user)) == {"ALPHAXYZ"}
    assert set(scope.agencies_in_scope(user)) == {province.a.agency}
    assert not scope.is_portal_overseer(user)


@pytest.mark.parametrize("role", ROLES)
def test_overseeing_roles_on_the_portal_reach_its_components(province, role):
    user = province.portal.user(role)
    sees_all = role not in SUPPLYING
    reached = _marks(scope.managed_portal_sites(user))
    assert reached == ({"PORTALXYZ", "ALPHAXYZ", "BETAXYZ"} if sees_all else {"PORTALXYZ"})
    assert scope.is_portal_overseer(user) is sees_all


@pytest.mark.parametrize("role", ROLES)
def test_administrator_head_and_deputy_answer_for_the_accounts(province, role):
    user = province.a.user(role)
    answers = role in {RoleCode.SITE_ADMIN, RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY}
    assert _marks(scope.administered_portal_sites(user)) == ({"ALPHAXYZ"} if answers else set())
    assert scope.user_can_administer(user, province.a.portal_site) is answers
    assert not scope.user_can_administer(user, province.b.portal_site)


def test_the_portals_administrator_answers_for_all_sites(province):
    user = province.portal.user(RoleCode.SITE_ADMIN)
    assert _marks(scope.administered_portal_sites(user)) == {"PORTALXYZ", "ALPHAXYZ", "BETAXYZ"}
    assert scope.user_can_administer(user, province.b.portal_site)


def test_agencies_below_the_governing_one_are_in_scope(province):
    unit = builders.make_agency("unit-of-a", name="Unit", parent=province.a.agency)
    builders.make_agency("unit-of-b", name="Other unit", parent=province.b.agency)
    user = province.a.user(RoleCode.BOARD_HEAD)
    assert set(scope.agencies_in_scope(user)) == {province.a.agency, unit}


def test_nobody_manages_a_site_without_a_role(province):
    assert not scope.managed_portal_sites(AnonymousUser()).exists()
    assert not scope.managed_portal_sites(builders.make_user("ohne")).exists()
    assert scope.managed_portal_sites(builders.make_user("chef", superuser=True)).count() == 3


def test_an_ended_role_and_a_locked_account_reach_nothing(province):
    account = Account.objects.get(user=province.a.user(RoleCode.BOARD_MEMBER))
    accounts.end_role(account.assignments.get(), None)
    assert not scope.managed_portal_sites(Account.objects.get(pk=account.pk).user).exists()
    other = Account.objects.get(user=province.a.user(RoleCode.SITE_ADMIN))
    accounts.lock(other, None, "left")
    assert not scope.administered_portal_sites(Account.objects.get(pk=other.pk).user).exists()


def test_two_roles_are_read_in_three_queries(province, django_assert_num_queries):
    account = make_account(province.a, RoleCode.SITE_ADMIN)
    accounts.grant(account, province.b.portal_site, RoleCode.CONTRIBUTOR, None)
    user = Account.objects.get(pk=account.pk).user
    with django_assert_num_queries(3):
        list(scope.managed_portal_sites(user))
        list(scope.administered_portal_sites(user))
        assert not scope.is_portal_overseer(user)
        assert scope.user_can_administer(user, province.a.portal_site)


class PolicyTests:
    """Records of a register by site."""

    @pytest.mark.parametrize("name", ["person", "board", "domain"])
    def test_only_records_of_the_own_site(self, province, name):
        user = province.a.user(RoleCode.SITE_ADMIN)
        own, foreign = province.a.things[name], province.b.things[name]
        policy = policy_for(type(own))
        seen = policy.instances_user_has_permission_for(user, "view")
        assert set(seen) == _all(province.a, type(own))
        assert policy.user_has_permission_for_instance(user, "view", own)
        assert not policy.user_has_permission_for_instance(user, "view", foreign)
        assert not policy.user_has_any_permission_for_instance(user, ["change", "view"], foreign)

    def test_a_permission_of_one_site_does_not_follow_to_another(self, province):
        account = make_account(province.a, RoleCode.SITE_ADMIN)
        accounts.grant(account, province.b.portal_site, RoleCode.CONTRIBUTOR, None)
        user = Account.objects.get(pk=account.pk).user
        assert user.has_perm("govportal_core.change_person")
        policy = policy_for(Person)
        found = policy.instances_user_has_permission_for(user, "change")
        assert set(found) == _all(province.a, Person)
        assert not policy.user_has_permission_for_instance(
            user, "change", province.b.things["person"]
        )

    def test_who_may_nothing_here_may_nothing_with_any_record(self, province):
        user = province.a.user(RoleCode.CONTRIBUTOR)
        policy = policy_for(Person)
        assert not policy.user_has_permission(user, "change")
        assert not policy.instances_user_has_permission_for(user, "change").exists()

    @pytest.mark.parametrize("model", [Person, EditorialBoard, PortalSite, DomainName, Account])
    def test_the_portals_administrator_and_superusers_reach_all(self, province, model):
        province.b.user(RoleCode.CONTRIBUTOR)
        everything = set(model.objects.all())
        assert everything
        policy = policy_for(model)
        for user in (
            province.portal.user(RoleCode.SITE_ADMIN),
            builders.make_user("chef", superuser=True),
        ):
            assert everything <= set(policy.instances_user_has_permission_for(user, "view")) | {
                Account.objects.filter(user=user).first()
            }

    def test_ordinary_groups_keep_what_no_portal_site_has(self, province):
        alone = builders.make_agency("alone", name="Alone")
        free = Person.objects.create(name="Free", agency=alone)
        group = Group.objects.create(name="Registry")
        group.permissions.add(Permission.objects.get(codename="change_person"))
        user = builders.make_user("registry")
        user.groups.add(group)
        policy = policy_for(Person)
        assert policy.user_has_permission(user, "change")
        assert list(policy.instances_user_has_permission_for(user, "change")) == [free]
        assert not policy.user_has_permission_for_instance(
            user, "change", province.a.things["person"]
        )

    def test_without_portal_sites_ordinary_groups_work_as_before(self):
        person = Person.objects.create(name="Somebody", agency=builders.make_agency())
        user = builders.make_user("registry")
        user.user_permissions.add(Permission.objects.get(codename="change_person"))
        assert list(policy_for(Person).instances_user_has_permission_for(user, "change")) == [
            person
        ]

    def test_users_for_an_instance_are_those_of_its_site(self, province):
        found = policy_for(Person).users_with_permission_for_instance(
            "change", province.a.things["person"]
        )
        admins = (RoleCode.SITE_ADMIN, RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY)
        places = (province.a, province.portal)
        assert set(found) == {place.user(role) for place in places for role in admins}


def test_a_site_without_a_portal_does_not_oversee(province):
    alone = make_place("ALONE", portal=None, host="alone.localhost")
    user = alone.user(RoleCode.SITE_ADMIN)
    assert _marks(scope.managed_portal_sites(user)) == {"ALONE"}
    with pytest.raises(PermissionDenied):
        accounts.create_account(
            username="x",
            email="x@example.com",
            agency=province.a.agency,
            portal_site=province.a.portal_site,
            user=user,
        )
