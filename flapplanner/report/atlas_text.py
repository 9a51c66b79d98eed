"""The atlas as plain text: all that is known under a name, and all that is estimated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from itertools import groupby

from flapplanner.anatomy import AnatomyError
from flapplanner.errors import quoted
from flapplanner.report import atlas_entry as entry
from flapplanner.report.atlas_bone import KINDS, bone_parts
from flapplanner.report.atlas_vessel import vein_parts, vessel_parts
from flapplanner.report.atlas_words import Citations, Part, quantity, spread, words, wrapped
from vascular_models import Atlas, Measure, Sourced, Vessel, vein_name

Parts = Callable[[str, Atlas, Citations], Iterator[Part]]
SECTIONS: dict[str, Parts] = {
    "vessels": vessel_parts,
    "veins": vein_parts,
    "flaps": entry.flap_parts,
    "variants": entry.variant_parts,
    "perforators": entry.perforator_parts,
    "recipients": entry.recipient_parts,
    "nodes": entry.node_parts,
    "landmarks": entry.landmark_parts,
    "corridors": partial(entry.place_parts, "corridors"),
    "regions": partial(entry.place_parts, "regions"),
    **{section: partial(bone_parts, section) for section in KINDS},
    "body": entry.body_parts,
    "relations": entry.relation_parts,
}


def entry_text(name: str, atlas: Atlas) -> str:
    """What is known under a name, in words and figures, the sources numbered below.

    Raises AnatomyError with the nearest right spelling where the atlas has no such name.

    >>> from vascular_models import load_atlas
    >>> print(entry_text("femur length mm", load_atlas()).splitlines()[0])
    femur length mm (femur_length_mm): figure of the body
    """
    written = _key(name, atlas)
    cited = Citations(atlas.references)
    known = names(atlas)
    parts = [
        part
        for section, of_section in known.items()
        if written in of_section
        for part in SECTIONS[section](written, atlas, cited)
    ]
    if not parts:
        raise AnatomyError(_unknown(name, written, known))
    return "\n\n".join(part.text() for part in (*parts, cited.part()) if part.rows) + "\n"


def names(atlas: Atlas) -> dict[str, set[str]]:
    """Every name that can be asked for, by the section it stands in."""
    of_variants = {name for variant in atlas.variants.values() for name in variant.vessels}
    return {section: set(getattr(atlas, section, ())) for section in SECTIONS} | {
        "vessels": set(atlas.vessels) | of_variants,
        "veins": {
            vein_name(name, vessel)
            for name, vessel in atlas.vessels.items()
            if vessel.kind == "axial"
        },
    }


def _key(name: str, atlas: Atlas) -> str:
    """What was written as a key; a flap also goes by the short name that plans give it."""
    shorts = {flap.short.casefold(): key for key, flap in atlas.flaps.items()}
    plain = " ".join(name.split())
    return shorts.get(plain.casefold(), plain.replace(" ", "_"))


def _unknown(name: str, written: str, known: dict[str, set[str]]) -> str:
    every = sorted(set().union(*known.values()))
    holding = [one for one in every if written and written.lower() in one]
    near = get_close_matches(written.lower(), holding or every, n=1, cutoff=0 if holding else 0.5)
    hint = f"did you mean {near[0]}?" if near else "`flapplanner atlas list` prints the names."
    return f"{quoted(name)} is not in the atlas; {hint}"


def gaps_text(atlas: Atlas) -> str:
    """Every figure that stands on an estimate, with how it was made, and how many there are."""
    every = list(atlas.figures())
    gaps = [(place, figure) for place, figure in every if figure.gap]
    parts = []
    for section, of_section in groupby(gaps, key=lambda gap: gap[0].split(".")[0]):
        found = list(of_section)
        blocks = [f"{words(section).capitalize()}: {len(found)}"]
        for name, of_entry in groupby(found, key=lambda gap: gap[0].split(".")[1]):
            blocks += [f"  {name}", *(line for gap in of_entry for line in _gap(*gap))]
        parts.append("\n".join(blocks))
    arteries = list(_arteries(atlas))
    taken = [name for name, vessel in arteries if vessel.veins is None]
    own = [name for name, vessel in arteries if vessel.veins and vessel.veins.diameter_mm.gap]
    count = (
        f"{len(gaps)} of {len(every)} figures stand on an estimate. {len(taken) + len(own)} of "
        f"{len(arteries)} arteries have no published calibre of their veins."
    )
    last = "\n".join(wrapped(count, "", ""))
    return "\n\n".join([*parts, _veins_text(taken, own, atlas), last]) + "\n"


def _gap(place: str, figure: Sourced) -> list[str]:
    assert figure.gap
    field = place.split(".")[2:]
    label = ": ".join([*map(words, field[:-1]), *map(quantity, field[-1:])])
    if isinstance(figure, Measure):
        label = f"{label} {spread(figure)}".strip()
    said = f"{label}: {figure.gap}" if label else figure.gap
    return wrapped(said, "    ", "      ")


def _arteries(atlas: Atlas) -> Iterator[tuple[str, Vessel]]:
    """The arteries by name; those that a variant lays out with the variant's name."""
    for name, vessel in atlas.vessels.items():
        if vessel.kind == "axial":
            yield name, vessel
    for key, variant in atlas.variants.items():
        for name, vessel in variant.vessels.items():
            if vessel.kind == "axial":
                yield f"{name} ({key})", vessel


def _veins_text(taken: list[str], own: list[str], atlas: Atlas) -> str:
    ratio = atlas.body["vein_to_artery_cross_section_ratio"].in_words()
    ways = {
        f"all together {ratio} times the artery's cross-section "
        "(vein_to_artery_cross_section_ratio)": taken,
        "by an estimate of their own, as above": own,
    }
    lines = [f"Arteries without a published calibre of their veins: {len(taken) + len(own)}"]
    for how, names_ in ways.items():
        said = f"{how}, {len(names_)}: {', '.join(names_)}" if names_ else f"{how}: none"
        lines += wrapped(said, "  ", "    ")
    return "\n".join(lines)
