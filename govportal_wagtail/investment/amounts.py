"""The model field of amounts of money, kept as whole đồng."""

from __future__ import annotations

from typing import Any, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

#: A thousand times the yearly budget of the country: what is larger was typed in a wrong unit.
LARGEST: Final = 4 * 10**18


class AmountField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount in whole đồng; None where it is not stated, which is not the same as 0."""

    default_validators = [
        MinValueValidator(0, _("An amount of money cannot be negative.")),
        MaxValueValidator(LARGEST, _("The amount is too large; check its unit.")),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """A field that takes ``1.234.500.000``, ``1.234,5 tỷ`` and ``500 triệu đồng``."""
        from .amount_forms import AmountFormField  # noqa: PLC0415

        return models.Field.formfield(self, **{"form_class": AmountFormField, **kwargs})
