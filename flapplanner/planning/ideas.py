"""Ideas: reconstructions that differ in kind, and those that only vary one."""

from __future__ import annotations

from collections.abc import Sequence

from flapplanner.planning.reconstruction import Reconstruction

# As many variations of one idea are named.
NAMED = 3


def alike(one: Reconstruction) -> tuple[str, ...]:
    """What reconstructions share that are one idea.

    They may differ in sides, in how the same skin is turned on the same vessels, in where the bone
    docks, in which graft or metal bridges the gap, and in a flap that is buried beside the one that
    covers.
    """
    flaps = sorted(
        share.flap if share.role == "bridges" else f"{share.hilum} {share.recipient is not None}"
        for share in one.shares
        if not share.buried
    )
    made = one.built
    bridged = (
        "" if made is None else "living" if made.living else "metal" if made.metal else "graft"
    )
    return (*flaps, bridged)


def also(first: Reconstruction, others: Sequence[Reconstruction]) -> tuple[str, ...]:
    """The others of one idea, each once whatever its sides, with what they score."""
    seen = {_sideless(first)}
    kept = []
    for one in others:
        if _sideless(one) not in seen:
            seen.add(_sideless(one))
            kept.append(f"{one.name} ({one.score:.0f})")
    return tuple(kept[:NAMED])


def _sideless(one: Reconstruction) -> tuple[str, ...]:
    flaps = sorted(share.key.rpartition("_")[0] for share in one.shares)
    return (*flaps, *((one.built.key, one.built.material) if one.built else ()))
