"""From the dotted path of a model, view or command to the screen that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.contrib.settings.registry import registry as settings_registry


@dataclass(frozen=True, slots=True)
class Screen:
    """A place that satisfies a requirement; ``url`` is empty where there is no screen."""

    path: str
    label: str
    url: str = ""


def screen(path: str) -> Screen:
    """The screen of a dotted path, in the current language: a model's list, a view's address."""
    name = path.rpartition(".")[2]
    try:
        found = import_string(path)
    except ImportError:
        return Screen(path, name)
    if isinstance(found, ModuleType):
        return Screen(path, name)
    if isinstance(found, type) and issubclass(found, Model) and not found._meta.abstract:
        return Screen(path, capfirst(str(found._meta.verbose_name_plural)), _model_url(found))
    title = getattr(found, "page_title", "")
    label = str(title) if isinstance(found, type) and title else name
    return Screen(path, label, _addresses().get(_dotted(found), ""))


def _model_url(model: type[Model]) -> str:
    if model in settings_registry:
        return reverse("wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name])
    return _addresses().get(_dotted(model), "")


@cache
def _addresses() -> dict[str, str]:
    """Addresses that need no argument: by the path of the view, and of the model that it lists."""
    found: dict[str, str] = {}
    for view, name in _views(get_resolver(), ""):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        kind = getattr(view, "view_class", None)
        found.setdefault(_dotted(kind or view), url)
        if kind is not None and issubclass(kind, BaseListingView):
            model = getattr(view, "view_initkwargs", {}).get("model") or kind.model
            if model is not None and not name.endswith("_results"):
                found.setdefault(_dotted(model), url)
    return found


def _views(resolver: URLResolver, namespace: str) -> Iterator[tuple[Any, str]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _views(each, inner)
        elif isinstance(each, URLPattern) and each.name:
            yield _unwrapped(each.callback), f"{namespace}{each.name}"


def _unwrapped(view: Any) -> Any:
    """The view below the decorators of the admin, as far as they say what they wrap."""
    while not hasattr(view, "view_class") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def _dotted(target: Any) -> str:
    return f"{target.__module__}.{getattr(target, '__qualname__', '')}"
