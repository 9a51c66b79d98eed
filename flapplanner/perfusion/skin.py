"""How much of a skin paddle has blood once only its own pedicle supplies it.

    pedicle ─ perforator ─ cell ─ bed ─ veins
                             ┆ choke links along the shared border
              (divided)    cell ─ bed ─ veins

The paddle is shared out among perforators: each has its perforasome, a cell of a power diagram.
From one to the next blood has to pass the choke vessels along their border. With q the normal
flow per area of skin and P₀ the normal pressure at its beds,

    G_bed = q A / (P₀ − P_vein)        G_link = κ × length of the border / distance of perforators

and a cell's relative perfusion is (P − P_vein) / (P₀ − P_vein), 1 in the intact body. So the skin
is a sheet of conductance κ a square, and the cells are its finite volumes: how far blood reaches
hangs on the skin, √(κ (P₀ − P_vein) / q), and little on how small a perforator was still counted.
It is a model of the first hours: no choke vessel has opened yet, and nothing dilates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from flapplanner.geometry import Paddle
from flapplanner.geometry.plane import Region
from flapplanner.geometry.power_diagram import PowerDiagram, power_diagram
from flapplanner.perfusion.network import Floats, Network, PerfusionError, solved
from flapplanner.perfusion.skin_sites import Site, laid_sites, side_of_midline
from vascular_models import Measure


@dataclass(frozen=True)
class Skin:
    """A sheet of skin with its fat: what it asks for, and what joins its perforasomes.

    `normal_mmhg` is the arterial pressure at its beds in the intact body, `venous_mmhg` that of
    its venules. `choke_conductance_...` is κ above, that of a square of any size; crossing the
    body's midline counts as `midline_mm` of distance more. A perforasome's area grows with its
    perforator's diameter to the power `calibre_exponent`. `critical` is the relative perfusion
    that skin needs: low, central, high.
    """

    mass_g_per_mm2: float
    flow_ml_per_min_per_mm2: float
    normal_mmhg: float
    venous_mmhg: float
    choke_conductance_ml_per_min_per_mmhg: float
    midline_mm: float
    calibre_exponent: float
    critical: tuple[float, float, float]


@dataclass(frozen=True)
class PaddleFeed:
    """What a paddle hangs on: perforators alike, `carried_count` of them on the pedicle.

    `pressure_mmhg` is that of the pedicle where they leave it. Each has `diameter_mm`,
    `conductance_...`, veins of `vein_conductance_...` together, and in the intact body feeds
    `perforasome_mm2` of skin: the skin divided by the perforators, not what an injection of one
    of them colours.

    Raises PerfusionError for a figure that is not above 0.
    """

    pressure_mmhg: float
    conductance_ml_per_min_per_mmhg: float
    vein_conductance_ml_per_min_per_mmhg: float
    diameter_mm: float
    perforasome_mm2: float
    carried_count: float

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if name != "pressure_mmhg" and not 0 < value < np.inf:
                raise PerfusionError(f"{name} of a paddle is {value}; it has to be above 0.")


@dataclass(frozen=True)
class SkinCell:
    """The part of a paddle that belongs to one perforator, and its flow over the normal one."""

    outline: Region
    relative_perfusion: float
    is_carried: bool


@dataclass(frozen=True)
class PaddlePerfusion:
    """What a paddle has of blood on its own pedicle.

    `perfused_fraction` is the share of its area above the critical relative perfusion, averaged
    over the spread of that value (`share_above`); `..._low` and `..._high` are the shares above
    its high and its low end. `flow_ml_per_min` is what the paddle takes; it is proportional to
    the pedicle's pressure above that of the venules. `venous_rise_mmhg` is the pressure that
    drives this flow off through the perforators' veins. `viability_index_mm4_per_kg` is Σ d⁴ of
    the carried perforators over the mass of the paddle.
    """

    perfused_fraction: float
    perfused_fraction_low: float
    perfused_fraction_high: float
    least_relative_perfusion: float
    flow_ml_per_min: float
    venous_rise_mmhg: float
    viability_index_mm4_per_kg: float
    cells: tuple[SkinCell, ...]


def skin_of(
    body: Mapping[str, Measure], thickness_mm: float, normal_mmhg: float | None = None
) -> Skin:
    """The skin of a body with the fat below it, `thickness_mm` deep together.

    Its flow is mass × specific flow of either. The normal pressure is the mean aortic one where
    none is given; the pressure in the intact body at the place is better. Raises PerfusionError
    for a thickness that is not above 0, and KeyError for a figure the body lacks.

    >>> from vascular_models import load_atlas
    >>> round(1e4 * skin_of(load_atlas().body, 24.0).flow_ml_per_min_per_mm2, 1)  # of 100 cm2
    5.6
    """
    if not thickness_mm > 0:
        raise PerfusionError(f"The skin is {thickness_mm} mm thick; it has to be above 0.")
    figure = {name: measure.central for name, measure in body.items()}
    aortic, venous = figure["mean_aortic_pressure_mmhg"], figure["venous_pressure_mmhg"]
    skin_mm = min(thickness_mm, figure["skin_thickness_mm"])
    skin_g = 1e-3 * skin_mm * figure["skin_density_g_per_ml"]
    fat_g = 1e-3 * (thickness_mm - skin_mm) * figure["fat_density_g_per_ml"]
    flow = skin_g * figure["skin_specific_flow_ml_per_min_per_100g"]
    flow += fat_g * figure["fat_specific_flow_ml_per_min_per_100g"]
    critical = body["relative_perfusion_viable_percent"]
    assert critical.low is not None and critical.high is not None
    choke = figure["choke_flow_across_a_square_ml_per_min"] / (aortic - venous)
    return Skin(
        mass_g_per_mm2=skin_g + fat_g,
        flow_ml_per_min_per_mm2=flow / 100,
        normal_mmhg=aortic if normal_mmhg is None else normal_mmhg,
        venous_mmhg=venous,
        choke_conductance_ml_per_min_per_mmhg=choke,
        midline_mm=figure["midline_extra_distance_mm"],
        calibre_exponent=figure["perforasome_calibre_exponent_ratio"],
        critical=(critical.low / 100, critical.central / 100, critical.high / 100),
    )


def paddle_perfusion(
    paddle: Paddle, feed: PaddleFeed, skin: Skin, midline_u_mm: float | None = None
) -> PaddlePerfusion:
    """How a paddle is perfused whose perforators are not known one by one (`laid_sites`).

    A paddle that crosses the body's midline has it at u = `midline_u_mm` [mm, paddle coordinates].

    >>> from flapplanner.geometry import ellipse
    >>> from vascular_models import load_atlas
    >>> feed = PaddleFeed(100.0, 1.6, 26.0, diameter_mm=1.0, perforasome_mm2=5000, carried_count=1)
    >>> abdomen = skin_of(load_atlas().body, thickness_mm=24.0)
    >>> for length_mm in (120, 360):
    ...     paddle = Paddle(ellipse(length_mm, 90), hilum_mm=(0.0, 0.0))
    ...     print(round(paddle_perfusion(paddle, feed, abdomen).perfused_fraction, 1))
    1.0
    0.7
    """
    sites = laid_sites(
        paddle, feed.perforasome_mm2, feed.diameter_mm, feed.carried_count, midline_u_mm
    )
    return perfusion_of_sites(paddle.outline, sites, feed, skin, midline_u_mm)


def perfusion_of_sites(
    outline: Region,
    sites: Sequence[Site],
    feed: PaddleFeed,
    skin: Skin,
    midline_u_mm: float | None = None,
) -> PaddlePerfusion:
    """How an outline is perfused whose perforators are known: where they lie, and how wide.

    A perforator of diameter d, where those of the feed have d₀, A₀ and G₀, has the conductance
    G₀ (d / d₀)⁴ and the power weight A₀ (d / d₀)ᵉ / π, the square of the radius it feeds alone.
    """
    points = np.array([site.point_mm for site in sites], dtype=np.float64)
    diameter = np.array([site.diameter_mm for site in sites])
    ratio = diameter / feed.diameter_mm
    carried = np.array([site.carried for site in sites])
    weight = feed.perforasome_mm2 / np.pi * ratio**skin.calibre_exponent
    shared = power_diagram(outline, points, weight)
    link = _links(shared, points, skin, midline_u_mm)
    perforator = feed.conductance_ml_per_min_per_mmhg * carried * ratio**4
    pressure, flow = _solved(shared, link, perforator, feed, skin)
    relative = np.maximum(pressure - skin.venous_mmhg, 0) / (skin.normal_mmhg - skin.venous_mmhg)
    is_there = shared.area_mm2 > 0
    area, value = shared.area_mm2[is_there], relative[is_there]
    vein = feed.vein_conductance_ml_per_min_per_mmhg * carried.sum()
    mass_kg = skin.mass_g_per_mm2 * area.sum() / 1000
    low, _, high = skin.critical
    return PaddlePerfusion(
        perfused_fraction=_mean(share_above(value, skin.critical), area),
        perfused_fraction_low=_mean(np.where(value >= high, 1.0, 0.0), area),
        perfused_fraction_high=_mean(np.where(value >= low, 1.0, 0.0), area),
        least_relative_perfusion=float(value.min()),
        flow_ml_per_min=flow,
        venous_rise_mmhg=flow / vein,
        viability_index_mm4_per_kg=float((carried * diameter**4).sum() / mass_kg),
        cells=tuple(
            SkinCell(shared.cells[place], float(relative[place]), bool(carried[place] > 0))
            for place in np.flatnonzero(is_there)
        ),
    )


def share_above(relative: Floats, critical: tuple[float, float, float]) -> Floats:
    """How much of the spread of the critical value lies at or below a relative perfusion.

    The value is as likely to lie below its central figure as above it, and evenly spread on either
    side: 0 at the low end, a half at the central figure, 1 at the high end.

    >>> share_above(np.array([0.2, 0.33, 0.39, 0.5]), (0.25, 0.33, 0.45)).round(2).tolist()
    [0.0, 0.5, 0.75, 1.0]
    """
    return np.interp(relative, critical, (0.0, 0.5, 1.0))


def _mean(values: Floats, area: Floats) -> float:
    return float(np.clip(np.average(values, weights=area), 0.0, 1.0))


def _links(shared: PowerDiagram, points: Floats, skin: Skin, midline_u: float | None) -> Floats:
    """The conductance of the choke vessels across each border [ml/min/mmHg]."""
    first, second = points[shared.pairs[:, 0]], points[shared.pairs[:, 1]]
    distance: Floats = np.hypot(*(second - first).T)
    if midline_u is not None:
        here, there = (side_of_midline(ends[:, 0], midline_u) for ends in (first, second))
        distance = distance + np.where(here * there < 0, skin.midline_mm, 0.0)
    return skin.choke_conductance_ml_per_min_per_mmhg * shared.border_mm / distance


def _solved(
    shared: PowerDiagram, link: Floats, perforator: Floats, feed: PaddleFeed, skin: Skin
) -> tuple[Floats, float]:
    """The pressure in each cell [mmHg] and the flow through all perforators [ml/min]."""
    count = len(shared.cells)
    cell, pedicle, vein = np.arange(count), np.full(count, count), np.full(count, count + 1)
    demand = skin.flow_ml_per_min_per_mm2 * shared.area_mm2
    perforator = np.where(shared.area_mm2 > 0, perforator, 0.0)
    network = Network(
        nodes=(*map(str, cell), "pedicle", "vein"),
        start=np.concatenate([shared.pairs[:, 0], cell, pedicle]),
        end=np.concatenate([shared.pairs[:, 1], vein, cell]),
        conductance_ml_per_min_per_mmhg=np.concatenate(
            [link, demand / (skin.normal_mmhg - skin.venous_mmhg), perforator]
        ),
        fixed_mmhg={"pedicle": feed.pressure_mmhg, "vein": skin.venous_mmhg},
    )
    solution = solved(network)
    return solution.pressure_mmhg[:count], float(solution.flow_ml_per_min[-count:].sum())
