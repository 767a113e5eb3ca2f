"""Sections, glossary and weekly mails; what of a translation is text, and what are facts."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_core", "0005_wagtail_search_index"),
        ("govportal_translation", "0002_append_only_log"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pagetranslation",
            name="changed_places",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="pagetranslation",
            name="published_source_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="pagetranslation",
            name="published_texts",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="pagetranslation",
            name="selected_texts",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pagetranslation",
            name="source_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="pagetranslation",
            name="source_texts",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="translatedversion",
            name="missing",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="translatedversion",
            name="source_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="translatedversion",
            name="source_revision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="translatedversion",
            name="texts",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="translatedversion",
            name="unreviewed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="translationevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("selected", "selected"),
                    ("sent", "sent to the translating unit"),
                    ("handed_in", "handed in"),
                    ("checked", "checked"),
                    ("returned", "returned"),
                    ("published", "posted"),
                    ("outdated", "the source changed"),
                    ("current", "true to the source again"),
                    ("renewed", "selected again after a change"),
                    ("removed", "removed"),
                    ("taken_in", "texts taken from a file"),
                    ("machine", "texts translated by a machine"),
                    ("moved", "moved with its source"),
                ],
                max_length=16,
                verbose_name="event",
            ),
        ),
        migrations.CreateModel(
            name="SectionSelection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("reason", models.TextField(blank=True, verbose_name="reason for the selection")),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="to be translated by"),
                ),
                ("ordered_at", models.DateTimeField(auto_now_add=True, verbose_name="selected at")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("selected", models.PositiveIntegerField(default=0)),
                ("refused", models.JSONField(blank=True, default=list)),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="language",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="selected by",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="translating unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "selection of a section",
                "verbose_name_plural": "selections of sections",
                "ordering": ["-ordered_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=255, verbose_name="term")),
                ("target", models.CharField(max_length=255, verbose_name="translation")),
                (
                    "accepted",
                    models.CharField(
                        blank=True,
                        help_text="Other right translations, with semicolons between them.",
                        max_length=255,
                        verbose_name="also accepted",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="note for translators"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="language",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty where the term is the same on all sites.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
            ],
            options={
                "verbose_name": "term of the glossary",
                "verbose_name_plural": "terms of the glossary",
                "ordering": ["source", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("portal_site", "locale", "source"),
                        name="govportal_one_term_on_a_site",
                        violation_error_message="The glossary has this term already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("portal_site", None)),
                        fields=("locale", "source"),
                        name="govportal_one_term_on_all_sites",
                        violation_error_message="The glossary has this term already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeeklyMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="govportal_core.agency",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("week", "user"),
                        name="govportal_one_translation_mail_a_week",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False)),
                        fields=("week", "unit"),
                        name="govportal_one_unit_mail_a_week",
                    ),
                ],
            },
        ),
    ]
