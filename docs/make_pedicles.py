"""Writes docs/pedicles.md: every pedicle as the graph has it, beside what was published of it.

Run by `make docs`; a test keeps the page true and every figure within its published range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import networkx as nx

from flapplanner.anatomy import node_name, pedicle, vascular_graph, venous
from flapplanner.report.atlas_words import spread
from vascular_models import Atlas, Flap, Measure, load_atlas

FOLDER = Path(__file__).parent

HEAD = """# Pedicles: what the graph makes of them and what was published

Made by `make docs` from the atlas as it stands. The length of a pedicle is that of its vessels in
the graph, from where it is measured to its hilum, on the right side of the reference body; the
calibres are those of the first vessel at that end and of the veins that run with it. Beside them
stands what reports of the flap give: the range, or the mean with two standard deviations to either
side where only that was published. A figure published without any spread is shown, not judged.

A star marks a figure that rests in the graph on the same paper as in the report: there agreement
shows that the graph is put together rightly, and no more.
"""


@dataclass(frozen=True)
class Compared:
    """One figure of a pedicle [mm], from the graph and from the reports on the flap."""

    flap: str
    what: str
    measured: str
    computed_mm: float
    published: Measure
    same_paper: bool

    @property
    def range_mm(self) -> tuple[float, float] | None:
        """What was published, from the lowest to the highest; None where no spread was given."""
        low, high, sd = self.published.low, self.published.high, self.published.sd
        middle = self.published.central
        if low is None and high is None:
            return None if sd is None else (middle - 2 * sd, middle + 2 * sd)
        return (middle if low is None else low, middle if high is None else high)

    @property
    def within(self) -> bool | None:
        """Whether the graph's figure lies in the published range; None where there is none."""
        if self.range_mm is None:
            return None
        low, high = self.range_mm
        return low - 1e-9 <= self.computed_mm <= high + 1e-9


def comparisons(atlas: Atlas) -> tuple[Compared, ...]:
    """Every published figure of a pedicle beside the graph's own, flap by flap."""
    graph = vascular_graph(atlas)
    return tuple(
        compared
        for name, flap in atlas.flaps.items()
        if flap.published
        for compared in _of_flap(name, flap, graph, atlas)
    )


def _of_flap(name: str, flap: Flap, graph: nx.DiGraph[str], atlas: Atlas) -> Iterator[Compared]:
    published = flap.published
    assert published is not None
    start, hilum = published.start or flap.start, flap.hilum
    from_node, to_node = (node_name(atlas, node, "right") for node in (start, hilum))
    found = pedicle(graph, from_node, to_node)
    vessels = [atlas.vessels[graph.edges[way]["vessel"]] for way in pairwise(found.nodes)]
    first, veins = vessels[0], vessels[0].veins
    vein = graph.edges[venous(found.nodes[1]), venous(found.nodes[0])]["diameter_mm"]
    compared = (
        ("length", found.length_mm, published.length_mm, [v.length_mm for v in vessels]),
        (
            "artery, calibre",
            found.start_diameter_mm,
            published.artery_diameter_mm,
            [first.diameter_mm],
        ),
        (
            "vein, calibre",
            float(vein),
            published.vein_diameter_mm,
            [veins.diameter_mm if veins else first.diameter_mm],
        ),
    )
    measured = f"{start} to {hilum}".replace("_", " ")
    for what, computed_mm, figure, behind in compared:
        if figure is not None:
            keys = {key for measure in behind for key in measure.source}
            same = bool(keys & set(figure.source))
            yield Compared(name, what, measured, computed_mm, figure, same)


def page(atlas: Atlas) -> str:
    """The whole page."""
    rows = comparisons(atlas)
    judged = [row for row in rows if row.within is not None]
    inside = sum(row.within is True for row in judged)
    parts = [HEAD, f"{inside} of {len(judged)} figures lie within their published range."]
    if rows:
        parts.append("\n".join([*TABLE, *_table(rows, atlas)]))
    without = [f"- {flap.title} (`{n}`)" for n, flap in atlas.flaps.items() if not flap.published]
    if without:
        parts.append("## Flaps without a published pedicle in the atlas\n\n" + "\n".join(without))
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


TABLE = (
    "| flap | figure | graph [mm] | published | source | within |",
    "|---|---|---|---|---|---|",
)


def _table(rows: tuple[Compared, ...], atlas: Atlas) -> Iterator[str]:
    before = ""
    for row in rows:
        title = "" if row.flap == before else f"{atlas.flaps[row.flap].title}: {row.measured}"
        before = row.flap
        star = " *" if row.same_paper else ""
        verdict = {True: "yes", False: "**no**", None: "no range"}[row.within]
        cells = (
            title,
            row.what,
            f"{row.computed_mm:.1f}{star}",
            spread(row.published),
            _sources(row.published, atlas),
            verdict,
        )
        yield f"| {' | '.join(cells)} |"


def _sources(figure: Measure, atlas: Atlas) -> str:
    if not figure.source:
        return f"an estimate: {figure.gap}"
    cited = ((key, atlas.references[key]) for key in figure.source)
    return ", ".join(
        f"[{key}]({f'https://doi.org/{ref.doi}' if ref.doi else ref.url})"
        if ref.doi or ref.url
        else key
        for key, ref in cited
    )


if __name__ == "__main__":
    (FOLDER / "pedicles.md").write_text(page(load_atlas()), encoding="utf-8")
