"""Every role on another site, against everything of a site: nothing is named, nothing changes."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests import builders

from . import fingerprint, probes
from .world import ROLES, SUPPLYING

pytestmark = pytest.mark.django_db

#: An answer that tells nothing: shown without the other site's names, sent elsewhere, refused; a
#: form with its errors.
_QUIET = {200, 302, 400, 403, 404, 405, 422}


@pytest.fixture(autouse=True)
def _publishing_needs_no_approval(settings: Any) -> None:
    """What is tried here must be refused because of the site, not for want of an approval."""
    settings.GOVPORTAL_EMERGENCY_PUBLISHING = True


@pytest.fixture(autouse=True)
def _every_agency_supplies_figures(settings: Any, province: Any) -> None:
    """Sheets of figures too must be refused because of the site."""
    places = (province.portal, province.a, province.b)
    settings.GOVPORTAL_FINANCE_AGENCIES = [place.agency.code for place in places]


def _send(client: Client, probe: probes.Probe, province: Any) -> Any:
    address = probe.address(province)
    headers = dict(probe.headers)
    if probe.data is None:
        return client.get(address, **headers)
    data = probe.data(province)
    if "wagtailadmin_api" in probe.name:
        return client.post(address, json.dumps(data), content_type="application/json", **headers)
    return client.post(address, data, **headers)


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = "\n".join(map(str, get_messages(answer.wsgi_request)))
    return content.decode("utf-8", "replace") + answer.headers.get("Location", "") + said


def _echo(probe: probes.Probe, province: Any, text: str) -> str:
    """The answer without what is public, and without the words that the user typed themselves."""
    # A refusal is a public page: its foot names the sites of the province to everybody.
    text = re.sub(r'<ul class="gp-footer__sitelist">.*?</ul>', "", text, flags=re.DOTALL)
    query = parse_qs(urlsplit(probe.address(province)).query)
    for typed in {*query.get("q", []), *query.get("symbol", [])}:
        for shown in ('value="{}"', "q={}", "“{}”", "<em>{}</em>", "symbol={}", '"{}"', "&quot;{}"):
            text = text.replace(shown.format(typed), "")
    return text


def _strangers(province: Any) -> list[Any]:
    """All roles on the other component, and those on the portal that reach no component."""
    on_a = [province.a.user(role) for role in ROLES]
    return on_a + [province.portal.user(role) for role in SUPPLYING]


@pytest.mark.parametrize("probe", probes.ALL, ids=[probe.name for probe in probes.ALL])
def test_nobody_of_another_site_sees_or_changes_it(province, probe):
    before = fingerprint.of(province.b)
    problems: dict[str, list[str]] = defaultdict(list)
    for user in _strangers(province):
        client = Client(raise_request_exception=False)
        client.force_login(user)
        answer = _send(client, probe, province)
        text = _echo(probe, province, _text(answer))
        if answer.status_code not in _QUIET:
            problems[f"answer {answer.status_code}"].append(user.get_username())
        if probe.mark in text:
            place = text.index(probe.mark)
            problems[text[max(0, place - 160) : place + 40]].append(user.get_username())
    after = fingerprint.of(province.b)
    changed = [kind for kind in after if after[kind] != before[kind]]
    assert not changed
    assert not dict(problems)


_SHOWING = [probe for probe in probes.ALL if probe.shows]


@pytest.mark.parametrize("probe", _SHOWING, ids=[probe.name for probe in _SHOWING])
def test_a_superuser_sees_it_there(province, probe):
    client = Client()
    client.force_login(builders.make_user("root", superuser=True))
    answer = _send(client, probe, province)
    assert answer.status_code == 200
    assert "BETAXYZ" in _echo(probe, province, _text(answer))


_WORKING = [probe for probe in probes.ALL if probe.works]


@pytest.mark.parametrize("probe", _WORKING, ids=[probe.name for probe in _WORKING])
def test_a_superuser_changes_it_there(province, probe):
    client = Client()
    client.force_login(builders.make_user("root", superuser=True))
    before = fingerprint.of(province.b)
    _send(client, probe, province)
    assert fingerprint.of(province.b) != before
