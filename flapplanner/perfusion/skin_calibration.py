"""What the choke links of the skin model are fitted to: the zones of an abdominal flap.

Seen from its one perforator the flap has four quarters along its length: medial and lateral on
the perforator's side, medial and lateral beyond the midline. Two of the published ratios between
them give two figures, the choke conductance and what the midline costs; a ratio does not depend
on the pedicle. The atlas stores the two, so that a plan can be opened down to them and
nothing is fitted while it is made; a test fits them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, log, pi

import numpy as np
import shapely
from scipy.optimize import root
from shapely.geometry import Polygon

from flapplanner.geometry import Paddle, ellipse
from flapplanner.perfusion.network import Floats, PerfusionError
from flapplanner.perfusion.skin import (
    PaddleFeed,
    PaddlePerfusion,
    Skin,
    paddle_perfusion,
    skin_of,
)
from vascular_models import Measure

# A perforator that costs no pressure: for ratios, on which its resistance has no bearing.
AMPLE_ML_PER_MIN_PER_MMHG = 1e3


@dataclass(frozen=True)
class AbdominalFlap:
    """A transverse flap of the lower abdomen on one perforator; the midline is u = 0.

    An ellipse as long as `length_mm` and as wide as its mass and thickness make it.
    """

    mass_kg: float
    thickness_mm: float
    length_mm: float
    perforator_u_mm: float
    perforasome_mm2: float

    def outline(self, skin: Skin) -> Polygon:
        """The outline [mm], its length along u."""
        area_mm2 = 1000 * self.mass_kg / skin.mass_g_per_mm2
        return ellipse(4 * area_mm2 / (pi * self.length_mm), self.length_mm)


@dataclass(frozen=True)
class Zones:
    """Mean relative perfusion of the quarters of an abdominal flap, by area."""

    medial: float
    lateral: float
    medial_beyond_midline: float
    lateral_beyond_midline: float


def abdominal_flap(body: Mapping[str, Measure]) -> AbdominalFlap:
    """The flap the atlas describes, on a perforator of the medial row."""
    figure = {name: measure.central for name, measure in body.items()}
    return AbdominalFlap(
        mass_kg=figure["diep_flap_mass_kg"],
        thickness_mm=figure["diep_flap_thickness_mm"],
        length_mm=figure["diep_flap_length_mm"],
        perforator_u_mm=figure["diep_medial_row_mm"],
        perforasome_mm2=figure["diep_perforasome_mm2"],
    )


def abdominal_perfusion(flap: AbdominalFlap, skin: Skin, feed: PaddleFeed) -> PaddlePerfusion:
    """How the flap is perfused; its own perforasome replaces that of the feed."""
    paddle = Paddle(flap.outline(skin), (flap.perforator_u_mm, 0.0))
    own = replace(feed, perforasome_mm2=flap.perforasome_mm2)
    return paddle_perfusion(paddle, own, skin, midline_u_mm=0.0)


def zones(flap: AbdominalFlap, perfusion: PaddlePerfusion) -> Zones:
    """The mean relative perfusion of the four quarters of the flap's length."""
    cells = np.array([cell.outline for cell in perfusion.cells], dtype=object)
    relative = np.array([cell.relative_perfusion for cell in perfusion.cells])
    half, far = flap.length_mm / 2, 10 * flap.length_mm

    def mean(left: float, right: float) -> float:
        part = shapely.area(shapely.intersection(cells, shapely.box(left, -far, right, far)))
        return float(np.average(relative, weights=part))

    return Zones(
        mean(0, half / 2), mean(half / 2, half), mean(-half / 2, 0), mean(-half, -half / 2)
    )


def fitted(body: Mapping[str, Measure], flap: AbdominalFlap) -> tuple[float, float]:
    """The choke flow across a square [ml/min] and what the midline is worth [mm], from the zones.

    They are what makes the lateral zone, and the medial one beyond the midline, relate to the
    medial zone as published. Raises PerfusionError where no such pair of figures is found.
    """
    figure = {name: measure.central for name, measure in body.items()}
    medial = figure["diep_zone_medial_percent"]
    lateral = figure["diep_zone_lateral_percent"] / medial
    beyond = figure["diep_zone_medial_beyond_midline_percent"] / medial
    head = figure["mean_aortic_pressure_mmhg"] - figure["venous_pressure_mmhg"]
    skin = skin_of(body, flap.thickness_mm)
    ample = AMPLE_ML_PER_MIN_PER_MMHG
    feed = PaddleFeed(figure["mean_aortic_pressure_mmhg"], ample, ample, 1.0, 1.0, 1.0)

    def missed(logs: Floats) -> tuple[float, float]:
        linked = replace(
            skin,
            choke_conductance_ml_per_min_per_mmhg=exp(logs[0]) / head,
            midline_mm=exp(logs[1]),
        )
        found = zones(flap, abdominal_perfusion(flap, linked, feed))
        return (
            found.lateral / found.medial - lateral,
            found.medial_beyond_midline / found.medial - beyond,
        )

    start = (log(3.0), log(60.0))
    best = root(missed, start)
    if not best.success:
        raise PerfusionError(f"The choke links cannot be fitted to the zones: {best.message}.")
    return exp(best.x[0]), exp(best.x[1])
