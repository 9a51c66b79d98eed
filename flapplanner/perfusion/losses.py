"""What the loss of vessels costs: who is fed or drained worse, and who hangs on fewer arteries."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flapplanner.perfusion.supply import WORST_FIRST, Supply
from flapplanner.perfusion.vasculature import Vasculature


@dataclass(frozen=True)
class Loss:
    """A territory that is worse off than before: how it is fed now, and whether it is drained."""

    territory: str
    supply: Supply
    drained: bool
    vital: bool


@dataclass(frozen=True)
class Exposure:
    """A vital territory and the arteries whose loss alone would take it now, and not before."""

    territory: str
    vessels: tuple[str, ...]


def losses(
    before: Vasculature, after: Vasculature, taken: AbstractSet[str] = frozenset()
) -> tuple[Loss, ...]:
    """The territories that are fed or drained worse than before, but for those taken along.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> after = body.without([("internal_iliac_division_left", "superior_gluteal_exit_left")])
    >>> "upper_buttock_skin_left" in {loss.territory for loss in losses(body, after)}
    True
    """

    fed, left = before.supplies, after.supplies

    def worse(node: str) -> bool:
        if left[node] != fed[node] and WORST_FIRST.index(left[node]) < WORST_FIRST.index(fed[node]):
            return True
        return node in before.drained and node not in after.drained

    return tuple(
        Loss(node, after.supplies[node], node in after.drained, before.is_vital(node))
        for node in before.territories
        if node not in taken and worse(node)
    )


def exposures(
    before: Vasculature, after: Vasculature, taken: AbstractSet[str] = frozenset()
) -> tuple[Exposure, ...]:
    """The vital territories that have lost a second way, and the arteries they now hang on.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> exposures(body, body.without([("inguinal_ligament_left", "rectus_hilum_left")]))
    ()
    """
    spared = (node for node in before.territories if before.is_vital(node) and node not in taken)
    found = ((node, _newly_alone(node, before, after)) for node in spared)
    return tuple(Exposure(node, vessels) for node, vessels in found if vessels)


def _newly_alone(node: str, before: Vasculature, after: Vasculature) -> tuple[str, ...]:
    if after.lost.isdisjoint(before.ways_to_vital[node]):
        return ()
    had = before.lifelines.get(node, ())
    return tuple(vessel for vessel in after.lifelines.get(node, ()) if vessel not in had)
