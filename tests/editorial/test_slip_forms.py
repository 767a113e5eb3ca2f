"""The screens of supply slips in the admin."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model

from govportal_wagtail.core.access.accounts import grant
from govportal_wagtail.editorial import slips
from govportal_wagtail.editorial.models import EditorialItem, SupplySlip
from govportal_wagtail.editorial.staff.slip_forms import channel_choices
from govportal_wagtail.editorial.vocabulary import ItemState
from govportal_wagtail.pages.models import ArticlePage
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_user
from tests.core.portal_builders import make_component, make_department, make_officer, make_portal
from tests.editorial.slip_builders import (
    add_photo,
    attach,
    make_focal_officer,
    make_section_of,
    make_slip,
    make_submitted,
    make_unit_head,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/editorial/slips/new/"
ENTER = "/admin/editorial/slips/enter/"
INDEX = "/admin/editorial/slips/"


def draftail(text: str) -> str:
    """What the browser sends for one paragraph."""
    block = {
        "key": "a",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    return json.dumps({"blocks": [block], "entityMap": {}})


def management(prefix: str, total: int = 1) -> dict[str, str]:
    return {
        f"{prefix}-TOTAL_FORMS": str(total),
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "30",
    }


def filled(portal, **fields):
    data = {
        "title": "Hội nghị khoa học",
        "lead": "Tóm tắt.",
        "body": draftail("Nội dung hội nghị."),
        "name": "Trần Thị Bưởi",
        "post": "Chuyên viên",
        "email": "buoi@example.com",
        "phone": "0290 3000 000",
        "target": "article",
        "section": str(make_section_of(portal).pk),
        "category": "propaganda",
        "responsible_person": "Lê Văn Cam, Giám đốc",
        **management("attachments"),
        **management("photos"),
    }
    data.update(fields)
    return {name: value for name, value in data.items() if value is not None}


def text_file(name: str = "bao-cao.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "Báo cáo kết quả".encode(), "text/plain")


def picture(name: str = "anh.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


@pytest.fixture
def portal():
    return make_portal()


@pytest.fixture
def officer(portal, client):
    user = make_focal_officer(portal)
    user.first_name, user.last_name = "Bưởi", "Trần Thị"
    user.save()
    client.force_login(user)
    return user


class WriteTests:
    def test_sender_is_filled_in_from_the_account(self, client, officer):
        answer = client.get(ADD)
        assert answer.status_code == 200
        assert officer.email in answer.content.decode()
        assert str(officer.govportal_account.agency) in answer.content.decode()

    def test_draft_needs_its_title_only(self, client, portal, officer):
        data = {"title": "Nháp", **management("attachments"), **management("photos")}
        answer = client.post(ADD, data | {"draft": "1", "target": "article"})
        slip = SupplySlip.objects.get()
        assert answer.url == reverse("editorial_slips:edit", args=[slip.pk])
        assert slip.item.state == ItemState.DRAFT
        assert slip.number is None

    def test_submission_hands_in_and_shows_the_slip(self, client, portal, officer):
        answer = client.post(ADD, filled(portal, submit="1"), follow=True)
        slip = SupplySlip.objects.get()
        assert slip.item.state == ItemState.SUBMITTED
        assert slip.item.agency == officer.govportal_account.agency
        assert slip.sender.user == officer
        assert "<p" in slip.body
        assert slip.number in answer.content.decode()

    def test_what_is_missing_stands_at_its_field_and_nothing_is_lost(self, client, portal, officer):
        data = filled(portal, submit="1", responsible_person="", note="Xin đăng sớm")
        answer = client.post(ADD, data)
        assert answer.status_code == 422
        form = answer.context["form"]
        assert set(form.errors) == {"responsible_person"}
        text = answer.content.decode()
        assert "Xin đăng sớm" in text
        assert "Nội dung hội nghị." in form["body"].value()
        assert not SupplySlip.objects.exists()

    def test_content_that_no_editor_sent_is_kept_as_text(self, client, portal, officer):
        client.post(ADD, filled(portal, draft="1", body="Chỉ là <b>chữ</b>"))
        assert SupplySlip.objects.get().body.count("&lt;b&gt;") == 1

    @pytest.mark.parametrize(
        "bad",
        [
            {"section": "999999"},
            {"section": "x"},
            {"target": "spaceship"},
            {"category": "nonsense"},
            {"written_on": "hôm qua"},
            {"title": "x" * 300},
            {"email": "không"},
            {"attachments-TOTAL_FORMS": "abc"},
            {"attachments-TOTAL_FORMS": "5000"},
        ],
    )
    def test_bad_input_is_an_error_of_the_form(self, client, portal, officer, bad):
        answer = client.post(ADD, filled(portal, draft="1", **bad))
        assert answer.status_code == 422
        assert not SupplySlip.objects.exists()

    def test_board_member_without_supplying_role_writes_no_slip_of_their_own(self, client, portal):
        client.force_login(make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER))
        assert client.get(ADD).status_code in (302, 403)
        client.post(ADD, filled(portal, submit="1"))
        assert not SupplySlip.objects.exists()

    def test_site_is_asked_for_where_there_are_several(self, client, portal, officer):
        component = make_component()
        grant(
            officer.govportal_account, component, RoleCode.FOCAL_OFFICER, make_user(superuser=True)
        )
        answer = client.get(ADD)
        assert 'name="site"' in answer.content.decode()
        client.post(
            f"{ADD}?site={component.pk}",
            filled(component, draft="1"),
        )
        assert SupplySlip.objects.get().item.portal_site == component

    def test_dates_of_events_are_those_of_the_regulation(self, client):
        portal = make_portal("vinhlong-2021")
        client.force_login(make_focal_officer(portal))
        day = timezone.localdate() - timedelta(days=2)
        client.post(
            ADD, filled(portal, draft="1", category="legal_doc", anchor_issued=day.isoformat())
        )
        assert EditorialItem.objects.get().anchors == {"issued": day.isoformat()}


class FileTests:
    def test_files_and_photos_are_kept_private(self, client, portal, officer):
        data = filled(
            portal,
            draft="1",
            **{
                "attachments-0-file": text_file(),
                "attachments-0-title": "Báo cáo",
                "photos-0-file": picture(),
                "photos-0-caption": "Hội nghị",
                "photos-0-alt": "Đại biểu trong hội trường",
            },
        )
        client.post(ADD, data)
        slip = SupplySlip.objects.get()
        attachment, photo = slip.attachments.get(), slip.photos.get()
        assert attachment.title == "Báo cáo"
        assert photo.caption == "Hội nghị"
        assert attachment.document.collection == photo.image.collection
        assert attachment.document.collection.get_parent().pk == portal.collection_id
        client.logout()
        assert client.get(attachment.document.url).status_code == 302

    def test_uploaded_file_survives_an_error_elsewhere(self, client, portal, officer):
        data = filled(
            portal, submit="1", responsible_person="", **{"attachments-0-file": text_file()}
        )
        answer = client.post(ADD, data)
        assert answer.status_code == 422
        row = answer.context["attachments"].forms[0]
        assert "bao-cao" in answer.content.decode()
        token = row["kept"].value()
        again = filled(portal, submit="1", **{"attachments-0-kept": token})
        assert client.post(ADD, again).status_code == 302
        assert SupplySlip.objects.get().attachments.count() == 1
        assert get_document_model().objects.count() == 1

    def test_reference_of_another_user_is_worth_nothing(self, client, portal, officer):
        data = filled(portal, submit="1", responsible_person="")
        data["attachments-0-file"] = text_file()
        token = client.post(ADD, data).context["attachments"].forms[0]["kept"].value()
        client.force_login(make_focal_officer(portal, name="dau-moi-2"))
        client.post(ADD, filled(portal, draft="1", **{"attachments-0-kept": token}))
        assert not SupplySlip.objects.get().attachments.exists()

    @pytest.mark.parametrize(
        ("name", "content"), [("virus.exe", b"MZ\x90"), ("gia.pdf", b"<html>"), ("rong.txt", b"")]
    )
    def test_refused_file_is_said_at_its_row(self, client, portal, officer, name, content):
        upload = SimpleUploadedFile(name, content)
        answer = client.post(ADD, filled(portal, draft="1", **{"attachments-0-file": upload}))
        assert answer.status_code == 422
        assert "file" in answer.context["attachments"].forms[0].errors
        assert not get_document_model().objects.exists()

    def test_picture_that_is_none_is_refused(self, client, portal, officer):
        upload = SimpleUploadedFile("anh.png", b"khong phai anh", "image/png")
        answer = client.post(ADD, filled(portal, draft="1", **{"photos-0-file": upload}))
        assert answer.status_code == 422
        assert "file" in answer.context["photos"].forms[0].errors

    def test_description_without_file_asks_for_the_file(self, client, portal, officer):
        answer = client.post(ADD, filled(portal, draft="1", **{"photos-0-caption": "Ảnh"}))
        assert answer.status_code == 422
        assert "file" in answer.context["photos"].forms[0].errors

    def test_row_of_another_slip_cannot_be_taken_over(self, client, portal, officer):
        other = attach(make_slip(portal))
        slip = make_slip(portal, officer)
        url = reverse("editorial_slips:edit", args=[slip.pk])
        client.post(url, filled(portal, draft="1", **{"attachments-0-row": str(other.pk)}))
        assert not slip.attachments.exists()
        other.refresh_from_db()
        assert other.slip_id != slip.pk

    def test_further_row_without_script(self, client, portal, officer):
        data = filled(portal, more="attachments", **{"attachments-0-file": text_file()})
        answer = client.post(ADD, data)
        assert answer.status_code == 200
        rows = answer.context["attachments"].forms
        assert len(rows) == 2
        assert rows[0].stored
        assert not SupplySlip.objects.exists()

    def test_file_that_is_taken_out_is_deleted(self, client, portal, officer):
        client.post(ADD, filled(portal, draft="1", **{"attachments-0-file": text_file()}))
        slip = SupplySlip.objects.get()
        row = slip.attachments.get()
        url = reverse("editorial_slips:edit", args=[slip.pk])
        gone = {"attachments-0-row": str(row.pk), "attachments-0-DELETE": "on"}
        client.post(url, filled(portal, draft="1", **gone))
        assert not slip.attachments.exists()
        assert not get_document_model().objects.exists()

    def test_stored_files_stay_when_the_slip_is_saved_again(self, client, portal, officer):
        slip = make_slip(portal, officer)
        row = attach(slip, title="Tệp")
        photo = add_photo(slip, caption="Cũ")
        url = reverse("editorial_slips:edit", args=[slip.pk])
        assert "Tệp" in client.get(url).content.decode()
        kept = {
            "attachments-0-row": str(row.pk),
            "attachments-0-title": "Tệp mới",
            "photos-0-row": str(photo.pk),
            "photos-0-caption": "Mới",
        }
        client.post(url, filled(portal, draft="1", **kept))
        assert slip.attachments.get().title == "Tệp mới"
        assert slip.photos.get().caption == "Mới"


class EditTests:
    def test_stranger_finds_no_slip(self, client, portal):
        slip = make_slip(portal, make_focal_officer(portal))
        other = make_department("Sở Y tế", "so-yt")
        client.force_login(make_focal_officer(portal, other, "y-te"))
        for name in ("show", "edit", "sign", "receive", "print"):
            url = reverse(f"editorial_slips:{name}", args=[slip.pk])
            assert client.get(url).status_code == 404, name
        client.post(reverse("editorial_slips:edit", args=[slip.pk]), filled(portal, draft="1"))
        assert SupplySlip.objects.get().title == slip.title

    def test_newsroom_reads_but_does_not_write_what_others_draft(self, client, portal):
        slip = make_slip(portal, make_focal_officer(portal))
        client.force_login(make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER))
        assert client.get(reverse("editorial_slips:show", args=[slip.pk])).status_code == 200
        url = reverse("editorial_slips:edit", args=[slip.pk])
        client.post(url, filled(portal, draft="1", title="Khác"))
        assert SupplySlip.objects.get().title == slip.title

    def test_submitted_slip_is_shown_and_not_edited(self, client, portal, officer):
        slip = make_submitted(portal, officer)
        url = reverse("editorial_slips:edit", args=[slip.pk])
        assert client.get(url).url == reverse("editorial_slips:show", args=[slip.pk])
        client.post(url, filled(portal, draft="1", title="Khác"))
        assert SupplySlip.objects.get().title == slip.title

    def test_returned_slip_shows_why_and_is_submitted_again(self, client):
        portal = make_portal("backan-2018")
        officer, head = make_focal_officer(portal), make_unit_head(portal)
        slip = make_submitted(portal, officer)
        slips.decline_signature(slip.item, head, "Thiếu số liệu quý III")
        client.force_login(officer)
        url = reverse("editorial_slips:edit", args=[slip.pk])
        text = client.get(url).content.decode()
        assert "Thiếu số liệu quý III" in text
        client.post(url, filled(portal, submit="1", title="Đủ số liệu"))
        slip = SupplySlip.objects.get()
        assert (slip.title, slip.round) == ("Đủ số liệu", 2)
        assert slip.item.state == ItemState.TO_SIGN

    def test_day_of_receipt_stays_when_a_returned_slip_is_changed(self, client):
        portal = make_portal("backan-2018")
        officer, head = make_focal_officer(portal), make_unit_head(portal)
        stamped = (timezone.localdate() - timedelta(days=1)).isoformat()
        slip = make_submitted(portal, officer, anchors={"received": stamped})
        slips.decline_signature(slip.item, head, "Sửa")
        client.force_login(officer)
        url = reverse("editorial_slips:edit", args=[slip.pk])
        client.post(url, filled(portal, draft="1"))
        assert EditorialItem.objects.get().anchors["received"] == stamped


class EnterTests:
    @pytest.fixture
    def clerk(self, portal, client):
        user = make_officer("van-thu", portal, RoleCode.OPERATOR)
        client.force_login(user)
        return user

    def test_paper_is_entered_for_an_agency(self, client, portal, clerk):
        agency = make_department()
        stamped = timezone.localdate() - timedelta(days=2)
        data = filled(
            portal,
            submit="1",
            channel="paper",
            supplying_agency=str(agency.pk),
            signatory="Lê Văn Cam, Giám đốc",
            anchor_received=stamped.isoformat(),
        )
        assert client.post(ENTER, data).status_code == 302
        slip = SupplySlip.objects.get()
        assert slip.channel == "paper"
        assert slip.item.agency == agency
        assert slip.item.created_by == clerk
        assert slip.sender.user is None
        assert slip.sender.organisation == str(agency)
        assert slip.signatory == "Lê Văn Cam, Giám đốc"
        assert slip.item.anchors["received"] == stamped.isoformat()

    @pytest.mark.parametrize(
        ("profile", "offered"),
        [
            ("camau-2026", {"paper", "e_document", "email"}),
            ("langson-2024", {"signed_e_document", "email", "social", "post"}),
            ("vinhlong-2021", {"email", "removable_medium", "fax", "paper"}),
        ],
    )
    def test_channels_are_those_of_the_regulation(self, profile, offered):
        assert {code for code, _label in channel_choices(catalogue.get(profile))} == offered

    def test_channel_that_the_regulation_does_not_have_is_refused(self, client, portal, clerk):
        answer = client.post(ENTER, filled(portal, draft="1", channel="social"))
        assert "channel" in answer.context["form"].errors

    def test_supplier_does_not_enter_for_others(self, client, portal, officer):
        assert client.get(ENTER).status_code in (302, 403)
        client.post(ENTER, filled(portal, submit="1", channel="paper"))
        assert not SupplySlip.objects.exists()

    def test_message_fills_the_form(self, client, portal, clerk):
        pytest.importorskip("govportal_wagtail.editorial.mail_reading")
        message = (
            "From: =?utf-8?q?Tr=E1=BA=A7n_Th=E1=BB=8B_B=C6=B0=E1=BB=9Fi?= <buoi@example.com>\r\n"
            "To: bbt@example.com\r\nSubject: =?utf-8?q?H=E1=BB=99i_ngh=E1=BB=8B?=\r\n"
            "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n"
            "--X\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNội dung thư.\r\n"
            "--X\r\nContent-Type: text/plain; name=bao-cao.txt\r\n"
            "Content-Disposition: attachment; filename=bao-cao.txt\r\n\r\nBao cao\r\n"
            "--X\r\nContent-Type: application/octet-stream; name=x.exe\r\n"
            "Content-Disposition: attachment; filename=x.exe\r\n\r\nMZ\r\n--X--\r\n"
        ).encode()
        upload = SimpleUploadedFile("thu.eml", message, "message/rfc822")
        answer = client.post(ENTER, {"message_file": "1", "message": upload})
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "Hội nghị" in text
        assert "Nội dung thư." in answer.context["form"]["body"].value()
        assert "buoi@example.com" in text
        assert "bao-cao" in text
        assert "x.exe" in text
        token = answer.context["attachments"].forms[0]["kept"].value()
        client.post(
            ENTER,
            filled(portal, submit="1", channel="email", **{"attachments-0-kept": token}),
        )
        assert SupplySlip.objects.get().attachments.count() == 1

    @pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"khong phai thu"])
    def test_what_is_no_message_is_no_server_error(self, client, portal, clerk, content):
        pytest.importorskip("govportal_wagtail.editorial.mail_reading")
        upload = SimpleUploadedFile("thu.eml", content)
        answer = client.post(ENTER, {"message_file": "1", "message": upload})
        assert answer.status_code in (200, 422)


class SignTests:
    @pytest.fixture
    def portal(self):
        return make_portal("backan-2018")

    def test_head_signs_on_the_screen(self, client, portal):
        slip = make_submitted(portal, make_focal_officer(portal))
        client.force_login(make_unit_head(portal))
        url = reverse("editorial_slips:sign", args=[slip.pk])
        assert client.get(url).status_code == 200
        client.post(url, {"sign": "1", "note": ""})
        assert EditorialItem.objects.get().state == ItemState.SUBMITTED

    def test_head_says_why_not(self, client, portal):
        slip = make_submitted(portal, make_focal_officer(portal))
        client.force_login(make_unit_head(portal))
        url = reverse("editorial_slips:sign", args=[slip.pk])
        assert client.post(url, {"decline": "1", "message": ""}).status_code == 422
        assert EditorialItem.objects.get().state == ItemState.TO_SIGN
        client.post(url, {"decline": "1", "message": "Sửa tiêu đề"})
        assert EditorialItem.objects.get().state == ItemState.RETURNED

    def test_who_may_not_sign_is_refused(self, client, portal):
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer)
        client.force_login(officer)
        url = reverse("editorial_slips:sign", args=[slip.pk])
        client.post(url, {"sign": "1"})
        assert EditorialItem.objects.get().state == ItemState.TO_SIGN


class ReceiveTests:
    def test_receiver_chooses_and_comes_to_the_editor(self, client, portal):
        slip = make_submitted(portal, make_focal_officer(portal))
        client.force_login(make_officer("truong-ban", portal, RoleCode.BOARD_HEAD))
        url = reverse("editorial_slips:receive", args=[slip.pk])
        answer = client.get(url)
        section = make_section_of(portal)
        assert answer.context["form"].initial["place"] == f"article:{section.pk}"
        answer = client.post(url, {"place": f"article:{section.pk}"})
        page = ArticlePage.objects.get()
        assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])

    def test_same_title_is_shown(self, client, portal):
        make_submitted(portal, title="HỘI NGHỊ khoa học")
        slip = make_submitted(portal, title="Hội nghị khoa học")
        client.force_login(make_officer("truong-ban", portal, RoleCode.BOARD_HEAD))
        answer = client.get(reverse("editorial_slips:receive", args=[slip.pk]))
        assert [item.title for item in answer.context["same_items"]] == ["HỘI NGHỊ khoa học"]

    @pytest.mark.parametrize("place", ["", "article", "article:x", "spaceship:1", "article:999999"])
    def test_place_that_is_none_is_an_error_of_the_form(self, client, portal, place):
        slip = make_submitted(portal)
        client.force_login(make_officer("truong-ban", portal, RoleCode.BOARD_HEAD))
        answer = client.post(reverse("editorial_slips:receive", args=[slip.pk]), {"place": place})
        assert answer.status_code == 422
        assert not ArticlePage.objects.exists()

    def test_supplier_does_not_receive(self, client, portal, officer):
        slip = make_submitted(portal, officer)
        section = make_section_of(portal)
        client.post(
            reverse("editorial_slips:receive", args=[slip.pk]), {"place": f"article:{section.pk}"}
        )
        assert not ArticlePage.objects.exists()

    def test_received_slip_is_not_received_again(self, client, portal):
        slip = make_submitted(portal)
        head = make_officer("truong-ban", portal, RoleCode.BOARD_HEAD)
        EditorialItem.objects.update(state=ItemState.CHECKING)
        client.force_login(head)
        url = reverse("editorial_slips:receive", args=[slip.pk])
        assert client.get(url).url == reverse("editorial_slips:show", args=[slip.pk])


class PrintTests:
    def test_printed_slip_has_six_parts_and_four_blocks(self, client):
        portal = make_portal("backan-2018")
        officer, head = make_focal_officer(portal), make_unit_head(portal)
        slip = make_submitted(portal, officer)
        attach(slip, title="Báo cáo")
        add_photo(slip, caption="Hội nghị")
        slips.sign(slip.item, head)
        client.force_login(officer)
        answer = client.get(reverse("editorial_slips:print", args=[slip.pk]))
        text = answer.content.decode()
        assert answer.status_code == 200
        parts = text.split('class="gps-print__parts"')[1].split("</ol>")[0]
        assert parts.count("<h2>") == 6
        assert [block.title for block in answer.context["blocks"]] == [
            "NGƯỜI VIẾT",
            "THỦ TRƯỞNG ĐƠN VỊ",
            "THƯ KÝ BAN BIÊN TẬP",
            "LÃNH ĐẠO BAN BIÊN TẬP",
        ]
        assert answer.context["blocks"][1].name
        for shown in (slip.number, "Báo cáo", "Hội nghị", slip.title):
            assert shown in text

    def test_markup_of_the_supplier_is_not_run(self, client, portal, officer):
        slip = make_slip(portal, officer, title="<script>alert(1)</script>", note="<img src=x>")
        for name in ("print", "show"):
            text = client.get(reverse(f"editorial_slips:{name}", args=[slip.pk])).content.decode()
            assert "<script>alert(1)" not in text
            assert "<img src=x>" not in text


class ListTests:
    def titles(self, client, query=""):
        answer = client.get(f"{INDEX}?{query}")
        assert answer.status_code == 200
        return {slip.title for slip in answer.context["object_list"]}

    def test_everybody_sees_what_is_theirs(self, client, portal):
        officer = make_focal_officer(portal)
        make_slip(portal, officer, title="Của Sở")
        make_slip(portal, title="Của dân")
        client.force_login(officer)
        assert self.titles(client) == {"Của Sở"}
        client.force_login(make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER))
        assert self.titles(client) == {"Của Sở", "Của dân"}

    def test_filters_and_search(self, client, portal):
        officer = make_focal_officer(portal)
        agency = officer.govportal_account.agency
        first = make_submitted(portal, officer, title="Hội nghị khoa học")
        make_slip(portal, title="Thông báo", channel="email")
        client.force_login(make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER))
        today = timezone.localdate().isoformat()
        assert self.titles(client, "state=submitted") == {"Hội nghị khoa học"}
        assert self.titles(client, f"agency={agency.pk}") == {"Hội nghị khoa học"}
        assert self.titles(client, "channel=email") == {"Thông báo"}
        assert self.titles(client, f"submitted_from={today}") == {"Hội nghị khoa học"}
        assert self.titles(client, "q=hoi nghi") == {"Hội nghị khoa học"}
        assert self.titles(client, f"q={first.number}") == {"Hội nghị khoa học"}
        assert self.titles(client, f"q={first.tracking_code}") == {"Hội nghị khoa học"}
        assert self.titles(client, "q=khong co") == set()

    def test_number_of_queries_does_not_grow_with_the_list(self, client, portal):
        client.force_login(make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER))

        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as found:
                self.titles(client)
            return len(found)

        for number in range(3):
            make_slip(portal, title=f"Tin {number}")
        self.titles(client)
        before = queries()
        for number in range(12):
            make_slip(portal, title=f"Tin thêm {number}")
        assert queries() == before

    def test_user_without_role_has_no_list(self, client, portal):
        client.force_login(make_user())
        assert client.get(INDEX).status_code in (302, 403)
