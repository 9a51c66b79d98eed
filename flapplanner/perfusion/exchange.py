"""Networks for other programs: the steady JSON form of svZeroDSolver, to check our figures with.

https://github.com/SimVascular/svZeroDSolver (its page "svZeroDSolver - Quick Guide" has the form).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from flapplanner.perfusion.network import Factorised, Network

End = Literal["inlet", "outlet"]


def svzerod(network: Network) -> dict[str, Any]:
    """A network as svZeroDSolver reads it, in ml/min, mmHg and mmHg min/ml.

    Every open edge becomes a `BloodVessel` with its `R_poiseuille`, named after its number and its
    ends, so that each flow and pressure can be found again. A fixed pressure becomes a `PRESSURE`
    condition at each vessel that ends there, any other node a `NORMAL_JUNCTION`. An inflow enters
    a junction by a vessel of no resistance behind a `FLOW` condition; a dead end has a `FLOW` of 0.
    Closed edges, and parts that no open edge joins to a fixed pressure, are left out, as that
    program would find no pressure for them.

    >>> import numpy as np
    >>> one = Network(
    ...     ("heart", "vein"),
    ...     np.array([0]),
    ...     np.array([1]),
    ...     np.array([0.5]),
    ...     {"heart": 100.0, "vein": 5.0},
    ... )
    >>> written = svzerod(one)
    >>> written["vessels"][0]["zero_d_element_values"], written["vessels"][0]["boundary_conditions"]
    ({'R_poiseuille': 2.0}, {'inlet': 'heart_0', 'outlet': 'vein_0'})
    """
    return _Writer(network).written()


class _Writer:
    def __init__(self, network: Network) -> None:
        self.network = network
        self.vessels: list[dict[str, Any]] = []
        self.conditions: list[dict[str, Any]] = []
        self.ends: dict[int, list[tuple[int, End]]] = {}

    def written(self) -> dict[str, Any]:
        for edge, start, end, conductance in self._open_edges():
            nodes = self.network.nodes[start], self.network.nodes[end]
            vessel = self._vessel(f"{edge}_{nodes[0]}_to_{nodes[1]}", 1 / conductance)
            self.ends.setdefault(start, []).append((vessel, "inlet"))
            self.ends.setdefault(end, []).append((vessel, "outlet"))
        junctions = [self._junction(node) for node in list(self.ends) if not self._is_bound(node)]
        return {
            "simulation_parameters": {
                "number_of_cardiac_cycles": 2,
                "number_of_time_pts_per_cardiac_cycle": 5,
            },
            "boundary_conditions": self.conditions,
            "vessels": self.vessels,
            "junctions": junctions,
        }

    def _open_edges(self) -> Iterator[tuple[int, int, int, float]]:
        network, reached = self.network, Factorised(self.network).reached
        conductances = network.conductance_ml_per_min_per_mmhg.tolist()
        ends = zip(network.start.tolist(), network.end.tolist(), conductances, strict=True)
        for edge, (start, end, conductance) in enumerate(ends):
            if conductance > 0 and reached[start]:
                yield edge, start, end, conductance

    def _is_bound(self, node: int) -> bool:
        """Gives a node of fixed pressure, or with one vessel, its conditions; else does nothing."""
        name, ends = self.network.nodes[node], self.ends[node]
        if name in self.network.fixed_mmhg:
            for vessel, end in ends:
                self._condition(vessel, end, name, "PRESSURE", "P", self.network.fixed_mmhg[name])
            return True
        if len(ends) == 1:
            vessel, end = ends[0]
            inflow = self.network.inflow_ml_per_min.get(name, 0.0)
            self._condition(vessel, end, name, "FLOW", "Q", inflow if end == "inlet" else -inflow)
            return True
        return False

    def _junction(self, node: int) -> dict[str, Any]:
        name, ends = self.network.nodes[node], self.ends[node]
        inflow = self.network.inflow_ml_per_min.get(name, 0.0)
        if inflow:
            stub = self._vessel(f"inflow_{name}", 0.0)
            self._condition(stub, "inlet", name, "FLOW", "Q", inflow)
            ends = [(stub, "outlet"), *ends]
        return {
            "junction_name": name,
            "junction_type": "NORMAL_JUNCTION",
            "inlet_vessels": [vessel for vessel, end in ends if end == "outlet"],
            "outlet_vessels": [vessel for vessel, end in ends if end == "inlet"],
        }

    def _vessel(self, name: str, resistance: float) -> int:
        self.vessels.append(
            {
                "vessel_id": len(self.vessels),
                "vessel_name": name,
                "zero_d_element_type": "BloodVessel",
                "zero_d_element_values": {"R_poiseuille": resistance},
            }
        )
        return len(self.vessels) - 1

    def _condition(
        self, vessel: int, end: End, node: str, kind: str, letter: str, value: float
    ) -> None:
        name = f"{node}_{vessel}"
        self.conditions.append(
            {
                "bc_name": name,
                "bc_type": kind,
                "bc_values": {letter: [value, value], "t": [0.0, 1.0]},
            }
        )
        self.vessels[vessel].setdefault("boundary_conditions", {})[end] = name
