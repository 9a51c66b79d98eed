"""Raising a flap: what moves with it, what is tied for it, and what else pays for it.

    heart -> ... -> start -> branch -> hilum -> tissue
                               |
                               + tied

The pedicle from `start` moves, and all that it feeds beyond the hilum. Every vessel between what
moves and what stays is divided, but for the pedicle at `start`; a free flap is cut there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

import networkx as nx

from flapplanner.anatomy import (
    HEART,
    AnatomyError,
    Interruption,
    Pedicle,
    downstream,
    length_mm,
    node_label,
    pedicle_in,
    venous,
)
from flapplanner.perfusion.lifelines import Lifeline, Raised, draining, feeding
from flapplanner.perfusion.losses import Exposure, Loss, exposures, losses
from flapplanner.perfusion.supply import Way, reached
from flapplanner.perfusion.vasculature import Vasculature

ARTERY, LINK, VEIN = "artery", "link", "vein"
SORTS = {"axial": ARTERY, "choke": LINK, "anastomosis": LINK, "vein": VEIN}


@dataclass(frozen=True)
class Harvest:
    """A flap that is raised, and what it costs.

    `nodes` are all that move with it, `takes` the territories among them. The vessels divided are
    named as interruptions: arteries (the branches tied, and the cut of a free flap), links, veins.
    `before` and `after` are all vessels of the body, before anything is divided and then.
    `recipient` is the node a free flap is joined at, `joined_to` the artery there in words.
    """

    pedicle: Pedicle
    nodes: frozenset[str]
    takes: tuple[str, ...]
    divided: tuple[Interruption, ...]
    links_divided: tuple[Interruption, ...]
    veins_divided: tuple[Interruption, ...]
    feeding: Lifeline
    draining: Lifeline
    before: Vasculature = field(repr=False, compare=False)
    after: Vasculature = field(repr=False, compare=False)
    recipient: str | None = None
    joined_to: str | None = None

    @cached_property
    def cuts(self) -> frozenset[Way]:
        """Every vessel that is divided for it."""
        every = (*self.divided, *self.links_divided, *self.veins_divided)
        return frozenset((cut.start, cut.end) for cut in every)

    @cached_property
    def loses(self) -> tuple[Loss, ...]:
        """The territories left behind that are fed or drained worse."""
        return losses(self.before, self.after, self.nodes)

    @cached_property
    def exposes(self) -> tuple[Exposure, ...]:
        """The vital territories left behind that hang on fewer arteries."""
        return exposures(self.before, self.after, self.nodes)

    @property
    def vital_lost(self) -> tuple[str, ...]:
        """The vital territories among those that it loses."""
        return tuple(loss.territory for loss in self.loses if loss.vital)


def harvest(
    vessels: Vasculature,
    start: str,
    hilum: str,
    also: AbstractSet[str] = frozenset(),
    free: bool = False,
    in_place: bool = False,
) -> Harvest:
    """The flap that hangs from `start` by its `hilum` and takes `also` along.

    What is taken along keeps the nearest artery from the pedicle or the flap. Where there is none
    it lives by a link to them; where there is no link either, by further arteries from `start`.
    A territory the pedicle runs through moves too, and what leaves `start` itself for anything
    that moves is part of the pedicle. A flap that slides or turns with its vessels `in_place` (V-Y,
    rotation) has no pedicle dissected: it keeps every artery that leads to it.

    Raises AnatomyError for a node the graph does not know, a vessel without length, and where no
    vessels lead from `start` to the hilum.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> thigh = harvest(body, "lcfa_descending_origin_left", "anterolateral_thigh_skin_left")
    >>> thigh.takes, thigh.vital_lost
    (('anterolateral_thigh_skin_left',), ())
    """
    tree = vessels.arteries
    for node in (start, *sorted(also)):
        if node not in tree:
            raise AnatomyError(f"{node} is not in the graph.")
        if node in also and start in downstream(tree, [node]):
            raise AnatomyError(f"The {node_label(start)} hangs on the {node_label(node)} itself.")
    if free and in_place:
        raise AnatomyError(f"A flap cut free from the {node_label(start)} does not stay in place.")
    hung = pedicle_in(tree, start, hilum)
    if in_place:
        nodes = frozenset(downstream(tree, {hilum, *also}))
        entries = {one for node in nodes for one in tree.predecessors(node)} - nodes
    else:
        nodes, entries = _moving(vessels, hung, also), {start}
    cuts = _divided(vessels, nodes, set() if free else entries)
    branches = (cut.label for cut in cuts[ARTERY] if cut.start in hung.nodes[1:-1])
    root = start if free else HEART
    fed = _fed(vessels, nodes, entries) & {hilum, *also}
    flap = Raised(frozenset(entries), root, hilum, frozenset(fed), nodes)
    return Harvest(
        pedicle=replace(hung, branches_divided=tuple(sorted(branches))),
        nodes=nodes,
        takes=tuple(node for node in vessels.territories if node in nodes),
        divided=cuts[ARTERY],
        links_divided=cuts[LINK],
        veins_divided=cuts[VEIN],
        feeding=feeding(vessels, flap),
        draining=draining(vessels, flap),
        before=vessels,
        after=vessels.without([(cut.start, cut.end) for sort in cuts.values() for cut in sort]),
    )


def _fed(
    vessels: Vasculature, nodes: frozenset[str], entries: AbstractSet[str]
) -> AbstractSet[str]:
    """The nodes that arteries feed from the entries by ways that move, too."""
    found: set[str] = set()
    waiting = list(entries)
    while waiting:
        nexts = nodes.intersection(vessels.arteries.successors(waiting.pop())) - found
        found |= nexts
        waiting += nexts
    return found


def _moving(vessels: Vasculature, hung: Pedicle, also: AbstractSet[str]) -> frozenset[str]:
    """The nodes that move: pedicle and flap, what is taken along, and what all that feeds."""
    tree, start = vessels.arteries, hung.nodes[0]
    nodes = downstream(tree, [hung.nodes[-1]]) | set(hung.nodes[1:])
    nodes |= _nearest(tree, nodes, also - nodes)
    if not also <= nodes:
        nodes |= _linked(vessels.links, nodes, also)
        nodes |= _nearest(tree, {start}, also - nodes) - {start}
    return frozenset(nodes | downstream(tree, also))


def _linked(
    links: Iterable[Way], nodes: AbstractSet[str], also: AbstractSet[str]
) -> AbstractSet[str]:
    """What is taken along and lives by a link, or by several in a row, to what moves."""
    steps: dict[str, list[str]] = {}
    for one, other in links:
        if {one, other} <= nodes | also:
            steps.setdefault(one, []).append(other)
            steps.setdefault(other, []).append(one)
    return reached(steps, nodes)


def _nearest(
    tree: nx.DiGraph[str], sources: AbstractSet[str], wanted: AbstractSet[str]
) -> set[str]:
    """The shortest ways from any source to what is wanted, where there are any."""
    if not wanted:
        return set()
    ways = nx.multi_source_dijkstra_path(
        tree, set(sources), weight=lambda one, next_, _: length_mm(tree, one, next_)
    )
    return {node for target in wanted & ways.keys() for node in ways[target]}


def _divided(
    vessels: Vasculature, nodes: frozenset[str], entries: AbstractSet[str]
) -> Mapping[str, tuple[Interruption, ...]]:
    """The arteries, links and veins between what moves and what stays, but for the entries."""
    moving = nodes | {venous(node) for node in nodes}
    spared = entries | {venous(entry) for entry in entries}
    found: dict[str, list[Interruption]] = {ARTERY: [], LINK: [], VEIN: []}
    near = {at for node in moving for at in vessels.at_node.get(node, ())}
    for _, way in sorted(near):
        if not moving.issuperset(way) and spared.isdisjoint(way) and way not in vessels.lost:
            kind, label = vessels.passages.vessels[way]
            found[SORTS[kind]].append(Interruption(label, "divided", *way))
    return {sort: tuple(cuts) for sort, cuts in found.items()}
