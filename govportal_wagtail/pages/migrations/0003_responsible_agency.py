from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_core", "0003_organisations_and_sites"),
        ("govportal_pages", "0002_section_reach"),
    ]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                help_text="Supplied the information and answers for it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="govportal_core.agency",
                verbose_name="responsible agency",
            ),
        ),
    ]
