"""The way of a translation from screen to screen: no closed doors, no lost text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.page_hosts import full_address
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.translation import flow, strings
from govportal_wagtail.translation.models import PageTranslation
from tests.translation.builders import english, item_of, make_source, publish_translation, translate

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOST = "english.localhost"


def to(name, *args):
    return reverse(f"govportal_translation:{name}", args=args)


@pytest.fixture
def row(portal, people, unit):
    page = make_source(portal)
    return flow.select(page, english(), people["truong-ban"], unit=unit)[-1]


@pytest.fixture
def handed_in(row, people):
    translate(row)
    return flow.hand_in(row, people["bien-dich"])


def page_of(client, user, address):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def links(page) -> dict[str, str]:
    return {each["href"]: " ".join(each.get_text().split()) for each in page.select("main a[href]")}


def text_fields(row, said):
    found = strings.lines(row, strings.segments_of(row))
    return {f"text-{line.key}": said(line.source) for line in found}


def stored(row):
    return {line.source: line.target for line in strings.lines(row, strings.segments_of(row))}


class HandInTests:
    def test_what_was_typed_goes_along(self, client, people, row):
        client.force_login(people["bien-dich"])
        given = text_fields(row, lambda source: source.replace("Khánh thành cầu", "Bridge opened"))
        assert client.post(to("hand_in", row.pk), given).url == to("translation", row.pk)
        row.refresh_from_db()
        assert row.state == "translated"
        assert stored(row)["Khánh thành cầu"] == "Bridge opened"

    def test_what_was_typed_stays_where_it_is_refused(self, client, people, row):
        client.force_login(people["bien-dich"])
        given = text_fields(row, lambda source: "Bridge" if source == "Khánh thành cầu" else "")
        answer = client.post(to("hand_in", row.pk), given)
        assert answer.status_code == 422
        row.refresh_from_db()
        assert row.state == "sent"
        assert stored(row)["Khánh thành cầu"] == "Bridge"
        page = BeautifulSoup(answer.content, "html.parser")
        wanted = page.select_one("#do-hand_in [role=alert] a")["href"].removeprefix("#")
        assert page.find(id=wanted).name == "textarea"
        assert not page.find(id=wanted).get_text().strip()

    def test_a_wrong_text_is_not_handed_in(self, client, people, row):
        client.force_login(people["bien-dich"])
        given = text_fields(row, lambda source: f"<b>{source}")
        answer = client.post(to("hand_in", row.pk), given)
        assert answer.status_code == 422
        row.refresh_from_db()
        assert row.state == "sent"
        page = BeautifulSoup(answer.content, "html.parser")
        wrong = page.select("textarea[aria-invalid]")
        assert [each.has_attr("autofocus") for each in wrong] == [True, *[False] * len(wrong[1:])]
        led_to = {each["href"] for each in page.select(".gpe-problem a")}
        assert led_to == {f"#{each['id']}" for each in wrong}

    def test_the_button_belongs_to_the_form_of_the_texts(self, client, people, row):
        page = page_of(client, people["bien-dich"], to("translation", row.pk))
        button = page.select_one("#do-hand_in button")
        form = page.find("form", id=button["form"])
        assert form.select("textarea")
        assert button["formaction"].startswith(to("hand_in", row.pk))


class ItemTests:
    def test_who_checks_is_led_to_both_texts_and_back(self, client, people, handed_in):
        item = item_of(handed_in)
        shown = page_of(client, people["truong-ban"], f"/admin/editorial/items/{item.pk}/")
        assert links(shown)[to("translation", handed_in.pk)] == "So sánh với bản gốc"
        assert reverse("wagtailadmin_pages:edit", args=[item.page_id]) not in links(shown)
        back = page_of(client, people["truong-ban"], to("translation", handed_in.pk))
        assert f"/admin/editorial/items/{item.pk}/" in links(back)
        assert "không có việc gì" not in back.get_text()

    def test_who_gets_it_back_is_led_to_the_texts(self, client, people, handed_in):
        item = item_of(handed_in)
        task_state = item.workflow_state.current_task_state
        task_state.task.specific.on_action(
            task_state, people["bien-tap-vien"], "reject", reasons=[], comment="Sửa tên cầu"
        )
        item.refresh_from_db()
        assert item.state == "returned"
        shown = page_of(client, people["bien-dich"], f"/admin/editorial/items/{item.pk}/")
        assert links(shown)[to("translation", handed_in.pk)] == "Dịch tiếp"

    def test_the_unit_is_who_supplied_it(self, client, people, handed_in, unit):
        item = item_of(handed_in)
        assert item.agency == unit
        shown = page_of(client, people["truong-ban"], f"/admin/editorial/items/{item.pk}/")
        assert "bản dịch" in [each.get_text() for each in shown.select("dl.gpe-facts dd")]


class RemarkTests:
    """Who writes and who checks sees the same remarks; they stop nothing."""

    @pytest.fixture
    def row(self, portal, people, unit):
        body = [("paragraph", "<p>Vùng trồng rộng 620 ha.</p>")]
        page = make_source(portal, body=body)
        return flow.select(page, english(), people["truong-ban"], unit=unit)[-1]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("The area covers 260 ha.", ["Thiếu số liệu hoặc số, ký hiệu của đoạn gốc: 620."]),
            ("The area covers 620 ha.", []),
            ("Vùng trồng rộng 620 ha.", ["Bản dịch giống hệt đoạn gốc."]),
        ],
    )
    def test_figures_and_what_is_no_translation(self, client, people, row, text, said):
        client.force_login(people["bien-dich"])
        given = text_fields(row, lambda source: text if "620" in source else "Bridge opened")
        assert client.post(to("hand_in", row.pk), given).status_code == 302
        for name in ("bien-dich", "truong-ban"):
            shown = page_of(client, people[name], to("translation", row.pk))
            found = [each.get_text() for each in shown.select(".gpt-line__remarks li")]
            assert found == said


class ListTests:
    def test_what_is_late_is_listed_by_itself(self, client, people, row, portal):
        in_time = flow.select(make_source(portal, "Khai hội"), english(), people["truong-ban"])[-1]
        PageTranslation.objects.filter(pk=row.pk).update(due_on=timezone.localdate() - DAY)
        PageTranslation.objects.filter(pk=in_time.pk).update(due_on=timezone.localdate())
        panel = page_of(client, people["bien-dich"], "/admin/")
        late = panel.select_one('a[href$="queue=late"]')
        listed = client.get(late["href"]).context["object_list"]
        assert [each.pk for each in listed] == [row.pk]

    def test_the_history_says_to_whom_only_where_it_was_sent(self, client, people, row):
        publish_translation(row, people)
        shown = page_of(client, people["truong-ban"], to("translation", row.pk))
        lines = [each.get_text() for each in shown.select(".gpe-history__line")]
        assert [("Gửi: Sở Ngoại vụ" in each) for each in lines].count(True) == 1


class AddressTests:
    @pytest.fixture
    def posted(self, people, row):
        return publish_translation(row, people)

    def test_links_to_what_is_posted_lead_to_its_host(self, client, people, row, posted):
        row.refresh_from_db()
        address = row.target.specific.full_url
        assert f"//{HOST}" in address
        assert full_address(row.target) == address
        assert address in links(page_of(client, people["truong-ban"], to("translation", row.pk)))
        item = EditorialItem.objects.get(page=row.target_id)
        shown = page_of(client, people["truong-ban"], f"/admin/editorial/items/{item.pk}/")
        assert address in links(shown)

    def test_a_vietnamese_page_keeps_its_own(self, row):
        assert full_address(row.source) == row.source.specific.full_url

    def test_a_page_without_a_site_has_none(self, row):
        row.source.url_path = "/elsewhere/"
        assert full_address(row.source) == ""
