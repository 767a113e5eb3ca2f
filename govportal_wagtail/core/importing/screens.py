"""An importer in the admin: upload a register, see its first rows, try, import, read the result.

Who imports must be allowed to add and to publish pages below the page chosen; every view asks.
"""

from __future__ import annotations

import io
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, ClassVar, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import Promise
from django.utils.text import get_valid_filename
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from ..models import AbstractImportRow, AbstractImportRun, ImportState
from .errors import UnusableInput
from .feature import ImportFeature
from .permission import may_import
from .report import outcome_label
from .running import Outcome, RowResult, counts_in_order
from .upload_form import UploadForm

PREVIEW_ROWS: Final = 20
PAGE_SIZE: Final = 50
_MEDIA_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
}
_STOPPED: Final = frozenset({ImportState.RUNNING, ImportState.FAILED})
_TEMPLATES: Final = "govportal/admin/importing"


class ImportScreens(ABC):
    """The screens of one importer; their addresses have the names below `namespace`."""

    feature: ClassVar[ImportFeature[Any, Any]]
    form_class: ClassVar[type[UploadForm]]
    #: Namespace of the names of the addresses, and where they begin below the admin's own.
    namespace: ClassVar[str]
    base_path: ClassVar[str]
    #: Heading of the screens, and name in the menu.
    title: ClassVar[str | Promise]

    @abstractmethod
    def preview_heading(self, count: int, target: Page) -> str:
        """How many rows the file has for the page."""

    @abstractmethod
    def enqueue(self, run_id: int, language: str) -> None:
        """Have a run carried out, in the background where the site has workers."""

    def admin_urls(self) -> list[URLPattern | URLResolver]:
        """What the hook ``register_admin_urls`` returns."""
        views: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
            ("", require_safe(self.index), "index"),
            ("new/", self.upload, "upload"),
            ("<int:pk>/", require_safe(self.detail), "detail"),
            ("<int:pk>/start/", require_POST(self.start), "start"),
            ("<int:pk>/report.<str:suffix>", require_safe(self.download), "report"),
        ]
        ours = [path(route, view, name=name) for route, view, name in views]
        return [path(self.base_path, include((ours, self.namespace)))]

    def index(self, request: HttpRequest) -> HttpResponse:
        """The imports below pages of the user, newest first."""
        name = self.feature.run_model.target_field
        runs = self.feature.run_model._default_manager.filter(
            **{f"{name}__in": self._targets(request)}
        )
        page = Paginator(runs.select_related(name, "user"), PAGE_SIZE).get_page(
            request.GET.get("p")
        )
        rows = [{"run": run, "counts": _counts(run)} for run in page]
        return self._page(request, "index", {"rows": rows, "page_obj": page})

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take a register and show what it would do."""
        form = self.form_class(
            request.POST or None,
            request.FILES or None,
            targets=self._targets(request),
            user=request.user,
        )
        if request.method == "POST" and form.is_valid():
            return self._to_detail(self._store(form, request.user))
        return self._page(request, "upload", {"form": form})

    def detail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The first rows of an upload, or the result of a run."""
        run = self._run(request, pk)
        if run.state == ImportState.UPLOADED:
            return self._preview(request, run)
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
            "rows": [self._stored_row(row) for row in page],
            "can_continue": run.state in _STOPPED,
            "can_import": run.state == ImportState.DONE and run.dry_run and bool(run.file),
        }
        return self._page(request, "detail", context)

    def start(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a trial or a real run, or continue one that stopped."""
        run = self._run(request, pk)
        action = request.POST.get("action", "")
        if action == "continue" and run.state in _STOPPED:
            pass
        elif action in {"trial", "import"} and run.state == ImportState.UPLOADED:
            run.dry_run, run.user = action == "trial", cast("Any", request.user)
            run.state = ImportState.RUNNING
            run.save(update_fields=["dry_run", "user", "state"])
        elif action == "import" and run.state == ImportState.DONE and run.dry_run and run.file:
            run = self._real_run(run, request.user)
        else:
            text = _("This import cannot be started again; upload the file anew.")
            messages.error(request, text)
            return self._to_detail(run)
        self.enqueue(run.pk, get_language() or "vi")
        run.refresh_from_db()
        _tell(request, run)
        return self._to_detail(run)

    def download(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        """The report of a run as a file."""
        run = self._run(request, pk)
        if f".{suffix}" not in _MEDIA_TYPES:
            raise Http404
        stream = io.BytesIO()
        self.feature.report.write(run, stream, f".{suffix}")
        response = HttpResponse(stream.getvalue(), content_type=_MEDIA_TYPES[f".{suffix}"])
        response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.{suffix}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def _targets(self, request: HttpRequest) -> list[Page]:
        targets = self.feature.targets_for(request.user)
        if not targets:
            raise PermissionDenied
        return targets

    def _run(self, request: HttpRequest, pk: int) -> AbstractImportRun:
        model = self.feature.run_model
        runs = model._default_manager.select_related(model.target_field, "user")
        run: AbstractImportRun = get_object_or_404(runs, pk=pk)
        if not may_import(request.user, run.target):
            raise PermissionDenied
        return run

    def _store(self, form: UploadForm, user: Any) -> AbstractImportRun:
        name = PurePath(form.cleaned_data["file"].name).name
        mapping = form.chosen_mapping
        run: AbstractImportRun = self.feature.run_model(
            **{self.feature.run_model.target_field: form.chosen_target},
            file_name=name[:255],
            sha256=self.feature.digest(form.data_bytes),
            mapping=mapping.text if mapping else "",
            user=user,
        )
        # Uploads lie where the web server may reach them: the name must not be guessed.
        stored = f"{secrets.token_hex(16)}-{get_valid_filename(name)[-60:]}"
        run.file.save(stored, ContentFile(form.data_bytes), save=False)
        run.save()
        return run

    def _real_run(self, trial: AbstractImportRun, user: Any) -> AbstractImportRun:
        run: AbstractImportRun = self.feature.run_model._default_manager.create(
            **{trial.target_field: trial.target},
            file=trial.file.name,
            file_name=trial.file_name,
            sha256=trial.sha256,
            mapping=trial.mapping,
            dry_run=False,
            state=ImportState.RUNNING,
            user=user,
        )
        return run

    def _preview(self, request: HttpRequest, run: AbstractImportRun) -> HttpResponse:
        context: dict[str, Any] = {"run": run, "problem": "", "rows": [], "total": 0}
        try:
            mapping = self.feature.mappings.parse(run.mapping)
            register = self.feature.read_stored(run, mapping)
            results = self.feature.importer(run, register, mapping).preview(PREVIEW_ROWS)
            total = len(register)
            context |= {
                "rows": [self._preview_row(each) for each in results],
                "total": total,
                "heading": self.preview_heading(total, run.target),
            }
        except UnusableInput as problem:
            context["problem"] = str(problem)
        return self._page(request, "preview", context)

    def _stored_row(self, row: AbstractImportRow) -> dict[str, Any]:
        return self._row(row.number, row.label, row.outcome, row.page, row.messages)

    def _preview_row(self, result: RowResult) -> dict[str, Any]:
        return self._row(result.number, result.label, result.outcome, None, result.messages())

    def _row(
        self,
        number: int,
        label: str,
        outcome: str,
        page: Page | None,
        remarks: list[dict[str, str]],
    ) -> dict[str, Any]:
        describe = self.feature.report.describe
        return {
            "number": number,
            "label": label,
            "outcome": outcome_label(outcome),
            "page": page,
            "messages": [{**each, "text": describe(each)} for each in remarks],
        }

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context |= {
            "title": self.title,
            "target_label": self.feature.report.target_label,
            "row_label": self.feature.report.row_label,
            "urls": {
                each: f"{self.namespace}:{each}"
                for each in ("index", "upload", "detail", "start", "report")
            },
        }
        return TemplateResponse(request, f"{_TEMPLATES}/{name}.html", context)

    def _to_detail(self, run: AbstractImportRun) -> HttpResponse:
        return redirect(f"{self.namespace}:detail", run.pk)


def _tell(request: HttpRequest, run: AbstractImportRun) -> None:
    if run.state == ImportState.DONE:
        text = ngettext("%(count)s row was read.", "%(count)s rows were read.", run.position)
        messages.success(request, text % {"count": run.position})
    elif run.state == ImportState.FAILED:
        messages.error(request, run.message)
    else:
        messages.info(request, _("The import runs in the background; reload to see the result."))


def _counts(run: AbstractImportRun) -> list[dict[str, Any]]:
    return [
        {"code": str(outcome), "label": outcome_label(outcome), "count": count}
        for outcome, count in counts_in_order(run)
        if count
    ]


class ScreensMenuItem(MenuItem):  # type: ignore[misc]
    """An importer in the menu of those who may use it."""

    def __init__(self, screens: ImportScreens, *, name: str, order: int) -> None:
        super().__init__(
            screens.title,
            reverse(f"{screens.namespace}:index"),
            name=name,
            icon_name="upload",
            order=order,
        )
        self._screens = screens

    def is_shown(self, request: HttpRequest) -> bool:
        """Only where there is a page to import below."""
        return bool(self._screens.feature.targets_for(request.user))
