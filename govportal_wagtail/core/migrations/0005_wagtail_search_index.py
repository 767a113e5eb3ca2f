"""The index for the search of the admin: Wagtail asks for title and body as one, and indexes each.

Without it PostgreSQL reads the words of all pages for each search. On SQLite there is nothing to do.
"""

from __future__ import annotations

from django.db import migrations
from modelsearch.conf import get_app_config

_NAME = "govportal_wagtailsearch_words"
#: The app that holds Wagtail's index, and what added its columns in every supported version.
_LABEL = get_app_config().label
_COLUMNS_ADDED = {
    "wagtailsearch": "0006_customise_indexentry",
    "modelsearch": "0002_customise_indexentry",
}


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    table = schema_editor.quote_name(apps.get_model(_LABEL, "IndexEntry")._meta.db_table)
    schema_editor.execute(
        f"CREATE INDEX IF NOT EXISTS {_NAME} ON {table} USING gin ((title || body))"
    )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {_NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_core", "0004_search"),
        (_LABEL, _COLUMNS_ADDED[_LABEL]),
    ]

    operations = [migrations.RunPython(create_index, drop_index, elidable=False)]
