"""How near to the best possible a placement is proved to be."""

from __future__ import annotations

from flapplanner.geometry import certificate
from flapplanner.options.moves import Moved
from flapplanner.options.option import Proof

WITHIN = 1e-3  # share of the target: a tenth of a coverage point


def proof_of(moved: Moved, most_boxes: int) -> Proof | None:
    """The bound on what the pieces could cover, each on its own share of the target.

    What covers all is proved by that. Else the bound takes a search of up to `most_boxes` boxes of
    poses; None where that is 0.
    """
    covered = moved.coverage_fraction
    if covered == 1.0:
        return Proof(coverage_fraction=1.0, bound_fraction=1.0, proved=True, boxes=0)
    if most_boxes == 0:
        return None
    bound_mm2, boxes = 0.0, 0
    for piece in moved.pieces:
        share = piece.share or moved.target
        within = WITHIN * moved.target.area / share.area / len(moved.pieces)
        found = share.intersection(piece.at.outline).area / share.area
        proof = certificate(share, piece.paddle, piece.leash, found, within, most_boxes)
        bound_mm2 += proof.bound_fraction * share.area
        boxes += proof.boxes
    bound = min(1.0, max(covered, bound_mm2 / moved.target.area))
    return Proof(
        coverage_fraction=covered,
        bound_fraction=bound,
        proved=bound <= covered + WITHIN * (1 + 1e-6),
        boxes=boxes,
    )
