"""The screens of the regulation in the admin: what they show, to whom, and that input is judged."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from govportal_wagtail.regulation import adoption, catalogue, clock, loading
from govportal_wagtail.regulation.coverage_table import State, requirements
from govportal_wagtail.regulation.models import (
    CalendarOverride,
    CalendarYear,
    Deadline,
    DeadlineState,
)
from govportal_wagtail.regulation.presentation.rules import summary
from tests import builders

pytestmark = pytest.mark.django_db

INDEX = "/admin/govportal-regulation/"
CALENDAR = f"{INDEX}calendar/"
IMPORT = f"{CALENDAR}import/"
COUNT = f"{INDEX}count/"
DEADLINES = f"{INDEX}deadlines/"
OVERRIDES = "wagtailsnippets_govportal_regulation_calendaroverride:"


@pytest.fixture
def site(settings):
    settings.GOVPORTAL_PROFILE = "camau-2026"
    return builders.make_site()


@pytest.fixture
def admin(client, site):
    client.force_login(builders.make_user(superuser=True))
    return client


def login_with(client, *codenames: str, name: str = "can-bo"):
    """A user of the admin with the named permissions and no other."""
    group = Group.objects.create(name=name)
    wanted = ["access_admin", *codenames]
    group.permissions.set(Permission.objects.filter(codename__in=wanted))
    assert group.permissions.count() == len(wanted)
    user = builders.make_user(name)
    user.groups.set([group])
    client.force_login(user)
    return user


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def upload(text: str, name: str = "lich.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def make_deadline(item, **fields) -> Deadline:
    [deadline] = clock.start(
        item,
        profile=catalogue.get("camau-2026"),
        category="statistics",
        events={"published_by_authority": fields.pop("anchor", timezone.localdate())},
        label=fields.pop("label", "Niên giám thống kê"),
    )
    if fields:
        Deadline.objects.filter(pk=deadline.pk).update(**fields)
        deadline.refresh_from_db()
    return deadline


class AccessTests:
    """Everybody in the admin may look; changing and the register need permissions."""

    @pytest.mark.parametrize("path", [INDEX, f"{INDEX}basis/", CALENDAR, COUNT])
    def test_every_user_of_the_admin_may_look(self, client, site, path):
        login_with(client)
        text_of(client.get(path))

    @pytest.mark.parametrize("path", [INDEX, CALENDAR, COUNT, DEADLINES, IMPORT])
    def test_nobody_else_may(self, client, site, path):
        assert client.get(path).status_code == 302
        client.force_login(builders.make_user("nguoi-dan"))
        assert client.get(path).status_code == 302

    def test_the_register_of_deadlines_needs_a_permission(self, client, site):
        deadline = make_deadline(CalendarYear.objects.create(year=1999))
        detail = reverse("govportal_regulation:deadline", args=[deadline.pk])
        login_with(client)
        assert client.get(DEADLINES).status_code == client.get(detail).status_code == 302
        assert DEADLINES not in text_of(client.get("/admin/"))
        login_with(client, "view_deadline", name="theo-doi")
        assert "Niên giám thống kê" in text_of(client.get(DEADLINES))
        assert "Niên giám thống kê" in text_of(client.get(detail))
        assert DEADLINES in text_of(client.get("/admin/"))

    def test_days_are_entered_by_those_who_may(self, client, site):
        login_with(client, "view_calendaroverride")
        add = reverse(f"{OVERRIDES}add")
        data = {"date": "02/01/2031", "label": "Nghỉ"}
        assert client.post(add, data).status_code == 302
        assert client.get(IMPORT).status_code == 302
        assert client.post(IMPORT, {"payload": "x"}).status_code == 302
        assert not CalendarOverride.objects.filter(date=date(2031, 1, 2)).exists()
        assert add not in text_of(client.get(CALENDAR))


class RegulationTests:
    """The regulation article by article."""

    def test_every_requirement_and_every_rule_is_there(self, admin):
        content = text_of(admin.get(INDEX))
        for row in requirements("camau-2026"):
            assert f">{row.id}<" in content
        for section, rule in catalogue.get("camau-2026").rules():
            url = reverse("govportal_regulation:rule", args=["camau-2026", f"{section}.{rule.key}"])
            assert url in content

    def test_articles_and_points_stand_in_order(self, admin):
        groups = admin.get(INDEX).context["groups"]
        numbers = [int(n) for g in groups for n in re.findall(r"^\D+ (\d+)$", g["label"])]
        regulation = numbers[sum("QĐ" in r[0].article for g in groups[:1] for r in g["rows"][:1]) :]
        assert regulation == sorted(regulation) and len(regulation) > 20
        rows = next(g["rows"] for g in groups if g["label"].endswith(" 13"))
        points = [e.article[5:6] for e, _s in rows if re.match(r"13\.1\.", e.article)]
        assert list(dict.fromkeys(points)) == ["a", "b", "c", "d", "đ", "e", "ê", "g", "h"]

    def test_filter_by_state(self, admin):
        response = admin.get(INDEX, {"state": "missing"})
        shown = {e.requirement.id for g in response.context["groups"] for e, _s in g["rows"]}
        wanted = [row.id for row in requirements("camau-2026") if row.state == State.MISSING]
        assert wanted and shown == set(wanted)

    def test_search_needs_no_diacritics(self, admin):
        def shown(query):
            groups = admin.get(INDEX, {"q": query}).context["groups"]
            return {entry.article for group in groups for entry, _s in group["rows"]}

        found = shown("bao cao thong ke")
        assert found and found == shown("BÁO CÁO  thống kê")
        assert len(found) < 40
        assert shown("zzzz") == set()

    @pytest.mark.parametrize(
        "query", [{"state": "x"}, {"q": "\x00'%"}, {"site": "x"}, {"q": "a" * 999}]
    )
    def test_odd_queries_are_harmless(self, admin, query):
        text_of(admin.get(INDEX, query))

    def test_an_unknown_profile_or_rule_is_not_found(self, admin):
        assert admin.get(INDEX, {"profile": "nowhere"}).status_code == 404
        for code, address in [
            ("camau-2026", "deadlines.nothing"),
            ("camau-2026", "nothing"),
            ("nowhere", "deadlines.news"),
        ]:
            url = reverse("govportal_regulation:rule", args=[code, address])
            assert admin.get(url).status_code == 404

    def test_a_draft_says_so(self, admin):
        response = admin.get(INDEX, {"profile": "khanhhoa-2018-draft"})
        assert "help-warning" in text_of(response)

    def test_links_lead_to_screens_that_exist(self, admin):
        groups = admin.get(INDEX).context["groups"]
        urls = {
            s.url for group in groups for _e, screens in group["rows"] for s in screens if s.url
        }
        assert urls
        assert {url: admin.get(url, follow=True).status_code for url in urls} == dict.fromkeys(
            urls, 200
        )

    def test_the_legal_chain_is_dated(self, admin):
        content = text_of(admin.get(f"{INDEX}basis/"))
        assert "42/2022/NĐ-CP" in content and "224/2026/NĐ-CP" in content
        assert "01/07/2026" in content

    def test_all_rules_have_a_page(self, admin):
        for code in ("langson-2024", "vinhlong-2021"):
            profile = catalogue.get(code)
            for section, rule in list(profile.rules())[::7]:
                url = reverse("govportal_regulation:rule", args=[code, f"{section}.{rule.key}"])
                text_of(admin.get(url))

    def test_the_site_asked_for_decides_for_those_who_may_see_it(self, client, site):
        other = builders.make_site("khac.localhost")
        adoption.adopt(other, "langson-2024")
        user = login_with(client)
        assert client.get(INDEX, {"site": other.pk}).context["profile"].code == "camau-2026"
        user.is_superuser = True
        user.save()
        assert client.get(INDEX, {"site": other.pk}).context["profile"].code == "langson-2024"

    def test_an_overridden_rule_names_its_file(self, admin, tmp_path, monkeypatch):
        path = tmp_path / "own-2026.toml"
        path.write_text(
            'extends = "camau-2026"\n[profile]\ntitle = "Own"\nprovince = "Own"\n'
            'succeeds = "camau-2026"\n[instrument]\nin_force_from = 2026-09-01\n'
            "[deadlines.statistics]\ndays = 3\n",
            encoding="utf-8",
        )
        files = {**loading.profile_files(), "own-2026": path}
        monkeypatch.setattr(loading, "profile_files", lambda: files)
        catalogue.reload()
        try:
            response = admin.get(INDEX, {"profile": "own-2026"})
            lines = [
                line
                for group in response.context["groups"]
                for entry, _s in group["rows"]
                for line in entry.rules
            ]
            changed = {line.address for line in lines if line.overrides}
            assert changed == {"deadlines.statistics"}
            entries = [e for g in response.context["groups"] for e, _s in g["rows"]]
            assert all(entry.article == entry.rules[0].article for entry in entries)
            states = {e.rules[0].address: e.requirement for e in entries if e.requirement}
            assert states["deadlines.statistics"] in requirements("camau-2026")
            assert {line.said_by for line in lines if not line.overrides} == {"camau-2026"}
            versions = [each.profile.code for each in response.context["versions"]]
            assert versions == ["camau-2026", "own-2026"]
            url = reverse("govportal_regulation:rule", args=["own-2026", "deadlines.statistics"])
            content = text_of(admin.get(url))
            assert "own-2026.toml" in content and "camau-2026" in content
        finally:
            monkeypatch.undo()
            catalogue.reload()


class CalendarTests:
    """The year, the days entered, and the warning."""

    def test_a_year_shows_days_off_with_their_reason(self, admin):
        content = text_of(admin.get(CALENDAR, {"year": "2026"}))
        assert "day-2026-02-17" in content and "Tết Nguyên Đán" in content

    @pytest.mark.parametrize("year", ["", "x", "1", "99999", "1900", "2101", "²"])
    def test_what_is_no_year_shows_this_one(self, admin, year):
        assert admin.get(CALENDAR, {"year": year}).context["year"] == timezone.localdate().year

    @pytest.mark.parametrize("year", ["1901", "2100"])
    def test_the_first_and_the_last_year_are_shown(self, admin, year):
        assert admin.get(CALENDAR, {"year": year}).context["year"] == int(year)

    def test_an_entered_day_names_who_entered_it(self, admin):
        data = {"date": "05/06/2031", "label": "Nghỉ bù", "basis": "Công văn 1"}
        response = admin.post(reverse(f"{OVERRIDES}add"), data)
        assert response.status_code == 302, response.context["form"].errors
        day = CalendarOverride.objects.get(date=date(2031, 6, 5))
        assert day.entered_by.username == "bien-tap" and not day.is_working
        assert ModelLogEntry.objects.filter(object_id=str(day.pk), action="wagtail.create").exists()
        content = text_of(admin.get(CALENDAR, {"year": "2031"}))
        assert "Nghỉ bù" in content and "Công văn 1" in content and "bien-tap" in content

    def test_the_list_leads_to_the_form(self, admin):
        day = CalendarOverride.objects.create(date=date(2031, 6, 5), label="Nghỉ")
        content = text_of(admin.get(reverse(f"{OVERRIDES}list"), {"year": "2031"}))
        assert "05/06/2031" in content
        assert reverse(f"{OVERRIDES}edit", args=[day.pk]) in content
        content = text_of(admin.get(reverse(f"{OVERRIDES}list"), {"year": "2030"}))
        assert "05/06/2031" not in content

    def test_the_same_day_twice_is_told_at_its_field(self, admin):
        CalendarOverride.objects.create(date=date(2031, 6, 5), label="Nghỉ")
        response = admin.post(
            reverse(f"{OVERRIDES}add"), {"date": "05/06/2031", "label": "Lần hai"}
        )
        assert "date" in response.context["form"].errors

    def test_entering_and_deleting_a_day_moves_deadlines_in_the_name_of_the_user(
        self, admin, django_capture_on_commit_callbacks
    ):
        item = CalendarYear.objects.create(year=1999)
        deadline = make_deadline(item, anchor=date(2031, 6, 2))
        before = deadline.due_on
        with django_capture_on_commit_callbacks(execute=True):
            admin.post(
                reverse(f"{OVERRIDES}add"), {"date": "05/06/2031", "label": "Nghỉ", "basis": ""}
            )
        deadline.refresh_from_db()
        assert deadline.due_on > before
        day = CalendarOverride.objects.get(date=date(2031, 6, 5))
        other = builders.make_user("nguoi-xoa", superuser=True)
        admin.force_login(other)
        with django_capture_on_commit_callbacks(execute=True):
            assert admin.post(reverse(f"{OVERRIDES}delete", args=[day.pk])).status_code == 302
        deadline.refresh_from_db()
        assert deadline.due_on == before
        names = [event.by.username for event in deadline.events.exclude(by=None)]
        assert names == ["bien-tap", "nguoi-xoa"]
        detail = reverse("govportal_regulation:deadline", args=[deadline.pk])
        assert "nguoi-xoa" in text_of(admin.get(detail))

    def test_a_year_without_notice_warns_those_who_keep_the_calendar(self, client, site):
        CalendarYear.objects.all().delete()
        year = timezone.localdate().year
        CalendarYear.objects.create(year=year, is_official=False)
        login_with(client, "add_calendaryear", "change_calendaryear", name="lich")
        address = f"{CALENDAR}?year={year}"
        assert address in text_of(client.get("/admin/"))
        login_with(client, name="khac")
        assert address not in text_of(client.get("/admin/"))

    def test_no_warning_when_all_is_announced(self, admin):
        year = timezone.localdate().year
        for each in (year, year + 1):
            CalendarYear.objects.update_or_create(year=each, defaults={"is_official": True})
        assert f"{CALENDAR}?year=" not in text_of(admin.get("/admin/"))


class ImportTests:
    """Upload, preview, confirmation."""

    TABLE = "date,working,label,basis\n2031-01-02,0,Nghỉ hoán đổi,\n2031-01-11,1,Làm bù,\n"

    def preview(self, admin, table=TABLE, **data):
        data = {"file": upload(table), "basis": "Công văn 9/BNV"} | data
        return admin.post(IMPORT, data)

    def test_the_preview_writes_nothing(self, admin):
        response = self.preview(admin)
        content = text_of(response)
        assert "Nghỉ hoán đổi" in content and "Làm bù" in content
        assert not CalendarOverride.objects.filter(date__year=2031).exists()

    def test_what_was_shown_is_saved(self, admin):
        payload = self.preview(admin, is_official="on").context["payload"]
        response = admin.post(IMPORT, {"payload": payload})
        assert response.status_code == 302 and response.url.endswith("?year=2031")
        days = {
            d.date: (d.is_working, d.label, d.basis)
            for d in CalendarOverride.objects.filter(date__year=2031)
        }
        assert days == {
            date(2031, 1, 2): (False, "Nghỉ hoán đổi", "Công văn 9/BNV"),
            date(2031, 1, 11): (True, "Làm bù", "Công văn 9/BNV"),
        }
        year = CalendarYear.objects.get(year=2031)
        assert year.is_official and year.entered_by.username == "bien-tap"

    def test_a_faulty_row_is_told_and_cannot_be_confirmed(self, admin):
        response = self.preview(admin, "date,working,label\n31/31/2031,0,Nghỉ\n2031-01-02,0,Nghỉ\n")
        assert response.context["faulty"] == 1 and not response.context["payload"]
        assert "31/31/2031" in text_of(response)

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\xd8", b"%PDF-1.4", b"x"])
    def test_an_unreadable_file_is_told_at_its_field(self, admin, content):
        file = SimpleUploadedFile("lich.csv", content)
        response = admin.post(IMPORT, {"file": file, "basis": "x"})
        assert response.status_code == 200
        assert "file" in response.context["form"].errors

    def test_without_file_and_basis_both_fields_say_so(self, admin):
        errors = admin.post(IMPORT, {}).context["form"].errors
        assert set(errors) == {"file", "basis"}

    def test_a_payload_that_was_changed_or_belongs_to_another_is_refused(self, admin):
        payload = self.preview(admin).context["payload"]
        admin.post(IMPORT, {"payload": payload[:-3] + "abc"})
        admin.force_login(builders.make_user("khac", superuser=True))
        response = admin.post(IMPORT, {"payload": payload})
        assert response.status_code == 302
        assert not CalendarOverride.objects.filter(date__year=2031).exists()

    def test_who_may_not_declare_years_is_not_asked(self, client, site):
        login_with(client, "add_calendaroverride", "change_calendaroverride")
        assert "is_official" not in client.get(IMPORT).context["form"].fields
        payload = self.preview(client, is_official="on").context["payload"]
        client.post(IMPORT, {"payload": payload})
        assert CalendarOverride.objects.filter(date__year=2031).count() == 2
        assert not CalendarYear.objects.filter(year=2031).exists()


class CountTests:
    """How is this date counted."""

    ASKED = {"profile": "camau-2026", "category": "statistics", "date": "10/02/2026"}

    def test_the_answer_names_date_article_and_every_day_left_out(self, admin):
        response = admin.get(COUNT, self.ASKED)
        [answer] = response.context["answers"]
        assert answer.computed.due == date(2026, 3, 3)
        content = text_of(response)
        assert "03/03/2026" in content and "68/2026/QĐ-UBND" in content
        for fact in answer.computed.skipped:
            assert f"{fact.day:%d/%m/%Y}" in content and fact.reason in content

    def test_an_address_with_an_iso_date_says_the_same(self, admin):
        [answer] = admin.get(COUNT, self.ASKED | {"date": "2026-02-10"}).context["answers"]
        assert answer.computed.due == date(2026, 3, 3)

    def test_each_role_has_an_answer_unless_one_is_asked_for(self, admin):
        profile = catalogue.get("langson-2024")
        category = next(
            rule.category for rule in profile.deadlines.values() if rule.role == "issuer"
        )
        asked = {"profile": profile.code, "category": category, "date": "2026-03-02"}
        every = admin.get(COUNT, asked).context["answers"]
        assert len(every) == len(profile.deadlines_for(category)) > 1
        [one] = admin.get(COUNT, asked | {"role": "issuer"}).context["answers"]
        assert one.rule.role == "issuer"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"date": "31/31/2026"}, "date"),
            ({"date": ""}, "date"),
            ({"date": "0001-01-01"}, "date"),
            ({"date": "2100-12-31"}, "date"),
            ({"date": "9999-12-31"}, "date"),
            ({"date": "\x00"}, "date"),
            ({"category": "nothing"}, "category"),
            ({"category": ""}, "category"),
            ({"event": "nothing"}, "event"),
            ({"event": "issued"}, "event"),
            ({"event": "received"}, "event"),
        ],
    )
    def test_wrong_input_is_told_at_its_field(self, admin, wrong, field):
        response = admin.get(COUNT, self.ASKED | wrong)
        assert response.status_code == 200
        assert response.context["answers"] == []
        assert list(response.context["form"].errors) == [field]

    def test_every_time_limit_of_every_profile_can_be_asked(self, admin):
        for code, profile in catalogue.profiles().items():
            for category in {rule.category for rule in profile.deadlines.values()}:
                asked = {"profile": code, "category": category, "date": "2026-03-02"}
                assert admin.get(COUNT, asked).context["answers"], (code, category)

    def test_a_regulation_without_time_limits_says_so(self, admin):
        silent = next(
            (code for code, each in catalogue.profiles().items() if not each.deadlines), None
        )
        if silent is None:
            pytest.skip("Every profile at hand sets some time limit.")
        text_of(admin.get(COUNT, {"profile": silent}))


class DeadlineTests:
    """The register of deadlines."""

    @pytest.fixture
    def deadlines(self, site):
        item = CalendarYear.objects.create(year=1999)
        today = timezone.localdate()
        return {
            "late": make_deadline(item, label="Trễ", due_on=today - timedelta(days=1)),
            "ahead": make_deadline(item, label="Còn hạn", due_on=today),
            "done": make_deadline(
                item, label="Xong", due_on=today - timedelta(days=9), state=DeadlineState.MET
            ),
            "open": make_deadline(item, label="Chưa tính", due_on=None),
        }

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, {"Trễ", "Còn hạn", "Xong", "Chưa tính"}),
            ({"overdue": "overdue"}, {"Trễ"}),
            ({"overdue": "ahead"}, {"Còn hạn"}),
            ({"overdue": "none"}, {"Chưa tính"}),
            ({"state": "met"}, {"Xong"}),
            ({"category": "statistics"}, {"Trễ", "Còn hạn", "Xong", "Chưa tính"}),
            ({"category": "news"}, set()),
            ({"q": "hạn"}, {"Còn hạn"}),
        ],
    )
    def test_filters(self, admin, deadlines, query, expected):
        response = admin.get(DEADLINES, query)
        assert {each.subject_label for each in response.context["object_list"]} == expected

    def test_a_filter_that_is_not_understood_is_no_error(self, admin, deadlines):
        text_of(admin.get(DEADLINES, {"overdue": "x", "state": "y", "category": "z", "p": "q"}))

    def test_the_number_of_queries_does_not_grow(
        self, admin, deadlines, django_assert_max_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        admin.get(DEADLINES)
        with CaptureQueriesContext(
            connection,
        ) as few:
            admin.get(DEADLINES)
        item = CalendarYear.objects.get(year=1999)
        for number in range(20):
            make_deadline(item, label=f"Tin {number}")
        with django_assert_max_num_queries(len(few)):
            admin.get(DEADLINES)

    def test_pages_are_limited(self, admin, site):
        base = make_deadline(CalendarYear.objects.create(year=1999))
        base.pk = None
        Deadline.objects.bulk_create(
            [
                Deadline(
                    content_type=base.content_type,
                    object_id=base.object_id,
                    subject_label=f"Tin {number}",
                    profile=base.profile,
                    category=base.category,
                )
                for number in range(60)
            ]
        )
        assert len(admin.get(DEADLINES).context["object_list"]) == 50

    def test_the_export_has_every_row(self, admin, deadlines):
        response = admin.get(DEADLINES, {"export": "csv"})
        content = b"".join(response.streaming_content).decode()
        assert all(each.subject_label in content for each in deadlines.values())

    def test_a_deadline_shows_rule_history_and_days(self, admin, site):
        item = CalendarYear.objects.create(year=1999)
        deadline = make_deadline(item, anchor=date(2026, 2, 10))
        content = text_of(admin.get(reverse("govportal_regulation:deadline", args=[deadline.pk])))
        assert "03/03/2026" in content and "17/02/2026" in content
        assert "68/2026/QĐ-UBND" in content
        assert (
            reverse("govportal_regulation:rule", args=["camau-2026", "deadlines.statistics"])
            in content
        )

    def test_a_deadline_of_a_profile_that_is_gone_can_still_be_read(self, admin, site):
        item = CalendarYear.objects.create(year=1999)
        deadline = make_deadline(item, profile="gone-1999", anchor_event="gone", rule={})
        text_of(admin.get(reverse("govportal_regulation:deadline", args=[deadline.pk])))
        text_of(admin.get(DEADLINES))

    def test_a_deadline_that_does_not_exist_is_not_found(self, admin):
        assert admin.get(f"{DEADLINES}999999/").status_code == 404


def test_the_menu_leads_to_every_screen(admin):
    content = text_of(admin.get("/admin/"))
    for path in (INDEX, CALENDAR, COUNT, DEADLINES, reverse(f"{OVERRIDES}list")):
        assert path in content


def test_the_lists_of_the_calendar_are_in_one_place_of_the_menu_only(admin):
    listed = admin.get(reverse("wagtailsnippets:index")).content.decode()
    assert reverse("wagtailsnippets_govportal_regulation_calendaryear:list") not in listed
    assert reverse("wagtailsnippets_govportal_regulation_calendaroverride:list") not in listed


def test_an_empty_register_of_deadlines_says_what_comes_there(admin):
    response = admin.get(DEADLINES)
    assert "govportal/regulation/admin/deadlines_results.html" in {
        template.name for template in response.templates
    }


def test_where_a_contact_is_shown_is_said_in_words():
    rules = catalogue.profiles()["camau-2026"].contacts.values()
    (rule,) = [rule for rule in rules if rule.shown_in]
    assert rule.shown_in not in summary(rule)


def test_sites_without_any_profile_follow_the_setting(admin, settings):
    settings.GOVPORTAL_PROFILE = "vn-national"
    assert Site.objects.exists()
    assert admin.get(INDEX).context["profile"].code == "vn-national"
