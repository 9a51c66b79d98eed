"""Whole reconstructions: every composition of soft tissue and bone, the best that can be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from flapplanner.anatomy import listed
from flapplanner.bone import FixationAdvice
from flapplanner.options import Option, Setting
from flapplanner.options.skeletal import site_of
from flapplanner.planning.candidates import Skeleton, SoftTissue, skeletons, soft_tissue
from flapplanner.planning.course import course_of
from flapplanner.planning.donor_side import donor_side
from flapplanner.planning.fallback import fallback_of
from flapplanner.planning.ideas import alike, also
from flapplanner.planning.judging import Scale, bounds, figures_together, scale_of, standing_in
from flapplanner.planning.need import Need
from flapplanner.planning.ranking import Ranked
from flapplanner.planning.reconstruction import (
    GapFound,
    Reconstruction,
    Reconstructions,
    Refused,
    Share,
)
from flapplanner.planning.search import best
from flapplanner.planning.together import together
from flapplanner.planning.units import Clash, Unit

SHOWN = 8
REFUSED = 4
MOST_MADE = 1500


@dataclass(frozen=True)
class Made:
    """A reconstruction that can be had, and how its parts hang."""

    value: Reconstruction
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Maker:
    """Makes the reconstruction of one pair of soft tissue and bone, or notes why it cannot be."""

    setting: Setting
    scale: Scale
    fixation: FixationAdvice
    options: tuple[Option, ...]
    refused: dict[frozenset[str], Refused] = field(default_factory=dict)

    def make(self, soft: SoftTissue, bone: Skeleton) -> Made | None:
        """The reconstruction without rank and lifeboat; None where its parts clash."""
        options = [*soft.options, *((bone.option,) if bone.option else ())]
        units = together(options, self.setting)
        if isinstance(units, Clash):
            if not units.without_recipient:
                note = Refused(one=units.one, other=units.other, reasons=units.reasons)
                self.refused.setdefault(_flaps(units), note)
            return None
        course = course_of(units, bone.implant, self.setting)
        figures = figures_together(soft, bone, units, course, self.scale)
        criteria = self.scale.criteria(figures, standing_in(soft, bone))
        placed = [option for unit in units for option in unit.options]
        value = Reconstruction(
            rank=0,
            score=sum(one.contribution for one in criteria),
            name=_name(options, bone),
            shares=tuple(_shares(placed, self.setting)),
            built=bone.built,
            donor_side=donor_side(bone.option, self.options, self.setting),
            coverage_fraction=soft.coverage_fraction,
            fill_fraction=soft.fill_fraction,
            laid=soft.laid,
            joins=tuple(_joins(units)),
            course=course,
            fixation=self.fixation.beside(bone.built is not None),
            criteria=criteria,
            cautions=tuple(_cautions(placed, bone, course.added_positions)),
        )
        return Made(value, units)


def reconstructions(
    options: Sequence[Option],
    choices: Sequence[Ranked],
    need: Need,
    fixation: FixationAdvice,
    setting: Setting,
) -> Reconstructions:
    """The best compositions of the options that no gate and no conflict forbids.

    `choices` are the soft-tissue options in their order; the lifeboats come from them.

    Those of the same flaps in the same construct on other sides are counted as one. No composition
    that is left out scores higher than the last one found (see `search.best`).
    """
    soft = soft_tissue(options, choices, need, setting)
    bone = skeletons(options, setting)
    weights = setting.case.preferences.weights
    scale = scale_of(setting, site_of(setting) is not None, weights)
    if not soft:
        return Reconstructions(found=(), considered=0, made=0, complete=True)
    most = bounds(soft, bone, scale)
    maker = Maker(setting, scale, fixation, tuple(options))

    def make(number: int) -> tuple[float, Made] | None:
        row, column = divmod(number, len(bone))
        found = maker.make(soft[row], bone[column])
        return None if found is None else (found.value.score, found)

    done = best(most.ravel().tolist(), make, SHOWN, MOST_MADE, lambda one: alike(one.value))
    return Reconstructions(
        found=tuple(
            first.value.model_copy(
                update={
                    "rank": rank,
                    "also": also(first.value, [one.value for one in others]),
                    "fallback": fallback_of(first.units, choices, options, setting),
                }
            )
            for rank, (first, *others) in enumerate(done.found, start=1)
        ),
        refused=tuple(maker.refused.values())[:REFUSED],
        considered=len(soft) * len(bone),
        made=done.made,
        complete=done.complete,
    )


def _flaps(clash: Clash) -> frozenset[str]:
    """The two that clash, whatever their sides and whatever is built of them."""
    return frozenset(name.partition(",")[0] for name in (clash.one, clash.other))


def gap_found(setting: Setting) -> GapFound | None:
    """The gap of this case as a plan tells it; None where none is to be bridged."""
    site = site_of(setting)
    if site is None:
        return None
    missing = site.missing
    return GapFound(
        title=missing.title,
        sides=missing.sides,
        length_mm=missing.length_mm,
        measured_mm=missing.measured_mm,
        stated=missing.stated_mm is not None,
    )


def _name(options: Sequence[Option], bone: Skeleton) -> str:
    parts = [option.name for option in options]
    if bone.built is not None and bone.option is None:
        parts.append(f"{bone.built.material_title}, {bone.built.short}")
    return " + ".join(parts) or "direct closure"


def _shares(options: Sequence[Option], setting: Setting) -> Iterator[Share]:
    for option in options:
        yield Share(
            key=option.key,
            flap=option.flap,
            hilum=setting.atlas.flaps[option.flap].hilum,
            name=option.name,
            role=_role(option),
            buried=option.buried,
            recipient=option.recipient,
            # One of a pair does not reach all of the defect alone.
            reach=option.reach if option.feasible else None,
        )


def _role(option: Option) -> Literal["covers", "fills", "bridges"]:
    if option.kind == "bone":
        return "bridges"
    return "fills" if option.coverage_fraction is None else "covers"


def _joins(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        names = listed([option.name for option in unit.options])
        if unit.shared_at:
            serve = "one anastomosis serves all of it" if unit.free else "it stays on its pedicle"
            yield f"{names} hang together from the {unit.shared_at}: one chimeric flap; {serve}."
        if unit.carried_by:
            yield f"{names} hangs on the distal end of {unit.carried_by}: a flow-through flap."


def _cautions(options: Sequence[Option], bone: Skeleton, added: Sequence[str]) -> Iterator[str]:
    if bone.implant:
        yield from bone.implant.cautions
    for option in options:
        carried = option.recipient and option.recipient.carried_by
        for caution in option.cautions:
            if not (carried and caution.startswith("Its recipient vessels are brought")):
                yield f"{option.name}: {caution}"
    if added:
        yield f"The patient is turned further than the resection takes: {listed(list(added))}."
