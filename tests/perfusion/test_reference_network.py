"""A published network: its steady state again, its mass, and the page that compares."""

from pathlib import Path

import numpy as np
import pytest

from docs.make_reference_flows import (
    FOLDER,
    GROUND,
    ROOT,
    adan56_flows,
    adan56_network,
    page,
)
from flapplanner.perfusion.network import solved
from vascular_models import load_atlas
from vascular_models.reference_networks import adan56

BODY = load_atlas().body
EXPONENT = BODY["branching_radius_exponent"]
POWERS = (None, EXPONENT.low, EXPONENT.value, EXPONENT.high)

# The steady flows recorded for the file, by its segments.
RECORDED = {
    "axillary_r": "axillary",
    "celiac_trunk": "coeliac_trunk",
    "common_hepatic": "common_hepatic",
    "abdominal_aorta_v": "infrarenal_aorta",
    "common_iliac_r": "common_iliac",
    "internal_iliac_r": "internal_iliac",
    "external_iliac_r": "external_iliac",
    "femoral_r_i": "common_femoral",
    "profunda_femoris_r": "deep_femoral",
    "femoral_r_ii": "superficial_femoral",
    "anterior_tibial_r": "anterior_tibial",
    "tibiofibular_trunk_r": "tibioperoneal_trunk",
}


@pytest.mark.parametrize(("segment", "artery"), RECORDED.items())
def test_the_recorded_flow_comes_out(segment: str, artery: str) -> None:
    recorded = BODY[f"adan56_{artery}_flow_ml_per_min"].central
    found = adan56_flows(solved(adan56_network()))[segment]
    assert found == pytest.approx(recorded, abs=0.15)  # printed to 0.1, radii to 0.0001 mm


@pytest.mark.parametrize("exponent", POWERS)
def test_mass_is_conserved_at_every_node(exponent: float | None) -> None:
    network = adan56_network(exponent)
    solution = solved(network)
    left = network.inflow - network.outflow(solution.flow_ml_per_min)
    inner = [node != GROUND for node in network.nodes]
    assert np.abs(left[inner]).max() <= 1e-9
    inflow = BODY["adan56_inflow_ml_per_min"].central
    assert -left[network.index[GROUND]] == pytest.approx(-inflow, rel=1e-12)


@pytest.mark.parametrize("exponent", POWERS[1:])
def test_the_ends_share_the_flow_by_their_radius(exponent: float) -> None:
    """Each end draws its pressure times radius to the power k, all with one factor."""
    solution = solved(adan56_network(exponent))
    flow, pressure = adan56_flows(solution), solution.pressures
    factors = [
        flow[name] / pressure[name] / segment.radius_distal_mm**exponent
        for name, segment in adan56().items()
        if segment.outlet_resistance_mmhg_min_per_ml
    ]
    assert factors == pytest.approx([factors[0]] * len(factors), rel=1e-9)


def test_pressure_falls_from_the_root_outward() -> None:
    pressure = solved(adan56_network()).pressures
    for name, segment in adan56().items():
        assert pressure[name] < pressure[segment.parent or ROOT]


def test_every_figure_of_the_network_has_a_reference() -> None:
    assert {segment.source for segment in adan56().values()} <= set(load_atlas().references)


def test_left_and_right_are_the_same_arteries() -> None:
    names = set(adan56())
    for name in names:
        twin = name.replace("_r_", "_l_") if "_r_" in name else name.removesuffix("_r") + "_l"
        if name.endswith("_r") or "_r_" in name:
            assert twin in names


def test_the_page_is_up_to_date() -> None:
    written = (Path(FOLDER) / "reference_flows.md").read_text("utf-8")
    assert written == page(), "run `make docs` and read what changed"
