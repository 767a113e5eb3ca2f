"""The report on uploaded files, and Wagtail's upload views with remarks for the uploader."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

import django_filters
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DownloadColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.documents import admin_urls, get_document_model
from wagtail.documents.views.chooser import viewset as document_chooser

from . import file_wording
from .access.wagtail_policies import policy_of
from .files import LABELS, Kind
from .forms import messages_go_to
from .models import FileFacts, InspectionState

_UNSEEN = "unseen"
_HASH_SHOWN = 12


def document_policy() -> Any:
    """Who may do what with documents, by the version of Wagtail."""
    return policy_of(get_document_model())


def _facts(document: Any) -> FileFacts | None:
    facts: FileFacts | None = getattr(document, "govportal_facts", None)
    return facts


def _of_facts(name: str) -> Callable[[Any], Any]:
    def value(document: Any) -> Any:
        return getattr(_facts(document), name, None)

    return value


def _worded(wording: Callable[[FileFacts | None], str]) -> Callable[[Any], str]:
    def value(document: Any) -> str:
        return wording(_facts(document))

    return value


def _status(document: Any) -> str:
    facts = _facts(document)
    parts = (file_wording.state_label(facts), facts.message if facts else "")
    return ": ".join(part for part in parts if part)


_EXPORTED: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "title": (_("Title"), lambda document: document.title),
    "filename": (_("File"), lambda document: document.filename),
    "kind": (_("Kind"), _worded(file_wording.kind_label)),
    "size": (_("Size in bytes"), _of_facts("size")),
    "pages": (_("Pages"), _of_facts("page_count")),
    "signature": (_("Signature"), _worded(file_wording.signature_label)),
    "text": (_("Text layer"), _worded(file_wording.text_label)),
    "copies": (_("Copies"), lambda document: document.copies - 1 if document.copies else 0),
    "status": (_("State"), _status),
    "sha256": ("SHA-256", _of_facts("sha256")),
    "created": (_("Uploaded"), lambda document: document.created_at),
}


class UploadedFilesFilterSet(WagtailFilterSet):
    """Filters of the report on uploaded files."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="govportal_facts__kind",
        choices=[(kind.value, LABELS[kind]) for kind in Kind if kind is not Kind.UNKNOWN],
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[*InspectionState.choices, (_UNSEEN, _("not inspected yet"))],
        method="filter_state",
    )
    signature = django_filters.ChoiceFilter(
        label=_("Signature"),
        choices=[
            ("signed", _("digitally signed")),
            ("broken", _("signed, but changed after signing")),
            ("unsigned", _("not signed")),
        ],
        method="filter_signature",
    )
    text = django_filters.ChoiceFilter(
        label=_("Text layer"),
        choices=[("text", _("text")), ("scan", _("no text (scan)")), ("cut", _("not complete"))],
        method="filter_text",
    )
    copies = django_filters.ChoiceFilter(
        label=_("Copies"),
        choices=[("copies", _("in the library more than once"))],
        method="filter_copies",
    )

    class Meta:
        model = get_document_model()
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Files by how far their reading has come."""
        if value == _UNSEEN:
            return queryset.filter(govportal_facts__isnull=True)
        return queryset.filter(govportal_facts__state=value)

    def filter_signature(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Files with or without a signature, or with one that can no longer be verified."""
        if value == "broken":
            return queryset.filter(govportal_facts__signature_intact=False)
        return queryset.filter(govportal_facts__is_signed=value == "signed")

    def filter_text(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Files with a text, scans, or files whose text was cut."""
        if value == "cut":
            return queryset.filter(govportal_facts__text_truncated=True)
        return queryset.filter(govportal_facts__has_text_layer=value == "text")

    def filter_copies(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Files whose content is in the library more than once."""
        return queryset.filter(copies__gt=1)


class UploadedFilesView(ReportView):
    """What the portal found out about each file that the user may change."""

    model = get_document_model()
    page_title = _("Uploaded files")
    header_icon = "doc-full-inverse"
    index_url_name = "govportal_uploaded_files"
    index_results_url_name = "govportal_uploaded_files_results"
    filterset_class = UploadedFilesFilterSet
    default_ordering = "title"
    any_permission_required = ["change"]
    is_searchable = True
    # The index of words knows neither hashes nor parts of file names.
    search_backend_name = None
    search_fields = ["title", "file", "govportal_facts__sha256"]
    list_export = list(_EXPORTED)
    export_headings = {name: label for name, (label, _value) in _EXPORTED.items()}
    export_filename = "uploaded-files"

    @cached_property
    def permission_policy(self) -> Any:
        """That of the documents, which also knows collections."""
        return document_policy()

    def get_base_queryset(self) -> QuerySet[Any]:
        """The documents that the user may change, with the facts of their files."""
        documents = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        same = FileFacts.objects.filter(sha256=OuterRef("govportal_facts__sha256"))
        count = same.exclude(sha256="").order_by().values("sha256").annotate(n=Count("pk"))
        annotated: QuerySet[Any] = documents.select_related("govportal_facts").annotate(
            copies=Subquery(count.values("n"))
        )
        return annotated.defer("govportal_facts__text")

    def get_filtered_queryset(self) -> QuerySet[Any]:
        """The documents that are asked for; filters and search are applied once."""
        filtered: QuerySet[Any] = self.get_queryset()
        return filtered

    @cached_property
    def columns(self) -> list[Any]:
        """The columns of the report."""
        return [
            TitleColumn("title", label=_("Title"), sort_key="title", get_url=self._edit_url),
            DownloadColumn("filename", label=_("File")),
            Column("kind", label=_("Kind"), accessor=_EXPORTED["kind"][1]),
            Column("size", label=_("Size"), accessor=_size, sort_key="govportal_facts__size"),
            NumberColumn(
                "pages",
                label=_("Pages"),
                accessor=_of_facts("page_count"),
                sort_key="govportal_facts__page_count",
            ),
            Column("signature", label=_("Signature"), accessor=_EXPORTED["signature"][1]),
            Column("text", label=_("Text layer"), accessor=_EXPORTED["text"][1]),
            NumberColumn("copies", label=_("Copies"), accessor=_EXPORTED["copies"][1]),
            Column("status", label=_("State"), accessor=_status),
            Column("sha256", label="SHA-256", accessor=_short_hash),
        ]

    def to_row_dict(self, item: Any) -> OrderedDict[str, Any]:
        """One row of the export."""
        return OrderedDict((name, value(item)) for name, (_label, value) in _EXPORTED.items())

    def _edit_url(self, document: Any) -> str:
        return reverse("wagtaildocs:edit", args=[document.pk])


def _size(document: Any) -> str:
    facts = _facts(document)
    return filesizeformat(facts.size) if facts else ""


def _short_hash(document: Any) -> str:
    facts = _facts(document)
    return facts.sha256[:_HASH_SHOWN] if facts else ""


def report_urls() -> list[URLPattern]:
    """Addresses of the report."""
    return [
        path(
            "reports/uploaded-files/", UploadedFilesView.as_view(), name="govportal_uploaded_files"
        ),
        path(
            "reports/uploaded-files/results/",
            UploadedFilesView.as_view(results_only=True),
            name="govportal_uploaded_files_results",
        ),
    ]


def upload_urls() -> list[URLPattern]:
    """Wagtail's own upload views at their own addresses, whose forms can speak to the user."""
    patterns = [
        ("documents/", pattern)
        for pattern in admin_urls.urlpatterns
        if pattern.name in {"add", "edit"}
    ]
    patterns += [
        (f"{document_chooser.url_prefix}/", pattern)
        for pattern in document_chooser.get_urlpatterns()
        if pattern.name == "create"
    ]
    return [
        path(
            f"{prefix}{pattern.pattern}",
            _with_messages(pattern.callback),
            name=f"govportal_document_{pattern.name}",
        )
        for prefix, pattern in patterns
    ]


def _with_messages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with messages_go_to(request):
            return view(request, *args, **kwargs)

    return wrapped
