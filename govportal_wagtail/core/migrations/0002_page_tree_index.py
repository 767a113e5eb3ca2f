"""An index for menus and sitemaps: Wagtail has none on depth and path of its page table."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_core", "0001_initial"),
        # The last change of the page table that every supported Wagtail has.
        ("wagtailcore", "0094_alter_page_locale"),
    ]

    operations = [
        migrations.RunSQL(
            sql=(
                "CREATE INDEX IF NOT EXISTS govportal_page_depth_path "
                "ON wagtailcore_page (depth, path)"
            ),
            reverse_sql="DROP INDEX IF EXISTS govportal_page_depth_path",
        )
    ]
