from __future__ import annotations

import django.core.serializers.json
import django.db.models.deletion
import modelcluster.fields
import wagtail.search.index
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("govportal_core", "0002_page_tree_index"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="address",
            field=models.CharField(blank=True, max_length=255, verbose_name="address"),
        ),
        migrations.AddField(
            model_name="agency",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
        ),
        migrations.AddField(
            model_name="agency",
            name="fax",
            field=models.CharField(blank=True, max_length=60, verbose_name="fax"),
        ),
        migrations.AddField(
            model_name="agency",
            name="further_successors",
            field=models.ManyToManyField(
                blank=True,
                related_name="further_predecessors",
                to="govportal_core.agency",
                verbose_name="further successors",
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="national_code",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="The code of the commune or the electronic identifier of the agency.",
                max_length=40,
                verbose_name="national code",
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="phone",
            field=models.CharField(blank=True, max_length=60, verbose_name="phone"),
        ),
        migrations.AddField(
            model_name="agency",
            name="short_name_en",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="short name in English"
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="succession_basis",
            field=models.CharField(
                blank=True, max_length=255, verbose_name="decision on merger or dissolution"
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="website",
            field=models.URLField(blank=True, verbose_name="website"),
        ),
        migrations.AddField(
            model_name="agency",
            name="working_hours",
            field=models.CharField(blank=True, max_length=255, verbose_name="working hours"),
        ),
        migrations.AlterField(
            model_name="agency",
            name="kind",
            field=models.CharField(
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
                    ("internal_unit", "division inside an agency"),
                    ("other", "other organisation"),
                ],
                default="department",
                max_length=40,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="EditorialBoard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        help_text="Number of the decision.",
                        max_length=255,
                        verbose_name="founding decision",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the decision"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "standing_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="standing body",
                    ),
                ),
            ],
            options={
                "verbose_name": "editorial board",
                "verbose_name_plural": "editorial boards",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="full name")),
                (
                    "note",
                    models.CharField(blank=True, max_length=255, verbose_name="internal note"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        help_text="The agency whose administrators keep this record.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="govportal_core.agency",
                        verbose_name="kept by",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name"],
            },
            bases=(wagtail.search.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="BoardMember",
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
                            ("board_head", "head of the editorial board"),
                            ("board_deputy", "deputy head of the editorial board"),
                            ("board_member", "member of the editorial board"),
                            ("board_secretary", "editorial secretary"),
                            ("full_time_editor", "full-time editor"),
                            ("contributor", "contributor"),
                        ],
                        default="board_member",
                        max_length=24,
                        verbose_name="role",
                    ),
                ),
                (
                    "is_concurrent",
                    models.BooleanField(
                        default=True,
                        help_text="Serves on the board beside another post.",
                        verbose_name="concurrent",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "board",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="govportal_core.editorialboard",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_seats",
                        to="govportal_core.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of the editorial board",
                "verbose_name_plural": "members of the editorial board",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PortalSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("portal", "provincial portal"),
                            ("agency", "department or equivalent agency"),
                            ("public_service_unit", "public service unit"),
                            ("organisation", "other organisation"),
                            ("district", "district (until 30 June 2025)"),
                            ("commune", "commune, ward or special zone"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "is_integrated",
                    models.BooleanField(
                        default=True,
                        help_text="News and documents of an integrated site also appear on the portal.",
                        verbose_name="integrated into the portal",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "in preparation"),
                            ("live", "live"),
                            ("closed", "closed"),
                        ],
                        default="preparing",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("launched_on", models.DateField(blank=True, null=True, verbose_name="live since")),
                ("workflow_tasks", models.JSONField(blank=True, default=dict, editable=False)),
                ("role_grants", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portal_sites",
                        to="govportal_core.agency",
                        verbose_name="governing body",
                    ),
                ),
                (
                    "collection",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "managing_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed_sites",
                        to="govportal_core.agency",
                        verbose_name="managing body",
                    ),
                ),
                (
                    "operator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="operated_sites",
                        to="govportal_core.agency",
                        verbose_name="operator",
                    ),
                ),
                (
                    "portal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="govportal_core.portalsite",
                        verbose_name="component of",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal",
                        to="wagtailcore.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.workflow",
                    ),
                ),
            ],
            options={
                "verbose_name": "portal site",
                "verbose_name_plural": "portal sites",
                "ordering": ["agency__name"],
            },
        ),
        migrations.AddField(
            model_name="editorialboard",
            name="portal_site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="boards",
                to="govportal_core.portalsite",
                verbose_name="portal site",
            ),
        ),
        migrations.CreateModel(
            name="DomainName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=253, unique=True, verbose_name="host name")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("issued", "issued"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="requested",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "requested_on",
                    models.DateField(blank=True, null=True, verbose_name="requested on"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "basis",
                    models.CharField(blank=True, max_length=255, verbose_name="legal document"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="domain_names",
                        to="govportal_core.agency",
                        verbose_name="agency",
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
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="domain_names",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
            ],
            options={
                "verbose_name": "domain name",
                "verbose_name_plural": "domain names",
                "ordering": ["host"],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("locked_on", models.DateField(blank=True, null=True, verbose_name="locked on")),
                (
                    "lock_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "left the agency"),
                            ("transferred", "transferred to other duties"),
                            ("violation", "violated the rules of information security"),
                            ("other", "other reason"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("lock_note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_account",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="account",
                        to="govportal_core.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["user__last_name", "user__first_name", "user_id"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=255, verbose_name="post")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=255, verbose_name="post in English"),
                ),
                (
                    "title_ru",
                    models.CharField(blank=True, max_length=255, verbose_name="post in Russian"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="The head of the agency comes first.",
                        verbose_name="order in the agency",
                    ),
                ),
                ("is_head", models.BooleanField(default=False, verbose_name="head of the agency")),
                (
                    "is_focal_officer",
                    models.BooleanField(
                        default=False,
                        help_text="The officer in charge of supplying the agency's information.",
                        verbose_name="focal officer for the portal",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("fax", models.CharField(blank=True, max_length=60, verbose_name="fax")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="official e-mail"),
                ),
                (
                    "is_public",
                    models.BooleanField(default=True, verbose_name="shown to the public"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "person",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="govportal_core.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("contributor", "contributor"),
                            ("focal_officer", "focal officer"),
                            ("unit_head", "head of the unit"),
                            ("full_time_editor", "full-time editor"),
                            ("board_secretary", "editorial secretary"),
                            ("board_member", "member of the editorial board"),
                            ("board_deputy", "deputy head of the editorial board"),
                            ("board_head", "head of the editorial board"),
                            ("operator", "operator"),
                            ("translator", "translator"),
                            ("site_admin", "site administrator"),
                        ],
                        max_length=24,
                        verbose_name="role",
                    ),
                ),
                ("granted_at", models.DateTimeField(auto_now_add=True, verbose_name="granted at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                ("end_note", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="govportal_core.account",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="granted by",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_assignments",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
            ],
            options={
                "verbose_name": "granted role",
                "verbose_name_plural": "granted roles",
                "ordering": ["-granted_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("account", "portal_site", "role"),
                        name="govportal_role_granted_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.TextField()),
                ("action", models.CharField(blank=True, db_index=True, max_length=255)),
                (
                    "data",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                    ),
                ),
                ("timestamp", models.DateTimeField(db_index=True, verbose_name="timestamp (UTC)")),
                (
                    "uuid",
                    models.UUIDField(
                        blank=True,
                        editable=False,
                        help_text="Log entries that happened as part of the same user action are assigned the same UUID",
                        null=True,
                    ),
                ),
                ("content_changed", models.BooleanField(db_index=True, default=False)),
                ("deleted", models.BooleanField(default=False)),
                ("object_id", models.CharField(db_index=True, max_length=255)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.agency",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="content type",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_core.portalsite",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "log entry of a site",
                "verbose_name_plural": "log entries of a site",
                "ordering": ["-timestamp", "-id"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["uuid", "action", "-timestamp"], name="govportal_c_uuid_0b2fe0_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SitePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_parts",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="govportal_core.portalsite",
                    ),
                ),
            ],
            options={
                "verbose_name": "required page",
                "verbose_name_plural": "required pages",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("portal_site", "code"), name="govportal_one_page_per_part"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteRoleGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("contributor", "contributor"),
                            ("focal_officer", "focal officer"),
                            ("unit_head", "head of the unit"),
                            ("full_time_editor", "full-time editor"),
                            ("board_secretary", "editorial secretary"),
                            ("board_member", "member of the editorial board"),
                            ("board_deputy", "deputy head of the editorial board"),
                            ("board_head", "head of the editorial board"),
                            ("operator", "operator"),
                            ("translator", "translator"),
                            ("site_admin", "site administrator"),
                        ],
                        max_length=24,
                        verbose_name="role",
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_role",
                        to="auth.group",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_groups",
                        to="govportal_core.portalsite",
                    ),
                ),
            ],
            options={
                "verbose_name": "role on a site",
                "verbose_name_plural": "roles on sites",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("portal_site", "role"), name="govportal_one_group_per_role_and_site"
                    )
                ],
            },
        ),
    ]
