from __future__ import annotations

import django.core.validators
import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models
from wagtail.documents import get_document_model_string

import govportal_wagtail.questions.storage


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("govportal_core", "0005_wagtail_search_index"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(get_document_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question_id", models.BigIntegerField(db_index=True)),
                ("portal_site_id", models.BigIntegerField(db_index=True)),
                ("label", models.CharField(max_length=24, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("entered", "entered for the asker"),
                            ("classified", "classified"),
                            ("assigned", "given to an agency"),
                            ("transferred", "transferred to another agency"),
                            ("claimed", "claimed"),
                            ("released", "released"),
                            ("divided", "divided"),
                            ("merged", "joined with another question"),
                            ("out_of_scope", "found out of scope"),
                            ("refused", "not taken"),
                            ("forwarded", "forwarded to another authority"),
                            ("information_asked", "information asked"),
                            ("information_given", "information given"),
                            ("no_reply", "closed without the asker's reply"),
                            ("extended", "time limit extended"),
                            ("drafted", "answer drafted"),
                            ("submitted", "answer submitted"),
                            ("signed", "answer signed by the head"),
                            ("returned", "answer returned"),
                            ("progress", "progress notice sent"),
                            ("answered", "answer sent"),
                            ("withdrawn", "withdrawn by the asker"),
                            ("consent", "consent changed"),
                            ("rated", "answer rated"),
                            ("publishing", "decided on publication"),
                            ("redacted", "page for publication prepared"),
                            ("person_seen", "personal data looked at"),
                            ("exported", "personal data exported"),
                            ("anonymised", "personal data erased"),
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
                (
                    "article",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="article of the regulation"
                    ),
                ),
                ("profile", models.CharField(blank=True, max_length=64, verbose_name="regulation")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "event of a question",
                "verbose_name_plural": "events of questions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionIndexPage",
            fields=[
                ("lead", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_question_index",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "questions and answers",
                "verbose_name_plural": "questions and answers",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="PageRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rated_on", models.DateField(db_index=True, verbose_name="rated on")),
                (
                    "interface",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="interface",
                    ),
                ),
                (
                    "content",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="content",
                    ),
                ),
                (
                    "quality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="quality of the information",
                    ),
                ),
                (
                    "support",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="support",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="govportal_ratings",
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
                "verbose_name": "rating of a page",
                "verbose_name_plural": "ratings of pages",
                "ordering": ["-rated_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="number")),
                (
                    "code",
                    models.CharField(max_length=16, unique=True, verbose_name="tracking code"),
                ),
                ("secret_hash", models.CharField(max_length=64)),
                (
                    "language",
                    models.CharField(default="vi", max_length=10, verbose_name="language"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("form", "form on the portal"),
                            ("email", "e-mail"),
                            ("phone", "telephone"),
                            ("post", "letter"),
                            ("counter", "at the counter"),
                        ],
                        default="form",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "to be classified"),
                            ("assigned", "with the agency"),
                            ("waiting", "waits for the asker"),
                            ("to_sign", "answer waits for the head of the agency"),
                            ("to_approve", "answer waits for the board"),
                            ("closed", "closed"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "answered"),
                            ("out_of_scope", "out of scope"),
                            ("refused", "not taken"),
                            ("forwarded", "forwarded"),
                            ("withdrawn", "withdrawn"),
                            ("merged", "joined with another one"),
                            ("split", "divided"),
                            ("no_reply", "not completed by the asker"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "referred_to",
                    models.CharField(blank=True, max_length=255, verbose_name="referred to"),
                ),
                (
                    "is_complaint",
                    models.BooleanField(default=False, verbose_name="complaint or denunciation"),
                ),
                (
                    "publishing",
                    models.CharField(
                        choices=[
                            ("undecided", "not decided"),
                            ("required", "required by the regulation"),
                            ("wanted", "decided by the board"),
                            ("none", "not to be published"),
                        ],
                        default="undecided",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                ("profile", models.CharField(blank=True, max_length=64, verbose_name="regulation")),
                ("received_at", models.DateTimeField(db_index=True, verbose_name="received at")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("moved_at", models.DateTimeField(verbose_name="in this state since")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "answer_due_on",
                    models.DateField(blank=True, null=True, verbose_name="answer due on"),
                ),
                (
                    "promised_on",
                    models.DateField(blank=True, null=True, verbose_name="promised for"),
                ),
                ("replied_on", models.DateField(blank=True, null=True, verbose_name="replied on")),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                (
                    "extensions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="extensions"),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="rating of the answer"
                    ),
                ),
                ("rated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "anonymised_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="anonymised at"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="answering agency",
                    ),
                ),
                (
                    "asked_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency that was asked",
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
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="govportal_question",
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="parts",
                        to="govportal_questions.question",
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
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duplicates",
                        to="govportal_questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Asker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="full name")),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=255, verbose_name="organisation"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, db_index=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("address", models.CharField(blank=True, max_length=255, verbose_name="address")),
                (
                    "commune",
                    models.CharField(blank=True, max_length=120, verbose_name="commune or ward"),
                ),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_to_publish_at", models.DateTimeField(blank=True, null=True)),
                ("agreed_to_name_at", models.DateTimeField(blank=True, null=True)),
                ("notice", models.CharField(blank=True, max_length=255)),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asker",
                        to="govportal_questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "asker",
                "verbose_name_plural": "askers",
            },
        ),
        migrations.CreateModel(
            name="Addition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("request", models.TextField(verbose_name="what is missing")),
                (
                    "reply_until",
                    models.DateField(blank=True, null=True, verbose_name="reply until"),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="completed at"),
                ),
                ("text", models.TextField(blank=True, verbose_name="completion")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="additions",
                        to="govportal_questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "completion of a question",
                "verbose_name_plural": "completions of questions",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("text", models.TextField(verbose_name="question")),
                (
                    "rating_comment",
                    models.TextField(blank=True, verbose_name="comment on the answer"),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="content",
                        to="govportal_questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a question",
                "verbose_name_plural": "texts of questions",
            },
        ),
        migrations.CreateModel(
            name="QuestionCounter",
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
                        fields=("portal_site_id", "year"), name="govportal_one_question_counter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=govportal_wagtail.questions.storage.private_storage,
                        upload_to=govportal_wagtail.questions.storage.stored_name,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sort_order", models.PositiveIntegerField(default=0)),
                (
                    "addition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="govportal_questions.addition",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="govportal_questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a question",
                "verbose_name_plural": "files of questions",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionPage",
            fields=[
                ("question", models.TextField(verbose_name="question")),
                ("answer", wagtail.fields.RichTextField(verbose_name="answer")),
                ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
                ("answered_on", models.DateField(db_index=True, verbose_name="answered on")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where an older answer was published.",
                        max_length=255,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the source"
                    ),
                ),
                ("is_faq", models.BooleanField(default=False, verbose_name="frequent question")),
                ("is_featured", models.BooleanField(default=False, verbose_name="featured")),
                (
                    "faq_order",
                    models.PositiveIntegerField(
                        default=100, verbose_name="order among frequent questions"
                    ),
                ),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="govportal_question_page",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="answering agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "published answer",
                "verbose_name_plural": "published answers",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="QuestionCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("fragment", models.CharField(blank=True, max_length=80, verbose_name="part")),
                (
                    "label",
                    models.CharField(blank=True, max_length=255, verbose_name="words of the link"),
                ),
                (
                    "cited",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="document",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="govportal_questions.questionpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "cited document",
                "verbose_name_plural": "cited documents",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuestionAttachment",
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
                        related_name="attachments",
                        to="govportal_questions.questionpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an answer",
                "verbose_name_plural": "files of answers",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuestionSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="the form is open")),
                (
                    "closed_note",
                    models.TextField(blank=True, verbose_name="what is said while it is closed"),
                ),
                (
                    "notice",
                    models.TextField(
                        blank=True,
                        help_text="Added to the notice on personal data before a question is sent.",
                        verbose_name="further words of the notice",
                    ),
                ),
                (
                    "where_else",
                    models.TextField(
                        blank=True,
                        help_text="Told to who asks what this site does not answer.",
                        verbose_name="where to go with other matters",
                    ),
                ),
                (
                    "complaints_to",
                    models.TextField(
                        blank=True,
                        help_text="Name, address and telephone of the office that receives citizens.",
                        verbose_name="where complaints and denunciations go",
                    ),
                ),
                (
                    "board_approves",
                    models.BooleanField(
                        default=False,
                        help_text="Where the regulation asks for it, it always does.",
                        verbose_name="the board approves answers before they are sent",
                    ),
                ),
                (
                    "reply_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="days for the asker to complete a question",
                    ),
                ),
                (
                    "keep_months",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(240),
                        ],
                        verbose_name="personal data are kept for (months after closing)",
                    ),
                ),
                (
                    "minimum_for_ranking",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="An agency with fewer questions is listed without a rate.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="fewest questions for a comparison",
                    ),
                ),
                (
                    "shows_figures",
                    models.BooleanField(default=True, verbose_name="figures are public"),
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
                "verbose_name": "settings of questions",
                "verbose_name_plural": "settings of questions",
            },
        ),
        migrations.CreateModel(
            name="QuestionTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged_items",
                        to="govportal_questions.questionpage",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_items",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="questionpage",
            name="tags",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="govportal_questions.QuestionTag",
                to="taggit.Tag",
                verbose_name="tags",
            ),
        ),
        migrations.CreateModel(
            name="QuestionTopic",
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
                    "keywords",
                    models.TextField(
                        blank=True,
                        help_text="One word or phrase per line, by which such a question is recognised.",
                        verbose_name="words",
                    ),
                ),
                ("sort_order", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency that answers",
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
                        verbose_name="field of administration",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic of questions",
                "verbose_name_plural": "topics of questions",
                "ordering": ["sort_order", "name"],
            },
        ),
        migrations.AddField(
            model_name="questionpage",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="govportal_questions.questiontopic",
                verbose_name="topic",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="govportal_questions.questiontopic",
                verbose_name="topic",
            ),
        ),
        migrations.CreateModel(
            name="Reply",
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
                        choices=[("answer", "answer"), ("progress", "progress notice")],
                        default="answer",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("to_sign", "waits for the head of the agency"),
                            ("to_approve", "waits for the board"),
                            ("returned", "returned for completion"),
                            ("sent", "sent"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("body", wagtail.fields.RichTextField(verbose_name="text")),
                (
                    "promised_on",
                    models.DateField(blank=True, null=True, verbose_name="promised for"),
                ),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                (
                    "signatory",
                    models.CharField(blank=True, max_length=255, verbose_name="signatory"),
                ),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signed at"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved at"),
                ),
                ("return_reason", models.TextField(blank=True, verbose_name="why it was returned")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="answering agency",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="govportal_questions.question",
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
                        verbose_name="signed by",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReplyFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        storage=govportal_wagtail.questions.storage.private_storage,
                        upload_to=govportal_wagtail.questions.storage.stored_name,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="govportal_questions.reply",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a reply",
                "verbose_name_plural": "files of replies",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ResponseTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("body", wagtail.fields.RichTextField(verbose_name="text")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for all agencies.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="govportal_core.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "portal_site",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for all sites.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="govportal_core.portalsite",
                        verbose_name="portal site",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="govportal_questions.questiontopic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "response template",
                "verbose_name_plural": "response templates",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["portal_site", "state", "due_on"], name="govportal_question_inbox"
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["agency", "state", "due_on"], name="govportal_question_agency"
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["received_on"], name="govportal_question_received"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "returned", "to_sign", "to_approve"])),
                fields=("question",),
                name="govportal_one_reply_under_way",
            ),
        ),
    ]
