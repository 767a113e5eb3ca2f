"""The screens of translations: who sees what, texts that are saved or refused, the steps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.editorial import publication
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import drafting, files, flow, strings
from govportal_wagtail.translation.exchange.units import FileRefused
from govportal_wagtail.translation.models import PageTranslation
from govportal_wagtail.translation.staff.dashboard import TranslationsPanel
from tests.builders import publish_page
from tests.core.portal_builders import make_component, make_department, make_officer
from tests.translation.builders import english, make_source, translate

pytestmark = pytest.mark.django_db


def to(name, *args):
    return reverse(f"govportal_translation:{name}", args=args)


@pytest.fixture
def source(portal):
    return make_source(portal)


@pytest.fixture
def row(source, people, unit):
    return flow.select(source, english(), people["truong-ban"], unit=unit)[-1]


@pytest.fixture
def board(client, people):
    client.force_login(people["truong-ban"])
    return client


@pytest.fixture
def translator(client, people, row):
    client.force_login(people["bien-dich"])
    return client


def keys(row):
    """The number of each text, by what the source says."""
    return {each.source: each.key for each in strings.lines(row, strings.segments_of(row))}


def again(row):
    return PageTranslation.objects.get(pk=row.pk)


class LanguageNameTests:
    def test_the_board_reads_it_in_its_own_language(self, board, source, row):
        places = [
            to("translations"),
            to("translation", row.pk),
            to("coverage"),
            to("select", source.pk),
            reverse("wagtailsnippets_govportal_translation_glossaryterm:add"),
        ]
        for place in places:
            text = board.get(place).content.decode()
            assert "Tiếng Anh" in text, place
            assert ">English<" not in text, place

    def test_the_translator_does_as_well(self, translator):
        for place in (reverse("wagtailadmin_home"), to("files")):
            assert "Tiếng Anh" in translator.get(place).content.decode(), place


class SelectTests:
    def test_the_board_selects_a_page(self, board, source, unit):
        page = board.get(to("select", source.pk))
        assert page.status_code == 200
        assert "Sở Ngoại vụ" in page.content.decode()
        given = {"locale": english().pk, "unit": unit.pk, "due_on": "30/12/2099", "reason": "Lý do"}
        answer = board.post(to("select", source.pk), given)
        row = PageTranslation.objects.get(source=source.pk)
        assert answer.url == to("translation", row.pk)
        assert (row.unit, f"{row.due_on:%d/%m/%Y}", row.reason) == (unit, "30/12/2099", "Lý do")

    def test_a_day_that_is_over_is_an_error_at_the_field(self, board, source):
        today = timezone.localdate()
        for day, status in ((today - timedelta(days=1), 422), (today, 302)):
            given = {"locale": english().pk, "due_on": f"{day:%d/%m/%Y}"}
            answer = board.post(to("select", source.pk), given)
            assert answer.status_code == status
            if status == 422:
                assert set(answer.context["form"].errors) == {"due_on"}

    @pytest.mark.parametrize("value", ["", "x", "999999", "9" * 30])
    def test_a_language_that_is_not_there_is_an_error_at_the_field(self, board, source, value):
        answer = board.post(to("select", source.pk), {"locale": value})
        assert answer.status_code == 422
        assert "locale" in answer.context["form"].errors

    def test_a_second_time_is_an_error_at_the_field(self, board, source, row):
        answer = board.post(to("select", source.pk), {"locale": english().pk})
        assert answer.status_code == 422
        assert "locale" in answer.context["form"].errors

    def test_the_button_stands_with_posted_pages(self, board, source):
        explorer = reverse("wagtailadmin_explore", args=[source.get_parent().pk])
        assert to("select", source.pk) in board.get(explorer).content.decode()

    def test_a_translator_does_not_select(self, translator, source):
        assert translator.get(to("select", source.pk)).status_code == 302


class ListTests:
    def test_the_translator_finds_what_waits(self, translator, row):
        answer = translator.get(to("translations"))
        assert answer.status_code == 200
        assert row.title in answer.content.decode()
        assert [each.pk for each in answer.context["object_list"]] == [
            *PageTranslation.objects.order_by("pk").values_list("pk", flat=True)
        ]

    @pytest.mark.parametrize("queue", ["in_review", "outdated", "published", "removed", "all"])
    def test_the_filters(self, translator, row, queue):
        answer = translator.get(to("translations"), {"queue": queue})
        assert answer.status_code == 200
        assert bool(answer.context["object_list"]) is (queue == "all")

    def test_another_unit_sees_nothing(self, client, portal, row):
        other = make_officer("khac", portal, RoleCode.TRANSLATOR, make_department("Sở Y tế", "syt"))
        client.force_login(other)
        assert row.title not in client.get(to("translations"), {"queue": "all"}).content.decode()
        assert client.get(to("translation", row.pk)).status_code == 404
        assert client.post(to("save", row.pk), {}).status_code == 404

    def test_another_site_sees_nothing(self, client, portal, row):
        component = make_component()
        board = make_officer("xa", component, RoleCode.BOARD_HEAD)
        client.force_login(board)
        assert row.title not in client.get(to("translations"), {"queue": "all"}).content.decode()
        for address in (to("translation", row.pk), to("step", row.pk, "remove")):
            assert client.post(address, {"reason": "x"}).status_code in (404, 405)
        assert client.get(to("select", row.source_id)).status_code == 302
        assert again(row).state == "sent"

    def test_who_has_nothing_to_do_with_it_is_refused(self, client, people, row):
        client.force_login(people["cong-tac-vien"])
        assert client.get(to("translations")).status_code == 302


class TextTests:
    def test_texts_are_saved_and_stand_in_the_draft(self, translator, row):
        found = keys(row)
        given = {f"text-{found['Khánh thành cầu']}": "Bridge & road opened"}
        answer = translator.post(to("save", row.pk), given)
        assert answer.status_code == 302
        draft = Page.objects.get(pk=row.target_id).specific.get_latest_revision_as_object()
        assert draft.title == "Bridge & road opened"
        page = translator.get(to("translation", row.pk)).content.decode()
        assert "Bridge &amp; road opened" in page

    def test_marks_are_kept_or_refused_with_what_was_typed(self, translator, row):
        key = next(key for source, key in keys(row).items() if "<b>" in source)
        answer = translator.post(to("save", row.pk), {f"text-{key}": "The <script>x</script>"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "The &lt;script&gt;x&lt;/script&gt;" in page
        assert f'id="problem-{key}"' in page
        assert not StringTranslation.objects.exists()
        translator.post(
            to("save", row.pk), {f"text-{key}": "This morning the <b>bridge</b> opened."}
        )
        assert StringTranslation.objects.get().data == "This morning the <b>bridge</b> opened."

    def test_an_emptied_text_is_not_translated_any_more(self, translator, row):
        key = keys(row)["Khánh thành cầu"]
        translator.post(to("save", row.pk), {f"text-{key}": "Bridge"})
        translator.post(to("save", row.pk), {f"text-{key}": " "})
        assert not StringTranslation.objects.exists()

    def test_too_long_is_refused(self, translator, row):
        key = keys(row)["Khánh thành cầu"]
        answer = translator.post(to("save", row.pk), {f"text-{key}": "x" * 50_001})
        assert answer.status_code == 422

    @pytest.mark.parametrize("name", ["text-", "text-x", "text-99999999", "text-" + "9" * 40])
    def test_strange_names_change_nothing(self, translator, row, name):
        assert translator.post(to("save", row.pk), {name: "x"}).status_code == 302
        assert not StringTranslation.objects.exists()

    def test_a_machine_text_is_confirmed_one_by_one(self, translator, row):
        translate(row)
        StringTranslation.objects.update(translation_type="machine")
        key = keys(row)["Khánh thành cầu"]
        found = strings.lines(row, strings.segments_of(row))
        given = {f"text-{line.key}": line.target for line in found}
        translator.post(to("save", row.pk), given)
        assert not StringTranslation.objects.filter(translation_type="manual").exists()
        assert translator.post(to("step", row.pk, "hand_in")).status_code == 422
        translator.post(to("save", row.pk), given | {f"confirmed-{key}": "on"})
        assert StringTranslation.objects.filter(translation_type="manual").count() == 1

    def test_nothing_is_written_while_the_board_has_it(self, translator, row, people):
        translate(row)
        flow.hand_in(row, people["bien-dich"])
        key = keys(row)["Khánh thành cầu"]
        translator.post(to("save", row.pk), {f"text-{key}": "Hack"})
        assert not StringTranslation.objects.filter(data="Hack").exists()


def form_of(client, row):
    """What the browser sends back if nothing is typed."""
    page = BeautifulSoup(client.get(to("translation", row.pk)).content, "html.parser")
    fields = page.select('form textarea[name^="text-"], form input[name^="shown-"]')
    return {
        each["name"]: each.text.removeprefix("\n") if each.name == "textarea" else each["value"]
        for each in fields
    }


class TogetherTests:
    """Two people have the same translation open."""

    @pytest.fixture
    def name(self, row):
        return f"text-{keys(row)['Khánh thành cầu']}"

    def stored(self):
        return set(StringTranslation.objects.values_list("data", flat=True))

    def test_what_one_did_not_touch_stays_as_the_other_wrote_it(self, translator, row, name):
        theirs = form_of(translator, row)
        mine = form_of(translator, row)
        translator.post(to("save", row.pk), mine | {name: "Bridge opened"})
        other = next(each for each in theirs if each.startswith("text-") and each != name)
        assert theirs[other] == ""
        answer = translator.post(to("save", row.pk), theirs | {other: "News of today"})
        assert "Bridge opened" in self.stored()
        assert answer.status_code in (302, 422)

    def test_what_both_wrote_is_shown_to_the_second(self, translator, row, name):
        theirs = form_of(translator, row)
        translator.post(to("save", row.pk), {name: "Bridge opened"})
        answer = translator.post(to("save", row.pk), theirs | {name: "Bridge inaugurated"})
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "Bridge inaugurated" in text
        assert "“Bridge opened”" in text
        assert self.stored() == {"Bridge opened"}
        page = BeautifulSoup(text, "html.parser")
        version = page.find("input", {"name": name.replace("text-", "shown-")})["value"]
        again_ = {name: "Bridge inaugurated", name.replace("text-", "shown-"): version}
        assert translator.post(to("save", row.pk), again_).status_code == 302
        assert self.stored() == {"Bridge inaugurated"}

    def test_a_refusal_shows_what_the_other_wrote_elsewhere(self, translator, row, name):
        theirs = form_of(translator, row)
        translate(row, "Other")
        answer = translator.post(to("save", row.pk), theirs | {name: "Bridge inaugurated"})
        assert answer.status_code == 422
        page = BeautifulSoup(answer.content, "html.parser")
        fields = {each["name"]: each.text.strip() for each in page.select("textarea[name^=text-]")}
        assert fields.pop(name) == "Bridge inaugurated"
        assert all(text.startswith("Other") for text in fields.values())
        assert len(fields) == 1

    def test_an_old_machine_text_does_not_come_back_as_a_persons(self, translator, row, name):
        translate(row, "MT")
        StringTranslation.objects.update(translation_type="machine")
        theirs = form_of(translator, row)
        translator.post(to("save", row.pk), {name: "Bridge opened"})
        translator.post(to("save", row.pk), theirs)
        found = StringTranslation.objects.get(translation_of__data="Khánh thành cầu")
        assert (found.data, found.translation_type) == ("Bridge opened", "manual")

    def test_texts_keep_their_place_when_a_paragraph_comes_before_them(
        self, translator, row, people, source
    ):
        theirs = form_of(translator, row)
        key = next(key for text, key in keys(row).items() if "<b>" in text)
        page = Page.objects.get(pk=source.pk).specific
        page.body = [("paragraph", "<p>Mới.</p>"), *((b.block_type, b.value) for b in page.body)]
        with publication.authorised("test"):
            publish_page(page)
        flow.renew(again(row), people["truong-ban"])
        typed = "This morning the <b>bridge</b> was opened."
        answer = translator.post(to("save", row.pk), theirs | {f"text-{key}": typed})
        text = answer.content.decode()
        assert typed in self.stored() or (answer.status_code == 409 and escape(typed) in text)

    def test_what_has_no_place_any_more_is_given_back(self, translator, row):
        answer = translator.post(to("save", row.pk), {"text-9-9": "All this <i>work</i>"})
        assert answer.status_code == 409
        assert "All this &lt;i&gt;work&lt;/i&gt;" in answer.content.decode()

    def test_what_was_typed_while_it_was_handed_in_is_given_back(
        self, translator, row, name, people
    ):
        translate(row)
        theirs = form_of(translator, row)
        flow.hand_in(row, people["bien-dich"])
        answer = translator.post(to("save", row.pk), theirs | {name: "A better title"})
        assert answer.status_code == 409
        assert "A better title" in answer.content.decode()
        assert "A better title" not in self.stored()
        # Who typed nothing new is told what anybody is told.
        assert translator.post(to("save", row.pk), theirs).url == reverse("wagtailadmin_home")


class LengthTests:
    def test_a_title_that_is_too_long_is_refused_at_its_line(self, translator, row):
        key = keys(row)["Khánh thành cầu"]
        answer = translator.post(to("save", row.pk), {f"text-{key}": "Б" * 256})
        assert answer.status_code == 422
        assert f'id="problem-{key}"' in answer.content.decode()
        assert not StringTranslation.objects.exists()
        answer = translator.post(to("save", row.pk), {f"text-{key}": "Б" * 255})
        assert answer.status_code == 302

    def test_and_in_a_file(self, people, row):
        data = files.write([row], "po").decode()
        entry = 'msgid "Khánh thành cầu"\nmsgstr "'
        assert entry in data
        data = data.replace(entry, entry + "Б" * 256).encode()
        outcome = files.take_in(files.writable(people["bien-dich"]), people["bien-dich"], data)
        assert [each.is_error for each in outcome.problems] == [True]
        assert not StringTranslation.objects.exists()

    def test_a_file_with_too_many_pages_is_refused(self, people, row, monkeypatch):
        rows = files.writable(people["bien-dich"])
        assert len(rows) == 2
        data = files.write(rows, "xliff")
        monkeypatch.setattr(files, "MOST_PAGES", 1)
        with pytest.raises(FileRefused):
            files.take_in(rows, people["bien-dich"], data)


class LeftOverTests:
    def test_a_machine_text_of_another_place_stops_nothing(self, translator, row):
        translate(row)
        first, second = strings.segments_of(row)[:2]
        StringTranslation.objects.create(
            translation_of=first.string,
            context=second.context,
            locale=row.locale,
            data="MT",
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        )
        assert drafting.unreviewed(row) == 0
        assert translator.post(to("step", row.pk, "hand_in")).status_code == 302
        assert again(row).state == "translated"


class OrderTests:
    def test_what_has_no_last_day_comes_after_what_has_one(self, translator, row):
        PageTranslation.objects.filter(pk=row.pk).update(due_on=date(2026, 12, 1))
        listed = translator.get(to("translations")).context["object_list"]
        assert listed[0].pk == row.pk
        assert len(listed) == 2


class StepTests:
    def test_what_is_missing_is_said_where_it_is_handed_in(self, translator, row):
        answer = translator.post(to("step", row.pk, "hand_in"))
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
        assert again(row).state == "sent"

    def test_it_is_handed_in(self, translator, row):
        translate(row)
        answer = translator.post(to("step", row.pk, "hand_in"))
        assert answer.url == to("translation", row.pk)
        assert again(row).state == "translated"
        page = translator.get(to("translation", row.pk)).content.decode()
        assert "<textarea" not in page

    @pytest.mark.parametrize("code", ["send", "remove"])
    def test_a_translator_takes_no_step_of_the_newsroom(self, translator, row, code):
        translator.post(to("step", row.pk, code), {"reason": "x"})
        assert again(row).state == "sent"
        assert again(row).unit_id == row.unit_id

    def test_the_board_removes_with_a_reason(self, board, row):
        assert board.post(to("step", row.pk, "remove"), {"reason": ""}).status_code == 422
        assert again(row).state == "sent"
        board.post(to("step", row.pk, "remove"), {"reason": "Không cần nữa"})
        assert again(row).state == "removed"

    def test_a_last_day_that_is_over_stays_but_none_is_set(self, board, row, unit):
        gone = timezone.localdate() - timedelta(days=3)
        later = {"unit": unit.pk, "due_on": f"{gone + timedelta(days=1):%d/%m/%Y}"}
        answer = board.post(to("step", row.pk, "send"), later)
        assert answer.status_code == 422
        assert set(answer.context["forms"]["send"].errors) == {"due_on"}
        PageTranslation.objects.filter(pk=row.pk).update(due_on=gone)
        assert board.post(to("step", row.pk, "send"), later).status_code == 422
        same = {"unit": "", "due_on": f"{gone:%d/%m/%Y}"}
        assert board.post(to("step", row.pk, "send"), same).status_code == 302
        assert (again(row).unit, again(row).due_on) == (None, gone)

    def test_sending_says_who_has_the_text_now(self, board, row, unit):
        def said(value):
            answer = board.post(to("step", row.pk, "send"), {"unit": value}, follow=True)
            return [str(each) for each in answer.context["messages"]]

        assert said(unit.pk) != said("")
        assert said("") == [gettext("The newsroom translates the text by itself.")]

    def test_no_step_is_a_404_and_looking_does_nothing(self, board, row):
        assert board.post(to("step", row.pk, "x")).status_code == 404
        assert board.get(to("step", row.pk, "remove")).status_code == 302
        assert again(row).state == "sent"


def test_lists_ask_as_often_for_many(translator, portal, people, unit):
    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            translator.get(to("translations"), {"queue": "all"})
        return len(asked)

    count()
    few = count()
    for number in range(6):
        page = make_source(PortalSite.objects.get(pk=portal.pk), f"Tin {number}")
        flow.select(page, english(), people["truong-ban"], unit=unit)
    assert count() <= few


class PanelTests:
    def test_a_translator_sees_what_waits_first_on_the_first_page(self, translator, row):
        content = translator.get(reverse("wagtailadmin_home")).content.decode()
        assert to("translation", row.pk) in content

    def test_what_is_late_and_what_is_outdated_is_counted(
        self, translator, row, people, source, django_assert_max_num_queries
    ):
        PageTranslation.objects.filter(pk=row.pk).update(due_on="2020-01-01")
        posted = flow.select(
            make_source(row.portal_site, "Bài khác"), english(), people["truong-ban"]
        )
        Page.objects.filter(pk=posted[-1].target_id).update(live=True)
        PageTranslation.objects.filter(pk=posted[-1].pk).update(
            state="published", published_digest="x"
        )
        panel = TranslationsPanel()
        request = RequestFactory().get("/")
        request.user = people["bien-dich"]
        with django_assert_max_num_queries(8):
            counts = panel.get_context_data({"request": request})["counts"]
        assert (counts["late"], counts["today"], counts["outdated"]) == (1, 0, 1)

    def test_the_newsroom_has_no_such_panel(self, board, row):
        content = board.get(reverse("wagtailadmin_home")).content.decode()
        assert to("translation", row.pk) not in content
