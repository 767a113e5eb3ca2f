"""Choices of a language, called as the reader of the screen calls it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django_filters.fields import ModelChoiceField

from ...regulation.presentation.language_names import language_name


class _NamedLanguages:
    """Names locales after their languages."""

    def label_from_instance(self, obj: Any) -> str:
        """What the language is called."""
        return language_name(obj.language_code)


class LanguageField(_NamedLanguages, forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among locales."""


class LanguageFilterField(_NamedLanguages, ModelChoiceField):  # type: ignore[misc]
    """The same in a filter."""


class LanguageFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]
    """A filter by locale."""

    field_class = LanguageFilterField
