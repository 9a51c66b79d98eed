"""A construct as it is drawn: its bars, the faces they dock on, and where the bone folds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from flapplanner.bone.built import Built, Docking, Strut
from flapplanner.report.bone.view import Array, View
from vascular_models import load_atlas

# Two struts side by side stand so many diameters apart: room for their pedicle.
SIDE_BY_SIDE = 1.22
FACE_MM = 15.0
BLOCK_MM = 30.0


@dataclass(frozen=True, eq=False)
class Bar:
    """One strut as a round rod [mm, body frame]: `start` and `end` lie in its two faces.

    `first` and `last` are its ends, the docked lengths included. `block` is an implant that has no
    section of its own: it is drawn as a block between the faces.
    """

    strut: Strut
    start: Array
    end: Array
    first: Array
    last: Array
    diameter_mm: float
    block: bool

    @property
    def ends(self) -> tuple[Array, Array]:
        """Both ends of the rod."""
        return self.first, self.last


@dataclass(frozen=True, eq=False)
class Fold:
    """Where the bone folds between two bars: which, at which of their ends, how far, how much."""

    one: Bar
    other: Bar
    at_one: int
    at_other: int
    fold_deg: float
    released_mm: float

    @property
    def words(self) -> tuple[str, ...]:
        """What is written beside it."""
        taken = f"{self.released_mm:.0f} mm taken out"
        return (f"folds by {self.fold_deg:.0f}°", *([taken] if self.released_mm else ()))

    @property
    def middle(self) -> Array:
        """The place between the two ends."""
        middle: Array = (self.one.ends[self.at_one] + self.other.ends[self.at_other]) / 2
        return middle


def bars(built: Built) -> tuple[Bar, ...]:
    """Every strut as a bar, two for struts side by side, in the order of the pieces."""
    diameter = outer_diameter_mm(built)
    found = []
    for strut in built.struts:
        for shift in _shifts(strut, diameter or BLOCK_MM):
            found.append(_bar(strut, shift, diameter))
    return tuple(found)


def outer_diameter_mm(built: Built) -> float | None:
    """The outer diameter of the bone that a construct is made of [mm]; None for an implant."""
    atlas = load_atlas()
    implant = atlas.implants.get(built.material)
    bone = atlas.bones.get((implant.bone or "") if implant else built.material)
    return bone.outer_diameter_mm.central if bone else None


def folds(built: Built) -> Iterator[Fold]:
    """The folds between the pieces of one bone, at those ends of two bars that lie nearest."""
    if built.cut is None:
        return
    made = bars(built)
    cut = built.cut
    for one, other, degrees, released in zip(
        made, made[1:], cut.fold_deg, cut.released_mm, strict=False
    ):
        ways = list(product((1, 0), (1, 0)))
        at = min(ways, key=lambda way: round(_apart(one.ends[way[0]], other.ends[way[1]]), 3))
        yield Fold(one, other, at[0], at[1], degrees, released)


def face_line(docking: Docking, view: View) -> tuple[tuple[float, float], tuple[float, float]]:
    """The docking face as the view shows it: a short line across its normal [mm]."""
    u, v = view.flat(docking.point_mm)
    across = np.array(view.flat(docking.outward))
    length = float(np.linalg.norm(across))
    run, rise = (-across[1] / length, across[0] / length) if length > 1e-6 else (1.0, 0.0)
    return (
        (u - FACE_MM * run, v - FACE_MM * rise),
        (u + FACE_MM * run, v + FACE_MM * rise),
    )


def _shifts(strut: Strut, diameter_mm: float) -> list[Array]:
    if strut.parallel == 1:
        return [np.zeros(3)]
    along = np.subtract(strut.end.point_mm, strut.start.point_mm)
    across = np.cross(along, (0.0, 1.0, 0.0))
    length = np.linalg.norm(across)
    across = across / length if length > 1e-6 else np.array([1.0, 0.0, 0.0])
    return [sign * SIDE_BY_SIDE * diameter_mm / 2 * across for sign in (1, -1)]


def _bar(strut: Strut, shift: Array, diameter_mm: float | None) -> Bar:
    start, end = (np.array(one.point_mm) + shift for one in (strut.start, strut.end))
    along = (end - start) / np.linalg.norm(end - start)
    return Bar(
        strut,
        start,
        end,
        start - strut.start.docking_mm * along,
        end + strut.end.docking_mm * along,
        diameter_mm or BLOCK_MM,
        diameter_mm is None,
    )


def _apart(one: Array, other: Array) -> float:
    return float(np.linalg.norm(one - other))
