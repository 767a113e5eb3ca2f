"""Terms of the glossary taken in from a table: who, what becomes of each row, what is refused."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from govportal_wagtail.core.importing.errors import UnusableInput
from govportal_wagtail.core.models import SiteLogEntry
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import glossary_files
from govportal_wagtail.translation.models import GlossaryTerm
from tests.core.portal_builders import make_component, make_department, make_officer
from tests.translation.builders import english

pytestmark = pytest.mark.django_db
HEADING = "source,target,accepted,note"


def table(*lines: str, heading: str = HEADING) -> bytes:
    return "\n".join([heading, *lines]).encode()


def take(data: bytes, portal=None, user=None, **options):
    return glossary_files.take_in(data, portal_site=portal, locale=english(), user=user, **options)


def terms(portal=None) -> dict[str, tuple[str, str, str]]:
    rows = GlossaryTerm.objects.filter(portal_site=portal)
    return {each.source: (each.target, each.accepted, each.note) for each in rows}


def add(source, target, portal=None, **fields):
    return GlossaryTerm.objects.create(
        portal_site=portal, locale=english(), source=source, target=target, **fields
    )


class RowTests:
    def test_new_terms_are_added_and_others_changed(self, people):
        add("công khai", "publicity", accepted="openness", note="tên mục")
        data = table("công khai,disclosure,,", "một cửa,one-stop shop,single window,Xem NĐ 118")

        outcome = take(data, user=people["truong-ban"], source="terms.csv")

        assert outcome.is_written
        assert [(each.source, each.before, each.after) for each in outcome.changed] == [
            ("công khai", "publicity; openness (tên mục)", "disclosure; openness (tên mục)")
        ]
        assert [each.source for each in outcome.added] == ["một cửa"]
        assert terms() == {
            "công khai": ("disclosure", "openness", "tên mục"),
            "một cửa": ("one-stop shop", "single window", "Xem NĐ 118"),
        }

    def test_a_term_is_the_same_in_other_letters(self, people):
        add("thời tiết", "weather")
        add("hoà bình", "peace")
        data = table("Thời  Tiết,climate,,", "hòa bình,peace,,", "mới,new,,", "MỚI,newer,,")

        outcome = take(data, user=people["truong-ban"], is_trial=True)
        assert [row for row, _text in outcome.problems] == [5]
        outcome = take(data.rpartition(b"\n")[0], user=people["truong-ban"])

        assert outcome.unchanged == 1
        assert terms() == {
            "thời tiết": ("climate", "", ""),
            "hoà bình": ("peace", "", ""),
            "mới": ("new", "", ""),
        }

    def test_the_log_says_who_and_from_which_file(self, people):
        add("công khai", "publicity")
        user = people["truong-ban"]
        take(table("công khai,disclosure,,", "mới,new,,"), user=user, source="terms.csv")
        found = SiteLogEntry.objects.filter(content_type__model="glossaryterm").order_by("pk")
        assert [(each.action, each.user, each.data["file"]) for each in found] == [
            ("wagtail.edit", user, "terms.csv"),
            ("wagtail.create", user, "terms.csv"),
        ]

    def test_a_trial_writes_nothing_and_says_the_same(self, people):
        data = table("một cửa,one-stop shop,,")
        trial = take(data, is_trial=True)
        assert (trial.is_written, terms()) == (False, {})
        assert trial.added == take(data, user=people["truong-ban"]).added

    def test_a_second_time_nothing_changes(self, people):
        data = table("một cửa,one-stop shop,single window,")
        take(data, user=people["truong-ban"])
        again = take(data, user=people["truong-ban"])
        assert (again.added, again.changed, again.unchanged) == ([], [], 1)

    @pytest.mark.parametrize(
        ("line", "row", "said"),
        [
            ("một cửa,,,", 3, "không được để trắng"),
            (",one-stop shop,,", 3, "không được để trắng"),
            ("...,one-stop shop,,", 3, "Nhập một hoặc"),
            (f"một cửa,{'x' * 256},,", 3, "255"),
            ("tốt,fine,,", 3, "đã có ở dòng 2"),
            ("một cửa,one-stop shop,,,,more", 3, "nhiều ô hơn"),
        ],
    )
    def test_one_wrong_row_leaves_all_as_it_was(self, people, line, row, said):
        with translation.override("vi"):
            outcome = take(table("tốt,good,,", line), user=people["truong-ban"])
        assert [number for number, _text in outcome.problems] == [row]
        assert said in outcome.problems[0][1]
        assert (outcome.is_written, terms()) == (False, {})

    def test_texts_are_brought_into_their_stored_form(self, people):
        take(table("  một   cửa ,one-stop\u00a0shop,,"), user=people["truong-ban"])
        assert terms() == {"một cửa": ("one-stop shop", "", "")}

    def test_what_no_database_stores_is_taken_out(self, people):
        take(table("một cửa\0,one-stop\0 shop,,"), user=people["truong-ban"])
        assert terms() == {"một cửa": ("one-stop shop", "", "")}


class FileTests:
    def test_its_own_file_comes_back_without_a_change(self, client, people, portal):
        add("=một cửa", "one-stop shop", accepted="single window; desk", note="-xem")
        make_department("Sở Y tế", "syt", name_en="Department of Health")
        client.force_login(people["truong-ban"])
        answer = client.get(reverse("govportal_translation:glossary", args=["en"]))

        outcome = take(answer.getvalue(), user=people["truong-ban"])

        assert (outcome.problems, outcome.added, outcome.changed) == ([], [], [])
        assert outcome.unchanged == 1
        assert outcome.of_registers >= 1

    def test_a_term_of_all_sites_is_not_repeated_on_one(self, people, portal):
        add("một cửa", "one-stop shop")
        outcome = take(table("một cửa,one-stop shop,,", "mới,new,,"), portal, people["truong-ban"])
        assert [each.source for each in outcome.added] == ["mới"]
        assert set(terms(portal)) == {"mới"}

    def test_a_site_may_have_another_translation(self, people, portal):
        add("một cửa", "one-stop shop")
        take(table("một cửa,single window,,"), portal, people["truong-ban"])
        assert terms()["một cửa"][0] == "one-stop shop"
        assert terms(portal)["một cửa"][0] == "single window"

    def test_excel_with_headings_of_the_admin(self, people):
        book = Workbook()
        book.active.append(["Thuật ngữ", "Cách dịch", "Của chúng tôi"])
        book.active.append(["một cửa", "one-stop shop", 7])
        stream = io.BytesIO()
        book.save(stream)
        assert take(stream.getvalue(), user=people["truong-ban"]).is_written
        assert terms() == {"một cửa": ("one-stop shop", "", "")}

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\x00\x01\x02",
            table(heading="source,target"),
            table("a,b", heading="term of ours,english"),
            table("a,b,c", heading="source,Thu\u1eadt ng\u1eef,target"),
            table(*(f"từ {n},word" for n in range(glossary_files.MAX_TERMS + 1))),
        ],
        ids=["empty", "binary", "no rows", "no columns", "twice", "too many"],
    )
    def test_what_is_no_table_of_terms_is_refused(self, people, data):
        with pytest.raises(UnusableInput):
            take(data, user=people["truong-ban"])
        assert terms() == {}


class ScreenTests:
    address = "/admin/translations/glossary/intake/"

    def send(self, client, data: bytes, name="terms.csv", **fields):
        values = {"locale": english().pk, "file": SimpleUploadedFile(name, data)}
        return client.post(self.address, values | fields)

    def test_first_a_look_then_the_writing(self, client, people):
        client.force_login(people["truong-ban"])
        data = table("một cửa,one-stop shop,,")
        look = self.send(client, data, is_trial="on")
        assert (look.status_code, terms()) == (200, {})
        assert "one-stop shop" in look.content.decode()
        # The next time the file is meant.
        assert look.context["form"].initial["is_trial"] is False
        assert self.send(client, data).status_code == 200
        assert list(terms()) == ["một cửa"]

    @pytest.mark.parametrize(
        ("name", "data"),
        [("terms.csv", b""), ("terms.exe", b"MZ"), ("terms.xlsx", b"PK\x03\x04 none")],
    )
    def test_a_wrong_file_is_refused_beside_the_field(self, client, people, name, data):
        client.force_login(people["truong-ban"])
        answer = self.send(client, data, name)
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]

    def test_not_for_translators(self, client, people):
        client.force_login(people["bien-dich"])
        assert client.get(self.address).status_code == 302
        assert self.send(client, table("một cửa,x,,")).status_code == 302
        assert terms() == {}

    def test_a_component_keeps_its_own_terms_alone(self, client, portal):
        other = make_component()
        client.force_login(make_officer("xa", other, RoleCode.BOARD_HEAD))
        data = table("một cửa,one-stop shop,,")
        assert self.send(client, data).status_code == 422
        assert self.send(client, data, portal_site=portal.pk).status_code == 422
        assert self.send(client, data, portal_site=other.pk).status_code == 200
        assert (terms(), terms(portal)) == ({}, {})
        assert list(terms(other)) == ["một cửa"]

    def test_the_list_of_terms_leads_here(self, client, people):
        client.force_login(people["truong-ban"])
        shown = client.get("/admin/snippets/govportal_translation/glossaryterm/").content.decode()
        assert self.address in shown


def test_headings_are_those_of_the_file_that_is_downloaded(client, people):
    client.force_login(people["truong-ban"])
    answer = client.get(reverse("govportal_translation:glossary", args=["en"]))
    first = next(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    with translation.override("vi"):
        assert tuple(first) == glossary_files.headings()
