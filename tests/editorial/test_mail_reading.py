"""E-mails that were saved as files, honest, old and hostile ones."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from govportal_wagtail.editorial import mail_html, mail_reading
from govportal_wagtail.editorial.mail_reading import MailError, read_eml

HEAD = b"From: a@example.com\r\nSubject: Tin\r\n"


def make_mail(**fields) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = fields.get("sender", "Trần Thị Bưởi <buoi@example.com>")
    mail["Subject"] = fields.get("subject", "Phiếu cung cấp thông tin")
    mail["Date"] = "Thu, 05 Nov 2026 09:15:00 +0700"
    mail["Message-ID"] = "<abc@example.com>"
    mail.set_content(fields.get("text", "Kính gửi Ban Biên tập,\n\nSở gửi tin."))
    return mail


class HeadTests:
    def test_names_and_subject_are_decoded(self):
        found = read_eml(make_mail().as_bytes())
        assert found.subject == "Phiếu cung cấp thông tin"
        assert (found.sender_name, found.sender_address) == ("Trần Thị Bưởi", "buoi@example.com")
        assert found.message_id == "abc@example.com"
        assert found.date is not None
        assert found.date.isoformat() == "2026-11-05T09:15:00+07:00"

    def test_letters_are_precomposed(self):
        assert read_eml(make_mail(subject="Nguye\u0302\u0303n").as_bytes()).subject == "Nguyễn"

    def test_date_without_zone_is_of_ours(self):
        found = read_eml(HEAD + b"Date: Thu, 05 Nov 2026 09:15:00 -0000\r\n\r\nTin")
        assert found.date is not None
        assert found.date.tzinfo is not None

    @pytest.mark.parametrize("date", [b"", b"hom qua", b"Thu, 99 Nov 9999 99:99:99 +9999"])
    def test_date_that_is_none_is_left_out(self, date):
        assert read_eml(HEAD + b"Date: " + date + b"\r\n\r\nTin").date is None

    @pytest.mark.parametrize("charset", ["utf-8", "windows-1258"])
    def test_bare_bytes_in_a_header_are_read(self, charset):
        subject = "Thông báo" if charset == "utf-8" else "Thông báo".encode().decode()
        raw = subject.encode("utf-8")
        found = read_eml(b"From: a@example.com\r\nSubject: " + raw + b"\r\n\r\nTin")
        assert found.subject == "Thông báo"

    def test_line_breaks_do_not_get_out_of_a_header(self):
        raw = b"From: a@example.com\r\nSubject: =?utf-8?q?a=0D=0ABcc:_b?=\r\n\r\nTin"
        assert "\n" not in read_eml(raw).subject


class TextTests:
    def test_plain_text_is_kept_with_its_paragraphs(self):
        assert read_eml(make_mail().as_bytes()).text == "Kính gửi Ban Biên tập,\n\nSở gửi tin."

    def test_old_vietnamese_code_page_is_read(self):
        text = "Đề nghị đăng tin về lễ hội".encode("windows-1258", "ignore")
        import unicodedata

        decomposed = unicodedata.normalize("NFD", "lễ hội").encode("windows-1258", "ignore")
        raw = HEAD + b"Content-Type: text/plain; charset=windows-1258\r\n\r\n" + text + decomposed
        found = read_eml(raw)
        assert found.text.startswith("Đ")
        assert unicodedata.is_normalized("NFC", found.text)

    def test_old_font_is_converted_and_told(self):
        from govportal_wagtail.core.legacy_tables import TCVN3

        back = {char: old for old, char in TCVN3.items()}
        text = "Quyết định của Ủy ban nhân dân tỉnh về việc ban hành quy chế phối hợp"
        typed = "".join(back.get(char, char) for char in text.lower())
        found = read_eml(HEAD + b"\r\n" + typed.encode("latin-1"))
        assert "quyết định của" in found.text
        assert found.warnings

    @pytest.mark.parametrize("charset", ["", "khong-co", "utf-16", "idna", "base64", "utf-8"])
    def test_missing_and_wrong_charsets_still_give_the_text(self, charset):
        head = b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n"
        found = read_eml(HEAD + (head if charset else b"\r\n") + "Thông báo".encode())
        if charset != "utf-16":
            assert "Thông báo" in found.text

    def test_html_becomes_text_without_scripts(self):
        mail = EmailMessage()
        mail["From"] = "a@example.com"
        mail.set_content(
            "<html><head><title>x</title><style>p{}</style></head><body><p>Một</p>"
            "<script>alert(1)</script><p>Hai<br>Ba &amp; bốn</p><ul><li>Năm</li></ul>",
            subtype="html",
        )
        found = read_eml(mail.as_bytes())
        assert found.text == ""
        assert found.html_as_text == "Một\n\nHai\nBa & bốn\n\n- Năm"
        assert found.body == found.html_as_text

    def test_both_versions_are_given(self):
        mail = make_mail(text="Tin thường")
        mail.add_alternative("<p>Tin đẹp</p>", subtype="html")
        found = read_eml(mail.as_bytes())
        assert (found.text, found.html_as_text) == ("Tin thường", "Tin đẹp")
        assert not found.attachments

    @pytest.mark.parametrize("html", ["<head>a<body>Tin", "<script/>Tin", "<p>Tin<script>x"])
    def test_careless_html_keeps_its_text(self, html):
        assert mail_html.text_of(html).endswith("Tin")

    def test_conditional_and_broken_declarations_do_not_stop_it(self):
        assert "Tin" in mail_html.text_of("<![if mso]><p>Tin</p><![endif]>")


class AttachmentTests:
    def test_files_come_with_their_vietnamese_names(self):
        mail = make_mail()
        mail.add_attachment(
            b"%PDF-1.4", maintype="application", subtype="pdf", filename="Báo cáo quý IV.pdf"
        )
        found = read_eml(mail.as_bytes())
        assert found.attachments == [("Báo cáo quý IV.pdf", "application/pdf", b"%PDF-1.4")]

    @pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\Users\\a\\passwd", "/passwd"])
    def test_folders_are_cut_off_names(self, name):
        mail = make_mail()
        mail.add_attachment(b"x", maintype="text", subtype="csv", filename=name)
        assert read_eml(mail.as_bytes()).attachments[0][0] == "passwd"

    def test_text_file_is_a_file_and_no_text(self):
        mail = make_mail()
        mail.add_attachment("Danh sách", filename="ds.txt")
        found = read_eml(mail.as_bytes())
        assert "Danh sách" not in found.text
        assert found.attachments[0][0] == "ds.txt"

    def test_forwarded_message_gives_its_text_and_files(self):
        inner = make_mail(subject="Bên trong", text="Chữ bên trong")
        inner.add_attachment(b"x", maintype="image", subtype="png", filename="anh.png")
        mail = make_mail(text="Chuyển tiếp")
        mail.add_attachment(inner)
        found = read_eml(mail.as_bytes())
        assert found.subject == "Phiếu cung cấp thông tin"
        assert "Chữ bên trong" in found.text
        assert [each[0] for each in found.attachments] == ["anh.png"]
        assert any("Bên trong" in each for each in found.warnings)

    def test_winmail_is_told(self):
        mail = make_mail()
        mail.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
        found = read_eml(mail.as_bytes())
        assert not found.attachments
        assert any("winmail.dat" in each for each in found.warnings)

    def test_there_is_an_end_to_the_number_of_files(self):
        mail = make_mail()
        for number in range(mail_reading.MAX_ATTACHMENTS + 3):
            mail.add_attachment(b"x", maintype="text", subtype="csv", filename=f"{number}.csv")
        found = read_eml(mail.as_bytes())
        assert len(found.attachments) == mail_reading.MAX_ATTACHMENTS
        assert len(found.warnings) == 3

    def test_messages_inside_messages_end(self):
        mail = make_mail()
        for _level in range(60):
            outer = make_mail()
            outer.add_attachment(mail)
            mail = outer
        assert read_eml(mail.as_bytes()).warnings

    def test_damaged_transfer_encoding_does_not_stop_it(self):
        raw = HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!not base64"
        assert read_eml(raw).subject == "Tin"

    def test_multipart_without_boundary_does_not_stop_it(self):
        raw = HEAD + b"Content-Type: multipart/mixed\r\n\r\nTin"
        assert read_eml(raw).subject == "Tin"


class RefusalTests:
    @pytest.mark.parametrize("data", [b"", b"\x00\x01", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1mail"])
    def test_what_is_no_mail_is_refused_in_words(self, data):
        with pytest.raises(MailError) as caught:
            read_eml(data)
        assert isinstance(caught.value, ValidationError)
        assert caught.value.messages[0]

    def test_too_large_is_refused(self, monkeypatch):
        monkeypatch.setattr(mail_reading, "MAX_BYTES", 10)
        with pytest.raises(MailError):
            read_eml(make_mail().as_bytes())

    @given(st.binary(max_size=2000))
    @example(b"From: =?utf-8?b?////?=\r\nSubject: =?x?q?=ff?=\r\n\r\n")
    @example(b"From: \xff@\xff\r\nSubject: a\r\nContent-Type: text/plain; charset*=x'y'z\r\n\r\nx")
    def test_arbitrary_bytes_never_crash_it(self, data):
        check(data)

    @given(
        st.sampled_from(
            [
                b"From", b"Subject", b"Date", b"Message-ID", b"Content-Type", b"Reply-To",
                b"Content-Disposition", b"Content-Transfer-Encoding",
            ]
        ),
        st.one_of(
            st.binary(max_size=80),
            st.text("<>@\"(),:;=?*'/\\ abutf-8qQ[]\r\n.%", max_size=80).map(str.encode),
        ),
        st.binary(max_size=200),
    )  # fmt: skip
    def test_arbitrary_headers_never_crash_it(self, name, value, body):
        check(HEAD + name + b": " + value + b"\r\n\r\n" + body)


def check(data: bytes) -> None:
    """It is read or refused; what is read can be stored."""
    try:
        found = read_eml(data)
    except MailError:
        return
    for text in (found.subject, found.body, found.sender_name, found.sender_address):
        text.encode()
        assert "\x00" not in text
    for name, _kind, _content in found.attachments:
        name.encode()
        assert "/" not in name
        assert name
