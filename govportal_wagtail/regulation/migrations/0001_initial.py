from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import govportal_wagtail.regulation.models.settings


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(unique=True, verbose_name="day")),
                (
                    "is_working",
                    models.BooleanField(
                        default=False,
                        help_text="A Saturday that is worked in exchange for another day is a working day.",
                        verbose_name="working day",
                    ),
                ),
                ("label", models.CharField(max_length=255, verbose_name="reason")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Number and date of the notice or decision.",
                        max_length=255,
                        verbose_name="legal document",
                    ),
                ),
                ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "exceptional day",
                "verbose_name_plural": "exceptional days",
                "ordering": ["-date"],
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                (
                    "is_official",
                    models.BooleanField(default=False, verbose_name="officially announced"),
                ),
                (
                    "basis",
                    models.CharField(blank=True, max_length=255, verbose_name="legal document"),
                ),
                ("entered_at", models.DateTimeField(auto_now=True, verbose_name="entered at")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar year",
                "verbose_name_plural": "calendar years",
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.CharField(max_length=64)),
                ("subject_label", models.CharField(max_length=255, verbose_name="item")),
                ("profile", models.CharField(max_length=64, verbose_name="regulation")),
                (
                    "instrument",
                    models.CharField(blank=True, max_length=64, verbose_name="instrument"),
                ),
                ("category", models.CharField(max_length=64, verbose_name="category")),
                ("role", models.CharField(blank=True, max_length=64, verbose_name="role")),
                ("article", models.CharField(blank=True, max_length=64, verbose_name="article")),
                ("rule", models.JSONField(default=dict, verbose_name="rule")),
                (
                    "anchor_event",
                    models.CharField(blank=True, max_length=64, verbose_name="counted from"),
                ),
                (
                    "anchor_date",
                    models.DateField(blank=True, null=True, verbose_name="day of the event"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "first_due_on",
                    models.DateField(blank=True, null=True, verbose_name="last day at first"),
                ),
                (
                    "extra_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="extension"),
                ),
                ("pauses", models.JSONField(default=list, verbose_name="pauses")),
                ("explanation", models.JSONField(default=dict, verbose_name="how it was counted")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "running"),
                            ("paused", "paused"),
                            ("met", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="started at")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "owners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who is told",
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline",
                "verbose_name_plural": "deadlines",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeadlineEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("started", "started"),
                            ("restarted", "started anew"),
                            ("paused", "paused"),
                            ("resumed", "resumed"),
                            ("extended", "extended"),
                            ("recalculated", "recalculated"),
                            ("met", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=16,
                        verbose_name="event",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "old_due_on",
                    models.DateField(blank=True, null=True, verbose_name="old last day"),
                ),
                (
                    "new_due_on",
                    models.DateField(blank=True, null=True, verbose_name="new last day"),
                ),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="govportal_regulation.deadline",
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline event",
                "verbose_name_plural": "deadline events",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RegulationSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.CharField(
                        blank=True,
                        choices=govportal_wagtail.regulation.models.settings.profile_choices,
                        help_text="Empty: the regulation of the provincial portal.",
                        max_length=64,
                        verbose_name="regulation",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of regulation",
                "verbose_name_plural": "choice of regulation",
            },
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["state", "due_on"], name="govportal_deadline_due"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["state", "anchor_date"], name="govportal_deadline_anchor"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["content_type", "object_id"], name="govportal_deadline_subject"
            ),
        ),
    ]
