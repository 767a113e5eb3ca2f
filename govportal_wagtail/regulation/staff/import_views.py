"""Import of days off and worked Saturdays: upload, preview, and only then writing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..calendar import current_calendar
from ..calendar_import import (
    MAX_BYTES,
    FaultyRows,
    ImportedDay,
    UnreadableCalendar,
    read_calendar,
    save_days,
    with_basis,
)
from ..models import CalendarOverride, CalendarYear
from .calendar_views import CalendarView, may

#: How long a preview may be confirmed.
_SECONDS = 3600
_SALT = "govportal_wagtail.regulation.calendar_import"


class UploadForm(forms.Form):
    """The file, and the notice that it comes from."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with the columns date, working (1 or 0), label and basis, or iCalendar (.ics)."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.ics,.txt"}),
    )
    basis = forms.CharField(
        label=_("Legal document"),
        max_length=255,
        help_text=_("Number and date of the notice; kept as the reason of the change."),
    )
    is_official = forms.BooleanField(
        label=_("The notice is official for the years of these days"), required=False
    )

    def clean_file(self) -> list[ImportedDay]:
        """The days that were read, also faulty ones."""
        upload = self.cleaned_data["file"]
        try:
            # One byte more than is allowed is enough to refuse the file.
            return read_calendar(upload.read(MAX_BYTES + 1), upload.name)
        except UnreadableCalendar as error:
            raise forms.ValidationError(str(error)) from error


class ImportView(WagtailAdminTemplateMixin, TemplateView):
    """Two steps: what is uploaded is shown first, and written when the user confirms it."""

    page_title = _("Import days")
    header_icon = "upload"
    template_name = "govportal/regulation/admin/import.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may add and change days.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not all(may(request.user, action, CalendarOverride) for action in ("add", "change")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the calendar, the import."""
        url = reverse("govportal_regulation:calendar")
        return [
            *self.breadcrumbs_items,
            {"url": url, "label": CalendarView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add an empty form where there is none yet."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.setdefault("form", self._form())
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what was uploaded, or write what was shown."""
        if "payload" in request.POST:
            return self._save(request)
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        values = form.cleaned_data
        days = with_basis(values["file"], values["basis"])
        official = bool(values.get("is_official"))
        return self.render_to_response(
            self.get_context_data(
                form=form,
                rows=_with_present(days),
                faulty=sum(1 for day in days if day.error),
                years=_years(days) if official else [],
                basis=values["basis"],
                payload=_packed(days, values["basis"], official, request.user),
            )
        )

    def _form(self, *args: Any) -> UploadForm:
        form = UploadForm(*args)
        if not _may_declare(self.request.user):
            del form.fields["is_official"]
        return form

    def _save(self, request: HttpRequest) -> HttpResponse:
        try:
            days, basis, official = _unpacked(request.POST["payload"], request.user)
            years = _years(days) if official and _may_declare(request.user) else []
            count = save_days(days, request.user, basis, official_years=years)  # type: ignore[arg-type]
        except signing.BadSignature:
            messages.error(request, gettext("The preview is too old. Upload the file again."))
            return redirect("govportal_regulation:import")
        except FaultyRows as error:
            messages.error(request, str(error))
            return redirect("govportal_regulation:import")
        text = ngettext("%(count)d day was changed.", "%(count)d days were changed.", count)
        messages.success(request, text % {"count": count})
        year = _years(days)[0]
        return redirect(f"{reverse('govportal_regulation:calendar')}?year={year}")


def _may_declare(user: Any) -> bool:
    return may(user, "add", CalendarYear) and may(user, "change", CalendarYear)


def _years(days: Sequence[ImportedDay]) -> list[int]:
    return sorted({day.day.year for day in days if day.day})


def _with_present(days: Sequence[ImportedDay]) -> list[dict[str, Any]]:
    """Each row with what the day is in the calendar now."""
    calendar = current_calendar()
    return [
        {"day": day, "present": calendar.fact(day.day) if day.day and not day.error else None}
        for day in days
    ]


def _packed(days: Sequence[ImportedDay], basis: str, official: bool, user: Any) -> str:
    """The preview as signed text; empty where a row is faulty, so that it cannot be confirmed."""
    if any(day.error for day in days):
        return ""
    rows = [
        [day.row, day.day.isoformat() if day.day else "", day.is_working, day.label, day.basis]
        for day in days
    ]
    value = {"rows": rows, "basis": basis, "official": official, "user": str(user.pk)}
    return signing.dumps(value, salt=_SALT, compress=True)


def _unpacked(text: str, user: Any) -> tuple[list[ImportedDay], str, bool]:
    """What ``_packed`` made, for the same user.

    Raises:
        BadSignature: for a text that was changed, is too old, or belongs to somebody else.
    """
    value = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    if value["user"] != str(user.pk):
        raise signing.BadSignature
    days = [
        ImportedDay(row, date.fromisoformat(day), is_working, label, basis)
        for row, day, is_working, label, basis in value["rows"]
    ]
    return days, value["basis"], value["official"]
