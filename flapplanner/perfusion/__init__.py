"""Blood on a graph: who has it, through what, how much, and what a flap takes from others."""

from flapplanner.perfusion.body import Body, body_of
from flapplanner.perfusion.chimera import Chimera, chimera
from flapplanner.perfusion.circulation import Circulation, circulation
from flapplanner.perfusion.conflicts import Conflict, conflict, lifeboats
from flapplanner.perfusion.criticality import CriticalVessel, critical_arteries, critical_veins
from flapplanner.perfusion.dominators import single_points_of_failure
from flapplanner.perfusion.flows import Flows, flows
from flapplanner.perfusion.harvest import Harvest, harvest
from flapplanner.perfusion.joining import Transfer, graft_needed_mm, joined
from flapplanner.perfusion.losses import Exposure, Loss
from flapplanner.perfusion.network import Network, PerfusionError, Solution, solved
from flapplanner.perfusion.supply import Supply, drained, supplies
from flapplanner.perfusion.vasculature import Vasculature

__all__ = [
    "Body",
    "Chimera",
    "Circulation",
    "Conflict",
    "CriticalVessel",
    "Exposure",
    "Flows",
    "Harvest",
    "Loss",
    "Network",
    "PerfusionError",
    "Solution",
    "Supply",
    "Transfer",
    "Vasculature",
    "body_of",
    "chimera",
    "circulation",
    "conflict",
    "critical_arteries",
    "critical_veins",
    "drained",
    "flows",
    "graft_needed_mm",
    "harvest",
    "joined",
    "lifeboats",
    "single_points_of_failure",
    "solved",
    "supplies",
]
