"""The table and the JSON of a run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import deadlines
import investment
import schedules
import search_speed
from measure import Sample


@dataclass
class Results:
    """What a run measured: per number of documents its samples, in order."""

    engine: str
    samples: dict[int, list[Sample]] = field(default_factory=dict)
    generated: dict[int, float] = field(default_factory=dict)
    deadlines: list[deadlines.Cost] = field(default_factory=list)
    schedules: list[schedules.ScheduleCost] = field(default_factory=list)
    projects: list[investment.ProjectCost] = field(default_factory=list)
    search: search_speed.SearchCosts | None = None
    seconds: float = 0.0


def as_json(results: Results) -> str:
    """Everything measured, with the ratios."""
    measures = {
        str(size): [each.as_dict() for each in samples] for size, samples in results.samples.items()
    }
    data = {
        "engine": results.engine,
        "seconds": round(results.seconds),
        "generated_seconds": results.generated,
        "measures": measures,
        "deadlines": [each.as_dict() for each in results.deadlines],
        "schedules": [each.as_dict() for each in results.schedules],
        "projects": [each.as_dict() for each in results.projects],
        "search": results.search.as_dict() if results.search else None,
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def as_table(results: Results) -> str:
    """Lines of text: time, queries and ratio at each size, and how the ratio grows."""
    parts = [_documents(results)] if results.samples else []
    if results.deadlines:
        parts.append(deadlines.as_table(results.deadlines))
    if results.schedules:
        parts.append(schedules.as_table(results.schedules))
    if results.projects:
        parts.append(investment.as_table(results.projects))
    if results.search:
        parts.append(search_speed.as_table(results.search))
    return "\n\n".join([*parts, f"Whole run {results.seconds:.0f} s."])


def _documents(results: Results) -> str:
    sizes = list(results.samples)
    head = "".join(f"{size:>12,} ms  queries  x plain" for size in sizes)
    lines = [
        f"Legal documents on {results.engine}, whole-page cache off, median times",
        f"{'':32}{head}{'growth':>9}",
    ]
    for position, first in enumerate(results.samples[sizes[0]]):
        row = [results.samples[size][position] for size in sizes]
        cells = "".join(_cells(each) for each in row)
        lines.append(f"{first.name:32}{cells}{row[-1].x_plain / first.x_plain:9.2f}")
    lines += [
        "",
        "x plain: times a bare Wagtail page, asked for in turn. growth: of x plain, first to last.",
        "Milliseconds depend on the machine and on what else it does; these two much less.",
        f"Generated in {', '.join(f'{s:.0f} s' for s in results.generated.values())}.",
    ]
    return "\n".join(lines)


def _cells(each: Sample) -> str:
    return f"{each.milliseconds:15.1f}{each.queries:9}{each.x_plain:9.2f}"
