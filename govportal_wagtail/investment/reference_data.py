"""The sources of capital of public investment, as the plans of provinces name them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..core.registries import ReferenceData
from .models import CapitalSource

__all__ = ["CAPITAL_SOURCES", "load_capital_sources"]

#: Code; name in Vietnamese, English and Russian, in the order of the plans.
_SOURCES: Final = (
    (
        "central-budget",
        "Ngân sách trung ương",
        "Central budget",
        "Центральный бюджет",
    ),
    ("provincial-budget", "Ngân sách tỉnh", "Provincial budget", "Бюджет провинции"),
    ("commune-budget", "Ngân sách xã", "Commune budget", "Бюджет общины"),
    (
        "government-bonds",
        "Trái phiếu Chính phủ",
        "Government bonds",
        "Государственные облигации",
    ),
    (
        "oda",
        "Vốn ODA và vay ưu đãi",
        "ODA and concessional loans",
        "ОПР и льготные займы",
    ),
    ("lottery", "Vốn xổ số kiến thiết", "Lottery revenue", "Доходы от лотереи"),
    (
        "land-use-fees",
        "Nguồn thu tiền sử dụng đất",
        "Land use fees",
        "Плата за землепользование",
    ),
    (
        "recurrent-budget",
        "Vốn sự nghiệp",
        "Recurrent budget",
        "Средства на текущие расходы",
    ),
    (
        "enterprise",
        "Vốn doanh nghiệp, nhà đầu tư",
        "Capital of enterprises and investors",
        "Средства предприятий и инвесторов",
    ),
    (
        "private-contributions",
        "Nguồn xã hội hóa",
        "Contributions from society",
        "Общественные взносы",
    ),
    ("other", "Nguồn vốn khác", "Other sources", "Прочие источники"),
)


def load_capital_sources() -> int:
    """Create the sources of capital that are missing and return how many there are in the list.

    Those that are there keep the names and the order that the office gave them.
    """
    for position, (code, name, name_en, name_ru) in enumerate(_SOURCES, start=1):
        values = {"name": name, "name_en": name_en, "name_ru": name_ru, "sort_order": position * 10}
        CapitalSource.objects.get_or_create(code=code, defaults=values)
    return len(_SOURCES)


CAPITAL_SOURCES: Final = ReferenceData(
    "capital_sources", _("Sources of capital"), load_capital_sources
)
