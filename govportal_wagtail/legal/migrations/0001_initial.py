from __future__ import annotations

import django.db.models.deletion
import modelcluster.fields
import wagtail.search.index
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("govportal_core", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=255, verbose_name="name in English"),
                ),
                (
                    "name_ru",
                    models.CharField(blank=True, max_length=255, verbose_name="name in Russian"),
                ),
                ("code", models.SlugField(max_length=64, unique=True, verbose_name="code")),
                (
                    "abbreviation",
                    models.CharField(blank=True, max_length=20, verbose_name="abbreviation"),
                ),
                (
                    "can_be_normative",
                    models.BooleanField(default=False, verbose_name="may be a normative document"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "document type",
                "verbose_name_plural": "document types",
                "ordering": ["sort_order", "name"],
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="LegalDocumentIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("normative", "normative legal document"),
                            ("administrative", "administrative document"),
                        ],
                        help_text="Empty: documents of both kinds.",
                        max_length=20,
                        verbose_name="documents held",
                    ),
                ),
            ],
            options={
                "verbose_name": "document library",
                "verbose_name_plural": "document libraries",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(upload_to="govportal/imports/", verbose_name="register file"),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64)),
                ("mapping", models.TextField(blank=True, verbose_name="mapping")),
                ("dry_run", models.BooleanField(default=True, verbose_name="trial run")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "uploaded"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "stopped by an error"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="rows done")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="result")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="started at")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="library",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="started by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of documents",
                "verbose_name_plural": "imports of documents",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="LegalDocumentPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        blank=True,
                        help_text="Exactly as printed, for example 68/2026/QĐ-UBND; empty for a draft.",
                        max_length=120,
                        verbose_name="number and symbol",
                    ),
                ),
                (
                    "symbol_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=120),
                ),
                ("number", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("year", models.PositiveSmallIntegerField(blank=True, editable=False, null=True)),
                (
                    "normativity",
                    models.CharField(
                        choices=[
                            ("normative", "normative legal document"),
                            ("administrative", "administrative document"),
                        ],
                        default="administrative",
                        max_length=20,
                        verbose_name="kind of document",
                    ),
                ),
                (
                    "abstract",
                    models.TextField(
                        help_text="The subject line of the document (trích yếu).",
                        verbose_name="abstract",
                    ),
                ),
                ("signer", models.CharField(blank=True, max_length=255, verbose_name="signed by")),
                (
                    "position",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="position of the signer"
                    ),
                ),
                (
                    "signing_capacity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "in own name"),
                            ("TM.", "TM. (on behalf of)"),
                            ("KT.", "KT. (for the head)"),
                            ("TL.", "TL. (by order)"),
                            ("TUQ.", "TUQ. (by authorisation)"),
                            ("Q.", "Q. (acting)"),
                        ],
                        max_length=10,
                        verbose_name="signing capacity",
                    ),
                ),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                (
                    "effective_on",
                    models.DateField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which the document has no effect any more.",
                        null=True,
                        verbose_name="expires on",
                    ),
                ),
                (
                    "gazette_number",
                    models.CharField(blank=True, max_length=60, verbose_name="gazette number"),
                ),
                (
                    "gazette_date",
                    models.DateField(blank=True, null=True, verbose_name="gazette date"),
                ),
                (
                    "summary_procedure",
                    models.BooleanField(
                        default=False, verbose_name="issued under the summary procedure"
                    ),
                ),
                (
                    "is_draft",
                    models.BooleanField(
                        default=False,
                        help_text="A draft has no number of its own yet.",
                        verbose_name="is a draft for comment",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the source"
                    ),
                ),
                (
                    "national_id",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number in the national database"
                    ),
                ),
                (
                    "full_text",
                    models.TextField(
                        blank=True,
                        help_text="Plain text as printed. Articles, clauses and points are recognised by themselves. Where it is empty, the text of the first readable file is used.",
                        verbose_name="full text",
                    ),
                ),
                (
                    "status_override",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_force", "in force"),
                            ("not_yet", "not yet in force"),
                            ("partly_expired", "partly expired"),
                            ("expired", "expired"),
                            ("suspended", "suspended"),
                            ("obsolete", "no longer suitable"),
                            ("draft", "draft"),
                            ("unknown", "not determined"),
                        ],
                        max_length=20,
                        verbose_name="validity set by hand",
                    ),
                ),
                ("status_override_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "administrative_fields",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        to="govportal_core.administrativefield",
                        verbose_name="fields of administration",
                    ),
                ),
                (
                    "doc_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_legal.documenttype",
                        verbose_name="document type",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="issuing body",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal document",
                "verbose_name_plural": "legal documents",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="DocumentRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("based_on", "is issued on the basis of"),
                            ("amends", "amends and supplements"),
                            ("replaces", "replaces"),
                            ("repeals", "repeals"),
                            ("guides", "guides the application of"),
                            ("details", "details and guides the implementation of"),
                            ("corrects", "corrects"),
                            ("refers_to", "refers to"),
                            ("consolidates", "consolidates"),
                            ("suspends_execution", "suspends the execution of"),
                            ("suspends", "suspends the effect of"),
                            ("interprets", "interprets"),
                            ("publishes", "publishes"),
                            ("related", "is related to"),
                        ],
                        max_length=30,
                        verbose_name="relation",
                    ),
                ),
                (
                    "target_symbol",
                    models.CharField(
                        blank=True,
                        help_text="For a document that is not here (yet); it is connected when it arrives.",
                        max_length=120,
                        verbose_name="or its number and symbol",
                    ),
                ),
                (
                    "target_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=120),
                ),
                (
                    "target_title",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="name of the document"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("whole", "the whole document"), ("articles", "some articles")],
                        default="whole",
                        max_length=10,
                        verbose_name="scope",
                    ),
                ),
                (
                    "articles",
                    models.CharField(
                        blank=True,
                        help_text="For example: Điều 5, khoản 2 Điều 7.",
                        max_length=255,
                        verbose_name="articles",
                    ),
                ),
                (
                    "effective_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: from the day this document takes effect.",
                        null=True,
                        verbose_name="from",
                    ),
                ),
                (
                    "last_day",
                    models.DateField(
                        blank=True,
                        help_text="The last day of a suspension.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        help_text="A document of this portal.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="legal document",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="govportal_legal.legaldocumentpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
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
                        choices=[
                            ("signed", "signed original"),
                            ("scan", "scan"),
                            ("editable", "editable text"),
                            ("annex", "annex or form"),
                            ("other", "other file"),
                        ],
                        default="signed",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="title")),
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
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="govportal_legal.legaldocumentpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DocumentUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("label", models.CharField(blank=True, max_length=40)),
                (
                    "marker",
                    models.CharField(
                        blank=True,
                        help_text="Kind and label as printed, such as Điều 5.",
                        max_length=120,
                    ),
                ),
                ("heading", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("anchor", models.CharField(blank=True, max_length=120)),
                ("part", models.CharField(blank=True, max_length=60)),
                ("level", models.PositiveSmallIntegerField(default=0)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_units",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="govportal_legal.documentunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a document",
                "verbose_name_plural": "parts of documents",
                "ordering": ["page", "order"],
                "indexes": [models.Index(fields=["page", "anchor"], name="govportal_unit_anchor")],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "order"), name="govportal_unit_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("outcome", models.CharField(max_length=20, verbose_name="outcome")),
                (
                    "symbol",
                    models.CharField(blank=True, max_length=255, verbose_name="number and symbol"),
                ),
                ("messages", models.JSONField(blank=True, default=list, verbose_name="messages")),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="govportal_legal.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import",
                "verbose_name_plural": "rows of an import",
                "ordering": ["run", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="govportal_import_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="govportal_register_entry",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="Tree path of the page, for one site's rows.", max_length=255
                    ),
                ),
                ("url_path", models.TextField()),
                (
                    "is_public",
                    models.BooleanField(
                        default=True, help_text="False below a page with a view restriction."
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("abstract", models.TextField()),
                ("symbol", models.CharField(blank=True, max_length=120)),
                ("symbol_key", models.CharField(blank=True, db_index=True, max_length=120)),
                (
                    "words",
                    models.TextField(
                        blank=True, help_text="Folded words of symbol, title and abstract."
                    ),
                ),
                ("number", models.PositiveIntegerField(null=True)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                (
                    "normativity",
                    models.CharField(
                        choices=[
                            ("normative", "normative legal document"),
                            ("administrative", "administrative document"),
                        ],
                        max_length=20,
                    ),
                ),
                ("signer", models.CharField(blank=True, max_length=255)),
                ("signer_key", models.CharField(blank=True, max_length=255)),
                ("issued_on", models.DateField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("partly_ended_on", models.DateField(null=True)),
                ("suspended_from", models.DateField(null=True)),
                ("suspended_until", models.DateField(null=True)),
                ("status_override", models.CharField(blank=True, max_length=20)),
                ("is_draft", models.BooleanField(default=False)),
                ("has_files", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "administrative_fields",
                    models.ManyToManyField(
                        related_name="+", to="govportal_core.administrativefield"
                    ),
                ),
                (
                    "doc_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_legal.documenttype",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                    ),
                ),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="library",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "register entry",
                "verbose_name_plural": "register entries",
                "indexes": [
                    models.Index(
                        fields=[
                            "library",
                            "locale",
                            "-issued_on",
                            "-page",
                            "is_public",
                            "doc_type",
                            "issuer",
                            "year",
                            "normativity",
                            "signer_key",
                            "status_override",
                            "is_draft",
                            "effective_on",
                            "ended_on",
                            "partly_ended_on",
                            "suspended_from",
                            "suspended_until",
                        ],
                        name="govportal_reg_lib_date",
                    ),
                    models.Index(fields=["-issued_on", "-page"], name="govportal_reg_date"),
                    models.Index(fields=["path"], name="govportal_reg_path"),
                    models.Index(fields=["issuer", "-issued_on"], name="govportal_reg_issuer"),
                    models.Index(fields=["doc_type", "-issued_on"], name="govportal_reg_type"),
                    models.Index(fields=["signer_key"], name="govportal_reg_signer"),
                    models.Index(fields=["number", "year"], name="govportal_reg_number"),
                ],
            },
        ),
    ]
