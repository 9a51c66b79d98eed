"""Assessing one flap on one side against one setting; gates first, geometry only when it counts."""

from __future__ import annotations

from typing import cast

from shapely.geometry import MultiPolygon, Polygon

from flapplanner.anatomy import Pedicle
from flapplanner.anatomy.person import thickness_ratio
from flapplanner.errors import CaseError
from flapplanner.geometry import Paddle
from flapplanner.options.blood import blood_gates, vital_gates
from flapplanner.options.description import described, pedicle_of
from flapplanner.options.gates import donor_gates, reach_gate, recipient_caution
from flapplanner.options.harvesting import with_harvest
from flapplanner.options.leashes import Tether, nearness_mm, tethers
from flapplanner.options.moves import (
    Moved,
    donor_site,
    layings,
    may_cover,
    moved_on_tether,
    moved_to_centre,
    ring,
    target_of,
)
from flapplanner.options.option import Gate, Option, Ring, Way
from flapplanner.options.paddles import buried_area_mm2, cut_paddle, smallest_covering_mm
from flapplanner.options.perfusing import blood_caution, blood_of
from flapplanner.options.pivoting import (
    moved_as_propeller,
    moved_by_rotation,
    moved_by_transposition,
)
from flapplanner.options.proof import proof_of
from flapplanner.options.setting import Setting
from flapplanner.options.skeletal import constructs_for, site_of, with_bone
from flapplanner.options.sliding import moved_by_sliding
from vascular_models import Flap, Side


def all_options(setting: Setting) -> tuple[Option, ...]:
    """Every flap of the atlas on every side, assessed; bone only where a gap is to be bridged.

    A flap that brings bone is one option for each construct that it could be built into.
    """
    site_of(setting)  # a gap that cannot be is refused here, whether or not bone flaps are feasible
    return tuple(
        assess(key, side, setting, construct)
        for key, flap in setting.atlas.flaps.items()
        for construct in ((None,) if flap.bone is None else constructs_for(flap, setting))
        for side in flap.sides
    )


def assess(key: str, side: str, setting: Setting, construct: str | None = None) -> Option:
    """One flap of the atlas on one side (`both` for a pair), with its gates and its figures.

    A flap that brings bone is assessed as built into a `construct`, by default the first that the
    atlas has for this gap.

    Raises CaseError for a flap that brings bone where there is no gap that it could bridge.
    """
    flap = setting.atlas.flaps[key]
    sides = cast(tuple[Side, ...], ("right", "left") if side == "both" else (side,))
    hanging = pedicle_of(flap, sides[0], setting)
    gates = [*blood_gates(flap, sides, setting), *donor_gates(flap, sides, setting)]
    gates = gates or list(vital_gates(flap, sides, setting))
    option = described(key, flap, sides, hanging, setting).model_copy(
        update={"gates": tuple(dict.fromkeys(gates))}
    )
    if flap.bone is not None:
        construct = construct or _first_construct(key, flap, setting)
        option = option.model_copy(update={"key": f"{key}_{construct}_{side}"})
    if gates:
        return option
    option = with_harvest(option, flap, sides, setting)
    paddles: list[Paddle] = []
    if construct is not None:
        option = with_bone(option, construct, flap, sides[0], hanging, setting)
    elif setting.target is None:
        option = _filling(option, flap, sides[0], hanging, setting)
    else:
        moved = _moved(flap, side, sides[0], hanging, setting)
        if isinstance(moved, Gate):
            return option.model_copy(update={"gates": (moved,)})
        option = _covering(option, flap, moved, setting)
        paddles = [piece.paddle for piece in moved.pieces]
    if option.feasible:
        blood = blood_of(flap, sides, paddles, option.recipient, setting)
        noted = (*option.cautions, *blood_caution(blood, setting))
        option = option.model_copy(update={"blood": blood, "cautions": noted})
    return option


def _first_construct(key: str, flap: Flap, setting: Setting) -> str:
    constructs = constructs_for(flap, setting)
    if not constructs:
        raise CaseError(f"{key} bridges bone; this case leaves no gap that it could bridge.")
    return constructs[0]


def assess_buried(key: str, side: Side, setting: Setting) -> Option:
    """One flap as a filler of the cavity, buried under skin that closes or that another brings.

    Its gates are those of the flap and of its way to the middle of the cavity.
    """
    flap = setting.atlas.flaps[key]
    hanging = pedicle_of(flap, side, setting)
    gates = [*blood_gates(flap, (side,), setting), *donor_gates(flap, (side,), setting)]
    gates = gates or list(vital_gates(flap, (side,), setting))
    option = described(key, flap, (side,), hanging, setting).model_copy(
        update={"key": f"{key}_buried_{side}", "gates": tuple(gates), "buried": True}
    )
    if gates:
        return option
    option = with_harvest(option, flap, (side,), setting)
    return _filling(option, flap, side, hanging, setting)


def _moved(flap: Flap, sides: str, side: Side, hanging: Pedicle, setting: Setting) -> Moved | Gate:
    if flap.advancement or flap.keystone:
        return moved_by_sliding(flap, sides, setting)
    if flap.rotation:
        return moved_by_rotation(flap.rotation, side, setting)
    if flap.transposition:
        return moved_by_transposition(flap.transposition, side, setting)
    if flap.propeller:
        return moved_as_propeller(flap, side, setting)
    return _best_on_tethers(flap, side, hanging, setting)


def _covering(option: Option, flap: Flap, moved: Moved, setting: Setting) -> Option:
    bare = moved.bare
    free = flap.mechanism == "free"
    wanted = smallest_covering_mm(flap.paddle, moved.target) if flap.paddle else None
    gate = reach_gate(moved.reach, bare.area, 1 - moved.coverage_fraction, free, wanted)
    covered = moved.target.area - bare.area
    brought = moved.pieces[0].paddle.outline.area if moved.island else covered
    volume = _volume_ml(flap, brought, setting)
    cavity = setting.case.defect.cavity_ml
    option = _joined_to(option, moved.tether, setting)
    donor = donor_site(option.donor, flap, moved)
    return option.model_copy(
        update={
            "reach": moved.reach,
            "layings": tuple(layings(moved, grafted=donor.closure == "not direct")),
            "coverage_fraction": moved.coverage_fraction,
            "proof": None if gate else proof_of(moved, setting.proof_boxes),
            "bare": rings(bare),
            "bare_area_mm2": bare.area,
            "volume_ml": volume,
            "fill_fraction": min(1.0, volume / cavity) if cavity else None,
            "donor": donor,
            "cautions": (*option.cautions, *moved.cautions),
            "surface_grafted": "skin" not in flap.tissue,
            "gates": (gate,) if gate else (),
        }
    )


def _best_on_tethers(flap: Flap, side: Side, hanging: Pedicle, setting: Setting) -> Moved | Gate:
    """The first way of hanging that reaches, else the one that comes nearest.

    Ways that plainly cannot reach are laid only where no other is left, and then the best of them.
    """
    found = tethers(flap, side, hanging, setting)
    if isinstance(found, Gate):
        return found
    assert flap.paddle is not None
    cut = cut_paddle(flap.paddle, target_of(setting), setting.anatomy.length_ratio)
    hopeful = [tether for tether in found if may_cover(cut, tether, setting)]
    best: Moved | None = None
    for tether in hopeful or (max(found, key=nearness_mm),):
        moved = moved_on_tether(flap, cut, tether, setting)
        if moved.reach is None:
            return moved  # too small, whatever it hangs on
        if best is None or moved.reach.margin_mm > best.reach.margin_mm:  # type: ignore[union-attr]
            best = moved
        if moved.reach.margin_mm >= 0:
            break
    assert best is not None
    return best


def _filling(option: Option, flap: Flap, side: Side, hanging: Pedicle, setting: Setting) -> Option:
    """The skin closes over it; the flap only has to come to the cavity and fill it."""
    if flap.paddle is None:
        gate = Gate(
            kind="size",
            sentence="No skin is missing for it to move into, and it brings nothing to the cavity.",
        )
        return option.model_copy(update={"gates": (gate,)})
    found = tethers(flap, side, hanging, setting)
    if isinstance(found, Gate):
        return option.model_copy(update={"gates": (found,)})
    ways = [(moved_to_centre(flap.paddle, tether, setting), tether) for tether in found]
    reaching = [way for way in ways if way[0].margin_mm >= 0]
    reach, tether = (reaching or ways)[0]
    gate_ = reach_gate(reach, 0.0, 0.0, flap.mechanism == "free")
    volume = _volume_ml(flap, buried_area_mm2(flap.paddle), setting)
    cavity = setting.case.defect.cavity_ml
    return _joined_to(option, tether, setting).model_copy(
        update={
            "reach": reach,
            "ways": tuple(
                Way(recipient=to.recipient, reach=at) for at, to in reaching if to.recipient
            ),
            "volume_ml": volume,
            "fill_fraction": min(1.0, volume / cavity) if cavity else None,
            "gates": (gate_,) if gate_ else (),
        }
    )


def _joined_to(option: Option, tether: Tether | None, setting: Setting) -> Option:
    if tether is None or tether.recipient is None:
        return option
    stages = option.stages + tether.recipient.extra_stages
    noted = (*option.cautions, *recipient_caution(tether.recipient, setting))
    return option.model_copy(
        update={"recipient": tether.recipient, "stages": stages, "cautions": noted}
    )


def _volume_ml(flap: Flap, area_mm2: float, setting: Setting) -> float:
    """The volume that is left of the flap after a year [ml]: fat nearly in full, muscle little."""
    body = setting.atlas.body
    thickness = flap.thickness_mm.central if flap.thickness_mm else 0.0
    thickness *= thickness_ratio(flap.thickness_follows, setting.case.patient, setting.atlas)
    muscle = flap.muscle_volume_ml.central if flap.muscle_volume_ml else 0.0
    fat_left = body["fat_volume_remaining_ratio"].central
    muscle_left = body["muscle_volume_remaining_ratio"].central
    return area_mm2 * thickness / 1000 * fat_left + muscle * muscle_left


def rings(area: Polygon | MultiPolygon) -> tuple[Ring, ...]:
    """The outer outlines of an area [mm], the largest first."""
    parts = [area] if isinstance(area, Polygon) else list(area.geoms)
    kept = sorted((p for p in parts if not p.is_empty), key=lambda p: -p.area)
    return tuple(ring(part) for part in kept)
