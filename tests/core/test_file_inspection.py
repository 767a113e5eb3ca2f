"""Facts of the library's files: recorded on saving, read after the commit, bounded."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from wagtail.documents import get_document_model

from govportal_wagtail import conf
from govportal_wagtail.core import file_inspection
from govportal_wagtail.core.files import DOCUMENT_EXTENSIONS, Limits, RefusedFile, isolated
from govportal_wagtail.core.models import FileFacts, InspectionState
from govportal_wagtail.core.signals import file_inspected
from tests import builders
from tests.core import file_samples as samples

LINES = ["Dieu 1. Pham vi dieu chinh cua quy che nay"] * 5


def nested_forms(depth: int = 8, times: int = 12) -> bytes:
    """A PDF of 3 KB whose one page draws a word 12 ** 7 times, through forms inside forms."""

    def stream(data: bytes, entries: bytes = b"") -> bytes:
        return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)

    def resources(form: int) -> bytes:
        return b"/Resources <</Font <</F1 3 0 R>> /XObject <</Fm %d 0 R>>>>" % form

    objects = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [4 0 R] /Count 1>>",
        3: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        4: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R %s>>"
        % resources(6),
        5: stream(b"/Fm Do"),
    }
    for level in range(depth):
        is_last = level == depth - 1
        content = b"BT /F1 12 Tf 72 720 Td (Dieu) Tj ET" if is_last else b"/Fm Do " * times
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] " + resources(7 + level)
        objects[6 + level] = stream(content, entries)
    return samples.pdf_from_objects(objects)


def stored_message(code: str) -> str:
    with translation.override(django_settings.LANGUAGE_CODE):
        return str(isolated.STOPPED[code])


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as a real request does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def heard():
    """What the signal announced."""
    calls: list[tuple[object, FileFacts]] = []

    def receive(document, facts, **kwargs):
        calls.append((document, facts))

    file_inspected.connect(receive)
    yield calls
    file_inspected.disconnect(receive)


def make_pdf(content: bytes, name: str = "van-ban.pdf"):
    return builders.make_file("Văn bản", name=name, content=content)


def test_the_default_endings_are_those_that_are_known_to_be_safe():
    assert set(conf.UPLOAD_EXTENSIONS) == DOCUMENT_EXTENSIONS


def test_limits_come_from_the_settings(settings):
    settings.GOVPORTAL_UPLOAD_EXTENSIONS = ["pdf"]
    settings.GOVPORTAL_UPLOAD_MAX_BYTES = 10
    assert file_inspection.limits() == Limits(extensions=frozenset({"pdf"}), max_bytes=10)


class IsolationTests:
    """A child process answers exactly as the libraries in this process do."""

    def test_a_pdf_is_reported_alike(self):
        from govportal_wagtail.core.files import inspect

        for data in (
            samples.pdf_with_text(LINES),
            samples.pdf_signed(),
            samples.pdf_signed(intact=False),
            samples.pdf_from_scan(pages=3),
            samples.pdf_encrypted(b""),
        ):
            here = inspect(io.BytesIO(data), "a.pdf")
            stream = io.BytesIO(data)
            assert isolated.inspect(stream, "a.pdf") == here
            assert stream.tell() == 0

    def test_the_text_of_pdf_and_word_is_the_same(self):
        from govportal_wagtail.core.files import extract_text

        word = samples.docx("Điều 1. Phạm vi điều chỉnh", "1. Quy chế này quy định")
        for data, name in ((samples.pdf_with_text(LINES), "a.pdf"), (word, "a.docx")):
            here = extract_text(io.BytesIO(data), name)
            child = isolated.extract_text(io.BytesIO(data), name)
            assert child.text == here.text != ""
            assert child.has_text_layer is here.has_text_layer is True

    @pytest.mark.parametrize("language", ["en", "vi"])
    def test_a_refusal_reads_the_same_in_the_language_of_the_reader(self, language):
        from govportal_wagtail.core.files import inspect

        cases = [
            (samples.pdf_with_text(LINES), "tệp \udcff.docx"),
            (samples.pdf_encrypted(b"secret"), "a.pdf"),
            (samples.pdf_with_text(LINES)[:-400], "a.pdf"),
        ]
        with translation.override(language):
            for data, name in cases:
                with pytest.raises(RefusedFile) as here:
                    inspect(io.BytesIO(data), name)
                with pytest.raises(RefusedFile) as child:
                    isolated.inspect(io.BytesIO(data), name)
                assert (child.value.code, child.value.text) == (here.value.code, here.value.text)

    def test_a_limit_that_cuts_the_text_reaches_the_child(self):
        limits = Limits(max_characters=20)
        read = isolated.extract_text(
            io.BytesIO(samples.pdf_with_text(LINES)), "a.pdf", limits=limits
        )
        assert read.truncated
        assert len(read.text) <= 20

    def test_too_long_is_stopped(self):
        bounds = isolated.Bounds(seconds=1)
        for call in (isolated.inspect, isolated.extract_text):
            with pytest.raises(isolated.UnreadableFile) as caught:
                call(io.BytesIO(nested_forms()), "a.pdf", bounds=bounds)
            assert caught.value.code == "too_slow"

    def test_too_much_memory_is_stopped(self):
        bounds = isolated.Bounds(memory_bytes=300 * 1024 * 1024)
        with pytest.raises(isolated.UnreadableFile) as caught:
            isolated.extract_text(io.BytesIO(nested_forms()), "a.pdf", bounds=bounds)
        assert caught.value.code == "too_much_memory"

    def test_without_a_child_the_file_is_read_here(self, monkeypatch):
        monkeypatch.setattr(isolated, "_interpreter", lambda: None)
        assert isolated.extract_text(io.BytesIO(samples.pdf_with_text(LINES)), "a.pdf").pages
        monkeypatch.setattr(isolated, "_interpreter", lambda: "/bin/false")
        assert isolated.extract_text(io.BytesIO(samples.pdf_with_text(LINES)), "a.pdf").pages

    def test_the_child_knows_no_secret_of_the_server(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://secret")
        assert not any("secret" in value for value in isolated._environment().values())


@pytest.mark.django_db
class FactsTests:
    """What is recorded when a document is saved."""

    def test_saving_records_what_the_file_is(self):
        data = samples.pdf_signed(intact=False)
        facts = make_pdf(data).govportal_facts
        assert facts.state == InspectionState.PENDING
        assert (facts.kind, facts.mime_type) == ("pdf", "application/pdf")
        assert (facts.sha256, facts.size) == (hashlib.sha256(data).hexdigest(), len(data))
        assert (facts.page_count, facts.is_signed, facts.signature_intact) == (1, True, False)
        assert facts.is_encrypted is False

    def test_a_refused_file_is_recorded_with_the_reason(self, commit, heard):
        with commit():
            document = builders.make_file(name="don.docx", content=samples.pdf_with_text(LINES))
        facts = FileFacts.objects.get(document=document)
        assert facts.state == InspectionState.REFUSED
        assert ".docx" in facts.message
        assert facts.sha256 == hashlib.sha256(samples.pdf_with_text(LINES)).hexdigest()
        assert [each[1].state for each in heard] == [InspectionState.REFUSED]

    def test_a_file_that_is_missing_is_recorded(self):
        document = get_document_model().objects.create(title="Mất", file="documents/khong-co.pdf")
        facts = FileFacts.objects.get(document=document)
        assert facts.state == InspectionState.FAILED
        assert facts.message

    def test_after_the_commit_the_text_is_there_and_announced(self, commit, heard):
        with commit():
            document = make_pdf(samples.pdf_with_text(LINES))
        facts = FileFacts.objects.get(document=document)
        assert facts.state == InspectionState.DONE
        assert facts.text.startswith("Dieu 1. Pham vi")
        assert facts.has_text_layer is True
        assert facts.message == ""
        assert heard == [(document, facts)]

    def test_a_rolled_back_document_is_never_read(self, commit):
        with commit() as callbacks, pytest.raises(RuntimeError), transaction.atomic():
            make_pdf(samples.pdf_with_text(LINES))
            raise RuntimeError
        assert callbacks == []

    def test_a_document_deleted_before_it_is_read_is_no_error(self, heard):
        document = builders.make_file()
        key = str(document.pk)
        document.delete()
        file_inspection.read_document.call(key)
        assert heard == []

    def test_editing_the_title_reads_nothing_again(self, commit, heard):
        with commit():
            document = make_pdf(samples.pdf_with_text(LINES))
        before = FileFacts.objects.get(document=document)
        document = get_document_model().objects.get(pk=document.pk)
        document.title = "Tên khác"
        with commit():
            document.save()
        assert FileFacts.objects.get(document=document).inspected_at == before.inspected_at
        assert len(heard) == 1

    def test_a_new_file_replaces_the_facts(self, commit):
        with commit():
            document = make_pdf(samples.pdf_with_text(LINES))
        with commit():
            document.file = ContentFile(samples.pdf_from_scan(pages=2), name="ban-quet.pdf")
            document.save()
        facts = FileFacts.objects.get(document=document)
        assert (facts.page_count, facts.has_text_layer, facts.text) == (2, False, "")
        assert facts.state == InspectionState.DONE

    def test_a_storage_that_fails_loses_no_facts(self, commit):
        with commit():
            document = make_pdf(samples.pdf_with_text(LINES))
        document.get_file_size()
        document.file.storage.delete(document.file.name)
        with commit():
            document.save()
        assert FileFacts.objects.get(document=document).text
        assert file_inspection.ensure_facts(document, force=True).state == InspectionState.FAILED

    def test_a_kind_without_text_is_no_failure(self, commit):
        with commit():
            document = builders.make_file(name="anh.gif", content=b"GIF89a" + b"\x00" * 40)
        facts = FileFacts.objects.get(document=document)
        assert (facts.state, facts.kind, facts.text) == (InspectionState.DONE, "gif", "")
        assert facts.message

    def test_a_text_beyond_the_limit_is_cut_and_marked(self, commit, monkeypatch):
        monkeypatch.setattr(file_inspection, "limits", lambda: Limits(max_characters=30))
        with commit():
            document = make_pdf(samples.pdf_with_text(LINES))
        facts = FileFacts.objects.get(document=document)
        assert facts.text_truncated
        assert 0 < len(facts.text) <= 30

    def test_a_file_that_takes_too_long_is_recorded_as_failed(self, commit, settings):
        settings.GOVPORTAL_FILE_READ_SECONDS = 1
        with commit():
            document = make_pdf(nested_forms())
        facts = FileFacts.objects.get(document=document)
        assert facts.state == InspectionState.FAILED
        assert facts.message == stored_message("too_slow")

    def test_a_file_that_takes_too_much_memory_is_recorded_as_failed(self, commit, settings):
        settings.GOVPORTAL_FILE_READ_MEMORY_MB = 300
        with commit():
            document = make_pdf(nested_forms())
        facts = FileFacts.objects.get(document=document)
        assert facts.state == InspectionState.FAILED
        assert facts.message == stored_message("too_much_memory")

    def test_files_of_the_same_content_know_of_each_other(self):
        first = builders.make_file("Một", content=b"Cung mot noi dung")
        second = builders.make_file("Hai", content=b"Cung mot noi dung")
        builders.make_file("Ba", content=b"Noi dung khac")
        found = file_inspection.duplicates_of(first.govportal_facts)
        assert [facts.document_id for facts in found] == [second.pk]
        lost = get_document_model().objects.create(title="Mất", file="documents/khong-co.pdf")
        get_document_model().objects.create(title="Mất", file="documents/khong-co-2.pdf")
        assert not file_inspection.duplicates_of(lost.govportal_facts)


@pytest.mark.django_db
class CommandTests:
    """``govportal_inspect_files``."""

    def run(self, *arguments: str) -> str:
        output = io.StringIO()
        call_command("govportal_inspect_files", *arguments, stdout=output)
        return output.getvalue()

    def test_reads_what_was_not_read(self):
        unseen, waiting = make_pdf(samples.pdf_with_text(LINES)), builders.make_file()
        FileFacts.objects.filter(document=unseen).delete()
        self.run()
        states = FileFacts.objects.filter(document__in=[unseen, waiting]).values_list("state")
        assert set(states) == {(InspectionState.DONE,)}
        FileFacts.objects.filter(document=waiting).update(text="giữ nguyên")
        self.run()
        assert FileFacts.objects.get(document=waiting).text == "giữ nguyên"

    def test_all_reads_everything_again(self):
        document = builders.make_file(content=b"Noi dung cu")
        self.run()
        FileFacts.objects.filter(document=document).update(text="sai")
        self.run("--all")
        assert FileFacts.objects.get(document=document).text == "Noi dung cu"

    def test_names_the_files_that_could_not_be_read(self):
        document = builders.make_file(name="don.docx", content=samples.pdf_with_text(LINES))
        FileFacts.objects.filter(document=document).delete()
        assert document.filename in self.run()
