"""The patient's vascular graph: arteries, beds and veins of both sides, built from the atlas.

Blood runs along it from `heart` through the arteries to the territories, through a `bed` into the
veins, and back to the heart's veins:

    heart -> ... -> superior_gluteal_exit_right -> upper_buttock_skin_right
                                                            | bed
    heart.vein <- ... <- superior_gluteal_exit_right.vein <- upper_buttock_skin_right.vein

Every edge has `vessel` (its key), `label` (its name in words), `side` and `kind`: `axial`,
`choke`, `anastomosis`, `vein` or `bed`. Vessels have `length_mm`, `diameter_mm`, `course` and
`number` (of parallel veins), beds have `territory` and `mass_g`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import networkx as nx

from flapplanner.anatomy.names import SIDES, label, node_label, node_name, venous
from vascular_models import Atlas, Side, Vessel, vein_name


@dataclass(frozen=True)
class Scale:
    """How the patient differs from the reference body, as ratios.

    `length` multiplies all lengths, `calibre` the diameters that the atlas knows to differ by
    sex, `mass` the tissue to be fed.
    """

    length: float = 1.0
    calibre: float = 1.0
    mass: float = 1.0


REFERENCE = Scale()


@dataclass(frozen=True)
class Layout:
    """Which variant of the atlas is present on which side."""

    variant: str
    side: Side


def vascular_graph(
    atlas: Atlas, scale: Scale = REFERENCE, variants: Iterable[Layout] = ()
) -> nx.DiGraph[str]:
    """The vessels of both sides: lengths and calibres [mm] of the patient.

    What a variant lacks is still in the graph: `with_events` takes it out, by name, like any
    vessel that is lost.

    >>> from vascular_models import load_atlas
    >>> graph = vascular_graph(load_atlas())
    >>> graph.edges["common_iliac_bifurcation_left", "internal_iliac_division_left"]["label"]
    'left internal iliac artery'
    >>> graph.edges["internal_iliac_division_left.vein", "common_iliac_bifurcation_left.vein"][
    ...     "label"
    ... ]
    'left internal iliac vein'
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    present = tuple(variants)
    numbers = _numbers(atlas)
    sides: tuple[Side, ...] = (*SIDES, "midline")
    for side in sides:
        for name, vessel in _laid_out(atlas, side, present).items():
            _add(graph, name, vessel, side, atlas, scale, numbers.get(name, 1.0))
    _add_beds(graph, atlas, scale)
    return graph


def _laid_out(atlas: Atlas, side: Side, variants: tuple[Layout, ...]) -> Mapping[str, Vessel]:
    """The vessels of one side; what a variant has of its own takes the place of the usual."""
    vessels = dict(atlas.vessels)
    for layout in variants:
        if layout.side == side:
            vessels.update(atlas.variants[layout.variant].vessels)
    midline = side == "midline"
    return {name: v for name, v in vessels.items() if (v.side == "midline") == midline}


def _add(
    graph: nx.DiGraph[str],
    name: str,
    vessel: Vessel,
    side: Side,
    atlas: Atlas,
    scale: Scale,
    number: float,
) -> None:
    start, end = (node_name(atlas, node, side) for node in (vessel.start, vessel.end))
    calibre = scale.calibre if vessel.differs_by_sex else 1.0
    edge: dict[str, Any] = {
        "vessel": name,
        "side": side,
        "label": label(name, side),
        "kind": vessel.kind,
        "course": vessel.course,
        "length_mm": vessel.length_mm.central * scale.length,
        "diameter_mm": vessel.diameter_mm.central * calibre,
        "number": number,
    }
    if vessel.kind == "vein":
        graph.add_edge(venous(start), venous(end), **edge)
        return
    graph.add_edge(start, end, **edge)
    if vessel.kind == "axial":
        veins = _veins(name, vessel, side, atlas, calibre, number)
        graph.add_edge(venous(end), venous(start), **(edge | veins))


def _numbers(atlas: Atlas) -> dict[str, float]:
    """How many run side by side where a vessel stands for perforators; others are one."""
    found: dict[str, float] = {}
    for one in atlas.perforators.values():
        found[one.vessel] = found.get(one.vessel, 0.0) + one.number_count.central
    return {vessel: max(1.0, number) for vessel, number in found.items()}


def _veins(
    name: str, vessel: Vessel, side: Side, atlas: Atlas, calibre: float, number: float
) -> dict[str, Any]:
    """What the veins that run with an artery have of their own."""
    vein = vein_name(name, vessel)
    if vessel.veins is None:
        section = atlas.body["vein_to_artery_cross_section_ratio"].central
        each, diameter = 1.0, vessel.diameter_mm.central * sqrt(section)
    else:
        count = vessel.veins.number_count
        each, diameter = count.central if count else 1.0, vessel.veins.diameter_mm.central
    return {
        "vessel": vein,
        "label": label(vein, side),
        "kind": "vein",
        "number": each * number,
        "diameter_mm": diameter * calibre,
    }


def _add_beds(graph: nx.DiGraph[str], atlas: Atlas, scale: Scale) -> None:
    for name, node in atlas.nodes.items():
        if node.territory is None:
            continue
        assert node.mass_g is not None, "the atlas gives every territory a mass"
        sides: tuple[Side, ...] = SIDES if node.side == "paired" else ("midline",)
        for side in sides:
            place = node_name(atlas, name, side)
            if place not in graph:
                continue  # only a variant's vessels lead there
            graph.add_node(place, territory=node.territory, vital=node.vital)
            graph.add_edge(
                place,
                venous(place),
                vessel=f"{name}_bed",
                side=side,
                label=f"bed of the {node_label(place)}",
                kind="bed",
                territory=node.territory,
                mass_g=node.mass_g.central * scale.mass,
            )
