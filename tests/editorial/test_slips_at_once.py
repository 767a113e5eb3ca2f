"""Many slips at the same moment, and a worker that is killed in the middle of one."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import Collection, Page

from govportal_wagtail.editorial import slips
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import (
    EditorialEvent,
    EditorialItem,
    SlipCounter,
    SupplySlip,
)
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_locale
from tests.conftest import ROOT
from tests.core.portal_builders import make_officer, make_portal
from tests.editorial.slip_builders import (
    make_focal_officer,
    make_section_of,
    make_slip,
    make_submitted,
    make_unit_head,
)

SLIPS = 200
THREADS = 16

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def real_locks():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row locks: one writer at a time is all it can do.")
    # The test before this one emptied every table, also of what migrations put there.
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root", locale=make_locale("vi"))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


def at_once(work, values):
    """Run ``work`` for each value in threads of their own; errors come back as values."""

    def run(value):
        try:
            return work(value)
        except FlowError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, values))


class NumberTests:
    def test_200_submissions_at_once_lose_and_double_no_number(self, real_locks):
        portal = make_portal()
        drafts = [make_slip(portal, title=f"Tin số {number}").pk for number in range(SLIPS)]
        at_once(lambda pk: slips.submit(SupplySlip.objects.get(pk=pk)).pk, drafts)
        year = timezone.localdate().year
        numbers = sorted(SupplySlip.objects.values_list("number", flat=True))
        assert numbers == [f"{year}/{number:06d}" for number in range(1, SLIPS + 1)]
        assert EditorialItem.objects.filter(state=ItemState.SUBMITTED).count() == SLIPS
        assert EditorialEvent.objects.filter(kind=EventKind.SUBMITTED).count() == SLIPS

    def test_one_slip_submitted_many_times_at_once_is_submitted_once(self, real_locks):
        slip = make_slip(make_portal())
        found = at_once(lambda _turn: slips.submit(SupplySlip.objects.get(pk=slip.pk)), range(8))
        assert sum(isinstance(each, FlowError) for each in found) == 7
        assert SlipCounter.objects.get().last == 1
        assert EditorialEvent.objects.filter(kind=EventKind.SUBMITTED).count() == 1


class OneWinsTests:
    def test_of_two_receivers_one_wins_and_the_other_is_told(self, real_locks):
        portal = make_portal()
        people = [make_officer(f"uy-vien-{n}", portal, RoleCode.BOARD_MEMBER) for n in range(2)]
        item = make_submitted(portal).item
        section = make_section_of(portal)
        found = at_once(
            lambda user: slips.receive(item, user, target="article", parent=section), people
        )
        assert sum(isinstance(each, FlowError) for each in found) == 1
        assert section.get_children().filter(title=item.title).count() == 1

    def test_signature_and_refusal_to_sign_do_not_both_happen(self, real_locks):
        portal = make_portal("backan-2018")
        head = make_unit_head(portal)
        item = make_submitted(portal, make_focal_officer(portal)).item
        acts = [
            lambda: slips.sign(item, head),
            lambda: slips.decline_signature(item, head, "Thiếu"),
        ]
        found = at_once(lambda act: act(), acts)
        assert sum(isinstance(each, FlowError) for each in found) == 1
        kinds = {EventKind.SIGNED, EventKind.SIGNATURE_DECLINED}
        assert EditorialEvent.objects.filter(kind__in=kinds).count() == 1


WORKER = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.db import transaction
from govportal_wagtail.editorial import slips
from govportal_wagtail.editorial.models import SupplySlip
with transaction.atomic():
    slips.submit(SupplySlip.objects.get(pk=sys.argv[2]))
    print("in the middle", flush=True)
    time.sleep(120)
"""


def test_worker_that_is_killed_leaves_no_half_slip_and_no_gap(real_locks):
    portal = make_portal()
    slip, other = make_slip(portal, title="Một"), make_slip(portal, title="Hai")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(slip.pk)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        said = worker.stdout.readline().strip()
        assert said == "in the middle", worker.stderr and worker.stderr.read()
    finally:
        worker.kill()
        worker.communicate(timeout=30)
    # The row of the counter was locked by the one that is gone: the next waits for its end.
    slips.submit(SupplySlip.objects.get(pk=other.pk))
    slip = SupplySlip.objects.get(pk=slip.pk)
    assert slip.number is None
    assert slip.item.state == ItemState.DRAFT
    assert not EditorialEvent.objects.filter(
        item_id=slip.item_id, kind=EventKind.SUBMITTED
    ).exists()
    year = timezone.localdate().year
    assert SupplySlip.objects.get(pk=other.pk).number == f"{year}/000001"
    slips.submit(slip)
    assert slip.number == f"{year}/000002"
