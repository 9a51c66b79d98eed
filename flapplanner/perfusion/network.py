"""A network of vessels as conductances: the pressures at its nodes and the flows in its edges.

    flow = conductance × (pressure at start − pressure at end)

and at every node without a fixed pressure the flows out of it sum to what flows in from outside.
It knows nothing of arteries: `flapplanner.perfusion.circulation` makes such networks of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import SuperLU, splu

from flapplanner.errors import FlapPlannerError

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

# Each round carries what the rounding of the one before left over; the third finds next to nothing.
ROUNDS = 3

# With more right sides than this SuperLU hands small blocks to threads that cost more than they do.
CASES_AT_ONCE = 32


class PerfusionError(FlapPlannerError):
    """A network of vessels cannot be built or solved; the message names the vessel or node."""


@dataclass(frozen=True, eq=False)
class Network:
    """Vessels between nodes, with the pressures that are held and the flows that enter.

    `start`, `end` and `conductance_ml_per_min_per_mmhg` have one entry per edge: shape (edges,).
    The ends are indices of `nodes`; an edge of conductance 0 is closed. `inflow_ml_per_min` enters
    the network at a node, or leaves it where it is negative. The arrays are copied and read-only.

    Raises PerfusionError for a node given twice or not known, for an edge that leads nowhere, for
    a conductance or a pressure that is no number, or where pressure and inflow are both given.
    """

    nodes: tuple[str, ...]
    start: Indices
    end: Indices
    conductance_ml_per_min_per_mmhg: Floats
    fixed_mmhg: Mapping[str, float]
    inflow_ml_per_min: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, kind in (("start", np.intp), ("end", np.intp), (CONDUCTANCE, np.float64)):
            object.__setattr__(self, name, _frozen(getattr(self, name), kind))
        for name in ("fixed_mmhg", "inflow_ml_per_min"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        self._check_nodes()
        self._check_edges()

    def _check_nodes(self) -> None:
        if len(self.index) != len(self.nodes):
            raise PerfusionError("A node stands twice in the network.")
        for what in (self.fixed_mmhg, self.inflow_ml_per_min):
            for node, value in what.items():
                if node not in self.index:
                    raise PerfusionError(f"{node} is not a node of the network.")
                if not np.isfinite(value):
                    raise PerfusionError(f"{node} has {value} for a pressure or an inflow.")
        both = sorted(self.fixed_mmhg.keys() & self.inflow_ml_per_min.keys())
        if both:
            raise PerfusionError(f"{both[0]} has a fixed pressure; its inflow follows from it.")

    def _check_edges(self) -> None:
        conductance = self.conductance_ml_per_min_per_mmhg
        if not self.start.shape == self.end.shape == conductance.shape == (conductance.size,):
            raise PerfusionError("Each edge has one start, one end and one conductance.")
        ends = np.concatenate([self.start, self.end])
        if ends.size and not 0 <= ends.min() <= ends.max() < len(self.nodes):
            raise PerfusionError("An edge ends at a node that the network does not have.")
        wrong = np.flatnonzero(~(np.isfinite(conductance) & (conductance >= 0)))
        if wrong.size:
            start, end = self.nodes[self.start[wrong[0]]], self.nodes[self.end[wrong[0]]]
            raise PerfusionError(
                f"The conductance from {start} to {end} is {conductance[wrong[0]]}; "
                "allowed is 0 or more."
            )

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Where each node stands in `nodes`."""
        return MappingProxyType({node: place for place, node in enumerate(self.nodes)})

    @cached_property
    def inflow(self) -> Floats:
        """What enters at each node [ml/min], shape (nodes,)."""
        return self._by_node(self.inflow_ml_per_min)

    @cached_property
    def held(self) -> Floats:
        """The fixed pressures [mmHg], 0 at every other node, shape (nodes,)."""
        return self._by_node(self.fixed_mmhg)

    def _by_node(self, values: Mapping[str, float]) -> Floats:
        array = np.zeros(len(self.nodes))
        array[[self.index[node] for node in values]] = list(values.values())
        array.flags.writeable = False
        return array

    def outflow(self, flow: Floats) -> Floats:
        """What the edges carry away from each node [ml/min], shape (nodes,)."""
        count = len(self.nodes)
        away = np.bincount(self.start, weights=flow, minlength=count)
        back = np.bincount(self.end, weights=flow, minlength=count)
        return np.subtract(away, back, dtype=np.float64)


CONDUCTANCE = "conductance_ml_per_min_per_mmhg"


@dataclass(frozen=True, eq=False)
class Solution:
    """The steady state of a network.

    `pressure_mmhg` has shape (nodes,), `flow_ml_per_min` shape (edges,), positive from start to
    end. Where no open edges lead to a fixed pressure nothing flows: those nodes have no pressure
    (nan) and their edges a flow of 0. `residual_ml_per_min` is the largest amount by which mass is
    not conserved at a node.
    """

    network: Network
    pressure_mmhg: Floats
    flow_ml_per_min: Floats
    residual_ml_per_min: float

    @cached_property
    def pressures(self) -> Mapping[str, float]:
        """The pressure at each node [mmHg]; nan where the node is cut off."""
        return MappingProxyType(
            dict(zip(self.network.nodes, self.pressure_mmhg.tolist(), strict=True))
        )


class Factorised:
    """A network factorised once: its solution, and what any further inflow would add.

    The conductance Laplacian of the nodes that are free (neither fixed nor cut off) is scaled to a
    unit diagonal, so that an aorta and a capillary bed are of one size, and factorised by splu.
    Such a matrix (symmetric, diagonally dominant) needs no pivoting.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.fixed = np.zeros(len(network.nodes), dtype=bool)
        self.fixed[[network.index[node] for node in network.fixed_mmhg]] = True
        self.reached = _reached(network, self.fixed)
        self.free: Indices = np.flatnonzero(self.reached & ~self.fixed)
        self._factor()

    def _factor(self) -> None:
        network, count = self.network, len(self.network.nodes)
        start, end, g = network.start, network.end, network.conductance_ml_per_min_per_mmhg
        diagonal = np.bincount(start, g, count) + np.bincount(end, g, count)
        loops = start == end
        diagonal -= 2 * np.bincount(start[loops], g[loops], count)
        self._scale = 1 / np.sqrt(diagonal[self.free])
        place = np.full(count, -1)
        place[self.free] = np.arange(self.free.size)
        row, column = place[start], place[end]
        inner = (row >= 0) & (column >= 0) & ~loops
        row, column, g = row[inner], column[inner], g[inner]
        off = -g * self._scale[row] * self._scale[column]
        own = np.arange(self.free.size)
        entries = np.concatenate([np.ones(self.free.size), off, off])
        rows, columns = np.concatenate([own, row, column]), np.concatenate([own, column, row])
        shape = (self.free.size, self.free.size)
        matrix = csc_array((entries, (rows, columns)), shape=shape)
        self._lu: SuperLU | None = None
        if self.free.size:
            options: dict[str, Any] = {"SymmetricMode": True}
            self._lu = splu(matrix, "MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options)

    def added_pressure_mmhg(self, inflow: Floats) -> Floats:
        """What an inflow [ml/min] adds to the pressures, shape (nodes,) or (nodes, cases).

        It adds nothing at a fixed node, and nothing where the network is cut off.
        """
        added = np.zeros_like(inflow, dtype=np.float64)
        if self._lu is None:
            return added
        if inflow.ndim == 1:
            added[self.free] = self._scale * self._lu.solve(self._scale * inflow[self.free])
            return added
        scaled = np.asfortranarray(self._scale[:, None] * inflow[self.free])
        for first in range(0, inflow.shape[1], CASES_AT_ONCE):
            cases = slice(first, first + CASES_AT_ONCE)
            added[self.free, cases] = self._scale[:, None] * self._lu.solve(scaled[:, cases])
        return added

    def solution(self) -> Solution:
        """The steady state of the network itself; raises PerfusionError as `solved` does."""
        network = self.network
        lost = np.flatnonzero(~self.reached & (network.inflow != 0))
        if lost.size:
            node = network.nodes[lost[0]]
            raise PerfusionError(
                f"{network.inflow[lost[0]]:g} ml/min enter at {node}, "
                "which no open vessel joins to a fixed pressure."
            )
        pressure = network.held.copy()
        flow = self.drop(pressure)
        missing = np.zeros_like(pressure)
        for _ in range(ROUNDS):
            # The flows are corrected as flows: in a wide vessel the pressures at both ends are
            # nearly the same, and their difference alone would keep only half of the digits.
            missing[self.free] = (network.inflow - network.outflow(flow))[self.free]
            added = self.added_pressure_mmhg(missing)
            pressure += added
            flow += self.drop(added)
        missing[self.free] = (network.inflow - network.outflow(flow))[self.free]
        pressure[~self.reached] = np.nan
        residual = float(np.abs(missing).max(initial=0.0))
        return Solution(network, _frozen(pressure, np.float64), _frozen(flow, np.float64), residual)

    def drop(self, pressure: Floats) -> Floats:
        """The flows that pressures drive [ml/min], shape (edges,) or (edges, cases)."""
        difference = pressure[self.network.start] - pressure[self.network.end]
        conductance = self.network.conductance_ml_per_min_per_mmhg
        return difference * (conductance if difference.ndim == 1 else conductance[:, None])


def solved(network: Network) -> Solution:
    """The pressures [mmHg] and flows [ml/min] of a network in the steady state.

    Solves L p = q, the conductance Laplacian L with the fixed pressures as boundary values, by one
    sparse factorisation. Raises PerfusionError where blood is said to enter a part that nothing
    joins to a fixed pressure: it could go nowhere.

    >>> row = Network(
    ...     ("heart", "hilum", "vein"), [0, 1], [1, 2], [3.0, 1.0], {"heart": 100.0, "vein": 0.0}
    ... )
    >>> solution = solved(row)
    >>> solution.pressures["hilum"], solution.flow_ml_per_min.tolist()
    (75.0, [75.0, 75.0])
    """
    return Factorised(network).solution()


def _reached(network: Network, fixed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which nodes an open way joins to a fixed pressure."""
    is_open = network.conductance_ml_per_min_per_mmhg > 0
    ends = network.start[is_open], network.end[is_open]
    count = len(network.nodes)
    joined = csc_array((np.ones(ends[0].size), ends), shape=(count, count))
    _, part = connected_components(joined, directed=False)
    return np.isin(part, part[fixed])


def _frozen(values: ArrayLike, kind: Any) -> Any:
    array = np.array(values, dtype=kind)
    array.flags.writeable = False
    return array
