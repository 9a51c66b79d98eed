"""Reported experience: every count sourced, no patient counted twice, the published figures kept.

The rules the counts were set by: a series goes to the flap its paper names, and to none where it
says no more than "gluteal"; a level that was not read names all the levels it may have been; of
series that share patients the larger counts.
"""

import re
from collections.abc import Mapping
from itertools import combinations

import pytest

from vascular_models import Experience, load_atlas

ATLAS = load_atlas()

REGIONS = ("lumbosacral", "sacral", "iliosacral", "hemipelvis", "gluteal", "perineal")
LEVELS = ("none", "below_s3", "s2_s3", "s1_s2", "total", "hemisacrectomy")

REPORTED: Mapping[str, Mapping[str, Experience]] = {
    name: flap.experience for name, flap in ATLAS.flaps.items()
} | {
    f"{name}/{material}": healing.experience
    for name, construct in ATLAS.constructs.items()
    for material, healing in construct.materials.items()
}
ENTRIES = [
    pytest.param(entry, id=f"{name}-{series}")
    for name, experience in REPORTED.items()
    for series, entry in experience.items()
]

# One hospital's papers, or a review and its series, that hold the same patients.
SHARED_PATIENTS = (
    {"mericli_2020_spinopelvic", "vram_fibula2013"},
    {"mericli_2020_spinopelvic", "chang_2008", "boukovalas_2019_abstract"},
    {"houdek_2017", "wellings2021"},
    {"miles2000_sacrectomy", "gokaslan1997"},
    {"vram_sacrectomy_87", "maricevich_mayo"},
    {"igap_perineum_gut_2015", "hainsworth_2012_igap"},
    {"chiao_2018_sacral_perforator", "lin_tsgh", "igap11", "parasacral_vs_sgap"},
    {"calpin2025_sr", "butler2008_vram_apr", "nelson_butler2009", "wjs2021_vram178"},
    {"kreutz_rodrigues_mayo", "senchenkov_2009"},
    {"asps_2005_sgap_vs_rotation", "asps2005_8611", "sgap_asps_2006"},
    {"dasenbrock2011", "kim_hopkins_sacrectomy"},
)


def reported_patients(name: str, region: str, level: str, *, ilium: bool = False) -> int:
    """Patients reported with a flap, or a construct/material, in one setting."""
    fitting = (one for one in REPORTED[name].values() if one.fits(region, level, ilium))
    return round(sum(one.patients_count.central for one in fitting))


def settings(entry: Experience) -> set[tuple[str, str, bool]]:
    """All settings that an entry counts in."""
    return {
        (region, level, ilium)
        for region in REGIONS
        for level in LEVELS
        for ilium in (False, True)
        if entry.fits(region, level, ilium)
    }


def same_publication(one: str, other: str) -> bool:
    """Whether two keys stand for one paper, by key, DOI or title."""
    a, b = ATLAS.references[one], ATLAS.references[other]
    if one == other or (a.doi and a.doi.lower() == b.doi.lower()):
        return True
    plain = [re.sub(r"\W", "", source.title.lower()) for source in (a, b)]
    return plain[0] == plain[1]


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_count_is_of_whole_patients_and_has_its_source(entry: Experience) -> None:
    count = entry.patients_count
    assert count.unit == "count"
    assert count.value is not None
    assert count.value > 0
    assert count.value == int(count.value)
    assert count.source
    assert set(count.source) <= set(entry.source)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_names_its_resection(entry: Experience) -> None:
    """An entry that fitted any resection would lend its patients to every defect."""
    assert entry.levels
    assert len(set(entry.levels)) == len(entry.levels)
    assert len(set(entry.regions)) == len(entry.regions)


@pytest.mark.parametrize("name", sorted(REPORTED))
def test_no_publication_counts_twice_in_one_setting(name: str) -> None:
    for one, other in combinations(REPORTED[name].values(), 2):
        if settings(one) & settings(other):
            pairs = [(a, b) for a in one.source for b in other.source]
            assert not [pair for pair in pairs if same_publication(*pair)]


@pytest.mark.parametrize("name", sorted(REPORTED))
def test_no_patients_that_two_papers_share_count_twice(name: str) -> None:
    for one, other in combinations(REPORTED[name].values(), 2):
        if settings(one) & settings(other):
            for shared in SHARED_PATIENTS:
                keys = [shared & set(entry.source) for entry in (one, other)]
                assert not all(keys), keys


def test_a_review_that_pools_rectal_series_stands_without_them() -> None:
    rectal = {"butler2008_vram_apr", "nelson_butler2009", "wjs2021_vram178", "odowd2014_vram"}
    counted = {key for one in REPORTED["vram"].values() for key in one.source}
    assert "calpin2025_sr" in counted
    assert not counted & rectal


@pytest.mark.parametrize(
    "too_vague", ["maricevich_mayo", "falade2024_ucsf", "lee2023_ld_vs_gm", "vartanian2018"]
)
def test_patients_of_an_unnamed_gluteal_flap_go_to_no_flap(too_vague: str) -> None:
    gluteal = [name for name, flap in ATLAS.flaps.items() if flap.family.startswith("gluteal")]
    assert "gluteal_vy" in gluteal
    for name in gluteal:
        assert not [one for one in REPORTED[name].values() if too_vague in one.source], name


@pytest.mark.parametrize(
    ("name", "source", "patients"),
    [
        pytest.param("gluteal_vy", "miles2000_sacrectomy", 8, id="Miles 2000, advancement"),
        pytest.param("vram", "miles2000_sacrectomy", 10, id="Miles 2000, VRAM"),
        pytest.param("gluteal_rotation", "miles2000_sacrectomy", 2, id="Miles 2000, rotation"),
        pytest.param("vram", "garvey_mdacc_partial_sacrectomy", 13, id="Garvey, 26 % of 50"),
        pytest.param("latissimus_free", "lee2023_ld_vs_gm", 9, id="Lee 2023"),
        pytest.param("latissimus_free", "arikawa2022_gluteal", 12, id="Arikawa 2022"),
        pytest.param("igap", "igap_perineum_gut_2015", 142, id="IGAP for the perineum, 2015"),
        pytest.param("fibula_free", "mericli_2020_spinopelvic", 47, id="Mericli 2020"),
        pytest.param("fibula_free", "houdek_2017", 13, id="Houdek 2017, 54 % of 24"),
        pytest.param("a_frame/fibula", "vram_fibula2013", 3, id="A-frame on a VRAM flap, 2013"),
        pytest.param("double_barrelled/fibula", "ogura_2015", 9, id="Ogura 2015"),
        pytest.param("double_barrelled/fibula", "erol_2021", 16, id="Erol 2021"),
        pytest.param("double_barrelled/fibula_graft", "wang_2012_iliosacral", 12, id="Wang 2012"),
        pytest.param("sacral_implant/printed_implant", "lv_2023", 12, id="Lv 2023"),
    ],
)
def test_counts_are_those_of_the_papers(name: str, source: str, patients: int) -> None:
    counted = [
        one.patients_count.central for one in REPORTED[name].values() if source in one.source
    ]
    assert sum(counted) == patients


@pytest.mark.parametrize("name", sorted(REPORTED))
def test_sores_lend_no_patients_to_a_sacrectomy(name: str) -> None:
    for one in REPORTED[name].values():
        if "pressure sore" in (one.note or ""):
            assert one.regions == ("sacral",)
            assert one.levels == ("none",)


def test_what_was_built_in_cadavers_only_has_no_patients() -> None:
    assert not REPORTED["cage_struts/cage"]
    assert not REPORTED["dcia_iliac_crest_free"]


def test_what_is_reported_most_differs_by_setting() -> None:
    """Gluteal advancement low, rectus after total sacrectomy, free latissimus in the buttock."""
    low = {name: reported_patients(name, "sacral", "below_s3") for name in ATLAS.flaps}
    whole = {name: reported_patients(name, "sacral", "total") for name in ATLAS.flaps}
    buttock = {name: reported_patients(name, "gluteal", "none") for name in ATLAS.flaps}
    assert max(low, key=low.__getitem__) == "gluteal_vy"
    assert max(whole, key=whole.__getitem__) == "vram"
    assert max(buttock, key=buttock.__getitem__) == "latissimus_free"
    assert (
        reported_patients("femur_to_pubis/femur", "hemipelvis", "hemisacrectomy", ilium=True) == 2
    )
    assert reported_patients("femur_to_pubis/femur", "hemipelvis", "hemisacrectomy") == 0
