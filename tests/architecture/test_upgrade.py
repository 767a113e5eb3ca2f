"""A site that was set up with an earlier version upgrades with two commands and loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: The last migration of each app in the version that is upgraded from; None where there was none.
#: Those between them are passed on the way.
EARLIER = {
    "before regulation and portal sites": {
        "govportal_legal": "0002_postgresql_list_order",
        "govportal_pages": "0001_initial",
        "govportal_core": "0002_page_tree_index",
        "govportal_regulation": None,
        "govportal_editorial": None,
        "govportal_questions": None,
        "govportal_schedules": None,
        "govportal_investment": None,
        "govportal_translation": None,
    },
    "before citizens' questions": {
        "govportal_legal": "0004_register_without_words",
        "govportal_pages": "0003_responsible_agency",
        "govportal_core": "0005_wagtail_search_index",
        "govportal_regulation": "0001_initial",
        "govportal_editorial": "0002_append_only_log",
        "govportal_questions": None,
        "govportal_schedules": None,
        "govportal_investment": None,
        "govportal_translation": None,
    },
    "before translations": {
        "govportal_legal": "0004_register_without_words",
        "govportal_pages": "0004_organisation",
        "govportal_core": "0005_wagtail_search_index",
        "govportal_regulation": "0001_initial",
        "govportal_editorial": "0003_messages_about",
        "govportal_questions": "0002_append_only_log",
        "govportal_schedules": "0002_append_only_logs",
        "govportal_investment": "0002_append_only_logs",
        "govportal_translation": None,
    },
    "before facts of translations": {
        "govportal_legal": "0004_register_without_words",
        "govportal_pages": "0004_organisation",
        "govportal_core": "0005_wagtail_search_index",
        "govportal_regulation": "0001_initial",
        "govportal_editorial": "0003_messages_about",
        "govportal_questions": "0002_append_only_log",
        "govportal_schedules": "0002_append_only_logs",
        "govportal_investment": "0002_append_only_logs",
        "govportal_translation": "0002_append_only_log",
    },
}

#: Made anew from the pages by the setup.
DERIVED = {"source_digest", "selected_digest", "published_digest"}

UPGRADE = """
import json
import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

django.setup()
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale, Page, Site

earlier = json.loads(sys.argv[1])
nodes = [(label, name) for label, name in earlier.items() if name]
executor = MigrationExecutor(connection)
others = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in earlier]
executor.migrate([*others, *nodes])
old = executor.loader.project_state(nodes).apps


def add(parent, model, title, slug, language="vi", **fields):
    locale = Locale.objects.get_or_create(language_code=language)[0]
    page = Page.objects.get(pk=parent).add_child(
        instance=Page(title=title, slug=slug, show_in_menus=True, locale=locale)
    )
    row = old.get_model(model)(page_ptr_id=page.pk, **fields)
    kind = old.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label=row._meta.app_label, model=row._meta.model_name
    )[0]
    Page.objects.filter(pk=page.pk).update(content_type_id=kind.pk)
    row.save_base(raw=True)
    return page.pk


Locale.objects.update(language_code="vi")
root = Page.objects.get(depth=1).pk
home = add(root, "govportal_pages.HomePage", "Cổng tỉnh", "trang-chu", lead="Lời dẫn")
Site.objects.update(root_page_id=home, hostname="localhost", site_name="Cổng tỉnh")
site = Site.objects.get()
section = add(home, "govportal_pages.SectionPage", "Tin riêng", "tin-rieng", lead="Tin")
add(section, "govportal_pages.ArticlePage", "Bài cũ", "bai-cu", lead="L", published_on="2026-11-01")
library = add(home, "govportal_legal.LegalDocumentIndexPage", "Kho văn bản", "kho", scope="")
issuer = old.get_model("govportal_core.Agency").objects.create(
    code="ubnd", name="Ủy ban nhân dân tỉnh", kind="peoples_committee", level="province"
)
kind = old.get_model("govportal_legal.DocumentType").objects.create(code="qd-cu", name="Quyết định")
add(
    library, "govportal_legal.LegalDocumentPage", "Quyết định 1", "qd-1",
    symbol="1/2026/QĐ-UBND", abstract="Về việc cũ", doc_type_id=kind.pk, issuer_id=issuer.pk,
)
old.get_model("govportal_core.PortalSettings").objects.create(
    site_id=site.pk, agency_name="UBND tỉnh cũ", credit_line="Nguồn cũ"
)
Group.objects.create(name="Nhóm cũ")



def row(model, page, **fields):
    old.get_model(model).objects.create(page_id=page, **fields)
    ROWS.append(model)


ROWS = []
english = add(root, "govportal_pages.HomePage", "Portal", "portal-en", language="en", lead="Lead")
for each in (home, home, english):
    row("govportal_pages.HomePageSection", each, kind="news", heading="Tin", count=3)
text = add(
    library, "govportal_legal.LegalDocumentPage", "Quyết định 2", "qd-2",
    symbol="2/2026/QĐ-UBND", abstract="Về việc mới", doc_type_id=kind.pk, issuer_id=issuer.pk,
)
row("govportal_legal.DocumentRelation", text, kind="based_on", target_symbol="1/2026/QĐ-UBND")
if earlier["govportal_schedules"]:
    schedule = add(home, "govportal_schedules.ScheduleIndexPage", "Lịch", "l", agency_id=issuer.pk)
    week = {"monday": "2026-11-16"}
    weeks = [
        add(schedule, "govportal_schedules.WeeklySchedulePage", "Tuần", f"tuan-{n}", **week)
        for n in range(2)
    ]
    # An alias in the same language has the item a second time.
    Page.objects.filter(pk=weeks[0]).update(alias_of_id=weeks[1])
    uid = "3f0c2a52-6c43-4a53-9d6f-0a4a30a6f0a1"
    day = {"uid": uid, "date": "2026-11-16", "session": "morning", "content": "Họp"}
    for each in weeks:
        row("govportal_schedules.ScheduleItem", each, **day)
if earlier["govportal_investment"]:
    register = add(home, "govportal_investment.ProjectIndexPage", "Dự án", "du-an")
    project = add(
        register, "govportal_investment.InvestmentProjectPage", "Cầu", "cau", code="1", code_key="1"
    )
    row("govportal_investment.ProjectUpdate", project, date="2026-11-16", title="Khởi công")
if earlier["govportal_translation"]:
    translated = add(english, "govportal_pages.SectionPage", "News", "news", language="en", lead="")
    key = Page.objects.get(pk=section).translation_key
    Page.objects.filter(pk=translated).update(translation_key=key)
    portal = old.get_model("govportal_core.PortalSite").objects.create(
        site_id=site.pk, agency_id=issuer.pk, state="live", body="portal"
    )
    old.get_model("govportal_translation.PageTranslation").objects.create(
        portal_site_id=portal.pk, locale_id=Locale.objects.get(language_code="en").pk,
        source_id=section, target_id=translated, source_key=key, title="Tin", state="published",
        source_digest="1", selected_digest="1", published_digest="1",
        selected_at="2026-11-16T00:00Z",
    )

KEPT = "title slug path url_path live locale_id".split()


def state():
    tables = {}
    for table in sorted(connection.introspection.table_names()):
        # The index of keys is derived, and made anew where it is not as it should be.
        if table.startswith("govportal_") and "searchunit_keys" not in table:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table}")
                names = [column[0] for column in cursor.description]
                rows = [dict(zip(names, map(str, row))) for row in cursor.fetchall()]
            tables[table] = rows
    tables["pages"] = list(map(str, Page.objects.order_by("path").values_list(*KEPT)))
    tables["groups"] = list(Group.objects.values_list("name", flat=True))
    return tables


before = state()
call_command("migrate", verbosity=0)
call_command("govportal_setup", verbosity=0)
after = state()
call_command("govportal_setup", verbosity=0)
client = Client(headers={"host": "localhost"})
urls = ["/", "/tin-rieng/", "/tin-rieng/bai-cu/", "/kho/", "/kho/qd-1/"]
statuses = {url: client.get(url).status_code for url in urls}
from django.apps import apps

languages = {
    model: [list(map(str, found)) for found in apps.get_model(model).objects.order_by("pk")
    .values_list("page__alias_of", "locale", "page__locale", "translation_key")]
    for model in ROWS
}
print(json.dumps([before, after, state(), statuses, languages]))
"""


@pytest.mark.parametrize("version", EARLIER)
def test_upgrade_loses_nothing(tmp_path, version):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORTAL_VAR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    result = subprocess.run(
        [sys.executable, "-c", UPGRADE, json.dumps(EARLIER[version])],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    before, after, again, statuses, languages = json.loads(result.stdout.splitlines()[-1])
    assert set(statuses.values()) == {200}, statuses
    for table, rows in before.items():
        for row in rows:
            assert any(keeps(kept, row) for kept in after[table]), (table, row)
    changes = {table for table in after if after[table] != again[table]}
    assert changes == set(), "a second setup changes something"
    check_languages(languages)


def check_languages(languages: dict[str, list[list[str]]]) -> None:
    """Every row has the language of its page and a key; an item of a week has its own key."""
    assert len({locale for _, locale, *_ in languages["govportal_pages.HomePageSection"]}) == 2
    for model, rows in languages.items():
        assert rows, model
        assert all(locale == of_page != "None" for _alias, locale, of_page, _key in rows), model
        keys = [key for *_, key in rows]
        assert len(set(keys)) == len(keys)
        assert all(UUID(key) for key in keys)
    for alias, *_, key in languages.get("govportal_schedules.ScheduleItem", ()):
        assert (key == "3f0c2a52-6c43-4a53-9d6f-0a4a30a6f0a1") == (alias == "None")


def keeps(kept: dict | str, row: dict | str) -> bool:
    """Whether a row still says what it said; columns that were empty may have been filled."""
    if isinstance(row, str):
        return kept == row
    return all(
        kept.get(name) == value
        for name, value in row.items()
        if value not in ("", "None", "{}") and name not in DERIVED
    )
