"""The register no longer keeps words: the search index finds documents by them."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_legal", "0003_library_reach"),
    ]

    operations = [
        migrations.RemoveField(model_name="registerentry", name="words"),
    ]
