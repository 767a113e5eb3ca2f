"""The tables of the translation app."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("govportal_core", "0005_wagtail_search_index"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TranslationEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_id", models.BigIntegerField(db_index=True)),
                ("portal_site_id", models.BigIntegerField(db_index=True, null=True)),
                ("source_id", models.BigIntegerField(null=True)),
                ("target_id", models.BigIntegerField(null=True)),
                ("label", models.CharField(max_length=255, verbose_name="title")),
                ("language", models.CharField(max_length=100, verbose_name="language")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("selected", "selected"),
                            ("sent", "sent to the translating unit"),
                            ("handed_in", "handed in"),
                            ("checked", "checked"),
                            ("returned", "returned"),
                            ("published", "posted"),
                            ("outdated", "the source text changed"),
                            ("current", "true to the source text again"),
                            ("renewed", "selected again after a change"),
                            ("removed", "removed"),
                            ("taken_in", "texts taken from a file"),
                            ("moved", "moved with its source"),
                        ],
                        max_length=16,
                        verbose_name="event",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="time")),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=255, verbose_name="by")),
                ("agency_id", models.BigIntegerField(null=True)),
                (
                    "agency_name",
                    models.CharField(blank=True, max_length=255, verbose_name="agency"),
                ),
                ("role", models.CharField(blank=True, max_length=24, verbose_name="role")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("revision_id", models.BigIntegerField(null=True)),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "event of a translation",
                "verbose_name_plural": "events of translations",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PageTranslation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_key", models.UUIDField()),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("selected", "selected for translation"),
                            ("sent", "with the translating unit"),
                            ("translated", "translated, being checked"),
                            ("checked", "checked, waiting for approval"),
                            ("returned", "returned to the translating unit"),
                            ("published", "posted"),
                            ("removed", "removed"),
                        ],
                        default="selected",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason for the selection")),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="to be translated by"),
                ),
                ("words", models.PositiveIntegerField(default=0, verbose_name="words")),
                ("source_digest", models.CharField(max_length=64)),
                ("selected_digest", models.CharField(max_length=64)),
                ("published_digest", models.CharField(blank=True, max_length=64)),
                (
                    "outdated_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="outdated since"),
                ),
                ("selected_at", models.DateTimeField(verbose_name="selected at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "handed_in_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed in at"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="posted at"),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="translated by",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="language",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
                (
                    "selected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="selected by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="source",
                    ),
                ),
                (
                    "source_revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="translation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="translating unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="TranslatedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "translation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="govportal_translation.pagetranslation",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a translation",
                "verbose_name_plural": "versions of translations",
            },
        ),
        migrations.AddIndex(
            model_name="pagetranslation",
            index=models.Index(fields=["portal_site", "state"], name="govportal_translation_site"),
        ),
        migrations.AddIndex(
            model_name="pagetranslation",
            index=models.Index(fields=["unit", "state"], name="govportal_translation_unit"),
        ),
        migrations.AddConstraint(
            model_name="pagetranslation",
            constraint=models.UniqueConstraint(
                fields=("source_key", "locale"), name="govportal_one_translation_per_language"
            ),
        ),
    ]
