"""Vessel criticality: what the plan would lose with each vessel, so which to try to spare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flapplanner.options import Option, Setting, Value
from flapplanner.perfusion import Harvest, critical_arteries, critical_veins
from flapplanner.planning.ranking import Ranked


class VesselAtStake(Value):
    """One vessel: the options lost with it, those that would need another recipient vessel.

    `first_without` is the best soft-tissue option left, which may have to be joined elsewhere
    (`joined_elsewhere`); None when none is.
    """

    vessel: str
    lost: tuple[str, ...]
    without_recipient: tuple[str, ...]
    takes_first: bool
    first_without: str | None = None
    joined_elsewhere: bool = False


def vessels_at_stake(
    soft: Sequence[Ranked], bone: Sequence[Ranked], setting: Setting
) -> tuple[VesselAtStake, ...]:
    """The vessels of the two sides without which a feasible option is lost, the dearest first.

    What takes the first choice comes first, then what takes most. The midline trunk is left out,
    as no resection may take it; so is an option that may come from either side, which no single
    vessel takes. A free flap hangs on its own pedicle; its recipient can be replaced.
    """
    options = {choice.option.key: choice.option for choice in (*soft, *bone)}
    raised = dict(_raised(options.values(), setting))
    fed = {key: frozenset(o.recipient.fed_by if o.recipient else ()) for key, o in options.items()}
    trunk = {
        vessel["label"]
        for *_, vessel in setting.anatomy.graph.edges(data=True)
        if vessel["side"] == "midline"
    }
    taken: dict[str, list[Option]] = {}
    for critical in (*critical_arteries(raised), *critical_veins(raised)):
        if critical.vessel not in trunk:
            keys = dict.fromkeys(name.partition(" ")[0] for name in critical.lost)
            taken.setdefault(critical.vessel, []).extend(options[key] for key in keys)
    found = [_at_stake(vessel, lost, soft, fed, options) for vessel, lost in taken.items()]
    return tuple(sorted(found, key=lambda one: (not one.takes_first, -_touched(one))))


def _touched(one: VesselAtStake) -> int:
    return len(one.lost) + len(one.without_recipient)


def _raised(options: Iterable[Option], setting: Setting) -> Iterator[tuple[str, Harvest]]:
    for option in options:
        if option.either_side:
            continue
        for side in option.sides:
            flap = setting.atlas.flaps[option.flap]
            yield f"{option.key} {side}", setting.raised(flap, side)


def _at_stake(
    vessel: str,
    lost: Sequence[Option],
    soft: Sequence[Ranked],
    fed: Mapping[str, frozenset[str]],
    options: Mapping[str, Option],
) -> VesselAtStake:
    keys = {option.key for option in lost}
    rejoined = [key for key in options if vessel in fed[key] and key not in keys]
    left = [one.option for one in soft if one.option.key not in keys]
    return VesselAtStake(
        vessel=vessel,
        lost=tuple(option.name for option in lost),
        without_recipient=tuple(options[key].name for key in rejoined),
        takes_first=bool(soft) and soft[0].option.key in keys,
        first_without=left[0].name if left else None,
        joined_elsewhere=bool(left) and left[0].key in rejoined,
    )
