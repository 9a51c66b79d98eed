"""Gates: what makes an option impossible, each in one sentence a surgeon would write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.anatomy import node_name
from flapplanner.options.option import Gate, Hanging, Joined, Reach
from flapplanner.options.setting import Setting
from flapplanner.perfusion.conflicts import outlives
from vascular_models import Flap, Side


def donor_gates(flap: Flap, sides: Sequence[Side], setting: Setting) -> Iterator[Gate]:
    """The donor site is not to be had: limb kept, flap used before, no microsurgery."""
    region = setting.case.defect.region
    if flap.regions and region not in flap.regions:
        where = setting.atlas.regions[region].title
        yield Gate(kind="donor", sentence=f"It does not lie beside a {where} defect.")
    for side in sides:
        if flap.needs_limb_sacrificed and setting.lost_limb != side:
            yield Gate(
                kind="donor",
                sentence=f"It takes the loss of the {side} leg, which is kept.",
            )
        yield from _used_before(flap, side, setting)
    if flap.mechanism == "free" and setting.case.surgery.microsurgery is False:
        yield Gate(
            kind="microsurgery", sentence="It is a free flap; microsurgery is not available."
        )


def _used_before(flap: Flap, side: Side, setting: Setting) -> Iterator[Gate]:
    """Its tissue, or a vessel it hangs on, went with an earlier flap."""
    own = setting.raised(flap, side, before_events=True)
    tissue = {node_name(setting.atlas, node, side) for node in (flap.hilum, *flap.also)}
    for name, earlier in setting.spent.items():
        if tissue & earlier.nodes:
            yield Gate(kind="used", sentence=f"Its tissue was used before: {name}.")
        elif earlier.cuts and not outlives(own, earlier):
            yield Gate(kind="used", sentence=f"Its vessels went with an earlier flap: {name}.")


def reach_gate(
    reach: Reach | None,
    bare_mm2: float,
    bare_fraction: float,
    free: bool,
    wanted_mm: tuple[float, float] | None = None,
) -> Gate | None:
    """Too short or too small: how many millimetres, or how much stays bare.

    What a free flap is short of is the vein graft that it would take. `wanted_mm` are length and
    width of the smallest paddle that would cover.
    """
    if reach is None:
        sentence = (
            "Too small: no reach would let it cover the defect with its inset margin; as it "
            f"hangs, {bare_mm2 / 100:.0f} cm² ({100 * bare_fraction:.0f} %) stay bare"
        )
        if wanted_mm:
            length, width = wanted_mm
            sentence += f", and a paddle of {length:.0f} by {width:.0f} mm would cover"
        return Gate(kind="size", sentence=f"{sentence}.")
    if reach.margin_mm >= 0:
        return None
    short = f"Does not reach: {-reach.margin_mm:.0f} mm short"
    if reach.free_length_mm < 0:
        sentence = f"{short}; its way alone takes {-reach.free_length_mm:.0f} mm more than it has."
    else:
        sentence = (
            f"{short} ({reach.free_length_mm:.0f} mm free, {reach.needed_length_mm:.0f} mm needed)"
        )
        graft = f"; a vein graft of {-reach.margin_mm:.0f} mm would bridge it" if free else ""
        sentence += f"{graft}."
    return Gate(kind="reach", sentence=sentence)


def recipient_caution(joined: Joined, setting: Setting) -> Iterator[str]:
    """What speaks against the recipient vessel a free flap is joined to."""
    if joined.carried_by:
        carrier = setting.atlas.flaps[joined.carried_by].short
        yield f"Its recipient vessels are brought by a {carrier}, which has to be raised as well."
    for name, state in _harmed(set(joined.fed_by), setting):
        yield f"Its recipient is fed by the {name} ({state})."


def _harmed(vessels: set[str], setting: Setting) -> Iterator[tuple[str, str]]:
    for vessel, state in setting.harmed:
        if vessel in vessels:
            yield vessel, state


def cautions(
    flap: Flap, sides: Sequence[Side], hanging: Hanging, setting: Setting
) -> Iterator[str]:
    """What does not forbid the option but belongs in its discussion."""
    case = setting.case
    depends_on = {*hanging.vessels, *hanging.single_points_of_failure}
    for name, state in _harmed(depends_on, setting):
        yield f"It hangs on the {name} ({state})."
    fields = {f"{flap.donor_site}_{side}" for side in sides} | {flap.donor_site}
    for radiation in case.history.radiation:
        if radiation.field in fields:
            dose = f" ({radiation.dose_gy:g} Gy)" if radiation.dose_gy is not None else ""
            field = radiation.field.replace("_", ", ")
            yield f"Its donor site lies in an irradiated field: {field}{dose}."
    if flap.donor_site == "abdomen":
        for stoma in case.history.stoma:
            if stoma in sides:
                yield f"A stoma passes the {stoma} rectus muscle that this flap would take."
        if case.history.laparotomy in ("transverse", "other"):
            yield f"A {case.history.laparotomy} laparotomy crosses its donor site."
