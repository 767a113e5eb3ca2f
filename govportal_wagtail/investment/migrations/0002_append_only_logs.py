"""Lets the database itself refuse changes of the logs of figures."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from govportal_wagtail.core import append_only_triggers

TABLES = ("govportal_investment_figurechange", "govportal_investment_figurebatchevent")


def install(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database."""
    for table in TABLES:
        append_only_triggers.install(schema_editor.connection, table)


def remove(apps: Any, schema_editor: Any) -> None:
    """Drop them."""
    for table in TABLES:
        append_only_triggers.remove(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("govportal_investment", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
