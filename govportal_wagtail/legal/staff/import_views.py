"""The importer in the admin: upload a register, see its first rows, try, import, read the result.

Who imports must be allowed to add and to publish pages below the library; every view asks.
"""

from __future__ import annotations

import io
import secrets
from pathlib import PurePath
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.text import get_valid_filename
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from ..importing import report
from ..importing.errors import UnusableInput
from ..importing.importer import Importer, Outcome, RowResult, counts_in_order
from ..importing.mapping_parser import parse_mapping
from ..importing.permission import may_import
from ..importing.runs import digest, read_stored
from ..importing.tasks import import_register
from ..models import ImportRow, ImportRun, ImportState, LegalDocumentIndexMixin
from .import_forms import ImportForm

PREVIEW_ROWS: Final = 20
PAGE_SIZE: Final = 50
_MEDIA_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
}
_TEMPLATES: Final = "govportal/legal/admin"


def libraries_for(user: Any) -> list[Page]:
    """The libraries into which a user may import, in tree order."""
    pages = Page.objects.type(LegalDocumentIndexMixin).order_by("path").specific(defer=True)
    return [page for page in pages if may_import(user, page)]


def _run(request: HttpRequest, pk: int) -> ImportRun:
    run = get_object_or_404(ImportRun.objects.select_related("library", "user"), pk=pk)
    if not may_import(request.user, run.library):
        raise PermissionDenied
    return run


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The imports into libraries of the user, newest first."""
    libraries = libraries_for(request.user)
    if not libraries:
        raise PermissionDenied
    runs = ImportRun.objects.filter(library__in=libraries).select_related("library", "user")
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("p"))
    rows = [{"run": run, "counts": _counts(run)} for run in page]
    return TemplateResponse(
        request, f"{_TEMPLATES}/import_index.html", {"rows": rows, "page_obj": page}
    )


def upload(request: HttpRequest) -> HttpResponse:
    """Take a register and show what it would do."""
    libraries = libraries_for(request.user)
    if not libraries:
        raise PermissionDenied
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        libraries=libraries,
        may_add_agencies=request.user.has_perm("govportal_core.add_agency"),
    )
    if request.method == "POST" and form.is_valid():
        return redirect("govportal_imports:detail", _store(form, request.user).pk)
    return TemplateResponse(request, f"{_TEMPLATES}/import_upload.html", {"form": form})


def _store(form: ImportForm, user: Any) -> ImportRun:
    name = PurePath(form.cleaned_data["file"].name).name
    mapping = form.chosen_mapping
    run = ImportRun(
        library=form.chosen_library,
        file_name=name[:255],
        sha256=digest(form.data_bytes),
        mapping=mapping.text if mapping else "",
        user=user,
    )
    # Uploads lie where the web server may reach them: the name must not be guessed.
    stored = f"{secrets.token_hex(16)}-{get_valid_filename(name)[-60:]}"
    run.file.save(stored, ContentFile(form.data_bytes), save=False)
    run.save()
    return run


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The first rows of an upload, or the result of a run."""
    run = _run(request, pk)
    if run.state == ImportState.UPLOADED:
        return _preview(request, run)
    rows = run.rows.select_related("page").order_by("number")
    wanted = request.GET.get("outcome", "")
    if wanted in set(map(str, Outcome)):
        rows = rows.filter(outcome=wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "run": run,
        "counts": _counts(run),
        "outcome": wanted,
        "page_obj": page,
        "rows": [_stored_row(row) for row in page],
        "can_continue": run.state in {ImportState.RUNNING, ImportState.FAILED},
        "can_import": run.state == ImportState.DONE and run.dry_run and bool(run.file),
    }
    return TemplateResponse(request, f"{_TEMPLATES}/import_detail.html", context)


def _preview(request: HttpRequest, run: ImportRun) -> HttpResponse:
    context: dict[str, Any] = {"run": run, "problem": "", "rows": [], "total": 0}
    try:
        mapping = parse_mapping(run.mapping)
        register = read_stored(run, mapping)
        results = Importer(run, register, mapping).preview(PREVIEW_ROWS)
        context |= {"rows": [_preview_row(each) for each in results], "total": len(register)}
    except UnusableInput as problem:
        context["problem"] = str(problem)
    return TemplateResponse(request, f"{_TEMPLATES}/import_preview.html", context)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a trial or a real run, or continue one that stopped."""
    run = _run(request, pk)
    action = request.POST.get("action", "")
    if action == "continue" and run.state in {ImportState.RUNNING, ImportState.FAILED}:
        pass
    elif action in {"trial", "import"} and run.state == ImportState.UPLOADED:
        run.dry_run, run.user = action == "trial", _user(request)
        run.state = ImportState.RUNNING
        run.save(update_fields=["dry_run", "user", "state"])
    elif action == "import" and run.state == ImportState.DONE and run.dry_run and run.file:
        run = _real_run(run, _user(request))
    else:
        messages.error(request, _("This import cannot be started again; upload the file anew."))
        return redirect("govportal_imports:detail", run.pk)
    import_register.enqueue(run.pk, get_language() or "vi")
    run.refresh_from_db()
    _tell(request, run)
    return redirect("govportal_imports:detail", run.pk)


def _user(request: HttpRequest) -> Any:
    return request.user


def _real_run(trial: ImportRun, user: Any) -> ImportRun:
    return ImportRun.objects.create(
        library=trial.library,
        file=trial.file.name,
        file_name=trial.file_name,
        sha256=trial.sha256,
        mapping=trial.mapping,
        dry_run=False,
        state=ImportState.RUNNING,
        user=user,
    )


def _tell(request: HttpRequest, run: ImportRun) -> None:
    if run.state == ImportState.DONE:
        text = ngettext("%(count)s row was read.", "%(count)s rows were read.", run.position)
        messages.success(request, text % {"count": run.position})
    elif run.state == ImportState.FAILED:
        messages.error(request, run.message)
    else:
        messages.info(request, _("The import runs in the background; reload to see the result."))


@require_safe
def download(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """The report of a run as a file."""
    run = _run(request, pk)
    if f".{suffix}" not in _MEDIA_TYPES:
        raise Http404
    stream = io.BytesIO()
    report.write_report(run, stream, f".{suffix}")
    response = HttpResponse(stream.getvalue(), content_type=_MEDIA_TYPES[f".{suffix}"])
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.{suffix}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _counts(run: ImportRun) -> list[dict[str, Any]]:
    return [
        {"code": str(outcome), "label": report.outcome_label(outcome), "count": count}
        for outcome, count in counts_in_order(run)
        if count
    ]


def _stored_row(row: ImportRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "symbol": row.symbol,
        "outcome": report.outcome_label(row.outcome),
        "page": row.page,
        "messages": [{**each, "text": report.describe(each)} for each in row.messages],
    }


def _preview_row(result: RowResult) -> dict[str, Any]:
    return {
        "number": result.number,
        "symbol": result.symbol,
        "outcome": report.outcome_label(result.outcome),
        "page": None,
        "messages": [{**each, "text": report.describe(each)} for each in result.messages()],
    }


import_urls: list[URLPattern | URLResolver] = [
    path("", index, name="index"),
    path("new/", upload, name="upload"),
    path("<int:pk>/", detail, name="detail"),
    path("<int:pk>/start/", start, name="start"),
    path("<int:pk>/report.<str:suffix>", download, name="report"),
]


def get_admin_urls() -> list[URLPattern | URLResolver]:
    """What the hook ``register_admin_urls`` returns for the importer."""
    return [path("document-imports/", include((import_urls, "govportal_imports")))]


class ImportMenuItem(MenuItem):  # type: ignore[misc]
    """The importer in the menu of those who may use it."""

    def __init__(self, order: int = 900) -> None:
        super().__init__(
            gettext_lazy("Import documents"),
            reverse("govportal_imports:index"),
            name="govportal-imports",
            icon_name="upload",
            order=order,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Only where there is a library to import into."""
        return bool(libraries_for(request.user))
