"""The gap a resection leaves in the ring: between which anchors, on which sides, how long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from flapplanner.anatomy import PatientAnatomy
from flapplanner.bone.built import Point3
from flapplanner.case import Case
from flapplanner.errors import CaseError
from vascular_models import Anchor, Atlas, Gap, Side


@dataclass(frozen=True)
class Missing:
    """A gap in this patient.

    `measured_mm` is its length between the anchors of this body, `stated_mm` the length that the
    case states, if it does; where it does, every strut of the gap is drawn out to it.
    """

    name: str
    title: str
    gap: Gap
    sides: tuple[Side, ...]
    measured_mm: float
    stated_mm: float | None

    @property
    def length_mm(self) -> float:
        """The length a strut has to bridge [mm]: as stated, else as measured on this body."""
        return self.measured_mm if self.stated_mm is None else self.stated_mm

    @property
    def stretch(self) -> float:
        """The stated length over that of this body; 1 where none is stated."""
        return self.length_mm / self.measured_mm


@dataclass(frozen=True)
class Site:
    """Where a construct is built: the completed case, this body, and the gap."""

    case: Case
    anatomy: PatientAnatomy
    missing: Missing

    @property
    def atlas(self) -> Atlas:
        """The atlas the anatomy was made from."""
        return self.anatomy.atlas


def missing_of(case: Case, anatomy: PatientAnatomy) -> Missing | None:
    """The gap a completed case leaves to be bridged; None where there is none or none is wanted.

    Raises CaseError for a stated gap where the resection leaves none that the atlas knows, and for
    a one-sided gap of a midline defect.
    """
    defect, atlas = case.defect, anatomy.atlas
    if defect.bone_gap_mm == 0 or case.surgery.bone_reconstruction is False:
        return None
    name = _gap_name(case, atlas)
    if name is None:
        if defect.bone_gap_mm is None:
            return None
        ilium = "with" if defect.resection.ilium else "without"
        raise CaseError(
            f"defect.bone_gap_mm is {defect.bone_gap_mm:g}, but a resection "
            f"{defect.resection.level} {ilium} ilium leaves no gap that the atlas knows; "
            "allowed is 0."
        )
    gap = atlas.bone_gaps[name]
    side: Side = defect.side if case.surgery.limb_sacrificed == "none" else _lost(case)
    if gap.side == "defect" and side == "midline":
        if defect.bone_gap_mm is None:
            return None
        raise CaseError(
            f"defect.side is midline; a resection {defect.resection.level} leaves its gap on one "
            "side: allowed is left or right."
        )
    sides: tuple[Side, ...] = ("right", "left") if gap.side == "both" else (side,)
    taken = case.defect.resection.l5
    ends = (face(end, sides[0], taken, anatomy) for end in (gap.start, gap.end))
    start, end = (np.asarray(point) for _, point, _ in ends)
    measured = float(np.linalg.norm(end - start))
    return Missing(name, _title(gap, taken, atlas), gap, sides, measured, defect.bone_gap_mm)


def _title(gap: Gap, l5_taken: bool, atlas: Atlas) -> str:
    """The gap in words, from the vertebra that is left."""
    start = atlas.anchors[gap.start]
    if l5_taken and start.instead:
        return gap.title.replace(start.title, atlas.anchors[start.instead].title)
    return gap.title


def _lost(case: Case) -> Side:
    limb = case.surgery.limb_sacrificed
    assert limb != "none"
    return limb


def _gap_name(case: Case, atlas: Atlas) -> str | None:
    """The gap of the resection; one that leaves the ring standing has none unless one is stated."""
    resection = case.defect.resection
    asked = case.defect.bone_gap_mm is not None or case.surgery.bone_reconstruction is True
    for name, gap in atlas.bone_gaps.items():
        levels = gap.levels + (gap.levels_if_stated if asked else ())
        if resection.level in levels and resection.ilium == gap.with_ilium:
            return name
    return None


def face(
    name: str, side: Side, l5_taken: bool, anatomy: PatientAnatomy
) -> tuple[Anchor, Point3, Point3]:
    """The anchor that is used, the middle of its face [mm] and its outward normal.

    Where the anchor goes with the resection, it is the one the atlas names instead.
    """
    anchor = anatomy.atlas.anchors[name]
    if anchor.taken_with == "l5" and l5_taken:
        assert anchor.instead is not None
        return face(anchor.instead, side, l5_taken, anatomy)
    x, y, z = anatomy.places[anatomy.place(anchor.place, side)]
    out, back, up = anchor.outward
    return anchor, (float(x), float(y), float(z)), (-out if side == "left" else out, back, up)
