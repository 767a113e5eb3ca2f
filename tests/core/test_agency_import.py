"""Importing agencies: what a file says, what becomes of it, the command and the screens."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from govportal_wagtail.core.models import Agency, AgencyKind, AgencyLevel
from govportal_wagtail.core.organisation import reading
from govportal_wagtail.core.organisation.importing import Options, Outcome, Report, import_rows
from govportal_wagtail.core.organisation.recognition import recognise
from govportal_wagtail.core.organisation.rows import UnusableFile
from tests import builders
from tests.core.organisation_builders import table_file, tree_file, unit

AGENCIES = "wagtailsnippets_govportal_core_agency:"
LABELS = Path(__file__).parent / "agency_labels.csv"


def bring(data: bytes, *, dry_run: bool = False, **options) -> Report:
    rows = reading.read(data, communes_only=options.get("parent") is not None)
    return import_rows(rows, Options(**options), dry_run=dry_run)


def outcomes(report: Report) -> list[str]:
    return [str(result.outcome) for result in report.results]


class RecognitionTests:
    """Kind and level by the name."""

    @pytest.mark.parametrize(
        ("name", "kind", "level"),
        [
            ("Chính phủ", "government", "central"),
            ("Bộ Nội vụ", "ministry", "central"),
            ("UBND tỉnh", "peoples_committee", "province"),
            ("Uỷ ban nhân dân Thành phố Hồ Chí Minh", "peoples_committee", "province"),
            ("UBND TP. Cà Mau", "district_peoples_committee", "district"),
            ("Ủy ban nhân dân huyện U Minh", "district_peoples_committee", "district"),
            ("UBND xã Diễn Thái huyện Diễn Châu", "commune_peoples_committee", "commune"),
            ("Ủy ban nhân dân đặc khu Phú Quốc", "commune_peoples_committee", "commune"),
            ("UBND phường An Xuyên", "commune_peoples_committee", "commune"),
            ("HĐND tỉnh", "peoples_council", "province"),
            ("HĐND xã Tân Hưng", "commune_peoples_council", "commune"),
            ("Chủ tịch UBND tỉnh", "chair", "province"),
            ("Văn phòng UBND tỉnh", "pc_office", "province"),
            ("Sở Nông nghiệp và Môi trường", "department", "province"),
            ("Thanh tra tỉnh", "department", "province"),
            ("Ban Quản lý Khu kinh tế", "department", "province"),
            ("Phòng Giáo dục và Đào tạo huyện Lấp Vò", "department", "district"),
            ("Trung tâm Y tế huyện Chí Linh", "public_service_unit", "district"),
            ("Trường Cao đẳng Y tế Sơn La", "public_service_unit", "province"),
            ("Bệnh viện Đa khoa tỉnh", "public_service_unit", "province"),
            ("Ban QLDA ĐTXD huyện Kỳ Sơn, tỉnh Nghệ An", "public_service_unit", "district"),
            ("Văn phòng Đăng ký đất đai", "public_service_unit", "province"),
            ("Phòng Công chứng số 1", "public_service_unit", "province"),
            ("Lãnh đạo sở", "internal_unit", "province"),
            ("Công ty Điện lực Cà Mau", "other", "province"),
            ("Chi cục Kiểm lâm tỉnh Sơn La", "other", "province"),
        ],
    )
    def test_names_of_bodies(self, name, kind, level):
        found = recognise(name)
        assert (str(found.kind), str(found.level)) == (kind, level)

    def test_a_phong_is_what_its_parent_makes_it(self):
        below_department = recognise("Phòng Nội vụ", parent_kind="department")
        below_district = recognise(
            "Phòng Nội vụ", parent_kind="district_peoples_committee", parent_level="district"
        )
        assert below_department.kind == AgencyKind.INTERNAL_UNIT
        assert (below_district.kind, below_district.level) == ("department", "district")

    @pytest.mark.parametrize("name", ["ABC", "BỘ Y TẾ - BỘ TÀI CHÍNH", "Độc lập - Tự do"])
    def test_what_is_not_one_known_body_is_not_certain(self, name):
        assert not recognise(name).is_certain

    @given(st.text(max_size=80))
    def test_any_text_is_something(self, name):
        found = recognise(name)
        assert found.kind in AgencyKind
        assert found.level in AgencyLevel

    def test_is_right_about_real_names_as_often_as_it_is_said(self, shared):
        """The labels were given by hand, to names known here by their hash alone."""
        with LABELS.open(encoding="utf-8") as file:
            labels = {row["sha256"]: row for row in csv.DictReader(file)}
        with (shared / "data" / "agencies.csv").open(encoding="utf-8-sig") as file:
            names = [row["name"] for row in csv.DictReader(file)]
        kinds, levels = [], []
        for name in names:
            label = labels.get(hashlib.sha256(name.encode()).hexdigest()[:12])
            if label:
                found = recognise(name)
                kinds.append(found.kind == label["kind"])
                if label["level"]:
                    levels.append(found.level == label["level"])
        assert len(kinds) >= 250
        assert sum(kinds) / len(kinds) >= 0.95
        assert sum(levels) / len(levels) >= 0.92


class ReadingTests:
    """What a file holds."""

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"  \n",
            b"[",
            b"{}",
            b"[1, 2]",
            b'[{"children": []}]',
            b'[{"tenDonVi": "A", "children": 5}]',
            b"[" * 5000,
            b"cot a;cot b\n1;2",
            b"name;name\nA;B",
            b'[{"Wards": 5}]',
            b'[{"Wards": [{}]}]',
            b"\x00\x01\x02\xff",
        ],
    )
    def test_what_is_no_list_of_agencies_is_refused(self, data):
        with pytest.raises(UnusableFile):
            reading.read(data)

    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, data):
        with contextlib.suppress(UnusableFile):
            assert reading.read(data)

    @given(st.text(max_size=200))
    def test_any_text_is_read_or_refused(self, text):
        with contextlib.suppress(UnusableFile):
            assert reading.read(f"name,code\n{text}".encode("utf-8", "replace"))

    def test_too_many_units_are_refused(self, monkeypatch):
        monkeypatch.setattr("govportal_wagtail.core.organisation.rows.MAX_ROWS", 2)
        with pytest.raises(UnusableFile, match="2"):
            reading.read(table_file("name", "A", "B", "C"))

    def test_rows_are_numbered_as_a_spreadsheet_shows_them(self):
        rows = reading.read(table_file("name;code", "", "Sở Y tế;so-y-te", "Sở Nội vụ;"))
        assert [(row.number, row.name, row.code) for row in rows] == [
            (3, "Sở Y tế", "so-y-te"),
            (4, "Sở Nội vụ", ""),
        ]

    def test_cells_that_cannot_be_read_are_errors_of_the_row(self):
        (row,) = reading.read(
            table_file(
                "name,kind,level,valid_from,valid_to", "A,vua,province,31/02/2025,01/07/2025,x"
            )
        )
        assert len(row.errors) == 3
        assert row.values == {"level": "province", "valid_to": "2025-07-01"}

    def test_a_mark_of_byte_order_and_old_line_breaks_do_no_harm(self):
        rows = reading.read("\ufeffname,code\rSở Y tế,so-y-te\r".encode())
        assert [row.name for row in rows] == ["Sở Y tế"]

    def test_the_national_list_needs_a_province(self):
        data = [
            {"Code": "96", "Name": "Cà Mau", "FullName": "Tỉnh Cà Mau", "Wards": [
                {"Code": "31825", "Name": "An Xuyên", "FullName": "Phường An Xuyên",
                 "FullNameEn": "An Xuyen Ward"}]},
            {"Code": "01", "Name": "Hà Nội", "FullName": "Thành phố Hà Nội", "Wards": [{}]},
        ]  # fmt: skip
        content = json.dumps(data).encode()
        with pytest.raises(reading.UnknownProvince, match="96 Cà Mau"):
            reading.read(content)
        with pytest.raises(UnusableFile):
            reading.read(
                b'[{"Code": "96", "Name": "A", "Wards": 5}]', province="96", form="provinces"
            )
        for wanted in ("96", "ca mau", "Tỉnh Cà Mau"):
            rows = reading.read(content, province=wanted)
            assert [row.name for row in rows] == [
                "Ủy ban nhân dân tỉnh Cà Mau",
                "Ủy ban nhân dân phường An Xuyên",
            ]
            assert rows[1].values["name_en"] == "People's Committee of An Xuyen Ward"
            assert rows[1].national_code == "31825"


@pytest.mark.django_db
class ImportTests:
    """What becomes of the rows."""

    def test_a_tree_is_brought_in_once(self):
        data = tree_file(
            unit("UBND tỉnh", unit("Sở Y tế", unit("Văn phòng", id="3"), id="2"), id="1")
        )
        assert outcomes(bring(data)) == ["created"] * 3
        assert outcomes(bring(data)) == ["unchanged"] * 3
        office = Agency.objects.get(name="Văn phòng")
        assert office.parent.name == "Sở Y tế"
        assert office.parent.parent.name == "UBND tỉnh"
        assert office.kind == AgencyKind.INTERNAL_UNIT
        assert office.code == "so-y-te-van-phong"

    def test_a_unit_is_known_again_by_its_identifier(self):
        bring(tree_file(unit("UBND tỉnh", unit("Sở Công thương", id="7"), id="1")))
        report = bring(tree_file(unit("UBND tỉnh", unit("Sở Kinh tế", id="7"), id="1")))
        assert outcomes(report) == ["unchanged", "updated"]
        assert report.results[1].changes == ("name",)
        assert Agency.objects.count() == 2

    def test_what_an_editor_wrote_better_stays(self):
        data = tree_file(unit("UBND TỈNH CÀ MAU", id="1"))
        bring(data)
        Agency.objects.update(name="Ủy ban nhân dân tỉnh Cà Mau", kind="other", address="Số 1")
        assert outcomes(bring(data)) == ["unchanged"]
        agency = Agency.objects.get()
        assert (agency.name, agency.kind) == ("Ủy ban nhân dân tỉnh Cà Mau", "other")

    def test_a_unit_that_is_there_under_another_spelling_is_found(self):
        top = builders.make_agency("ubnd", name="UBND tỉnh")
        builders.make_agency("so-khcn", name="Sở Khoa học và Công nghệ", parent=top)
        report = bring(tree_file(unit("Sở KH&CN")), parent=top)
        assert outcomes(report) == ["unchanged"]

    def test_the_depth_is_kept(self):
        data = tree_file(unit("UBND tỉnh", unit("Sở Y tế", unit("Văn phòng"))))
        assert outcomes(bring(data, depth=2)) == ["created", "created", "left_out"]
        assert Agency.objects.count() == 2

    def test_the_level_is_that_of_the_name_else_the_given_one(self):
        bring(table_file("name", "Hội Nông dân", "UBND xã Tân Phú"), level=AgencyLevel.CENTRAL)
        levels = dict(Agency.objects.values_list("name", "level"))
        assert levels == {"Hội Nông dân": "central", "UBND xã Tân Phú": "commune"}

    def test_one_error_leaves_the_register_as_it_was(self):
        data = table_file("name,code", "Sở Y tế,so-y-te", ",so-trong", "Sở Nội vụ,Sở-Nội-Vụ")
        report = bring(data)
        assert outcomes(report) == ["created", "error", "error"]
        assert [result.row.number for result in report.results if result.messages] == [3, 4]
        assert not report.is_written
        assert not Agency.objects.exists()

    def test_rows_with_errors_can_be_left_out(self):
        report = bring(table_file("name,code", "Sở Y tế,so-y-te", ",x"), skip_errors=True)
        assert report.is_written
        assert list(Agency.objects.values_list("code", flat=True)) == ["so-y-te"]

    def test_what_lies_below_a_unit_with_an_error_is_one_too(self):
        report = bring(tree_file(unit("UBND tỉnh", unit("", unit("Văn phòng")))), skip_errors=True)
        assert outcomes(report) == ["created", "error", "error"]
        assert "2" in report.results[2].messages[0]

    def test_a_trial_writes_nothing_and_foretells_the_same(self):
        data = tree_file(unit("UBND tỉnh", unit("Sở Y tế")))
        trial = bring(data, dry_run=True)
        assert not Agency.objects.exists()
        assert not ModelLogEntry.objects.exists()
        assert bring(data).fingerprint == trial.fingerprint

    def test_a_row_may_stand_before_its_parent_and_its_successor(self):
        data = table_file(
            "code,name,parent_code,successor_code,further_successor_codes,valid_to",
            "a,Sở A,ubnd,b,c,2025-02-28",
            "b,Sở B,ubnd,,,",
            "c,Sở C,ubnd,,,",
            "ubnd,UBND tỉnh,,,,",
        )
        assert outcomes(bring(data)) == ["created"] * 4
        agency = Agency.objects.get(code="a")
        assert (agency.parent.code, agency.successor.code) == ("ubnd", "b")
        assert agency.further_successor_codes == "c"
        assert outcomes(bring(data)) == ["unchanged"] * 4

    @pytest.mark.parametrize(
        "lines",
        [
            ("code,name,parent_code", "a,Sở A,khong-co"),
            ("code,name,successor_code", "a,Sở A,khong-co"),
            ("code,name,parent_code", "a,Sở A,b", "b,Sở B,a"),
            ("code,name,parent_code", "a,Sở A,a"),
            ("code,name,email", "a,Sở A,khong phai thu"),
            ("code,name", f"a,{'x' * 300}"),
            ("code,name,valid_from,valid_to", "a,Sở A,2025-07-01,2025-06-30"),
        ],
    )
    def test_what_contradicts_is_an_error_with_a_reason(self, lines):
        report = bring(table_file(*lines))
        assert report.has_errors
        assert all(result.messages for result in report.results if result.outcome == Outcome.ERROR)
        assert not Agency.objects.exists()

    def test_an_existing_circle_by_update_is_refused(self):
        top = builders.make_agency("a")
        builders.make_agency("b", parent=top)
        report = bring(table_file("code,name,parent_code", "a,Sở A,b"))
        assert outcomes(report) == ["error"]

    def test_the_same_unit_twice_in_the_file_is_told(self):
        report = bring(table_file("name", "Sở Y tế", "SỞ Y TẾ", "Sở  Y tế"))
        assert outcomes(report) == ["created", "repeated", "repeated"]
        assert "2" in report.results[1].messages[0]

    def test_two_that_fit_are_not_guessed_between(self):
        builders.make_agency("a", name="Sở Y tế")
        builders.make_agency("b", name="SỞ Y TẾ")
        report = bring(table_file("name", "Sở y tế"))
        assert outcomes(report) == ["error"]
        assert "a, b" in report.results[0].messages[0]

    def test_an_ended_agency_is_not_taken_for_a_new_one_of_its_name(self):
        builders.make_agency("cu", name="UBND xã Tân Phú", valid_to=date(2025, 6, 30))
        assert outcomes(bring(table_file("name", "UBND xã Tân Phú"))) == ["created"]

    def test_committee_and_council_share_the_code_of_their_commune(self):
        data = table_file("name,national_code", "UBND xã A,31825", "HĐND xã A,31825")
        assert outcomes(bring(data)) == ["created"] * 2
        assert outcomes(bring(data)) == ["unchanged"] * 2

    def test_empty_cells_erase_nothing(self):
        builders.make_agency("a", name="Sở A", phone="0290", valid_from=date(2020, 1, 1))
        bring(table_file("code,name,phone,valid_from", "a,Sở A,,"))
        agency = Agency.objects.get()
        assert (agency.phone, agency.valid_from) == ("0290", date(2020, 1, 1))

    def test_each_change_is_logged_with_its_author_and_file(self):
        user = builders.make_user()
        rows = reading.read(table_file("name", "Sở Y tế"))
        import_rows(rows, Options(), user=user, source="so.csv")
        entry = ModelLogEntry.objects.get()
        assert (entry.user, entry.action) == (user, "wagtail.create")
        assert entry.data == {"import": "so.csv", "row": 2}

    def test_possible_duplicates_are_reported(self):
        builders.make_agency("khcn", name="Sở KH&CN tỉnh Cà Mau")
        report = bring(table_file("name", "Sở Khoa học và Công nghệ"))
        (group,) = report.duplicates
        assert {agency.code for agency in group.agencies} == {"khcn", "so-khoa-hoc-va-cong-nghe"}

    def test_codes_stay_within_their_length_and_apart(self):
        name = "Trung tâm " + "rất dài " * 20
        rows = [f"{name}{number}" for number in range(12)]
        report = bring(table_file("name", *rows))
        codes = list(Agency.objects.values_list("code", flat=True))
        assert outcomes(report) == ["created"] * 12
        assert len(set(codes)) == 12
        assert max(map(len, codes)) <= 64

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_our_own_export_is_read_again_without_a_change(self, client, language):
        top = builders.make_agency("ubnd", name="Ủy ban nhân dân tỉnh", phone="+84 290")
        after = builders.make_agency("b", name="Sở B, mới", kind="department", parent=top)
        third = builders.make_agency("c", name='Sở "C"', kind="other", level="commune")
        before = builders.make_agency(
            "a", valid_from=date(2000, 1, 1), valid_to=date(2025, 6, 30), successor=after
        )
        before.further_successors.add(third)
        user = builders.make_user(superuser=True)
        builders.make_site()
        client.force_login(user)
        with translation.override(language):
            response = client.get(reverse(f"{AGENCIES}list"), {"export": "csv"})
            content = b"".join(response.streaming_content)
        assert outcomes(bring(content)) == ["unchanged"] * 4
        Agency.objects.filter(pk=before.pk).update(successor=None)
        Agency.objects.filter(pk=after.pk).update(parent=None, kind="other")
        assert sorted(outcomes(bring(content))) == ["unchanged"] * 2 + ["updated"] * 2
        after.refresh_from_db()
        assert (after.parent, after.kind) == (top, "department")


@pytest.mark.django_db
class RealDataTests:
    """Files of real authorities."""

    def test_the_tree_of_a_province_comes_in_twice_without_change(self, shared):
        data = (shared / "data" / "dongnai_tree.json").read_bytes()
        assert bring(data).counts[Outcome.CREATED] == 348
        parents = dict(Agency.objects.values_list("national_code", "parent__national_code"))

        def check(item: dict, parent: str | None) -> None:
            assert parents[item["id"]] == parent
            for child in item["children"]:
                check(child, item["id"])

        for item in json.loads(data):
            check(item, None)
        assert bring(data).counts[Outcome.UNCHANGED] == 348
        assert Agency.objects.count() == 348
        governing = [agency for agency in Agency.objects.all() if agency.body_kind]
        assert not any(agency.name.startswith("Lãnh đạo") for agency in governing)

    def test_a_province_gets_its_communes(self, shared):
        data = (shared / "data" / "provinces_2026-07.json").read_bytes()
        rows = reading.read(data, province="96")
        for expected in ("created", "unchanged"):
            report = import_rows(rows, Options())
            assert report.counts[Outcome(expected)] == 65
        communes = Agency.objects.filter(kind=AgencyKind.COMMUNE_PEOPLES_COMMITTEE)
        assert communes.count() == 64
        assert {each.parent.national_code for each in communes} == {"96"}
        assert all(each.name_en and each.national_code for each in communes)

    def test_every_province_can_be_brought_in(self, shared):
        content = json.loads((shared / "data" / "provinces_2026-07.json").read_text("utf-8"))
        data = json.dumps(content[:3], ensure_ascii=False).encode()
        for province in content[:3]:
            report = import_rows(reading.read(data, province=province["Code"]), Options())
            assert report.counts[Outcome.CREATED] == 1 + len(province["Wards"])
        assert not Agency.objects.filter(parent=None).exclude(kind="peoples_committee").exists()

    def test_names_alone_come_in_once_each(self, shared):
        data = (shared / "data" / "agencies.csv").read_bytes()
        first = bring(data, skip_errors=True)
        assert first.counts[Outcome.CREATED] > 950
        again = bring(data, skip_errors=True)
        assert again.counts[Outcome.CREATED] == again.counts[Outcome.UPDATED] == 0


@pytest.mark.django_db
class CommandTests:
    """``govportal_import_agencies``."""

    def run(self, path: Path, *options: str) -> str:
        out = io.StringIO()
        call_command("govportal_import_agencies", str(path), *options, stdout=out)
        return out.getvalue()

    def test_imports_below_an_agency_and_counts(self, tmp_path):
        top = builders.make_agency("ubnd")
        path = tmp_path / "cay.json"
        path.write_bytes(tree_file(unit("Sở Y tế")))
        assert "1" in self.run(path, "--parent", "ubnd")
        assert Agency.objects.get(code="so-y-te").parent == top

    def test_a_trial_writes_nothing(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(table_file("name", "Sở Y tế"))
        self.run(path, "--dry-run")
        assert not Agency.objects.exists()

    def test_errors_are_listed_and_end_in_failure(self, tmp_path, capsys):
        path = tmp_path / "a.csv"
        path.write_bytes(table_file("name,code", ",a", "Sở Y tế,b"))
        with pytest.raises(CommandError):
            self.run(path)
        assert not Agency.objects.exists()
        assert "2: " in self.run(path, "--skip-errors")
        assert Agency.objects.count() == 1

    @pytest.mark.parametrize(
        "options",
        [("--parent", "khong-co"), ("--user", "khong-co"), ("--depth", "0"), ("--format", "tree")],
    )
    def test_options_that_cannot_be_used_are_refused(self, tmp_path, options):
        path = tmp_path / "a.csv"
        path.write_bytes(table_file("name", "Sở Y tế"))
        with pytest.raises(CommandError):
            self.run(path, *options)

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(CommandError, match=r"a\.csv"):
            self.run(tmp_path / "a.csv")


@pytest.mark.django_db
class ScreenTests:
    """The importer in the admin."""

    upload_url = "/admin/snippets/govportal_core/agency/import/"

    @pytest.fixture
    def admin(self, client):
        builders.make_site()
        client.force_login(builders.make_user(superuser=True))
        return client

    def send(self, client, data: bytes, name: str = "cay.json", **fields):
        fields = {"level": "province", "file": SimpleUploadedFile(name, data), **fields}
        return client.post(self.upload_url, fields)

    def test_upload_preview_confirm(self, admin):
        response = self.send(admin, tree_file(unit("UBND tỉnh", unit("Sở Y tế"))))
        content = response.content.decode()
        assert "so-y-te" in content
        assert not Agency.objects.exists()
        response = admin.post(
            f"{self.upload_url}confirm/", {"upload": response.context_data["sealed"]}
        )
        assert response.status_code == 302
        assert Agency.objects.count() == 2
        assert ModelLogEntry.objects.filter(user__is_superuser=True).count() == 2

    def test_a_change_in_between_is_shown_first(self, admin):
        sealed = self.send(admin, tree_file(unit("Sở Y tế"))).context_data["sealed"]
        builders.make_agency("y-te", name="Sở Y tế")
        response = admin.post(f"{self.upload_url}confirm/", {"upload": sealed})
        assert response.status_code == 200
        assert Agency.objects.count() == 1

    def test_rows_with_errors_cannot_be_written_unless_left_out(self, admin):
        data = table_file("name,code", "Sở Y tế,so-y-te", ",x")
        response = self.send(admin, data, "a.csv")
        assert not response.context_data["may_write"]
        sealed = response.context_data["sealed"]
        assert admin.post(f"{self.upload_url}confirm/", {"upload": sealed}).status_code == 200
        assert not Agency.objects.exists()
        response = self.send(admin, data, "a.csv", skip_errors="on")
        sealed = response.context_data["sealed"]
        assert admin.post(f"{self.upload_url}confirm/", {"upload": sealed}).status_code == 302
        assert Agency.objects.count() == 1

    @pytest.mark.parametrize("sealed", ["", "x", "a:b:c"])
    def test_what_was_not_uploaded_is_not_written(self, admin, sealed):
        response = admin.post(f"{self.upload_url}confirm/", {"upload": sealed})
        assert response.status_code == 302
        assert admin.get(f"{self.upload_url}confirm/").status_code == 302

    def test_an_upload_of_somebody_else_is_not_taken(self, admin, client):
        sealed = self.send(admin, tree_file(unit("Sở Y tế"))).context_data["sealed"]
        client.force_login(builders.make_user("khac", superuser=True))
        assert client.post(f"{self.upload_url}confirm/", {"upload": sealed}).status_code == 302
        assert not Agency.objects.exists()

    @pytest.mark.parametrize(
        ("name", "data", "field"),
        [
            ("a.exe", b"MZ", "file"),
            ("a.json", b"%PDF-1.7", "file"),
            ("a.json", b"[", "file"),
            ("a.csv", b"PK\x03\x04", "file"),
            ("a.csv", b"cot\nx", "file"),
            ("a.json", b'[{"Code": "96", "Name": "A", "Wards": [{}]}]', "province"),
        ],
    )
    def test_a_bad_file_is_said_next_to_the_field(self, admin, name, data, field):
        response = self.send(admin, data, name)
        assert response.status_code == 200
        assert list(response.context_data["form"].errors) == [field]

    def test_a_large_file_is_refused(self, admin, monkeypatch):
        monkeypatch.setattr("govportal_wagtail.core.organisation.import_form.MAX_BYTES", 10)
        response = self.send(admin, table_file("name", "Sở Y tế"), "a.csv")
        assert list(response.context_data["form"].errors) == ["file"]

    @pytest.mark.parametrize("held", [(), ("add_agency",), ("change_agency", "view_agency")])
    def test_needs_both_permissions(self, client, held):
        builders.make_site()
        user = builders.make_user()
        for codename in ("access_admin", *held):
            user.user_permissions.add(Permission.objects.get(codename=codename))
        client.force_login(user)
        assert client.get(self.upload_url).status_code == 302
        assert client.post(f"{self.upload_url}confirm/", {"upload": "x"}).status_code == 302
        user.user_permissions.add(
            Permission.objects.get(codename="add_agency"),
            Permission.objects.get(codename="change_agency"),
        )
        assert client.get(self.upload_url).status_code == 200
