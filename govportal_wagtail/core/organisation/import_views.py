"""The importer of agencies in the admin: upload, look at what would happen, confirm.

Between upload and confirmation nothing is stored: the rows travel with the page, signed for the
user who uploaded them. What was shown is what is written; where the register changed meanwhile,
the new outcome is shown first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from ..models import Agency, AgencyLevel
from .agency_views import NAMESPACE, ImporterScreen
from .import_form import AgencyImportForm
from .importing import Options, Outcome, Report, import_rows
from .rows import COLUMNS, Row, label_of
from .wording import outcome_label

_SHOWN: Final = 200
_MAX_AGE: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Upload:
    """What was uploaded and how it is to be brought in."""

    rows: list[Row]
    options: Options
    source: str

    def sealed(self, user: Any, fingerprint: str) -> str:
        """The upload as a signed text that only this user can hand back."""
        options = self.options
        content = {
            "rows": [row.as_json() for row in self.rows],
            "parent": options.parent.pk if options.parent else None,
            "level": str(options.level),
            "depth": options.depth,
            "skip_errors": options.skip_errors,
            "source": self.source,
            "fingerprint": fingerprint,
        }
        return signing.dumps(content, salt=_salt(user), compress=True)


def _salt(user: Any) -> str:
    return f"govportal-agency-import-{user.pk}"


def _opened(text: str, user: Any) -> tuple[Upload, str] | None:
    """The upload and the fingerprint of what was shown; None for anything that is not ours."""
    try:
        content = signing.loads(text, salt=_salt(user), max_age=_MAX_AGE)
    except signing.BadSignature:
        return None
    parent = None
    if content["parent"] is not None:
        parent = Agency.objects.filter(pk=content["parent"]).first()
        if parent is None:
            return None
    options = Options(
        parent, AgencyLevel(content["level"]), content["depth"], content["skip_errors"]
    )
    rows = [Row(**row) for row in content["rows"]]
    return Upload(rows, options, content["source"]), content["fingerprint"]


class AgencyImportView(ImporterScreen):
    """Take a file and show what it would do."""

    template_name = "govportal/admin/organisation/import_upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, empty unless it was sent."""
        kwargs.setdefault("form", AgencyImportForm())
        context = super().get_context_data(**kwargs)
        columns = [label_of(name) for name in COLUMNS]
        return context | {"media": context["form"].media, "columns": columns}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the errors of the form, or what the file would do."""
        form = AgencyImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        name = str(form.cleaned_data["file"].name)[:120]
        return preview(request, Upload(form.rows, form.options(), name))


class AgencyImportConfirmView(ImporterScreen):
    """Show what an upload would do, and do it."""

    template_name = "govportal/admin/organisation/import_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without an upload there is nothing to confirm."""
        return redirect(f"{NAMESPACE}:import")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write what was shown, unless the register changed meanwhile."""
        opened = _opened(request.POST.get("upload", ""), request.user)
        if opened is None:
            messages.error(request, _("This upload is not valid any more; upload the file again."))
            return redirect(f"{NAMESPACE}:import")
        upload, fingerprint = opened
        trial = import_rows(upload.rows, upload.options, dry_run=True)
        if trial.fingerprint != fingerprint:
            messages.warning(request, _("The register changed meanwhile. Please look once more."))
            return preview(request, upload)
        report = import_rows(upload.rows, upload.options, user=request.user, source=upload.source)
        if not report.is_written:
            return preview(request, upload)
        _tell(request, report)
        return redirect(f"{NAMESPACE}:tree")


def preview(request: HttpRequest, upload: Upload) -> HttpResponse:
    """What the upload would do, with the button that does it."""
    view = AgencyImportConfirmView()
    view.setup(request)
    report = import_rows(upload.rows, upload.options, dry_run=True)
    return view.render_to_response(
        view.get_context_data(
            upload=upload,
            sealed=upload.sealed(request.user, report.fingerprint),
            report=report,
            counts=_counts(report),
            results=_shown(report),
            hidden=max(0, len(report.results) - _SHOWN),
            may_write=not report.has_errors or upload.options.skip_errors,
            upload_url=reverse(f"{NAMESPACE}:import"),
        )
    )


def _counts(report: Report) -> list[tuple[str, int]]:
    return [(outcome_label(outcome), count) for outcome, count in report.counts.items() if count]


def _shown(report: Report) -> list[dict[str, Any]]:
    """The first rows, those with errors before the others."""
    ordered = sorted(report.results, key=lambda result: result.outcome != Outcome.ERROR)
    return [
        {
            "result": result,
            "outcome": outcome_label(result.outcome),
            "is_error": result.outcome == Outcome.ERROR,
        }
        for result in ordered[:_SHOWN]
    ]


def _tell(request: HttpRequest, report: Report) -> None:
    counts = report.counts
    changed = counts[Outcome.CREATED] + counts[Outcome.UPDATED]
    text = ngettext(
        "%(count)s agency was added or changed.",
        "%(count)s agencies were added or changed.",
        changed,
    )
    messages.success(request, text % {"count": changed})
    if counts[Outcome.ERROR]:
        text = ngettext(
            "%(count)s row was left out.", "%(count)s rows were left out.", counts[Outcome.ERROR]
        )
        messages.warning(request, text % {"count": counts[Outcome.ERROR]})
    if report.duplicates:
        messages.warning(request, _("Some of them may be in the register twice; see “Duplicates”."))
