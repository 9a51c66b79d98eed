"""How long the ways through the body are: straight, or along the skin."""

from math import dist

import numpy as np
import pytest

from flapplanner.anatomy import patient_anatomy
from flapplanner.anatomy.body_surface import body_surface
from flapplanner.anatomy.corridors import along_skin_mm
from flapplanner.case import complete
from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.nearest import nearest
from tests.given import case
from vascular_models import load_atlas

ATLAS = load_atlas()
SKIN_WAYS = [c for c in ATLAS.corridors.values() if c.runs == "along_skin"]


@pytest.mark.parametrize("mass_kg", [55, 80, 115])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_no_corridor_is_shorter_than_the_straight_line(sex: str, mass_kg: int) -> None:
    patient = {"sex": sex, "stature_mm": 1700, "mass_kg": mass_kg}
    anatomy = patient_anatomy(complete(case(patient=patient)).case, ATLAS)
    for start, end, way in anatomy.corridors.edges(data=True):
        assert way["length_mm"] >= dist(anatomy.places[start], anatomy.places[end])


def test_a_tunnel_round_the_hip_is_as_long_as_the_skin_over_it() -> None:
    completed = complete(case()).case
    anatomy, mesh = patient_anatomy(completed, ATLAS), body_surface(completed.patient, ATLAS)
    assert {corridor.end for corridor in SKIN_WAYS} == {"lateral_thigh", "lateral_hip_tunnel"}
    for corridor in SKIN_WAYS:
        for side in ("right", "left"):
            start, end = f"{corridor.start}_{side}", f"{corridor.end}_{side}"
            places = nearest(mesh, [anatomy.places[start], anatomy.places[end]])
            corners = mesh.faces[places.faces[1]]
            far = geodesic_distances(mesh, places.points_mm[0])[corners]
            over = float(places.barycentric[1] @ far)
            straight = dist(anatomy.places[start], anatomy.places[end])
            length = anatomy.corridors.edges[start, end]["length_mm"]
            assert length == pytest.approx(max(over, straight), rel=0.02)


def test_both_sides_and_both_directions_are_as_long_to_the_last_digit() -> None:
    completed = complete(case()).case
    mesh = body_surface(completed.patient, ATLAS)
    places = patient_anatomy(completed, ATLAS).places
    start, end = places["lateral_thigh_right"], places["lateral_hip_tunnel_right"]
    mirror = np.array([-1.0, 1.0, 1.0])
    lengths = {
        along_skin_mm(mesh, start, end),
        along_skin_mm(mesh, end, start),
        along_skin_mm(mesh, start * mirror, end * mirror),
    }
    assert len(lengths) == 1
    assert lengths.pop() > dist(start, end) + 5
