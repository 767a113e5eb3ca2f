from __future__ import annotations

import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string


class Migration(migrations.Migration):
    dependencies = [
        ("govportal_core", "0005_wagtail_search_index"),
        ("govportal_pages", "0003_responsible_agency"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(get_image_model_string()),
    ]

    operations = [
        migrations.CreateModel(
            name="AdministrativeMapPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "image_alt",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="what the map shows, in one line"
                    ),
                ),
                (
                    "description",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Borders, area, population, units: for readers who cannot see the map.",
                        verbose_name="what the map shows, in words",
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=255, verbose_name="source of the map"),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_administrative_map",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        help_text="The agency of which the page speaks.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_document_model_string(),
                        verbose_name="map as a file",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="map as a picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "administrative map",
                "verbose_name_plural": "administrative maps",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="AgencyPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "functions",
                    wagtail.fields.RichTextField(
                        blank=True, verbose_name="functions, duties and powers"
                    ),
                ),
                (
                    "functions_basis",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="decision on functions and duties"
                    ),
                ),
                (
                    "history",
                    wagtail.fields.RichTextField(
                        blank=True, verbose_name="formation and development"
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_agency_page",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        help_text="The agency of which the page speaks.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "page of an agency",
                "verbose_name_plural": "pages of agencies",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="LeaderPage",
            fields=[
                (
                    "biography",
                    wagtail.fields.RichTextField(blank=True, verbose_name="short biography"),
                ),
                (
                    "duties",
                    wagtail.fields.RichTextField(blank=True, verbose_name="assigned duties"),
                ),
                (
                    "duties_basis",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="decision that assigns the duties"
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_leader",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=get_image_model_string(),
                        verbose_name="portrait",
                    ),
                ),
            ],
            options={
                "verbose_name": "leader",
                "verbose_name_plural": "leaders",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="LeadersPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_leaders",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        help_text="The agency of which the page speaks.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "leaders",
                "verbose_name_plural": "leaders",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="OfficialDirectoryPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "with_units",
                    models.BooleanField(
                        default=True,
                        help_text="Also lists the officials of agencies that belong to this one.",
                        verbose_name="with the agencies below it",
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_official_directory",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        help_text="The agency of which the page speaks.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "directory of officials",
                "verbose_name_plural": "directories of officials",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="OrganisationPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "depth_shown",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="How many levels of units the chart shows.",
                        verbose_name="levels shown",
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_organisation",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        help_text="The agency of which the page speaks.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
            bases=("wagtailcore.page", models.Model),
        ),
    ]
