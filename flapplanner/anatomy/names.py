"""Names on two sides: of nodes, places and vessels, for the machine and for a reader."""

from __future__ import annotations

from collections.abc import Sequence

from vascular_models import Atlas, Side

HEART = "heart"
SIDES: tuple[Side, Side] = ("right", "left")


def sided(name: str, side: Side, paired: bool) -> str:
    """The name of a node or vessel on one side; midline names stay as they are.

    >>> sided("superior_gluteal_exit", "left", paired=True)
    'superior_gluteal_exit_left'
    """
    return f"{name}_{side}" if paired else name


def venous(node: str) -> str:
    """The place in the veins that goes with a node of the arteries.

    >>> venous("superior_gluteal_exit_left")
    'superior_gluteal_exit_left.vein'
    """
    return f"{node}.vein"


def label(vessel: str, side: Side) -> str:
    """A vessel's name in words.

    >>> label("internal_iliac_artery", "right")
    'right internal iliac artery'
    """
    words = vessel.replace("_", " ")
    return words if side == "midline" else f"{side} {words}"


def node_name(atlas: Atlas, node: str, side: Side) -> str:
    """The name in the graph of a node of the atlas on one side."""
    return sided(node, side, atlas.nodes[node].side == "paired")


def listed(words: Sequence[str]) -> str:
    """Words as they are listed in a sentence.

    >>> listed(["hand", "foot", "sole"])
    'hand, foot and sole'
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def node_label(node: str) -> str:
    """A node of the graph in words.

    >>> node_label("gluteus_maximus_right")
    'right gluteus maximus'
    """
    words = node.removesuffix(".vein").replace("_", " ")
    for side in SIDES:
        if words.endswith(f" {side}"):
            return f"{side} {words.removesuffix(f' {side}')}"
    return words
