"""Lets the database itself refuse changes of the editorial log."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from govportal_wagtail.editorial import database_triggers


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database."""
    database_triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop them."""
    database_triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("govportal_editorial", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
