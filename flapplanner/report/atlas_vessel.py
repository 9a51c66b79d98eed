"""What is known of a vessel: its course and size, and what hangs on it in the graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import networkx as nx

from flapplanner.anatomy import HEART, Layout, axial, node_name, of_kinds, vascular_graph
from flapplanner.report.atlas_words import (
    Citations,
    Part,
    Row,
    figure,
    listed,
    named,
    position_in_words,
    words,
)
from vascular_models import Atlas, Side, Vessel, vein_name

KINDS = {
    "axial": "artery",
    "choke": "choke link between territories, reduced in calibre",
    "anastomosis": "anastomosis between territories, unreduced in calibre",
    "vein": "vein that runs by itself",
}
COURSES = {"intra_abdominal": "within the abdomen", "intrapelvic": "within the pelvis"}


@dataclass(frozen=True)
class Place:
    """A vessel on the graph of the reference body, on the right side if it is paired."""

    name: str
    vessel: Vessel
    atlas: Atlas
    variant: str | None
    side: Side
    graph: nx.DiGraph[str]
    tree: nx.DiGraph[str]

    @property
    def start(self) -> str:
        """The node it comes from."""
        return node_name(self.atlas, self.vessel.start, self.side)

    @property
    def end(self) -> str:
        """The node it leads to."""
        return node_name(self.atlas, self.vessel.end, self.side)

    @property
    def beyond(self) -> set[str]:
        """The node where it ends, and all that this leads to along the arteries."""
        return {self.end, *nx.descendants(self.tree, self.end)}

    def between(self, start: str, end: str) -> tuple[str, Vessel]:
        """The vessel between two nodes, by name."""
        name = self.graph.edges[start, end]["vessel"]
        own = self.atlas.variants[self.variant].vessels if self.variant else {}
        return name, own.get(name) or self.atlas.vessels[name]


def placed(name: str, atlas: Atlas) -> Place:
    """Where a vessel runs: one of the usual layout, or one that only a variant has."""
    variant = None
    if name not in atlas.vessels:
        variant = next(key for key, entry in atlas.variants.items() if name in entry.vessels)
    vessel = atlas.variants[variant].vessels[name] if variant else atlas.vessels[name]
    side: Side = "midline" if vessel.side == "midline" else "right"
    graph = vascular_graph(atlas, variants=[Layout(variant, side)] if variant else [])
    return Place(name, vessel, atlas, variant, side, graph, axial(graph))


def on_the_right(node: str, atlas: Atlas) -> str:
    """The name in the graph of a node of the right side, or of the midline if it lies there."""
    return node_name(atlas, node, "right")


def vessel_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """What is known of a vessel, and what hangs on it."""
    place = placed(name, atlas)
    sides = "in the midline" if place.side == "midline" else "on both sides"
    title = f"{named(name)}: {KINDS[place.vessel.kind]}, {sides}"
    yield Part(title, tuple(_own(place, cited)))
    if place.vessel.kind == "axial":
        veins = words(vein_name(name, place.vessel))
        yield Part("Veins that run with it", ((veins, veins_in_words(place.vessel, atlas, cited)),))
        yield Part("Branches", tuple(_branches(place, cited)))
        yield Part("Feeds", tuple(_territories(place, cited)))
        yield Part("Links to other territories", tuple(_links(place, cited)))
        yield Part("Perforators", tuple(_perforators(place, cited)))
        yield Part("Flaps", tuple(_flaps(place)))
    yield Part("Variants", tuple(_variants(place, cited)))


def vein_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """The veins of one name, with the arteries they run with."""
    rows = tuple(
        (words(artery), f"{_way(vessel, back=True)}; {veins_in_words(vessel, atlas, cited)}")
        for artery, vessel in atlas.vessels.items()
        if vessel.kind == "axial" and vein_name(artery, vessel) == name
    )
    yield Part(f"{named(name)}: runs with", rows)


def veins_in_words(vessel: Vessel, atlas: Atlas, cited: Citations) -> str:
    """How many veins run with an artery and how wide they are, or what stands in for that."""
    if vessel.veins:
        count = vessel.veins.number_count
        number = f"number {figure(count, cited)}; " if count else ""
        return f"{number}calibre {figure(vessel.veins.diameter_mm, cited)}"
    ratio = atlas.body["vein_to_artery_cross_section_ratio"]
    wide = vessel.diameter_mm.central * sqrt(ratio.central)
    return (
        f"calibre {wide:.1f} mm, all together; estimated: no calibre was read, so their "
        f"cross-section is taken as {ratio.central:g} times the artery's{cited.mark(ratio.source)}"
    )


def size(vessel: Vessel, cited: Citations) -> str:
    """Length and calibre of a vessel."""
    return f"{figure(vessel.length_mm, cited)}; calibre {figure(vessel.diameter_mm, cited)}"


def _way(vessel: Vessel, back: bool = False) -> str:
    ends = (vessel.end, vessel.start) if back else (vessel.start, vessel.end)
    return f"from the {words(ends[0])} to the {words(ends[1])}"


def _own(place: Place, cited: Citations) -> Iterator[Row]:
    vessel = place.vessel
    yield "runs", f"{_way(vessel)}, {COURSES.get(vessel.course, words(vessel.course))}"
    if place.variant:
        yield "only in", f"the variant {named(place.variant)}"
    comes = vessel.kind == "axial" and place.start != HEART
    if comes and nx.has_path(place.tree, HEART, place.start):
        way = pairwise(nx.shortest_path(place.tree, HEART, place.start))
        yield "blood comes by", listed(place.between(*step)[0] for step in way)
    yield "length", figure(vessel.length_mm, cited)
    yield "calibre", figure(vessel.diameter_mm, cited)
    if vessel.differs_by_sex:
        yield "by sex", "its calibre scales by the female to male artery diameter ratio"


def _branches(place: Place, cited: Citations) -> Iterator[Row]:
    for node in place.tree.successors(place.end):
        if place.tree.edges[place.end, node]["side"] != "left":  # paired ones leave a trunk twice
            name, vessel = place.between(place.end, node)
            yield words(name), f"to the {words(vessel.end)}; {size(vessel, cited)}"


def _territories(place: Place, cited: Citations) -> Iterator[Row]:
    reached = place.beyond
    for name, node in place.atlas.nodes.items():
        if node.mass_g and on_the_right(name, place.atlas) in reached:
            vital = ", vital" if node.vital else ""
            yield words(name), f"{node.territory}{vital}, {figure(node.mass_g, cited)}"


def _links(place: Place, cited: Citations) -> Iterator[Row]:
    links = of_kinds(place.graph, "choke", "anastomosis")
    for start, end in links.edges:
        if place.end in (start, end):
            name, vessel = place.between(start, end)
            yield words(name), f"{vessel.kind}, {_way(vessel)}; {size(vessel, cited)}"


def _perforators(place: Place, cited: Citations) -> Iterator[Row]:
    """Its own in full; those of its branches by their number and position."""
    reached = place.beyond
    for perforator in place.atlas.perforators.values():
        carrier = place.atlas.vessels[perforator.vessel]
        own = perforator.vessel == place.name
        if own or on_the_right(carrier.start, place.atlas) in reached:
            by = "" if own else f"by the {words(perforator.vessel)}; "
            number = f"{by}number {figure(perforator.number_count, cited)}"
            where = position_in_words(perforator.position, cited)
            yield perforator.title, f"{number}; {where}"
        if own:
            yield "", f"calibre {figure(perforator.diameter_mm, cited)}"
            yield "", f"each feeds {figure(perforator.area_mm2, cited)}"


def _flaps(place: Place) -> Iterator[Row]:
    """Which flaps hang on it, and which of them another artery reaches as well."""
    without = place.tree.copy()
    without.remove_edge(place.start, place.end)
    reached, above = place.beyond, {place.start, *nx.ancestors(place.tree, place.start)}
    within: list[str] = []
    further: list[str] = []
    shared: list[str] = []
    for name, flap in place.atlas.flaps.items():
        start, hilum = (on_the_right(node, place.atlas) for node in (flap.start, flap.hilum))
        if hilum in reached:
            (within if start in above else further).append(f"{flap.short} ({name})")
            if nx.has_path(without, HEART, hilum):
                shared.append(flap.short)
    if within:
        yield "in the pedicle of", ", ".join(within)
    if further:
        yield "on the way to", ", ".join(further)
    if shared:
        yield "not alone in feeding", ", ".join(shared)
    recipients = place.atlas.recipients.values()
    joined = [r.title for r in recipients if (r.cut or r.node) == place.vessel.end]
    if joined:
        yield "as a recipient", ", ".join(joined)


def _variants(place: Place, cited: Citations) -> Iterator[Row]:
    for key, variant in place.atlas.variants.items():
        own = variant.vessels
        if place.name in own:
            here = own[place.name]
            change = f"here {_way(here)}, {here.length_mm.in_words()}"
        elif place.name in variant.without:
            change = "absent"
        elif any(other.start == place.vessel.end for other in own.values()):
            change = "its branches differ"
        else:
            continue
        often = figure(variant.frequency_percent, cited)
        yield f"{variant.title} ({key})", f"{change}; {often}; found by {variant.found_by}"
