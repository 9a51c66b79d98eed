"""The bones as lines in space, what a resection takes of them, and the planes of its cuts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from flapplanner.case import Case
from flapplanner.report.bone.outline import HANDS, Hand, endplate, sacrum_rim, size_of, wing_rim
from flapplanner.report.bone.taken import CUTS, sides_of
from flapplanner.report.bone.view import Array, Flags, Places, disc

# The ring in front and below, one side: lines through landmarks.
_PUBIS = ("iliopubic_eminence", "pubic_tubercle", "pubic_symphysis_top", "pubic_symphysis_low")
_ISCHIUM = (
    "pubic_symphysis_low", "ischial_tuberosity_lowest", "ischial_tuberosity_posterior",
    "ischial_spine", "sciatic_notch_roof",
)  # fmt: skip
_FEMUR = (
    "hip_centre", "greater_trochanter_tip", "greater_trochanter_lateral", "lesser_trochanter",
    "hip_centre",
)  # fmt: skip
# The plane in which a sacrum is halved.
_HALVED = (
    "median_sacral_crest_s2", "s1_endplate_posterior_edge", "promontory", "sacral_front_s2_s3",
    "sacrococcygeal_tip", "sacral_crest_lowest_prominence",
)  # fmt: skip
_CUT_MM = 52.0


def lines(case: Case, places: Places) -> tuple[list[Array], list[Array]]:
    """All lines, those of bone that stays and those of bone that is taken, each (n, 3) [mm]."""
    kept: list[Array] = []
    taken: list[Array] = []
    for line, gone in (*_spine(case, places), *_pelvis(case, places)):
        for piece, is_gone in _split(line, gone):
            (taken if is_gone else kept).append(piece)
    return kept, taken


def cut_planes(case: Case, places: Places) -> Iterator[Array]:
    """The rims of the planes in which bone is cut, each (n, 3) [mm]."""
    level, size = case.defect.resection.level, size_of(places)
    out = np.array([_CUT_MM * size, 0.0, 0.0])
    if level in CUTS:
        back, front = (places[name] for name in CUTS[level])
        yield np.array([back - out, back + out, front + out, front - out])
    if level in ("total", "hemisacrectomy"):
        yield endplate(places, "l4_inferior" if case.defect.resection.l5 else "l5_inferior")
    if level == "hemisacrectomy" and len(sides_of(case)) == 1:
        yield np.array([places[name] for name in _HALVED])
    if case.defect.resection.ilium and case.surgery.limb_sacrificed == "none":
        for hand in sides_of(case):
            notch, spine = (places[f"{n}_{hand}"] for n in ("sciatic_notch_roof", "aiis"))
            across = np.array([1.0 if hand == "right" else -1.0, 0.0, 0.0]) * 14 * size
            yield np.array([notch - across, notch + across, spine + across, spine - across])


Marked = tuple[Array, Flags]


def _spine(case: Case, places: Places) -> Iterator[Marked]:
    resection = case.defect.resection
    for name, gone in (("l4", False), ("l5", resection.l5)):
        for end in ("superior", "inferior"):
            yield _whole(_closed(endplate(places, f"{name}_{end}")), gone)
        for hand in HANDS:
            ends = [places[f"{name}_{end}_edge_{hand}"] for end in ("superior", "inferior")]
            yield _whole(np.array(ends), gone)
    rim = _closed(sacrum_rim(places))
    middle = np.array([places[name] for name in (
        "promontory", "sacral_front_s1_s2", "sacral_front_s2_s3", "sacral_front_s3_s4",
        "sacral_apex_front", "sacrococcygeal_tip")])  # fmt: skip
    for line in (rim, middle):
        yield line, _sacrum_gone(line, case, places)


def _sacrum_gone(line: Array, case: Case, places: Places) -> Flags:
    level = case.defect.resection.level
    if level in CUTS:
        back, front = (places[name] for name in CUTS[level])
        slope = (front[2] - back[2]) / (front[1] - back[1])
        below: Flags = line[:, 2] < back[2] + slope * (line[:, 1] - back[1])
        return below
    if level == "hemisacrectomy" and len(sides_of(case)) == 1:
        sign = 1 if sides_of(case) == ("right",) else -1
        beside: Flags = sign * line[:, 0] > 0
        return beside
    return np.full(len(line), level != "none")


def _pelvis(case: Case, places: Places) -> Iterator[Marked]:
    for hand in HANDS:
        rim = _closed(wing_rim(places, hand))
        limb = case.surgery.limb_sacrificed == hand
        gone = case.defect.resection.ilium and hand in sides_of(case)
        level = min(places[f"{n}_{hand}"][2] for n in ("sciatic_notch_roof", "aiis"))
        yield rim, (rim[:, 2] >= level) | limb if gone else np.full(len(rim), False)
        yield _whole(_through(_PUBIS, hand, places), False)
        yield _whole(_through(_ISCHIUM, hand, places), gone and limb)
        yield _whole(_through(_FEMUR, hand, places), limb)
        head = places[f"hip_centre_{hand}"]
        radius = float(np.linalg.norm(places[f"femoral_head_top_{hand}"] - head))
        for normal in np.eye(3):
            yield _whole(_closed(disc(head, normal, radius)), limb)


def _through(names: tuple[str, ...], hand: Hand, places: Places) -> Array:
    return np.array([places[n] if n in places else places[f"{n}_{hand}"] for n in names])


def _closed(line: Array) -> Array:
    return np.vstack((line, line[:1]))


def _whole(line: Array, gone: bool) -> Marked:
    return line, np.full(len(line), gone)


def _split(line: Array, gone: Flags) -> Iterator[tuple[Array, bool]]:
    """A line in runs of what stays and what goes; a run ends at the first point of the next."""
    start = 0
    for i in range(1, len(line) + 1):
        if i == len(line) or gone[i] != gone[start]:
            if i + 1 - start > 1:
                yield line[start : i + 1], bool(gone[start])
            start = i
