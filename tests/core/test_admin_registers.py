"""The registers and the report on files in the admin."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, ModelLogEntry

from govportal_wagtail.core.models import AdministrativeField, Agency, FileFacts
from tests import builders
from tests.core import file_samples as samples

pytestmark = pytest.mark.django_db
AGENCIES = "wagtailsnippets_govportal_core_agency:"
FIELDS = "wagtailsnippets_govportal_core_administrativefield:"
PDF = samples.pdf_with_text(["Dieu 1. Pham vi dieu chinh cua quy che nay"] * 5)


@pytest.fixture
def admin(client):
    builders.make_site()
    client.force_login(builders.make_user(superuser=True))
    return client


def titles(response) -> list[str]:
    assert response.status_code == 200
    return [str(each) for each in response.context["object_list"]]


def rows(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


class RegisterTests:
    """Agencies and fields of administration."""

    def test_the_menu_leads_to_both(self, admin):
        content = admin.get("/admin/").content.decode()
        for name in (AGENCIES, FIELDS):
            assert reverse(f"{name}list") in content

    def test_an_agency_is_created_and_logged(self, admin):
        parent = builders.make_agency()
        data = {"name": "Sở Nội vụ", "code": "so-noi-vu", "kind": "department"}
        data |= {"level": "province", "parent": parent.pk, "successor": ""}
        data |= dict.fromkeys(["name_en", "name_ru", "short_name", "abbreviation"], "")
        response = admin.post(reverse(f"{AGENCIES}add"), data | {"issuer_code": "SNV"})
        assert response.status_code == 302, response.context["form"].errors
        agency = Agency.objects.get(code="so-noi-vu")
        assert agency.parent == parent
        entry = ModelLogEntry.objects.get(object_id=str(agency.pk))
        assert entry.action == "wagtail.create"

    def test_a_mistake_is_said_next_to_the_field(self, admin):
        agency = builders.make_agency()
        data = {"name": agency.name, "code": agency.code, "kind": agency.kind}
        data |= {"level": agency.level, "parent": agency.pk}
        response = admin.post(reverse(f"{AGENCIES}edit", args=[agency.pk]), data)
        assert "parent" in response.context["form"].errors

    @pytest.mark.parametrize("query", ["so noi vu", "SỞ NỘI", "nội sở", "snv", "so-noi"])
    def test_the_search_ignores_diacritics_case_and_order(self, admin, query):
        builders.make_agency("so-noi-vu", name="Sở Nội vụ", abbreviation="SNV")
        builders.make_agency("so-y-te", name="Sở Y tế")
        response = admin.get(reverse(f"{AGENCIES}list"), {"q": query})
        assert titles(response) == ["Sở Nội vụ"]

    @pytest.mark.parametrize("query", ['"', "'", "%", "(", "*", "\\", " "])
    def test_no_sign_breaks_the_search(self, admin, query):
        builders.make_agency()
        assert admin.get(reverse(f"{AGENCIES}list"), {"q": query}).status_code == 200
        assert admin.get(reverse(f"{FIELDS}list"), {"q": query}).status_code == 200

    def test_filters_by_kind_level_existence_and_parent(self, admin):
        yesterday = date.today() - timedelta(days=2)
        parent = builders.make_agency(name="Cha")
        builders.make_agency("con", name="Con", parent=parent, kind="department")
        builders.make_agency("huyen", name="Huyện", level="district", valid_to=yesterday)
        url = reverse(f"{AGENCIES}list")
        assert titles(admin.get(url, {"exists": "ended"})) == ["Huyện"]
        assert "Huyện" not in titles(admin.get(url, {"exists": "today"}))
        assert titles(admin.get(url, {"level": "district"})) == ["Huyện"]
        assert titles(admin.get(url, {"kind": "department"})) == ["Con"]
        assert titles(admin.get(url, {"under": parent.pk})) == ["Con"]

    def test_lists_are_sorted_by_any_column_and_exported(self, admin):
        builders.make_agency("b", name="B", issuer_code="1")
        builders.make_agency("a", name="A", issuer_code="2", parent=Agency.objects.get(code="b"))
        url = reverse(f"{AGENCIES}list")
        assert titles(admin.get(url, {"ordering": "issuer_code"})) == ["B", "A"]
        assert titles(admin.get(url, {"ordering": "-parent__name"}))
        exported = rows(admin.get(url, {"export": "csv"}))
        assert [next(iter(row.values())) for row in exported] == ["a", "b"]
        assert [list(row.values()).count("b") for row in exported] == [1, 1]
        assert admin.get(url, {"export": "xlsx"}).status_code == 200
        builders.make_field()
        assert len(rows(admin.get(reverse(f"{FIELDS}list"), {"export": "csv"}))) == 1

    def test_the_number_of_queries_does_not_grow_with_the_rows(
        self, admin, django_assert_max_num_queries
    ):
        parent = builders.make_agency()
        for number in range(30):
            builders.make_agency(f"so-{number}", name=f"Sở {number}", parent=parent)
        # Fewer than there are rows; versions of Django and Wagtail differ by one or two.
        with django_assert_max_num_queries(30):
            assert len(titles(admin.get(reverse(f"{AGENCIES}list")))) == 31

    def test_a_field_keeps_its_order(self, admin):
        builders.make_field("b", name="Bê", sort_order=1)
        builders.make_field("a", name="A", sort_order=2)
        assert titles(admin.get(reverse(f"{FIELDS}list"))) == ["Bê", "A"]
        wider = AdministrativeField.objects.get(code="a")
        builders.make_field("c", name="Xê", parent=wider)
        assert titles(admin.get(reverse(f"{FIELDS}list"), {"under": wider.pk})) == ["Xê"]

    def test_only_those_with_the_permission_get_in(self, client):
        builders.make_site()
        user = builders.make_user()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert client.get(reverse(f"{AGENCIES}list")).status_code == 302
        assert reverse(f"{AGENCIES}list") not in client.get("/admin/").content.decode()


def test_chooser_of_glossary_terms_is_searched(admin):
    address = reverse("wagtailsnippetchoosers_govportal_translation_glossaryterm:choose")
    assert admin.get(address, {"q": "cầu"}).status_code == 200


class ReportTests:
    """The report on uploaded files."""

    url = "/admin/reports/uploaded-files/"

    def test_each_file_is_listed_with_what_is_known(self, admin):
        builders.make_file("Đã ký", name="a.pdf", content=samples.pdf_signed())
        builders.make_file("Lạ", name="b.docx", content=PDF)
        unseen = builders.make_file("Chưa đọc", name="c.txt")
        FileFacts.objects.filter(document=unseen).delete()
        response = admin.get(self.url)
        assert titles(response) == ["Chưa đọc", "Lạ", "Đã ký"]
        content = response.content.decode()
        assert FileFacts.objects.get(document__title="Đã ký").sha256[:12] in content
        assert reverse("wagtaildocs:edit", args=[unseen.pk]) in content

    def test_filters(self, admin):
        builders.make_file("Chữ", name="a.pdf", content=PDF)
        builders.make_file("Quét", name="b.pdf", content=samples.pdf_from_scan())
        builders.make_file("Quét nữa", name="c.pdf", content=samples.pdf_from_scan())
        builders.make_file("Sửa sau ký", name="d.pdf", content=samples.pdf_signed(intact=False))
        builders.make_file("Lạ", name="e.docx", content=PDF[:-1])
        unseen = builders.make_file("Chưa đọc", name="c.txt")
        FileFacts.objects.filter(document=unseen).delete()

        def found(**query: str) -> set[str]:
            return set(titles(admin.get(self.url, query)))

        scans = {"Quét", "Quét nữa"}
        assert found(text="scan") == scans
        assert found(copies="copies") == scans
        assert found(signature="broken") == found(signature="signed") == {"Sửa sau ký"}
        assert found(state="refused") == {"Lạ"}
        assert found(state="unseen") == {"Chưa đọc"}
        assert found(kind="pdf") == {"Chữ", *scans, "Sửa sau ký"}
        assert found(q="quét nữa") == {"Quét nữa"}
        sha256 = FileFacts.objects.get(document__title="Chữ").sha256
        assert found(q=sha256) == {"Chữ"}

    def test_copies_are_counted_and_exported(self, admin):
        for title in ("Một", "Hai", "Ba"):
            builders.make_file(title, content=b"Cung mot noi dung")
        lost = builders.make_file("Chưa đọc", content=b"Khac")
        FileFacts.objects.filter(document=lost).delete()
        response = admin.get(self.url, {"export": "csv"})
        exported = {next(iter(row.values())): list(row.values()) for row in rows(response)}
        assert "2" in exported["Một"]
        assert FileFacts.objects.get(document__title="Một").sha256 in exported["Một"]
        assert "Chưa đọc" in exported
        assert admin.get(self.url, {"export": "xlsx"}).status_code == 200

    def test_queries_do_not_grow_with_the_files(self, admin, django_assert_max_num_queries):
        for number in range(20):
            builders.make_file(f"Tệp {number}", content=b"Noi dung %d" % number)
        with django_assert_max_num_queries(23):
            assert len(titles(admin.get(self.url))) == 20

    def test_shows_only_what_the_user_may_change(self, client):
        builders.make_site()
        own = Collection.get_first_root_node().add_child(name="Của mình")
        builders.make_file("Của người khác")
        mine = builders.make_file("Của mình", content=b"Noi dung khac")
        mine.collection = own
        mine.save()
        user, group = builders.make_user(), Group.objects.create(name="Biên tập viên")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        client.force_login(user)
        assert client.get(self.url).status_code == 302
        assert self.url not in client.get("/admin/").content.decode()
        GroupCollectionPermission.objects.create(
            group=group,
            collection=own,
            permission=Permission.objects.get(codename="change_document"),
        )
        assert titles(client.get(self.url)) == ["Của mình"]
        assert self.url in client.get("/admin/").content.decode()
