"""Machine translation: off by default, tags protected, never handed in unread."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from govportal_wagtail.translation import flow, machine, strings
from govportal_wagtail.translation.checks import check_machine_translator
from govportal_wagtail.translation.models import PageTranslation, TranslationEvent
from tests.translation.builders import english, make_source, translate

pytestmark = pytest.mark.django_db

BODY = [
    (
        "paragraph",
        "<p>Sáng nay <b>cầu</b> được khánh thành; xem <a href='https://a.vn'>đây</a>.</p>",
    ),
    ("paragraph", "<p>Một dòng<br/>và R&amp;D.</p>"),
]


class Shouting:
    """Writes every word in capitals, as a service that keeps tags would."""

    asked: list = []

    def translate(self, texts, source_language, target_language):
        """The texts in capitals."""
        self.asked.append((list(texts), source_language, target_language))
        return [re.sub(r"(<[^>]*>|&\w+;)|(\w)", self.letter, text) for text in texts]

    def letter(self, match):
        """A tag as it is, a letter as a capital."""
        return match[1] or match[2].upper()


class ClosingSingles(Shouting):
    """Writes single tags as HTML programs do."""

    def letter(self, match):
        """The same, with a closing tag."""
        return super().letter(match).replace("/>", "></x>")


class Breaking:
    """Breaks the tags in one way for each text that has some."""

    answers: list = []

    def translate(self, texts, source_language, target_language):
        """The answers of the test for texts with tags."""
        return [self.answers[0] if "<" in text else "fine" for text in texts]


class Failing:
    """Is out of order."""

    def translate(self, texts, source_language, target_language):
        """Raise what a service may raise."""
        raise ConnectionError("gone")


class Short:
    """Returns fewer texts than it got."""

    def translate(self, texts, source_language, target_language):
        """All but one."""
        return texts[1:]


class FailingLater(Shouting):
    """Is out of order from the second question on."""

    def translate(self, texts, source_language, target_language):
        """Answer once."""
        if self.asked:
            raise TimeoutError
        return super().translate(texts, source_language, target_language)


@pytest.fixture(autouse=True)
def _fresh():
    Shouting.asked.clear()


@pytest.fixture
def use(settings):
    def use(kind):
        settings.GOVPORTAL_MACHINE_TRANSLATOR = f"{__name__}.{kind.__name__}"

    return use


@pytest.fixture
def row(portal, people, unit):
    page = make_source(portal, body=BODY)
    return flow.select(page, english(), people["truong-ban"], unit=unit)[-1]


@pytest.fixture
def translator(client, people, row):
    client.force_login(people["bien-dich"])
    return client


def to(name, *args):
    return reverse(f"govportal_translation:{name}", args=args)


def key_of(row, part):
    """The key of the line in whose source the part stands."""
    found = strings.segments_of(row)
    return next(strings.key_of(each) for each in found if part in each.string.data)


def texts(row):
    """Stored translations by source."""
    return {each.string.data: each.given for each in strings.segments_of(row)}


def told(answer):
    return [str(each) for each in answer.context["messages"]]


class SwitchTests:
    def test_off_by_default(self, translator, row):
        assert "/machine/" not in translator.get(to("translation", row.pk)).content.decode()
        assert translator.post(to("machine", row.pk)).status_code == 404
        assert not StringTranslation.objects.exists()

    def test_on_it_is_a_button_and_nothing_by_looking(self, translator, row, use):
        use(Shouting)
        assert to("machine", row.pk) in translator.get(to("translation", row.pk)).content.decode()
        assert translator.get(to("machine", row.pk)).status_code == 405
        assert not Shouting.asked

    @pytest.mark.parametrize("path", ["no.such.module", "os.path", "nodots", "datetime.date"])
    def test_a_wrong_name_is_found_at_the_start(self, settings, path):
        settings.GOVPORTAL_MACHINE_TRANSLATOR = path
        assert [each.id for each in check_machine_translator(None)] == ["govportal.E053"]

    def test_a_right_name_and_none_are_fine(self, use, settings):
        use(Shouting)
        assert check_machine_translator(None) == []
        settings.GOVPORTAL_MACHINE_TRANSLATOR = ""
        assert check_machine_translator(None) == []


class RightsTests:
    def test_another_unit_and_the_time_of_the_board(self, client, translator, row, people, use):
        use(Shouting)
        client.force_login(people["cong-tac-vien"])
        assert client.post(to("machine", row.pk)).status_code == 302
        translate(row)
        flow.hand_in(row, people["bien-dich"])
        StringTranslation.objects.all().delete()
        client.force_login(people["bien-dich"])
        client.post(to("machine", row.pk))
        with pytest.raises(PermissionDenied):
            machine.translate(PageTranslation.objects.get(pk=row.pk), people["bien-dich"])
        assert not Shouting.asked
        assert not StringTranslation.objects.exists()


class TranslateTests:
    @pytest.mark.parametrize("kind", [Shouting, ClosingSingles])
    def test_texts_with_tags_come_back_whole(self, row, people, use, kind):
        use(kind)

        done = machine.translate(row, people["bien-dich"])

        found = texts(row)
        assert (done.stored, done.refused, done.left) == (len(found), 0, 0)
        assert found["Khánh thành cầu"] == "KHÁNH THÀNH CẦU"
        marked = next(source for source in found if "<a" in source)
        assert found[marked] == ('SÁNG NAY <b>CẦU</b> ĐƯỢC KHÁNH THÀNH; XEM <a id="a1">ĐÂY</a>.')
        assert found["Một dòng<br/>và R&amp;D."] == "MỘT DÒNG<br/>VÀ R&amp;D."

    def test_the_service_sees_numbers_and_languages(self, row, people, use):
        use(Shouting)
        machine.translate(row, people["bien-dich"])

        ((asked, source, target),) = Shouting.asked

        assert 'Một dòng<x id="1"/>và R&amp;D.' in asked
        assert (source, target) == ("vi", "en")

    def test_what_a_machine_wrote_waits_for_a_person(self, translator, row, use):
        use(Shouting)

        translator.post(to("machine", row.pk))

        kinds = set(StringTranslation.objects.values_list("translation_type", flat=True))
        assert kinds == {"machine"}
        page = translator.get(to("translation", row.pk)).content.decode()
        assert 'name="confirmed-' in page
        assert translator.post(to("step", row.pk, "hand_in")).status_code == 422
        draft = Page.objects.get(pk=row.target_id).specific.get_latest_revision_as_object()
        assert draft.title == "KHÁNH THÀNH CẦU"
        assert TranslationEvent.objects.filter(kind="machine", translation_id=row.pk).exists()

    def test_what_was_typed_is_stored_first_and_stays(self, translator, row, use):
        use(Shouting)
        key = next(
            strings.key_of(each)
            for each in strings.segments_of(row)
            if each.string.data == "Khánh thành cầu"
        )

        translator.post(to("machine", row.pk), {f"text-{key}": "Bridge opened"})

        assert texts(row)["Khánh thành cầu"] == "Bridge opened"
        asked = [text for question in Shouting.asked for text in question[0]]
        assert "Khánh thành cầu" not in asked

    def test_what_was_typed_wrong_stops_it(self, translator, row, use):
        use(Shouting)
        key = next(
            strings.key_of(each) for each in strings.segments_of(row) if "<a" in each.string.data
        )

        answer = translator.post(to("machine", row.pk), {f"text-{key}": "no marks"})

        assert answer.status_code == 422
        assert "no marks" in answer.content.decode()
        assert not Shouting.asked

    @pytest.mark.parametrize(
        "answer",
        [
            "no tags",
            '<g id="1">one only</g>',
            '<g id="1">a</g> <g id="2">b</g> <g id="3">c</g>',
            '<g id="2">a <g id="1">b</g>',
            '<g id="1">a</g></g> <g id="2">b</g>',
            '<g>a</g> <g id="2">b</g>',
            '<b>a</b> <g id="1">b</g> <g id="2">c</g>',
            '<script>x</script><g id="1">a</g> <g id="2">b</g>',
            "",
        ],
    )
    def test_a_text_whose_tags_broke_is_left_untranslated(self, translator, row, use, answer):
        use(Breaking)
        Breaking.answers[:] = [answer]

        page = translator.post(to("machine", row.pk), follow=True)

        assert {given for source, given in texts(row).items() if "<" in source} == {None}
        assert texts(row)["Khánh thành cầu"] == "fine"
        assert any("2" in each for each in told(page))

    @pytest.mark.parametrize("kind", [Failing, Short])
    def test_a_service_out_of_order_loses_nothing(self, translator, row, use, kind):
        use(kind)
        key = next(
            strings.key_of(each)
            for each in strings.segments_of(row)
            if each.string.data == "Khánh thành cầu"
        )

        page = translator.post(to("machine", row.pk), {f"text-{key}": "Bridge"}, follow=True)

        assert page.status_code == 200
        (message,) = page.context["messages"]
        assert message.level_tag == "error"
        assert [given for given in texts(row).values() if given] == ["Bridge"]

    def test_many_are_asked_in_batches_and_some_another_time(self, row, people, use, monkeypatch):
        use(Shouting)
        monkeypatch.setattr(machine, "BATCH", 1)
        monkeypatch.setattr(machine, "MOST", 2)

        done = machine.translate(row, people["bien-dich"])

        assert (done.stored, len(Shouting.asked)) == (2, 2)
        assert done.left == len(texts(row)) - 2

    def test_what_came_before_an_error_stays(self, row, people, use, monkeypatch):
        use(FailingLater)
        monkeypatch.setattr(machine, "BATCH", 1)

        with pytest.raises(machine.TranslationError):
            machine.translate(row, people["bien-dich"])

        assert len([given for given in texts(row).values() if given]) == 1

    def test_nothing_to_do_is_said(self, translator, row, use):
        use(Shouting)
        translate(row)

        page = translator.post(to("machine", row.pk), follow=True)

        assert len(told(page)) == 1
        assert not Shouting.asked


class LocalizeTests:
    @pytest.fixture
    def localize(self, settings):
        settings.GOVPORTAL_MACHINE_TRANSLATOR = (
            "govportal_wagtail.translation.machine.LocalizeTranslator"
        )
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
            "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
        }

    def test_its_translators_may_be_used(self, localize, row, people):
        machine.translate(row, people["bien-dich"])

        found = texts(row)
        assert found["Khánh thành cầu"] == "cầu thành Khánh"
        assert found["Một dòng<br/>và R&amp;D."] == "R&amp;D. và<br/>dòng Một"

    def test_without_one_it_is_said(self, localize, settings, row, people):
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None

        with pytest.raises(machine.TranslationError):
            machine.translate(row, people["bien-dich"])
