"""A bone construct in sentences: struts, cuts, strength, healing, and what went wrong elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from flapplanner.anatomy import listed
from flapplanner.bone.built import Built, Cut, Strut
from vascular_models import Measure, load_atlas

NO_FORECAST = "Reported of such patients, no forecast."
# From here on a decimal of a body weight says nothing.
ROUND_FROM = 20.0
SQUARE_DEG = 2.5  # a cut within so much of square is called square


def built_facts(built: Built) -> Iterator[str]:
    """What a plan says of one construct, a sentence each."""
    yield f"{built.title}: {built.material_title}{', with its blood supply' * built.living}."
    block = built.cut is None and built.strength is None
    for struts in _alike(built.struts):
        yield _gap(struts) if block else _struts(struts)
    if built.cut:
        yield _cut(built.cut)
    yield strength_sentence(built)
    yield healing_sentence(built)
    yield from _went_wrong(built)
    yield experience_sentence(built.experience_count)


def experience_sentence(count: int) -> str:
    """How many patients with such a resection were reported with it.

    >>> experience_sentence(0)
    'No patient with such a resection was reported with it.'
    """
    if not count:
        return "No patient with such a resection was reported with it."
    return f"Reported in {count} patient{'s' * (count > 1)} with such a resection."


def strength_sentence(built: Built) -> str:
    """How many body weights it bears, beside what the hip bears."""
    if built.strength is None:
        what = "a printed or assembled implant has no section" if built.metal else "it has none"
        return f"Its strength is not computed: {what} that the atlas knows."
    bears, load = built.strength, load_atlas().body["walking_load_body_weights"]
    way = "buckle" if bears.body_weights == bears.buckling_body_weights else "be crushed"
    most = "" if load.high is None else f", at most {load.high:g} in daily life and sport"
    return (
        f"Before anything has healed it would bear {weights_text(bears.body_weights)} body weights "
        f"and then {way}; the hip bears {load.central:g} in walking{most}."
    )


def weights_text(body_weights: float) -> str:
    """Body weights as they are shown.

    >>> weights_text(6.43), weights_text(98.9)
    ('6.4', '99')
    """
    return f"{body_weights:.{0 if body_weights >= ROUND_FROM else 1}f}"


def healing_sentence(built: Built) -> str:
    """How often and when bone bridged the gap, as reported."""
    union, months = built.union_percent, built.union_months
    if union is None:
        return "How often bone bridges the gap was not read."
    if built.metal:
        kept = f"; the metal had not failed in up to {union.high:g} %" if union.high else ""
        return f"Bone bridged it in none that was reported{kept}, n = {union.n}."
    when = f", after {months.in_words()}" if months else ""
    return f"Bridged by bone in {_reported(union)}{when}."


def union_range(union: Measure) -> str:
    """A share of patients in whom a gap was bridged, in a table: as reported, with its range.

    >>> union_range(Measure(low=50, high=89, unit="percent", source="some_paper"))
    '50 to 89 %'
    """
    ends = [end for end in (union.low, union.high) if end is not None]
    if len(ends) == 2:
        return f"{ends[0]:.0f} to {ends[1]:.0f} %"
    return f"{union.central:.0f} %"


def _went_wrong(built: Built) -> Iterator[str]:
    figures = (
        ("it gave way in", built.failure_percent),
        ("complications in", built.complication_percent),
        ("complications of its donor site in", built.donor_complication_percent),
    )
    said = "; ".join(f"{what} {_reported(figure)}" for what, figure in figures if figure)
    if said:
        yield f"{said[0].upper()}{said[1:]}."


def reported_figure(figure: Measure) -> str:
    """A published figure with its range and how many it stands on."""
    return _reported(figure, by_estimate=False)


def _reported(figure: Measure, by_estimate: bool = True) -> str:
    count = f", n = {figure.n}" if figure.n else ""
    gap = " (from the nearest figures there are)" if figure.gap and by_estimate else ""
    return f"{figure.in_words()}{count}{gap}"


def _alike(struts: tuple[Strut, ...]) -> Iterator[tuple[Strut, ...]]:
    """Struts of one length, docked and cut in one way, are said together."""
    found: dict[tuple[object, ...], list[Strut]] = {}
    for strut in struts:
        sizes = [round(strut.length_mm), round(strut.gap_mm), strut.parallel]
        for end in (strut.start, strut.end):
            sizes += [round(end.docking_mm), round(end.most_docking_mm), round(end.cut_deg)]
        found.setdefault(tuple(sizes), []).append(strut)
    yield from (tuple(same) for same in found.values())


def _gap(struts: tuple[Strut, ...]) -> str:
    return f"It spans {struts[0].gap_mm:.0f} mm, {_between(struts)}."


def _struts(struts: tuple[Strut, ...]) -> str:
    one, count = struts[0], len(struts) * struts[0].parallel
    beside = ", two side by side each" if one.parallel > 1 and len(struts) > 1 else ""
    beside = ", side by side" if one.parallel > 1 and len(struts) == 1 else beside
    return (
        f"{count} strut{'s' * (count > 1)} of {one.length_mm:.0f} mm{beside}, {_between(struts)}: "
        f"{one.gap_mm:.0f} mm between the faces, docked {_docked(one)}; {_faces(one)}."
    )


def _between(struts: tuple[Strut, ...]) -> str:
    return listed([f"{one.start.title} to {one.end.title}" for one in struts])


def _docked(one: Strut) -> str:
    first, last = one.start, one.end
    most = f"{first.most_docking_mm:.0f} and {last.most_docking_mm:.0f} mm at most"
    if round(first.docking_mm) == round(last.docking_mm):
        return f"{first.docking_mm:.0f} mm at either end ({most})"
    return f"{first.docking_mm:.0f} and {last.docking_mm:.0f} mm ({most})"


def _faces(one: Strut) -> str:
    angles = [end.cut_deg for end in (one.start, one.end)]
    if max(angles) < SQUARE_DEG:
        return "both ends cut square"
    if any(angle < SQUARE_DEG for angle in angles):
        return f"one end cut square, the other at {max(angles):.0f}°"
    return f"ends cut at {angles[0]:.0f}° and {angles[1]:.0f}°"


def _cut(cut: Cut) -> str:
    """The pieces, what is taken out between them, and how much bone there is."""
    sizes = [f"{piece:.0f} mm" for piece in cut.pieces_mm]
    count = len(sizes)
    pieces = (
        f"{count} piece{'s' * (count > 1)} of {sizes[0]}"
        if len(set(sizes)) == 1
        else f"{count} pieces of {listed(sizes)}"
    )
    out = [f"{gap:.0f} mm" for gap in cut.released_mm if gap > 0]
    same = len(set(out)) == 1
    each = " each" if same and len(out) > 1 else ""
    between = f", {out[0] if same else listed(out)}{each} taken out between them" if out else ""
    bone = cut.bone.replace("_", " ")
    return (
        f"{pieces} from {cut.whole_mm:.0f} mm of {bone}{between}: {cut.needed_mm:.0f} of the "
        f"{cut.available_mm:.0f} mm that can be had."
    )
