"""Where a flap hangs: its pivot on the chart, the length that is free there, the way it takes.

One leash for every mechanism: the free length L is the pedicle, plus what a recipient vessel or a
graft adds, plus the carrier, less the route. A pivot that lies `depth` below the skin leaves

    slack = sqrt(L^2 - depth^2)

of it on the chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import hypot, sqrt

from flapplanner.anatomy import (
    ChartPoint,
    Pedicle,
    Route,
    node_name,
    open_routes,
    pedicle_in,
    venous,
    what_would_open,
)
from flapplanner.options.blood import blood_gates
from flapplanner.options.option import Gate, Joined
from flapplanner.options.setting import Setting
from flapplanner.perfusion import Harvest, conflict
from vascular_models import Flap, Recipient, Side


@dataclass(frozen=True)
class Tether:
    """A pivot, the route that led there and the free length beyond it [mm].

    The free length is negative where the pedicle alone does not even come through the route.
    """

    pivot: ChartPoint
    route: Route
    free_length_mm: float
    recipient: Joined | None = None

    @property
    def slack_mm(self) -> float:
        """The free length as the chart sees it [mm]; 0 where it does not reach the skin."""
        length = max(0.0, self.free_length_mm)
        return sqrt(max(0.0, length**2 - self.pivot.depth_mm**2))

    def length_for(self, slack_mm: float) -> float:
        """The free length that a slack on the chart takes [mm]."""
        return hypot(slack_mm, self.pivot.depth_mm)

    def longer(self, extra_mm: float) -> Tether:
        """The same tether with carrier added [mm]."""
        return replace(self, free_length_mm=self.free_length_mm + extra_mm)


def tethers(
    flap: Flap, side: Side, pedicle: Pedicle, setting: Setting
) -> tuple[Tether, ...] | Gate:
    """The ways a flap can hang, the preferred first, or the gate that stands in all of them."""
    if flap.mechanism == "free":
        return _free(setting.raised(flap, side), setting)
    anatomy = setting.anatomy
    start = anatomy.place_of_node(flap.start, side)
    assert start is not None, f"{flap.start} has no place in the atlas"
    if flap.mechanism == "island":
        route = Route((start,), 0.0)
        return (Tether(anatomy.chart.seen(anatomy.places[start]), route, pedicle.length_mm),)
    return _nearest_first(start, pedicle.length_mm, setting) or _closed(flap, start, setting)


def _nearest_first(
    start: str, length_mm: float, setting: Setting, joined: Joined | None = None
) -> tuple[Tether, ...]:
    """One tether by each opening, first that nearest to the defect for the length left there."""
    length = length_mm + (joined.added_mm if joined else 0.0)
    found = [_tether(route, length, setting, joined) for route in _routes(start, setting)]
    return tuple(sorted(found, key=nearness_mm, reverse=True))


def nearness_mm(tether: Tether) -> float:
    """How far it would come beyond the defect's centre [mm], negative where it falls short."""
    return tether.slack_mm - hypot(*tether.pivot.uv)


def _routes(start: str, setting: Setting) -> tuple[Route, ...]:
    key = ("routes", start)
    if key not in setting.found:
        anatomy = setting.anatomy
        setting.found[key] = open_routes(anatomy.corridors, start, anatomy.openings)
    found: tuple[Route, ...] = setting.found[key]
    return found


def _tether(
    route: Route, length_mm: float, setting: Setting, joined: Joined | None = None
) -> Tether:
    anatomy = setting.anatomy
    pivot = anatomy.chart.seen(anatomy.places[route.opening])
    return Tether(pivot, route, length_mm - route.length_mm, joined)


def _closed(flap: Flap, start: str, setting: Setting) -> Gate:
    key = ("needs", start)
    if key not in setting.found:
        anatomy = setting.anatomy
        setting.found[key] = what_would_open(anatomy.corridors, start, anatomy.openings)
    needs: tuple[str, ...] | None = setting.found[key]
    region = setting.atlas.regions[setting.case.defect.region].title
    if needs is None:
        return Gate(
            kind="corridor",
            sentence=f"No corridor in the atlas leads this flap to a {region} defect.",
        )
    return Gate(
        kind="corridor",
        sentence=f"Its way to the {region} defect is closed; it would take {' and '.join(needs)}.",
    )


def _free(raised: Harvest, setting: Setting) -> tuple[Tether, ...] | Gate:
    found = [
        tether
        for joined, start in open_recipients(raised, setting)
        for tether in _nearest_first(start, raised.pedicle.length_mm, setting, joined)
    ]
    if not found:
        return Gate(
            kind="recipient",
            sentence="No recipient vessel of the atlas is open and lies in reach of the wound.",
        )
    return tuple(found)


def open_recipients(raised: Harvest, setting: Setting) -> Iterator[tuple[Joined, str]]:
    """The recipient vessels left to a free flap, the preferred first, with their place."""
    ordered = sorted(setting.atlas.recipients.values(), key=lambda one: one.order)
    for recipient in ordered:
        for side in _near_side_first(setting):
            place = setting.anatomy.place_of_node(recipient.node, side)
            if place and _is_open(recipient, side, raised, setting):
                yield _joined(recipient, side, raised, setting), place


def _near_side_first(setting: Setting) -> tuple[Side, Side]:
    return ("left", "right") if setting.case.defect.side == "left" else ("right", "left")


def _is_open(recipient: Recipient, side: Side, raised: Harvest, setting: Setting) -> bool:
    """Whether it still carries blood both ways once the flap and what brings it are raised."""
    if recipient.needs_limb_sacrificed and setting.lost_limb != side:
        return False
    brought: frozenset[tuple[str, str]] = frozenset()
    if recipient.carried_by:
        carrier = setting.atlas.flaps[recipient.carried_by]
        start = setting.anatomy.place_of_node(carrier.start, side)
        if start is None or not _routes(start, setting) or blood_gates(carrier, (side,), setting):
            return False
        if conflict(setting.raised(carrier, side), raised):
            return False
        brought = setting.raised(carrier, side).cuts
    cut = node_name(setting.atlas, recipient.cut or recipient.node, side)
    if any(cut in earlier.nodes for earlier in setting.spent.values()) or cut in raised.nodes:
        return False
    left = setting.vessels.without([*raised.cuts, *brought]) if brought else raised.after
    return left.supplies.get(cut) == "axial" and venous(cut) in left.drained


def _joined(recipient: Recipient, side: Side, raised: Harvest, setting: Setting) -> Joined:
    cut = node_name(setting.atlas, recipient.cut or recipient.node, side)
    arteries, veins = setting.vessels.arteries, setting.vessels.veins
    diameter = _widest_mm(arteries.in_edges(cut, data="diameter_mm"))
    vein_mm = _widest_mm(veins.out_edges(venous(cut), data="diameter_mm"))
    moving = {venous(node) for node in raised.nodes}
    start = venous(raised.pedicle.nodes[0])
    own_vein_mm = max(
        float(vein["diameter_mm"])
        for node, _, vein in veins.in_edges(start, data=True)
        if node in moving
    )
    ratio = setting.anatomy.length_ratio
    return Joined(
        title=f"{side} {recipient.title}",
        at=cut,
        side=side,  # type: ignore[arg-type]  # never midline
        diameter_mm=diameter,
        calibre_ratio=diameter / raised.pedicle.start_diameter_mm,
        vein_calibre_ratio=vein_mm / own_vein_mm,
        turned_mm=_turned_mm(recipient, side, setting),
        loop_mm=recipient.loop_mm.central * ratio if recipient.loop_mm else 0.0,
        graft_mm=recipient.graft_mm.central if recipient.graft_mm else 0.0,
        joining=recipient.joining,
        extra_stages=recipient.extra_stages,
        carried_by=recipient.carried_by,
        fed_by=setting.vessels.lifelines[cut],
    )


def _turned_mm(recipient: Recipient, side: Side, setting: Setting) -> float:
    """The recipient's own length that is turned towards the defect [mm]."""
    if recipient.cut is None:
        return 0.0
    start, cut = (node_name(setting.atlas, node, side) for node in (recipient.node, recipient.cut))
    return pedicle_in(setting.vessels.arteries, start, cut).length_mm


def _widest_mm(ways: Iterable[tuple[str, str, float]]) -> float:
    return max(diameter_mm for *_, diameter_mm in ways)
