"""Writes docs/reference_flows.md: blood flows as computed, published and measured, side by side.

Run by `make docs`; a test keeps the page true.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from flapplanner.anatomy import vascular_graph
from flapplanner.perfusion.circulation import circulation
from flapplanner.perfusion.flows import flows
from flapplanner.perfusion.network import Network, Solution, solved
from flapplanner.perfusion.poiseuille import conductance_ml_per_min_per_mmhg
from vascular_models import load_atlas
from vascular_models.reference_networks import adan56

FOLDER = Path(__file__).parent
ATLAS = load_atlas()
ROOT, GROUND = "root", "ground"

# By row of the table: segment of ADAN56, artery of our atlas, flow of the steady solution and
# measured flow in the body figures.
ROWS: dict[str, tuple[str, str, str | None, str | None]] = {
    "infrarenal aorta": ("abdominal_aorta_v", "lower_abdominal_aorta", "infrarenal_aorta", None),
    "common iliac": ("common_iliac_r", "common_iliac_artery", "common_iliac", None),
    "internal iliac": ("internal_iliac_r", "internal_iliac_artery", "internal_iliac", None),
    "external iliac": ("external_iliac_r", "external_iliac_artery", "external_iliac", None),
    "common femoral": (
        "femoral_r_i",
        "common_femoral_artery",
        "common_femoral",
        "common_femoral_flow_ml_per_min",
    ),
    "deep femoral": ("profunda_femoris_r", "deep_femoral_artery", "deep_femoral", None),
    "superficial femoral": (
        "femoral_r_ii",
        "superficial_femoral_artery",
        "superficial_femoral",
        None,
    ),
    "popliteal": ("popliteal_r_i", "popliteal_artery", None, "popliteal_flow_ml_per_min"),
}


def adan56_network(exponent: float | None = None) -> Network:
    """ADAN56 with its inflow; its ends drain by their own resistances, or by their radius.

    With an exponent k the conductance of each end is proportional to its radius to the power k,
    all together such that the inflow would need the mean aortic pressure.
    """
    segments = adan56()
    inflow = ATLAS.body["adan56_inflow_ml_per_min"].central
    ends = {name: s for name, s in segments.items() if s.outlet_resistance_mmhg_min_per_ml}
    drains = {
        name: 1 / (s.outlet_resistance_mmhg_min_per_ml or np.inf)
        if exponent is None
        else s.radius_distal_mm**exponent
        for name, s in ends.items()
    }
    if exponent is not None:
        whole = inflow / ATLAS.body["mean_aortic_pressure_mmhg"].central / sum(drains.values())
        drains = {name: drain * whole for name, drain in drains.items()}
    index = {name: place for place, name in enumerate([ROOT, *segments, GROUND])}
    vessels = conductance_ml_per_min_per_mmhg(
        [s.length_mm for s in segments.values()],
        [2 * s.radius_proximal_mm for s in segments.values()],
        ATLAS.body["blood_viscosity_mpa_s"].central,
        [2 * s.radius_distal_mm for s in segments.values()],
    )
    return Network(
        nodes=tuple(index),
        start=np.array(
            [index[s.parent or ROOT] for s in segments.values()] + [index[n] for n in drains]
        ),
        end=np.array([index[n] for n in segments] + [index[GROUND]] * len(drains)),
        conductance_ml_per_min_per_mmhg=np.concatenate([vessels, list(drains.values())]),
        fixed_mmhg={GROUND: 0.0},
        inflow_ml_per_min={ROOT: inflow},
    )


def adan56_flows(solution: Solution) -> dict[str, float]:
    """The flow in each segment [ml/min]."""
    return dict(zip(adan56(), solution.flow_ml_per_min.tolist(), strict=False))


def atlas_flows() -> dict[str, float]:
    """The flow in each artery of the right side and the midline of our own atlas [ml/min].

    An artery in several pieces counts with the piece that carries most.
    """
    graph = vascular_graph(ATLAS)
    carried = flows(circulation(graph, ATLAS.body), graph).vessel_flow_ml_per_min
    found: dict[str, float] = {}
    for way, flow in carried.items():
        vessel = graph.edges[way]
        if vessel["side"] != "left":
            name = vessel["vessel"]
            found[name] = max(found.get(name, 0.0), abs(flow))
    return found


HEAD = """# Blood flows: computed, published, measured

Made by `make docs`. Steady flows at rest [ml/min], right side. ADAN56 is a published network of 77
arteries (`vascular_models/networks/adan56.csv`), solved with Poiseuille's law for tapering vessels.
Its ends are closed in two ways: by the resistances of the distributed file, or by conductances that
grow with a power of the radius of the last artery, r^k (nakamura2014). The last column is our own
atlas, in which each territory draws what its tissue asks for.
"""

REMARKS = """
## What it shows

- **The equations are solved as others solve them.** With the file's own outlets every recorded flow
  comes out to the digit printed, give or take 0.1. Mass is conserved at every node: what is missing
  is {residual} of the {inflow:,.0f} ml/min that enter.
- **It does not show that the flows are right.** The recorded solution is steady and of the same
  equations. From the root of the aorta to the knee the pressure falls by {drop:.1f} of {root:.0f}
  mmHg only: what a leg has is decided by the outlets, hardly by the arteries that have names.

## Where it fails, and why

- **The file's outlets give the leg too much at rest**: {femoral:.1f} times the measured flow in the
  common femoral artery, {popliteal:.1f} times that in the popliteal. Its deep femoral artery alone
  draws {deep:.1f} times what both arteries of the lower leg draw together. The file was made to
  compare programs for pulse waves, not to describe a leg at rest.
- **The power law does better in the thigh and worse elsewhere.** The common femoral flow lies
  {low:.0%} to {high:.0%} from the measured one; the popliteal flow comes near with the largest
  exponent only. But calibre knows nothing of what an organ asks for: with k = 2.7 the right kidney
  has {kidney:.0%} of the flow of the file, and an intercostal artery {intercostal:.0f} times it.
- **The atlas** feeds only the tissue it names: no gut, no kidneys, no arms. Its aorta can be
  compared below the kidneys at best. In the leg it gives {own_femoral:.1f} times the measured flow
  of the common femoral artery and {own_popliteal:.1f} times that of the popliteal. A flow is mass ×
  specific flow there, and no more, and many masses are estimates: the muscles of the calf alone
  account for the measured popliteal flow. Shares of the normal flow say more than ml/min.
- All of it is steady: no pulse, no bends, no viscosity that changes with calibre, no vessel that
  widens because more is asked of it.
"""


def page() -> str:
    """The whole page."""
    exponent = ATLAS.body["branching_radius_exponent"]
    solutions = {"": solved(adan56_network())}
    for power in (exponent.low, exponent.value, exponent.high):
        solutions[f"r^{power:g}"] = solved(adan56_network(power))
    computed = {name: adan56_flows(solution) for name, solution in solutions.items()}
    own = atlas_flows()
    table = [
        "",
        "| artery | file, recorded | file, solved here | "
        + " | ".join(list(solutions)[1:])
        + " | measured | atlas |",
        "|---" + "|---:" * 7 + "|",
    ]
    for name, (segment, artery, recorded, measured) in ROWS.items():
        cells = [
            _recorded(recorded),
            *(f"{found[segment]:.1f}" for found in computed.values()),
            f"{ATLAS.body[measured].central:.1f}" if measured else "",
            f"{own[artery]:.1f}" if artery in own else "",
        ]
        table.append(f"| {name} | " + " | ".join(cells) + " |")
    return HEAD + "\n".join(table) + "\n" + _remarks(solutions, computed, own)


def _recorded(artery: str | None) -> str:
    return f"{ATLAS.body[f'adan56_{artery}_flow_ml_per_min'].central:.1f}" if artery else ""


def _remarks(
    solutions: Mapping[str, Solution],
    computed: Mapping[str, Mapping[str, float]],
    own: Mapping[str, float],
) -> str:
    femoral = ATLAS.body["common_femoral_flow_ml_per_min"].central
    popliteal = ATLAS.body["popliteal_flow_ml_per_min"].central
    inflow = ATLAS.body["adan56_inflow_ml_per_min"].central
    file, *powers = computed.values()
    middle = powers[1]
    off = sorted(abs(found["femoral_r_i"] / femoral - 1) for found in powers)
    pressures = solutions[""].pressures
    worst = max(solution.residual_ml_per_min for solution in solutions.values()) / inflow
    return REMARKS.format(
        residual="less than 1e-12" if worst < 1e-12 else f"{worst:.0e}",
        inflow=inflow,
        root=pressures[ROOT],
        drop=pressures[ROOT] - pressures["popliteal_r_i"],
        femoral=file["femoral_r_i"] / femoral,
        popliteal=file["popliteal_r_i"] / popliteal,
        deep=file["profunda_femoris_r"] / file["popliteal_r_i"],
        low=off[0],
        high=off[-1],
        kidney=middle["renal_r"] / file["renal_r"],
        intercostal=middle["posterior_intercostal_t6_r"] / file["posterior_intercostal_t6_r"],
        own_femoral=own["common_femoral_artery"] / femoral,
        own_popliteal=own["popliteal_artery"] / popliteal,
    )


if __name__ == "__main__":
    (FOLDER / "reference_flows.md").write_text(page(), encoding="utf-8")
