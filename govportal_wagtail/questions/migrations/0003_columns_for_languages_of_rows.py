"""Columns for the language of each row and the key it has in all languages, still empty."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

MODELS = ("questioncitation", "questionattachment")


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_questions", "0002_append_only_log"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="translation_key",
                field=models.UUIDField(editable=False, null=True),
            )
            for name in MODELS
        ),
        *(
            migrations.AddField(
                model_name=name,
                name="locale",
                field=models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="wagtailcore.locale",
                    verbose_name="locale",
                ),
            )
            for name in MODELS
        ),
    ]
