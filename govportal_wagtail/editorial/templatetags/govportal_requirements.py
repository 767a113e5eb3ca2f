"""What a page lacks, in words."""

from __future__ import annotations

from django import template

from .. import requirements
from ..registries import Shortfall

register = template.Library()


@register.filter
def shortfall_words(shortfall: Shortfall) -> str:
    """The message with the place of the regulation that asks for it."""
    return requirements.words(shortfall)
