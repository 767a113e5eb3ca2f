"""Lets the database itself refuse changes of the log of translations."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from govportal_wagtail.core import append_only_triggers

TABLE = "govportal_translation_translationevent"


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database."""
    append_only_triggers.install(schema_editor.connection, TABLE)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop them."""
    append_only_triggers.remove(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("govportal_translation", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
