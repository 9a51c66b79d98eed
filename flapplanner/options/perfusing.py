"""How much blood a laid flap has: what its vessels bring, and how far it spreads in its skin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.anatomy import node_name, venous
from flapplanner.anatomy.person import thickness_ratio
from flapplanner.geometry import Paddle
from flapplanner.options.option import Blood, Joined
from flapplanner.options.setting import Setting
from flapplanner.perfusion import Flows, flows
from flapplanner.perfusion.poiseuille import conductance_ml_per_min_per_mmhg
from flapplanner.perfusion.skin import PaddleFeed, PaddlePerfusion, paddle_perfusion, skin_of
from vascular_models import Flap, Side


def blood_of(
    flap: Flap,
    sides: Sequence[Side],
    paddles: Sequence[Paddle],
    recipient: Joined | None,
    setting: Setting,
) -> Blood:
    """The blood of a flap or a pair, the worse of the two: its flow, and its perfused skin.

    A free flap is looked at where it is joined; the others where they hang. The model of the skin
    is fitted to the abdominal flap (docs/skin_perfusion.md says where it fails).
    """
    after = [_flows(flap, side, recipient, setting) for side in sides]
    fractions = [
        _fraction(flap, side, found, setting) for side, found in zip(sides, after, strict=True)
    ]
    perfused = [
        _perfused(flap, side, paddle, found, setting)
        for side, paddle, found in zip(sides, paddles, after, strict=False)
    ]
    known = [one for one in perfused if one is not None]
    if not known:
        return Blood(flow_fraction=min(fractions))
    worst = min(known, key=lambda one: one.perfused_fraction)
    return Blood(
        flow_fraction=min(fractions),
        perfused_fraction=worst.perfused_fraction,
        perfused_low_fraction=worst.perfused_fraction_low,
        perfused_high_fraction=worst.perfused_fraction_high,
    )


def blood_caution(blood: Blood, setting: Setting) -> Iterator[str]:
    """What the model of the skin holds against a paddle; it is fitted to the abdominal flap."""
    tolerated = setting.atlas.body["skin_short_of_blood_tolerated_ratio"].central
    if blood.perfused_fraction is not None and blood.perfused_fraction < 1 - tolerated:
        yield (
            f"The model of the skin, fitted to the abdominal flap alone, leaves "
            f"{100 * (1 - blood.perfused_fraction):.0f} % of its paddle short of blood."
        )


def _flows(flap: Flap, side: Side, recipient: Joined | None, setting: Setting) -> Flows:
    """The pressures and flows in which the flap takes part."""
    if recipient is None:
        return setting.flows
    key = ("flows", flap.start, flap.hilum, flap.also, side, recipient)
    if key not in setting.found:
        done = setting.transferred(flap, side, recipient)
        setting.found[key] = flows(setting.circulation, done.harvest.after.graph)
    found: Flows = setting.found[key]
    return found


def _fraction(flap: Flap, side: Side, after: Flows, setting: Setting) -> float:
    """The flow of all its tissue over that in the intact body."""
    beds = setting.circulation.normal_ml_per_min
    parts = {node_name(setting.atlas, node, side) for node in (flap.hilum, *flap.also)}
    tissue = sorted(parts & beds.keys()) or [
        part for part in setting.raised(flap, side).takes if part in beds
    ]
    normal = sum(beds[part] for part in tissue)
    return max(0.0, sum(after.flow_ml_per_min[part] for part in tissue)) / normal


def _perfused(
    flap: Flap, side: Side, paddle: Paddle, after: Flows, setting: Setting
) -> PaddlePerfusion | None:
    """The skin of one paddle on the perforators it carries; None for a flap without skin."""
    supply, atlas = flap.skin_supply, setting.atlas
    if supply is None or flap.thickness_mm is None:
        return None
    perforator = atlas.perforators[supply.perforator]
    graph = setting.before(flap, side).graph
    source, skin_node = next(
        (start, end)
        for start, end, way in graph.edges(data=True)
        if way["vessel"] == perforator.vessel and way["side"] in (side, "midline")
    )
    artery = graph.edges[source, skin_node]
    vein = graph.edges[venous(skin_node), venous(source)]
    viscosity = setting.circulation.viscosity_mpa_s
    length = artery["length_mm"]
    feed = PaddleFeed(
        pressure_mmhg=_pressure_mmhg(source, flap, side, after, setting),
        conductance_ml_per_min_per_mmhg=float(
            conductance_ml_per_min_per_mmhg(length, perforator.diameter_mm.central, viscosity)
        ),
        vein_conductance_ml_per_min_per_mmhg=float(
            conductance_ml_per_min_per_mmhg(length, vein["diameter_mm"], viscosity)
        ),
        diameter_mm=perforator.diameter_mm.central,
        perforasome_mm2=perforator.area_mm2.central,
        carried_count=supply.carried_count.central,
    )
    grows = thickness_ratio(flap.thickness_follows, setting.case.patient, atlas)
    usual_mmhg = setting.usual_flows.pressure_mmhg[skin_node]
    skin = skin_of(atlas.body, flap.thickness_mm.central * grows, usual_mmhg)
    return paddle_perfusion(paddle, feed, skin)


def _pressure_mmhg(source: str, flap: Flap, side: Side, after: Flows, setting: Setting) -> float:
    """The pressure where the perforators leave the pedicle; of a free flap, in its stump."""
    stump = f"stump_of_{node_name(setting.atlas, flap.hilum, side)}"
    is_start = source == node_name(setting.atlas, flap.start, side)
    pressures = after.pressure_mmhg
    return pressures[stump] if is_start and stump in pressures else pressures[source]
