"""What if these vessels were tied: many sets of edges taken out of one network at a time.

A ligated edge e is left in place, and what it carries is cancelled by an inflow yₑ at its start
and −yₑ at its end. With Z the pressures that unit inflows of this kind cause, H the drops of those
along the ligated edges and f the flows in them,

    p' = p + Z y,   (I − g H) y = f            (the Woodbury identity)

so that one factorisation serves all scenarios, each with a small system of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from flapplanner.perfusion.network import (
    Factorised,
    Floats,
    Indices,
    Network,
    PerfusionError,
    solved,
)

# The least eigenvalue of the small system is the share of conductance that leads round the ligated
# edges, and the digits of the answer shrink with it. At 0 a part of the network is cut off.
LEAST_WAY_ROUND = 1e-8


@dataclass(frozen=True, eq=False)
class Ligated:
    """The steady states of a network after ligations, one row per scenario.

    `pressure_mmhg` has shape (scenarios, nodes), nan where a node is cut off; `flow_ml_per_min`
    shape (scenarios, edges), 0 in ligated edges. `refactorised` are the scenarios that were solved
    anew, because an update would have had too few digits.
    """

    pressure_mmhg: Floats
    flow_ml_per_min: Floats
    refactorised: tuple[int, ...]


def ligated(network: Network, scenarios: Sequence[Collection[int]]) -> Ligated:
    """The pressures [mmHg] and flows [ml/min] after each set of edges is taken out.

    A scenario names edges by their index. One that cuts off a part of the network, or nearly so,
    is solved anew. Raises PerfusionError for an edge that does not exist, and as `solved` does.

    >>> loop = Network(
    ...     ("heart", "hilum", "vein"),
    ...     [0, 0, 1],
    ...     [1, 1, 2],
    ...     [1.0, 1.0, 2.0],
    ...     {"heart": 90.0, "vein": 0.0},
    ... )
    >>> ligated(loop, [[], [0], [0, 1]]).flow_ml_per_min[:, 2].round(9).tolist()
    [90.0, 60.0, 0.0]
    """
    sets = [np.array(sorted(set(edges)), dtype=np.intp) for edges in scenarios]
    used = np.unique(np.concatenate([*sets, np.empty(0, np.intp)]))
    if used.size and not 0 <= used[0] <= used[-1] < network.start.size:
        raise PerfusionError(f"The network has no edge {used[0] if used[0] < 0 else used[-1]}.")
    if not used.size:
        state = solved(network)
        rows = (len(sets), 1)
        return Ligated(np.tile(state.pressure_mmhg, rows), np.tile(state.flow_ml_per_min, rows), ())
    update = _Update(network, used, sets)
    pressure, flow = update.states()
    poor = np.flatnonzero(update.poor).tolist()
    for scenario in poor:
        anew = solved(_without(network, sets[scenario]))
        pressure[scenario], flow[scenario] = anew.pressure_mmhg, anew.flow_ml_per_min
    return Ligated(pressure, flow, tuple(poor))


class _Update:
    """The small systems of all scenarios, made symmetric: S = I − √g H √g, eigenvalues 0 to 1.

    All are as large as the largest: what a scenario lacks is filled up with a column that does
    nothing, the last.
    """

    def __init__(self, network: Network, used: Indices, sets: Sequence[Indices]) -> None:
        self.network, self.sets = network, sets
        self.whole = Factorised(network)
        self.added = self.whole.added_pressure_mmhg(_dipoles(network, used))
        self.carried = self.whole.drop(self.added)
        conductance = network.conductance_ml_per_min_per_mmhg[used]
        self.edges = np.append(used, used[0])
        self.root = np.append(np.sqrt(conductance), 0.0)
        drops = self._drops(self.added)
        blocked = np.eye(self.edges.size) - self.root[:, None] * drops * self.root
        most = max(edges.size for edges in sets)
        self.columns = np.full((len(sets), most), used.size)
        for row, edges in zip(self.columns, sets, strict=True):
            row[: edges.size] = np.searchsorted(used, edges)
        systems = blocked[self.columns[:, :, None], self.columns[:, None, :]]
        self.poor: NDArray[np.bool_] = np.linalg.eigvalsh(systems)[:, 0] < LEAST_WAY_ROUND
        systems[self.poor] = np.eye(most)
        self.systems = systems

    def states(self) -> tuple[Floats, Floats]:
        """Pressures and flows by scenario, corrected once by the mass they fail to conserve."""
        network = self.network
        before = self.whole.solution()
        carried = before.flow_ml_per_min[self.edges]
        driven = np.divide(carried, self.root, out=np.zeros_like(carried), where=self.root > 0)
        change = self._changes(driven[self.columns])
        pressure = before.pressure_mmhg + change[0]
        flow = self._tied(before.flow_ml_per_min + change[1])
        missing = (network.inflow - np.stack([network.outflow(row) for row in flow])).T
        added = self.whole.added_pressure_mmhg(missing)
        driven = np.take_along_axis(self._drops(added).T, self.columns, axis=1)
        change = self._changes(driven * self.root[self.columns])
        pressure += added.T + change[0]
        return pressure, self._tied(flow + self.whole.drop(added).T + change[1])

    def _changes(self, driven: Floats) -> tuple[Floats, Floats]:
        """What cancelling the ligated edges changes: pressures and flows by scenario."""
        answers = np.linalg.solve(self.systems, driven[..., None])[..., 0]
        answers *= self.root[self.columns]
        answers[self.poor] = 0.0
        pointers = np.arange(len(answers) + 1) * answers.shape[1]
        shape = (len(answers), self.edges.size)
        cancelling = csr_array((answers.ravel(), self.columns.ravel(), pointers), shape=shape)
        return cancelling @ self.added.T, cancelling @ self.carried.T

    def _drops(self, pressure: Floats) -> Floats:
        """Along the ligated edges [mmHg], shape (edges and one more, cases)."""
        start, end = self.network.start[self.edges], self.network.end[self.edges]
        drops: Floats = pressure[start] - pressure[end]
        return drops

    def _tied(self, flow: Floats) -> Floats:
        for row, edges in zip(flow, self.sets, strict=True):
            row[edges] = 0.0
        return flow


def _dipoles(network: Network, edges: Indices) -> Floats:
    """A unit inflow at the start of each edge that leaves at its end, and a last one of nothing."""
    inflow = np.zeros((len(network.nodes), edges.size + 1))
    column = np.arange(edges.size)
    np.add.at(inflow, (network.start[edges], column), 1.0)
    np.add.at(inflow, (network.end[edges], column), -1.0)
    return inflow


def _without(network: Network, edges: Indices) -> Network:
    conductance = network.conductance_ml_per_min_per_mmhg.copy()
    conductance[edges] = 0.0
    return replace(network, conductance_ml_per_min_per_mmhg=conductance)
