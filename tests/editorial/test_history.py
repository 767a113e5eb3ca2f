"""The log in sentences: on the item, on the page, as a report and as files."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.urls import reverse
from django.utils import translation

from govportal_wagtail.editorial import history, ledger
from govportal_wagtail.editorial.models import EditorialEvent
from govportal_wagtail.editorial.vocabulary import EventKind
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests import builders
from tests.editorial.item_builders import browse, put_item
from tests.isolation.world import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_place("Portal", body=BodyKind.PORTAL, host="localhost")


@pytest.fixture
def commune(portal):
    return make_place("Commune", portal=portal)


def refuse(place, item, **fields) -> EditorialEvent:
    values = {
        "reason": "Không thuộc lĩnh vực",
        "ground_letter": "ê",
        "ground_text": "Không đúng lĩnh vực",
        "article": "14.4.ê",
    }
    user = place.user(RoleCode.BOARD_MEMBER)
    return ledger.record(EventKind.REFUSED, user=user, item=item, **values | fields)


class SentenceTests:
    def test_every_kind_has_a_sentence(self, portal):
        item, user = put_item(portal), portal.user(RoleCode.BOARD_HEAD)
        for kind in EventKind:
            text = history.sentence(ledger.record(kind, user=user, item=item))
            assert user.get_full_name() in text, kind
            assert "%(" not in text
            assert text.endswith(".")

    def test_it_names_person_role_agency_ground_and_reason(self, portal):
        event = refuse(portal, put_item(portal))
        text = history.sentence(event)
        for part in (
            event.by_name,
            event.agency_name,
            history.role_label(event),
            "ê) Không đúng lĩnh vực",
            "Không thuộc lĩnh vực",
        ):
            assert part in text

    def test_the_short_hash_of_the_version_is_shown(self, portal):
        page = builders.make_article(builders.make_section(portal.home), "Tin")
        page.save_revision()
        page.refresh_from_db()
        event = ledger.record(EventKind.APPROVED, page=page, portal_site=portal.portal_site)
        assert len(event.revision_hash) == 64
        text = history.sentence(event)
        assert event.revision_hash[: history.SHORT_HASH] in text
        assert event.revision_hash not in text

    def test_the_public_learns_no_name_no_note_and_no_version(self, portal):
        item = put_item(portal)
        event = refuse(portal, item)
        text = history.sentence(event, for_public=True)
        assert event.by_name not in text
        assert "ê) Không đúng lĩnh vực" in text
        assert "Không thuộc lĩnh vực" in text
        noted = ledger.record(
            EventKind.PASSED, user=portal.user(RoleCode.BOARD_HEAD), item=item, reason="Nội bộ"
        )
        assert "Nội bộ" not in history.sentence(noted, for_public=True)

    @pytest.mark.parametrize(
        "kind", [EventKind.CLAIMED, EventKind.DESCRIBED, EventKind.ATTEMPT_REFUSED]
    )
    def test_what_concerns_the_newsroom_alone_is_not_for_the_public(self, portal, kind):
        event = ledger.record(kind, item=put_item(portal))
        assert history.sentence(event, for_public=True) == ""
        assert history.sentence(event)

    def test_a_step_nobody_took_was_taken_by_the_system_or_the_supplier(self, portal):
        item = put_item(portal)
        published = ledger.record(EventKind.PUBLISHED, item=item)
        reported = ledger.record(EventKind.REPORTED, portal_site=portal.portal_site)
        with translation.override("en"):
            assert history.sentence(published).startswith("The system")
            assert history.sentence(reported).startswith("A reader")

    def test_a_percent_sign_in_a_name_or_reason_is_no_placeholder(self, portal):
        event = refuse(portal, put_item(portal), reason="tăng 5% (s)")
        assert "tăng 5% (s)" in history.sentence(event)

    def test_an_event_of_a_regulation_that_is_gone_is_still_told(self, portal):
        event = refuse(portal, put_item(portal, profile="gone-1999"))
        assert history.sentence(event)


class FileTests:
    def test_csv_and_json_hold_the_whole_log_oldest_first(self, portal):
        item = put_item(portal)
        for kind in (EventKind.SUBMITTED, EventKind.RECEIVED):
            ledger.record(kind, item=item)
        refuse(portal, item, reason="=cmd()")
        client = browse(portal.user(RoleCode.BOARD_SECRETARY))
        address = reverse("editorial_items:history_export", args=[item.pk, "csv"])
        text = client.get(address).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["event"] for row in rows] == ["submitted", "received", "refused"]
        assert rows[-1]["reason"] == "'=cmd()"
        assert rows[-1]["ground"] == "ê"
        address = reverse("editorial_items:history_export", args=[item.pk, "json"])
        found = json.loads(client.get(address).content)
        assert [row["event"] for row in found] == ["submitted", "received", "refused"]
        assert found[-1]["reason"] == "=cmd()"

    def test_no_file_of_what_one_may_not_see_and_of_no_other_format(self, portal, commune):
        item = put_item(portal)
        stranger = browse(commune.user(RoleCode.BOARD_HEAD))
        for name, args in {
            "history_export": [item.pk, "csv"],
            "history": [item.pk],
            "detail": [item.pk],
        }.items():
            assert stranger.get(reverse(f"editorial_items:{name}", args=args)).status_code == 404
        own = browse(portal.user(RoleCode.BOARD_HEAD))
        address = reverse("editorial_items:history_export", args=[item.pk, "exe"])
        assert own.get(address).status_code == 404


class PageHistoryTests:
    def test_it_holds_all_items_of_the_page(self, portal):
        page = builders.make_article(builders.make_section(portal.home), "Tin")
        for state in ("published", "checking"):
            ledger.record(EventKind.RECEIVED, item=put_item(portal, page=page, state=state))
        user = portal.user(RoleCode.BOARD_HEAD)
        answer = browse(user).get(reverse("editorial_items:page_history", args=[page.pk]))
        assert len(answer.context["events"]) == 2
        editor = browse(user).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert reverse("editorial_items:page_history", args=[page.pk]) in editor.content.decode()

    def test_not_for_others(self, portal, commune):
        page = builders.make_article(builders.make_section(portal.home), "Tin")
        address = reverse("editorial_items:page_history", args=[page.pk])
        assert browse(commune.user(RoleCode.BOARD_HEAD)).get(address).status_code == 404


class ReportTests:
    def listed(self, user, **query) -> list[str]:
        answer = browse(user).get(reverse("editorial_items:log"), query)
        assert answer.status_code == 200
        return [event.kind for event in answer.context["object_list"]]

    def test_only_lines_of_the_newsrooms_of_the_user(self, portal, commune):
        ledger.record(EventKind.SUBMITTED, item=put_item(portal))
        ledger.record(EventKind.REFUSED, item=put_item(commune))
        assert self.listed(commune.user(RoleCode.BOARD_HEAD)) == ["refused"]
        assert self.listed(portal.user(RoleCode.BOARD_HEAD)) == ["refused", "submitted"]
        assert self.listed(portal.user(RoleCode.BOARD_SECRETARY)) == ["submitted"]

    @pytest.mark.parametrize("role", [RoleCode.CONTRIBUTOR, RoleCode.UNIT_HEAD])
    def test_not_for_suppliers(self, portal, role):
        answer = browse(portal.user(role)).get(reverse("editorial_items:log"))
        assert answer.status_code == 302

    def test_filters(self, portal, commune):
        head = portal.user(RoleCode.BOARD_HEAD)
        refuse(portal, put_item(portal))
        ledger.record(EventKind.SUBMITTED, user=head, item=put_item(commune))
        assert self.listed(head, kind="refused") == ["refused"]
        assert self.listed(head, site=commune.portal_site.pk) == ["submitted"]
        assert self.listed(head, person=head.last_name) == ["submitted", "refused"]
        assert self.listed(head, at_from="2000-01-01", at_to="2000-12-31") == []
        assert self.listed(head, q="no such item") == []

    def test_export(self, portal):
        event = refuse(portal, put_item(portal))
        answer = browse(portal.user(RoleCode.BOARD_HEAD)).get(
            reverse("editorial_items:log"), {"export": "csv"}
        )
        text = answer.getvalue().decode()
        assert history.sentence(event) in text
        assert event.by_name in text

    def test_it_is_among_the_reports(self, portal):
        page = browse(portal.user(RoleCode.BOARD_HEAD)).get(reverse("wagtailadmin_home"))
        assert reverse("editorial_items:log") in page.content.decode()
