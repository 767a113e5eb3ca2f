from __future__ import annotations

import uuid

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
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
            name="ScheduleEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("schedule_id", models.BigIntegerField(db_index=True)),
                ("portal_site_id", models.BigIntegerField(db_index=True)),
                ("request_id", models.BigIntegerField(db_index=True, null=True)),
                ("monday", models.DateField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registered", "registered by the unit"),
                            ("changed", "changed by the unit"),
                            ("accepted", "taken into the schedule"),
                            ("returned", "returned for completion"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("week_created", "week begun"),
                            ("week_copied", "copied from another week"),
                            ("week_filled", "recurring items added"),
                            ("imported", "imported"),
                            ("edited", "edited"),
                        ],
                        max_length=20,
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
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "event of a schedule",
                "verbose_name_plural": "events of schedules",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WeeklySchedulePage",
            fields=[
                ("monday", models.DateField(db_index=True, verbose_name="Monday of the week")),
                ("note", models.TextField(blank=True, verbose_name="note below the week")),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_weekly_schedule",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "week of a schedule",
                "verbose_name_plural": "weeks of schedules",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="RecurringItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.CharField(
                        choices=[
                            ("all_day", "All day"),
                            ("morning", "Morning"),
                            ("afternoon", "Afternoon"),
                            ("evening", "Evening"),
                        ],
                        max_length=12,
                        verbose_name="part of the day",
                    ),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="until")),
                ("content", models.TextField(verbose_name="content")),
                ("place", models.CharField(blank=True, max_length=500, verbose_name="place")),
                (
                    "chairs_text",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="chaired by (other people)"
                    ),
                ),
                (
                    "participants_text",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="taking part (other people)"
                    ),
                ),
                (
                    "preparing_text",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="prepared by (in words)"
                    ),
                ),
                (
                    "requester",
                    models.CharField(blank=True, max_length=255, verbose_name="asked for by"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("busy", "shown as “working”"),
                            ("internal", "internal"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="shown to",
                    ),
                ),
                ("vehicle", models.CharField(blank=True, max_length=255, verbose_name="vehicle")),
                ("internal_note", models.TextField(blank=True, verbose_name="internal note")),
                (
                    "online_link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="link of the online meeting"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "on a day of the week"),
                            ("monthly_by_day", "on a day of the month"),
                            ("monthly_by_weekday", "on a weekday of the month"),
                        ],
                        default="weekly",
                        max_length=20,
                        verbose_name="how it comes back",
                    ),
                ),
                (
                    "interval",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(52),
                        ],
                        verbose_name="every how many weeks or months",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        null=True,
                        verbose_name="day of the week",
                    ),
                ),
                (
                    "day_of_month",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day of the month",
                    ),
                ),
                (
                    "week_of_month",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "first"),
                            (2, "second"),
                            (3, "third"),
                            (4, "fourth"),
                            (-1, "last"),
                        ],
                        null=True,
                        verbose_name="which one of the month",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "preparing_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="preparing unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "recurring item",
                "verbose_name_plural": "recurring items",
                "ordering": ["schedule", "frequency", "weekday", "starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RecurringPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("chair", "chair"), ("participant", "participant")],
                        default="chair",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=400, verbose_name="shown as")),
                (
                    "item",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="govportal_schedules.recurringitem",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.post",
                        verbose_name="post",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a recurring item",
                "verbose_name_plural": "people in recurring items",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScheduleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("schedule_id", models.BigIntegerField()),
                ("monday", models.DateField()),
                ("uid", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "added"),
                            ("time", "time changed"),
                            ("place", "place changed"),
                            ("content", "content changed"),
                            ("people", "people changed"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                            ("restored", "takes place again"),
                            ("withdrawn", "no longer shown"),
                        ],
                        max_length=12,
                        verbose_name="change",
                    ),
                ),
                ("before", models.JSONField(blank=True, default=dict)),
                ("after", models.JSONField(blank=True, default=dict)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField(db_index=True, verbose_name="time")),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=255, verbose_name="by")),
            ],
            options={
                "verbose_name": "change of a schedule",
                "verbose_name_plural": "changes of schedules",
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["schedule_id", "monday"], name="govportal_sched_chg_week"),
                    models.Index(fields=["schedule_id", "at"], name="govportal_sched_chg_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleIndexPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "due_weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        null=True,
                        verbose_name="next week is posted on",
                    ),
                ),
                (
                    "due_time",
                    models.TimeField(blank=True, null=True, verbose_name="until what time"),
                ),
                (
                    "place_of_issue",
                    models.CharField(
                        blank=True,
                        help_text="Printed before the date, for example the name of the province.",
                        max_length=120,
                        verbose_name="place in the date line",
                    ),
                ),
                (
                    "signature_title",
                    models.CharField(
                        blank=True,
                        help_text="In the printed form, for example TL. CHỦ TỊCH, CHÁNH VĂN PHÒNG.",
                        max_length=255,
                        verbose_name="signed as",
                    ),
                ),
                (
                    "signature_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="name under the signature"
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_schedule_index",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="whose schedule",
                    ),
                ),
            ],
            options={
                "verbose_name": "working schedule",
                "verbose_name_plural": "working schedules",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ScheduleImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("monday", models.DateField()),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("rows", models.JSONField(default=list)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="govportal_schedules.scheduleindexpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of a week",
                "verbose_name_plural": "imports of weeks",
                "ordering": ["-created_at"],
            },
        ),
        migrations.AddField(
            model_name="recurringitem",
            name="schedule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recurring_items",
                to="govportal_schedules.scheduleindexpage",
                verbose_name="working schedule",
            ),
        ),
        migrations.CreateModel(
            name="ScheduleItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "session",
                    models.CharField(
                        choices=[
                            ("all_day", "All day"),
                            ("morning", "Morning"),
                            ("afternoon", "Afternoon"),
                            ("evening", "Evening"),
                        ],
                        max_length=12,
                        verbose_name="part of the day",
                    ),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="until")),
                ("content", models.TextField(verbose_name="content")),
                ("place", models.CharField(blank=True, max_length=500, verbose_name="place")),
                (
                    "chairs_text",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="chaired by (other people)"
                    ),
                ),
                (
                    "participants_text",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="taking part (other people)"
                    ),
                ),
                (
                    "preparing_text",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="prepared by (in words)"
                    ),
                ),
                (
                    "requester",
                    models.CharField(blank=True, max_length=255, verbose_name="asked for by"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("busy", "shown as “working”"),
                            ("internal", "internal"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="shown to",
                    ),
                ),
                ("vehicle", models.CharField(blank=True, max_length=255, verbose_name="vehicle")),
                ("internal_note", models.TextField(blank=True, verbose_name="internal note")),
                (
                    "online_link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="link of the online meeting"
                    ),
                ),
                ("date", models.DateField(db_index=True, verbose_name="day")),
                ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "as planned"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "change_reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="reason for the change"
                    ),
                ),
                ("accepted", models.JSONField(blank=True, default=list)),
                (
                    "preparing_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="preparing unit",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="govportal_schedules.weeklyschedulepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of a schedule",
                "verbose_name_plural": "items of schedules",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ItemPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("chair", "chair"), ("participant", "participant")],
                        default="chair",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=400, verbose_name="shown as")),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.post",
                        verbose_name="post",
                    ),
                ),
                (
                    "item",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="govportal_schedules.scheduleitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in an item",
                "verbose_name_plural": "people in items",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScheduleRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.CharField(
                        choices=[
                            ("all_day", "All day"),
                            ("morning", "Morning"),
                            ("afternoon", "Afternoon"),
                            ("evening", "Evening"),
                        ],
                        max_length=12,
                        verbose_name="part of the day",
                    ),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="until")),
                ("content", models.TextField(verbose_name="content")),
                ("place", models.CharField(blank=True, max_length=500, verbose_name="place")),
                (
                    "chairs_text",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="chaired by (other people)"
                    ),
                ),
                (
                    "participants_text",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="taking part (other people)"
                    ),
                ),
                (
                    "preparing_text",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="prepared by (in words)"
                    ),
                ),
                (
                    "requester",
                    models.CharField(blank=True, max_length=255, verbose_name="asked for by"),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("busy", "shown as “working”"),
                            ("internal", "internal"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="shown to",
                    ),
                ),
                ("vehicle", models.CharField(blank=True, max_length=255, verbose_name="vehicle")),
                ("internal_note", models.TextField(blank=True, verbose_name="internal note")),
                (
                    "online_link",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="link of the online meeting"
                    ),
                ),
                ("date", models.DateField(db_index=True, verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "waits for the office"),
                            ("accepted", "taken into the schedule"),
                            ("returned", "returned for completion"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="registered",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("item_uid", models.UUIDField(blank=True, db_index=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="registered by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "preparing_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="preparing unit",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="govportal_schedules.scheduleindexpage",
                        verbose_name="working schedule",
                    ),
                ),
            ],
            options={
                "verbose_name": "registered item",
                "verbose_name_plural": "registered items",
                "ordering": ["date", "starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RequestPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("chair", "chair"), ("participant", "participant")],
                        default="chair",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=400, verbose_name="shown as")),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.post",
                        verbose_name="post",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="govportal_schedules.schedulerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a registered item",
                "verbose_name_plural": "people in registered items",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField()),
                ("monday", models.DateField(db_index=True)),
                ("shown", models.JSONField(default=dict)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("first_published_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published_items",
                        to="govportal_schedules.scheduleindexpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "published item",
                "verbose_name_plural": "published items",
                "indexes": [
                    models.Index(fields=["schedule", "monday"], name="govportal_sched_pub_week"),
                    models.Index(
                        fields=["schedule", "withdrawn_at"], name="govportal_sched_pub_gone"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("schedule", "uid"), name="govportal_sched_pub_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="schedulerequest",
            index=models.Index(
                fields=["schedule", "state", "date"], name="govportal_sched_req_state"
            ),
        ),
        migrations.AddIndex(
            model_name="schedulerequest",
            index=models.Index(fields=["agency", "date"], name="govportal_sched_req_agency"),
        ),
        migrations.AddIndex(
            model_name="scheduleitem",
            index=models.Index(fields=["page", "date"], name="govportal_sched_item_day"),
        ),
    ]
