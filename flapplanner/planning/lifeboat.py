"""The lifeboat: the best option left when the first choice has failed and its pedicle is spent."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from flapplanner.anatomy import HEART, axial, node_name
from flapplanner.options import Option, Setting
from flapplanner.planning.ranking import Ranked
from vascular_models import Side


def lifeboat(choices: Sequence[Ranked], setting: Setting) -> str | None:
    """The name of the best-ranked option that still has blood without the first one's pedicle.

    The same flap on another side, one joined to the same recipient vessel, and one that the first
    would have carried are no lifeboats. None when nothing is left.
    """
    if not choices:
        return None
    first = choices[0].option
    left = axial(setting.anatomy.graph).copy()
    for side in _sides(first):
        left.remove_edges_from(_pedicle_ways(first, side, setting))
    for choice in choices[1:]:
        option = choice.option
        if option.flap != first.flap and _independent(option, first, left, setting):
            return option.name
    return None


def _sides(option: Option) -> tuple[Side, ...]:
    return ("right", "left") if option.side == "both" else (option.side,)


def _pedicle_ways(option: Option, side: Side, setting: Setting) -> list[tuple[str, str]]:
    start, hilum = _ends(option, side, setting)
    tree = axial(setting.anatomy.graph)
    nodes = (nx.descendants(tree, start) | {start}) & (nx.ancestors(tree, hilum) | {hilum})
    return [way for way in tree.edges if set(way) <= nodes]


def _ends(option: Option, side: Side, setting: Setting) -> tuple[str, str]:
    flap = setting.atlas.flaps[option.flap]
    return (
        node_name(setting.atlas, flap.start, side),
        node_name(setting.atlas, flap.hilum, side),
    )


def _independent(option: Option, first: Option, left: nx.DiGraph[str], setting: Setting) -> bool:
    if option.recipient and first.recipient and option.recipient.title == first.recipient.title:
        return False
    if option.recipient and option.recipient.carried_by == first.flap:
        return False
    for side in _sides(option):
        start, hilum = _ends(option, side, setting)
        source = start if option.mechanism == "free" else HEART
        if not nx.has_path(left, source, hilum):
            return False
    return True
