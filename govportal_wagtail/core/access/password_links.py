"""The link by which the owner of an account sets the password; nobody else ever knows it."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_admin_base_url

from ..models import Account

logger = logging.getLogger(__name__)


def link_for(account: Account) -> str:
    """A link that works once, until the password is set or the site's time limit for links ends."""
    user = account.user
    path = reverse(
        "wagtailadmin_password_reset_confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        },
    )
    return f"{get_admin_base_url() or ''}{path}"


def are_links_used() -> bool:
    """Whether passwords are set in the admin at all, and not by a system of the province."""
    managed = getattr(settings, "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED", True)
    return bool(getattr(settings, "WAGTAIL_PASSWORD_RESET_ENABLED", managed))


def send_password_link(account: Account) -> bool:
    """Send the link to the owner; returns whether the mail went out."""
    user = account.user
    if not user.is_active or not user.email or not are_links_used():
        return False
    context = {
        "user": user,
        "site": account.portal_site,
        "link": link_for(account),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    # In the language of the portal, whatever language the administrator works in.
    with override(settings.LANGUAGE_CODE):
        body = render_to_string("govportal/access/password_link.txt", context)
        subject = _("Your account on %(site)s") % {"site": account.portal_site}
    try:
        sent = send_mail(" ".join(subject.split()), body, None, [user.email])
    except (SMTPException, OSError):
        # Neither the link nor the address; the administrator can send it again.
        logger.exception("The link for account %s was not sent.", account.pk)
        return False
    return bool(sent)


def send_after_commit(account: Account) -> None:
    """Send the link once the account is really there; ``account.link_was_sent`` tells success."""

    def send() -> None:
        account.link_was_sent = send_password_link(account)  # type: ignore[attr-defined]

    transaction.on_commit(send)
