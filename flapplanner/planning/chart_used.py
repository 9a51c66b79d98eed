"""Which chart a plan was drawn on, and how far its areas can be trusted."""

from __future__ import annotations

from typing import Literal

from flapplanner.anatomy import Chart
from flapplanner.options import Value

ON = {
    "flat": "The defect is drawn on a flat chart",
    "surface": "The defect is drawn on the skin laid flat",
}


class ChartUsed(Value):
    """The kind of chart and how true areas compare with drawn ones under the missing skin.

    `stretch_mean` is true area over drawn area, `stretch_rms` the root mean square of its
    departure from 1; `flat_stretch_rms` the same on a flat chart. None where a part of the
    missing skin does not lie on the surface that the chart shows.
    """

    kind: Literal["flat", "surface"]
    stretch_mean: float | None = None
    stretch_rms: float | None = None
    flat_stretch_rms: float | None = None

    @property
    def sentence(self) -> str:
        """The same in words."""
        words = ON[self.kind]
        if self.stretch_rms is None:
            return f"{words}; how true it is to area is not known."
        words += f"; areas there are true within {_percent(self.stretch_rms)}"
        if self.kind == "flat":
            return f"{words}."
        if self.flat_stretch_rms is None:
            return f"{words}, while a part of it could not be seen on a flat chart."
        return f"{words}, on a flat chart within {_percent(self.flat_stretch_rms)}."


def chart_used(chart: Chart) -> ChartUsed:
    """What a plan says of its chart."""
    stretch, flat = chart.stretch, chart.flat_stretch
    return ChartUsed(
        kind=chart.kind,
        stretch_mean=stretch.mean if stretch else None,
        stretch_rms=stretch.rms if stretch else None,
        flat_stretch_rms=flat.rms if flat else None,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
