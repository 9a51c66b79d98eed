"""What an option is before any geometry: its pedicle, donor site, cautions and sources."""

from __future__ import annotations

from flapplanner.anatomy import Pedicle, node_name, pedicle
from flapplanner.options.gates import cautions, supply_of
from flapplanner.options.option import DonorSite, Hanging, Option
from flapplanner.options.setting import Setting
from flapplanner.perfusion import Supply
from vascular_models import Flap, Measure, Side, Sourced

# A pair of flaps is fed as the worse of the two is.
WORST_FIRST: tuple[Supply, ...] = ("none", "choke_only", "axial")


def pedicle_of(flap: Flap, side: Side, setting: Setting) -> Pedicle:
    """The flap's pedicle on one side in the intact body; what it takes along is not divided."""
    start, hilum = (node_name(setting.atlas, n, side) for n in (flap.start, flap.hilum))
    kept = frozenset(node_name(setting.atlas, node, side) for node in flap.also)
    return pedicle(setting.anatomy.intact, start, hilum, kept)


def described(
    key: str, flap: Flap, sides: tuple[Side, ...], hanging: Pedicle, setting: Setting
) -> Option:
    """The option with all that holds of it wherever it is laid, and no gate yet."""
    side = "both" if len(sides) == 2 else sides[0]
    positions = setting.case.surgery.positions or ()
    turned = () if set(flap.harvest_positions) & set(positions) else flap.harvest_positions[:1]
    figures = _figures(key, hanging, setting)
    hung = _hanging(flap, sides[0], hanging, setting)
    spared = flap.donor_site in ("thigh", "leg") and setting.lost_limb == sides[0]
    return Option(
        key=f"{key}_{side}",
        flap=key,
        title=flap.title,
        short=flap.short,
        family=flap.family,
        kind="bone" if flap.bone else "soft_tissue",
        side=side,
        mechanism=flap.mechanism,
        tissue=flap.tissue,
        supply=min((supply_of(flap, s, setting) for s in sides), key=WORST_FIRST.index),
        pedicle=hung,
        donor=DonorSite(
            site=flap.donor_site,
            closure="none needed" if spared else "direct",
            complication_percent=_spared_limb() if spared else flap.donor_complication_percent,
        ),
        complication_percent=flap.complication_percent,
        microsurgery=flap.mechanism == "free",
        through_muscle=_through_muscle(flap, hanging, setting),
        stages=flap.stages,
        extra_positions=turned,
        cautions=tuple(cautions(flap, sides, hung, setting)),
        estimated=tuple(f"{place}: {figure.gap}" for place, figure in figures if figure.gap),
        sources=tuple(sorted({source for _, figure in figures for source in figure.source})),
    )


def _through_muscle(flap: Flap, hanging: Pedicle, setting: Setting) -> bool:
    """Whether a vessel of the pedicle runs in a muscle that the flap does not take along."""
    if "muscle" in flap.tissue:
        return False
    ways = setting.anatomy.intact.edges(data=True)
    courses = {data["course"] for *_, data in ways if data["label"] in hanging.vessels}
    return "intramuscular" in courses


def _spared_limb() -> Measure:
    return Measure(value=0, unit="percent", gap="the limb is lost to the resection in any case")


def _hanging(flap: Flap, side: Side, hanging: Pedicle, setting: Setting) -> Hanging:
    alone = setting.lifelines[node_name(setting.atlas, flap.hilum, side)]
    if flap.mechanism == "free":  # cut loose, only its own vessels can fail it
        alone = tuple(vessel for vessel in alone if vessel in hanging.vessels)
    return Hanging(
        vessels=hanging.vessels,
        length_mm=hanging.length_mm,
        start_diameter_mm=hanging.start_diameter_mm,
        branches_divided=hanging.branches_divided,
        single_points_of_failure=alone,
    )


def _figures(key: str, hanging: Pedicle, setting: Setting) -> list[tuple[str, Sourced]]:
    """The figures this option stands on: the flap's own and those of its pedicle's vessels."""
    ways = setting.anatomy.intact.edges(data=True)
    used = sorted({data["vessel"] for *_, data in ways if data["label"] in hanging.vessels})
    entries = [f"flaps.{key}", *(f"vessels.{vessel}" for vessel in used)]
    return [figure for entry in entries for figure in setting.atlas.figures_of(entry)]
