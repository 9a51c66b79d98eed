"""Whole reconstructions of a case with all that they were made from, and cases to make them of."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st

from flapplanner.anatomy import venous
from flapplanner.bone import FixationAdvice
from flapplanner.bone.fixation import fixation_of
from flapplanner.bone.ring import ring_of
from flapplanner.case import Case, complete
from flapplanner.options import Option, Setting, all_options, setting_for
from flapplanner.options.skeletal import site_of
from flapplanner.perfusion import Harvest
from flapplanner.planning.candidates import Skeleton, SoftTissue, skeletons, soft_tissue
from flapplanner.planning.ideas import alike
from flapplanner.planning.judging import Figures, Scale, bounds, scale_of
from flapplanner.planning.need import Need, need_of
from flapplanner.planning.ranking import Ranked, ranked
from flapplanner.planning.reconstruction import Reconstructions
from flapplanner.planning.reconstructions import SHOWN, Made, Maker, reconstructions
from flapplanner.planning.units import Unit
from tests.given import EXAMPLES, case, defect, ligated
from vascular_models import Atlas, load_atlas

EXAMPLE_NAMES = tuple(sorted(file.stem for file in EXAMPLES.glob("*.yaml")))


@dataclass(frozen=True)
class Composed:
    """A completed case with its options, and everything that could be made of them."""

    setting: Setting

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return all_options(self.setting)

    @cached_property
    def choices(self) -> tuple[Ranked, ...]:
        soft = (one for one in self.options if one.kind == "soft_tissue")
        return ranked(soft, self.setting.case.preferences.weights)

    @cached_property
    def need(self) -> Need:
        return need_of(self.setting)

    @cached_property
    def fixation(self) -> FixationAdvice:
        case, atlas = self.setting.case, self.setting.atlas
        return fixation_of(case, ring_of(case, atlas), atlas)

    @cached_property
    def soft(self) -> tuple[SoftTissue, ...]:
        return soft_tissue(self.options, self.choices, self.need, self.setting)

    @cached_property
    def bone(self) -> tuple[Skeleton, ...]:
        return skeletons(self.options, self.setting)

    @cached_property
    def scale(self) -> Scale:
        weights = self.setting.case.preferences.weights
        return scale_of(self.setting, site_of(self.setting) is not None, weights)

    @cached_property
    def bounds(self) -> Figures:
        return bounds(self.soft, self.bone, self.scale)

    @cached_property
    def maker(self) -> Maker:
        return Maker(self.setting, self.scale, self.fixation, self.options)

    @cached_property
    def made(self) -> tuple[Made | None, ...]:
        """Every pair of soft tissue and bone, in the order in which the search numbers them."""
        return tuple(self.maker.make(*pair) for pair in product(self.soft, self.bone))

    @cached_property
    def found(self) -> Reconstructions:
        return reconstructions(self.options, self.choices, self.need, self.fixation, self.setting)

    @cached_property
    def shown(self) -> tuple[Made, ...]:
        """What the search shows, with how the parts hang."""
        by_name = {one.value.name: one for one in self.made if one}
        return tuple(by_name[one.name] for one in self.found.found)

    def option(self, key: str) -> Option:
        """An option by its key, or a filler that would be buried."""
        every = (*self.options, *(o for one in self.soft for o in one.options))
        return next(one for one in every if one.key == key)

    def enumerated(self) -> list[list[Made]]:
        """All that can be had, the best first, grouped by what they share; the groups shown."""
        there = [one for one in self.made if one]
        there.sort(key=lambda one: -one.value.score)
        groups: dict[tuple[str, ...], list[Made]] = {}
        for one in there:
            groups.setdefault(alike(one.value), []).append(one)
        return list(groups.values())[:SHOWN]


def composed(stated: Case, atlas: Atlas | None = None) -> Composed:
    return Composed(setting_for(complete(stated).case, atlas or load_atlas()))


@cache
def composed_example(name: str) -> Composed:
    return composed(Case.load(EXAMPLES / f"{name}.yaml"))


def stated(atlas: Atlas | None = None, **changes: Any) -> Composed:
    """A case by its parts, as in `tests.given`."""
    return _stated(json.dumps(changes, sort_keys=True), atlas)


@cache
def _stated(changes: str, atlas: Atlas | None) -> Composed:
    return composed(case(**json.loads(changes)), atlas)


# Cases that a surgeon could meet: what is resected, what goes with it, and from where it is done.
SIZES = st.sampled_from([None, (90, 60), (150, 110), (240, 170), (340, 260)])
LIGATED: tuple[list[tuple[str, str]], ...] = (
    [],
    [("internal_iliac_artery", "both")],
    [("internal_iliac_artery", "right")],
    [("superior_gluteal_artery", "right"), ("internal_iliac_artery", "left")],
    [("external_iliac_artery", "right"), ("internal_iliac_artery", "right")],
)
# Region, side, level, with ilium, lost limb.
RESECTED = (
    ("sacral", "midline", "below_s3", False, "none"),
    ("sacral", "midline", "s2_s3", False, "none"),
    ("sacral", "midline", "s1_s2", False, "none"),
    ("sacral", "midline", "total", False, "none"),
    ("iliosacral", "right", "hemisacrectomy", False, "none"),
    ("iliosacral", "left", "hemisacrectomy", False, "none"),
    ("hemipelvis", "right", "hemisacrectomy", True, "none"),
    ("hemipelvis", "right", "hemisacrectomy", True, "right"),
    ("hemipelvis", "left", "none", True, "left"),
    ("lumbosacral", "midline", "none", False, "none"),
)
APPROACHES = (
    ("posterior", ["prone"]),
    ("anterior_posterior", ["supine", "prone"]),
    ("anterior_posterior", ["prone", "lateral"]),
    ("anterior", ["supine"]),
    ("lateral", ["lateral"]),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    region, side, level, ilium, limb = draw(st.sampled_from(RESECTED))
    size = draw(SIZES)
    skin: dict[str, Any] = {"shape": "none"}
    if size:
        skin = {"shape": "ellipse", "length_mm": size[0], "width_mm": size[1]}
    approach, positions = draw(st.sampled_from(APPROACHES))
    bridged = draw(st.sampled_from([None, None, 0.0, 0.8, 1.3]))
    found = {
        "region": region,
        "side": side,
        "resection": {"level": level, "ilium": ilium, "l5": draw(st.booleans())},
        "skin": skin,
        "cavity_ml": draw(st.sampled_from([0, 250, 900])),
        "exposed": draw(st.sampled_from([[], ["dura"], ["bowel", "implant"]])),
    }
    leaves_a_gap = ilium or level in ("s1_s2", "total", "hemisacrectomy")
    if bridged is not None and leaves_a_gap:
        found["bone_gap_mm"] = bridged * (150 if ilium else 90)
    history: dict[str, Any] = {
        "stoma": draw(st.sampled_from([[], ["left"], ["left", "right"]])),
        "radiation": draw(st.sampled_from([[], [{"field": "sacrum"}]])),
    }
    if earlier := draw(st.sampled_from([None, None, None, "vram", "sgap", "fibula_free"])):
        history["earlier_flaps"] = [{"flap": earlier, "side": "left"}]
    return case(
        defect=defect(**found),
        patient={
            "sex": draw(st.sampled_from(["female", "male"])),
            "stature_mm": draw(st.sampled_from([1500, 1700, 1900])),
            "mass_kg": draw(st.sampled_from([50, 80, 130])),
        },
        vessels=[ligated(*one) for one in draw(st.sampled_from(LIGATED))],
        history=history,
        surgery={
            "approach": approach,
            "positions": positions,
            "limb_sacrificed": limb,
            "microsurgery": draw(st.sampled_from([None, None, False])),
        },
    )


# What is held against `together` without asking it: every cut of every unit made on one body.


def raised_at_once(units: Sequence[Unit]) -> list[Harvest]:
    return [one for unit in units for one in unit.harvests]


def starved(one: Harvest, others: Sequence[Harvest], dead: Collection[str] = ()) -> list[str]:
    """What of a flap loses its blood when all the others are raised with it, in words.

    `dead` are nodes that are gone as well, with all vessels at them.
    """
    gone = {*dead, *(venous(node) for node in dead)}
    ways = {way for way in one.after.passages.vessels if not gone.isdisjoint(way)}
    left = one.after.without(ways.union(*(other.cuts for other in others)))
    hilum = one.pedicle.nodes[-1]
    fed = {end for end in one.feeding.ends if one.after.supplies[end] == "axial"} | {hilum}
    unfed = [f"{end} is not fed" for end in sorted(fed) if left.supplies[end] != "axial"]
    return unfed + ([] if venous(hilum) in left.drained else [f"{hilum} is not drained"])


def shared(one: Harvest, other: Harvest) -> list[str]:
    """What two flaps would both have: tissue, vessels that move, the vessel they are joined to."""
    both = [f"{node} moves with both" for node in sorted(one.nodes & other.nodes)]
    if one.recipient and one.recipient == other.recipient:
        both.append(f"both are joined to {one.recipient}")
    return both


def wrongs(units: Sequence[Unit]) -> list[str]:
    """Everything that stands against raising these units on one body."""
    raised = raised_at_once(units)
    found = []
    for one in raised:
        found += starved(one, [other for other in raised if other is not one])
    for one, other in combinations(raised, 2):
        found += shared(one, other)
    flaps = {(o.flap, side) for unit in units for o in unit.options for side in o.sides}
    for unit in units:
        for to in (option.recipient for option in unit.options if option.recipient):
            if to.carried_by and ((to.carried_by, to.side) not in flaps or not unit.carried_by):
                found.append(f"{to.title} is carried by nothing that is raised")
    return found
