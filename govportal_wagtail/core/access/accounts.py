"""Accounts of staff: creating them, granting and ending roles, locking and unlocking.

Every change is one transaction, is checked against who asks for it, is written to the log of the
site and keeps the Wagtail groups of the user in step with the roles that are in force.
``user=None`` is the installation itself: a command, not a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...regulation.vocabulary import RoleCode
from ..models import (
    Account,
    Agency,
    EndReason,
    Person,
    PortalSite,
    RoleAssignment,
    SiteRoleGroup,
    SiteState,
)
from . import scope
from .password_links import send_after_commit

CREATED: Final = "govportal_core.account.create"
GRANTED: Final = "govportal_core.account.grant"
ENDED: Final = "govportal_core.account.end_role"
LOCKED: Final = "govportal_core.account.lock"
UNLOCKED: Final = "govportal_core.account.unlock"
LINK_SENT: Final = "govportal_core.account.send_link"
_RANDOM_LENGTH: Final = 48


@transaction.atomic
def create_account(
    *,
    username: str,
    email: str,
    agency: Agency,
    portal_site: PortalSite,
    roles: Iterable[str] = (),
    user: Any = None,
    first_name: str = "",
    last_name: str = "",
    person: Person | None = None,
) -> Account:
    """Create a user with an account and roles on its site, and send the link to set a password.

    Rights are given site by site (Decision 68/2026/QĐ-UBND of Cà Mau, Article 27.4).

    Raises:
        PermissionDenied: if ``user`` does not answer for the site's accounts or for the agency.
        ValidationError: by field, for a name that is taken or not allowed or a bad address.
    """
    _require(user is None or scope.user_can_administer(user, portal_site))
    _require(user is None or _may_use_agency(user, agency))
    _require_open(portal_site)
    model: Any = get_user_model()
    created = model(first_name=first_name, last_name=last_name, email=email)
    setattr(created, model.USERNAME_FIELD, username)
    if not email:
        raise ValidationError({"email": _("The link to set the password goes to this address.")})
    # Nobody knows this password; a usable one lets the owner ask for a new link.
    created.set_password(get_random_string(_RANDOM_LENGTH))
    created.full_clean()
    created.save()
    account = Account.objects.create(
        user=created, agency=agency, portal_site=portal_site, person=person, created_by=user
    )
    log(account, CREATED, user=user, data={"agency": str(agency)})
    for role in dict.fromkeys(roles):
        grant(account, portal_site, role, user)
    send_after_commit(account)
    return account


@transaction.atomic
def grant(account: Account, portal_site: PortalSite, role: str, user: Any) -> RoleAssignment:
    """Give the account a role on a site; a role that it has already is returned as it is.

    Raises:
        PermissionDenied: if ``user`` does not answer for the account and for the site, or asks
            for themselves.
        ValidationError: for a locked account, a closed site, or a role that is none.
    """
    account = _locked_row(account)
    _require_other(account, user)
    _require(user is None or scope.user_can_administer(user, portal_site))
    _require(user is None or scope.user_can_administer(user, account.portal_site))
    if account.locked_on:
        raise ValidationError({"role": _("The account is locked.")})
    if role not in RoleCode.values:
        raise ValidationError({"role": _("This is not a role.")})
    _require_open(portal_site)
    assignment, is_new = RoleAssignment.objects.get_or_create(
        account=account,
        portal_site=portal_site,
        role=role,
        ended_at=None,
        defaults={"granted_by": user},
    )
    if is_new:
        _log_role(assignment, GRANTED, user)
    _synchronise(account)
    return assignment


@transaction.atomic
def end_role(assignment: RoleAssignment, user: Any, note: str = "") -> None:
    """End a role; the record stays. A role that has ended is left as it is.

    Raises:
        PermissionDenied: if ``user`` does not answer for the site of the role, or asks for
            themselves.
    """
    account = _locked_row(assignment.account)
    _require_other(account, user)
    _require(user is None or scope.user_can_administer(user, assignment.portal_site))
    _end([assignment], user, note)
    _synchronise(account)


@transaction.atomic
def lock(account: Account, user: Any, reason: str, note: str = "") -> Account:
    """Lock an account: the user cannot log in, their sessions and all their roles end today.

    Legal source: Decision 68/2026/QĐ-UBND (Cà Mau) Article 9.5; Decision 40/2024/QĐ-UBND
    (Lạng Sơn) Article 13.1.đ.

    Raises:
        PermissionDenied: if ``user`` does not answer for the account, or asks for themselves.
        ValidationError: without a reason of ``EndReason``, without a note where the reason is
            another one, and for an account that is locked already.
    """
    account = _locked_row(account)
    _require_other(account, user)
    _require(user is None or scope.user_can_administer(user, account.portal_site))
    if account.locked_on:
        raise ValidationError(_("The account is locked."))
    if reason not in EndReason.values:
        raise ValidationError({"reason": _("Choose a reason.")})
    if reason == EndReason.OTHER and not note.strip():
        raise ValidationError({"note": _("Write down the reason.")})
    account.locked_on = timezone.localdate()
    account.locked_by = user
    account.lock_reason = reason
    account.lock_note = note.strip()
    account.save()
    _end(account.assignments.filter(ended_at=None), user, account.get_lock_reason_display())
    _synchronise(account)
    locked = account.user
    locked.is_active = False
    # Ends every session, also after the account is unlocked again, and every link in the mail.
    locked.set_unusable_password()
    locked.save()
    log(account, LOCKED, user=user, data={"reason": reason, "note": account.lock_note})
    return account


@transaction.atomic
def unlock(account: Account, user: Any) -> Account:
    """Let the user log in again, by a new password and without the roles they had.

    Raises:
        PermissionDenied: if ``user`` does not answer for the account, or asks for themselves.
        ValidationError: for an account that is not locked.
    """
    account = _locked_row(account)
    _require_other(account, user)
    _require(user is None or scope.user_can_administer(user, account.portal_site))
    if not account.locked_on:
        raise ValidationError(_("The account is not locked."))
    data = {"locked_on": account.locked_on.isoformat(), "reason": account.lock_reason}
    account.locked_on, account.locked_by = None, None
    account.lock_reason = account.lock_note = ""
    account.save()
    unlocked = account.user
    unlocked.is_active = True
    unlocked.set_password(get_random_string(_RANDOM_LENGTH))
    unlocked.save()
    log(account, UNLOCKED, user=user, data=data)
    send_after_commit(account)
    return account


def may_change(account: Account, user: Any) -> bool:
    """Whether the user answers for the account and it is neither theirs nor a superuser's."""
    return (
        not account.user.is_superuser
        and account.user_id != user.pk
        and scope.user_can_administer(user, account.portal_site)
    )


def may_end(account: Account, assignment: RoleAssignment, user: Any) -> bool:
    """Whether the user answers for the role's site, and the account is neither theirs nor a
    superuser's."""
    return (
        not account.user.is_superuser
        and account.user_id != user.pk
        and scope.user_can_administer(user, assignment.portal_site)
    )


def log_link(account: Account, user: Any) -> None:
    """Write down that the link to set the password was sent again; neither it nor the address."""
    log(account, LINK_SENT, user=user)


def _may_use_agency(user: Any, agency: Agency) -> bool:
    return scope.administered_agencies(user).filter(pk=agency.pk).exists()


def _locked_row(account: Account) -> Account:
    """The account as it is now, for nobody else to change until the transaction ends."""
    return (
        Account.objects.select_for_update(of=("self",))
        .select_related("user", "portal_site")
        .get(pk=account.pk)
    )


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _require_other(account: Account, user: Any) -> None:
    """Nobody changes their own roles, and a superuser is no matter of a site's board."""
    _require(not account.user.is_superuser)
    _require(user is None or account.user_id != user.pk)


def _require_open(portal_site: PortalSite) -> None:
    if portal_site.state == SiteState.CLOSED:
        raise ValidationError({"portal_site": _("The site is closed.")})


def _end(assignments: Iterable[RoleAssignment], user: Any, note: str) -> None:
    for assignment in assignments:
        changed = RoleAssignment.objects.filter(pk=assignment.pk, ended_at=None).update(
            ended_at=timezone.now(), ended_by=user, end_note=note[:500]
        )
        if changed:
            _log_role(assignment, ENDED, user, note=note)


def _log_role(assignment: RoleAssignment, action: str, user: Any, **data: str) -> None:
    data |= {"role": assignment.role, "site": str(assignment.portal_site)}
    # A key of its own: the history shows only the last of the same actions of one request.
    log(assignment.account, action, user=user, uuid=uuid4(), data=data)


def _synchronise(account: Account) -> None:
    """Put the user into the groups of the roles in force, and out of those of ended ones."""
    in_force = set(account.assignments.filter(ended_at=None).values_list("portal_site_id", "role"))
    member_of = _role_groups(account)
    wanted: set[int] = set()
    for site, role, group in SiteRoleGroup.objects.filter(
        portal_site__in={site for site, _role in in_force}
    ).values_list("portal_site_id", "role", "group_id"):
        if (site, role) in in_force:
            wanted.add(group)
    groups = account.user.groups
    groups.remove(*(member_of - wanted))
    groups.add(*(wanted - member_of))
    scope.forget(account.user)


def _role_groups(account: Account) -> set[int]:
    """Keys of the groups of roles that the user is in."""
    found = Group.objects.filter(user=account.user, govportal_role__isnull=False)
    return set(found.values_list("pk", flat=True))
