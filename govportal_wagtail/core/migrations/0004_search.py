"""The tables of the search and, as each database has it, the index of their keys."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Cast, Coalesce, Concat

from govportal_wagtail.core.search import database


def _text(column):
    text = models.TextField()
    return Coalesce(Cast(column, text), models.Value("", output_field=text), output_field=text)


def _bar():
    return models.Value("|", output_field=models.TextField())


def install(apps, schema_editor):
    database.install(schema_editor.connection)


def remove(apps, schema_editor):
    database.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_core", "0003_organisations_and_sites"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchIndexState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0, help_text="Of the keys.")),
                (
                    "units",
                    models.PositiveIntegerField(default=0, help_text="When words were counted."),
                ),
                (
                    "heading_length",
                    models.FloatField(default=0, help_text="Words in a heading, on average."),
                ),
                (
                    "text_length",
                    models.FloatField(default=0, help_text="Words in a unit, on average."),
                ),
                ("counted_at", models.DateTimeField(null=True)),
                (
                    "rebuilt_to",
                    models.PositiveBigIntegerField(
                        help_text="The last page of a rebuilding that has not come to its end.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "state of the search index",
                "verbose_name_plural": "states of the search index",
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("key", models.CharField(max_length=130, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                (
                    "shown",
                    models.CharField(
                        blank=True,
                        help_text="As most texts write it, to propose it.",
                        max_length=130,
                    ),
                ),
            ],
            options={
                "verbose_name": "search term",
                "verbose_name_plural": "search terms",
            },
        ),
        migrations.CreateModel(
            name="SearchUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fragment",
                    models.CharField(
                        blank=True,
                        help_text="Of a part: what follows the address of the page.",
                        max_length=130,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("source", models.CharField(max_length=30)),
                ("path", models.CharField(db_index=True, max_length=255)),
                ("url_path", models.TextField()),
                (
                    "is_public",
                    models.BooleanField(
                        default=True, help_text="False below a page with a view restriction."
                    ),
                ),
                ("is_part", models.BooleanField(default=False)),
                ("category", models.CharField(blank=True, max_length=80)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("date", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.agency",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.site",
                    ),
                ),
                (
                    "cell",
                    models.GeneratedField(
                        db_persist=True,
                        expression=Concat(
                            _text("agency_id"),
                            _bar(),
                            _text("year"),
                            _bar(),
                            _text("site_id"),
                            _bar(),
                            _text("source"),
                            _bar(),
                            _text("category"),
                            output_field=models.TextField(),
                        ),
                        help_text="All that facets ask for, so that one column is counted.",
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "keys",
                    models.TextField(
                        blank=True, help_text="Parted by blanks; read through the index of keys."
                    ),
                ),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="govportal_core.searchunit",
                    ),
                ),
                ("title", models.TextField()),
                ("number", models.CharField(blank=True, max_length=120)),
                ("text", models.TextField(blank=True)),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        help_text="Three lines: what it belongs to, its heading, its text.",
                    ),
                ),
            ],
            options={
                "verbose_name": "search text",
                "verbose_name_plural": "search texts",
            },
        ),
        migrations.CreateModel(
            name="SearchLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("query", models.CharField(max_length=200, verbose_name="search text")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="searches")),
                ("results", models.PositiveIntegerField(default=0, verbose_name="results")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "search log entry",
                "verbose_name_plural": "search log entries",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "site", "query"), name="govportal_search_log_day"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="searchunit",
            index=models.Index(fields=["-date", "-page"], name="govportal_search_date"),
        ),
        migrations.AddConstraint(
            model_name="searchunit",
            constraint=models.UniqueConstraint(
                fields=("page", "fragment"), name="govportal_search_unit"
            ),
        ),
        migrations.RunPython(install, remove, elidable=False),
    ]
