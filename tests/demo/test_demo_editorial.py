"""Items of the demo: every place of the way, taken there by those whose step it is."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from demo.loaders import editorial, sources
from demo.loaders.office_clock import OfficeClock, at, received_to_be_due_next, working_days_ago
from demo.loaders.people import PASSWORD
from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.editorial import item_flow
from govportal_wagtail.editorial.models import (
    Correction,
    Delegation,
    EditorialEvent,
    EditorialItem,
    PageReport,
    PageReview,
    SupplySlip,
    Takedown,
)
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState
from govportal_wagtail.legal.models import (
    DocumentType,
    LegalDocumentIndexPage,
    LegalDocumentPage,
)
from govportal_wagtail.regulation.calendar import current_calendar
from govportal_wagtail.regulation.models import Deadline

pytestmark = pytest.mark.django_db
NAMES = ("portal.yaml", "muongsuong.yaml")
FILES = {row["host"]: row for row in (sources.read_yaml(f"editorial/{name}") for name in NAMES)}
#: An identity number (12 digits) or a number of a bank account; telephone numbers are shorter.
PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{12,}(?!\d)")


@pytest.fixture(params=sorted(FILES))
def site(request, loaded) -> PortalSite:
    found = editorial._site(request.param)
    assert found is not None
    return found


def items_of(site: PortalSite) -> Any:
    return EditorialItem.objects.filter(portal_site=site)


class WayTests:
    def test_every_state_is_present(self, site):
        assert set(items_of(site).values_list("state", flat=True)) == set(ItemState.values)

    def test_every_open_item_waits_for_somebody(self, site):
        waiting = items_of(site).open().exclude(state__in=("draft", "scheduled"))
        outside = waiting.filter(agency=None, state="returned")
        # A returned translation waits for whoever handed it in.
        translated = waiting.filter(state="returned", created_by__username="biendich")
        for item in waiting.exclude(pk__in=(outside | translated).values("pk")):
            assert item.waiting_groups.exists(), item.title

    def test_some_are_late_and_some_are_due_next(self, site):
        today = timezone.localdate()
        assert items_of(site).late(on=today).exists()
        calendar = current_calendar()
        days = [today, calendar.nth_working_day(today, 1)]
        assert items_of(site).open().filter(due_on__in=days).exists()

    def test_the_log_tells_each_step_with_its_person_and_its_day(self, site):
        item = items_of(site).get(state="scheduled")
        events = EditorialEvent.objects.filter(item_id=item.pk).order_by("pk")
        kinds = list(events.values_list("kind", flat=True))
        assert kinds[:4] == ["entered", "submitted", "signed", "received"]
        assert kinds[-2:] == ["approved", "scheduled"]
        assert all(event.by_name and event.role for event in events)
        moments = [event.at for event in events]
        assert moments == sorted(moments)
        assert moments[0] < timezone.now() - timedelta(days=1)

    def test_nobody_approved_what_they_wrote(self, site):
        for approval in EditorialEvent.objects.filter(portal_site_id=site.pk, kind="approved"):
            written = {approval.page_id and _last_editor(approval)}
            assert approval.by_id not in written

    def test_reasons_and_grounds_are_those_of_the_regulation(self, site):
        log = EditorialEvent.objects.filter(portal_site_id=site.pk)
        refused = log.get(kind=EventKind.REFUSED)
        assert refused.ground_letter
        assert refused.ground_text
        assert all(event.article for event in log.filter(kind=EventKind.RETURNED))

    def test_what_is_posted_is_public_and_what_is_not_is_not(self, site):
        taken = Takedown.objects.values_list("page_id", flat=True)
        for item in items_of(site).filter(page__isnull=False).select_related("page"):
            is_posted = item.state == ItemState.PUBLISHED and item.page_id not in taken
            others = items_of(site).filter(page=item.page_id, state=ItemState.PUBLISHED)
            assert item.page.live == (is_posted or (others.exists() and item.page.live)), item

    def test_time_limits_of_what_is_done_have_ended(self, site):
        done = items_of(site).filter(state__in=("published", "refused", "withdrawn"))
        keys = [str(pk) for pk in done.values_list("pk", flat=True)]
        own = Deadline.objects.filter(content_type__model="editorialitem", object_id__in=keys)
        assert own.exists()
        assert not own.unfinished().exists()


def _last_editor(approval: EditorialEvent) -> int | None:
    from wagtail.models import Revision

    found = Revision.objects.filter(pk=approval.revision_id)
    return found.values_list("user_id", flat=True).first()


class AfterwardsTests:
    def test_a_correction_is_public(self, loaded, client):
        correction = Correction.objects.get()
        assert correction.published_at
        assert correction.page.specific.lead.startswith("Thư viện phục vụ 216 trường")

    def test_the_page_that_was_taken_down_is_gone(self, loaded):
        takedown = Takedown.objects.get()
        assert takedown.state == "confirmed"
        (hidden,) = takedown.hidden
        path = "/" + hidden["url"].split("/", 3)[3]
        assert Client(HTTP_HOST="localhost:8123").get(path).status_code == 410

    def test_reports_are_open_and_answered(self, loaded):
        assert sorted(PageReport.objects.values_list("state", flat=True)) == ["dismissed", "new"]

    def test_a_review_is_overdue(self, loaded):
        asked = PageReview.objects.filter(next_on__lt=timezone.localdate() + timedelta(days=7))
        assert asked.filter(next_on__lt=timezone.localdate()).count() == 1
        assert asked.count() == 2

    def test_a_page_was_posted_by_delegation(self, loaded):
        delegation = Delegation.objects.get()
        event = EditorialEvent.objects.get(kind=EventKind.DELEGATED)
        assert event.by_id == delegation.user_id
        assert event.reason == delegation.decision


class LoginTests:
    @pytest.mark.parametrize("host", sorted(FILES))
    def test_each_role_of_the_way_has_a_login(self, loaded, host):
        site = editorial._site(host)
        wanted = {
            "contributor": "contributor",
            "focal": "focal_officer",
            "unit_head": "unit_head",
            "editor": "full_time_editor",
            "secretary": "board_secretary",
            "head": "board_head",
            "operator": "operator",
        }
        for name, role in wanted.items():
            user = authenticate(username=FILES[host]["staff"][name], password=PASSWORD)
            assert user is not None, name
            held = user.govportal_account.assignments.filter(ended_at=None)
            assert [(each.portal_site, each.role) for each in held] == [(site, role)]

    def test_who_is_named_has_a_login(self, loaded):
        for row in FILES.values():
            people = {each["name"] for each in row["people"]}
            logins = [each["name"] for each in row["accounts"]]
            assert people <= set(logins)


class TutorialTests:
    def test_a_document_passes_through_the_logins_that_the_tutorial_names(self, loaded):
        writer = get_user_model().objects.get(username="quantri")
        library = LegalDocumentIndexPage.objects.get(slug="van-ban-quy-pham-phap-luat")
        document = LegalDocumentPage(
            title="Quyết định 33/2026/QĐ-UBND",
            slug="quyet-dinh-33-2026-qd-ubnd",
            symbol="33/2026/QĐ-UBND",
            doc_type=DocumentType.objects.get(code="quyet-dinh"),
            issuer=Agency.objects.get(code="ubnd-tinh"),
            normativity="normative",
            abstract="Quy định giá nước sạch sinh hoạt",
            full_text="Điều 1. Phạm vi\nQuyết định này quy định giá nước sạch.",
            issued_on=date(2026, 11, 2),
            effective_on=date(2026, 11, 16),
            live=False,
        )
        library.add_child(instance=document)
        document.save_revision(user=writer)
        document.get_workflow().start(document, writer)
        item = EditorialItem.objects.get(page=document.pk)
        for name in ("bientap", "bientapvien", "bientap", "banbientap", "vanhanh"):
            item.refresh_from_db()
            if item.state not in (ItemState.CHECKING, ItemState.EDITING):
                with pytest.raises(PermissionDenied):
                    item_flow.approve(item, writer)
            item_flow.approve(item, get_user_model().objects.get(username=name))
        document.refresh_from_db()
        assert document.live


class RepeatTests:
    def test_a_second_run_changes_nothing(self, loaded):
        def state() -> list[Any]:
            rows = EditorialItem.objects.order_by("pk").values_list("pk", "state", "moved_at")
            return [*rows, EditorialEvent.objects.count(), SupplySlip.objects.count()]

        before = state()
        with override_settings(WAGTAILADMIN_BASE_URL="http://127.0.0.1:8123"):
            call_command("load_demo", verbosity=0)
        assert state() == before


class DataTests:
    @pytest.mark.parametrize("name", NAMES)
    def test_no_secrets_and_no_personal_numbers(self, name):
        text = sources.read_text(f"editorial/{name}")
        assert not PERSONAL_NUMBER.search(text)
        assert "password" not in text.lower()
        # Hosts that nobody can own, and the province that does not exist.
        hosts = re.findall(r"[\w.]+@([\w.]+)", text)
        assert hosts
        assert all(each.endswith((".example", "thanhgiang.gov.vn")) for each in hosts)


class ClockTests:
    def test_steps_lie_in_working_hours_and_in_the_past(self):
        clock = OfficeClock(working_days_ago(6))
        moments = [clock.moment, *(clock.go_on() for _each in range(20))]
        assert moments == sorted(set(moments))
        for moment in moments:
            local = timezone.localtime(moment)
            assert moment < timezone.now()
            assert current_calendar().is_working(local.date())
            assert 8 <= local.hour < 18

    def test_it_never_passes_the_present(self):
        clock = OfficeClock(timezone.localdate())
        moments = [clock.go_on() for _each in range(12)]
        assert moments == sorted(set(moments))
        assert moments[-1] < timezone.now()

    def test_the_clock_stands_only_inside_the_block(self):
        moment = timezone.make_aware(datetime(2026, 1, 5, 9, 0))
        with at(moment):
            assert timezone.localdate() == date(2026, 1, 5)
        assert timezone.now() - moment != timedelta(0)

    @pytest.mark.parametrize("days", [1, 5, 10])
    def test_day_of_receipt_makes_it_due_next(self, days):
        calendar, today = current_calendar(), timezone.localdate()
        due = calendar.nth_working_day(received_to_be_due_next(days), days)
        assert due in (today, calendar.nth_working_day(today, 1))
