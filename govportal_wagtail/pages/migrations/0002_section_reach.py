from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_pages", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="sectionpage",
            name="reach",
            field=models.CharField(
                choices=[
                    ("own", "what lies below this page"),
                    ("components", "all component sites"),
                    ("portal", "the provincial portal"),
                ],
                default="own",
                max_length=12,
                verbose_name="articles shown",
            ),
        ),
    ]
