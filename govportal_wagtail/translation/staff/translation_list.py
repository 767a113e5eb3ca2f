"""The list of translations: what waits for the unit, for the board, and what is outdated."""

from __future__ import annotations

from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Locale

from ...core.models import Agency, PortalSite
from ...core.report_exports import UnicodeCsvMixin
from .. import rights
from ..models import PageTranslation
from ..vocabulary import TranslationState
from . import exports
from .glossary_viewset import glossary_terms
from .language_fields import LanguageFilter
from .screens import ForStaffMixin
from .word_report import WordReportView

PAGE_SIZE: Final = 50
#: What the list shows where nothing else is asked for.
IN_WORK: Final = "in_work"
_LATE: Final = "late"
_OUTDATED: Final = "outdated"
_ALL: Final = "all"
_QUEUES: Final = [
    (IN_WORK, pgettext_lazy("translations", "to be translated")),
    (_LATE, pgettext_lazy("translations", "to be translated, and late")),
    ("in_review", pgettext_lazy("translations", "with the editorial board")),
    (_OUTDATED, pgettext_lazy("translations", "posted, and outdated")),
    (TranslationState.PUBLISHED.value, pgettext_lazy("translations", "posted")),
    (TranslationState.REMOVED.value, pgettext_lazy("translations", "removed")),
    (_ALL, pgettext_lazy("translations", "all")),
]


def _sites(request: Any) -> QuerySet[PortalSite]:
    used = rights.visible(request.user).order_by().values("portal_site")
    return PortalSite.objects.filter(pk__in=used).select_related("site", "agency")


def _units(request: Any) -> QuerySet[Agency]:
    used = rights.visible(request.user).order_by().values("unit")
    return Agency.objects.filter(pk__in=used)


def _locales(request: Any) -> QuerySet[Locale]:
    used = rights.visible(request.user).order_by().values("locale")
    found: QuerySet[Locale] = Locale.objects.filter(pk__in=used)
    return found


class TranslationFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """The filters; without a choice the list shows what waits for the unit."""

    queue = django_filters.ChoiceFilter(
        label=capfirst(_("state")),
        choices=_QUEUES,
        method="filter_queue",
        widget=RadioSelect,
        empty_label=None,
        initial=IN_WORK,
    )
    locale = LanguageFilter(label=capfirst(_("language")), queryset=_locales)
    portal_site = django_filters.ModelChoiceFilter(
        label=capfirst(_("portal site")), queryset=_sites
    )
    unit = django_filters.ModelChoiceFilter(label=capfirst(_("translating unit")), queryset=_units)

    class Meta:
        model = PageTranslation
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Fill in the default choice."""
        data = data.copy() if data is not None else {}
        if not data.get("queue"):
            data["queue"] = IN_WORK
        super().__init__(data, *args, **kwargs)

    def filter_queue(self, queryset: Any, name: str, value: str) -> Any:
        """Translations by where they stand."""
        if value == _ALL:
            return queryset
        if value in (IN_WORK, _LATE, "in_review", _OUTDATED):
            return getattr(queryset, value)()
        return queryset.filter(state=value)


@method_decorator(never_cache, name="dispatch")
class TranslationListView(UnicodeCsvMixin, ForStaffMixin, IndexView):  # type: ignore[misc]
    """What waits for the translating unit; by filters, everything that the user may see."""

    model = PageTranslation
    # Roles decide, not permissions on the model: ``dispatch`` asks.
    any_permission_required = None
    page_title = pgettext_lazy("menu", "Translations")
    header_icon = "site"
    table_classname = "listing gpe-listing"
    paginate_by = PAGE_SIZE
    is_searchable = True
    search_fields = ["title"]
    index_url_name = "govportal_translation:translations"
    index_results_url_name = "govportal_translation:translations_results"
    filterset_class = TranslationFilterSet
    list_export = list(exports.TRANSLATIONS)
    export_headings = exports.headings(exports.TRANSLATIONS)
    export_filename = "translations"

    def get_base_queryset(self) -> QuerySet[PageTranslation]:
        """The translations, with all that a row names in the same query."""
        named = ("locale", "unit", "source", "portal_site__site", "portal_site__agency")
        return rights.visible(self.request.user).select_related(*named)

    def to_row_dict(self, item: PageTranslation) -> dict[str, Any]:
        """One row of the file."""
        return exports.row(exports.TRANSLATIONS, item)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """To the files; for the newsroom to its report and to the glossary."""
        files = reverse("govportal_translation:files")
        found = [HeaderButton(_t("Translate by file"), url=files, icon_name="download")]
        if rights.works_in_newsroom(self.request.user):
            url = reverse("govportal_translation:coverage")
            label = _t("What is there, what is owed")
            found.append(HeaderButton(label, url=url, icon_name="table"))
            url = reverse(glossary_terms.get_url_name("list"))
            label = str(glossary_terms.menu_label)
            found.append(HeaderButton(label, url=url, icon_name="openquote"))
        return found

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The usual ones, and for the newsroom the words that were translated."""
        found: list[Any] = list(super().header_more_buttons)
        if rights.works_in_newsroom(self.request.user):
            url = reverse("govportal_translation:words")
            found.append(Button(str(WordReportView.page_title), url=url, icon_name="order"))
        return found

    @cached_property
    def columns(self) -> list[Any]:
        """Title, language, state, unit, last day, words, age."""
        return [
            TitleColumn(
                "title",
                label=capfirst(_("title")),
                get_url=lambda row: reverse("govportal_translation:translation", args=[row.pk]),
                sort_key="title",
            ),
            Column("locale", label=capfirst(_("language")), accessor="language_name"),
            Column(
                "state",
                label=capfirst(_("state")),
                accessor="get_state_display",
                sort_key="state",
            ),
            DateColumn(
                "outdated_since", label=capfirst(_("outdated since")), sort_key="outdated_since"
            ),
            Column("unit", label=capfirst(_("translating unit")), sort_key="unit__name"),
            Column(
                "due_on",
                label=capfirst(_("to be translated by")),
                accessor=lambda row: f"{row.due_on:%d/%m/%Y}" if row.due_on else "–",
                sort_key="due_on",
            ),
            Column("words", label=capfirst(pgettext_lazy("count", "words")), sort_key="words"),
            Column("portal_site", label=capfirst(_("portal site"))),
        ]
