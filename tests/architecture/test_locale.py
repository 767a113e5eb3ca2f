"""The catalogues are complete, exact and compiled, and the admin speaks Vietnamese."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

import django
import polib
import pytest
import wagtail
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tests import builders

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import check_messages  # noqa: E402
import make_messages  # noqa: E402
import public_strings  # noqa: E402
import wagtail_strings  # noqa: E402

CATALOGUES = make_messages.catalogues(ROOT)
ADMIN = make_messages.WAGTAIL_CATALOGUES
needs_gettext = pytest.mark.skipif(
    bool(make_messages.missing_programs()), reason="GNU gettext is not installed."
)


def relative(path: Path) -> str:
    """Name of a catalogue for the test report."""
    return str(path.relative_to(ROOT))


def snapshot() -> dict[Path, bytes]:
    """The content of every file that the scripts could change."""
    return {
        path: path.read_bytes()
        for folder in (ROOT / "locale", ADMIN)
        for path in folder.rglob("*.?o")
    }


class CatalogueTests:
    @pytest.mark.parametrize("path", CATALOGUES, ids=relative)
    def test_every_entry_is_translated_exactly_and_compiled(self, path):
        assert list(check_messages.catalogue_problems(path)) == []

    @needs_gettext
    def test_the_source_and_the_catalogue_hold_the_same_strings(self):
        before = snapshot()
        assert list(check_messages.source_problems(ROOT)) == []
        assert snapshot() == before, "checking must not write into the tree"

    @needs_gettext
    def test_collecting_again_changes_nothing(self, tmp_path):
        fresh = make_messages.collect(ROOT, tmp_path)
        for path in fresh.rglob("*.po"):
            kept = ROOT / "locale" / path.relative_to(fresh)
            assert path.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


def messages_of(path: Path) -> set[tuple[str, str]]:
    """Context and text of each message that a module asks gettext for, by whatever name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        each.asname or each.name: each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for each in node.names
        if "gettext" in each.name
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            with_context = "pgettext" in names[node.func.id]
            texts = [getattr(each, "value", None) for each in node.args[: 1 + with_context]]
            if all(isinstance(each, str) for each in texts):
                found.add((texts[0] if with_context else "", texts[-1]))
    return found


class CollectingTests:
    """xgettext passes over calls by a name that it was not told, and all within f-strings."""

    def test_the_catalogue_has_every_message_of_the_code(self):
        known = {
            check_messages.key(each)
            for each in polib.pofile(str(ROOT / "locale/vi/LC_MESSAGES/django.po"))
        }
        missing = {
            relative(path): sorted(left)
            for path in (ROOT / make_messages.PACKAGE).rglob("*.py")
            if "migrations" not in path.parts and (left := messages_of(path) - known)
        }
        assert missing == {}


class ReadersTests:
    """Russian is a language of readers: the admin is never in it."""

    RUSSIAN = polib.pofile(str(ROOT / "locale/ru/LC_MESSAGES/django.po"))

    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ("govportal_wagtail/legal/templates/govportal/legal/legal_document_page.html", True),
            (
                "govportal_wagtail/editorial/templates/govportal/editorial/notes/report.html",
                True,
            ),
            ("govportal_wagtail/investment/public/columns.py", True),
            ("govportal_wagtail/questions/vocabulary.py", True),
            ("govportal_wagtail/questions/templates/govportal/questions/staff/person.html", False),
            ("govportal_wagtail/questions/templates/govportal/questions/mail/answered.txt", False),
            ("govportal_wagtail/legal/importing/columns.py", False),
            ("govportal_wagtail/core/access/account_forms.py", False),
        ],
    )
    def test_a_source_is_for_readers_or_not(self, source, shown):
        assert public_strings.is_shown_to_readers(source) is shown

    def test_all_words_of_public_folders_are_covered(self):
        covered = {entry.msgid for entry in self.RUSSIAN}
        vietnamese = polib.pofile(str(ROOT / "locale/vi/LC_MESSAGES/django.po"))
        for entry in vietnamese:
            sources = [source for source, _line in entry.occurrences]
            if any("/public/" in source and "/admin/" not in source for source in sources):
                assert entry.msgid in covered, sources

    def test_words_are_russian(self):
        """A text that holds letters of Vietnamese was not translated; numbers of documents may."""
        foreign = re.compile(r"[ăâêôơư\u1ea0-\u1ef9]", re.IGNORECASE)
        without_numbers = re.compile(r"\S*[/-](?:QĐ|NĐ|NQ|TT|CP|UBND|HĐND|QH)\S*")
        assert [
            entry.msgstr
            for entry in self.RUSSIAN
            if foreign.search(without_numbers.sub("", entry.msgstr)) and "Việt" not in entry.msgstr
        ] == []

    def test_readers_see_it(self):
        with translation.override("ru"):
            assert gettext("Search") == "Поиск"
            assert ngettext("%(count)d page", "%(count)d pages", 3) % {"count": 3} == "3 страницы"


class CheckTests:
    @pytest.mark.parametrize(
        ("msgid", "msgstr", "problem"),
        [
            ("No %(name)s", "Không có %(ten)s", "placeholders"),
            ("No {name}", "Không có", "placeholders"),
            ("Up to 200%%", "Đến 200%", "placeholders"),
            ('<a href="%(url)s">add</a>', "thêm", "placeholders"),
            ("Page", "", "not translated"),
            ("One line\n", "Một dòng", "line break"),
        ],
    )
    def test_a_wrong_translation_is_found(self, msgid, msgstr, problem):
        (found, *_more) = check_messages.entry_problems(polib.POEntry(msgid=msgid, msgstr=msgstr))
        assert problem in found

    def test_a_doubtful_translation_is_found(self):
        entry = polib.POEntry(msgid="Page", msgstr="Trang", flags=["fuzzy"])
        assert list(check_messages.entry_problems(entry)) == ["fuzzy"]

    def test_a_plural_needs_its_number(self):
        entry = polib.POEntry(
            msgid="One page", msgid_plural="%(count)s pages", msgstr_plural={0: "Một trang"}
        )
        (found,) = check_messages.entry_problems(entry)
        assert "%(count)s" in found

    def test_a_compiled_file_that_is_behind_is_found(self, tmp_path):
        path = tmp_path / "django.po"
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        catalogue.append(polib.POEntry(msgid="Page", msgstr="Trang"))
        catalogue.save(str(path))
        make_messages.compile_catalogue(path)
        assert list(check_messages.catalogue_problems(path)) == []
        catalogue[0].msgstr = "Trang tin"
        catalogue.save(str(path))
        assert list(check_messages.catalogue_problems(path)) == ["the .mo file is out of date"]

    @pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
    def test_missing_gettext_fails_the_check_on_ci_only(self, monkeypatch, capsys, ci, code):
        monkeypatch.setattr(check_messages, "catalogues", lambda root: [])
        monkeypatch.setenv("PATH", "")
        monkeypatch.setenv("CI", ci)
        assert check_messages.main() == code
        assert "gettext is not installed" in capsys.readouterr().err

    def test_collecting_without_gettext_names_the_package_to_install(self, monkeypatch, capsys):
        before = snapshot()
        monkeypatch.setenv("PATH", "")
        assert make_messages.main() == 1
        assert "apt-get install gettext" in capsys.readouterr().err
        assert snapshot() == before


class WagtailTests:
    #: The versions whose strings were seen; a later one brings some that nobody has read yet.
    SEEN = {"wagtail": (8, 0), "django": (6, 1)}
    NEW_STRINGS = 0.03

    @pytest.mark.parametrize("domain", wagtail_strings.DOMAINS)
    def test_what_wagtail_leaves_in_english_is_translated_here(self, domain):
        ours = wagtail_strings.translated(ADMIN / f"{domain}.po")
        missing = sorted(wagtail_strings.untranslated(domain).keys() - ours)
        installed = {"wagtail": wagtail.VERSION[:2], "django": django.VERSION[:2]}
        is_unseen = any(installed[name] > seen for name, seen in self.SEEN.items())
        assert len(missing) <= (self.NEW_STRINGS * len(ours) if is_unseen else 0), missing

    @pytest.mark.parametrize("domain", wagtail_strings.DOMAINS)
    def test_a_translation_of_wagtail_is_replaced_for_a_reason_only(self, domain):
        done = wagtail_strings.done(domain)
        for entry in polib.pofile(str(ADMIN / f"{domain}.po")):
            if wagtail_strings.key(entry) in done:
                assert entry.tcomment.startswith("Replaces the translation of Wagtail: ")

    #: Readers call them keywords, editors tags; and a code is a code.
    TWO_NAMES = {"tags", "Tags", "Code"}

    def test_a_string_shared_with_wagtail_means_the_same(self):
        """Django reads all catalogues as one: our word would replace Wagtail's everywhere."""
        theirs = {
            wagtail_strings.key(entry): entry.msgstr
            for path in [*wagtail_strings.translated_catalogues("django"), ADMIN / "django.po"]
            for entry in polib.pofile(str(path)).translated_entries()
            if entry.msgstr != entry.msgid
        }
        ours = polib.pofile(str(ROOT / "locale/vi/LC_MESSAGES/django.po"))
        assert {
            entry.msgid: (entry.msgstr, theirs[wagtail_strings.key(entry)])
            for entry in ours
            if wagtail_strings.key(entry) in theirs
            and entry.msgid not in self.TWO_NAMES
            and entry.msgstr.casefold() != theirs[wagtail_strings.key(entry)].casefold()
        } == {}

    @pytest.mark.django_db
    def test_scripts_of_the_admin_get_the_same_language(self, client):
        response = client.get("/admin/jsi18n/")
        assert response.status_code == 200
        catalogue = polib.pofile(str(ADMIN / "djangojs.po"))
        (yes,) = [entry for entry in catalogue if entry.msgid == "Yes"]
        assert f'"Yes": {json.dumps(yes.msgstr)}' in response.content.decode()


def english() -> set[str]:
    """Strings that have a Vietnamese translation of their own, so that none may be shown."""
    return {
        entry.msgid
        for path in CATALOGUES
        for entry in polib.pofile(str(path))
        if entry.msgstr and entry.msgstr.casefold() != entry.msgid.casefold()
    }


def shown(html: str) -> set[str]:
    """What a person reads or hears on a page."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup(["script", "style", "template"]):
        hidden.decompose()
    texts = {" ".join(text.split()) for text in soup.stripped_strings}
    for name in ("aria-label", "title", "placeholder"):
        texts |= {str(tag[name]).strip() for tag in soup.find_all(attrs={name: True})}
    return texts


@pytest.mark.django_db
class AdminTests:
    #: The page that Wagtail's migrations create, two labels that it does not mark, and a word that
    #: its Vietnamese took over.
    NOT_MARKED = {"Root", "Page", "Actions", "Website"}

    def test_login_page_is_vietnamese(self, client):
        html = client.get("/admin/login/").content.decode()
        assert '<html lang="vi"' in html
        assert shown(html) & english() == set()

    def test_pages_of_the_admin_are_vietnamese(self, admin_client):
        site = builders.make_site()
        article = builders.make_article(builders.make_section(site.root_page))
        document = builders.make_document(builders.make_library(site.root_page))
        paths = [
            "/admin/",
            "/admin/pages/",
            f"/admin/pages/{article.pk}/edit/",
            f"/admin/pages/{article.pk}/history/",
            f"/admin/pages/{article.pk}/delete/",
            f"/admin/pages/{document.pk}/edit/",
            "/admin/images/",
            "/admin/documents/",
            "/admin/users/",
            "/admin/redirects/add/",
            "/admin/workflows/add/",
            "/admin/reports/locked/",
            "/admin/account/",
        ]
        forbidden = english() - self.NOT_MARKED
        for path in paths:
            response = admin_client.get(path)
            assert response.status_code == 200, path
            assert shown(response.content.decode()) & forbidden == set(), path
