"""What an option is before any geometry: its pedicle, donor site, cautions and sources."""

from __future__ import annotations

from collections.abc import Iterator

from flapplanner.anatomy import Pedicle, venous
from flapplanner.anatomy.perforators import placed_perforator
from flapplanner.bone import reported_count
from flapplanner.options.blood import supply_of
from flapplanner.options.gates import cautions
from flapplanner.options.option import DonorSite, Hanging, Option, PerforatorMark
from flapplanner.options.setting import Setting
from flapplanner.perfusion.supply import WORST_FIRST
from vascular_models import Flap, Measure, Side, Sourced


def pedicle_of(flap: Flap, side: Side, setting: Setting) -> Pedicle:
    """The flap's pedicle on one side before the events; what it takes along is not divided."""
    return setting.raised(flap, side, before_events=True).pedicle


def described(
    key: str, flap: Flap, sides: tuple[Side, ...], hanging: Pedicle, setting: Setting
) -> Option:
    """The option with all that holds of it wherever it is laid, and no gate yet."""
    side = "both" if len(sides) == 2 else sides[0]
    positions = setting.case.surgery.positions or ()
    turned = () if set(flap.harvest_positions) & set(positions) else flap.harvest_positions[:1]
    figures = _figures(key, hanging, setting)
    hung = _hanging(flap, sides[0], hanging, setting)
    of_the_limb = flap.needs_limb_sacrificed or flap.donor_site in ("thigh", "leg")
    spared = of_the_limb and setting.lost_limb == sides[0]
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
        # A pair of flaps is fed as the worse of the two is.
        supply=min((supply_of(flap, s, setting) for s in sides), key=WORST_FIRST.index),
        pedicle=hung,
        donor=DonorSite(
            site=flap.donor_site,
            closure="none needed" if spared else "direct",
            complication_percent=_spared_limb() if spared else flap.donor_complication_percent,
        ),
        complication_percent=flap.complication_percent,
        experience_count=reported_count(flap.experience, setting.case),
        perforators=tuple(_perforators(flap, sides, setting)),
        microsurgery=flap.mechanism == "free",
        through_muscle=_through_muscle(flap, hanging, setting),
        through_abdomen=flap.through_abdomen,
        crosses_stoma=flap.donor_site == "abdomen"
        and not set(sides).isdisjoint(setting.case.history.stoma),
        stages=flap.stages,
        extra_positions=turned,
        cautions=tuple(cautions(flap, sides, hung, setting)),
        estimated=tuple(f"{place}: {figure.gap}" for place, figure in figures if figure.gap),
        sources=tuple(sorted({source for _, figure in figures for source in figure.source})),
    )


# Deeper below the plane of the chart than this, a perforator lies on another face of the body.
DEEPEST_MM = 100.0


def _perforators(flap: Flap, sides: tuple[Side, ...], setting: Setting) -> Iterator[PerforatorMark]:
    """Where the flap's perforators are looked for, as far as the chart shows them."""
    if flap.skin_supply is None:
        return
    anatomy, name = setting.anatomy, flap.skin_supply.perforator
    perforator = setting.atlas.perforators[name]
    for side in sides:
        placed = placed_perforator(name, side, anatomy.atlas, anatomy.places, anatomy.length_ratio)
        seen = anatomy.chart.seen(placed.point_mm)
        if seen.depth_mm <= DEEPEST_MM:
            yield PerforatorMark(
                title=f"{perforator.title}, {side}",
                at_mm=seen.uv,
                spread_mm=placed.spread_mm,
                number=perforator.number_count.in_words(),
            )


def _through_muscle(flap: Flap, hanging: Pedicle, setting: Setting) -> bool:
    """Whether a vessel of the pedicle runs in a muscle that the flap does not take along."""
    if "muscle" in flap.tissue:
        return False
    named = setting.vessels_named
    courses = {one["course"] for name in hanging.vessels for one in named.get(name, ())}
    return "intramuscular" in courses


def _spared_limb() -> Measure:
    return Measure(value=0, unit="percent", gap="the limb is lost to the resection in any case")


def _hanging(flap: Flap, side: Side, hanging: Pedicle, setting: Setting) -> Hanging:
    usual = setting.raised(flap, side, before_events=True)
    start, first = (venous(node) for node in hanging.nodes[:2])
    vein = setting.before(flap, side).veins.edges[first, start]
    return Hanging(
        vessels=hanging.vessels,
        length_mm=hanging.length_mm,
        start_diameter_mm=hanging.start_diameter_mm,
        vein_diameter_mm=vein["diameter_mm"],
        branches_divided=hanging.branches_divided,
        single_points_of_failure=usual.feeding.alone,
    )


def _figures(key: str, hanging: Pedicle, setting: Setting) -> list[tuple[str, Sourced]]:
    """The figures this option stands on: the flap's own and those of its pedicle's vessels.

    Those of a vessel that a variant lays out stand with the variant.
    """
    named = setting.vessels_named
    used = sorted({one["vessel"] for name in hanging.vessels for one in named.get(name, ())})
    layouts = {layout.variant for layout in setting.anatomy.variants}
    own = {v for v in layouts if not set(used).isdisjoint(setting.atlas.variants[v].vessels)}
    entries = [
        f"flaps.{key}",
        *(f"vessels.{vessel}" for vessel in used if vessel in setting.atlas.vessels),
        *(f"variants.{variant}" for variant in sorted(own)),
    ]
    return [figure for entry in entries for figure in setting.atlas.figures_of(entry)]
