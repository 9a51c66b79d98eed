"""Shapes to place and to cover: some fixed, some drawn by hypothesis, some from a seed."""

from dataclasses import dataclass
from math import cos, pi, radians, sin

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry import Polygon

from flapplanner.geometry import Leash, Paddle, ellipse, fitted_outline, polygon, rectangle
from flapplanner.geometry.paddles import Kind

# A busy machine is no failure: what is fast enough is for the benchmarks to say.
UNHURRIED = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def fine_disc(radius_mm: float, centre_mm: tuple[float, float] = (0.0, 0.0)) -> Polygon:
    """A disc of 720 vertices: its area is short of π r² by 1.3e-5 only."""
    return Polygon(_oval(radius_mm, radius_mm, 720) + np.array(centre_mm))


@dataclass(frozen=True)
class Scene:
    """A defect and a paddle on its leash."""

    defect: Polygon
    paddle: Paddle
    leash: Leash

    def moved(self, turn_deg: float, shift_mm: tuple[float, float]) -> "Scene":
        """The same scene after a rigid motion of defect and pivot; the paddle stays as cut."""
        c, s = cos(radians(turn_deg)), sin(radians(turn_deg))
        matrix = [c, -s, s, c, *shift_mm]
        u, v = self.leash.pivot_mm
        leash = Leash(
            (c * u - s * v + shift_mm[0], s * u + c * v + shift_mm[1]),
            self.leash.slack_mm,
            self.leash.turn_min_deg + turn_deg,
            self.leash.turn_max_deg + turn_deg,
        )
        return Scene(affinity.affine_transform(self.defect, matrix), self.paddle, leash)

    def mirrored(self) -> "Scene":
        """The scene in a mirror along v."""

        def mirror(outline: Polygon) -> Polygon:
            return affinity.scale(outline, -1, 1, origin=(0, 0))

        (u, v), (hilum_u, hilum_v) = self.leash.pivot_mm, self.paddle.hilum_mm
        return Scene(
            mirror(self.defect),
            Paddle(mirror(self.paddle.outline), (-hilum_u, hilum_v)),
            Leash((-u, v), self.leash.slack_mm, -self.leash.turn_max_deg, -self.leash.turn_min_deg),
        )

    def with_slack(self, slack_mm: float) -> Leash:
        """The leash with another slack."""
        turns = self.leash.turn_min_deg, self.leash.turn_max_deg
        return Leash(self.leash.pivot_mm, slack_mm, *turns)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Scenes of ordinary size: convex paddles with the hilum inside, defects of several forms."""
    defect = draw(st.sampled_from(DEFECTS))
    length, width = draw(st.floats(60, 140)), draw(st.floats(40, 100))
    outline = draw(st.sampled_from([ellipse, rectangle]))(length, width)
    hilum = (draw(st.floats(-0.2, 0.2)) * width, draw(st.floats(-0.45, 0.1)) * length)
    bearing, distance = draw(st.floats(0, 2 * pi)), draw(st.floats(0, 100))
    middle, half = draw(st.floats(-180, 180)), draw(st.sampled_from([0.0, 20.0, 60.0, 180.0]))
    leash = Leash(
        pivot_mm=(distance * cos(bearing), distance * sin(bearing)),
        slack_mm=draw(st.sampled_from([0.0, 5.0, 20.0, 60.0])),
        turn_min_deg=middle - half,
        turn_max_deg=middle + half,
    )
    return Scene(defect, Paddle(outline, hilum), leash)


def seeded_scenes(count: int) -> list[Scene]:
    """Scenes from a fixed seed: every form of defect and paddle, every kind of leash."""
    draw = np.random.default_rng(20260707)
    return [_seeded(draw, number) for number in range(count)]


def _seeded(draw: np.random.Generator, number: int) -> Scene:
    defect = _seeded_defect(draw, number % 7)
    outline, reach = _seeded_outline(draw, number // 7 % 4, float(defect.area))
    bearing, distance = draw.uniform(0, 2 * pi), draw.uniform(0, 110)
    middle, span = draw.uniform(-180, 180), (360.0, 120.0, 40.0)[int(draw.integers(3))]
    slack = (0.0, draw.uniform(1, 8), draw.uniform(8, 30), draw.uniform(30, 80))[number % 4]
    leash = Leash(
        pivot_mm=(float(distance * np.cos(bearing)), float(distance * np.sin(bearing))),
        slack_mm=float(slack),
        turn_min_deg=float(middle - span / 2),
        turn_max_deg=float(middle + span / 2),
    )
    hilum = (float(draw.uniform(-0.1, 0.1) * reach), float(draw.uniform(-1, -0.3) * reach))
    return Scene(defect, Paddle(outline, hilum), leash)


def _seeded_defect(draw: np.random.Generator, form: int) -> Polygon:
    count, size = int(draw.integers(60, 100)), draw.uniform(0.7, 1.15)
    points = size * _oval(45, 60, count)
    angle = np.linspace(0, 2 * pi, count, endpoint=False)
    if form == 1:
        points *= 1 + 0.04 * draw.normal(size=count)[:, np.newaxis]
    if form == 2:
        lobes = np.cos(draw.integers(2, 5) * angle + draw.uniform(0, 6))
        points *= 1 + 0.35 * lobes[:, np.newaxis]
    if form == 3:
        points[:, 0] += 0.012 * points[:, 1] ** 2 / size
    if form == 4:
        points = size * np.array(L_FORM, dtype=np.float64)
    if form == 5:
        points = size * np.array([(-45, -60), (45, -60), (45, 60), (-45, 60)], dtype=np.float64)
    if form == 6:
        points *= 1 + 0.3 * np.where(np.arange(count) % 2, 1, -1)[:, np.newaxis]  # a star
    return affinity.rotate(Polygon(points), draw.uniform(0, 360), origin=(0, 0))


def _seeded_outline(draw: np.random.Generator, form: int, area_mm2: float) -> tuple[Polygon, float]:
    count, slim = int(draw.integers(40, 100)), draw.uniform(0.35, 0.9)
    angle = np.linspace(0, 2 * pi, count, endpoint=False)
    teardrop = np.column_stack((slim * np.sin(angle) * np.sin(angle / 2) ** 2, -np.cos(angle)))
    chevron = np.array([(0, -0.4), (0.8, 0.6), (0.5, 1), (0, 0.35), (-0.5, 1), (-0.8, 0.6)])
    bar = np.array([(-slim, -1), (slim, -1), (slim, 1), (-slim, 1)])
    unit = Polygon([_oval(slim, 1, count), teardrop, chevron, bar][form])
    scaling = float(np.sqrt(area_mm2 * draw.uniform(0.7, 1.6) / unit.area))
    return affinity.scale(unit, scaling, scaling, origin=(0, 0)), scaling


def _oval(half_width: float, half_length: float, count: int) -> NDArray[np.float64]:
    angle = np.linspace(0, 2 * pi, count, endpoint=False)
    return np.column_stack((half_width * np.cos(angle), half_length * np.sin(angle)))


L_FORM = [(-50, -60), (50, -60), (50, -15), (-5, -15), (-5, 60), (-50, 60)]
BEAN = [(u + 0.012 * v**2, v) for u, v in _oval(40, 60, 60).tolist()]
RING = Polygon(_oval(50, 60, 60), [_oval(15, 20, 30)])
DEFECTS = [ellipse(120, 90), rectangle(80, 110), polygon(L_FORM), polygon(BEAN)]


def fitted_scenes(count: int) -> list[Scene]:
    """Scenes as plans have them: paddles cut to the defect's own length and width.

    Edges then lie on edges, where the covered area has ridges and no slope to climb by.
    """
    draw = np.random.default_rng(20261122)
    scenes = []
    for number in range(count):
        length, width = draw.uniform(80, 200), draw.uniform(60, 140)
        form = (ellipse, rectangle)[number % 2]
        defect = form(length, width, float(draw.choice([0, 30, 45, 90])))
        kind: Kind = ("ellipse", "rectangle")[number // 2 % 2]
        outline = fitted_outline(defect, kind, draw.uniform(60, 300), draw.uniform(50, 250))
        _, low, _, high = outline.bounds
        hilum = (0.0, float(low + draw.uniform(0, 0.5) * (high - low)))
        half = float(draw.choice([0, 90, 180]))
        slack = (0.0, draw.uniform(5, 60), draw.uniform(60, 250))[number % 3]
        pivot = (float(draw.choice([0.0, draw.uniform(-150, 150)])), draw.uniform(-150, 150))
        leash = Leash(pivot, float(slack), -half, half)
        scenes.append(Scene(defect, Paddle(outline, hilum), leash))
    return scenes
