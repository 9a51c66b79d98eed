"""Vessel criticality: which flaps would be lost with a vessel, so which the resection might spare.

A flap is lost with every vessel that has no substitute on its way from the heart (its dominators
among the arteries) or on its way back (its post-dominators among the veins).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flapplanner.perfusion.harvest import Harvest


@dataclass(frozen=True)
class CriticalVessel:
    """A vessel, in words, and the flaps that are lost with it."""

    vessel: str
    lost: tuple[str, ...]


def critical_arteries(flaps: Mapping[str, Harvest]) -> tuple[CriticalVessel, ...]:
    """The arteries without which flaps lose their supply, those that take most flaps first.

    Of those that take the same flaps, the one nearest the heart comes first. A flap cut free hangs
    on its own vessels alone, one that is joined on those of its recipient too.

    >>> from flapplanner.anatomy import vascular_graph
    >>> from flapplanner.perfusion.harvest import harvest
    >>> from flapplanner.perfusion.vasculature import Vasculature
    >>> from vascular_models import load_atlas
    >>> body = Vasculature(vascular_graph(load_atlas()))
    >>> flap = harvest(body, "superior_gluteal_exit_left", "upper_buttock_skin_left")
    >>> found = {critical.vessel: critical.lost for critical in critical_arteries({"SGAP": flap})}
    >>> found["left superior gluteal artery"]
    ('SGAP',)
    """
    return _ordered({name: flap.feeding.alone for name, flap in flaps.items()})


def critical_veins(flaps: Mapping[str, Harvest]) -> tuple[CriticalVessel, ...]:
    """The veins without which flaps lose their drainage, in the same order.

    >>> critical_veins({})
    ()
    """
    return _ordered({name: flap.draining.alone for name, flap in flaps.items()})


def _ordered(alone: Mapping[str, tuple[str, ...]]) -> tuple[CriticalVessel, ...]:
    lost: dict[str, list[str]] = {}
    for name, vessels in alone.items():
        for vessel in vessels:
            lost.setdefault(vessel, []).append(name)
    found = (CriticalVessel(vessel, tuple(names)) for vessel, names in lost.items())
    return tuple(sorted(found, key=lambda one: -len(one.lost)))
