"""Variants of the vessels that would change the plan, and so are worth looking for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

import networkx as nx

from flapplanner.anatomy import Layout, downstream, node_name, of_kinds, under_variants, upstream
from flapplanner.anatomy.variants import clash
from flapplanner.case import PresentVariant, Weights
from flapplanner.options import Option, Reach, Setting, Value
from flapplanner.options.blood import blood_gates, vital_gates
from flapplanner.options.description import pedicle_of
from flapplanner.planning.ranking import Ranked, judge, on_either_side, score, swapped
from vascular_models import Measure, Side

# The choices a variant is held against: those a surgeon would weigh.
CHOICES = 3


class VariantEffect(Value):
    """A variant that would change the plan, how often it is seen, and what shows it."""

    variant: str
    title: str
    side: str
    frequency_percent: Measure
    found_by: str
    changes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The variant in one sentence, with what to do about it."""
        sides = {"midline": "", "either": " on either side"}
        side = sides.get(self.side, f" on the {self.side}")
        often = self.frequency_percent.in_words()
        return (
            f"{self.title[:1].upper()}{self.title[1:]}{side}, seen in {often}: "
            f"{' '.join(self.changes)} "
            f"It is confirmed or ruled out by {self.found_by}."
        )


def variants_that_matter(
    soft: Sequence[Ranked], bone: Sequence[Ranked], setting: Setting, weights: Weights
) -> tuple[VariantEffect, ...]:
    """The variants, not stated in the case, under which one of the first choices would change.

    A choice changes when it loses its blood, would take the blood of a part that has to live, no
    longer reaches, or gives up the first rank for want of spare reach. Geometry is not searched
    anew: under another layout the same paddle hangs on a longer or shorter pedicle.
    """
    found = []
    for name, variant in setting.atlas.variants.items():
        sides: tuple[Side, ...] = ("right", "left") if variant.side == "paired" else ("midline",)
        for side in sides:
            layout = Layout(name, side)
            if any(clash(layout, other, setting.atlas) for other in setting.anatomy.variants):
                continue
            changes = tuple(dict.fromkeys(_changes(layout, soft, bone, setting, weights)))
            if changes:
                found.append(
                    VariantEffect(
                        variant=name,
                        title=variant.title,
                        side=side,
                        frequency_percent=variant.frequency_percent,
                        found_by=variant.found_by,
                        changes=changes,
                    )
                )
    return tuple(sorted(_twins_joined(found), key=lambda one: -one.frequency_percent.central))


def _twins_joined(effects: Sequence[VariantEffect]) -> Iterator[VariantEffect]:
    """Right and left in one where a variant does the same on either side."""
    kept: dict[str, VariantEffect] = {}
    for effect in effects:
        twin = kept.get(effect.variant)
        if twin and tuple(map(swapped, twin.changes)) == effect.changes:
            changes = tuple(map(on_either_side, twin.changes))
            kept[effect.variant] = twin.model_copy(update={"side": "either", "changes": changes})
        else:
            kept[effect.variant if twin is None else f"{effect.variant} {effect.side}"] = effect
    yield from kept.values()


def _changes(
    layout: Layout,
    soft: Sequence[Ranked],
    bone: Sequence[Ranked],
    setting: Setting,
    weights: Weights,
) -> Iterator[str]:
    other: Setting | None = None
    for choices in (soft[:CHOICES], bone[:CHOICES]):
        for choice in choices:
            for side in _sides(choice.option):
                if not _touches(layout, choice.option, side, setting):
                    continue
                other = other or _under(layout, setting)
                yield from _change(choice, side, choices, other, weights)


def _sides(option: Option) -> tuple[Side, ...]:
    return ("right", "left") if option.either_side else option.sides


def _under(layout: Layout, setting: Setting) -> Setting:
    """The same case with one more variant present."""
    present = PresentVariant.model_validate({"variant": layout.variant, "side": layout.side})
    variants = (*setting.case.variants, present)
    case = setting.case.model_copy(update={"variants": variants})
    return Setting(case, under_variants(setting.anatomy, case))


def _touches(layout: Layout, option: Option, side: Side, setting: Setting) -> bool:
    """Whether a variant lays out vessels that this option, or a vital part near it, hangs on."""
    variant = setting.atlas.variants[layout.variant]
    own = {*variant.without, *variant.vessels}
    ways = setting.anatomy.intact.edges
    near = _upstream(option, side, setting)
    return any(ways[way]["vessel"] in own and ways[way]["side"] == layout.side for way in near)


def _upstream(option: Option, side: Side, setting: Setting) -> set[tuple[str, str]]:
    """The arteries on the way to a flap, and to what is vital and could miss them."""
    key = ("upstream", option.flap, side)
    if key not in setting.found:
        flap = setting.atlas.flaps[option.flap]
        usual = setting.usual
        start, hilum = (node_name(setting.atlas, n, side) for n in (flap.start, flap.hilum))
        fed = {hilum, *filter(usual.is_vital, downstream(_arterial(setting), [start]))}
        nodes = upstream(usual.arteries, fed)
        setting.found[key] = set(usual.arteries.in_edges(nodes))
    found: set[tuple[str, str]] = setting.found[key]
    return found


def _arterial(setting: Setting) -> nx.DiGraph[str]:
    """All arteries and links of the body, in the direction in which the atlas draws them."""
    if "arterial" not in setting.found:
        graph = setting.anatomy.intact
        setting.found["arterial"] = of_kinds(graph, "axial", "choke", "anastomosis")
    found: nx.DiGraph[str] = setting.found["arterial"]
    return found


def _change(
    choice: Ranked, side: Side, choices: Sequence[Ranked], other: Setting, weights: Weights
) -> Iterator[str]:
    option = choice.option
    flap = other.atlas.flaps[option.flap]
    name = f"{option.short}, {side}" if side != "midline" else option.short
    gates = blood_gates(flap, (side,), other) or list(vital_gates(flap, (side,), other))
    if gates:
        yield from (f"{name}: {gate.sentence}" for gate in gates)
        return
    if option.reach is None or option.mechanism in ("advancement", "rotation"):
        return
    shorter = option.pedicle.length_mm - pedicle_of(flap, side, other).length_mm
    margin = option.reach.margin_mm - shorter
    if margin < 0:
        yield f"{name}: {shorter:.0f} mm shorter, it would fall {ceil(-margin)} mm short."
    elif choice.rank == 1 and len(choices) > 1 and not option.either_side:
        reach = Reach.between(option.reach.free_length_mm - shorter, option.reach.needed_length_mm)
        left = score(judge(option.model_copy(update={"reach": reach}), weights))
        if left < choices[1].score:
            yield (
                f"{name}: {shorter:.0f} mm shorter, it would come after {choices[1].option.name}."
            )
