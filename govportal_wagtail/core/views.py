"""Pages that are not in the page tree: sitemap, robots, security contact and errors."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from .. import conf
from .gone import notice_of
from .identity import portal_settings
from .navigation import language_links, site_tree
from .registries import GoneNotice
from .vietnamese import normalise

#: How far ahead security.txt promises to be right; RFC 9116 recommends less than a year.
SECURITY_TXT_DAYS = 180
_LAST_RESORT = "<!doctype html><meta charset=utf-8><title>500</title><h1>500</h1>"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sections of the site as a tree of text (Circular 32/2017/TT-BTTTT)."""
    return TemplateResponse(request, "govportal/sitemap.html", {"tree": site_tree(request)})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal does for readers with disabilities, and whom to tell of a barrier."""
    return TemplateResponse(request, "govportal/accessibility.html")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What crawlers should leave alone, and where the sitemap is."""
    lines = ["User-agent: *"]
    lines.extend(f"Disallow: {prefix}" for prefix in conf.ADMIN_PREFIXES)
    lines.append(f"Disallow: {reverse('govportal_core:search')}")
    address = request.build_absolute_uri(reverse("govportal_core:sitemap_index"))
    lines.extend(["", f"Sitemap: {address}", ""])
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness of the portal (RFC 9116).

    Raises:
        Http404: while the portal settings name no contact.
    """
    contact = _contact(portal_settings(request).security_contact)
    if not contact:
        raise Http404
    day = timezone.localdate() + timedelta(days=SECURITY_TXT_DAYS)
    expires = timezone.make_aware(datetime.combine(day, time.min))
    address = request.build_absolute_uri(reverse("govportal_core:security_txt"))
    languages = [link["code"] for link in language_links(request, None)]
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {address}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt_redirect(request: HttpRequest) -> HttpResponse:
    """The old place of security.txt leads to the one of the standard."""
    return HttpResponsePermanentRedirect(reverse("govportal_core:security_txt"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with menu and search, so that the reader finds what has moved; 410 for what is gone."""
    if notice := notice_of(request):
        return _page_gone(request, notice)
    return render(request, "govportal/errors/404.html", {"robots": "noindex"}, status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the reader's language."""
    return render(request, "govportal/errors/403.html", {"robots": "noindex"}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or sent without cookies (``CSRF_FAILURE_VIEW``)."""
    message = gettext(
        "The form could not be checked: it was open too long, or cookies are switched off. "
        "Go back, reload the page and send it again."
    )
    context = {"robots": "noindex", "message": message}
    return render(request, "govportal/errors/403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 from a template that asks nothing of the database, or three words where it is missing."""
    try:
        content = loader.get_template("govportal/errors/500.html").render()
    except TemplateDoesNotExist:
        content = _LAST_RESORT
    return HttpResponseServerError(content)


def _page_gone(request: HttpRequest, notice: GoneNotice) -> HttpResponse:
    context = {"robots": "noindex", "notice": notice}
    response = render(request, "govportal/errors/gone.html", context, status=410)
    # The page may come back: without this a browser may keep the answer for good.
    response.headers["Cache-Control"] = "no-store"
    return response


def _contact(text: str) -> str:
    """A contact as a URI; nothing where it is neither an address of the web nor of e-mail."""
    text = "".join(normalise(text).split())
    if text.startswith(("https://", "mailto:", "tel:")):
        return text
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return f"mailto:{text}"
