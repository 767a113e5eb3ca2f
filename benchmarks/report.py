"""The table and the JSON of a run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from measure import Sample

#: The row that all others are compared with.
PLAIN: Final = "a bare Wagtail page"


@dataclass
class Results:
    """What a run measured: per number of documents its samples, in order."""

    engine: str
    samples: dict[int, list[Sample]] = field(default_factory=dict)
    generated: dict[int, float] = field(default_factory=dict)
    seconds: float = 0.0

    def plain(self, size: int) -> float:
        """Milliseconds of the bare page at a size."""
        return next(each.milliseconds for each in self.samples[size] if each.name == PLAIN)


def as_json(results: Results) -> str:
    """Everything measured, with the ratios."""
    measures = {
        str(size): [
            each.as_dict() | {"x_plain": round(each.milliseconds / results.plain(size), 2)}
            for each in samples
        ]
        for size, samples in results.samples.items()
    }
    data = {
        "engine": results.engine,
        "seconds": round(results.seconds),
        "generated_seconds": results.generated,
        "measures": measures,
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def as_table(results: Results) -> str:
    """Lines of text: time, queries and ratio at each size, and the growth between first and last."""
    sizes = list(results.samples)
    head = "".join(f"{size:>12,} ms  queries  x plain" for size in sizes)
    lines = [
        f"Legal documents on {results.engine}, whole-page cache off, median times",
        f"{'':38}{head}{'growth':>9}",
    ]
    for position, first in enumerate(results.samples[sizes[0]]):
        row = [results.samples[size][position] for size in sizes]
        cells = "".join(
            f"{each.milliseconds:15.1f}{each.queries:9}{each.milliseconds / results.plain(size):9.1f}"
            for size, each in zip(sizes, row, strict=True)
        )
        growth = row[-1].milliseconds / first.milliseconds
        lines.append(f"{first.name:38}{cells}{growth:9.2f}")
    lines += [
        "",
        "x plain: times a bare Wagtail page of the same run. growth: the last size by the first.",
        "Milliseconds depend on the machine and on what else it does; these two hardly do.",
        f"Generated in {', '.join(f'{s:.0f} s' for s in results.generated.values())};"
        f" whole run {results.seconds:.0f} s.",
    ]
    return "\n".join(lines)
