from __future__ import annotations

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("govportal_core", "0003_organisations_and_sites"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(get_image_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EditorialEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_id", models.BigIntegerField(db_index=True, null=True)),
                ("page_id", models.BigIntegerField(db_index=True, null=True)),
                ("portal_site_id", models.BigIntegerField(db_index=True, null=True)),
                ("label", models.CharField(max_length=255, verbose_name="item")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("entered", "entered"),
                            ("submitted", "submitted"),
                            ("signed", "signed by the unit's head"),
                            ("signature_declined", "not signed"),
                            ("received", "received"),
                            ("passed", "passed on"),
                            ("approved", "approved"),
                            ("returned", "returned for completion"),
                            ("resubmitted", "submitted again"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("verification_asked", "sent to verify"),
                            ("verification_given", "verified"),
                            ("claimed", "claimed"),
                            ("released", "released"),
                            ("reassigned", "assigned"),
                            ("urgent", "put on the summary procedure"),
                            ("not_urgent", "taken off the summary procedure"),
                            ("described", "category or dates changed"),
                            ("scheduled", "posting scheduled"),
                            ("published", "posted"),
                            ("unpublished", "no longer public"),
                            ("delegated", "posted by delegation"),
                            ("emergency", "posted by the emergency setting"),
                            ("attempt_refused", "attempt refused"),
                            ("corrected", "correction notice"),
                            ("taken_down", "taken down"),
                            ("takedown_confirmed", "takedown confirmed"),
                            ("restored", "restored"),
                            ("reported", "reported by a reader"),
                            ("report_closed", "report closed"),
                            ("reviewed", "found still correct"),
                            ("archived", "archived"),
                            ("delegation_given", "posting delegated"),
                            ("delegation_ended", "delegation ended"),
                        ],
                        max_length=24,
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
                ("step", models.CharField(blank=True, max_length=64, verbose_name="step")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "ground_letter",
                    models.CharField(blank=True, max_length=8, verbose_name="ground"),
                ),
                ("ground_text", models.TextField(blank=True, verbose_name="wording of the ground")),
                ("article", models.CharField(blank=True, max_length=64, verbose_name="article")),
                ("profile", models.CharField(blank=True, max_length=64, verbose_name="regulation")),
                (
                    "instrument",
                    models.CharField(blank=True, max_length=64, verbose_name="instrument"),
                ),
                ("revision_id", models.BigIntegerField(null=True)),
                ("revision_hash", models.CharField(blank=True, max_length=64)),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "editorial event",
                "verbose_name_plural": "editorial events",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                        choices=[("correction", "correction"), ("update", "update")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="what was changed")),
                (
                    "requested_by",
                    models.CharField(blank=True, max_length=255, verbose_name="requested by"),
                ),
                ("basis", models.CharField(blank=True, max_length=255, verbose_name="legal basis")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="posted at"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_corrections",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-published_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        help_text="Number and date.", max_length=255, verbose_name="decision"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("granted_at", models.DateTimeField(auto_now_add=True, verbose_name="granted at")),
                (
                    "granted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="granted by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        help_text="The delegate posts on this page and all below it.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_delegations",
                        to="wagtailcore.page",
                        verbose_name="page",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_delegations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="delegate",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegations",
                "ordering": ["-granted_at"],
            },
        ),
        migrations.CreateModel(
            name="EditorialItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("slip", "supply slip"),
                            ("newsroom", "written by the newsroom"),
                            ("change", "change of a posted page"),
                        ],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "category",
                    models.CharField(blank=True, max_length=64, verbose_name="kind of information"),
                ),
                ("anchors", models.JSONField(blank=True, default=dict, verbose_name="dates")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="summary procedure")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("to_sign", "waiting for the signature of the unit's head"),
                            ("submitted", "submitted, waiting to be received"),
                            ("checking", "being checked"),
                            ("verifying", "being verified by a specialist unit"),
                            ("editing", "being edited"),
                            ("secretary", "with the editorial secretary"),
                            ("approving", "waiting for approval"),
                            ("approved", "approved, waiting to be posted"),
                            ("scheduled", "approved, posting is scheduled"),
                            ("published", "posted"),
                            ("returned", "returned for completion"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=64, verbose_name="step")),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("profile", models.CharField(blank=True, max_length=64, verbose_name="regulation")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                ),
                (
                    "received_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="received at"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                (
                    "moved_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="at this step since"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="supplying agency",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimed by",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="govportal_items",
                        to="wagtailcore.page",
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
                    "waiting_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                    ),
                ),
                (
                    "waiting_groups",
                    models.ManyToManyField(blank=True, related_name="+", to="auth.group"),
                ),
                (
                    "workflow_state",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.workflowstate",
                    ),
                ),
            ],
            options={
                "verbose_name": "item",
                "verbose_name_plural": "items",
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="EditorialTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("check", "Check"),
                            ("edit", "Edit"),
                            ("secretary", "Check by the editorial secretary"),
                            ("approve", "Approve"),
                            ("publish", "Publish"),
                        ],
                        max_length=16,
                        verbose_name="action",
                    ),
                ),
                ("step_key", models.CharField(max_length=64)),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of the regulation",
                "verbose_name_plural": "steps of the regulation",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("kind", models.CharField(max_length=32, verbose_name="kind")),
                ("subject", models.CharField(max_length=255, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="link")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                (
                    "mail_state",
                    models.CharField(
                        choices=[
                            ("none", "no e-mail"),
                            ("waiting", "waiting"),
                            ("digest", "waiting for the digest"),
                            ("sent", "sent"),
                            ("failed", "given up"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="e-mail",
                    ),
                ),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0)),
                ("mail_after", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="govportal_editorial.editorialitem",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MessagePreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "wants_digest",
                    models.BooleanField(
                        default=False,
                        help_text="Messages are collected and sent once a day; in the admin they show at once.",
                        verbose_name="one e-mail a day",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_messaging",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "preference for messages",
                "verbose_name_plural": "preferences for messages",
            },
        ),
        migrations.CreateModel(
            name="PageReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="page")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("error", "an error on the page"),
                            ("outdated", "outdated information"),
                            ("violation", "content that breaks the law"),
                            ("privacy", "personal data that should not be there"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="what is wrong")),
                (
                    "tracking_code",
                    models.CharField(max_length=16, unique=True, verbose_name="tracking code"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("hidden", "page hidden, being verified"),
                            ("upheld", "upheld"),
                            ("dismissed", "not upheld"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reported_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="reported at"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="closed at"
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="govportal_reports",
                        to="wagtailcore.page",
                        verbose_name="page",
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
            ],
            options={
                "verbose_name": "report about a page",
                "verbose_name_plural": "reports about pages",
                "ordering": ["-reported_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PageReporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=255, verbose_name="your name")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="your e-mail"),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="your telephone"),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporter",
                        to="govportal_editorial.pagereport",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporter",
                "verbose_name_plural": "reporters",
            },
        ),
        migrations.CreateModel(
            name="PageReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "next_on",
                    models.DateField(
                        blank=True, db_index=True, null=True, verbose_name="to be reviewed by"
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="every (months)"),
                ),
                (
                    "last_on",
                    models.DateField(blank=True, null=True, verbose_name="last reviewed on"),
                ),
                (
                    "archived_on",
                    models.DateField(blank=True, null=True, verbose_name="archived on"),
                ),
                (
                    "last_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_review",
                        to="wagtailcore.page",
                        verbose_name="page",
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
            ],
            options={
                "verbose_name": "review of a page",
                "verbose_name_plural": "reviews of pages",
                "ordering": ["next_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("items", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SlipCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("portal_site_id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("portal_site_id", "year"), name="govportal_one_slip_counter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplySlip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=20, null=True, unique=True, verbose_name="number"
                    ),
                ),
                (
                    "tracking_code",
                    models.CharField(max_length=16, unique=True, verbose_name="tracking code"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("form", "form on the portal"),
                            ("paper", "paper"),
                            ("post", "post"),
                            ("email", "e-mail"),
                            ("e_document", "electronic document"),
                            ("signed_e_document", "digitally signed electronic document"),
                            ("removable_medium", "removable medium"),
                            ("fax", "fax"),
                            ("social", "message on a social network"),
                            ("direct", "direct entry on delegated pages"),
                            ("web_service", "web service"),
                        ],
                        default="form",
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                (
                    "target",
                    models.CharField(default="article", max_length=40, verbose_name="to become"),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("lead", models.TextField(blank=True, max_length=1000, verbose_name="lead")),
                ("body", wagtail.fields.RichTextField(blank=True, verbose_name="content")),
                ("author", models.CharField(blank=True, max_length=255, verbose_name="author")),
                ("source", models.CharField(blank=True, max_length=255, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the source"
                    ),
                ),
                (
                    "source_published_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="published by the source on"
                    ),
                ),
                (
                    "responsible_person",
                    models.CharField(
                        blank=True,
                        help_text="Name and post.",
                        max_length=255,
                        verbose_name="person responsible",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "written_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the slip"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note to the board")),
                (
                    "signatory",
                    models.CharField(blank=True, max_length=255, verbose_name="signed by"),
                ),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signed at"),
                ),
                ("round", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slip",
                        to="govportal_editorial.editorialitem",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="proposed section",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "supply slip",
                "verbose_name_plural": "supply slips",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SlipSender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="sender")),
                ("post", models.CharField(blank=True, max_length=255, verbose_name="post")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=255, verbose_name="organisation"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("address", models.CharField(blank=True, max_length=255, verbose_name="address")),
                ("consented_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("consent_basis", models.CharField(blank=True, editable=False, max_length=255)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "slip",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sender",
                        to="govportal_editorial.supplyslip",
                    ),
                ),
            ],
            options={
                "verbose_name": "sender of a slip",
                "verbose_name_plural": "senders of slips",
            },
        ),
        migrations.CreateModel(
            name="SlipPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=500, verbose_name="caption")),
                (
                    "photographer",
                    models.CharField(blank=True, max_length=255, verbose_name="photo by"),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="text alternative of the photo"
                    ),
                ),
                ("sort_order", models.PositiveIntegerField(default=0)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="photo",
                    ),
                ),
                (
                    "slip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="govportal_editorial.supplyslip",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SlipAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="title")),
                ("sort_order", models.PositiveIntegerField(default=0)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=get_document_model_string(),
                        verbose_name="file",
                    ),
                ),
                (
                    "slip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="govportal_editorial.supplyslip",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Takedown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("tombstone", "a notice that the page was taken down"),
                            ("silent", "nothing (page not found)"),
                        ],
                        default="tombstone",
                        max_length=10,
                        verbose_name="readers find",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "hidden, to be verified"),
                            ("confirmed", "confirmed"),
                            ("restored", "restored"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("requested_by", models.CharField(max_length=255, verbose_name="requested by")),
                ("basis", models.CharField(blank=True, max_length=255, verbose_name="legal basis")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                (
                    "public_note",
                    models.CharField(blank=True, max_length=500, verbose_name="note for readers"),
                ),
                ("hidden", models.JSONField(default=list, editable=False)),
                ("taken_at", models.DateTimeField(auto_now_add=True, verbose_name="taken down at")),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="decided at"
                    ),
                ),
                (
                    "decision_note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="outcome of the verification"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="govportal_takedowns",
                        to="wagtailcore.page",
                        verbose_name="page",
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
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken down by",
                    ),
                ),
            ],
            options={
                "verbose_name": "takedown",
                "verbose_name_plural": "takedowns",
                "ordering": ["-taken_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="pagereport",
            name="takedown",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reports",
                to="govportal_editorial.takedown",
            ),
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.TextField(verbose_name="what is to be verified")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("step", models.CharField(max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "correct"),
                            ("corrected", "correct with the changes stated"),
                            ("not_confirmed", "not correct"),
                            ("withdrawn", "no longer needed"),
                        ],
                        max_length=14,
                        verbose_name="outcome",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="unit that verifies",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verifications",
                        to="govportal_editorial.editorialitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "verification",
                "verbose_name_plural": "verifications",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="editorialitem",
            index=models.Index(fields=["state", "due_on"], name="govportal_item_due"),
        ),
        migrations.AddIndex(
            model_name="editorialitem",
            index=models.Index(fields=["portal_site", "state"], name="govportal_item_site"),
        ),
        migrations.AddIndex(
            model_name="editorialitem",
            index=models.Index(fields=["agency", "state"], name="govportal_item_agency"),
        ),
        migrations.AddIndex(
            model_name="editorialitem",
            index=models.Index(fields=["created_by", "state"], name="govportal_item_author"),
        ),
        migrations.AddConstraint(
            model_name="editorialitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["published", "refused", "withdrawn"]), _negated=True
                ),
                fields=("page",),
                name="govportal_one_open_item_per_page",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["recipient", "read_at"], name="govportal_message_unread"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["mail_state", "mail_after"], name="govportal_message_mail"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("user", "day"), name="govportal_one_reminder_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("item",),
                name="govportal_one_open_verification",
            ),
        ),
    ]
