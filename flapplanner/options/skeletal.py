"""The bone a flap brings: is it long enough, and does its pedicle come to the gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

import numpy as np
from shapely.geometry import Point

from flapplanner.anatomy import Pedicle
from flapplanner.bone import Built, Site, built, missing_of, suited, too_little, what_gives_way
from flapplanner.options.gates import reach_gate, recipient_caution
from flapplanner.options.leashes import open_recipients
from flapplanner.options.option import Gate, Joined, Option, Reach, Way
from flapplanner.options.setting import Setting
from vascular_models import Flap, Side


def site_of(setting: Setting) -> Site | None:
    """Where bone is to be bridged; None where there is no gap or none is to be bridged.

    Raises CaseError for a stated gap that the resection does not leave.
    """
    if "site" not in setting.found:
        missing = missing_of(setting.case, setting.anatomy)
        setting.found["site"] = missing and Site(setting.case, setting.anatomy, missing)
    site: Site | None = setting.found["site"]
    return site


def constructs_for(flap: Flap, setting: Setting) -> tuple[str, ...]:
    """The constructs that the bone of a flap could be built into here."""
    site = site_of(setting)
    if flap.bone is None or site is None:
        return ()
    return tuple(suited(flap.bone.bone, site))


def with_bone(
    option: Option, construct: str, flap: Flap, side: Side, pedicle: Pedicle, setting: Setting
) -> Option:
    """The option built into a construct, with its recipient and its reach to the struts."""
    site = site_of(setting)
    assert flap.bone is not None and site is not None
    made = built(construct, flap.bone.bone, site, flap.bone)
    reaching = _reaching(flap, side, pedicle, made, setting)
    reach, joined = _preferred(reaching) or (None, None)
    gates = list(_gates(reach, made, flap))
    skin = _skin_reach(flap, made, setting)
    return option.model_copy(
        update={
            "reach": reach,
            "recipient": joined,
            "ways": tuple(
                Way(recipient=to, reach=at) for at, to in reaching if to and at.margin_mm >= 0
            ),
            "cautions": (
                *option.cautions,
                *made.cautions,
                *_skin_caution(skin),
                *(recipient_caution(joined, setting) if joined else ()),
            ),
            "stages": option.stages + (joined.extra_stages if joined else 0),
            "bone": made,
            "skin_reach": skin,
            "gates": tuple(gates),
        }
    )


def _gates(reach: Reach | None, made: Built, flap: Flap) -> Iterator[Gate]:
    if reach is None:
        yield Gate(kind="recipient", sentence="No recipient vessel of the atlas is open.")
    elif gate := reach_gate(reach, 0.0, 0.0, flap.mechanism == "free"):
        yield gate
    assert made.cut is not None
    for sentence in (*too_little(made.cut), what_gives_way(made.cut)):
        if sentence:
            yield Gate(kind="bone", sentence=sentence)


def _reaching(
    flap: Flap, side: Side, pedicle: Pedicle, made: Built, setting: Setting
) -> list[tuple[Reach, Joined | None]]:
    """The pedicle from each place it can hang from to the nearest strut, the preferred first."""
    if flap.mechanism != "free":
        start = setting.anatomy.place_of_node(flap.start, side)
        assert start is not None
        return [(_reach(start, pedicle.length_mm, made, setting), None)]
    return [
        (_reach(place, pedicle.length_mm + joined.added_mm, made, setting), joined)
        for joined, place in open_recipients(setting.raised(flap, side), setting)
    ]


def _preferred(found: Sequence[tuple[Reach, Joined | None]]) -> tuple[Reach, Joined | None] | None:
    """The first that reaches, else the one that comes nearest."""
    if not found:
        return None
    reaching = [one for one in found if one[0].margin_mm >= 0]
    return reaching[0] if reaching else max(found, key=lambda one: one[0].margin_mm)


def _skin_reach(flap: Flap, made: Built, setting: Setting) -> Reach | None:
    """The skin that comes with the bone, on its perforators from the nearest strut to the defect.

    None for bone without skin, and where no skin is missing.
    """
    if flap.skin_supply is None or setting.target is None:
        return None
    atlas, chart = setting.atlas, setting.anatomy.chart
    perforator = atlas.vessels[atlas.perforators[flap.skin_supply.perforator].vessel]
    assert perforator.length_mm is not None, "a perforator that feeds skin has a length"
    places = [chart.seen(np.add(one.start.point_mm, one.end.point_mm) / 2) for one in made.struts]
    needed = min(
        hypot(place.depth_mm, setting.target.distance(Point(place.uv))) for place in places
    )
    return Reach.between(perforator.length_mm.central * setting.anatomy.length_ratio, needed)


def _skin_caution(skin: Reach | None) -> Iterator[str]:
    """Skin that comes with the bone and does not come to the surface."""
    if skin is not None and skin.margin_mm < 0:
        yield (
            f"Its own skin hangs on {skin.free_length_mm:.0f} mm of perforator and would stay "
            f"{-skin.margin_mm:.0f} mm short of the defect, so that it could not be watched there."
        )


def _reach(place: str, free_length_mm: float, made: Built, setting: Setting) -> Reach:
    """The pedicle enters the bone about the middle of a piece: of the one that lies nearest."""
    start = setting.anatomy.places[place]
    middles = [np.add(one.start.point_mm, one.end.point_mm) / 2 for one in made.struts]
    needed = min(float(np.linalg.norm(start - middle)) for middle in middles)
    return Reach.between(free_length_mm=free_length_mm, needed_length_mm=needed, route=(place,))
