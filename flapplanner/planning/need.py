"""Whether a flap is needed at all, and what for."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import shapely

from flapplanner.bone.healing import BED
from flapplanner.options import Setting, Value

# What does not heal under skin closed over a hollow, and so asks for tissue of its own.
TO_BE_COVERED = ("dura", "implant", "bowel", "vessels")


class Need(Value):
    """Whether a flap is needed, and the reasons in words."""

    needed: bool
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        start = (
            "A flap is worth considering: " if self.needed else "No soft-tissue flap is needed: "
        )
        return start + "; ".join(self.reasons) + "."


def need_of(setting: Setting) -> Need:
    """A flap is needed to close skin, to fill a hollow or to cover what must not lie bare.

    Skin wider than the atlas's `direct_closure_width_mm`, a cavity from `small_defect_volume_ml`
    up, or exposed dura, implant, bowel or vessels each ask for one.
    """
    body, defect = setting.atlas.body, setting.case.defect
    widest = body["direct_closure_width_mm"].central
    least_volume = body["small_defect_volume_ml"].central
    reasons, against = [], []
    width = _width_mm(setting)
    if width > widest:
        reasons.append(
            f"{width:.0f} mm of skin are missing, more than the {widest:.0f} mm that close directly"
        )
    else:
        against.append(
            "no skin is missing" if width == 0 else f"{width:.0f} mm of missing skin close directly"
        )
    cavity = defect.cavity_ml or 0.0
    if cavity >= least_volume:
        reasons.append(f"a cavity of {cavity:.0f} ml is left to fill")
    else:
        against.append(f"the cavity of {cavity:.0f} ml is small" if cavity else "no cavity is left")
    bare = [part for part in defect.exposed if part in TO_BE_COVERED]
    if bare:
        reasons.append(f"{' and '.join(bare)} would lie bare")
    else:
        others = " and ".join(defect.exposed)
        against.append(f"only {others} lies exposed" if others else "nothing lies exposed")
    return Need(needed=bool(reasons), reasons=tuple(reasons or against))


def cautions_of(setting: Setting) -> tuple[str, ...]:
    """What the literature holds against every flap here: an irradiated field at the defect."""
    odds = setting.atlas.body["radiation_complication_odds_ratio"]
    return tuple(
        f"The defect lies in an irradiated field ({radiation.field}); local complications were "
        f"reported more often then, with an odds ratio of {odds.central:.1f} "
        f"({odds.low:.1f} to {odds.high:.1f})."
        for radiation in setting.case.history.radiation
        if radiation.field in BED
    )


def _width_mm(setting: Setting) -> float:
    """The shorter side of the least rectangle round the missing skin [mm]; 0 without any."""
    if setting.skin is None:
        return 0.0
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(setting.skin))
    return float(min(hypot(*(b - a)) for a, b in pairwise(corners)))
