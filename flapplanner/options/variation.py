"""How far what a reach hangs on varies between bodies: the length that is free, and its pivot.

Every figure of the atlas on which a free length stands brings its own spread: its standard
deviation, or a quarter of its range. They are taken as independent, so their squares add up:

    sd = sqrt(sum of sd_i^2)

No joint figures were published. Where lengths go together (a long trunk with long branches) the
true spread is wider, where one makes up for the other it is narrower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import hypot, radians, sqrt
from typing import NamedTuple

from flapplanner.anatomy import node_label, node_name, pedicle_in
from flapplanner.anatomy.perforators import placed_perforator
from flapplanner.options.description import pedicle_of
from flapplanner.options.option import Joined, Option, Value
from flapplanner.options.setting import Setting
from vascular_models import Flap, Measure, Recipient, Side


class Variation(Value):
    """How a reach varies between bodies of one stature and sex: standard deviations [mm].

    `length_sd_mm` is that of the free length, `pivot_sd_mm` that of the pivot's place in any one
    direction of the skin. `unknown` are the figures of which no spread was published: they are
    held fixed. `estimated` are those whose spread is itself an estimate of the atlas.
    """

    length_sd_mm: float
    pivot_sd_mm: float = 0.0
    unknown: tuple[str, ...] = ()
    estimated: tuple[str, ...] = ()

    @property
    def varies(self) -> bool:
        """Whether any spread was found."""
        return max(self.length_sd_mm, self.pivot_sd_mm) > 0


class _Figure(NamedTuple):
    """A figure of a reach: what it is, its spread as a share of the reach [mm], where that stands.

    The spread is None where none was published.
    """

    name: str
    sd_mm: float | None
    estimated: bool = False


def variation_of(option: Option, setting: Setting) -> Variation:
    """How the reach of an option varies: its vessels, carrier, recipient, slide or turn, pivot.

    A vein graft or a loop is cut as long as it has to be and does not vary; the patient's stature
    is known and scales all lengths alike.
    """
    flap, side = setting.atlas.flaps[option.flap], option.sides[0]
    pivot = _pivot(option, flap, side, setting)
    figures = [*_lengths(option, flap, side, setting), pivot]
    return Variation(
        length_sd_mm=hypot(*(figure.sd_mm or 0.0 for figure in figures[:-1])),
        # The spread of a place is that over the whole plane: both directions have an equal part.
        pivot_sd_mm=(pivot.sd_mm or 0.0) / sqrt(2),
        unknown=_names(figure for figure in figures if figure.sd_mm is None),
        estimated=_names(figure for figure in figures if figure.sd_mm and figure.estimated),
    )


def _names(figures: Iterable[_Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(figure.name for figure in figures))


def _figure(name: str, measure: Measure, mm: float) -> _Figure:
    """A measure of which one unit makes so many millimetres of reach."""
    found = measure.spread
    return _Figure(name, None if found is None else found * mm, measure.gap is not None)


def _lengths(option: Option, flap: Flap, side: Side, setting: Setting) -> Iterator[_Figure]:
    ratio = setting.anatomy.length_ratio
    if slides := flap.advancement or flap.keystone:
        yield _figure("how far it slides", slides.distance_mm, 1.0)
    elif turns := flap.rotation or flap.transposition:
        assert option.reach is not None
        limit = radians(turns.max_turn_deg.central)
        radius_mm = option.reach.free_length_mm / limit
        yield _figure("how far it turns", turns.max_turn_deg, radians(1.0) * radius_mm)
    elif spins := flap.propeller:
        yield _figure("length cleared of its perforator", spins.free_length_mm, 1.0)
        # Two blades share what the longest propeller leaves.
        yield _figure("length of the longest propeller", spins.max_length_mm, ratio / 2)
    else:
        yield from _vessels(_pedicle_nodes(flap, side, setting), setting)
        if option.recipient is not None:
            yield from _vessels(_turned_nodes(option.recipient, setting), setting)
        reach = option.reach
        if reach is not None and reach.carrier_mm > 0 and flap.paddle is not None:
            assert flap.paddle.axial_length_mm is not None
            yield _figure("length of tissue that carries it", flap.paddle.axial_length_mm, ratio)


def _pedicle_nodes(flap: Flap, side: Side, setting: Setting) -> tuple[str, ...]:
    if flap.mechanism == "free":
        return setting.raised(flap, side).pedicle.nodes
    return pedicle_of(flap, side, setting).nodes


def _turned_nodes(joined: Joined, setting: Setting) -> tuple[str, ...]:
    """The recipient's own vessels that are turned towards the defect."""
    recipient = _recipient(joined, setting)
    if recipient.cut is None:
        return ()
    start, cut = (node_name(setting.atlas, x, joined.side) for x in (recipient.node, recipient.cut))
    return pedicle_in(setting.vessels.arteries, start, cut).nodes


def _recipient(joined: Joined, setting: Setting) -> Recipient:
    return next(
        one
        for one in setting.atlas.recipients.values()
        if f"{joined.side} {one.title}" == joined.title
    )


def _vessels(nodes: tuple[str, ...], setting: Setting) -> Iterator[_Figure]:
    for way in pairwise(nodes):
        vessel = setting.anatomy.intact.edges[way]
        measure = _length_measure(vessel["vessel"], vessel["side"], setting)
        yield _figure(f"length of the {vessel['label']}", measure, setting.anatomy.length_ratio)


def _length_measure(vessel: str, side: Side, setting: Setting) -> Measure:
    """The length as this body has it: by a variant that lays the vessel out, else the usual one."""
    for layout in setting.anatomy.variants:
        own = setting.atlas.variants[layout.variant].vessels
        if layout.side == side and vessel in own:
            return own[vessel].length_mm
    return setting.atlas.vessels[vessel].length_mm


def _pivot(option: Option, flap: Flap, side: Side, setting: Setting) -> _Figure:
    """The place it hangs on: only of perforators does the atlas know how their place varies."""
    if flap.mechanism == "advancement":
        return _Figure("its place beside the defect", 0.0)
    anatomy, supply = setting.anatomy, flap.skin_supply
    if supply is not None and _hangs_on_perforator(flap, setting):
        perforator = setting.atlas.perforators[supply.perforator]
        placed = placed_perforator(
            supply.perforator, side, anatomy.atlas, anatomy.places, anatomy.length_ratio
        )
        ways = ("along_fraction", "lateral_mm", "medial_mm", "cranial_mm", "caudal_mm")
        found = (getattr(perforator.position, way) for way in ways)
        estimated = any(measure.gap is not None for measure in found if measure is not None)
        return _Figure(f"place of the {perforator.title}", placed.spread_mm or None, estimated)
    return _Figure(f"place of the {_place(option, flap)}", None)


def _place(option: Option, flap: Flap) -> str:
    turns = flap.rotation or flap.transposition
    route = option.reach.route if option.reach is not None else ()
    return node_label(turns.base if turns else route[-1] if route else flap.start)


def _hangs_on_perforator(flap: Flap, setting: Setting) -> bool:
    """Whether its pivot is where its perforators come to the skin."""
    assert flap.skin_supply is not None
    vessel = setting.atlas.perforators[flap.skin_supply.perforator].vessel
    starts_there = setting.atlas.vessels[vessel].start == flap.start
    return flap.mechanism == "propeller" or (flap.mechanism == "island" and starts_there)
