"""What holds the atlas together: every name it uses is known, every flap has blood and veins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from vascular_models.atlas import Atlas, AtlasError
from vascular_models.figures import Measure
from vascular_models.flaps import Flap
from vascular_models.vessels import Position, Vessel

UNIT_OF_SUFFIX = {
    "_mm": "mm",
    "_mm2": "mm2",
    "_ml": "ml",
    "_deg": "deg",
    "_percent": "percent",
    "_ratio": "ratio",
    "_fraction": "ratio",
    "_months": "month",
    "_count": "count",
    "_g": "g",
    "_kg": "kg",
    "_g_per_ml": "g_per_ml",
    "_mmhg": "mmhg",
    "_mpa_s": "mpa_s",
    "_ml_per_min": "ml_per_min",
    "_ml_per_min_per_100g": "ml_per_min_per_100g",
    "_n": "n",
    "_n_per_mm": "n_per_mm",
    "_mpa": "mpa",
    "_gpa": "gpa",
}

BODY = (
    "reference_stature_mm",
    "mean_stature_male_mm",
    "mean_stature_female_mm",
    "docking_total_mm",
    "muscle_volume_remaining_ratio",
    "fat_volume_remaining_ratio",
    "direct_closure_width_mm",
    "small_defect_volume_ml",
    "radiation_complication_odds_ratio",
    "reference_mass_kg",
    "mean_body_mass_index_male_kg_per_m2",
    "mean_body_mass_index_female_kg_per_m2",
    "mean_aortic_pressure_mmhg",
    "central_venous_pressure_mmhg",
    "venous_pressure_mmhg",
    "blood_viscosity_mpa_s",
    "skin_with_fat_specific_flow_ml_per_min_per_100g",
    "muscle_specific_flow_ml_per_min_per_100g",
    "fat_specific_flow_ml_per_min_per_100g",
    "bone_specific_flow_ml_per_min_per_100g",
    "skin_specific_flow_ml_per_min_per_100g",
    "relative_perfusion_viable_percent",
    "least_layer_ratio",
    "skin_short_of_blood_tolerated_ratio",
    "skin_thickness_mm",
    "skin_density_g_per_ml",
    "fat_density_g_per_ml",
    "perforasome_calibre_exponent_ratio",
    "vein_to_artery_cross_section_ratio",
    "female_to_male_artery_diameter_ratio",
)


def check(atlas: Atlas) -> None:
    """Raises AtlasError at the first entry that does not fit the others."""
    for place, figure in atlas.figures():
        for key in figure.source:
            _must_know(key, atlas.references, f"{place}: source")
        if isinstance(figure, Measure):
            _check_unit(place, figure)
    for name in BODY:
        _must_know(name, atlas.body, "body")
    _check_nodes(atlas)
    _check_vessels(atlas)
    _check_places(atlas)
    _check_bone(atlas)
    _check_perforators(atlas)
    _check_recipients(atlas)
    _check_flaps(atlas)


def _check_nodes(atlas: Atlas) -> None:
    for name, node in atlas.nodes.items():
        if node.landmark:
            _must_know(node.landmark, atlas.landmarks, f"nodes.{name}: landmark")
        if (node.territory is None) != (node.mass_g is None):
            raise AtlasError(f"nodes.{name}: a territory has a mass_g, and nothing else has one.")
        if node.mass_g and node.mass_g.central <= 0:
            raise AtlasError(f"nodes.{name}: has no mass; above 0 is needed.")


def _check_vessels(atlas: Atlas) -> None:
    _check_layout("vessels", atlas.vessels, atlas)
    for name, variant in atlas.variants.items():
        for absent in variant.without:
            _must_know(absent, atlas.vessels, f"variants.{name}: without")
        usual = {key: v for key, v in atlas.vessels.items() if key not in variant.without}
        _check_layout(f"variants.{name}", {**usual, **variant.vessels}, atlas)


def _check_layout(place: str, vessels: Mapping[str, Vessel], atlas: Atlas) -> None:
    ends: dict[tuple[str, str], str] = {}
    for name, vessel in vessels.items():
        for end in (vessel.start, vessel.end):
            _must_know(end, atlas.nodes, f"{place}: {name}: end")
        if vessel.kind != "vein":
            twin = ends.setdefault((vessel.start, vessel.end), name)
            if twin != name:
                raise AtlasError(f"{place}.{name}: joins the same two nodes as {twin}.")
    try:
        TopologicalSorter(_feeders(vessels)).prepare()
    except CycleError:
        raise AtlasError(
            f"{place}: some lead in a circle; each runs away from the heart."
        ) from None


def _feeders(vessels: Mapping[str, Vessel]) -> dict[str, list[str]]:
    """The nodes from which arteries lead to a node."""
    found: dict[str, list[str]] = {}
    for vessel in vessels.values():
        if vessel.kind == "axial":
            found.setdefault(vessel.end, []).append(vessel.start)
    return found


def _above(node: str, feeders: Mapping[str, list[str]]) -> set[str]:
    """A node and all from which arteries lead there."""
    found, waiting = {node}, [node]
    while waiting:
        before = [one for one in feeders.get(waiting.pop(), ()) if one not in found]
        found.update(before)
        waiting += before
    return found


def _check_places(atlas: Atlas) -> None:
    for name, span in atlas.corridors.items():
        for end in (span.start, span.end):
            _must_know(end, atlas.landmarks, f"corridors.{name}: end")
    for name, region in atlas.regions.items():
        for opening in region.openings:
            _must_know(opening, atlas.landmarks, f"regions.{name}: opening")


def _check_bone(atlas: Atlas) -> None:
    for name, anchor in atlas.anchors.items():
        _must_know(anchor.place, atlas.landmarks, f"anchors.{name}: place")
        if anchor.instead:
            _must_know(anchor.instead, atlas.anchors, f"anchors.{name}: instead")
            if atlas.anchors[anchor.instead].instead:
                raise AtlasError(f"anchors.{name}: instead {anchor.instead} goes as well.")
    for name, gap in atlas.bone_gaps.items():
        if gap.start == gap.end:
            raise AtlasError(f"bone_gaps.{name}: begins and ends at {gap.start}.")
        for end in (gap.start, gap.end):
            _must_know(end, atlas.anchors, f"bone_gaps.{name}: end")
    for name, bone in atlas.bones.items():
        if not bone.canal_diameter_mm.central < bone.outer_diameter_mm.central:
            raise AtlasError(f"bones.{name}: its canal is not narrower than the bone.")
        _must_know_by_sex(f"{name}_length", "_mm", atlas.body, f"bones.{name}: length")
    for name, implant in atlas.implants.items():
        if implant.bone:
            _must_know(implant.bone, atlas.bones, f"implants.{name}: bone")
    for name, construct in atlas.constructs.items():
        for gap_name in construct.gaps:
            _must_know(gap_name, atlas.bone_gaps, f"constructs.{name}: gap")
        for run in construct.struts:
            if run.start == run.end and run.side != "midline":
                raise AtlasError(f"constructs.{name}: a strut begins and ends at {run.start}.")
            for end in (run.start, run.end):
                _must_know(end, atlas.anchors, f"constructs.{name}: strut")
        for material in construct.materials:
            known = {**atlas.bones, **atlas.implants}
            _must_know(material, known, f"constructs.{name}: material")


def _check_perforators(atlas: Atlas) -> None:
    for name, perforator in atlas.perforators.items():
        _must_know(perforator.vessel, atlas.vessels, f"perforators.{name}: vessel")
        _check_position(f"perforators.{name}", perforator.position, atlas)


def _check_position(place: str, position: Position, atlas: Atlas) -> None:
    for landmark in (position.start, position.towards or position.start):
        _must_know(landmark, atlas.landmarks, f"{place}: position")


def _check_recipients(atlas: Atlas) -> None:
    for name, recipient in atlas.recipients.items():
        for place in (recipient.node, recipient.cut or recipient.node):
            _must_know(place, atlas.nodes, f"recipients.{name}: node")
        if recipient.carried_by:
            _must_know(recipient.carried_by, atlas.flaps, f"recipients.{name}: carried_by")


def _check_flaps(atlas: Atlas) -> None:
    feeders = _feeders(atlas.vessels)
    for name, flap in atlas.flaps.items():
        measured_from = (flap.published and flap.published.start) or flap.start
        for end in (flap.start, flap.hilum, measured_from, *flap.also):
            _must_know(end, atlas.nodes, f"flaps.{name}: node")
        if flap.mechanism in ("island", "tunnelled") and not atlas.nodes[flap.start].landmark:
            raise AtlasError(f"flaps.{name}: its start {flap.start} has no landmark to pivot on.")
        if flap.bone:
            _must_know(flap.bone.bone, atlas.bones, f"flaps.{name}: bone")
        if flap.thickness_follows:
            _must_know_by_sex(
                flap.thickness_follows, "", atlas.relations, f"flaps.{name}: thickness_follows"
            )
        if flap.skin_supply:
            _must_know(flap.skin_supply.perforator, atlas.perforators, f"flaps.{name}: skin_supply")
        for design, landmark in _landmarks_of(flap):
            _must_know(landmark, atlas.landmarks, f"flaps.{name}: {design}")
        if flap.propeller and not flap.skin_supply:
            raise AtlasError(f"flaps.{name}: it names no perforator to turn on (skin_supply).")
        for region in flap.regions:
            _must_know(region, atlas.regions, f"flaps.{name}: regions")
        for start, end in (("heart", flap.start), (flap.start, flap.hilum)):
            if end not in feeders or start not in _above(end, feeders):
                raise AtlasError(f"flaps.{name}: no vessels lead from {start} to {end}.")


def _landmarks_of(flap: Flap) -> Iterator[tuple[str, str]]:
    if flap.rotation:
        yield "rotation.base", flap.rotation.base
    if flap.transposition:
        yield "transposition.base", flap.transposition.base
    if flap.propeller:
        yield "propeller.towards", flap.propeller.towards


def _must_know_by_sex(name: str, ending: str, known: Mapping[str, object], place: str) -> None:
    if f"{name}{ending}" not in known:
        for sex in ("male", "female"):
            _must_know(f"{name}_{sex}{ending}", known, place)


def _check_unit(place: str, figure: Measure) -> None:
    if figure.unit == "percent" and max(figure.central, figure.high or 0.0) > 100:
        raise AtlasError(f"{place}: is {figure.in_words()}; a share is at most 100 %.")
    endings = [suffix for suffix in UNIT_OF_SUFFIX if place.endswith(suffix)]
    if endings and figure.unit != UNIT_OF_SUFFIX[max(endings, key=len)]:
        unit = UNIT_OF_SUFFIX[max(endings, key=len)]
        raise AtlasError(f"{place}: is in {figure.unit}; its name says {unit}.")


def _must_know(name: str, known: Mapping[str, object], place: str) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "."
        raise AtlasError(f"{place} {name} is not in the atlas{hint}")
