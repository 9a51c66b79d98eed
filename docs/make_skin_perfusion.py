"""Writes docs/skin_perfusion.md: the skin model beside what was measured.

Run by `make docs`; a test keeps the page true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import pi, sqrt
from pathlib import Path

from scipy.optimize import brentq

from flapplanner.geometry import Paddle, ellipse, rectangle
from flapplanner.perfusion.poiseuille import conductance_ml_per_min_per_mmhg
from flapplanner.perfusion.skin import (
    PaddleFeed,
    PaddlePerfusion,
    Skin,
    paddle_perfusion,
    skin_of,
)
from flapplanner.perfusion.skin_calibration import (
    AbdominalFlap,
    abdominal_flap,
    abdominal_perfusion,
    fitted,
    zones,
)
from vascular_models import Measure, load_atlas

PAGE = Path(__file__).parent / "skin_perfusion.md"
ATLAS = load_atlas()
BODY = ATLAS.body
FIGURE: Mapping[str, float] = {name: measure.central for name, measure in BODY.items()}

# Between these diameters lies the largest round paddle that lives.
ROUND_MM = (60.0, 300.0)

HEAD = """# Skin on its own pedicle: the model beside the measurements

Made by `make docs` from the atlas as it stands. The model is that of
`flapplanner/perfusion/skin.py`: perforasomes as cells of a power diagram, a bed in each cell that
takes mass × specific flow in the intact body, choke links between neighbours in proportion to their
common border over their distance. (In proportion to the border alone, a perforator would reach less
far wherever smaller ones had been counted beside it.) All pedicles here have the mean aortic
pressure. A relative perfusion is a flow over that in the intact body. A perfused fraction is the
mean over the spread of the critical value; in brackets it stands at the high and at the low end of
that value (45 % and 25 % of normal).

Two figures are fitted, to two ratios between zones of the abdominal flap. All else on this page
follows. Agreement with a few means of small series, read as abstracts, proves little; where the
model fails is said below each table.
"""

FITS_REMARK = """
The first two columns of figures are fitted anew under each assumption, the last two follow from
them. Measured were {medial:g} % and {flow:g} ml/min: they are met on the central assumptions, and
missed by up to a seventh where one of these is moved to the end of its range. With the central
figures blood falls to 1/e over {reach:.0f} mm of abdominal skin.
"""

ZONES_REMARK = """
Only the ratios of the medial zone to two others are fitted: its own level, and with it theirs, is
predicted. The far lateral zone is wrong. The model leaves it three times what was seen, and never
nothing, where a third of the flaps had no flow there: a resistor has no pressure below which it
closes, as small vessels do. The model is too kind to what has to be reached through two
perforasomes and the midline.
"""

AREAS_REMARK = """
What the model gives is the largest round paddle about one perforator that lives whole: with its
least perfused cell at the critical value of 33 %, in brackets at 45 % and at 25 %. An injection of
a dead body colours whatever the contrast reaches, so the two are related and not the same. The
medial row and the thigh come out near the injected areas. The lateral row does not: the model
knows only that it is farther from the midline, and lets it feed more. The injected areas, and the
odds of necrosis on it ({odds:g} times those on the medial row, palve2021), say that there is more
to it. For the gluteal arteries only the skin of all perforators of an artery together was
published; in the model one of them can take over its neighbours' skin and feed more than that. The
atlas divides those areas by the number of perforators for its perforasomes: they enter the model
and are no test of it.
"""

FLOWS_REMARK = """
The flow on one perforator was not fitted and agrees. What is measured after the anastomosis is
more than the model gives; a flap that has lost its nerves dilates, and the model does not. A flap
with muscle has more perforators, and the muscle to feed, which is left out here. Of flaps of muscle
alone ({muscle_low:g} ml/min in the donor artery, {muscle:g} after anastomosis, lorenzetti2001) this
model says nothing.
"""

INDEX_REMARK = """
The viability index is Σ d⁴ over mass, with a published threshold of {threshold:g} above which whole
flaps lived (dusseldorp2014). Its unit was not stated where it was read; mm⁴ per kg is assumed. The
threshold is not found in the model: there a perforator of 1 mm costs little pressure next to the
choke links, and a wider one adds next to nothing. Perhaps perforators in patients are narrower,
longer or in spasm. The index is therefore given beside the perfused fraction and not made part of
it. Several perforators do add something, in heavy flaps too, as they should: over 1 kg {one:g} %
had fat necrosis on one perforator and {several:g} % on several (fatnecrosis_179flaps).
"""

PADDLES_REMARK = """
Paddles drawn round their perforator live in the model as they did in the clinic. It is too strict
with large ones that hang by one end: all large SGAP flaps lived, and so did the fourth lumbar ones,
though how many perforators those had, and where, was not said. It loses half of the transverse
lumbar flap, of which only the tip was lost in {tip:g} %; there it is the distance that does it and
hardly the midline. The skin of the back may be better linked than that of the belly, on which the
model was fitted. That the links weaken with distance, and that a perforator at an end lies half a
step deep, was settled with this table in sight: it shows what the model does and is no blind test.
"""


def page() -> str:
    """The whole page."""
    flap = abdominal_flap(BODY)
    return "\n".join(
        [
            HEAD,
            "## The fit, and what it hangs on\n",
            _table(
                (
                    "assumption",
                    "choke flow across a square [ml/min]",
                    "midline, as mm of skin",
                    "medial zone, %",
                    "flow [ml/min]",
                ),
                _fits(flap),
            ),
            FITS_REMARK.format(
                medial=FIGURE["diep_zone_medial_percent"],
                flow=FIGURE["diep_flow_in_situ_ml_per_min"],
                reach=_reach_mm(_of(flap)),
            ),
            "## Zones of the abdominal flap, % of normal\n",
            _table(("zone", "measured", "model", ""), _zones(flap)),
            ZONES_REMARK,
            "## What one perforator feeds, mm²\n",
            _table(("perforator", "published", "model"), _areas(flap)),
            AREAS_REMARK.format(odds=FIGURE["diep_lateral_row_necrosis_odds_ratio"]),
            "## Flow through the pedicle\n",
            _table(("flap", "measured", "model"), _flows(flap)),
            FLOWS_REMARK.format(
                muscle_low=BODY["muscle_flap_flow_ml_per_min"].low,
                muscle=FIGURE["muscle_flap_flow_ml_per_min"],
            ),
            "## Calibre and number of perforators\n",
            _table(
                ("abdominal flap", "viability index [mm⁴/kg]", "perfused fraction"), _indices(flap)
            ),
            INDEX_REMARK.format(
                threshold=FIGURE["viability_index_threshold_ratio"],
                one=FIGURE["fat_necrosis_one_perforator_percent"],
                several=FIGURE["fat_necrosis_several_perforators_percent"],
            ),
            "## Paddles that were raised on one perforator or two\n",
            _table(("paddle", "published", "perfused fraction", "least"), _paddles()),
            PADDLES_REMARK.format(tip=FIGURE["transverse_lap_tip_necrosis_percent"]),
        ]
    )


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _fits(flap: AbdominalFlap) -> Iterator[tuple[str, ...]]:
    head = FIGURE["mean_aortic_pressure_mmhg"] - FIGURE["venous_pressure_mmhg"]
    for words, assumed in assumptions(flap):
        choke, midline = fitted(BODY, assumed)
        skin = replace(
            _of(assumed),
            choke_conductance_ml_per_min_per_mmhg=choke / head,
            midline_mm=midline,
        )
        found = abdominal_perfusion(assumed, skin, _feed("diep_free", 1))
        medial, flow = 100 * zones(assumed, found).medial, found.flow_ml_per_min
        yield words, f"{choke:.2f}", f"{midline:.0f}", f"{medial:.0f}", f"{flow:.1f}"


def assumptions(flap: AbdominalFlap) -> Iterator[tuple[str, AbdominalFlap]]:
    """The flap as the atlas has it, and with one of its figures at an end of its range."""
    yield "as in the atlas", flap
    for words, name, field in (
        ("flap {:g} mm long", "diep_flap_length_mm", "length_mm"),
        ("flap {:g} mm thick", "diep_flap_thickness_mm", "thickness_mm"),
        ("perforator {:g} mm from the midline", "diep_medial_row_mm", "perforator_u_mm"),
        ("perforasome of {:g} mm²", "diep_perforasome_mm2", "perforasome_mm2"),
    ):
        for end in (BODY[name].low, BODY[name].high):
            assert end is not None
            changed: dict[str, float] = {field: end}
            yield words.format(end), replace(flap, **changed)


def _zones(flap: AbdominalFlap) -> Iterator[tuple[str, ...]]:
    found = zones(flap, abdominal_perfusion(flap, _of(flap), _feed("diep_free", 1)))
    none = FIGURE["diep_zone_without_flow_percent"]
    for words, name, value, remark in (
        ("medial (I)", "medial", found.medial, "predicted"),
        ("lateral (III of Hartrampf)", "lateral", found.lateral, "ratio to I fitted"),
        (
            "medial beyond the midline (II)",
            "medial_beyond_midline",
            found.medial_beyond_midline,
            "ratio to I fitted",
        ),
        (
            "lateral beyond the midline (IV)",
            "lateral_beyond_midline",
            found.lateral_beyond_midline,
            f"predicted; no flow at all in {none:g} % of flaps",
        ),
    ):
        yield words, f"{FIGURE[f'diep_zone_{name}_percent']:g}", f"{100 * value:.1f}", remark


def _areas(flap: AbdominalFlap) -> Iterator[tuple[str, ...]]:
    for row in ("medial", "lateral"):
        injected = FIGURE[f"diep_injected_area_{row}_row_mm2"]
        feed = replace(_feed("diep_free", 1), perforasome_mm2=flap.perforasome_mm2)
        yield (
            f"abdomen, {row} row",
            f"{injected:,.0f} injected",
            _largest(feed, _skin("diep_free"), -FIGURE[f"diep_{row}_row_mm"]),
        )
    thigh = BODY["profunda_injected_area_mm2"]
    for words, key, published in (
        (
            "posterior thigh",
            "posterior_thigh_free",
            f"{thigh.low:,.0f} and {thigh.high:,.0f} injected",
        ),
        ("superior gluteal", "sgap", _whole(BODY["superior_gluteal_area_mm2"])),
        ("inferior gluteal", "igap", _whole(BODY["inferior_gluteal_area_mm2"])),
    ):
        yield words, published, _largest(_feed(key, 1), _skin(key))


def _whole(area: Measure) -> str:
    return f"{area.central:,.0f} ± {area.sd:,.0f}, the whole artery"


def _largest(feed: PaddleFeed, skin: Skin, midline_u_mm: float | None = None) -> str:
    """The largest round paddle on one perforator that lives whole, by the critical value."""

    def spare(diameter: float, need: float) -> float:
        paddle = Paddle(ellipse(diameter, diameter), (0.0, 0.0))
        found = paddle_perfusion(paddle, feed, skin, midline_u_mm)
        return found.least_relative_perfusion - need

    low, central, high = (
        pi / 4 * float(brentq(spare, *ROUND_MM, args=(need,), xtol=0.5)) ** 2
        for need in reversed(skin.critical)
    )
    return f"{_rounded(central)} ({_rounded(low)} to {_rounded(high)})"


def _rounded(area_mm2: float) -> str:
    return f"{round(area_mm2, -2):,.0f}"


def _flows(flap: AbdominalFlap) -> Iterator[tuple[str, ...]]:
    skin = _of(flap)
    one, three = (abdominal_perfusion(flap, skin, _feed("diep_free", count)) for count in (1, 3))
    intact = 100 * skin.flow_ml_per_min_per_mm2 / skin.mass_g_per_mm2
    in_situ, after = (
        _spread(BODY[f"diep_flow_{when}_ml_per_min"]) for when in ("in_situ", "after_anastomosis")
    )
    tram = _spread(BODY["tram_flow_after_anastomosis_ml_per_min"])
    yield (
        "abdominal, in situ [ml/min]",
        in_situ,
        f"{one.flow_ml_per_min:.1f} on one perforator",
    )
    yield "abdominal, after anastomosis [ml/min]", after, f"{one.flow_ml_per_min:.1f}"
    yield (
        "abdominal with muscle, in situ [ml/min]",
        _spread(BODY["ms_tram_flow_in_situ_ml_per_min"]),
        f"{three.flow_ml_per_min:.1f} on three perforators, skin and fat alone",
    )
    yield "with the whole muscle, after anastomosis [ml/min]", tram, f"{three.flow_ml_per_min:.1f}"
    yield (
        "the same, per 100 g [ml/min]",
        _spread(BODY["tram_specific_flow_ml_per_min_per_100g"]),
        f"{_per_100g(three, flap):.1f}; {intact:.1f} in the intact body, "
        f"{_per_100g(one, flap):.1f} on one perforator",
    )


def _indices(flap: AbdominalFlap) -> Iterator[tuple[str, ...]]:
    for diameter in (0.5, 0.7, 1.0, 1.4, 1.8):
        found = abdominal_perfusion(flap, _of(flap), _feed("diep_free", 1, diameter))
        yield (
            f"one perforator of {diameter:g} mm",
            f"{found.viability_index_mm4_per_kg:.1f}",
            _fraction(found),
        )
    heavy = replace(flap, mass_kg=1.0, thickness_mm=flap.thickness_mm / flap.mass_kg)
    for count in (1, 3):
        found = abdominal_perfusion(heavy, _of(heavy), _feed("diep_free", count))
        yield (
            f"of 1 kg by its thickness, {count} of 1 mm",
            f"{found.viability_index_mm4_per_kg:.1f}",
            _fraction(found),
        )


def _paddles() -> Iterator[tuple[str, ...]]:
    sacral = f"{FIGURE['sacral_perforator_flap_survival_percent']:g} % of flaps survived"
    lumbar = f"{FIGURE['l4_lap_survival_percent']:g} % survived"
    large = f"{FIGURE['sgap_large_paddle_loss_percent']:g} % lost, in part or whole"
    sgap, lap = FIGURE["sgap_paddle_width_mm"], FIGURE["lap_paddle_width_mm"]
    for words, key, count, name, width, published in (
        ("SGAP", "sgap", 1, "sgap_paddle_mm2", sgap, sacral),
        ("IGAP", "igap", 1, "igap_paddle_mm2", sgap, sacral),
        ("SGAP, large", "sgap", 1, "sgap_large_paddle_mm2", sgap, large),
        ("SGAP, large", "sgap", 2, "sgap_large_paddle_mm2", sgap, large),
        ("fourth lumbar", "lap", 1, "l4_lap_paddle_mm2", lap, lumbar),
    ):
        length = 4 * FIGURE[name] / (pi * width)
        for where, hilum in (("its middle", 0.0), ("one end", -length / 2)):
            paddle = Paddle(ellipse(length, width), (0.0, hilum))
            found = paddle_perfusion(paddle, _feed(key, count), _skin(key))
            at = f"{words}, {FIGURE[name]:,.0f} mm², on {count} at {where}"
            yield at, published, *_living(found)
    length, width = FIGURE["transverse_lap_length_mm"], FIGURE["transverse_lap_width_mm"]
    feed, skin = _feed("transverse_lumbar", 1), _skin("transverse_lumbar")
    paddle = Paddle(rectangle(width, length), (FIGURE["transverse_lap_perforator_mm"], 0.0))
    published = f"{FIGURE['transverse_lap_tip_necrosis_percent']:g} % lost their tip"
    for words, midline in (("across the midline", 0.0), ("as if without a midline", None)):
        found = paddle_perfusion(paddle, feed, skin, midline)
        name = f"transverse lumbar, {length:g} by {width:g} mm, on 1, {words}"
        yield name, published, *_living(found)


def _living(found: PaddlePerfusion) -> tuple[str, str]:
    return _fraction(found), f"{found.least_relative_perfusion:.2f}"


def _feed(key: str, count: float, diameter_mm: float | None = None) -> PaddleFeed:
    """A pedicle with some perforators of a flap of the atlas, at the mean aortic pressure."""
    supply = ATLAS.flaps[key].skin_supply
    assert supply is not None
    perforator = ATLAS.perforators[supply.perforator]
    diameter = diameter_mm or perforator.diameter_mm.central
    length = ATLAS.vessels[perforator.vessel].length_mm.central
    viscosity = FIGURE["blood_viscosity_mpa_s"]
    artery = float(conductance_ml_per_min_per_mmhg(length, diameter, viscosity))
    return PaddleFeed(
        pressure_mmhg=FIGURE["mean_aortic_pressure_mmhg"],
        conductance_ml_per_min_per_mmhg=artery,
        vein_conductance_ml_per_min_per_mmhg=artery
        * FIGURE["vein_to_artery_cross_section_ratio"] ** 2,
        diameter_mm=diameter,
        perforasome_mm2=perforator.area_mm2.central,
        carried_count=count,
    )


def _skin(key: str) -> Skin:
    """The skin of a flap of the atlas."""
    thickness = ATLAS.flaps[key].thickness_mm
    assert thickness is not None
    return skin_of(BODY, thickness.central)


def _of(flap: AbdominalFlap) -> Skin:
    return skin_of(BODY, flap.thickness_mm)


def _reach_mm(skin: Skin) -> float:
    """Over what distance blood falls to 1/e in skin without perforators: √(κ (P₀ − P_vein) / q)."""
    head = skin.normal_mmhg - skin.venous_mmhg
    return sqrt(skin.choke_conductance_ml_per_min_per_mmhg * head / skin.flow_ml_per_min_per_mm2)


def _per_100g(found: PaddlePerfusion, flap: AbdominalFlap) -> float:
    return found.flow_ml_per_min / (10 * flap.mass_kg)


def _spread(measure: Measure) -> str:
    return f"{measure.central:g} ± {measure.sd:g} (n {measure.n})"


def _fraction(found: PaddlePerfusion) -> str:
    low, high = found.perfused_fraction_low, found.perfused_fraction_high
    return f"{found.perfused_fraction:.2f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
