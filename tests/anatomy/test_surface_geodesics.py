"""Ways over the body's surface against exact ones, and charts of its regions."""

from functools import cache

import numpy as np
import pygeodesic.geodesic as pygeodesic  # type: ignore[import-untyped]
import pytest

from flapplanner.anatomy.body_surface import body_surface
from flapplanner.case import Patient
from flapplanner.geometry import ellipse
from flapplanner.geometry.surface.chart import surface_chart
from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.geodesics import geodesic_path
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.nearest import nearest
from vascular_models import load_atlas

ATLAS = load_atlas()
BODIES = {
    "female": Patient(sex="female", stature_mm=1630, mass_kg=68),
    "male": Patient(sex="male", stature_mm=1760, mass_kg=86),
}


@cache
def body(sex: str) -> Mesh:
    return body_surface(BODIES[sex], ATLAS)


@pytest.mark.parametrize("sex", BODIES)
def test_ways_over_the_body_are_within_half_a_percent_of_the_exact_ones(sex: str) -> None:
    mesh = body(sex)
    exact = pygeodesic.PyGeodesicAlgorithmExact(mesh.vertices_mm.copy(), mesh.faces.astype("int32"))
    draw = np.random.default_rng(11)
    tried = 0
    for start in draw.integers(len(mesh.vertices_mm), size=3):
        true, _ = exact.geodesicDistances(np.array([start]), None)
        near = geodesic_distances(mesh, mesh.vertices_mm[start])
        wrong = near[true > 30] / true[true > 30] - 1
        assert np.sqrt((wrong**2).mean()) < 0.006
        assert np.abs(wrong).max() < 0.05
        for end in draw.integers(len(mesh.vertices_mm), size=11):
            path = geodesic_path(mesh, mesh.vertices_mm[start], mesh.vertices_mm[end])
            assert path.length_mm == pytest.approx(true[end], rel=5e-3, abs=0.01)
            tried += 1
    assert tried >= 30


@pytest.mark.parametrize("region", sorted(ATLAS.regions))
def test_every_region_has_a_chart_that_keeps_its_areas(region: str) -> None:
    """A defect of 120 × 90 mm is drawn true to its area, its faces within a twentieth.

    At the perineum the surface bends two ways between the thighs, and no map is that true.
    """
    mesh, about = body("female"), ATLAS.regions[region]
    centre = nearest(mesh, [about.centre_mm]).points_mm[0]
    chart = surface_chart(mesh, centre, np.array(about.up))
    stretch = chart.area_stretch(ellipse(120, 90))
    assert stretch.mean == pytest.approx(1, abs=0.05 if region == "perineal" else 0.015)
    assert stretch.rms < (0.25 if region == "perineal" else 0.05)
    places = 0.4 * np.array([[0, 0], [100, 30], [-40, 120], [60, -100]])
    seen, depth = chart.seen(chart.lifted(places))
    assert seen == pytest.approx(places, abs=1e-6)
    assert depth == pytest.approx(0, abs=1e-6)
