"""A user's own messages in the admin, and how they want to be told."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.utils import get_admin_base_url
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Message, MessagePreference
from ..reminders import DIGEST

#: Messages on one page.
PAGE_SIZE: Final = 30
#: So many digits fit into a number of the database.
_DIGITS: Final = 18
_INDEX: Final = "editorial_messages:index"


def own(user: Any) -> QuerySet[Message]:
    """The messages to the user; the daily mail only repeats others."""
    return Message.objects.filter(recipient=user.pk).exclude(kind=DIGEST)


def unread(user: Any) -> int:
    """How many messages the user has not read; one query that an index answers."""
    return own(user).filter(read_at=None).count()


class MessagesView(WagtailAdminTemplateMixin, TemplateView):
    """The unread ones first, then the newest."""

    template_name = "govportal/editorial/admin/messages.html"
    page_title = pgettext_lazy("editorial", "Messages")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and this."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the messages; a number beyond the list shows the last page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = own(self.request.user).order_by(
            F("read_at").desc(nulls_first=True), "-created_at", "-pk"
        )
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        newest = rows.order_by("-pk").values_list("pk", flat=True).first()
        return context | {
            "page_obj": page,
            "unread": unread(self.request.user),
            "newest": str(newest or ""),
        }


@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the message as read and go where it points."""
    message = _own_or_404(request, pk)
    _mark(own(request.user).filter(pk=message.pk))
    target = message.link.removeprefix((get_admin_base_url() or "").rstrip("/"))
    # In the admin the user stays on the host on which they are logged in.
    return HttpResponseRedirect(target) if target else redirect(_INDEX)


@require_POST
def read_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message as read."""
    _mark(own(request.user).filter(pk=_own_or_404(request, pk).pk))
    return redirect(_INDEX)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all that is there now as read; what comes in meanwhile stays unread."""
    seen = request.POST.get("until", "")
    rows = own(request.user)
    if seen.isdecimal() and len(seen) <= _DIGITS:
        rows = rows.filter(pk__lte=int(seen))
    count = _mark(rows)
    notes.success(
        request,
        ngettext(
            "%(count)s message was marked as read.",
            "%(count)s messages were marked as read.",
            count,
        )
        % {"count": count},
    )
    return redirect(_INDEX)


class PreferenceForm(forms.ModelForm[MessagePreference]):
    """Whether messages come one by one or once a day."""

    class Meta:
        model = MessagePreference
        fields = ["wants_digest"]


class PreferencePanel(BaseSettingsPanel):  # type: ignore[misc]
    """A part of Wagtail's settings of one's own account."""

    name = "govportal_messages"
    title = gettext_lazy("Messages about editorial work")
    order = 300
    tab = notifications_tab
    form_class = PreferenceForm

    def get_form(self) -> PreferenceForm:
        """The form of the user's preference; the row is made when it is saved first."""
        found = MessagePreference.objects.filter(user=self.user).first()
        instance = found or MessagePreference(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return PreferenceForm(data, instance=instance, prefix=self.name)


def _own_or_404(request: HttpRequest, pk: int) -> Message:
    return get_object_or_404(own(request.user), pk=pk)


def _mark(rows: QuerySet[Message]) -> int:
    return rows.filter(read_at=None).update(read_at=timezone.now())


def label_with_count(user: Any) -> str:
    """The name of the menu entry, with how many are unread."""
    count = unread(user)
    if not count:
        return str(MessagesView.page_title)
    return _("Messages (%(count)s)") % {"count": count}
