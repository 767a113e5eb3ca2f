"""One translation: source and translation side by side, and what may be done with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Page as Part
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from ...core.form_errors import add_errors
from .. import changes, drafting, flow, in_the_flow, machine, rights, strings
from ..errors import TranslationError
from ..log import history
from ..models import PageTranslation, TranslationEvent
from ..terms import glossary_of
from ..vocabulary import TranslationEventKind, TranslationState
from . import access
from .forms import PlainForm, ReasonForm, SendForm
from .screens import TranslationScreen

#: Strings on one page of the screen.
PAGE_SIZE: Final = 40
_PREFIX: Final = "text-"
#: Over which version of the text somebody typed.
_SHOWN: Final = "shown-"
_CONFIRMED: Final = "confirmed-"
_KEY: Final = re.compile(r"[0-9]{1,18}-[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Step:
    """What may be done: by whom, with which form, how, and the words afterwards."""

    is_offered: Callable[[Any, PageTranslation], bool]
    form: type[forms.Form]
    run: Callable[[PageTranslation, Any, dict[str, Any]], object]
    done: Any
    #: Said instead where no unit is named: nobody was sent anything then.
    done_without_unit: Any = None


def _may_send(user: Any, row: PageTranslation) -> bool:
    return row.is_in_work and rights.selects(user, row.portal_site)


def _may_renew(user: Any, row: PageTranslation) -> bool:
    # What is in work again stays outdated for its readers until it is posted.
    has_new_text = row.text_has_moved_on or (row.is_outdated and not row.is_in_work)
    return has_new_text and not row.is_in_review and flow.may_renew(row, user)


def _may_take_facts(user: Any, row: PageTranslation) -> bool:
    is_posted = row.state == "published" and row.only_facts_changed
    return is_posted and flow.may_renew(row, user) and rights.translates(user, row)


def _may_remove(user: Any, row: PageTranslation) -> bool:
    return row.state != "removed" and not row.is_in_review and rights.selects(user, row.portal_site)


_STEPS: Final[dict[str, _Step]] = {
    "hand_in": _Step(
        lambda user, row: row.is_in_work and rights.translates(user, row),
        PlainForm,
        lambda row, user, data: flow.hand_in(row, user),
        _("The translation was handed in to the editorial board."),
    ),
    "renew": _Step(
        _may_renew,
        PlainForm,
        lambda row, user, data: flow.renew(row, user),
        _("The new text of the source was taken; what did not change is still translated."),
    ),
    "take_facts": _Step(
        _may_take_facts,
        PlainForm,
        lambda row, user, data: flow.take_facts(row, user),
        _("The new facts were handed in to the editorial board."),
    ),
    "send": _Step(
        _may_send,
        SendForm,
        lambda row, user, data: flow.send(row, user, **data),
        _("The text was sent to the translating unit."),
        _("The newsroom translates the text by itself."),
    ),
    "remove": _Step(
        _may_remove,
        ReasonForm,
        lambda row, user, data: flow.remove(row, user, **data),
        _("The translation was removed; readers see it no more."),
    ),
}


@method_decorator(never_cache, name="dispatch")
class TranslationView(TranslationScreen):
    """The texts side by side, the steps, the history."""

    template_name = "govportal/translation/staff/translation.html"
    http_method_names = ["get", "head"]

    @cached_property
    def translation(self) -> PageTranslation:
        """The translation of the address.

        Raises:
            Http404: where there is none that the user may see.
        """
        return access.translation_for(self.request.user, self.kwargs["pk"])

    @cached_property
    def segments(self) -> Part[Any]:
        """The strings of the page of the list that is shown."""
        try:
            found: Any = strings.each_once(strings.segments_of(self.translation))
        except TranslationError:
            found = []
        return Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("p"))

    @property
    def may_write(self) -> bool:
        """Whether the user writes the text now."""
        row = self.translation
        return row.is_in_work and rights.translates(self.request.user, row)

    page_title = pgettext_lazy("screen", "Translation")

    def get_page_subtitle(self) -> str:
        """Into which language."""
        return self.translation.language_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is shown; ``typed`` and ``problems`` by line after a refused saving."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        row = self.translation
        shown = self._shown(kwargs.get("typed", {}), kwargs.get("problems", {}))
        total, done = self._progress()
        events = history(row)
        return context | {
            "translation": row,
            "language": row.language_name,
            "source_language": row.portal_site.site.root_page.locale.language_code,
            "part": self.segments,
            "shown": shown,
            "undone": next((each["line"].key for each in shown if not each["line"].target), ""),
            "total": total,
            "done": done,
            "unreviewed": drafting.unreviewed(row) if total else 0,
            "may_write": self.may_write,
            "has_machine": machine.is_on(),
            "forms": self._forms(kwargs.get("bound"), kwargs.get("code", "")),
            "failed": kwargs.get("code", ""),
            "optional": strings.optional_labels(row),
            "changed": changes.changed_fields(row),
            "events": events,
            "came_back": _came_back(row, events),
            "is_newsroom": rights.selects(self.request.user, row.portal_site),
            "item": in_the_flow.item_of(row, self.request.user),
            "media": SendForm(portal_site=row.portal_site).media,
        }

    def _shown(self, typed: dict[str, str], problems: dict[str, str]) -> list[dict[str, Any]]:
        row = self.translation
        first_wrong = next(iter(problems), "")
        return [
            {
                "line": line,
                # What was typed elsewhere is stored, or was left as it was.
                "text": typed[line.key] if line.key in problems else line.target,
                "problem": problems.get(line.key) or line.problem,
                # Where the caret stands after a refused saving, for who uses the keyboard.
                "is_first_wrong": line.key == first_wrong,
            }
            for line in strings.lines(row, self.segments.object_list, glossary_of(row))
        ]

    def _progress(self) -> tuple[int, int]:
        try:
            total, done = drafting.record_of(self.translation).get_progress()
        except TranslationError:
            return 0, 0
        return int(total), int(done)

    def _forms(self, bound: Any, code: str) -> dict[str, Any]:
        row, user = self.translation, self.request.user
        return {
            name: bound if name == code else self.form_for(name)
            for name, step in _STEPS.items()
            if step.is_offered(user, row) or name == code
        }

    def refused(self, form: forms.Form, code: str, error: TranslationError) -> HttpResponse:
        """The screen as things stand now, with what was refused at the form of the step."""
        add_errors(form, error)
        del self.translation
        return self.again(form, code, 409 if error.is_moved else 422)

    def again(self, form: forms.Form, code: str, status: int) -> HttpResponse:
        """The screen with the form of a step as it was filled in."""
        return self.render_to_response(self.get_context_data(bound=form, code=code), status=status)

    def form_for(self, code: str, data: Any = None) -> forms.Form:
        """The form of a step, empty or filled in."""
        row, auto_id = self.translation, f"id_{code}_%s"
        if _STEPS[code].form is SendForm:
            initial = {"unit": row.unit_id, "due_on": row.due_on}
            return SendForm(data, portal_site=row.portal_site, initial=initial, auto_id=auto_id)
        return _STEPS[code].form(data, auto_id=auto_id)


class SaveView(TranslationView):
    """Stores the texts of one page of the screen and writes the draft anew."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is stored by looking."""
        return redirect(self._back())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store what is right, keep what is wrong on the screen.

        Raises:
            Http404: for a translation that the user may not see.
            PermissionDenied: for who does not write it.
        """
        flow.require(rights.translates(request.user, self.translation))
        typed, shown = _by_key(request.POST, _PREFIX), _by_key(request.POST, _SHOWN)
        with transaction.atomic():
            # Nobody hands it in between the question who writes it and the writing.
            row = flow.locked(self.translation)
            del self.translation
            problems, lost = self._store(row, typed, shown)
        if problems or lost:
            context = self.get_context_data(typed=typed, problems=problems, lost=lost)
            return self.render_to_response(context, status=409 if lost else 422)
        return self.saved()

    def saved(self) -> HttpResponse:
        """What follows when all is stored."""
        self.tell_saved()
        return redirect(self._back())

    def _store(
        self, row: PageTranslation, typed: dict[str, str], shown: dict[str, str]
    ) -> tuple[dict[str, str], list[str]]:
        """What is wrong by line, and what has no line any more."""
        request = self.request
        if not row.is_in_work:
            lost = strings.without_place(typed, shown, ())
            flow.require(bool(lost))
            return {}, lost
        segments = strings.each_once(strings.segments_of(row))
        known = {strings.key_of(each): each for each in segments}
        problems = strings.save(
            row,
            request.user,
            typed,
            [known[key] for key in typed if key in known],
            confirmed={key for key in typed if f"{_CONFIRMED}{key}" in request.POST},
            shown=shown,
        )
        drafting.write_draft(row, request.user)
        return problems, strings.without_place(typed, shown, known)

    def tell_saved(self) -> None:
        """Say that all is stored."""
        messages.success(self.request, _t("Saved."))

    def _back(self) -> str:
        address = reverse("govportal_translation:translation", args=[self.translation.pk])
        return f"{address}?p={self.segments.number}" if self.segments.number > 1 else address


class HandInView(SaveView):
    """Stores what was typed, then hands it in; what is refused stays stored."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store the texts that came along, if any did, and hand in.

        Raises:
            Http404: for a translation that the user may not see.
            PermissionDenied: for who does not write it.
        """
        if _by_key(request.POST, _PREFIX):
            return super().post(request, *args, **kwargs)
        return self.saved()

    def saved(self) -> HttpResponse:
        """Hand in, or say what the translation lacks."""
        code, row = "hand_in", self.translation
        try:
            _STEPS[code].run(row, self.request.user, {})
        except TranslationError as error:
            return self.refused(self.form_for(code, {}), code, error)
        messages.success(self.request, str(_STEPS[code].done))
        return redirect("govportal_translation:translation", row.pk)


class StepView(TranslationView):
    """Takes one step; a refusal keeps what was typed and says why."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is done by looking."""
        return redirect("govportal_translation:translation", self.translation.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it, where the user may.

        Raises:
            Http404: for a translation that the user may not see, and for no known step.
            PermissionDenied: for what the user may not do.
        """
        code, row = str(kwargs["code"]), self.translation
        step = _STEPS.get(code)
        if step is None:
            raise Http404
        form = self.form_for(code, request.POST)
        if not form.is_valid():
            flow.require(step.is_offered(request.user, row))
            return self.again(form, code, 422)
        try:
            step.run(row, request.user, form.cleaned_data)
        except TranslationError as error:
            return self.refused(form, code, error)
        alone = None if form.cleaned_data.get("unit") else step.done_without_unit
        messages.success(request, str(alone or step.done))
        return redirect("govportal_translation:translation", row.pk)


def _came_back(row: PageTranslation, events: list[TranslationEvent]) -> str:
    """Why the board returned the text, as long as that is where it stands."""
    returned = [each for each in events if each.kind == TranslationEventKind.RETURNED]
    return returned[-1].reason if returned and row.state == TranslationState.RETURNED else ""


def _by_key(data: Any, prefix: str) -> dict[str, str]:
    """What was sent for each line; what is no key is passed over."""
    keys = {name.removeprefix(prefix): name for name in data if name.startswith(prefix)}
    return {key: str(data[name]) for key, name in keys.items() if _KEY.fullmatch(key)}
