"""Writes docs/bone.md: struts on the reference body beside published lengths, and what they bear.

Run by `make docs`; a test keeps the page true and every published length within its range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flapplanner.bone import Built, Site, Strut, built, missing_of, reported_count, suited
from flapplanner.case import Case, complete
from flapplanner.options import Setting, setting_for
from vascular_models import load_atlas

FOLDER = Path(__file__).parent

# The resections that leave a gap, on the right where it has a side.
RESECTIONS = {
    "hemisacrectomy, right": ("iliosacral", "hemisacrectomy", False, False),
    "total sacrectomy": ("sacral", "total", False, False),
    "total sacrectomy with L5": ("sacral", "total", True, False),
    "hemisacrectomy with ilium, right": ("hemipelvis", "hemisacrectomy", False, True),
    "hemisacrectomy with ilium and L5, right": ("hemipelvis", "hemisacrectomy", True, True),
}

HEAD = """# Bone: struts, what they bear, and what was published

Made by `make docs` from the atlas as it stands, on the reference body: a man of 1,750 mm and 80 kg.
The formulas stand in [bone_mechanics.md](bone_mechanics.md). What is resected leaves anchors: faces
of bone with a normal, in the body frame; a strut runs between two of them and docks beyond both.
Lengths are measured on the axis of the strut.

Strength is that of the bone alone, before anything has healed or thickened and without the metal
beside it: the body weights that the struts bear, by crushing or by buckling. It compares
constructs; it allows no load. Walking loads a hip with 3.1 body weights, daily life and sport with
up to 6.4 (`layton_2022`).
"""


HEADER = (
    "construct",
    "of",
    "pieces [mm]",
    "cut at the ends [°]",
    "folds [°]",
    "bone needed / to be had [mm]",
    "body weights",
    "bridged by bone [%]",
)


@dataclass(frozen=True)
class Published:
    """A length of a strut as published [mm], and the strut of the model that it is held against."""

    what: str
    low_mm: float
    high_mm: float
    source: str
    resection: str
    construct: str
    material: str


PUBLISHED = (
    Published(
        "double-barrelled fibula, spine to ilium, each strut",
        70, 120, "chang_2008", "hemisacrectomy, right", "double_barrelled", "fibula",
    ),
    Published(
        "femur, L4 to symphysis, free",
        220, 220, "mcknight_2013", "hemisacrectomy with ilium and L5, right", "femur_to_pubis",
        "femur",
    ),
)  # fmt: skip


def setting_of(resection: str) -> Setting:
    """The reference body after one of the resections."""
    region, level, l5, ilium = RESECTIONS[resection]
    sided = region != "sacral"
    stated = {
        "schema": "flapplanner-case/1",
        "label": resection,
        "patient": {"sex": "male", "stature_mm": 1750.0, "mass_kg": 80.0},
        "defect": {
            "region": region,
            "resection": {"level": level, "l5": l5, "ilium": ilium},
            "skin": {"shape": "none"},
        }
        | ({"side": "right"} if sided else {}),
        "surgery": {"limb_sacrificed": "right" if ilium else "none"},
    }
    return setting_for(complete(Case.model_validate(stated)).case, load_atlas())


def site_of_reference(resection: str) -> Site:
    """The gap of one of the resections on the reference body."""
    setting = setting_of(resection)
    missing = missing_of(setting.case, setting.anatomy)
    assert missing is not None, "every one of them leaves a gap"
    return Site(setting.case, setting.anatomy, missing)


def constructs(site: Site) -> Iterator[Built]:
    """Every construct for a gap, in every material it was reported in."""
    atlas = site.atlas
    forms = {flap.bone.bone: flap.bone for flap in atlas.flaps.values() if flap.bone}
    for material in (*atlas.bones, *atlas.implants):
        for name in suited(material, site):
            yield built(name, material, site, forms.get(material))


def strut_of(published: Published) -> Strut:
    """The strut of the model that a published length is held against."""
    site = site_of_reference(published.resection)
    found = (
        one
        for one in constructs(site)
        if (one.key, one.material) == (published.construct, published.material)
    )
    return next(found).struts[0]


def page() -> str:
    """The whole page."""
    parts = [HEAD, _lengths(), *(_resection(name) for name in RESECTIONS), _experience()]
    return "\n".join(parts)


def _lengths() -> str:
    rows = [
        ("published strut", "published [mm]", "docked [mm]", "deepest [mm]", "within", "source")
    ]
    for one in PUBLISHED:
        strut = strut_of(one)
        within = strut.length_mm <= one.high_mm and one.low_mm <= strut.most_length_mm
        span = (
            f"{one.low_mm:g}" if one.low_mm == one.high_mm else f"{one.low_mm:g} to {one.high_mm:g}"
        )
        rows.append(
            (
                one.what,
                span,
                f"{strut.length_mm:.0f}",
                f"{strut.most_length_mm:.0f}",
                "yes" if within else "no",
                f"`{one.source}`",
            )
        )
    words = (
        "\n## Published lengths\n\nDocked: with the docking that was measured in the tibia, 9 mm "
        "an end. Deepest: as deep as a vertebra or as far along the symphysis as there is bone. "
        "The femur of 220 mm was set into the body of L4 and screwed along the symphysis.\n\n"
    )
    return words + table(rows)


def _resection(name: str) -> str:
    site = site_of_reference(name)
    rows: list[tuple[str, ...]] = [HEADER]
    rows += [_row(one) for one in constructs(site)]
    gap = f"{site.missing.title}: {site.missing.measured_mm:.0f} mm between the faces."
    return f"\n## After a {name}\n\n{gap}\n\n{table(rows)}"


def _row(one: Built) -> tuple[str, ...]:
    pieces = [s for s in one.struts for _ in range(s.parallel)]
    cut = one.cut
    had = f"{cut.needed_mm:.0f} / {cut.available_mm:.0f}" if cut else "-"
    short = " (short)" if cut and cut.spare_mm < 0 else ""
    angles = dict.fromkeys(f"{s.start.cut_deg:.0f} and {s.end.cut_deg:.0f}" for s in one.struts)
    return (
        one.title,
        one.material_title,
        " + ".join(f"{s.length_mm:.0f}" for s in pieces),
        "; ".join(angles),
        " + ".join(f"{fold:.0f}" for fold in cut.fold_deg) if cut and cut.fold_deg else "-",
        had + short,
        f"{one.strength.body_weights:.0f}"
        if one.strength
        else "metal"
        if one.metal
        else "not known",
        _bridged(one),
    )


def _bridged(one: Built) -> str:
    if one.metal:
        return "none reported"
    return one.union_percent.in_words().removesuffix(" %") if one.union_percent else "-"


def _experience() -> str:
    rows = [("resection", "construct", "of", "patients reported")]
    for name in ("hemisacrectomy, right", "total sacrectomy", "hemisacrectomy with ilium, right"):
        site = site_of_reference(name)
        found = []
        for key, construct in site.atlas.constructs.items():
            if site.missing.name not in construct.gaps:
                continue
            for material, healing in construct.materials.items():
                of = site.atlas.bones.get(material) or site.atlas.implants[material]
                count = reported_count(healing.experience, site.case)
                found.append((-count, key, (name, construct.title, of.title, str(count))))
        rows += [row for *_, row in sorted(found)]
    words = (
        "\n## Patients reported\n\nThe counts are those of the reports that were read; each stands "
        "in the atlas with its source (`flapplanner atlas show a_frame`). The cases that serve as "
        "examples here are among them, with one to three patients each.\n\n"
    )
    return words + table(rows)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a table of the page; the first is the header."""
    head, *body = ("| " + " | ".join(row) + " |" for row in rows)
    rule = "|" + "---|" * len(rows[0])
    return "\n".join([head, rule, *body]) + "\n"


if __name__ == "__main__":
    (FOLDER / "bone.md").write_text(page(), encoding="utf-8")
