"""Gives every row the language of its page and a key of its own."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from govportal_wagtail.core import row_keys

LABELS = ("govportal_legal.DocumentFile", "govportal_legal.DocumentRelation")


def fill(apps: Any, schema_editor: Any) -> None:
    """Fill the columns; PostgreSQL alters a table only after the transaction that filled it."""
    for label in LABELS:
        row_keys.fill(apps, label)


class Migration(migrations.Migration):
    dependencies = [("govportal_legal", "0005_columns_for_languages_of_rows")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
