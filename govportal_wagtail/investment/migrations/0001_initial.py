from __future__ import annotations

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

import govportal_wagtail.investment.amounts
import govportal_wagtail.investment.partial_dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("govportal_core", "0005_wagtail_search_index"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(get_image_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CapitalSource",
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
            ],
            options={
                "verbose_name": "source of capital",
                "verbose_name_plural": "sources of capital",
                "ordering": ["sort_order", "name"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="FigureBatchEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch_id", models.BigIntegerField(db_index=True)),
                ("batch_title", models.CharField(max_length=255)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("entered", "entered"),
                            ("submitted", "handed in"),
                            ("returned", "returned"),
                            ("approved", "approved"),
                            ("failed", "could not be published"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="time")),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=255, verbose_name="by")),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "step of a sheet of figures",
                "verbose_name_plural": "steps of sheets of figures",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ProjectIndexPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("own", "what lies below this page"),
                            ("components", "all component sites"),
                            ("portal", "the provincial portal"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="projects shown",
                    ),
                ),
                (
                    "licence",
                    models.TextField(
                        blank=True,
                        help_text="Empty: free use with the source named.",
                        verbose_name="terms of use of the data",
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_project_index",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "register of projects",
                "verbose_name_plural": "registers of projects",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="FigureBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "basis",
                    models.CharField(
                        help_text="The report or document that the figures come from; it is published.",
                        max_length=255,
                        verbose_name="basis",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to="govportal/figures/", verbose_name="file"
                    ),
                ),
                ("file_name", models.CharField(max_length=255, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("submitted", "waiting for approval"),
                            ("returned", "returned"),
                            ("applying", "being published"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("problems", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved at")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="supplied by",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="register of projects",
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet of figures",
                "verbose_name_plural": "sheets of figures",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FigureChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page_id", models.BigIntegerField()),
                ("translation_key", models.UUIDField(db_index=True)),
                ("code", models.CharField(max_length=60)),
                (
                    "figure",
                    models.CharField(
                        choices=[
                            ("total_investment", "total investment"),
                            ("planned", "planned capital"),
                            ("allocated", "allocated capital"),
                            ("disbursed", "disbursed capital"),
                            ("progress", "progress"),
                            ("status", "status"),
                            ("planned_start", "planned start"),
                            ("planned_end", "planned end"),
                            ("actual_start", "actual start"),
                            ("actual_end", "actual end"),
                            ("package_price", "package price"),
                            ("package_result", "winning price"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("source_code", models.CharField(blank=True, max_length=64)),
                ("part", models.CharField(blank=True, max_length=500)),
                ("before", models.CharField(blank=True, max_length=40)),
                ("after", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(db_index=True, verbose_name="time")),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=255, verbose_name="by")),
                ("reason", models.CharField(blank=True, max_length=255)),
                ("batch_id", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "changed figure",
                "verbose_name_plural": "changed figures",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["page_id", "id"], name="govportal_figure_page")],
            },
        ),
        migrations.CreateModel(
            name="InvestmentProjectPage",
            fields=[
                (
                    "code",
                    models.CharField(
                        help_text="The code under which the project is known, for example 7891234.",
                        max_length=60,
                        verbose_name="code",
                    ),
                ),
                ("code_key", models.CharField(db_index=True, editable=False, max_length=80)),
                (
                    "other_codes",
                    models.CharField(
                        blank=True,
                        help_text="For example of the bidding network; several are separated by semicolons.",
                        max_length=255,
                        verbose_name="other codes",
                    ),
                ),
                ("objective", models.TextField(blank=True, verbose_name="main objective")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public_investment", "public investment"),
                            ("ppp", "public-private partnership"),
                            ("call", "call for investment"),
                            ("oda", "ODA or concessional loan"),
                            ("procurement", "public procurement only"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national", "of national importance"),
                            ("a", "group A"),
                            ("b", "group B"),
                            ("c", "group C"),
                        ],
                        max_length=10,
                        verbose_name="group",
                    ),
                ),
                (
                    "investor_name",
                    models.CharField(
                        blank=True,
                        help_text="For an investor that is not in the register of agencies.",
                        max_length=255,
                        verbose_name="or its name",
                    ),
                ),
                (
                    "board_name",
                    models.CharField(blank=True, max_length=255, verbose_name="management board"),
                ),
                ("place", models.CharField(blank=True, max_length=500, verbose_name="place")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        verbose_name="longitude",
                    ),
                ),
                (
                    "area",
                    models.JSONField(
                        blank=True,
                        help_text="A geometry in GeoJSON, for example of a road or a site.",
                        null=True,
                        verbose_name="line or area on the map",
                    ),
                ),
                ("scale", models.TextField(blank=True, verbose_name="capacity and scale")),
                (
                    "planned_start",
                    govportal_wagtail.investment.partial_dates.PartialDateField(
                        blank=True, max_length=10, verbose_name="planned start"
                    ),
                ),
                (
                    "planned_end",
                    govportal_wagtail.investment.partial_dates.PartialDateField(
                        blank=True, max_length=10, verbose_name="planned end"
                    ),
                ),
                (
                    "actual_start",
                    govportal_wagtail.investment.partial_dates.PartialDateField(
                        blank=True, max_length=10, verbose_name="actual start"
                    ),
                ),
                (
                    "actual_end",
                    govportal_wagtail.investment.partial_dates.PartialDateField(
                        blank=True, max_length=10, verbose_name="actual end"
                    ),
                ),
                (
                    "total_investment",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="total investment"
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state_budget", "state budget"),
                            ("oda_grant", "ODA, grant"),
                            ("oda_loan", "ODA or concessional loan"),
                            ("private", "investor's own capital"),
                            ("mixed", "mixed"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind of funding",
                    ),
                ),
                (
                    "donor",
                    models.CharField(
                        blank=True,
                        help_text="Who pays; the state budget pays for what names nobody.",
                        max_length=255,
                        verbose_name="donor",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "in preparation"),
                            ("calling", "calling for investment"),
                            ("in_progress", "in progress"),
                            ("completed", "completed"),
                            ("suspended", "suspended"),
                            ("stopped", "stopped"),
                        ],
                        default="preparing",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_since",
                    govportal_wagtail.investment.partial_dates.PartialDateField(
                        blank=True, max_length=10, verbose_name="in this status since"
                    ),
                ),
                ("status_note", models.TextField(blank=True, verbose_name="remarks on the status")),
                (
                    "progress",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(
                                0, "Progress lies between 0 and 100 per cent."
                            ),
                            django.core.validators.MaxValueValidator(
                                100, "Progress lies between 0 and 100 per cent."
                            ),
                        ],
                        verbose_name="progress in per cent",
                    ),
                ),
                (
                    "progress_on",
                    models.DateField(blank=True, null=True, verbose_name="progress measured on"),
                ),
                (
                    "land_area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=12,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(
                                0, "An area cannot be negative."
                            )
                        ],
                        verbose_name="land in hectares",
                    ),
                ),
                (
                    "land_use",
                    models.CharField(blank=True, max_length=500, verbose_name="land and clearance"),
                ),
                (
                    "incentives",
                    models.TextField(blank=True, verbose_name="incentives for investors"),
                ),
                (
                    "call_terms",
                    models.TextField(blank=True, verbose_name="what investors need to meet"),
                ),
                (
                    "call_until",
                    models.DateField(blank=True, null=True, verbose_name="applications until"),
                ),
                (
                    "contact_unit",
                    models.CharField(blank=True, max_length=255, verbose_name="contact"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="phone"),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="official e-mail"),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the source"
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_investment_project",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "communes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="communes",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.administrativefield",
                        verbose_name="field",
                    ),
                ),
                (
                    "investor",
                    models.ForeignKey(
                        blank=True,
                        help_text="The agency that owns the project (chủ đầu tư).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="investor",
                    ),
                ),
            ],
            options={
                "verbose_name": "investment project",
                "verbose_name_plural": "investment projects",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="BiddingPackage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "code",
                    models.CharField(blank=True, max_length=60, verbose_name="code of the package"),
                ),
                ("name", models.CharField(max_length=500, verbose_name="package")),
                (
                    "selection",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "open bidding"),
                            ("limited", "limited bidding"),
                            ("direct", "direct appointment"),
                            ("shopping", "competitive quotation"),
                            ("direct_purchase", "direct procurement"),
                            ("self", "self-performance"),
                            ("community", "community participation"),
                            ("negotiation", "price negotiation"),
                            ("special", "special case"),
                        ],
                        max_length=20,
                        verbose_name="form of selection",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("invited", "invited"),
                            ("awarded", "contractor selected"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "planned_for",
                    govportal_wagtail.investment.partial_dates.PartialDateField(
                        blank=True, max_length=10, verbose_name="selection planned for"
                    ),
                ),
                (
                    "price",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="package price"
                    ),
                ),
                (
                    "notice",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the notice"
                    ),
                ),
                (
                    "notice_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the notice"
                    ),
                ),
                (
                    "contractor",
                    models.CharField(blank=True, max_length=500, verbose_name="contractor"),
                ),
                (
                    "result",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="winning price"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="decision on the result"
                    ),
                ),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="contract signed on"),
                ),
                (
                    "duration",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="time of the contract"
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packages",
                        to="govportal_investment.investmentprojectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "bidding package",
                "verbose_name_plural": "bidding packages",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectCapital",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1945),
                            django.core.validators.MaxValueValidator(2199),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "planned",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="planned"
                    ),
                ),
                (
                    "allocated",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="allocated"
                    ),
                ),
                (
                    "disbursed",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="disbursed"
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capital",
                        to="govportal_investment.investmentprojectpage",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_investment.capitalsource",
                        verbose_name="source of capital",
                    ),
                ),
            ],
            options={
                "verbose_name": "capital of a year",
                "verbose_name_plural": "capital by year",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectDecision",
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
                            ("policy", "investment policy"),
                            ("approval", "approval of the project"),
                            ("adjustment", "adjustment"),
                            ("design", "design and estimate"),
                            ("procurement_plan", "contractor selection plan"),
                            ("capital_plan", "capital plan"),
                            ("land", "land"),
                            ("settlement", "final settlement"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="decides on",
                    ),
                ),
                ("symbol", models.CharField(max_length=120, verbose_name="number and symbol")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                (
                    "issuer",
                    models.CharField(blank=True, max_length=255, verbose_name="issuing body"),
                ),
                ("abstract", models.CharField(blank=True, max_length=500, verbose_name="abstract")),
                (
                    "adjusts",
                    models.CharField(
                        blank=True,
                        help_text="The number and symbol of an earlier decision on this project.",
                        max_length=120,
                        verbose_name="adjusts decision",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="govportal_investment.investmentprojectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on the project",
                "verbose_name_plural": "decisions on the project",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectEntry",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="govportal_project_entry",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("translation_key", models.UUIDField(db_index=True)),
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
                ("code", models.CharField(max_length=60)),
                ("code_key", models.CharField(db_index=True, max_length=80)),
                ("other_codes", models.CharField(blank=True, max_length=255)),
                ("title", models.CharField(max_length=255)),
                (
                    "title_key",
                    models.CharField(help_text="Folded, for sorting and finding.", max_length=255),
                ),
                ("objective", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public_investment", "public investment"),
                            ("ppp", "public-private partnership"),
                            ("call", "call for investment"),
                            ("oda", "ODA or concessional loan"),
                            ("procurement", "public procurement only"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national", "of national importance"),
                            ("a", "group A"),
                            ("b", "group B"),
                            ("c", "group C"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("state_budget", "state budget"),
                            ("oda_grant", "ODA, grant"),
                            ("oda_loan", "ODA or concessional loan"),
                            ("private", "investor's own capital"),
                            ("mixed", "mixed"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("donor", models.CharField(blank=True, max_length=255)),
                ("investor_name", models.CharField(blank=True, max_length=255)),
                ("place", models.CharField(blank=True, max_length=500)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("has_area", models.BooleanField(default=False)),
                ("planned_start", models.CharField(blank=True, max_length=10)),
                ("planned_end", models.CharField(blank=True, max_length=10)),
                ("actual_start", models.CharField(blank=True, max_length=10)),
                ("actual_end", models.CharField(blank=True, max_length=10)),
                ("first_year", models.PositiveSmallIntegerField(null=True)),
                ("last_year", models.PositiveSmallIntegerField(null=True)),
                (
                    "total_investment",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "planned",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "allocated",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "disbursed",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "rate_planned",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "rate_disbursed",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "in preparation"),
                            ("calling", "calling for investment"),
                            ("in_progress", "in progress"),
                            ("completed", "completed"),
                            ("suspended", "suspended"),
                            ("stopped", "stopped"),
                        ],
                        max_length=20,
                    ),
                ),
                ("status_since", models.CharField(blank=True, max_length=10)),
                ("progress", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("call_until", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("content_at", models.DateTimeField(null=True)),
                ("revised_on", models.DateField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("communes", models.ManyToManyField(related_name="+", to="govportal_core.agency")),
                (
                    "field",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.administrativefield",
                    ),
                ),
                (
                    "investor",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="register of projects",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the register of projects",
                "verbose_name_plural": "entries of the register of projects",
            },
        ),
        migrations.CreateModel(
            name="ProjectFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
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
                        to="govportal_investment.investmentprojectpage",
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
            name="ProjectImportRun",
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
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="register of projects",
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
                "verbose_name": "import of projects",
                "verbose_name_plural": "imports of projects",
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("outcome", models.CharField(max_length=20, verbose_name="outcome")),
                ("messages", models.JSONField(blank=True, default=list, verbose_name="messages")),
                ("code", models.CharField(blank=True, max_length=255, verbose_name="code")),
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
                        to="govportal_investment.projectimportrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import",
                "verbose_name_plural": "rows of an import",
                "ordering": ["run", "number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectMoney",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "planned",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "allocated",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "disbursed",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="money",
                        to="govportal_investment.projectentry",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_investment.capitalsource",
                    ),
                ),
            ],
            options={
                "verbose_name": "published capital of a year",
                "verbose_name_plural": "published capital by year",
            },
        ),
        migrations.CreateModel(
            name="ProjectPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("alt_text", models.CharField(max_length=255, verbose_name="text alternative")),
                ("caption", models.CharField(blank=True, max_length=255, verbose_name="caption")),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="taken on")),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="image",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="govportal_investment.investmentprojectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("preparing", "in preparation"),
                            ("calling", "calling for investment"),
                            ("in_progress", "in progress"),
                            ("completed", "completed"),
                            ("suspended", "suspended"),
                            ("stopped", "stopped"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "since",
                    govportal_wagtail.investment.partial_dates.PartialDateField(
                        blank=True, max_length=10, verbose_name="since"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="reason or decision"),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="govportal_investment.investmentprojectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "status of the project",
                "verbose_name_plural": "history of the status",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("date", models.DateField(verbose_name="date")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="govportal_investment.investmentprojectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "news of the project",
                "verbose_name_plural": "news of the project",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FigureRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "planned",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="planned"
                    ),
                ),
                (
                    "allocated",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="allocated"
                    ),
                ),
                (
                    "disbursed",
                    govportal_wagtail.investment.amounts.AmountField(
                        blank=True, null=True, verbose_name="disbursed"
                    ),
                ),
                (
                    "planned_before",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "allocated_before",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "disbursed_before",
                    govportal_wagtail.investment.amounts.AmountField(blank=True, null=True),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="govportal_investment.figurebatch",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_investment.capitalsource",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a sheet of figures",
                "verbose_name_plural": "rows of a sheet of figures",
                "ordering": ["batch", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "page", "year", "source"), name="govportal_figure_row_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(
                fields=["register", "locale", "status"], name="govportal_prj_status"
            ),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(fields=["path"], name="govportal_prj_path"),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(fields=["field", "status"], name="govportal_prj_field"),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(fields=["investor"], name="govportal_prj_owner"),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(
                fields=[
                    "register",
                    "locale",
                    "-content_at",
                    "-page",
                    "is_public",
                    "status",
                    "kind",
                    "group",
                    "field",
                    "investor",
                    "first_year",
                    "last_year",
                    "call_until",
                    "total_investment",
                    "planned",
                    "allocated",
                    "disbursed",
                    "rate_planned",
                    "rate_disbursed",
                ],
                name="govportal_prj_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(fields=["-content_at", "-page"], name="govportal_prj_date"),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(fields=["total_investment", "page"], name="govportal_prj_value"),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(fields=["title_key", "page"], name="govportal_prj_title"),
        ),
        migrations.AddIndex(
            model_name="projectentry",
            index=models.Index(fields=["latitude", "longitude"], name="govportal_prj_place"),
        ),
        migrations.AddConstraint(
            model_name="projectimportrow",
            constraint=models.UniqueConstraint(
                fields=("run", "number"), name="govportal_prj_import_row"
            ),
        ),
        migrations.AddIndex(
            model_name="projectmoney",
            index=models.Index(fields=["year", "source"], name="govportal_prj_money_year"),
        ),
        migrations.AddConstraint(
            model_name="projectmoney",
            constraint=models.UniqueConstraint(
                fields=("entry", "year", "source"), name="govportal_prj_money_once"
            ),
        ),
    ]
