"""Compiles the placement search and the surface distances ahead: `python -m flapplanner.geometry`.

They are compiled once a machine and kept; whoever starts the planner first would wait otherwise.
"""

import numpy as np

from flapplanner.geometry import Leash, Paddle, certificate, critical_slack_mm, place, rectangle
from flapplanner.geometry.surface.distances import geodesic_distances
from flapplanner.geometry.surface.mesh import Mesh
from flapplanner.geometry.surface.patch import geodesic_disc
from flapplanner.geometry.surface.points import surface_point

CORNERS = np.array([[0.0, 0.0, 0.0], [9.0, 0.0, 0.0], [0.0, 9.0, 0.0], [0.0, 0.0, 9.0]])
FACES = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]])


def main() -> None:
    """Ask each compiled function once."""
    defect, paddle = rectangle(80, 60), Paddle(rectangle(70, 50), hilum_mm=(0.0, -20.0))
    leash = Leash((0.0, -30.0), slack_mm=20.0)
    place(defect, paddle, leash)
    critical_slack_mm(defect, paddle, leash, 0.5)
    certificate(defect, paddle, leash, 0.5, most_boxes=100)
    mesh = Mesh(CORNERS, FACES)
    geodesic_distances(mesh, CORNERS[0])
    geodesic_disc(mesh, surface_point(mesh, CORNERS[0]), 5.0)


if __name__ == "__main__":
    main()
