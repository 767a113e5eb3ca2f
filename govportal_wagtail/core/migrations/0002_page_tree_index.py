"""Indexes for menus, sitemaps and addresses: Wagtail has none on depth and path of its page table.

The one with the slug finds a page below its parent. Without it SQLite would take the first index
for that too, and read all pages of a level: each document of a library, for each address.
"""

from __future__ import annotations

from django.db import migrations

_INDEXES = {
    "govportal_page_depth_path": "depth, path",
    "govportal_page_slug_depth_path": "slug, depth, path",
}


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_core", "0001_initial"),
        # The last change of the page table that every supported Wagtail has.
        ("wagtailcore", "0094_alter_page_locale"),
    ]

    operations = [
        migrations.RunSQL(
            sql=f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_page ({columns})",
            reverse_sql=f"DROP INDEX IF EXISTS {name}",
        )
        for name, columns in _INDEXES.items()
    ]
