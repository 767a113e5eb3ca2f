"""The order of lists on PostgreSQL: the newest first, documents without a date last.

An index of Django's cannot say where empty dates stand; SQLite puts them there by itself.
"""

from __future__ import annotations

from django.db import migrations

_NAME = "govportal_reg_lib_newest"


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {_NAME} ON govportal_legal_registerentry "
            "(library_id, locale_id, issued_on DESC NULLS LAST, page_id DESC)"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {_NAME}")


class Migration(migrations.Migration):
    dependencies = [("govportal_legal", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
