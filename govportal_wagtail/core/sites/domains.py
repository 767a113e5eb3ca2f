"""The register of host names: requested, then issued or refused, and withdrawn in the end.

The Office of the People's Committee issues the host names (Lạng Sơn 40/2024, Article 14.2). Every
step is one transaction and is logged with who, when and why.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ...regulation.schema import Profile
from ...regulation.vocabulary import BodyKind
from ..models import Agency, DomainName, DomainState, PortalSite
from . import naming

#: What may follow each state.
_NEXT: Final = {
    DomainState.REQUESTED: {DomainState.ISSUED, DomainState.REFUSED, DomainState.WITHDRAWN},
    DomainState.ISSUED: {DomainState.WITHDRAWN},
    DomainState.REFUSED: {DomainState.REQUESTED},
    DomainState.WITHDRAWN: {DomainState.REQUESTED},
}
ACTIONS: Final = {
    DomainState.REQUESTED: "govportal_core.domain_request",
    DomainState.ISSUED: "govportal_core.domain_issue",
    DomainState.REFUSED: "govportal_core.domain_refuse",
    DomainState.WITHDRAWN: "govportal_core.domain_withdraw",
}


def check(
    host: str, agency: Agency, profile: Profile, *, portal_host: str = ""
) -> list[naming.HostProblem]:
    """What speaks against a host name for an agency, names that collide in the register included.

    A host name of another language is not compared with the rules for the site's own.
    """
    body = naming.body_of(agency)
    if body is None:
        return [naming.HostProblem(_("Such a body gets no site of its own here."))]
    problems = naming.validate_host(host, body, profile, agency=agency, portal_host=portal_host)
    if not problems and not naming.is_development(host):
        problems = _collision(agency)
    return problems


@transaction.atomic
def request(
    host: str,
    agency: Agency,
    user: Any,
    *,
    portal_site: PortalSite | None = None,
    language: str = "",
    note: str = "",
) -> DomainName:
    """Ask for a host name; one that was refused or withdrawn may be asked for again.

    Raises:
        ValidationError: on ``host``, for a name that is taken.
    """
    host = host.strip().lower()
    found = DomainName.objects.select_for_update().filter(host=host).first()
    if found is not None and DomainState.REQUESTED not in _NEXT[DomainState(found.state)]:
        raise _taken(found)
    domain = found or DomainName(host=host)
    domain.agency, domain.portal_site, domain.language = agency, portal_site, language
    domain.state, domain.note, domain.basis = DomainState.REQUESTED, note, ""
    domain.requested_by, domain.requested_on = user, timezone.localdate()
    domain.decided_by, domain.decided_on = None, None
    domain.full_clean()
    try:
        with transaction.atomic():
            domain.save()
    except IntegrityError as error:
        # Somebody asked for the same name at the same moment.
        raise _taken(DomainName.objects.filter(host=host).first() or domain) from error
    _log(domain, user, note)
    return domain


def _taken(domain: DomainName) -> ValidationError:
    values = {
        "host": domain.host,
        "state": domain.get_state_display(),
        "agency": domain.agency,
    }
    return ValidationError({"host": _("%(host)s is taken: %(state)s for %(agency)s.") % values})


@transaction.atomic
def issue(domain: DomainName, user: Any, *, basis: str = "", note: str = "") -> DomainName:
    """Issue a requested host name.

    Raises:
        ValidationError: if it is not in request.
    """
    return _decide(domain, DomainState.ISSUED, user, basis=basis, note=note)


@transaction.atomic
def refuse(domain: DomainName, user: Any, *, note: str, basis: str = "") -> DomainName:
    """Refuse a requested host name, with the reason.

    Raises:
        ValidationError: if it is not in request, or on ``note`` without a reason.
    """
    return _decide(domain, DomainState.REFUSED, user, basis=basis, note=note)


@transaction.atomic
def withdraw(domain: DomainName, user: Any, *, note: str, basis: str = "") -> DomainName:
    """Withdraw a host name, issued or still in request, with the reason.

    Raises:
        ValidationError: if it is neither, or on ``note`` without a reason.
    """
    return _decide(domain, DomainState.WITHDRAWN, user, basis=basis, note=note)


def possible_steps(domain: DomainName) -> list[DomainState]:
    """What a portal administrator may do with the name now, in the order of the states."""
    allowed = _NEXT[DomainState(domain.state)] - {DomainState.REQUESTED}
    return [state for state in DomainState if state in allowed]


def _decide(
    domain: DomainName, state: DomainState, user: Any, *, basis: str, note: str
) -> DomainName:
    # Two administrators may decide at the same time: the row decides who came first.
    current = DomainName.objects.select_for_update().get(pk=domain.pk)
    if state not in _NEXT[DomainState(current.state)]:
        raise ValidationError(
            _("%(host)s is %(state)s; this step is not possible.")
            % {"host": current.host, "state": current.get_state_display()}
        )
    if state != DomainState.ISSUED and not note.strip():
        raise ValidationError({"note": _("Give the reason.")})
    current.state, current.note = state, note.strip()
    current.basis = basis.strip() or current.basis
    current.decided_by, current.decided_on = user, timezone.localdate()
    current.full_clean()
    current.save()
    _log(current, user, note)
    return current


def _log(domain: DomainName, user: Any, note: str) -> None:
    data = {"host": domain.host, "note": note, "basis": domain.basis}
    log(instance=domain, action=ACTIONS[DomainState(domain.state)], user=user, data=data)


def _collision(agency: Agency) -> list[naming.HostProblem]:
    """The other communes of today whose names give the same label."""
    if naming.body_of(agency) is not BodyKind.COMMUNE:
        return []
    same_kind = Agency.objects.existing(on=timezone.localdate()).filter(kind=agency.kind)
    others = same_kind.exclude(pk=agency.pk).values_list("name", flat=True)
    same = naming.collisions([agency.name, *others]).get(naming.commune_label(agency.name), [])
    if not same:
        return []
    return [
        naming.HostProblem(
            _(
                "%(names)s would have the same host name; the regulation does not say which "
                "of them gets it."
            )
            % {"names": ", ".join(sorted(same[1:]))}
        )
    ]
