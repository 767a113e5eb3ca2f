"""Fills the form of an entry from an e-mail that was dropped in."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.images.utils import get_allowed_image_extensions

from ... import conf
from ...core.models import PortalSite
from ...regulation.vocabulary import ChannelKind
from .. import holding
from ..mail_reading import MailAttachment, MailContent, read_eml
from .slip_file_forms import MAX_ROWS
from .slip_forms import MessageFileForm

_TITLE_LENGTH: Final = 255


@dataclass(slots=True)
class FromMessage:
    """What was found in a message."""

    initial: dict[str, Any]
    documents: list[Any] = field(default_factory=list)
    images: list[Any] = field(default_factory=list)
    #: What could not be taken over, in words.
    remarks: list[str] = field(default_factory=list)


def form(data: Any = None, files: Any = None) -> forms.Form:
    """The form into which a message is dropped."""
    return MessageFileForm(data, files)


def read(upload: Any, portal_site: PortalSite, user: Any) -> FromMessage:
    """Read a message; its files are checked and stored as if they had been uploaded.

    A file that is refused is left out with a remark, the rest is taken over.

    Raises:
        ValidationError: for what is no message, or is too large.
    """
    if upload.size > conf.UPLOAD_MAX_BYTES:
        limit = filesizeformat(conf.UPLOAD_MAX_BYTES)
        raise ValidationError(_("The message is larger than %(limit)s.") % {"limit": limit})
    content = read_eml(upload.read())
    found = FromMessage(initial=_initial(content), remarks=list(content.warnings))
    for attachment in content.attachments:
        _keep(attachment, found, portal_site, user)
    return found


def _initial(content: MailContent) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "channel": ChannelKind.EMAIL.value,
        "title": Truncator(content.subject).chars(_TITLE_LENGTH),
        "body": linebreaks(content.body, autoescape=True),
        "name": content.sender_name,
        "email": content.sender_address,
    }
    sent = content.date
    if sent is not None:
        day = timezone.localtime(sent).date() if timezone.is_aware(sent) else sent.date()
        initial["written_on"] = day
        if day <= timezone.localdate():
            initial["anchor_received"] = day
    return initial


def _keep(
    attachment: MailAttachment, found: FromMessage, portal_site: PortalSite, user: Any
) -> None:
    name = attachment.name
    if len(found.documents) + len(found.images) >= MAX_ROWS - 1:
        found.remarks.append(_("%(file)s was left out: too many files.") % {"file": name})
        return
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    data = attachment.content
    upload = InMemoryUploadedFile(
        BytesIO(data), "file", name, attachment.content_type, len(data), None
    )
    try:
        if extension in get_allowed_image_extensions():
            found.images.append(holding.keep_image(portal_site, upload, user=user))
        else:
            found.documents.append(holding.keep_document(portal_site, upload, user=user))
    except ValidationError as error:
        values = {"file": name, "reason": " ".join(error.messages)}
        found.remarks.append(_("%(file)s was left out: %(reason)s") % values)
