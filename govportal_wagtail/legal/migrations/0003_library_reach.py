from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_legal", "0002_postgresql_list_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="legaldocumentindexpage",
            name="reach",
            field=models.CharField(
                choices=[
                    ("own", "what lies below this page"),
                    ("components", "all component sites"),
                    ("portal", "the provincial portal"),
                ],
                default="own",
                max_length=12,
                verbose_name="documents shown",
            ),
        ),
    ]
