"""The register of slips as a file."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from tests.core.portal_builders import make_portal
from tests.editorial.slip_builders import make_focal_officer, make_submitted

pytestmark = pytest.mark.django_db


def exported(client, user):
    client.force_login(user)
    response = client.get(reverse("editorial_slips:index"), {"export": "csv"})
    content = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(content)))


def test_it_holds_what_the_screen_shows(client):
    portal = make_portal()
    officer = make_focal_officer(portal)
    slip = make_submitted(portal, officer, title="Khởi công cầu mới")
    [row] = exported(client, officer)
    assert slip.number in row.values()
    assert "Khởi công cầu mới" in row.values()
    assert str(slip.item.get_state_display()) in row.values()


def test_a_title_is_no_formula(client):
    portal = make_portal()
    officer = make_focal_officer(portal)
    make_submitted(portal, officer, title="=1+1")
    [row] = exported(client, officer)
    assert "=1+1" not in row.values()
    assert any(value.endswith("=1+1") for value in row.values())
