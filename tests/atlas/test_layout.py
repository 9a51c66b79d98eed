"""Veins, variants, perforators, positions, territories, relations, pedicles: what may stand there.

Every refusal starts from the worked example of docs/atlas.md, which is in order.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from flapplanner.anatomy import Layout, vascular_graph, with_events
from flapplanner.case import Case
from flapplanner.planning import plan
from tests.atlas.copies import changed, with_the_example
from tests.given import EXAMPLES
from vascular_models import AtlasError, load_atlas, read_atlas, vein_name

GAP = "made up for this test"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_the_example(tmp_path)


def test_the_worked_example_is_planned_without_touching_code(folder: Path) -> None:
    atlas = read_atlas(folder)
    made = plan(Case.load(EXAMPLES / "low_sacrectomy.yaml"), atlas)
    assert "example_island" in {choice.option.flap for choice in made.soft_tissue}
    assert made.atlas.digest == atlas.digest != load_atlas().digest


def test_a_lost_vessel_of_the_worked_example_rules_it_out(folder: Path) -> None:
    text = (EXAMPLES / "low_sacrectomy.yaml").read_text("utf-8")
    stated = yaml.safe_load(text)
    stated["vessels"] = [{"vessel": "example_perforator", "side": "both", "event": "ligated"}]
    file = folder / "case.txt"
    file.with_suffix(".json").write_text(Case.model_validate(stated).model_dump_json(by_alias=True))
    made = plan(Case.load(file.with_suffix(".json")), read_atlas(folder))
    (gated, *_) = [option for option in made.gated if option.flap == "example_island"]
    assert "example perforator" in gated.gates[0].sentence


def test_the_variant_of_the_worked_example_is_another_graph(folder: Path) -> None:
    atlas = read_atlas(folder)
    layouts = [Layout("example_from_below", "right")]
    graph, lost = with_events(vascular_graph(atlas, variants=layouts), (), atlas, layouts)
    assert graph.edges["inferior_gluteal_exit_right", "example_skin_right"]["length_mm"] == 120
    assert not graph.has_edge("superior_gluteal_exit_right", "example_skin_right")
    assert graph.has_edge("superior_gluteal_exit_left", "example_skin_left")
    assert {cut.label for cut in lost} == {"right example perforator"}


def test_every_artery_and_its_veins_can_be_named(folder: Path) -> None:
    atlas = read_atlas(folder)
    assert atlas.named_vessels["example_vein"] == "paired"
    for name, vessel in atlas.vessels.items():
        assert atlas.named_vessels[name] == vessel.side
        if vessel.kind == "axial":
            assert vein_name(name, vessel) in atlas.named_vessels
        assert vessel.veins is None or vessel.kind == "axial"


def test_a_territory_has_a_mass_and_nothing_else_has_one() -> None:
    for name, node in load_atlas().nodes.items():
        assert (node.territory is None) == (node.mass_g is None), name
        assert node.mass_g is None or node.mass_g.central > 0, name


def test_every_territory_is_fed_and_drained() -> None:
    atlas = load_atlas()
    graph = vascular_graph(atlas)
    for name, node in atlas.nodes.items():
        place = f"{name}_right" if node.side == "paired" else name
        if node.territory and place in graph:
            assert graph.in_degree(place) > 0, name
            assert graph.out_degree(f"{place}.vein") > 0, name


def test_what_a_flap_carries_is_no_more_than_its_perforators() -> None:
    atlas = load_atlas()
    for name, flap in atlas.flaps.items():
        if flap.skin_supply:
            number = atlas.perforators[flap.skin_supply.perforator].number_count
            most = number.high if number.high is not None else number.central
            assert flap.skin_supply.carried_count.central <= most, name


def _vessel(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["vessels"]["example_perforator"]
    return found


def _variant(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["variants"]["example_from_below"]
    return found


def _perforators(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["perforators"]["example_perforators"]
    return found


def _flap(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["flaps"]["example_island"]
    return found


def _relation(**parts: Any) -> Callable[[dict[str, Any]], object]:
    return lambda data: data.update(relations={"example_fat": {"unit": "mm", "gap": GAP} | parts})


REFUSED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "veins of a choke vessel": (
        lambda data: _vessel(data).update(kind="choke"),
        "vessels.example_perforator: is choke; only an axial artery is accompanied by veins",
    ),
    "veins without a calibre": (
        lambda data: _vessel(data)["veins"].pop("diameter_mm"),
        r"vessels\.example_perforator\.veins\.diameter_mm",
    ),
    "a calibre of the veins without a source": (
        lambda data: _vessel(data)["veins"]["diameter_mm"].pop("gap"),
        "has neither a source nor a gap",
    ),
    "a vessel without calibre": (
        lambda data: _vessel(data)["diameter_mm"].update(value=0, low=0),
        "has no diameter",
    ),
    "two arteries between the same nodes": (
        lambda data: data["vessels"].update(twin=_vessel(data)),
        "joins the same two nodes as example_perforator",
    ),
    "a variant that changes nothing": (
        lambda data: (_variant(data).pop("without"), _variant(data).pop("vessels")),
        "neither lacks a vessel nor has one of its own",
    ),
    "a variant without a vessel that there is not": (
        lambda data: _variant(data).update(without=["example_perforater"]),
        "example_from_below: without example_perforater .* did you mean example_perforator",
    ),
    "a variant that leads nowhere": (
        lambda data: _variant(data)["vessels"]["example_perforator_from_below"].update(end="x_y_z"),
        "end x_y_z is not in the atlas",
    ),
    "a variant in a circle": (
        lambda data: (
            _variant(data)["vessels"]["example_perforator_from_below"].update(
                start="example_skin", end="internal_iliac_division"
            )
            or _variant(data).update(without=[])
        ),
        "example_from_below: some lead in a circle",
    ),
    "a variant without a frequency": (
        lambda data: _variant(data).pop("frequency_percent"),
        "frequency_percent",
    ),
    "a variant that stands on nothing": (
        lambda data: _variant(data).pop("gap"),
        "has neither a source nor a gap",
    ),
    "perforators of no vessel": (
        lambda data: _perforators(data).update(vessel="example_perforater"),
        "vessel example_perforater is not in the atlas; did you mean example_perforator",
    ),
    "a position from nowhere": (
        lambda data: _perforators(data)["position"].update(start="psi"),
        "position psi is not in the atlas; did you mean psis",
    ),
    "a position towards nowhere": (
        lambda data: _perforators(data)["position"].update(towards="greater_trochanter"),
        "position greater_trochanter is not in the atlas",
    ),
    "a position towards a landmark without how far": (
        lambda data: _perforators(data)["position"].pop("along_fraction"),
        "towards and along_fraction go together",
    ),
    "an area in the wrong unit": (
        lambda data: _perforators(data)["area_mm2"].update(unit="mm"),
        "area_mm2: is in mm; its name says mm2",
    ),
    "a territory without a mass": (
        lambda data: data["nodes"]["example_skin"].pop("mass_g"),
        "example_skin: a territory has a mass_g, and nothing else has one",
    ),
    "a mass without a territory": (
        lambda data: data["nodes"]["example_skin"].pop("territory"),
        "example_skin: a territory has a mass_g, and nothing else has one",
    ),
    "a published pedicle from nowhere": (
        lambda data: _flap(data)["published"].update(start="internal_iliac_divison"),
        "did you mean internal_iliac_division",
    ),
    "skin fed by no perforators": (
        lambda data: _flap(data)["skin_supply"].update(perforator="example_perforater"),
        r"flaps\.example_island: skin_supply example_perforater is not in the atlas",
    ),
    "a thickness that follows nothing": (
        lambda data: _flap(data).update(thickness_follows="example_fat"),
        r"flaps\.example_island: thickness_follows example_fat",
    ),
    "a relation without a source": (_relation(gap=None), "has neither a source nor a gap"),
    "a relation of a third sex": (_relation(sex="all"), r"relations\.example_fat\.sex"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_in_order_is_refused(name: str, folder: Path) -> None:
    change, said = REFUSED[name]
    with pytest.raises(AtlasError, match=said) as error:
        read_atlas(changed(folder, change))
    assert "\n" not in str(error.value)


def test_a_relation_may_stand_for_both_sexes_or_for_each(folder: Path) -> None:
    relation = {"unit": "mm", "intercept": 1.0, "per_kg_per_m2": 2.0, "gap": GAP}

    def by_sex(data: dict[str, Any]) -> None:
        _flap(data)["thickness_follows"] = "example_fat"
        data["relations"] = {f"example_fat_{sex}": relation for sex in ("male", "female")}

    found = read_atlas(changed(folder, by_sex)).relations["example_fat_female"]
    assert found.at(stature_mm=1700, bmi_kg_per_m2=20, age_years=50) == 41
