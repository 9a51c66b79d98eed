"""What a reconstruction may be put together from: soft tissue on one hand, bone on the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flapplanner.anatomy import conditions_met
from flapplanner.bone import Built, built, suited
from flapplanner.options import Option, Ring, Setting, assess, assess_buried, setting_for
from flapplanner.options.skeletal import site_of
from flapplanner.planning.need import Need
from flapplanner.planning.pairs import pairs
from flapplanner.planning.ranking import Ranked

# Pairs are looked for where fewer single flaps than this cover.
ENOUGH = 3


@dataclass(frozen=True)
class SoftTissue:
    """One or more flaps that cover the missing skin and fill the hollow, or none.

    The first covers, and so does the second of a pair; a buried one only fills. `laid` are the
    paddles of a pair on the chart [mm], which lie otherwise than each would alone.
    """

    options: tuple[Option, ...]
    coverage_fraction: float | None
    fill_fraction: float | None
    laid: tuple[Ring, ...] = ()


@dataclass(frozen=True)
class Skeleton:
    """What bridges the gap: living bone, what is implanted, or nothing."""

    option: Option | None
    built: Built | None

    @property
    def implant(self) -> Built | None:
        """What bridges it without blood of its own."""
        return self.built if self.option is None else None


def soft_tissue(
    options: Sequence[Option], choices: Sequence[Ranked], need: Need, setting: Setting
) -> tuple[SoftTissue, ...]:
    """Every way of closing with the feasible options: one flap, one and a filler, or a pair.

    Those of `choices` come first, so that of two equal sides the one that is shown there is taken.
    """
    soft = [one for one in options if one.kind == "soft_tissue" and one.feasible]
    place = {choice.option.key: number for number, choice in enumerate(choices)}
    soft.sort(key=lambda one: place.get(one.key, len(place)))
    soft += through_an_added_stage(options, setting)
    alone = [_of([one], one.coverage_fraction, setting) for one in soft]
    found = [
        *alone,
        *_carried(alone, setting),
        *_filled(alone, setting),
        *_pairs(options, alone, setting),
    ]
    if not need.needed:
        found.insert(0, SoftTissue((), None, None))
    return tuple(found)


def skeletons(options: Sequence[Option], setting: Setting) -> tuple[Skeleton, ...]:
    """Every way of bridging the gap: nothing, each feasible bone, each implant."""
    site = site_of(setting)
    sides = site.missing.sides if site else ()
    bone = [one for one in options if one.kind == "bone" and one.feasible]
    # Of two equal crests that of the side on which the resection leaves the ilium whole.
    bone.sort(key=lambda one: one.donor.site == "pelvis" and one.side in sides)
    return (
        Skeleton(None, None),
        *(Skeleton(one, one.bone) for one in bone),
        *(Skeleton(None, one) for one in implants(setting)),
    )


def implants(setting: Setting) -> tuple[Built, ...]:
    """What could be implanted into the gap: allografts, printed implants, cages."""
    site = site_of(setting)
    if site is None:
        return ()
    return tuple(
        built(construct, implant, site)
        for implant in setting.atlas.implants
        for construct in suited(implant, site)
    )


def through_an_added_stage(options: Sequence[Option], setting: Setting) -> list[Option]:
    """What would be feasible if the abdomen were opened as well, where that is not planned."""
    case = setting.case
    closed = [one for one in options if any(gate.kind == "corridor" for gate in one.gates)]
    if "anterior_approach" in conditions_met(case) or not closed:
        return []
    positions = tuple(dict.fromkeys(("supine", *(case.surgery.positions or ()))))
    surgery = case.surgery.model_copy(
        update={"approach": "anterior_posterior", "positions": positions}
    )
    opened = setting_for(case.model_copy(update={"surgery": surgery}), setting.atlas)
    found = (assess(one.flap, one.side, opened) for one in closed if one.kind == "soft_tissue")
    return [
        one.model_copy(update={"key": f"{one.flap}_anterior_{one.side}", "anterior_stage": True})
        for one in found
        if one.feasible
    ]


def _of(options: Sequence[Option], coverage: float | None, setting: Setting) -> SoftTissue:
    cavity = setting.case.defect.cavity_ml
    volume = sum(option.volume_ml or 0.0 for option in options)
    fill = min(1.0, volume / cavity) if cavity else None
    return SoftTissue(tuple(options), coverage, fill)


def _carried(alone: Sequence[SoftTissue], setting: Setting) -> Iterator[SoftTissue]:
    """A free flap on the end of another, with that one, which fills what it can."""
    for one in alone:
        (cover,) = one.options
        to = cover.recipient
        if to is None or to.carried_by is None:
            continue
        carrier = assess_buried(to.carried_by, to.side, setting)
        if carrier.feasible:
            yield _of([carrier, cover], one.coverage_fraction, setting)


def _filled(alone: Sequence[SoftTissue], setting: Setting) -> Iterator[SoftTissue]:
    """A flap that leaves the cavity half empty, with a second one that only fills it."""
    hollow = [one for one in alone if one.fill_fraction is not None and one.fill_fraction < 1]
    if not hollow:
        return
    fillers = _fillers(setting)
    for one in hollow:
        cover = one.options[0]
        for filler in fillers:
            if filler.flap != cover.flap or filler.sides != cover.sides:
                yield _of([cover, filler], one.coverage_fraction, setting)


def _fillers(setting: Setting) -> tuple[Option, ...]:
    """Every flap that could be buried in the cavity and brings muscle or omentum for it."""
    atlas = setting.atlas
    found = (
        assess_buried(key, side, setting)
        for key, flap in atlas.flaps.items()
        if flap.paddle is not None and flap.bone is None and _brings_bulk(flap.tissue)
        for side in flap.sides
        if side != "both"
    )
    return tuple(one for one in found if one.feasible)


def _brings_bulk(tissue: Sequence[str]) -> bool:
    return "skin" not in tissue


def _pairs(
    options: Sequence[Option], alone: Sequence[SoftTissue], setting: Setting
) -> Iterator[SoftTissue]:
    """Two flaps that only together cover enough, where few do so alone."""
    if setting.target is None or len(alone) >= ENOUGH:
        return
    for pair in pairs(options, setting):
        found = _of(pair.options, pair.coverage_fraction, setting)
        yield replace(found, laid=pair.laid)
