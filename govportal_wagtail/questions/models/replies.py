"""Replies of the agencies: drafted, signed, approved, sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import RichTextField

from ...core.models import Agency
from ..storage import private_storage, stored_name
from ..vocabulary import REPLY_UNDER_WAY, ReplyKind, ReplyState
from .questions import Question
from .topics import ANSWER_FEATURES


def _user(label: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class Reply(models.Model):
    """An answer or a progress notice; one of a question is under way at a time."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="replies")
    kind = models.CharField(
        _("kind"), max_length=10, choices=ReplyKind.choices, default=ReplyKind.ANSWER
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ReplyState.choices, default=ReplyState.DRAFT
    )
    #: For which agency it speaks.
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("answering agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = RichTextField(pgettext_lazy("reply", "text"), features=ANSWER_FEATURES)
    #: Of a progress notice: until when the answer is promised.
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    #: Who wrote the text as it stands; nobody else's approval counts as theirs.
    written_by = _user(_("written by"))
    written_at = models.DateTimeField(_("written at"))
    signed_by = _user(_("signed by"))
    #: Kept as it was at the signature: name and post.
    signatory = models.CharField(_("signatory"), max_length=255, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    approved_by = _user(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    return_reason = models.TextField(_("why it was returned"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("question", "reply")
        verbose_name_plural = pgettext_lazy("question", "replies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(state__in=list(REPLY_UNDER_WAY)),
                name="govportal_one_reply_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_kind_display()}"


class ReplyFile(models.Model):
    """A file that goes with a reply; the asker gets it on the page of their question."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(
        pgettext_lazy("question", "file"),
        storage=private_storage,
        upload_to=stored_name,
        max_length=200,
    )
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))

    class Meta:
        verbose_name = _("file of a reply")
        verbose_name_plural = _("files of replies")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
