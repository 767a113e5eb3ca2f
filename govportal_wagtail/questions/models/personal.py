"""What is personal in a question: who asked, in which words, with which files.

These rows are deleted when a question is anonymised; nothing of them is copied into pages, the
log, the search or a cache (Law 91/2025/QH15, Article 9; Circular 25/2010/TT-BTTTT).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..storage import private_storage, stored_name
from .questions import Question


class Asker(models.Model):
    """Who asked, and to what they agreed."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="asker")
    name = models.CharField(_("full name"), max_length=255)
    organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, db_index=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    commune = models.CharField(_("commune or ward"), max_length=120, blank=True)
    #: When they agreed: to be answered, to have it published, to have it published with the name.
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_to_publish_at = models.DateTimeField(null=True, blank=True)
    agreed_to_name_at = models.DateTimeField(null=True, blank=True)
    #: The version of the notice that was shown, with the law it names.
    notice = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("asker")
        verbose_name_plural = _("askers")

    def __str__(self) -> str:
        return self.name


class QuestionContent(models.Model):
    """The question in the asker's own words; kept as it came."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="content")
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("question"))
    #: What the asker wrote with the rating.
    rating_comment = models.TextField(_("comment on the answer"), blank=True)

    class Meta:
        verbose_name = _("text of a question")
        verbose_name_plural = _("texts of questions")

    def __str__(self) -> str:
        return self.title


class Addition(models.Model):
    """What the asker was asked later, and what they answered."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="additions")
    asked_at = models.DateTimeField(_("asked at"))
    #: The agency's words.
    request = models.TextField(_("what is missing"))
    reply_until = models.DateField(_("reply until"), null=True, blank=True)
    answered_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    text = models.TextField(_("completion"), blank=True)

    class Meta:
        verbose_name = _("completion of a question")
        verbose_name_plural = _("completions of questions")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.asked_at:%d/%m/%Y}"


class QuestionFile(models.Model):
    """A file that came with a question; it lies where no web server shows it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="files")
    addition = models.ForeignKey(
        Addition, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField(
        pgettext_lazy("question", "file"),
        storage=private_storage,
        upload_to=stored_name,
        max_length=200,
    )
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("file of a question")
        verbose_name_plural = _("files of questions")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name
