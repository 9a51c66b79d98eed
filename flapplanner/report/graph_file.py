"""The vascular graph of the reference body as a file: GraphML or JSON, sources included."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from math import sqrt
from typing import Any, Literal

import networkx as nx

from flapplanner.anatomy import node_label, node_name, vascular_graph, venous
from vascular_models import Atlas, Measure, Side, Sourced, vein_name

Form = Literal["graphml", "json"]
SIDES: tuple[Side, ...] = ("right", "left", "midline")
STANDING = ("low", "high", "sd", "n", "gap", "note")


def graph_text(atlas: Atlas, form: Form) -> str:
    """The graph of `sourced_graph` as networkx writes it; the same atlas gives the same bytes.

    It reads back as it was: GraphML with `networkx.read_graphml`, JSON with
    `networkx.node_link_graph(data, edges="edges")`.
    """
    graph = sourced_graph(atlas)
    if form == "json":
        data = nx.node_link_data(graph, edges="edges")
        return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    written = BytesIO()
    nx.write_graphml_xml(graph, written)
    return written.getvalue().decode("utf-8").rstrip() + "\n"


def sourced_graph(atlas: Atlas) -> nx.DiGraph[str]:
    """The vessels and beds of both sides, and what each figure stands on, all as plain values.

    Beside an attribute such as `length_mm` stand its `length_mm_low`, `_high`, `_sd` and `_n`,
    the keys of its sources (`length_mm_source`, parted by spaces), or how it was estimated
    (`length_mm_gap`). Nodes have a `label` and, where the atlas places them, `x_mm`, `y_mm` and
    `z_mm` in the body frame.

    >>> from vascular_models import load_atlas
    >>> graph = sourced_graph(load_atlas())
    >>> graph.edges["internal_iliac_division_left", "superior_gluteal_exit_left"][
    ...     "diameter_mm_source"
    ... ]
    'gabryszuk2024_sga'
    """
    graph = vascular_graph(atlas)
    graph.graph |= {
        "name": "arteries, beds and veins of the reference body",
        "edition": atlas.edition,
        "sha256": atlas.digest,
        "stature_mm": atlas.body["reference_stature_mm"].central,
    }
    for start, end, data in list(graph.edges(data=True)):
        for attribute, figure in _figures(graph, start, end, atlas).items():
            data |= _standing(attribute, figure)
    for node, data in graph.nodes(data=True):
        data["label"] = node_label(node)
    for side in SIDES:
        _place(graph, side, atlas)
    return graph


def _figures(
    graph: nx.DiGraph[str], start: str, end: str, atlas: Atlas
) -> Mapping[str, Measure | None]:
    """The figures of the atlas behind the attributes of one edge."""
    data = graph.edges[start, end]
    name = data["vessel"]
    if data["kind"] == "bed":
        return {"mass_g": atlas.nodes[name.removesuffix("_bed")].mass_g}
    artery = _artery_of(name, graph.get_edge_data(_arterial(end), _arterial(start)), atlas)
    vessel = atlas.vessels[artery or name]
    perforators = (p for p in atlas.perforators.values() if p.vessel == (artery or name))
    counts = [perforator.number_count for perforator in perforators]
    diameter = vessel.diameter_mm
    if artery and vessel.veins:
        diameter = vessel.veins.diameter_mm
        counts += [vessel.veins.number_count] if vessel.veins.number_count else []
    elif artery:
        diameter = _by_cross_section(vessel.diameter_mm, atlas)
    number = _together(counts, data["number"])
    return {"length_mm": vessel.length_mm, "diameter_mm": diameter, "number": number}


def _arterial(node: str) -> str:
    return node.removesuffix(venous(""))


def _artery_of(vein: str, beside: Mapping[str, Any] | None, atlas: Atlas) -> str | None:
    """The artery beside a vein, if the vein is the one that runs with it."""
    if beside is None or beside["kind"] != "axial":
        return None
    artery: str = beside["vessel"]
    return artery if vein_name(artery, atlas.vessels[artery]) == vein else None


def _by_cross_section(artery: Measure, atlas: Atlas) -> Measure:
    ratio = atlas.body["vein_to_artery_cross_section_ratio"]
    return Measure(
        value=artery.central * sqrt(ratio.central),
        unit="mm",
        source=tuple(dict.fromkeys((*artery.source, *ratio.source))),
        gap="from the artery's calibre and vein_to_artery_cross_section_ratio",
    )


def _together(counts: Sequence[Measure], number: float) -> Measure | None:
    """How many vessels run side by side, by what the counts of perforators and veins stand on."""
    if not counts or (len(counts) == 1 and counts[0].central == number):
        return counts[0] if counts else None
    keys = dict.fromkeys(key for count in counts for key in count.source)
    gaps = dict.fromkeys(count.gap for count in counts if count.gap)
    return Measure(value=number, unit="count", source=tuple(keys), gap="; ".join(gaps) or None)


def _standing(attribute: str, figure: Sourced | None) -> dict[str, Any]:
    if figure is None:
        return {}
    parts = {part: getattr(figure, part, None) for part in STANDING}
    parts["source"] = " ".join(figure.source) or None
    return {f"{attribute}_{part}": value for part, value in parts.items() if value is not None}


def _place(graph: nx.DiGraph[str], side: Side, atlas: Atlas) -> None:
    for name, node in atlas.nodes.items():
        if node.landmark is None or (node.side == "midline") != (side == "midline"):
            continue
        landmark = atlas.landmarks[node.landmark]
        x, y, z = landmark.point_mm
        point = {"x_mm": -x if side == "left" else x, "y_mm": y, "z_mm": z}
        place = node_name(atlas, name, side)
        for one in (place, venous(place)):
            if one in graph:
                graph.nodes[one].update(point | _standing("place", landmark))
