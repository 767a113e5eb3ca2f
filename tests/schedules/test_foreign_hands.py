"""What somebody of another site or agency sends by hand: it reaches nothing that is not theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from govportal_wagtail.core.models import Person, SiteState
from govportal_wagtail.pages.models import LeaderPage
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import editing, findings, requests
from govportal_wagtail.schedules.models import ScheduleItem, ScheduleRequest
from govportal_wagtail.schedules.public.related import agency_context
from govportal_wagtail.schedules.staff import request_page
from govportal_wagtail.schedules.vocabulary import RequestState, Visibility
from tests.builders import make_agency
from tests.core.portal_builders import make_component, make_department, make_officer
from tests.pages.organisation_builders import make_leaders
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    item,
    make_clerk,
    make_post,
    make_schedule,
    make_unit_officer,
    make_week,
)
from tests.schedules.request_builders import make_office, make_request, next_week, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def there(office):
    """Another site of the same portal."""
    return make_component()


def row(**said: str) -> dict[str, Any]:
    """One row of the desk."""
    typed = {"day": MONDAY.isoformat(), "when": "9h", "content": "Của tôi"} | said
    return {f"row-0-{name}": text for name, text in typed.items()}


def test_an_item_of_another_schedule_keeps_its_key_to_itself(client, office, there):
    theirs = make_week(make_schedule(there), item(content="Của xã"))
    [known] = theirs.items.all()
    client.force_login(office.clerk)
    address = reverse("schedules:desk", args=[office.schedule.pk, WEEK.code])
    sent = {"based_on": "", "order": ["0"], "save": "1", **row(uid=str(known.uid))}
    assert client.post(address, sent).status_code == 302
    [mine] = editing.newest(editing.page_of(office.schedule, WEEK)).items.all()
    assert (mine.content, mine.uid != known.uid) == ("Của tôi", True)
    assert [each.content for each in ScheduleItem.objects.all()] == ["Của xã"]


def test_a_version_of_another_week_is_not_shown_as_one_s_own(client, office, there):
    theirs = make_week(make_schedule(there), item(content="Của xã"))
    make_week(office.schedule, item(content="Của tỉnh"))
    client.force_login(office.clerk)
    address = reverse("schedules:desk", args=[office.schedule.pk, WEEK.code])
    sent = {"based_on": theirs.latest_revision_id, "order": ["0"], "save": "1", **row()}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "Của xã" not in answer.content.decode()


class RequestTests:
    """Registrations of another unit of the same site."""

    @pytest.fixture
    def stranger(self, office):
        return make_unit_officer(make_department(), office.portal_site, "so-khac")

    @pytest.fixture
    def entry(self, office):
        return make_request(office, "Chuyện riêng của sở")

    def test_nobody_of_another_unit_finds_or_touches_it(self, client, stranger, entry):
        client.force_login(stranger)
        stamp = requests.stamp(entry)
        for name, args in (("request", [entry.pk]), ("request_change", [entry.pk])):
            assert client.get(reverse(f"schedules:{name}", args=args)).status_code in {302, 404}
        for code in ("withdraw", "accept", "return", "refuse"):
            assert step(stranger, entry, code, reason="X").status_code in {302, 403, 404}
        sent = {"chosen": [f"{entry.pk}@{stamp}"]}
        answer = client.post(reverse("schedules:requests_accept"), sent)
        assert answer.status_code in {302, 403, 404}
        listed = client.get(reverse("schedules:requests") + "?queue=all").content.decode()
        copied = client.get(f"{reverse('schedules:request_new')}?copy={entry.pk}").content.decode()
        assert "Chuyện riêng" not in listed + copied
        stored = ScheduleRequest.objects.get(pk=entry.pk)
        assert (stored.state, requests.stamp(stored)) == (RequestState.REGISTERED, stamp)

    def test_the_own_unit_does_not_decide(self, office, entry):
        for code in ("accept", "return", "refuse"):
            assert step(office.officer, entry, code, reason="X").status_code in {302, 403}
        assert ScheduleRequest.objects.get(pk=entry.pk).state == RequestState.REGISTERED

    def test_nobody_is_asked_for_who_is_not_on_offer(self, client, office):
        hidden = make_post(office.portal_site.agency, "Trần Văn Kín", is_public=False)
        foreign = make_post(make_agency("xa-khac"), "Lê Văn Xa")
        client.force_login(office.officer)
        for post in (hidden, foreign):
            sent = {
                "date": next_week().monday.isoformat(),
                "starts_at": "8h",
                "content": "Họp",
                "visibility": "public",
                "chairs": [str(post.pk)],
            }
            answer = client.post(reverse("schedules:request_new"), sent)
            assert answer.status_code == 422
            assert post.person.name not in answer.content.decode()
        assert not ScheduleRequest.objects.exists()


def test_what_became_of_a_registration_is_told_of_its_own_schedule(office, there):
    """A copy of a week on another site has the same keys, and may say what is internal there."""
    entry = make_request(office)
    taken = requests.accept(entry, office.clerk)
    copied = item(next_week().monday, content="Việc nội bộ của xã", visibility=Visibility.INTERNAL)
    copied.uid = taken.uid
    make_week(make_schedule(there), copied, week=next_week())
    found = request_page.in_schedule(ScheduleRequest.objects.get(pk=entry.pk))
    assert found.item is not None
    assert (found.item.content, found.is_public) == (entry.content, False)


@pytest.mark.parametrize("visibility", [Visibility.BUSY, Visibility.INTERNAL])
def test_nobody_guesses_what_others_keep_to_themselves(office, there, visibility):
    """Where equal words would take a finding away, trying words would tell which are right."""
    head = office.chair
    theirs = item(content="Việc kín", place="Phòng họp số 3", chairs=(head,), visibility=visibility)
    make_week(make_schedule(there), theirs)
    for guess in ({"content": "Việc kín"}, {"place": "Phòng họp số 3"}, {"content": "Sai"}):
        [found] = findings.find([item(chairs=(head,), **guess)], None)
        assert found.code.startswith("double:")


class PartTests:
    """A page on an agency shows the schedule of the agency, not whatever calls itself that."""

    @pytest.fixture
    def department(self):
        return make_department()

    def shown(self, agency, page, rf):
        context = agency_context(agency, page, rf.get("/"))
        return context["schedule"] if context else None

    def test_a_site_of_another_body_does_not_speak_for_an_agency(
        self, office, there, department, rf
    ):
        there.state = SiteState.LIVE
        there.save()
        make_schedule(there, department)
        assert self.shown(department, office.schedule, rf) is None

    def test_its_own_site_and_the_portal_do(self, office, department, rf):
        own = make_component(department)
        own.state = SiteState.LIVE
        own.save()
        theirs = make_schedule(own)
        assert self.shown(department, office.schedule, rf) == theirs
        here = make_schedule(office.portal_site, department, slug="lich-so", title="Lịch sở")
        assert self.shown(department, theirs, rf) in {theirs, here}
        theirs.unpublish()
        assert self.shown(department, theirs, rf) == here


class LeaderTests:
    """Pages about people name nobody of another site."""

    def test_a_page_of_a_leader_is_refused_for_somebody_of_another_site(self, client, there):
        foreign = make_post(make_agency("so-xa", name="Sở xa"), "Phạm Thị Xa").person
        own = make_post(there.agency, "Võ Văn Gần").person
        leaders = make_leaders(there.site.root_page, there.agency)
        client.force_login(make_officer("bien-tap", there, RoleCode.SITE_ADMIN.value))
        kind = ["govportal_pages", "leaderpage"]
        address = reverse("wagtailadmin_pages:add", args=[*kind, leaders.pk])
        form = client.get(address).context["form"]
        offered = form.fields["person"].queryset
        assert set(offered) == {own}
        sent = dict.fromkeys(form.fields, "") | {"slug": "x", "person": foreign.pk}
        for formset in form.formsets.values():
            sent |= {f"{formset.prefix}-TOTAL_FORMS": 0, f"{formset.prefix}-INITIAL_FORMS": 0}
        sent |= dict.fromkeys(("biography", "duties"), "null")
        answer = client.post(address, sent)
        assert "person" in answer.context["form"].errors
        assert not LeaderPage.objects.exists()

    @pytest.mark.parametrize("view", ["chosen", "chosen_multiple"])
    def test_the_chooser_hands_over_nobody_who_is_not_on_offer(self, client, there, view):
        foreign = make_post(make_agency("so-xa"), "Phạm Thị Xa").person
        hidden = make_post(there.agency, "Võ Văn Kín", is_public=False).person
        own = make_post(there.agency, "Võ Văn Gần").person
        client.force_login(make_officer("bien-tap", there, RoleCode.SITE_ADMIN.value))

        def given(person: Person) -> bool:
            name = f"govportal_people_in_public_posts:{view}"
            is_one = view == "chosen"
            query = "" if is_one else f"?id={person.pk}"
            answer = client.get(reverse(name, args=[person.pk] if is_one else []) + query)
            return answer.status_code == 200 and bool(answer.json()["result"])

        assert given(own)
        assert not given(foreign)
        assert not given(hidden)


def test_an_import_is_applied_through_its_own_schedule_alone(client, office):
    """The same clerk arranges both; the address must name the schedule for which it was read."""
    second = make_schedule(office.portal_site, slug="lich-hai", title="Lịch hai")
    client.force_login(office.clerk)
    text = f"Ngày;Giờ;Nội dung\n{MONDAY:%d/%m/%Y};8h;Họp\n"
    answer = client.post(
        reverse("schedules:import", args=[office.schedule.pk]), {"text": text, "week": ""}
    )
    key = int(answer.url.rstrip("/").rsplit("/", 1)[1])
    other = reverse("schedules:import_preview", args=[second.pk, key])
    assert client.get(other).status_code == 404
    assert client.post(other, {"0-take": "on", "0-when": "8h"}).status_code == 404
    client.force_login(make_clerk(make_component(make_department()), "noi-khac"))
    assert client.get(answer.url).status_code == 404
    assert not ScheduleItem.objects.exists()
