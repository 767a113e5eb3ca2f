"""Every row has a language and a key, and one row in each language."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

MODELS = ("homepagesection", "articleattachment")


class Migration(migrations.Migration):
    dependencies = [("govportal_pages", "0006_languages_of_rows")]

    operations = [
        *(
            migrations.AlterField(
                model_name=name,
                name="translation_key",
                field=models.UUIDField(default=uuid.uuid4, editable=False),
            )
            for name in MODELS
        ),
        *(
            migrations.AlterField(
                model_name=name,
                name="locale",
                field=models.ForeignKey(
                    editable=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="wagtailcore.locale",
                    verbose_name="locale",
                ),
            )
            for name in MODELS
        ),
        *(
            migrations.AlterUniqueTogether(
                name=name, unique_together={("translation_key", "locale")}
            )
            for name in MODELS
        ),
    ]
