"""What raising a flap costs and could gain: who loses blood, how far its pedicle could be freed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flapplanner.anatomy import AnatomyError, listed, node_label, node_name, pedicles_by_pivot_in
from flapplanner.options.option import Lost, Option, Part, PivotChoice
from flapplanner.options.setting import Setting
from flapplanner.perfusion import Harvest, chimera
from vascular_models import Flap, Side


def with_harvest(option: Option, flap: Flap, sides: Sequence[Side], setting: Setting) -> Option:
    """The option with what the graph says of raising it, on the side that is described."""
    raised = [setting.raised(flap, side) for side in sides]
    hanging = option.pedicle.model_copy(
        update={
            "by_pivot": tuple(_pivots(flap, sides[0], setting)),
            "loses": tuple(_losses(raised, setting)),
            **_chimera(flap, sides[0], setting),
        }
    )
    noted = (*option.cautions, *_exposed(raised))
    return option.model_copy(update={"pedicle": hanging, "cautions": noted})


def _pivots(flap: Flap, side: Side, setting: Setting) -> Iterator[PivotChoice]:
    tree = setting.before(flap, side).arteries
    nodes = setting.raised(flap, side, before_events=True).nodes
    found = pedicles_by_pivot_in(tree, node_name(setting.atlas, flap.hilum, side), nodes)
    for pivot, pedicle in found.items():
        arteries = tree.in_edges(pivot, data=True)
        if side != "midline" and any(one["side"] == "midline" for *_, one in arteries):
            return  # nobody frees a flap as far as the trunk
        yield PivotChoice(
            pivot=node_label(pivot),
            length_mm=pedicle.length_mm,
            branches_divided=pedicle.branches_divided,
        )


def _losses(raised: Sequence[Harvest], setting: Setting) -> Iterator[Lost]:
    """What is left behind worse off; on the side of a leg that is lost that is no loss."""
    for harvest in raised:
        for loss in harvest.loses:
            if loss.territory.endswith(f"_{setting.lost_limb}"):
                continue
            territory = node_label(loss.territory)
            yield Lost(territory=territory, supply=loss.supply, drained=loss.drained)


def _exposed(raised: Sequence[Harvest]) -> Iterator[str]:
    for harvest in raised:
        for exposed in harvest.exposes:
            part, left = node_label(exposed.territory), listed(exposed.vessels)
            yield f"Raising it would leave the {part} on the {left} alone."


def _chimera(flap: Flap, side: Side, setting: Setting) -> dict[str, object]:
    """Where the parts of a chimeric flap part, and the leash of each."""
    hila = [node_name(setting.atlas, node, side) for node in (flap.hilum, *flap.also)]
    try:
        found = chimera(setting.before(flap, side), hila)
    except AnatomyError:
        return {}  # one part, or parts that lie one behind the other
    parts = zip(hila, found.leashes, strict=True)
    return {
        "shared_at": node_label(found.anastomosis),
        "parts": tuple(
            Part(territory=node_label(hilum), leash_mm=leash.length_mm) for hilum, leash in parts
        ),
    }
