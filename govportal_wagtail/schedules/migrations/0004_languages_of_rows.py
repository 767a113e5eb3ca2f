"""Gives every item the language of its week, and its own key as that in all languages."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import migrations

from govportal_wagtail.core import row_keys

LABEL = "govportal_schedules.ScheduleItem"


def fill(apps: Any, schema_editor: Any) -> None:
    """Fill the columns; PostgreSQL alters a table only after the transaction that filled it.

    Translations know an item by the key by which calendars know it. An alias in the language of
    its page has the item a second time, and there its key is another one.
    """
    row_keys.fill_locales(apps, LABEL)
    taken: set[tuple[uuid.UUID, int]] = set()

    def key(row: Any) -> uuid.UUID:
        known = (row.uid, row.locale_id)
        if known in taken:
            return row_keys.key_of(LABEL, row.pk)
        taken.add(known)
        return row.uid

    rows = apps.get_model(LABEL)._default_manager
    row_keys.write(rows.filter(page__alias_of=None), key)
    row_keys.write(rows.all(), key)


class Migration(migrations.Migration):
    dependencies = [("govportal_schedules", "0003_columns_for_languages_of_rows")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
