"""Chimeric flaps: several parts, each on a leash of its own, that share one anastomosis."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import networkx as nx

from flapplanner.anatomy import HEART, AnatomyError, Pedicle, node_label, pedicle_in
from flapplanner.perfusion.vasculature import Vasculature


@dataclass(frozen=True)
class Chimera:
    """Where the parts part, which is where one anastomosis serves them all, and their leashes.

    `leashes` are in the order in which the hila were named. It is raised as
    `harvest(vessels, anastomosis, hilum, the other hila)`.
    """

    anastomosis: str
    leashes: tuple[Pedicle, ...]


def chimera(
    vessels: Vasculature, hila: Sequence[str], also: AbstractSet[str] = frozenset()
) -> Chimera:
    """The lowest common ancestor of several hila among the arteries, and the way to each from it.

    Where two arteries would serve equally, the wider is taken. Raises AnatomyError where no artery
    feeds all of them, where one lies on the way to another, and for fewer than two.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> found = chimera(body, ["femur_shaft_right", "fillet_soft_tissue_right"])
    >>> found.anastomosis, len(found.leashes)
    ('deep_femoral_origin_right', 2)
    """
    tree = vessels.arteries
    named = " and the ".join(node_label(hilum) for hilum in hila)
    if len(set(hila)) < 2:
        raise AnatomyError(f"A chimeric flap has two parts or more; named was the {named}.")
    for hilum in hila:
        if hilum not in tree:
            raise AnatomyError(f"{hilum} is not in the graph.")
    shared = set.intersection(*(nx.ancestors(tree, hilum) | {hilum} for hilum in hila)) - {HEART}
    # Of two lowest ones, networkx's own lowest_common_ancestor returns either, by chance.
    lowest = [node for node in shared if not shared.intersection(tree.successors(node))]
    if not lowest:
        raise AnatomyError(f"No artery feeds both the {named}.")
    anastomosis = max(lowest, key=lambda node: (_calibre_mm(tree, node), node))
    if anastomosis in hila:
        raise AnatomyError(f"The {node_label(anastomosis)} lies on the way to the others: {named}.")
    kept = frozenset({*hila, *also})
    return Chimera(anastomosis, tuple(pedicle_in(tree, anastomosis, hilum, kept) for hilum in hila))


def _calibre_mm(tree: nx.DiGraph[str], node: str) -> float:
    widths = [float(artery["diameter_mm"]) for *_, artery in tree.in_edges(node, data=True)]
    return max(widths, default=0.0)
