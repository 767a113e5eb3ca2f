"""Address and menu entry of the report on questions."""

from __future__ import annotations

from django.urls import URLPattern, reverse_lazy
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ...core.menu import ShownMenuItem
from . import access
from .figure_report import report_urls
from .menu import ENTRY_HOOK


# Before the addresses of the screens, because the first match answers.
@hooks.register("register_admin_urls", order=-100)
def register_figure_urls() -> list[URLPattern]:
    """The report and its export."""
    return report_urls()


@hooks.register(ENTRY_HOOK)
def register_figures() -> MenuItem:
    """The report in the menu of questions."""
    return ShownMenuItem(
        pgettext_lazy("questions", "Figures"),
        reverse_lazy("govportal_question_figures"),
        name="govportal-questions-figures",
        icon_name="doc-full",
        order=60,
        shown_to=access.works_here,
    )
