"""What a register of projects costs at a thousand and at fifty thousand: pages, map, files.

Times are compared with those at the smallest size of the same run.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import bulk
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from measure import getting
from wagtail.models import Page, Site

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import AdministrativeField, Agency, AgencyKind
from govportal_wagtail.editorial import publication
from govportal_wagtail.investment import register
from govportal_wagtail.investment.models import (
    CapitalSource,
    InvestmentProjectPage,
    ProjectCapital,
    ProjectIndexPage,
    ProjectKind,
    ProjectStatus,
)

SIZES: Final = (1_000, 50_000)
_REPETITIONS: Final = 7
_BATCH: Final = 1_000
_FIELDS: Final = 12
_INVESTORS: Final = 60
_COMMUNES: Final = 80
_YEARS: Final = range(2022, 2027)
_NAMES: Final = ("Đường liên xã", "Trường tiểu học", "Trạm y tế xã", "Kè sông", "Cầu qua suối")


@dataclass(frozen=True, slots=True)
class ProjectCost:
    """What one address costs with so many projects; ``growth`` is relative to the smallest size."""

    name: str
    projects: int
    milliseconds: float
    queries: int
    growth: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def run(sizes: tuple[int, ...] = SIZES) -> list[ProjectCost]:
    """Measure at each number of projects, in a database made for it."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    found: list[ProjectCost] = []
    try:
        generator = _Generator()
        for size in sizes:
            print(f"{size:,} projects ...", file=sys.stderr, flush=True)
            generator.grow_to(size)
            for name, address in _addresses(generator.register).items():
                found.append(_cost(name, size, address, found))
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    return found


def as_table(costs: list[ProjectCost]) -> str:
    """Lines of text."""
    lines = [
        f"Projects on {connection.display_name}, caches empty, median times",
        f"{'':32}{'projects':>10}{'ms':>10}{'queries':>9}{'growth':>9}",
    ]
    for each in sorted(costs, key=lambda cost: (cost.name, cost.projects)):
        lines.append(
            f"{each.name:32}{each.projects:10,}{each.milliseconds:10.1f}{each.queries:9,}"
            f"{each.growth:9.2f}"
        )
    lines.append("growth: of the time, from the smallest size.")
    return "\n".join(lines)


class _Generator:
    """Fills one register, the same way every time."""

    def __init__(self) -> None:
        setup.run()
        self.chance = random.Random(8)
        self.count = 0
        page = ProjectIndexPage(title="Dự án", slug="du-an-do", live=False)
        root = Site.objects.get(is_default_site=True).root_page
        Page.objects.get(pk=root.pk).add_child(instance=page)
        with publication.authorised("benchmark"):
            page.save_revision().publish()
        self.register = ProjectIndexPage.objects.get(pk=page.pk)
        self.sources = list(CapitalSource.objects.all())
        self.fields = AdministrativeField.objects.bulk_create(
            [
                AdministrativeField(code=f"linh-vuc-{n}", name=f"Lĩnh vực {n}")
                for n in range(_FIELDS)
            ]
        )
        self.investors = self._agencies("chu-dau-tu", _INVESTORS, AgencyKind.DEPARTMENT)
        kind = AgencyKind.COMMUNE_PEOPLES_COMMITTEE
        self.communes = self._agencies("xa", _COMMUNES, kind)

    def grow_to(self, count: int) -> None:
        """Add projects with money and communes until there are so many, and their entries."""
        for start in range(self.count, count, _BATCH):
            pages = [self._page(number) for number in range(start, min(start + _BATCH, count))]
            with transaction.atomic():
                bulk.insert(self.register, pages)
                self._add_rows(pages)
        self.count = count
        register.rebuild()
        bulk.settle()

    def _agencies(self, code: str, count: int, kind: AgencyKind) -> list[Agency]:
        rows = [Agency(code=f"{code}-{n}", name=f"Cơ quan {n}", kind=kind) for n in range(count)]
        return Agency.objects.bulk_create(rows)

    def _page(self, number: int) -> InvestmentProjectPage:
        chance = self.chance
        started = chance.choice(_YEARS)
        page = InvestmentProjectPage(
            title=f"{chance.choice(_NAMES)} số {number}",
            slug=f"du-an-{number}",
            code=f"{7_000_000 + number}",
            objective="Phục vụ người dân trong vùng.",
            field=chance.choice(self.fields),
            kind=chance.choice(ProjectKind.values),
            investor=chance.choice(self.investors),
            planned_start=str(started),
            planned_end=str(started + 3),
            total_investment=chance.randrange(10**9, 10**12),
            funding="state_budget",
            status=chance.choice(ProjectStatus.values),
            latitude=round(chance.uniform(18.3, 19.2), 6),
            longitude=round(chance.uniform(104.7, 106.0), 6),
        )
        moment = timezone.make_aware(datetime(2026, 1, 1)) + timedelta(minutes=number)
        key = uuid.UUID(int=chance.getrandbits(128))
        return bulk.place(page, self.register, number + 1, key=key, moment=moment)

    def _add_rows(self, pages: list[InvestmentProjectPage]) -> None:
        through = InvestmentProjectPage.communes.through
        money, places = [], []
        for page in pages:
            places.append(
                through(
                    investmentprojectpage_id=page.pk, agency_id=self.chance.choice(self.communes).pk
                )
            )
            for year in (int(page.planned_start), int(page.planned_start) + 1):
                planned = self.chance.randrange(10**8, 10**11)
                money.append(
                    ProjectCapital(
                        page_id=page.pk,
                        year=year,
                        source=self.chance.choice(self.sources),
                        planned=planned,
                        allocated=planned,
                        disbursed=planned * 3 // 4,
                    )
                )
        through._default_manager.bulk_create(places, batch_size=_BATCH)
        ProjectCapital.objects.bulk_create(money, batch_size=_BATCH)


def _addresses(index: ProjectIndexPage) -> dict[str, str]:
    url = index.get_url() or ""
    project = InvestmentProjectPage.objects.child_of(index).first()
    data = {"register_id": index.pk}
    return {
        "list": url,
        "list, page 10": f"{url}?page=10",
        "list by commune": f"{url}?xa=xa-7",
        "list by words": f"{url}?q=truong+tieu+hoc",
        "table by investment": f"{url}?xem=bang&sap-xep=von-giam",
        "calls for investment": f"{url}?xem=keu-goi",
        "map": f"{url}?xem=ban-do",
        "map data": reverse("govportal_investment:map_data", kwargs=data),
        "feed": reverse("govportal_investment:list_feed", kwargs=data),
        "page of a project": (project.get_url() or "") if project else "",
        "API": "/api/v2/projects/",
    }


def _cost(name: str, size: int, address: str, before: list[ProjectCost]) -> ProjectCost:
    get = getting(Client(), address)
    get()
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        get()
    queries = len(captured)
    times = []
    for _ in range(_REPETITIONS):
        cache.clear()
        times.append(_timed(get))
    milliseconds = statistics.median(times) * 1000
    first = next((each for each in before if each.name == name), None)
    return ProjectCost(
        name,
        size,
        round(milliseconds, 2),
        queries,
        round(milliseconds / first.milliseconds, 2) if first else 1.0,
    )


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
