from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.log_actions import registry as log_registry

from govportal_wagtail.core.models import DomainName, DomainState
from govportal_wagtail.core.sites import domains
from govportal_wagtail.regulation import catalogue
from tests.builders import make_user
from tests.core.portal_builders import make_commune, make_department

pytestmark = pytest.mark.django_db
HOST = "songphu.camau.gov.vn"


@pytest.fixture
def clerk():
    return make_user("can-bo")


@pytest.fixture
def office():
    return make_user("van-phong")


def requested(clerk) -> DomainName:
    return domains.request(HOST, make_commune(), clerk, note="Theo tờ trình 1")


def log_of(domain: DomainName) -> list[tuple[str, str, str]]:
    entries = log_registry.get_logs_for_instance(domain).order_by("pk")
    return [(e.action.split("_")[-1], str(e.user or ""), e.data["note"]) for e in entries]


def test_of_two_requests_at_the_same_moment_one_is_told(clerk):
    agency = make_commune()

    def other_was_faster(sender, instance, **kwargs):
        DomainName.objects.bulk_create([DomainName(host=HOST, agency=agency)])

    pre_save.connect(other_was_faster, sender=DomainName)
    try:
        with pytest.raises(ValidationError) as caught:
            domains.request(HOST, agency, clerk)
    finally:
        pre_save.disconnect(other_was_faster, sender=DomainName)
    assert "host" in caught.value.message_dict


def test_request_says_who_and_when(clerk):
    domain = requested(clerk)
    assert domain.state == DomainState.REQUESTED
    assert (domain.requested_by, domain.requested_on) == (clerk, timezone.localdate())
    assert log_of(domain) == [("request", "can-bo", "Theo tờ trình 1")]


def test_issue_says_who_when_and_on_what(clerk, office):
    domain = domains.issue(requested(clerk), office, basis="Công văn 12/VPUBND")
    assert domain.state == DomainState.ISSUED
    assert (domain.decided_by, domain.decided_on) == (office, timezone.localdate())
    assert domain.basis == "Công văn 12/VPUBND"
    assert [entry[:2] for entry in log_of(domain)] == [
        ("request", "can-bo"),
        ("issue", "van-phong"),
    ]


def test_refusal_and_withdrawal_need_a_reason(clerk, office):
    domain = requested(clerk)
    for step in (domains.refuse, domains.withdraw):
        with pytest.raises(ValidationError) as caught:
            step(domain, office, note="  ")
        assert "note" in caught.value.message_dict
    domain.refresh_from_db()
    assert domain.state == DomainState.REQUESTED
    assert len(log_of(domain)) == 1


@pytest.mark.parametrize(
    ("path", "step"),
    [
        (["issue"], "issue"),
        (["issue"], "refuse"),
        (["refuse"], "issue"),
        (["refuse"], "withdraw"),
        (["issue", "withdraw"], "issue"),
        (["issue", "withdraw"], "withdraw"),
    ],
)
def test_step_that_is_not_possible_changes_nothing(clerk, office, path, step):
    domain = requested(clerk)
    for each in path:
        domain = getattr(domains, each)(domain, office, note="vì")
    with pytest.raises(ValidationError):
        getattr(domains, step)(domain, office, note="vì")
    state = domain.state
    domain.refresh_from_db()
    assert domain.state == state
    assert len(log_of(domain)) == 1 + len(path)


def test_decision_on_an_old_copy_counts_only_once(clerk, office):
    domain = requested(clerk)
    copy = DomainName.objects.get(pk=domain.pk)
    domains.refuse(domain, office, note="Trùng tên")
    with pytest.raises(ValidationError):
        domains.issue(copy, office)


def test_refused_name_may_be_asked_for_again_also_by_another(clerk, office):
    domain = domains.refuse(requested(clerk), office, note="Sai")
    again = domains.request(HOST, make_department(), office)
    assert again.pk == domain.pk
    assert again.state == DomainState.REQUESTED
    assert again.decided_by is None and again.requested_by == office
    assert [entry[0] for entry in log_of(again)] == ["request", "refuse", "request"]


@pytest.mark.parametrize("step", [None, "issue"])
def test_name_in_use_cannot_be_asked_for(clerk, office, step):
    domain = requested(clerk)
    if step:
        domains.issue(domain, office)
    with pytest.raises(ValidationError) as caught:
        domains.request(HOST, make_department(), clerk)
    assert "host" in caught.value.message_dict


def test_check_reports_the_twin_in_the_register():
    first = make_commune("Ủy ban nhân dân xã Ba Tơ", "ba-to-1")
    make_commune("Ủy ban nhân dân xã Ba Tô", "ba-to-2")
    (problem,) = domains.check("bato.camau.gov.vn", first, catalogue.get("camau-2026"))
    assert "Ba Tô" in str(problem)
    assert domains.check("bato.localhost", first, catalogue.get("camau-2026")) == []


def test_possible_steps_are_those_of_the_state(clerk, office):
    domain = requested(clerk)
    assert domains.possible_steps(domain) == ["issued", "refused", "withdrawn"]
    domain = domains.issue(domain, office)
    assert domains.possible_steps(domain) == ["withdrawn"]
    domain = domains.withdraw(domain, office, note="Sáp nhập")
    assert domains.possible_steps(domain) == []
