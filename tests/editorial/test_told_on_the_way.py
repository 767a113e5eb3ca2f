"""A slip from its submission to the public page: who is told at each step, and its last day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from govportal_wagtail.editorial import item_flow, messaging, slips, timing
from govportal_wagtail.editorial.models import EditorialItem, Message
from govportal_wagtail.editorial.vocabulary import ItemState
from govportal_wagtail.regulation.deadline_answers import answer
from tests.core.portal_builders import make_department, make_portal
from tests.editorial import flow_builders as flow
from tests.editorial.slip_builders import (
    make_focal_officer,
    make_section_of,
    make_slip,
    make_unit_head,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(django_capture_on_commit_callbacks):
    """Do something as one request does it; who was told of it, by kind."""

    def run(work):
        before = set(Message.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            work()
        assert not Message.objects.filter(kind=messaging.OUTBOX).exists()
        rows = Message.objects.exclude(pk__in=before).select_related("recipient")
        return sorted((row.kind, row.recipient.username) for row in rows)

    return run


def again(user):
    return get_user_model().objects.get(pk=user.pk)


def test_from_step_to_step_the_right_people_are_told(step):
    portal = make_portal("backan-2018")
    people = flow.make_newsroom(portal)
    agency = make_department()
    officer, head = make_focal_officer(portal, agency), make_unit_head(portal, agency)
    slip = make_slip(portal, officer, category="propaganda")
    item = slip.item

    assert step(lambda: slips.submit(slip, again(officer))) == [("waiting", "thu-truong")]

    receiving = [("waiting", "bien-tap-vien"), ("waiting", "van-hanh")]
    item.refresh_from_db()
    assert step(lambda: slips.sign(item, again(head))) == receiving

    item.refresh_from_db()
    section = make_section_of(portal)
    told = step(
        lambda: slips.receive(item, again(people["van-hanh"]), target="article", parent=section)
    )
    assert ("received", "dau-moi") in told
    assert ("waiting", "bien-tap-vien") in told
    assert "van-hanh" not in dict(map(reversed, told))

    item.refresh_from_db()
    told = step(
        lambda: item_flow.give_back(
            item, again(people["bien-tap-vien"]), reasons=[], message="Thiếu ảnh"
        )
    )
    assert told == [("returned", "dau-moi")]

    slip.refresh_from_db()
    told = step(lambda: slips.resubmit(slip, again(officer)))
    assert {kind for kind, _name in told} == {"waiting"}
    assert "dau-moi" not in dict(map(reversed, told))

    # A page of the newsroom: from step to step those who may take the next one are told.
    author = people["cong-tac-vien"]
    page = flow.make_draft(portal, author)
    assert {kind for kind, _name in step(lambda: flow.hand_in(page, author))} == {"waiting"}
    item = EditorialItem.objects.get(page=page.pk)
    for name in ("bien-tap-vien", "thu-ky", "truong-ban"):
        told = step(lambda name=name: flow.take(item, people[name]))
        assert {kind for kind, _name in told} == {"waiting"}, name
        assert name not in dict(map(reversed, told))
    assert step(lambda: flow.take(item, people["van-hanh"])) == [("published", "cong-tac-vien")]
    item.refresh_from_db()
    assert item.state == ItemState.PUBLISHED


def test_the_last_day_follows_the_slip_from_receipt_to_posting():
    portal = make_portal("camau-2026")
    people = flow.make_newsroom(portal)
    officer = make_focal_officer(portal)
    slip = make_slip(portal, officer, category="legal_doc")
    item = slips.submit(slip, again(officer))
    today = timezone.localdate()
    profile = timing.profile_of(item)
    from govportal_wagtail.regulation.calendar import current_calendar

    def due_if_received(day):
        return answer(profile, "legal_doc", {"received": day}, current_calendar())["due"]

    item.refresh_from_db()
    assert item.due_on.isoformat() == due_if_received(today)
    earlier = today - timedelta(days=20)
    item_flow.describe(
        item, again(people["truong-ban"]), category="legal_doc", anchors={"received": earlier}
    )
    item.refresh_from_db()
    assert item.due_on.isoformat() == due_if_received(earlier)
    item_flow.give_back(item, again(people["truong-ban"]), reasons=["incomplete"], message="Thiếu")
    item.refresh_from_db()
    assert item.due_on.isoformat() == due_if_received(earlier)
    slip.refresh_from_db()
    slips.resubmit(slip, again(officer))
    item.refresh_from_db()
    assert item.due_on.isoformat() == due_if_received(today)
    item_flow.refuse(
        item, again(people["truong-ban"]), ground="untrue", message="Không đúng sự thật"
    )
    item.refresh_from_db()
    assert item.due_on is None
    assert {each.deadline.state for each in timing.explanation(item)} == {"cancelled"}
