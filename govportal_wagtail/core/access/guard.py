"""Closes the few views of Wagtail's admin that name any page or file to anybody who asks by hand.

Wagtail offers no hook in them. The middleware looks at the name of the address before its view is
called and refuses what the page explorer, or the list of files, would not show to the user. The
report of the log is answered by a view of ours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.admin.auth import permission_denied
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from . import filter_choices, page_reach, site_history
from .policies import is_scoped, policy_for
from .wagtail_policies import policy_of

View = Callable[..., HttpResponseBase]
Guard = Callable[[HttpRequest, "dict[str, Any]"], None]
_EXTERNAL_LINK: Final = "wagtailadmin_choose_page_external_link"
_FILE_ACTIONS: Final = ("choose", "change", "delete")


class SiteGuardMiddleware:
    """Stands anywhere below Django's ``AuthenticationMiddleware`` and ``MessageMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as usual; the guarding is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The refusal; None where the view may answer itself."""
        name = _name(request)
        guard = _guard_of(name)
        # Asked last: who looks at the user of a public page keeps it out of the cache.
        if (guard or name == _EXTERNAL_LINK) and _is_limited(request):
            if guard is None:
                return _external_link(request, view, args, kwargs)
            try:
                guard(request, kwargs)
            except PermissionDenied:
                refusal: HttpResponseBase = permission_denied(request)
                return refusal
        if name in site_history.REPORTS:
            report: HttpResponseBase = site_history.REPORTS[name](request, *args, **kwargs)
            return report
        return None

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Filters of lists and reports offer what is within the user's reach."""
        filters = (getattr(response, "context_data", None) or {}).get("filters")
        if (
            filters is not None
            and filter_choices.has_limited_filters(_name(request))
            and _is_limited(request)
        ):
            filter_choices.limit_form(filters.form, request.user)
        return response


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _guard_of(name: str) -> Guard | None:
    filters = _filters if filter_choices.has_limited_filters(name) else None
    return _GUARDS.get(name, filters)


def _is_limited(request: HttpRequest) -> bool:
    """Whether somebody is logged in who is not a superuser; others get Wagtail's own answer."""
    user: Any = request.user
    return bool(user.is_authenticated and user.is_active and not user.is_superuser)


def _numbers(values: Iterable[str]) -> set[int]:
    try:
        return {int(value) for value in values if value}
    except ValueError as error:
        raise Http404 from error


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _chosen_pages(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    _require(page_reach.reaches(request.user, _numbers(request.GET.getlist("id"))))


def _pages(*names: str, posted: str = "") -> Guard:
    """Pages named in the address, and the one that a form sends."""

    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> None:
        wanted = {int(kwargs[name]) for name in names}
        if posted:
            wanted |= _numbers(request.POST.getlist(posted))
        _require(page_reach.reaches(request.user, wanted))

    return guard


def _all_sites(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """The report counts the pages of all sites and names the newest of each type."""
    _require(page_reach.reaches_all_sites(request.user))


def _workflow_admin(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Tasks are chosen in the form of a workflow, which is for those who may change one."""
    user: Any = request.user
    _require(
        user.has_perm("wagtailcore.add_workflow") or user.has_perm("wagtailcore.change_workflow")
    )


def _workflow_step(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Wagtail names the page before it asks whether the user has to do with it."""
    page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
    task = page.current_workflow_task
    takes_step = task is not None and bool(task.get_actions(page, request.user))
    _require(takes_step or page_reach.reaches(request.user, {page.pk}))


def _filters(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """A filter that is in force is named above the list."""
    _require(filter_choices.are_known(request.GET, request.user))


def _bulk(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """The confirmation of a bulk action also names what the user may not act on."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError as error:
        raise Http404 from error
    wanted = request.GET.getlist("id")
    if model is Page:
        _bulk_of_pages(request, wanted)
    elif is_scoped(model) and "all" in wanted:
        request.GET = _named_one_by_one(request, model)  # type: ignore[misc,assignment]
    elif "all" not in wanted and (
        is_scoped(model) or model in {get_image_model(), get_document_model()}
    ):
        _records(request.user, model, wanted)


def _bulk_of_pages(request: HttpRequest, wanted: list[str]) -> None:
    _require(page_reach.reaches(request.user, _numbers(request.POST.getlist("chooser"))))
    if "all" in wanted:
        _whole_listing(request)
    else:
        # As Wagtail does with pages on which the action is not allowed: the others are acted on.
        pages = page_reach.reachable_pages(request.user).filter(pk__in=_numbers(wanted))
        known = [str(pk) for pk in pages.order_by().values_list("pk", flat=True)]
        _require(bool(known))
        request.GET = _with_ids(request, [key for key in wanted if key in known])  # type: ignore[misc,assignment]


def _named_one_by_one(request: HttpRequest, model: Any) -> QueryDict:
    """All of a list are the user's own records; Wagtail means all of the table."""
    allowed = policy_for(model).instances_user_has_any_permission_for(request.user, _FILE_ACTIONS)
    return _with_ids(request, [str(pk) for pk in allowed.order_by().values_list("pk", flat=True)])


def _with_ids(request: HttpRequest, ids: list[str]) -> QueryDict:
    query = request.GET.copy()
    query.setlist("id", ids)
    return query


def _whole_listing(request: HttpRequest) -> None:
    parent = Page.objects.filter(pk__in=_numbers([request.GET.get("childOf", "")])).first()
    _require(parent is not None and page_reach.works_below(request.user, parent))


def _records(user: Any, model: Any, keys: Iterable[str]) -> None:
    wanted = _numbers(keys)
    policy: Any = policy_for(model) if is_scoped(model) else policy_of(model)
    allowed = policy.instances_user_has_any_permission_for(user, _FILE_ACTIONS)
    _require(allowed.filter(pk__in=wanted).count() == len(wanted))


def _file(model: Callable[[], Any], name: str) -> Guard:
    """Wagtail before 8.0 hands out any file whose number is known."""

    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> None:
        _records(request.user, model(), [str(kwargs[name])])

    return guard


def _files(model: Callable[[], Any]) -> Guard:
    def guard(request: HttpRequest, kwargs: dict[str, Any]) -> None:
        _records(request.user, model(), request.GET.getlist("id"))

    return guard


def _external_link(
    request: HttpRequest, view: View, args: Any, kwargs: dict[str, Any]
) -> HttpResponseBase:
    """Wagtail's answer, unless it names a page that the explorer does not show to the user."""
    response = view(request, *args, **kwargs)
    if request.method != "POST" or not isinstance(response, HttpResponse):
        return response
    try:
        answer = json.loads(response.content)
    except ValueError:
        return response
    internal = answer.get("internal") or answer.get("result") or {}
    page = internal.get("id")
    if page is None or page_reach.reaches(request.user, {int(page)}):
        return response
    return JsonResponse({"step": "external_link_chosen", "result": _as_typed(request, answer)})


def _as_typed(request: HttpRequest, answer: dict[str, Any]) -> Any:
    if "external" in answer:
        return answer["external"]
    url = request.POST.get("external-link-chooser-url", "")
    text = request.POST.get("external-link-chooser-link_text", "").strip()
    return {"url": url, "title": text or url, "prefer_this_title_as_link_text": bool(text)}


_GUARDS: Final[dict[str, Guard]] = {
    "wagtailadmin_choose_page_chosen_multiple": _chosen_pages,
    "wagtail_bulk_action": _bulk,
    "wagtailimages_chooser:chosen": _file(get_image_model, "pk"),
    "wagtailimages_chooser:chosen_multiple": _files(get_image_model),
    "wagtailimages_chooser:select_format": _file(get_image_model, "image_id"),
    "wagtaildocs_chooser:chosen": _file(get_document_model, "pk"),
    "wagtaildocs_chooser:chosen_multiple": _files(get_document_model),
    "wagtailadmin_pages:copy": _pages(posted="new_parent_page"),
    "wagtailadmin_pages:move": _pages(posted="new_parent_page"),
    "wagtailadmin_pages:move_confirm": _pages("page_to_move_id", "destination_id"),
    "wagtailadmin_pages:confirm_workflow_cancellation": _pages("page_id"),
    "wagtailadmin_pages:collect_workflow_action_data": _workflow_step,
    "wagtailadmin_pages:workflow_action": _workflow_step,
    "wagtailadmin_pages:workflow_preview": _workflow_step,
    "wagtailadmin_reports:page_types_usage": _all_sites,
    "wagtailadmin_reports:page_types_usage_results": _all_sites,
    "wagtailadmin_workflows:task_chooser": _workflow_admin,
    "wagtailadmin_workflows:task_chooser_results": _workflow_admin,
    "wagtailadmin_workflows:task_chosen": _workflow_admin,
}
