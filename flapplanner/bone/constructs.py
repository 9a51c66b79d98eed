"""Constructs: the struts between what is left of the ring, in one material, for one patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from flapplanner.bone.built import Built, Cut, Docking, Kind, Point3, Strength, Strut
from flapplanner.bone.cutting import cut_bone
from flapplanner.bone.experience import reported_count
from flapplanner.bone.healing import healed_here
from flapplanner.bone.missing import Site, face
from flapplanner.bone.sections import strength
from flapplanner.geometry import cut_angle_deg, fold_deg, leaning_load_n, strut_length_mm
from vascular_models import BoneForm, Construct, Healing, Implant, Side, StrutRun

GRAVITY_M_PER_S2 = 9.81
LEVEL = 0.1  # rise over length below which a strut ties two bones and bears no weight


def suited(material: str, site: Site) -> Iterator[str]:
    """The constructs for this gap that have been built of a material (a bone or an implant)."""
    limb = "kept" if site.case.surgery.limb_sacrificed == "none" else "lost"
    for name, construct in site.atlas.constructs.items():
        fits = site.missing.name in construct.gaps and construct.limb in (limb, "either")
        if fits and material in construct.materials:
            yield name


def built(name: str, material: str, site: Site, form: BoneForm | None = None) -> Built:
    """A construct in one material: its struts, how the bone is cut for it, what it bears.

    `form` is the living bone it is made of; without one it is of an implant of the atlas.
    """
    atlas = site.atlas
    construct = atlas.constructs[name]
    struts = tuple(struts_of(construct, site))
    healing = construct.materials[material]
    implant = None if form else atlas.implants[material]
    title = atlas.bones[material].title if implant is None else implant.title
    section = material if implant is None else implant.bone
    union, months, cautions = healed_here(section, _kind(implant), struts, site)
    return Built(
        key=name,
        title=construct.title,
        short=construct.short,
        material=material,
        material_title=title,
        living=form is not None,
        metal=bool(implant and implant.metal),
        across=site.missing.title,
        struts=struts,
        cut=_cut(form, struts, site) if form else None,
        strength=_strength(section, struts, site) if section else None,
        union_percent=union or healing.union_percent,
        union_months=months or healing.union_months,
        failure_percent=implant.failure_percent if implant else None,
        complication_percent=implant.complication_percent if implant else None,
        donor_complication_percent=implant.donor_complication_percent if implant else None,
        experience_count=reported_count(healing.experience, site.case),
        cautions=cautions,
        sources=_sources(construct, healing),
    )


def _kind(implant: Implant | None) -> Kind:
    if implant is None:
        return "living"
    return "metal" if implant.metal else "graft"


def struts_of(construct: Construct, site: Site) -> Iterator[Strut]:
    """The struts of a construct between the anchors that are left [mm, body frame]."""
    for run in construct.struts:
        for start, end in _sides(run, site):
            yield _strut(run, start, end, site)


def _sides(run: StrutRun, site: Site) -> Sequence[tuple[Side, Side]]:
    if run.side == "midline":  # from one side to the other
        return (("right", "left"),)
    sides: tuple[Side, ...] = ("right", "left") if run.side == "both" else site.missing.sides
    return tuple((side, side) for side in sides)


def _strut(run: StrutRun, start: Side, end: Side, site: Site) -> Strut:
    taken = site.case.defect.resection.l5
    ends = [
        face(name, side, taken, site.anatomy) for name, side in ((run.start, start), (run.end, end))
    ]
    first, last = (np.asarray(point) for _, point, _ in ends)
    last = first + site.missing.stretch * (last - first)
    dockings = [
        Docking(
            title=_title(anchor.title, anchor.place, side, site),
            point_mm=_point(at),
            outward=outward,
            docking_mm=anchor.docking_mm.central,
            most_docking_mm=anchor.docking_mm.high or anchor.docking_mm.central,
            cut_deg=cut_angle_deg(towards, outward),
        )
        for (anchor, _, outward), side, at, towards in zip(
            ends, (start, end), (first, last), (last - first, first - last), strict=True
        )
    ]
    gap = float(np.linalg.norm(last - first))
    return Strut(
        start=dockings[0],
        end=dockings[1],
        side=end if start == end else "midline",
        parallel=run.parallel,
        gap_mm=gap,
        length_mm=strut_length_mm(first, last, *(one.docking_mm for one in dockings)),
        most_length_mm=strut_length_mm(first, last, *(one.most_docking_mm for one in dockings)),
    )


def _title(title: str, place: str, side: Side, site: Site) -> str:
    paired = site.atlas.landmarks[place].side == "right"
    return f"{side} {title}" if paired else title


def _point(at: np.ndarray) -> Point3:
    x, y, z = (float(one) for one in at)
    return (x, y, z)


def bone_length_mm(bone: str, site: Site) -> float:
    """The whole length of a bone of this patient [mm], scaled by stature."""
    body, patient = site.atlas.body, site.case.patient
    if f"{bone}_length_mm" in body:
        return body[f"{bone}_length_mm"].central * site.anatomy.length_ratio
    assert patient.stature_mm is not None and patient.sex is not None
    mean_length = body[f"{bone}_length_{patient.sex}_mm"].central
    return mean_length * patient.stature_mm / body[f"mean_stature_{patient.sex}_mm"].central


def _cut(form: BoneForm, struts: Sequence[Strut], site: Site) -> Cut:
    """One bone cut into all pieces, in the order in which they lie; it folds between them."""
    pieces = [(strut, turn) for strut in struts for turn in range(strut.parallel)]
    folds = [
        180.0 if one is other else _fold_deg(one, other)
        for (one, _), (other, _) in pairwise(pieces)
    ]
    bone = site.atlas.bones[form.bone]
    release = site.atlas.body["fibula_fold_release_mm"].central
    return cut_bone(
        bone=form.bone,
        whole_mm=bone_length_mm(form.bone, site),
        protected_proximal_mm=form.protected_proximal_mm.central,
        protected_distal_mm=form.protected_distal_mm.central,
        most_harvested_mm=form.max_length_mm.central if form.max_length_mm else None,
        pieces_mm=tuple(strut.length_mm for strut, _ in pieces),
        fold_deg=tuple(folds),
        release_mm=release,
        apart_mm=tuple(_apart_mm(one, other) for (one, _), (other, _) in pairwise(pieces)),
        least_piece_mm=bone.least_segment_mm.central if bone.least_segment_mm else None,
    )


def _apart_mm(one: Strut, other: Strut) -> float:
    """What lies between the docked starts of two struts [mm]; 0 where they meet."""
    between = float(np.linalg.norm(np.subtract(one.start.point_mm, other.start.point_mm)))
    return max(0.0, between - one.start.docking_mm - other.start.docking_mm)


def _fold_deg(one: Strut, other: Strut) -> float:
    """By how much the bone folds from one strut to the next, which meet at their starts [deg]."""
    return fold_deg(one.end.point_mm, one.start.point_mm, other.end.point_mm)


def _strength(bone: str, struts: Sequence[Strut], site: Site) -> Strength | None:
    """What the most loaded strut bears when all share one body weight; None where all lie level."""
    section, body = site.atlas.bones[bone], site.atlas.body
    mass_kg = site.case.patient.mass_kg
    assert mass_kg is not None
    weight_n = mass_kg * GRAVITY_M_PER_S2
    bearing = [strut for strut in struts if abs(_along(strut)[2]) > LEVEL * strut.gap_mm]
    if not bearing:
        return None
    count = sum(strut.parallel for strut in bearing)
    found = [
        strength(
            outer_mm=section.outer_diameter_mm.central,
            canal_mm=section.canal_diameter_mm.central,
            free_length_mm=strut.gap_mm,
            axial_load_n=leaning_load_n(weight_n, _along(strut), count),
            modulus_gpa=body["cortical_modulus_gpa"].central,
            strength_mpa=body["cortical_tensile_strength_mpa"].central,
        )
        for strut in bearing
    ]
    return min(found, key=lambda one: one.body_weights)


def _along(strut: Strut) -> Point3:
    return _point(np.subtract(strut.start.point_mm, strut.end.point_mm))


def _sources(construct: Construct, healing: Healing) -> tuple[str, ...]:
    figures = (construct, healing, healing.union_percent, healing.union_months)
    return tuple(sorted({key for one in figures if one for key in one.source}))
