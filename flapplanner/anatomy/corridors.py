"""Surgical corridors: the ways through the body that a case leaves open, and their lengths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from math import dist

import networkx as nx

from flapplanner.anatomy.chart_plane import Point3
from flapplanner.anatomy.names import SIDES, sided
from flapplanner.geometry.surface.geodesics import geodesic_path
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.nearest import nearest
from vascular_models import Atlas, Side

CONDITION_WORDS = {
    "anterior_approach": "an anterior approach",
    "sacral_window": "a resection of the sacrum that opens a window to the back",
    "limb_sacrificed": "an external hemipelvectomy",
}


@dataclass(frozen=True)
class Route:
    """A way from one place to an opening into the defect, with its length [mm]."""

    places: tuple[str, ...]
    length_mm: float

    @property
    def opening(self) -> str:
        """Where it comes out."""
        return self.places[-1]


def corridor_graph(
    atlas: Atlas, places: Mapping[str, Point3], conditions: frozenset[str], skin: Mesh
) -> nx.Graph[str]:
    """The corridors as a graph of places.

    Every edge has `length_mm`, straight between its ends or along the skin as the atlas says, and
    `closed_for`: the conditions it still needs, empty when it is open. A condition met on one side
    only carries that side as a suffix (`limb_sacrificed_right`).
    """
    graph: nx.Graph[str] = nx.Graph()
    for corridor in atlas.corridors.values():
        sides: tuple[Side, ...] = SIDES if corridor.side == "paired" else ("midline",)
        for side in sides:
            start, end = (
                sided(name, side, atlas.landmarks[name].side == "right")
                for name in (corridor.start, corridor.end)
            )
            missing = frozenset(
                condition
                for condition in corridor.opens_with
                if not conditions & {condition, f"{condition}_{side}"}
            )
            length = dist(places[start], places[end])
            if corridor.runs == "along_skin":
                length = along_skin_mm(skin, places[start], places[end])
            graph.add_edge(start, end, length_mm=length, closed_for=missing)
    return graph


def along_skin_mm(skin: Mesh, start: Point3, end: Point3) -> float:
    """The way under the skin between two places of the body (3,) [mm], never below the straight.

    It is as long as the shortest way over the surface between the points of it nearest to both
    ends; their depths are not added. The body is its own mirror image, so a way on the left is
    looked up on the right.
    """
    mirror = (-1.0 if start[0] + end[0] < 0 else 1.0, 1.0, 1.0)
    ends = sorted(tuple(float(value) for value in place * mirror) for place in (start, end))
    return max(_over_surface_mm(skin, *ends), dist(start, end))


@lru_cache(maxsize=64)
def _over_surface_mm(skin: Mesh, start: tuple[float, ...], end: tuple[float, ...]) -> float:
    ends = nearest(skin, [start, end]).points_mm
    return geodesic_path(skin, ends[0], ends[1]).length_mm


def open_routes(graph: nx.Graph[str], start: str, openings: frozenset[str]) -> tuple[Route, ...]:
    """The shortest open way from `start` to each opening it can reach, by opening name.

    An opening that is the start itself is reached with no way at all.
    """
    routes = [Route((start,), 0.0)] if start in openings else []
    closed = [way for way in graph.edges if graph.edges[way]["closed_for"]]
    passable: nx.Graph[str] = nx.restricted_view(graph, [], closed)
    if start in passable:
        for end in sorted(openings - {start}):
            if end in passable and nx.has_path(passable, start, end):
                path = nx.shortest_path(passable, start, end, weight="length_mm")
                length = sum(float(graph.edges[way]["length_mm"]) for way in pairwise(path))
                routes.append(Route(tuple(path), length))
    return tuple(routes)


def what_would_open(
    graph: nx.Graph[str], start: str, openings: frozenset[str]
) -> tuple[str, ...] | None:
    """The fewest conditions, in words, that would open a way; None when there is none at all."""
    ends = openings & set(graph)
    if start not in graph or not ends:
        return None
    closed = {way: graph.edges[way]["closed_for"] for way in graph.edges}
    conditions = sorted(frozenset[str]().union(*closed.values()))
    for count in range(len(conditions) + 1):
        for met in combinations(conditions, count):
            shut = [way for way, needs in closed.items() if not needs <= set(met)]
            passable: nx.Graph[str] = nx.restricted_view(graph, [], shut)
            if any(nx.has_path(passable, start, end) for end in ends):
                return tuple(CONDITION_WORDS[condition] for condition in met)
    return None
