"""Messages to the people of the flow: in the admin and by e-mail, kept until they are delivered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .items import EditorialItem


class MailState(models.TextChoices):
    """Whether a message went out by e-mail."""

    NONE = "none", pgettext_lazy("mail", "no e-mail")
    WAITING = "waiting", pgettext_lazy("mail", "waiting")
    DIGEST = "digest", pgettext_lazy("mail", "waiting for the digest")
    SENT = "sent", pgettext_lazy("mail", "sent")
    FAILED = "failed", pgettext_lazy("mail", "given up")


class Message(models.Model):
    """One message to one person, or to one address outside."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="govportal_messages",
    )
    #: Of a supplier without an account; empty for people with one.
    address = models.EmailField(_("e-mail"), blank=True)
    item = models.ForeignKey(
        EditorialItem, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    #: A record of another app that it is about: ``questions:123``.
    about = models.CharField(max_length=64, blank=True, db_index=True)
    #: The name of the template, for example ``returned``.
    kind = models.CharField(_("kind"), max_length=32)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=255)
    body = models.TextField(_("text"))
    link = models.CharField(_("link"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mail_state = models.CharField(
        _("e-mail"), max_length=8, choices=MailState.choices, default=MailState.WAITING
    )
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    #: Not tried again before.
    mail_after = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("editorial", "message")
        verbose_name_plural = pgettext_lazy("editorial", "messages")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="govportal_message_unread"),
            models.Index(fields=["mail_state", "mail_after"], name="govportal_message_mail"),
        ]

    def __str__(self) -> str:
        return self.subject


class MessagePreference(models.Model):
    """How a person wants to be told."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="govportal_messaging"
    )
    wants_digest = models.BooleanField(
        _("one e-mail a day"),
        default=False,
        help_text=_("Messages are collected and sent once a day; in the admin they show at once."),
    )

    class Meta:
        verbose_name = _("preference for messages")
        verbose_name_plural = _("preferences for messages")

    def __str__(self) -> str:
        return str(self.user)


class Reminder(models.Model):
    """That a person was reminded on a day: one e-mail per person and day, however often it runs."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    items = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="govportal_one_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.day}"
