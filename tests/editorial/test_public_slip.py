"""The public slip form: what it asks, what it keeps, what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from govportal_wagtail.editorial import spam
from govportal_wagtail.editorial.models import EditorialItem, SlipSender, SupplySlip
from govportal_wagtail.editorial.public import slip_form, slip_keeping
from govportal_wagtail.editorial.vocabulary import ItemState
from govportal_wagtail.regulation import catalogue
from tests import builders
from tests.core.portal_builders import make_portal
from tests.editorial.public_builders import (
    SENDER_ADDRESS,
    hidden,
    picture,
    slip_data,
    stamp,
    text_file,
)
from tests.editorial.slip_builders import make_section_of

pytestmark = pytest.mark.django_db
ADDRESS = "/cung-cap-thong-tin/"
SENT = "/cung-cap-thong-tin/da-gui/"


@pytest.fixture
def portal():
    return make_portal()


@pytest.fixture
def send(client, portal):
    """Send the form with a section; keywords replace fields."""
    section = make_section_of(portal)

    def post(**fields):
        data = slip_data(**{"section": str(section.pk), **fields})
        return client.post(ADDRESS, data, REMOTE_ADDR=SENDER_ADDRESS)

    return post


def test_only_sections_in_the_language_of_the_site_are_proposed(client, portal):
    section = make_section_of(portal)
    home = portal.site.root_page.specific.copy_for_translation(builders.make_locale("en"))
    home.slug = "00-english"
    builders.publish_page(home)
    builders.make_site("english.localhost", root_page=home)
    foreign = section.specific.copy_for_translation(builders.make_locale("en"))
    foreign.title = "Public information"
    builders.publish_page(foreign)
    text = client.get(ADDRESS).content.decode()
    assert section.title in text
    assert foreign.title not in text
    proposed = slip_form.sections_for(portal)
    assert section in [page.specific for page in proposed]
    assert {page.locale_id for page in proposed} == {section.locale_id}


class SendingTests:
    def test_complete_slip_is_submitted_and_confirmed(self, client, portal, send):
        response = send()
        assert response.status_code == 303
        slip = SupplySlip.objects.get()
        assert slip.item.state == ItemState.SUBMITTED
        assert slip.item.portal_site == portal
        assert slip.item.created_by is None
        assert slip.channel == "form"
        page = client.get(response.url).content.decode()
        assert slip.number in page
        assert slip.tracking_code[:4] in page
        assert slip.tracking_code not in response.url

    def test_plain_text_becomes_paragraphs_and_markup_stays_text(self, send):
        send()
        body = SupplySlip.objects.get().body
        assert body.count("<p") == 2
        assert "<b>" not in body
        assert "&lt;b&gt;" in body
        assert slip_form.as_text(body) == slip_data()["body"]

    def test_text_is_stored_in_precomposed_letters(self, send):
        send(title="Mùa tôm bội thu".encode().decode(), name="Nguye\u0302\u0303n A")
        assert SlipSender.objects.get().name == "Nguyễn A"

    def test_sender_is_stored_apart(self, send):
        send()
        sender = SlipSender.objects.get()
        assert (sender.name, sender.organisation) == ("Nguyễn Thị Lụa", "Hợp tác xã Tân Thành")
        assert sender.phone == "0290 3555 000"

    def test_private_person_answers_for_what_they_send(self, send):
        response = send(kind="person", organisation="", post="", responsible_person="")
        assert response.status_code == 303
        assert SupplySlip.objects.get().responsible_person == "Nguyễn Thị Lụa"

    def test_second_click_leads_to_the_same_slip(self, send):
        form = stamp("slip")
        first = send(**{spam.STAMP: form})
        second = send(**{spam.STAMP: form})
        assert (first.status_code, second.status_code) == (303, 303)
        assert SupplySlip.objects.count() == 1

    def test_confirmation_without_a_slip_leads_to_the_form(self, client, portal):
        assert client.get(SENT).url == ADDRESS

    def test_confirmation_of_another_is_not_shown_for_an_invented_cookie(self, client, send):
        send()
        client.cookies.clear()
        client.cookies["gp_slip"] = str(SupplySlip.objects.get().pk)
        assert client.get(SENT).status_code == 303

    def test_csrf_token_is_asked_for(self, portal, settings):
        from django.test import Client

        response = Client(enforce_csrf_checks=True).post(ADDRESS, slip_data())
        assert response.status_code == 403
        assert not SupplySlip.objects.exists()


class MistakeTests:
    @pytest.mark.parametrize("name", ["kind", "name", "title", "body", "consent"])
    def test_what_is_missing_is_told_at_its_field(self, send, name):
        data = {name: ""}
        response = send(**data)
        assert response.status_code == 422
        assert name in response.context["form"].errors
        assert not EditorialItem.objects.exists()

    def test_consent_is_not_ticked_for_anybody(self, client, portal):
        assert " checked" not in client.get(ADDRESS).content.decode()

    def test_organisation_without_a_name_is_told(self, send):
        assert "organisation" in send(organisation="").context["form"].errors

    def test_quotation_needs_source_and_day(self, send):
        form = send(source="Báo Cà Mau").context["form"]
        assert "source_published_on" in form.errors
        assert "source" in send(source_published_on="05/11/2026").context["form"].errors

    def test_quotation_of_tomorrow_is_refused(self, send):
        day = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
        form = send(source="Báo Cà Mau", source_published_on=day).context["form"]
        assert "source_published_on" in form.errors

    @pytest.mark.parametrize("field", ["email", "source_published_on", "section"])
    def test_bad_values_are_told_and_kept(self, send, field):
        response = send(**{field: "không phải"})
        assert field in response.context["form"].errors
        assert slip_data()["title"] in response.content.decode()

    def test_nul_characters_do_not_reach_the_database(self, send):
        assert send(title="a\x00b").status_code == 303
        assert SupplySlip.objects.get().title == "ab"
        assert send(email="a\x00@example.com").status_code == 422

    def test_text_that_is_too_long_is_refused(self, send):
        response = send(body="a" * (slip_form.MAX_BODY + 1))
        assert "body" in response.context["form"].errors

    def test_number_with_foreign_marks_is_no_section(self, send):
        assert send(section="²").status_code == 422


class ProfileTests:
    @pytest.mark.parametrize("code", sorted(catalogue.profiles()))
    def test_a_citizen_can_send_under_every_regulation(self, client, code):
        portal = make_portal(code)
        data = slip_data(
            kind="person", organisation="", post="", section=str(make_section_of(portal).pk)
        )
        assert client.post(ADDRESS, data).status_code == 303
        assert SupplySlip.objects.get().item.profile == code

    def test_vinh_long_wants_telephone_or_address(self, client):
        portal = make_portal("vinhlong-2021")
        data = {"section": str(make_section_of(portal).pk), "phone": "", "address": ""}
        response = client.post(ADDRESS, slip_data(**data))
        assert "phone" in response.context["form"].errors
        assert client.post(ADDRESS, slip_data(**data | {"address": "Xã A"})).status_code == 303

    def test_vinh_long_wants_an_e_mail_address(self, client):
        make_portal("vinhlong-2021")
        assert "email" in client.post(ADDRESS, slip_data(email="")).context["form"].errors

    def test_elsewhere_one_way_to_reach_the_sender_is_enough(self, client):
        portal = make_portal("langson-2024")
        none = {"email": "", "phone": "", "address": ""}
        data = {"section": str(make_section_of(portal).pk), **none}
        assert "email" in client.post(ADDRESS, slip_data(**data)).context["form"].errors
        assert client.post(ADDRESS, slip_data(**data | {"phone": "0205"})).status_code == 303

    @pytest.mark.parametrize("code", sorted(catalogue.profiles()))
    def test_the_form_is_offered(self, code):
        assert slip_form.is_offered(catalogue.get(code))

    def test_it_is_not_offered_where_only_agencies_have_a_way_in(self):
        from dataclasses import replace

        profile = catalogue.get("langson-2024")
        kept = {k: v for k, v in profile.channels.items() if k == "signed_e_document"}
        assert not slip_form.is_offered(replace(profile, channels=kept))

    def test_the_law_in_force_is_named(self, client, portal):
        text = client.get(ADDRESS).content.decode()
        assert "91/2025/QH15" in text
        assert "13/2023" not in text

    def test_site_that_is_no_portal_has_no_form(self, client):
        from tests.builders import make_site

        make_site()
        assert client.get(ADDRESS).status_code == 404


class FileTests:
    def test_files_and_photos_come_with_the_slip_and_are_private(self, send):
        response = send(
            **{
                "file-0-file": text_file(),
                "file-3-file": text_file("hai.txt"),
                "photo-0-file": picture(),
                "photo-0-alt": "Ao tôm",
                "photo-0-caption": "Thu hoạch",
                "photo-0-photographer": "Lê Văn Ba",
            }
        )
        assert response.status_code == 303
        slip = SupplySlip.objects.get()
        assert [each.document.title for each in slip.attachments.all()] == [
            "bao-cao.txt",
            "hai.txt",
        ]
        photo = slip.photos.get()
        assert (photo.alt, photo.photographer) == ("Ao tôm", "Lê Văn Ba")
        collection = slip.attachments.first().document.collection
        assert collection.get_view_restrictions().exists()

    def test_good_files_are_kept_while_a_mistake_is_mended(self, send):
        response = send(**{"name": "", "file-0-file": text_file()})
        assert response.status_code == 422
        token = hidden(response, "file-0-kept")
        assert "bao-cao.txt" in response.content.decode()
        assert send(**{"file-0-kept": token}).status_code == 303
        document = SupplySlip.objects.get().attachments.get().document
        assert document.file.open().read() == "Báo cáo quý IV".encode()
        assert slip_keeping.find(token) is None

    def test_kept_file_can_be_taken_out(self, send):
        token = hidden(send(**{"name": "", "file-0-file": text_file()}), "file-0-kept")
        assert send(**{"file-0-kept": token, "file-0-drop": "on"}).status_code == 303
        assert not SupplySlip.objects.get().attachments.exists()
        assert slip_keeping.find(token) is None

    def test_bad_file_is_told_and_the_good_one_is_kept(self, send):
        program = SimpleUploadedFile("bao-cao.pdf", b"MZ\x90\x00" + b"\x00" * 200)
        response = send(**{"file-0-file": program, "file-1-file": text_file()})
        assert response.status_code == 422
        rows = response.context["rows"]
        assert rows.files[0].errors
        assert rows.files[1].kept_file
        assert not SupplySlip.objects.exists()

    def test_file_that_is_too_large_for_the_public_is_refused(self, send, settings):
        settings.GOVPORTAL_FORM_UPLOAD_MAX_BYTES = 10
        assert send(**{"file-0-file": text_file()}).status_code == 422

    def test_picture_that_is_none_is_refused(self, send):
        upload = text_file("anh.png")
        response = send(**{"photo-0-file": upload, "photo-0-alt": "a"})
        assert response.context["rows"].photos[0].errors["file"]

    def test_photo_needs_words(self, send):
        response = send(**{"photo-0-file": picture()})
        assert response.status_code == 422
        row = response.context["rows"].photos[0]
        assert "alt" in row.errors
        assert row.kept_file

    def test_forged_reference_gives_nothing(self, send):
        default_storage.save("secret.txt", text_file())
        response = send(**{"file-0-kept": "secret.txt"})
        assert response.status_code == 422
        assert not SupplySlip.objects.exists()

    def test_waiting_files_of_earlier_days_are_deleted(self):
        today = timezone.localdate()
        # What other tests have left in the private storage.
        slip_keeping.clear(before=today + timedelta(days=1))
        kept = slip_keeping.keep(text_file())
        assert slip_keeping.clear(before=today) == 0
        assert slip_keeping.find(kept.token) == kept
        assert slip_keeping.clear(before=today + timedelta(days=1)) == 1
        assert slip_keeping.find(kept.token) is None

    def test_reference_to_a_file_that_is_gone_is_told(self, send):
        token = hidden(send(**{"name": "", "file-0-file": text_file()}), "file-0-kept")
        slip_keeping.forget(slip_keeping.find(token))
        response = send(**{"file-0-kept": token})
        assert response.context["rows"].files[0].errors["file"]


class CachingTests:
    def test_form_is_never_stored(self, client, portal):
        response = client.get(ADDRESS)
        assert "no-store" in response.headers["Cache-Control"]
        assert client.get(ADDRESS).headers.get("X-Portal-Cache") != "hit"

    def test_form_is_for_search_engines_and_receipt_is_not(self, client, send):
        assert "X-Robots-Tag" not in client.get(ADDRESS).headers
        assert "noindex" in client.get(send().url).headers["X-Robots-Tag"]

    def test_english_is_spoken_when_asked(self, client, portal):
        response = client.get(ADDRESS, {"language": "en"})
        assert response.headers["Content-Language"] == "en"
