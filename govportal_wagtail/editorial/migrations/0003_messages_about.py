from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_editorial", "0002_append_only_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="about",
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
    ]
