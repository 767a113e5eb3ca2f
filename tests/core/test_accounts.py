"""Accounts of staff: who may create, grant, end and lock, what is logged, and the screens."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from govportal_wagtail.core.access import accounts, password_links
from govportal_wagtail.core.models import Account, EndReason, RoleAssignment, SiteState
from govportal_wagtail.core.models.accounts import SiteLogEntry
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.isolation.world import Province, build_once, make_account, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Province]:
    with django_db_blocker.unblock():
        yield from build_once(tmp_path_factory.mktemp("media"))


@pytest.fixture
def province(built) -> Province:
    return copy.deepcopy(built)


def _client(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _values(province, **changes):
    return {
        "username": "lan",
        "email": "lan@example.com",
        "first_name": "Lan",
        "last_name": "Tran",
        "agency": province.a.agency,
        "portal_site": province.a.portal_site,
    } | changes


def _account_of(user) -> Account:
    return Account.objects.get(user=user)


def _actions(account) -> list[str]:
    return list(
        registry.get_logs_for_instance(account).order_by("pk").values_list("action", flat=True)
    )


class CreateTests:
    """A new account."""

    def test_it_has_its_roles_groups_and_a_line_in_the_log(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        account = accounts.create_account(
            **_values(province), roles=[RoleCode.CONTRIBUTOR], user=admin
        )
        assert account.created_by == admin
        group = province.a.portal_site.role_groups.get(role=RoleCode.CONTRIBUTOR).group
        assert list(account.user.groups.all()) == [group]
        assert _actions(account) == [accounts.CREATED, accounts.GRANTED]
        entry = SiteLogEntry.objects.get(action=accounts.CREATED, user=admin)
        assert (entry.portal_site, entry.agency) == (province.a.portal_site, province.a.agency)

    def test_the_owner_gets_a_link_that_sets_the_password_once(
        self, province, client, django_capture_on_commit_callbacks, caplog
    ):
        with django_capture_on_commit_callbacks(execute=True):
            account = accounts.create_account(**_values(province), user=None)
        assert account.link_was_sent
        [message] = mail.outbox
        assert message.to == ["lan@example.com"]
        assert "lan" in message.body
        path = re.search(r"https?://[^/\s]+(\S+confirm\S+)", message.body)
        assert path is not None
        page = client.get(path[1], follow=True)
        address = page.redirect_chain[-1][0]
        client.post(address, {"new_password1": "Muoi-ba-9x!", "new_password2": "Muoi-ba-9x!"})
        assert authenticate(username="lan", password="Muoi-ba-9x!") == account.user
        again = client.get(path[1], follow=True)
        assert not again.context["validlink"]

    def test_nobody_knows_the_first_password(self, province):
        account = accounts.create_account(**_values(province), user=None)
        assert account.user.has_usable_password()
        written = " ".join(str(entry.data) + entry.label for entry in SiteLogEntry.objects.all())
        assert account.user.password not in written
        assert "password" not in written

    def test_a_failing_mail_server_loses_no_account(
        self, province, settings, django_capture_on_commit_callbacks
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with django_capture_on_commit_callbacks(execute=True):
            account = accounts.create_account(**_values(province), user=None)
        assert account.link_was_sent is False
        assert Account.objects.filter(pk=account.pk).exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": ""}, "email"),
            ({"email": "no address"}, "email"),
            ({"username": ""}, "username"),
            ({"username": "a b"}, "username"),
        ],
    )
    def test_bad_input_is_said_at_its_field(self, province, changes, field):
        with pytest.raises(ValidationError) as refused:
            accounts.create_account(**_values(province, **changes), user=None)
        assert field in refused.value.error_dict
        assert not Account.objects.filter(user__username="lan").exists()

    @pytest.mark.parametrize(
        "role", [RoleCode.CONTRIBUTOR, RoleCode.BOARD_MEMBER, RoleCode.OPERATOR]
    )
    def test_only_those_who_answer_for_the_site_create(self, province, role):
        with pytest.raises(PermissionDenied):
            accounts.create_account(**_values(province), user=province.a.user(role))

    def test_no_account_on_another_site_or_for_another_agency(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        foreign_site = _values(province, portal_site=province.b.portal_site)
        foreign_agency = _values(province, agency=province.b.agency)
        portal = _values(province, portal_site=province.portal.portal_site)
        for values in (foreign_site, foreign_agency, portal):
            with pytest.raises(PermissionDenied):
                accounts.create_account(**values, user=admin)
        assert not Account.objects.filter(user__username="lan").exists()

    def test_no_account_on_a_closed_site(self, province):
        site = province.a.portal_site
        site.state = SiteState.CLOSED
        site.save()
        with pytest.raises(ValidationError):
            accounts.create_account(**_values(province), user=None)


class RoleTests:
    """Roles are granted and ended."""

    def test_granting_twice_is_once(self, province):
        account = make_account(province.a, RoleCode.CONTRIBUTOR)
        first = account.assignments.get()
        again = accounts.grant(account, province.a.portal_site, RoleCode.CONTRIBUTOR, None)
        assert again == first
        assert _actions(account).count(accounts.GRANTED) == 1

    def test_ending_takes_the_group_and_keeps_the_record(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        account = make_account(province.a, RoleCode.CONTRIBUTOR, RoleCode.BOARD_MEMBER)
        wanted = account.assignments.get(role=RoleCode.CONTRIBUTOR)
        accounts.end_role(wanted, admin, "moved")
        wanted.refresh_from_db()
        assert wanted.ended_at is not None
        assert (wanted.ended_by, wanted.end_note) == (admin, "moved")
        member = province.a.portal_site.role_groups.get(role=RoleCode.BOARD_MEMBER).group
        assert list(account.user.groups.all()) == [member]

    def test_a_role_granted_again_is_a_new_record(self, province):
        account = make_account(province.a, RoleCode.CONTRIBUTOR)
        accounts.end_role(account.assignments.get(), None)
        accounts.grant(account, province.a.portal_site, RoleCode.CONTRIBUTOR, None)
        assert account.assignments.count() == 2
        assert account.assignments.filter(ended_at=None).count() == 1

    def test_other_groups_of_the_user_stay(self, province):
        from django.contrib.auth.models import Group

        account = make_account(province.a, RoleCode.CONTRIBUTOR)
        ordinary = Group.objects.create(name="Ordinary")
        account.user.groups.add(ordinary)
        accounts.end_role(account.assignments.get(), None)
        assert list(account.user.groups.all()) == [ordinary]

    def test_no_role_on_another_site_or_on_the_portal(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        account = make_account(province.a, RoleCode.CONTRIBUTOR)
        for place in (province.b, province.portal):
            with pytest.raises(PermissionDenied):
                accounts.grant(account, place.portal_site, RoleCode.CONTRIBUTOR, admin)

    def test_no_role_for_an_account_of_another_site(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        foreign = make_account(province.b, RoleCode.CONTRIBUTOR)
        with pytest.raises(PermissionDenied):
            accounts.grant(foreign, province.a.portal_site, RoleCode.CONTRIBUTOR, admin)
        with pytest.raises(PermissionDenied):
            accounts.end_role(foreign.assignments.get(), admin)

    def test_a_site_ends_a_role_that_a_stranger_holds_on_it(self, province):
        foreign = make_account(province.b, RoleCode.CONTRIBUTOR)
        accounts.grant(foreign, province.a.portal_site, RoleCode.TRANSLATOR, None)
        on_a = foreign.assignments.get(portal_site=province.a.portal_site)
        accounts.end_role(on_a, province.a.user(RoleCode.BOARD_HEAD))
        assert foreign.assignments.filter(ended_at=None).count() == 1

    def test_nobody_grants_or_ends_roles_of_themselves(self, province):
        user = province.a.user(RoleCode.SITE_ADMIN)
        account = _account_of(user)
        with pytest.raises(PermissionDenied):
            accounts.grant(account, province.a.portal_site, RoleCode.BOARD_HEAD, user)
        with pytest.raises(PermissionDenied):
            accounts.end_role(account.assignments.get(), user)

    def test_the_portals_administrator_grants_on_components(self, province):
        overseer = province.portal.user(RoleCode.SITE_ADMIN)
        account = make_account(province.a)
        accounts.grant(account, province.a.portal_site, RoleCode.SITE_ADMIN, overseer)
        accounts.grant(account, province.b.portal_site, RoleCode.CONTRIBUTOR, overseer)
        assert account.assignments.filter(ended_at=None).count() == 2

    def test_an_unknown_role_is_refused(self, province):
        with pytest.raises(ValidationError):
            accounts.grant(make_account(province.a), province.a.portal_site, "emperor", None)


class LockTests:
    """Locking and unlocking."""

    def test_locking_ends_sessions_roles_and_groups_and_keeps_date_and_reason(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        account = make_account(province.a, RoleCode.CONTRIBUTOR, RoleCode.TRANSLATOR)
        client = _client(account.user)
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
        accounts.lock(account, admin, EndReason.LEFT, "left on Friday")
        account.refresh_from_db()
        account.user.refresh_from_db()
        assert account.locked_on == timezone.localdate()
        assert (account.locked_by, account.lock_reason) == (admin, EndReason.LEFT)
        assert not account.user.is_active
        assert not account.user.groups.exists()
        assert not account.assignments.filter(ended_at=None).exists()
        assert account.assignments.filter(ended_by=admin).count() == 2
        assert client.get(reverse("wagtailadmin_home")).status_code == 302
        assert _actions(account)[-3:] == [accounts.ENDED, accounts.ENDED, accounts.LOCKED]

    def test_an_old_session_stays_dead_after_unlocking(self, province):
        account = make_account(province.a, RoleCode.CONTRIBUTOR)
        client = _client(account.user)
        accounts.lock(account, None, EndReason.TRANSFERRED)
        accounts.unlock(account, None)
        accounts.grant(account, province.a.portal_site, RoleCode.CONTRIBUTOR, None)
        assert client.get(reverse("wagtailadmin_home")).status_code == 302

    def test_an_old_link_is_dead_after_locking(self, province, client):
        account = make_account(province.a, RoleCode.CONTRIBUTOR)
        link = password_links.link_for(account)
        accounts.lock(account, None, EndReason.LEFT)
        accounts.unlock(account, None)
        path = re.sub(r"^https?://[^/]+", "", link)
        assert not client.get(path, follow=True).context["validlink"]

    def test_unlocking_gives_no_role_back(self, province, django_capture_on_commit_callbacks):
        account = make_account(province.a, RoleCode.BOARD_HEAD)
        accounts.lock(account, None, EndReason.VIOLATION)
        admin = province.a.user(RoleCode.SITE_ADMIN)
        with django_capture_on_commit_callbacks(execute=True):
            accounts.unlock(account, admin)
        account.refresh_from_db()
        account.user.refresh_from_db()
        assert account.user.is_active
        assert account.locked_on is None
        assert not account.user.groups.exists()
        assert not account.assignments.filter(ended_at=None).exists()
        assert len(mail.outbox) == 1
        assert SiteLogEntry.objects.get(action=accounts.UNLOCKED).data["reason"] == "violation"

    def test_a_locked_account_gets_no_role(self, province):
        account = make_account(province.a)
        accounts.lock(account, None, EndReason.LEFT)
        with pytest.raises(ValidationError):
            accounts.grant(account, province.a.portal_site, RoleCode.CONTRIBUTOR, None)

    def test_a_reason_is_needed_and_another_one_in_words(self, province):
        account = make_account(province.a)
        for reason, note in (("", ""), ("because", ""), (EndReason.OTHER, "  ")):
            with pytest.raises(ValidationError):
                accounts.lock(account, None, reason, note)
        accounts.lock(account, None, EndReason.OTHER, "ended the contract")
        with pytest.raises(ValidationError):
            accounts.lock(account, None, EndReason.LEFT)

    def test_nobody_locks_themselves_or_an_account_of_another_site(self, province):
        user = province.a.user(RoleCode.SITE_ADMIN)
        with pytest.raises(PermissionDenied):
            accounts.lock(_account_of(user), user, EndReason.LEFT)
        with pytest.raises(PermissionDenied):
            accounts.lock(make_account(province.b), user, EndReason.LEFT)
        with pytest.raises(PermissionDenied):
            accounts.lock(make_account(province.portal), user, EndReason.LEFT)

    def test_a_superuser_is_not_changed(self, province):
        account = make_account(province.a)
        account.user.is_superuser = True
        account.user.save()
        user = province.portal.user(RoleCode.SITE_ADMIN)
        with pytest.raises(PermissionDenied):
            accounts.lock(account, user, EndReason.LEFT)
        with pytest.raises(PermissionDenied):
            accounts.grant(account, province.a.portal_site, RoleCode.CONTRIBUTOR, user)

    def test_what_fails_changes_nothing(self, province, monkeypatch):
        account = make_account(province.a, RoleCode.CONTRIBUTOR)

        def fail(*args, **kwargs):
            raise RuntimeError("disk full")

        monkeypatch.setattr(accounts, "log", fail)
        with pytest.raises(RuntimeError):
            accounts.lock(account, None, EndReason.LEFT)
        account.refresh_from_db()
        account.user.refresh_from_db()
        assert account.locked_on is None
        assert account.user.is_active
        assert account.assignments.filter(ended_at=None).count() == 1
        assert account.user.groups.count() == 1


class ScreenTests:
    """The screens of the board of a site."""

    def test_the_list_shows_the_accounts_of_the_site(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        mine = make_account(province.a, RoleCode.CONTRIBUTOR, username="mine")
        theirs = make_account(province.b, RoleCode.CONTRIBUTOR, username="theirs")
        page = _client(admin).get(reverse("govportal_accounts:index")).content.decode()
        assert "mine" in page
        assert reverse("govportal_accounts:edit", args=[mine.pk]) in page
        assert "theirs" not in page
        assert "BETAXYZ" not in page
        assert reverse("govportal_accounts:edit", args=[theirs.pk]) not in page

    @pytest.mark.parametrize(
        "role",
        [RoleCode.CONTRIBUTOR, RoleCode.FULL_TIME_EDITOR, RoleCode.BOARD_MEMBER],
    )
    def test_others_have_no_screen_of_accounts(self, province, role):
        client = _client(province.a.user(role))
        account = make_account(province.a)
        for name, args in (("index", []), ("add", []), ("edit", [account.pk])):
            answer = client.get(reverse(f"govportal_accounts:{name}", args=args))
            assert answer.status_code in {302, 403, 404}

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=tran+lan", {"lan"}),
            ("q=LAN", {"lan"}),
            ("role=translator", {"hoa", "translator-alphaxyz"}),
            ("state=locked", {"old"}),
            ("q=nobody", set()),
        ],
    )
    def test_filters_and_search(self, province, query, found):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        accounts.create_account(**_values(province, last_name="Trần", first_name="Lân"), user=None)
        make_account(province.a, RoleCode.TRANSLATOR, username="hoa")
        accounts.lock(make_account(province.a, username="old"), None, EndReason.LEFT)
        answer = _client(admin).get(reverse("govportal_accounts:index_results") + "?" + query)
        shown = {each.user.username for each in answer.context["object_list"]}
        assert shown == found

    def test_filters_offer_own_sites_and_agencies_alone(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        client = _client(admin)
        index = reverse("govportal_accounts:index")
        assert "BETAXYZ" not in client.get(index).content.decode()
        answer = client.get(index + f"?portal_site={province.b.portal_site.pk}")
        assert "BETAXYZ" not in answer.content.decode()

    @pytest.mark.parametrize("format_", ["csv", "xlsx"])
    def test_the_export_holds_the_list(self, province, format_):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        make_account(province.a, RoleCode.TRANSLATOR, username="hoa")
        make_account(province.b, RoleCode.TRANSLATOR, username="theirs")
        answer = _client(admin).get(reverse("govportal_accounts:index") + f"?export={format_}")
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if format_ == "csv":
            assert "hoa" in content.decode()
            assert "theirs" not in content.decode()
        else:
            assert content[:2] == b"PK"

    def test_a_board_creates_an_account(self, province, django_capture_on_commit_callbacks):
        client = _client(province.a.user(RoleCode.BOARD_HEAD))
        address = reverse("govportal_accounts:add")
        form = client.get(address).context["form"]
        assert form.initial["portal_site"] == province.a.portal_site
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                address,
                {
                    "username": "lan",
                    "last_name": "Trần Thị Lan",
                    "email": "lan@example.com",
                    "portal_site": province.a.portal_site.pk,
                    "agency": province.a.agency.pk,
                    "roles": ["contributor", "translator"],
                },
            )
        account = Account.objects.get(user__username="lan")
        assert answer.url == reverse("govportal_accounts:edit", args=[account.pk])
        assert str(account) == "Trần Thị Lan", "the family name comes first"
        assert account.assignments.count() == 2
        assert len(mail.outbox) == 1
        page = client.get(answer.url).content.decode()
        assert "lan@example.com" in page

    @pytest.mark.parametrize(
        ("field", "value"),
        [("email", "none"), ("username", "USER-TAKEN"), ("username", "a b"), ("agency", "999")],
    )
    def test_a_bad_form_is_shown_again_with_the_error_at_its_field(self, province, field, value):
        make_account(province.a, username="user-taken")
        client = _client(province.a.user(RoleCode.BOARD_HEAD))
        data = {
            "username": "lan",
            "last_name": "Trần Thị Lan",
            "email": "lan@example.com",
            "portal_site": province.a.portal_site.pk,
            "agency": province.a.agency.pk,
        } | {field: value}
        answer = client.post(reverse("govportal_accounts:add"), data)
        assert answer.status_code == 200
        assert field in answer.context["form"].errors
        assert not Account.objects.filter(user__username="lan").exists()

    def test_a_form_that_was_merely_sent_decides_nothing(self, province):
        client = _client(province.a.user(RoleCode.SITE_ADMIN))
        account = make_account(province.a)
        locked = client.post(reverse("govportal_accounts:lock", args=[account.pk]), {"reason": ""})
        assert "reason" in locked.context["form"].errors
        granted = client.post(
            reverse("govportal_accounts:grant", args=[account.pk]),
            {"portal_site": province.a.portal_site.pk, "role": ""},
        )
        assert "role" in granted.context["form"].errors
        account.refresh_from_db()
        assert account.locked_on is None and not account.assignments.exists()

    def test_roles_are_granted_and_ended(self, province):
        client = _client(province.a.user(RoleCode.SITE_ADMIN))
        account = make_account(province.a)
        client.post(
            reverse("govportal_accounts:grant", args=[account.pk]),
            {"portal_site": province.a.portal_site.pk, "role": "operator"},
        )
        assignment = account.assignments.get()
        assert assignment.role == RoleCode.OPERATOR
        address = reverse("govportal_accounts:end_role", args=[account.pk, assignment.pk])
        assert "ALPHAXYZ" in client.get(address).content.decode()
        client.post(address, {"note": "moved"})
        assignment.refresh_from_db()
        assert assignment.end_note == "moved"
        page = client.get(reverse("govportal_accounts:edit", args=[account.pk]))
        assert "moved" in page.content.decode()

    def test_locking_and_unlocking(self, province):
        client = _client(province.a.user(RoleCode.SITE_ADMIN))
        account = make_account(province.a, RoleCode.OPERATOR)
        address = reverse("govportal_accounts:lock", args=[account.pk])
        refused = client.post(address, {"reason": "other", "note": ""})
        assert refused.context["form"].errors["note"]
        client.post(address, {"reason": "left"})
        account.refresh_from_db()
        assert account.locked_on
        client.post(reverse("govportal_accounts:unlock", args=[account.pk]))
        account.refresh_from_db()
        assert account.locked_on is None

    def test_the_history_tells_who_did_what(self, province):
        admin = province.a.user(RoleCode.SITE_ADMIN)
        account = make_account(province.a, RoleCode.OPERATOR)
        accounts.lock(account, admin, EndReason.OTHER, "Ended the contract")
        page = _client(admin).get(reverse("govportal_accounts:history", args=[account.pk]))
        assert str(admin.get_full_name()) in page.content.decode()
        actions = [entry.action for entry in page.context["object_list"]]
        assert accounts.LOCKED in actions
        assert accounts.GRANTED in actions

    def test_a_link_is_sent_again_and_logged(self, province):
        client = _client(province.a.user(RoleCode.SITE_ADMIN))
        account = make_account(province.a)
        client.post(reverse("govportal_accounts:send_link", args=[account.pk]))
        assert len(mail.outbox) == 1
        assert _actions(account)[-1] == accounts.LINK_SENT

    def test_the_own_account_offers_nothing_to_change(self, province):
        user = province.a.user(RoleCode.SITE_ADMIN)
        account = _account_of(user)
        client = _client(user)
        page = client.get(reverse("govportal_accounts:edit", args=[account.pk])).content.decode()
        for name in ("lock", "send_link", "grant"):
            address = reverse(f"govportal_accounts:{name}", args=[account.pk])
            assert address not in page
            assert client.post(address, {"reason": "left"}).status_code in {302, 403}
        account.refresh_from_db()
        assert account.locked_on is None

    def test_the_list_costs_the_same_for_many_accounts(self, province):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = _client(province.a.user(RoleCode.SITE_ADMIN))
        address = reverse("govportal_accounts:index")
        make_account(province.a, RoleCode.OPERATOR)
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for _number in range(20):
            make_account(province.a, RoleCode.OPERATOR, RoleCode.CONTRIBUTOR)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)


def test_the_screens_are_in_the_menu_of_those_who_may(province):
    from wagtail.admin.menu import settings_menu

    address = reverse("govportal_accounts:index")
    for role, shown in ((RoleCode.SITE_ADMIN, True), (RoleCode.CONTRIBUTOR, False)):
        page = _client(province.a.user(role)).get(reverse("wagtailadmin_home"))
        assert (address in page.content.decode()) is shown
    assert settings_menu


def test_a_role_of_a_site_without_groups_is_kept(province):
    place = make_place("LATER", portal=province.portal)
    place.portal_site.role_groups.all().delete()
    account = make_account(place, RoleCode.CONTRIBUTOR)
    assert RoleAssignment.objects.filter(account=account, ended_at=None).count() == 1
    assert date.today() >= account.created_at.date()
