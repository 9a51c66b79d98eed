"""What is said of a built construct: frozen values that are saved, shown and ranked."""

from __future__ import annotations

from typing import Literal

from vascular_models import Frozen, Measure

Point3 = tuple[float, float, float]
Kind = Literal["living", "graft", "metal"]


class Docking(Frozen):
    """One end of a strut: on which bone, where [mm, body frame], how deep, and how it is cut.

    `docking_mm` is the length beyond the face, `most_docking_mm` the most that was reported or
    that the bone has room for; `cut_deg` is the angle between the strut and the face's normal,
    0 for a square cut.
    """

    title: str
    point_mm: Point3
    outward: Point3
    docking_mm: float
    most_docking_mm: float
    cut_deg: float


class Strut(Frozen):
    """One strut, or two side by side: its ends, the gap between their faces and its length [mm].

    `length_mm` = gap + docking at both ends; `most_length_mm` the same with the deepest docking.
    """

    start: Docking
    end: Docking
    side: Literal["right", "left", "midline"]
    parallel: Literal[1, 2]
    gap_mm: float
    length_mm: float
    most_length_mm: float


class Cut(Frozen):
    """How one bone is cut into the pieces of a construct [mm], and what it gives.

    `pieces_mm` in the order in which they lie on the bone, the first proximal; between two pieces
    a length of `released_mm` is taken out under the periosteum so that the pedicle can fold, and
    `fold_deg` is the angle that it folds by (180 for pieces that lie side by side).
    """

    bone: str
    whole_mm: float
    protected_proximal_mm: float
    protected_distal_mm: float
    available_mm: float
    needed_mm: float
    pieces_mm: tuple[float, ...]
    released_mm: tuple[float, ...] = ()
    fold_deg: tuple[float, ...] = ()
    least_piece_mm: float | None = None

    @property
    def spare_mm(self) -> float:
        """Bone left over [mm]; negative when it is too short."""
        return self.available_mm - self.needed_mm

    @property
    def osteotomies(self) -> int:
        """How many times the bone is cut through to make the pieces."""
        return (
            2
            + 2 * sum(1 for gap in self.released_mm if gap > 0)
            + sum(1 for gap in self.released_mm if gap == 0)
        )


class Strength(Frozen):
    """How a construct of hollow sections bears load, before anything has healed or thickened.

    Area [mm²] and second moment [mm⁴] of one strut; the axial load [N] on the most loaded one at
    one body weight, its stress [MPa], and the load at which it would buckle [N]. The ratios say how
    many body weights it would bear by each measure.
    """

    area_mm2: float
    second_moment_mm4: float
    axial_load_n: float
    axial_stress_mpa: float
    buckling_load_n: float
    crushing_body_weights: float
    buckling_body_weights: float

    @property
    def body_weights(self) -> float:
        """How many body weights it bears, by the weaker of the two measures."""
        return min(self.crushing_body_weights, self.buckling_body_weights)


class Built(Frozen):
    """One construct in one material, built for one patient."""

    key: str
    title: str
    short: str
    material: str
    material_title: str
    living: bool
    metal: bool = False
    across: str
    struts: tuple[Strut, ...]
    cut: Cut | None = None
    strength: Strength | None = None
    union_percent: Measure | None = None
    union_months: Measure | None = None
    failure_percent: Measure | None = None
    complication_percent: Measure | None = None
    donor_complication_percent: Measure | None = None
    experience_count: int = 0
    cautions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
