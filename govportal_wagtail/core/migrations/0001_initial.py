from __future__ import annotations

import django.db.models.deletion
import modelcluster.fields
import wagtail.search.index
from django.db import migrations, models
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(get_image_model_string()),
    ]

    operations = [
        migrations.CreateModel(
            name="AdministrativeField",
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
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="govportal_core.administrativefield",
                        verbose_name="wider field",
                    ),
                ),
            ],
            options={
                "verbose_name": "field of administration",
                "verbose_name_plural": "fields of administration",
                "ordering": ["sort_order", "name"],
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Agency",
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
                    "short_name",
                    models.CharField(blank=True, max_length=120, verbose_name="short name"),
                ),
                (
                    "abbreviation",
                    models.CharField(blank=True, max_length=40, verbose_name="abbreviation"),
                ),
                (
                    "issuer_code",
                    models.CharField(
                        blank=True,
                        help_text="The part of a symbol that names the issuer, for example UBND or HĐND.",
                        max_length=40,
                        verbose_name="code in document symbols",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "Government"),
                            ("ministry", "ministry"),
                            ("national_assembly", "National Assembly"),
                            ("peoples_committee", "provincial People's Committee"),
                            ("peoples_council", "provincial People's Council"),
                            ("chair", "Chairperson of the provincial People's Committee"),
                            ("pc_office", "Office of the People's Committee"),
                            ("department", "department or equivalent agency"),
                            ("public_service_unit", "public service unit"),
                            ("district_peoples_committee", "district People's Committee"),
                            ("commune_peoples_committee", "commune People's Committee"),
                            ("commune_peoples_council", "commune People's Council"),
                            ("other", "other organisation"),
                        ],
                        default="department",
                        max_length=40,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("central", "central"),
                            ("province", "province"),
                            ("district", "district (until 30 June 2025)"),
                            ("commune", "commune"),
                        ],
                        default="province",
                        max_length=20,
                        verbose_name="level",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="existing from"),
                ),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="existing until"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="govportal_core.agency",
                        verbose_name="parent agency",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        help_text="The agency that took over when this one was merged or dissolved.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="govportal_core.agency",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "ordering": ["name"],
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="FileFacts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting"),
                            ("done", "read"),
                            ("refused", "refused"),
                            ("failed", "could not be read"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=20, verbose_name="kind")),
                (
                    "mime_type",
                    models.CharField(blank=True, max_length=120, verbose_name="media type"),
                ),
                (
                    "sha256",
                    models.CharField(
                        blank=True, db_index=True, max_length=64, verbose_name="SHA-256"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                (
                    "page_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="number of pages"
                    ),
                ),
                (
                    "has_text_layer",
                    models.BooleanField(blank=True, null=True, verbose_name="has a text layer"),
                ),
                (
                    "is_signed",
                    models.BooleanField(blank=True, null=True, verbose_name="digitally signed"),
                ),
                (
                    "signature_intact",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="unchanged since it was signed"
                    ),
                ),
                (
                    "is_encrypted",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="restricted or encrypted"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="extracted text")),
                ("text_truncated", models.BooleanField(default=False, verbose_name="text was cut")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "inspected_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="inspected at"),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_facts",
                        to=get_document_model_string(),
                        verbose_name="file",
                    ),
                ),
            ],
            options={
                "verbose_name": "file facts",
                "verbose_name_plural": "file facts",
            },
        ),
        migrations.CreateModel(
            name="PortalSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency_name",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the header, in full.",
                        max_length=255,
                        verbose_name="full name of the agency",
                    ),
                ),
                (
                    "portal_name",
                    models.CharField(blank=True, max_length=255, verbose_name="name of the portal"),
                ),
                (
                    "governing_body",
                    models.CharField(blank=True, max_length=255, verbose_name="governing body"),
                ),
                (
                    "managing_body",
                    models.CharField(blank=True, max_length=255, verbose_name="managing body"),
                ),
                (
                    "responsible_person",
                    models.CharField(blank=True, max_length=255, verbose_name="responsible person"),
                ),
                (
                    "responsible_post",
                    models.CharField(blank=True, max_length=255, verbose_name="post"),
                ),
                ("address", models.CharField(blank=True, max_length=255, verbose_name="address")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("fax", models.CharField(blank=True, max_length=60, verbose_name="fax")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "hotline",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the footer of every page for reports of incidents.",
                        max_length=60,
                        verbose_name="incident hotline",
                    ),
                ),
                (
                    "licence_number",
                    models.CharField(
                        blank=True,
                        help_text="Number, date and issuing body.",
                        max_length=255,
                        verbose_name="licence",
                    ),
                ),
                (
                    "credit_line",
                    models.CharField(
                        blank=True,
                        help_text="What others must write when they reuse content of this site.",
                        max_length=255,
                        verbose_name="credit line for reuse",
                    ),
                ),
                (
                    "copyright_line",
                    models.CharField(blank=True, max_length=255, verbose_name="copyright line"),
                ),
                (
                    "security_contact",
                    models.CharField(
                        blank=True,
                        help_text="E-mail or web address for security reports, published in security.txt.",
                        max_length=255,
                        verbose_name="security contact",
                    ),
                ),
                (
                    "emblem",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="emblem or logo",
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
                "verbose_name": "portal settings",
                "verbose_name_plural": "portal settings",
            },
        ),
        migrations.CreateModel(
            name="PortalLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("national", "Government and ministries"),
                            ("component", "Component sites"),
                            ("service", "Online services"),
                            ("other", "Other links"),
                        ],
                        default="national",
                        max_length=20,
                        verbose_name="group",
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("url", models.URLField(verbose_name="address")),
                (
                    "settings",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="govportal_core.portalsettings",
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
    ]
