"""What is known of an entry of the atlas other than a vessel: flaps, variants, places, figures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx

from flapplanner.anatomy import (
    HEART,
    Layout,
    axial,
    pedicle,
    vascular_graph,
    with_events,
)
from flapplanner.report.atlas_vessel import on_the_right, size, veins_in_words
from flapplanner.report.atlas_words import (
    Citations,
    Part,
    Row,
    figure,
    listed,
    named,
    quantity,
    rows_of,
    standing,
    words,
)
from vascular_models import Atlas, Flap, Side, Variant


def flap_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """A donor flap: the vessels it hangs on as the graph has them, and all its figures."""
    flap = atlas.flaps[name]
    yield Part(f"{flap.title} ({name}): flap", tuple(_pedicle(flap, atlas, cited)))
    yield Part("As the atlas states it", tuple(rows_of(flap, cited)))
    usual = vascular_graph(atlas)
    changed = {
        f"{variant.title} ({key})": _change(flap, usual, _under(key, atlas), atlas)
        for key, variant in atlas.variants.items()
        if _lays_out(variant, flap, axial(usual), atlas)
    }
    yield Part("Variants that change its pedicle", _filled(changed))


def variant_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """Another layout of the vessels: what is absent, what is there instead, which flaps feel it."""
    variant = atlas.variants[name]
    yield Part(f"{variant.title} ({name}): variant", tuple(rows_of(variant, cited)))
    vessels = variant.vessels.items()
    rows = (
        (words(vessel), f"from the {words(v.start)} to the {words(v.end)}; {size(v, cited)}")
        for vessel, v in vessels
    )
    yield Part("Laid out instead", tuple(rows))
    usual, other = vascular_graph(atlas), _under(name, atlas)
    tree = axial(usual)
    changed = {
        flap.short: _change(flap, usual, other, atlas)
        for flap in atlas.flaps.values()
        if _lays_out(variant, flap, tree, atlas)
    }
    yield Part("Flaps whose pedicle it changes", _filled(changed))


def perforator_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """The perforators of a vessel, and the flaps that carry them."""
    entry = atlas.perforators[name]
    yield Part(f"{entry.title} ({name}): perforators", tuple(rows_of(entry, cited)))
    carried = (
        (flap.short, f"carries {figure(flap.skin_supply.carried_count, cited)}")
        for flap in atlas.flaps.values()
        if flap.skin_supply and flap.skin_supply.perforator == name
    )
    yield Part("Flaps", tuple(carried))


def recipient_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """Vessels a free flap can be joined to, with their calibre where they are divided."""
    entry = atlas.recipients[name]
    yield Part(f"{entry.title} ({name}): recipient", tuple(rows_of(entry, cited)))
    rows = (
        (words(vessel), f"{size(v, cited)}; veins: {veins_in_words(v, atlas, cited)}")
        for vessel, v in atlas.vessels.items()
        if v.kind == "axial" and v.end == (entry.cut or entry.node)
    )
    yield Part("Vessels there", tuple(rows))


def node_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """A place on the vascular graph: what leads there, what leaves, which flaps it serves."""
    yield Part(f"{named(name)}: node", tuple(rows_of(atlas.nodes[name], cited)))
    vessels = atlas.vessels.items()
    flaps = atlas.flaps.values()
    rows = {
        "vessels to it": listed(key for key, vessel in vessels if vessel.end == name),
        "vessels from it": listed(key for key, vessel in vessels if vessel.start == name),
        "pedicle starts here": ", ".join(flap.short for flap in flaps if flap.start == name),
        "pedicle ends here": ", ".join(flap.short for flap in flaps if flap.hilum == name),
        "raised with": ", ".join(flap.short for flap in flaps if name in flap.also),
        "recipients": ", ".join(r.title for r in atlas.recipients.values() if r.node == name),
    }
    yield Part("On the graph", _filled(rows))


def landmark_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """A point of the reference body, and what is found or measured from it."""
    title = f"{named(name)}: landmark, on the reference body (x right, y forward, z up)"
    yield Part(title, tuple(rows_of(atlas.landmarks[name], cited)))
    near = atlas.perforators.values()
    rows = {
        "nodes there": listed(key for key, node in atlas.nodes.items() if node.landmark == name),
        "perforators marked by it": ", ".join(
            one.title for one in near if name in (one.position.start, one.position.towards)
        ),
        "corridors": listed(k for k, c in atlas.corridors.items() if name in (c.start, c.end)),
        "anchors": listed(k for k, anchor in atlas.anchors.items() if anchor.place == name),
    }
    yield Part("Used for", _filled(rows))


def place_parts(section: str, name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """A corridor or a region."""
    kind = {"corridors": "corridor", "regions": "region"}[section]
    entry = getattr(atlas, section)[name]
    yield Part(f"{named(name)}: {kind}", tuple(rows_of(entry, cited)))


def body_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """A figure of the body as a whole."""
    row = (quantity(name), figure(atlas.body[name], cited))
    yield Part(f"{named(name)}: figure of the body", (row,))


def relation_parts(name: str, atlas: Atlas, cited: Citations) -> Iterator[Part]:
    """How a measure of the body depends on the person."""
    relation = atlas.relations[name]
    terms = {
        "stature [mm]": relation.per_mm_of_stature,
        "body mass index [kg/m²]": relation.per_kg_per_m2,
        "age [years]": relation.per_year,
    }
    said = [f"{relation.intercept:g}", *(f"{by:g} × {what}" for what, by in terms.items() if by)]
    rows = (
        (f"{words(name)} [{relation.unit}]", "= " + " + ".join(said).replace("+ -", "- ")),
        ("of", {"both": "both sexes", "male": "men", "female": "women"}[relation.sex]),
        ("stands on", standing(relation, cited).lstrip(" ;")),
    )
    yield Part(f"{named(name)}: relation", rows)


def _filled(rows: dict[str, str]) -> tuple[Row, ...]:
    return tuple((label, said) for label, said in rows.items() if said)


def _pedicle(flap: Flap, atlas: Atlas, cited: Citations) -> Iterator[Row]:
    graph = vascular_graph(atlas)
    start, hilum = (on_the_right(node, atlas) for node in (flap.start, flap.hilum))
    found = pedicle(graph, start, hilum)
    yield "pedicle", f"{found.length_mm:.0f} mm, {found.start_diameter_mm:.1f} mm wide at its start"
    for way in pairwise(found.nodes):
        vessel = atlas.vessels[graph.edges[way]["vessel"]]
        yield words(graph.edges[way]["vessel"]), size(vessel, cited)
        yield "  its veins", veins_in_words(vessel, atlas, cited)
    if found.branches_divided:
        yield "branches divided", ", ".join(found.branches_divided)


def _under(variant: str, atlas: Atlas) -> nx.DiGraph[str]:
    """The vessels as a variant lays them out, on the right side if it is paired."""
    side: Side = "midline" if atlas.variants[variant].side == "midline" else "right"
    layouts = [Layout(variant, side)]
    return with_events(vascular_graph(atlas, variants=layouts), (), atlas, layouts)[0]


def _lays_out(variant: Variant, flap: Flap, tree: nx.DiGraph[str], atlas: Atlas) -> bool:
    """Whether a variant has or lacks an artery on a way from the heart to a flap's hilum."""
    hilum = on_the_right(flap.hilum, atlas)
    above = {hilum, *nx.ancestors(tree, hilum)}
    own = (*variant.vessels.values(), *(atlas.vessels[name] for name in variant.without))
    return any(on_the_right(vessel.end, atlas) in above for vessel in own)


def _change(flap: Flap, usual: nx.DiGraph[str], other: nx.DiGraph[str], atlas: Atlas) -> str:
    """What another layout makes of a flap's pedicle; nothing where it leaves it alone."""
    start, hilum = (on_the_right(node, atlas) for node in (flap.start, flap.hilum))
    before = pedicle(usual, start, hilum)
    tree = axial(other)
    if hilum not in tree or not nx.has_path(tree, HEART, hilum):
        return "no artery leads to it"
    if start not in tree or not nx.has_path(tree, start, hilum):
        return f"its artery does not come by the {words(flap.start)}"
    after = pedicle(other, start, hilum)
    if after.vessels == before.vessels and after.length_mm == before.length_mm:
        return ""
    new = [vessel for vessel in after.vessels if vessel not in before.vessels]
    way = f"; by the {', '.join(new)}" if new else ""
    return f"pedicle of {after.length_mm:.0f} mm, usually {before.length_mm:.0f} mm{way}"
