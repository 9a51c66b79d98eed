"""Small bodies for the tests, drawn by hand or by hypothesis, with what a real one has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx
from hypothesis import strategies as st

from flapplanner.anatomy import HEART, venous

Way = tuple[str, str]


def body(
    arteries: Sequence[tuple[str, str] | tuple[str, str, float]],
    links: Iterable[Way] = (),
    veins: Iterable[Way] = (),
    tissue: Iterable[str] = (),
    vital: Iterable[str] = (),
) -> "nx.DiGraph[str]":
    """Arteries from the heart outward (10 mm unless told) with veins beside them, links, beds.

    Every vessel is named after the node it leads to, a link after both. Arteries are 4 mm wide
    and veins 6 mm.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for start, end, *length in arteries:
        vessel = {"length_mm": length[0] if length else 10.0, "number": 1.0, **ASIDE}
        graph.add_edge(
            start, end, kind="axial", label=f"artery to {end}", diameter_mm=4.0, **vessel
        )
        back = {"kind": "vein", "label": f"vein from {end}", "diameter_mm": 6.0}
        graph.add_edge(venous(end), venous(start), **back, **vessel)
    for start, end in veins:
        own = {"kind": "vein", "label": f"own vein from {start}", "diameter_mm": 6.0}
        graph.add_edge(venous(start), venous(end), **own, length_mm=10.0, number=1.0, **ASIDE)
    for one, other in links:
        link = {"kind": "choke", "label": f"link of {one} and {other}", "diameter_mm": 0.5}
        graph.add_edge(one, other, **link, length_mm=10.0, number=1.0, **ASIDE)
    for node in {*tissue, *vital}:
        graph.add_node(node, territory="skin", vital=node in set(vital))
        graph.add_edge(node, venous(node), kind="bed", label=f"bed of {node}", **ASIDE)
    return graph


ASIDE = {"side": "midline", "course": "subcutaneous", "vessel": "of_this_body"}


def tied(graph: "nx.DiGraph[str]", ways: Iterable[Way]) -> "nx.DiGraph[str]":
    """The same body without some of its vessels."""
    left = graph.copy()
    left.remove_edges_from(ways)
    return left


@dataclass(frozen=True)
class Drawn:
    """A body with two mirrored sides, and the names of its nodes on the right."""

    graph: "nx.DiGraph[str]"
    nodes: tuple[str, ...]
    tissue: tuple[str, ...]


def other_side(name: str) -> str:
    """The node of the same name on the other side; what lies in the middle stays."""
    stem, side, rest = name.partition("_right") if "_right" in name else name.partition("_left")
    return stem + {"_right": "_left", "_left": "_right"}.get(side, side) + rest


@st.composite
def drawn_bodies(draw: st.DrawFn, more_ways: bool = True) -> Drawn:
    """A tree of 3 to 12 arteries a side; some nodes with a second artery, links, own veins."""
    count = draw(st.integers(3, 12))
    names = [f"n{number}_right" for number in range(count)]
    whole = st.integers(1, 40).map(float)
    arteries = [(HEART, names[0], draw(whole))]
    arteries += [
        (names[draw(st.integers(0, number - 1))], names[number], draw(whole))
        for number in range(1, count)
    ]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
        lambda pair: pair[0] < pair[1]
    )
    taken = {way[:2] for way in arteries}
    second = draw(st.lists(pairs, max_size=3, unique=True)) if more_ways else []
    arteries += [
        (names[one], names[other], draw(whole))
        for one, other in second
        if (names[one], names[other]) not in taken
    ]
    taken = {way[:2] for way in arteries}
    leaves = {end for _, end, _ in arteries} - {start for start, _, _ in arteries}
    tissue = leaves | draw(st.sets(st.sampled_from(names[1:]), max_size=4))
    free = [
        (names[one], names[other])
        for one, other in draw(st.lists(pairs, max_size=6, unique=True))
        if (names[one], names[other]) not in taken
    ]
    links = [way for way in free if draw(st.booleans())]
    veins = [(end, start) for start, end in free if (start, end) not in links]
    vital = draw(st.sets(st.sampled_from(sorted(tissue)), max_size=2))

    def both(ways: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
        found = list(ways)
        return found + [tuple(other_side(name) for name in way) for way in found]

    lengths = {way[:2]: way[2] for way in arteries}
    twins = {(other_side(one), other_side(two)): mm for (one, two), mm in lengths.items()}
    graph = body(
        [(*way, mm) for way, mm in {**lengths, **twins}.items()],
        links=[(one, other) for one, other in both(links)],
        veins=[(one, other) for one, other in both(veins)],
        tissue=[*sorted(tissue), *map(other_side, sorted(tissue))],
        vital=[*sorted(vital), *map(other_side, sorted(vital))],
    )
    return Drawn(graph, tuple(names), tuple(sorted(tissue)))
