"""Generated cases, as the plain data a file holds."""

from typing import Any, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from flapplanner.case import Case
from flapplanner.case.parts import (
    Ambulation,
    Approach,
    BoneQuality,
    Chemotherapy,
    Event,
    Exposed,
    Laparotomy,
    Level,
    Position,
    RadiationField,
    Region,
    Side,
    VesselSide,
)

Data = dict[str, Any]
# A busy machine is no failure: what is fast enough is for the benchmarks to say.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.lists(st.text("abyz", min_size=1, max_size=6), min_size=1, max_size=3).map("_".join)
LABELS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=80
)
# Words that a careless writer or reader of YAML turns into something else.
TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "no",
        "true",
        "null",
        "~",
        "",
        "1e3",
        "08",
        "1:30",
        ".nan",
        "=",
        "<<",
        "- a",
        "a: b",
        "#",
        "\t",
    ]
)


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high) | st.integers(int(low), int(high)).filter(lambda n: n >= low)


def words(literal: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


def lists(items: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, min_size=least, max_size=4)


def data(
    needed: dict[str, st.SearchStrategy[Any]] | None = None, **optional: st.SearchStrategy[Any]
) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(needed or {}, optional=optional)


OFFSETS = {"offset_right_mm": numbers(-300, 300), "offset_cranial_mm": numbers(-300, 300)}
COORDINATES = st.floats(-1000, 1000)
SKINS = (
    st.just({"shape": "none"})
    | data(
        {
            "shape": st.sampled_from(["ellipse", "rectangle"]),
            "length_mm": numbers(1, 600),
            "width_mm": numbers(1, 600),
        },
        turn_deg=numbers(-180, 180),
        **OFFSETS,
    )
    | data(
        {
            "shape": st.just("polygon"),
            "points_mm": st.lists(st.lists(COORDINATES, min_size=2, max_size=2), min_size=3),
        },
        **OFFSETS,
    )
)
DEFECTS = data(
    {
        "region": words(Region),
        "resection": data({"level": words(Level)}, l5=st.booleans(), ilium=st.booleans()),
        "skin": SKINS,
    },
    side=words(Side),
    depth_mm=numbers(0, 300),
    cavity_ml=numbers(0, 20000),
    bone_gap_mm=numbers(0, 400),
    unstable=st.booleans(),
    exposed=lists(words(Exposed)),
)
PATIENTS = data(
    sex=st.sampled_from(["female", "male"]),
    age_years=numbers(0, 110),
    stature_mm=numbers(1200, 2200),
    mass_kg=numbers(25, 300),
    smoker=st.booleans(),
    diabetes=st.none() | st.booleans(),
    ambulation=words(Ambulation),
    bone_quality=words(BoneQuality),
    life_expectancy_months=numbers(0, 1200),
)
VESSELS = data(
    {
        "vessel": NAMES,
        "side": words(VesselSide),
        "event": words(Event).filter(lambda event: event != "stenosed"),
    }
) | data(
    {
        "vessel": NAMES,
        "side": words(VesselSide),
        "event": st.just("stenosed"),
        "stenosis_percent": numbers(1, 99),
    }
)
HISTORIES = data(
    radiation=lists(data({"field": words(RadiationField)}, dose_gy=numbers(0, 120))),
    chemotherapy=words(Chemotherapy),
    laparotomy=words(Laparotomy),
    stoma=lists(st.sampled_from(["left", "right"])),
    earlier_flaps=lists(data({"flap": NAMES, "side": words(Side)})),
)
SURGERIES = data(
    approach=words(Approach),
    positions=lists(words(Position), least=1),
    microsurgery=st.booleans(),
    limb_sacrificed=st.sampled_from(["none", "left", "right"]),
    bone_reconstruction=st.booleans(),
)
PREFERENCES = data(
    weights=data(
        {"coverage": numbers(1, 10)}, donor_site=numbers(0, 10), bone_healing=numbers(0, 10)
    ),
    inset_margin_mm=numbers(0, 50),
    target_coverage=st.floats(0.5, 1),
)
CASE_DATA: st.SearchStrategy[Data] = data(
    {"schema": st.just("flapplanner-case/1"), "label": LABELS, "defect": DEFECTS},
    patient=PATIENTS,
    vessels=lists(VESSELS),
    variants=lists(data({"variant": NAMES, "side": words(VesselSide)})),
    history=HISTORIES,
    surgery=SURGERIES,
    preferences=PREFERENCES,
    notes=data(published=TEXTS, filled_in=lists(TEXTS), source=TEXTS),
)
CASES: st.SearchStrategy[Case] = CASE_DATA.map(Case.model_validate)
